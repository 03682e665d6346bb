"""A problem laid down once in memory, for every child process to map.

Travel tables of 10,000 places are 800 MB: children do not get copies through their pipes but map
the same pages. They may write to them, which copies the page for the writer alone; mapped
read-only, compiled kernels would see another type of array and be compiled again for it. Tables
that lie in such pages already stay there; the rest of a problem is copied into a file of its own.
"""

import mmap
import os
import pickle
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import cast

from logiroute.pages import Pages, pages_of
from logiroute.solver.problem import Problem

#: Arrays begin at multiples of so many bytes.
_ALIGN = 64


@dataclass(frozen=True)
class Layout:
    """Where in the memory a problem lies.

    Attributes
    ----------
    data : bytes
        Pickle of the problem without its arrays.
    spans : tuple of (int, int, int)
        File, first byte and length of every array, in the order of the pickle.
    """

    data: bytes
    spans: tuple[tuple[int, int, int], ...]

    @property
    def files(self) -> tuple[int, ...]:
        """Descriptors that a process needs to map the problem, by the numbers its owner has."""
        return tuple(sorted({file for file, _, _ in self.spans}))


def _nameless_file() -> int:
    """A file that no folder lists: it is gone with the last process that has it open."""
    if sys.platform == "linux":
        return os.memfd_create("logiroute-problem")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


class MappedProblem:
    """Holds a problem's arrays in memory that child processes can map.

    Parameters
    ----------
    problem : Problem
        It has to outlive this.
    """

    def __init__(self, problem: Problem) -> None:
        arrays: list[pickle.PickleBuffer] = []
        data = pickle.dumps(problem, protocol=5, buffer_callback=arrays.append)
        self._file = _nameless_file()
        spans, size = [], 0
        copied: list[tuple[int, pickle.PickleBuffer]] = []
        for array in arrays:
            with array.raw() as view:
                found = pages_of(view.obj)
                if found is not None:
                    spans.append((found[0].file, found[1], view.nbytes))
                    continue
                spans.append((self._file, size, view.nbytes))
                copied.append((size, array))
                size += -(-view.nbytes // _ALIGN) * _ALIGN
        #: What a child has to be told; the files that it names are sent to it.
        self.layout = Layout(data, tuple(spans))
        os.truncate(self._file, max(size, 1))
        with mmap.mmap(self._file, 0) as memory:
            for begins, array in copied:
                with array.raw() as view:
                    memory[begins : begins + view.nbytes] = view

    def __enter__(self) -> "MappedProblem":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            os.close(self._file)


def map_problem(layout: Layout, files: Sequence[int]) -> Problem:
    """The problem that lies in files; its arrays are their memory.

    Parameters
    ----------
    layout : Layout
        As of `MappedProblem`.
    files : sequence of int
        Descriptors that ``layout.files`` have in this process; they may be closed afterwards.
    """
    views = {
        theirs: memoryview(Pages(file, mmap.ACCESS_COPY))
        for theirs, file in zip(layout.files, files, strict=True)
    }
    arrays = [views[file][begins : begins + length] for file, begins, length in layout.spans]
    # Written by the other end of this module.
    return cast(Problem, pickle.loads(layout.data, buffers=arrays))  # noqa: S301
