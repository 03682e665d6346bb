"""A problem laid down once in memory, for every child process to map.

Travel tables of 10,000 places are 800 MB: children do not get copies through their pipes but map
the same pages. They may write to them, which copies the page for the writer alone; mapped
read-only, compiled kernels would see another type of array and be compiled again for it.
"""

import mmap
import os
import pickle
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import cast

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
    spans : tuple of (int, int)
        First byte and length of every array, in the order of the pickle.
    """

    data: bytes
    spans: tuple[tuple[int, int], ...]


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
    """

    def __init__(self, problem: Problem) -> None:
        arrays: list[pickle.PickleBuffer] = []
        data = pickle.dumps(problem, protocol=5, buffer_callback=arrays.append)
        spans, size = [], 0
        for array in arrays:
            with array.raw() as view:
                spans.append((size, view.nbytes))
                size += -(-view.nbytes // _ALIGN) * _ALIGN
        self.layout = Layout(data, tuple(spans))
        #: Descriptor to be handed to child processes.
        self.file = _nameless_file()
        os.truncate(self.file, max(size, 1))
        with mmap.mmap(self.file, 0) as memory:
            for array, (begins, length) in zip(arrays, spans, strict=True):
                with array.raw() as view:
                    memory[begins : begins + length] = view

    def __enter__(self) -> "MappedProblem":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            os.close(self.file)


def map_problem(file: int, layout: Layout) -> Problem:
    """The problem that lies in a file; its arrays are the file's memory.

    Parameters
    ----------
    file : int
        Descriptor, as in `MappedProblem`; it may be closed afterwards.
    layout : Layout
    """
    view = memoryview(mmap.mmap(file, 0, access=mmap.ACCESS_COPY))
    arrays = [view[begins : begins + length] for begins, length in layout.spans]
    # Written by the other end of this module.
    return cast(Problem, pickle.loads(layout.data, buffers=arrays))  # noqa: S301
