"""Large arrays in pages of memory that other processes can map.

Travel tables of 10,000 places are 800 MB. Where they are made in such pages, the processes of a
search read the very same ones, and nobody needs a copy.
"""

import mmap
import os
import sys
import weakref
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Smaller arrays are not worth an open file: a copy is quickly made.
_LARGE = 2**24


class Pages(mmap.mmap):
    """Mapped memory that knows its file.

    Parameters
    ----------
    file : int
        Descriptor; the pages keep one of their own.
    access : int
        As for `mmap.mmap`: whoever writes to pages of ``ACCESS_COPY`` gets a page of its own.

    Attributes
    ----------
    file : int
        Descriptor, open for as long as the pages are there.
    """

    file: int

    def __new__(cls, file: int, access: int = mmap.ACCESS_WRITE) -> "Pages":
        """Map all of a file."""
        pages = super().__new__(cls, file, 0, access=access)
        pages.file = os.dup(file)
        weakref.finalize(pages, os.close, pages.file)
        return pages


def room_for(shape: Sequence[int]) -> NDArray[np.int32]:
    """An array to be filled; a large one in pages that can be mapped, where the system has such.

    Parameters
    ----------
    shape : sequence of int
    """
    size = int(np.prod(shape)) * np.dtype(np.int32).itemsize
    if sys.platform != "linux" or size < _LARGE:
        return np.empty(shape, np.int32)
    file = os.memfd_create("logiroute-table")
    try:
        os.truncate(file, size)
        return np.ndarray(shape, np.int32, buffer=Pages(file))
    finally:
        os.close(file)


def pages_of(array: object) -> tuple[Pages, int] | None:
    """The pages that an array lies in, and its first byte there; None if it lies elsewhere."""
    below = array
    while isinstance(below, np.ndarray | memoryview):
        below = below.base if isinstance(below, np.ndarray) else below.obj
    if not isinstance(below, Pages) or not isinstance(array, np.ndarray):
        return None
    begin = np.frombuffer(below, np.uint8).ctypes.data
    return below, int(array.ctypes.data - begin)
