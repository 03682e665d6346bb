"""Arrays in pages that other processes can map."""

import gc
import mmap
import os
import sys

import numpy as np
import pytest

from logiroute.pages import Pages, pages_of, room_for

_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files without a folder")


@_LINUX
def test_a_large_array_lies_in_pages_and_so_does_a_part_of_it() -> None:
    both = room_for((2, 1500, 1500))
    both[:] = 7
    found, part = pages_of(both), pages_of(both[1])
    assert found is not None
    assert part is not None
    assert found[0] is part[0]
    assert (found[1], part[1]) == (0, 1500 * 1500 * 4)
    seen = np.frombuffer(mmap.mmap(part[0].file, 0), np.int32)
    both[1, 0, 0] = 8
    assert seen[1500 * 1500] == 8


def test_a_small_array_is_an_array_like_any_other() -> None:
    small = room_for((3, 3))
    assert small.shape == (3, 3)
    assert pages_of(small) is None
    assert pages_of(b"bytes") is None


@_LINUX
def test_a_writer_to_a_copy_does_not_disturb_the_others() -> None:
    array = room_for((2048, 2049))
    array[:] = 1
    found = pages_of(array)
    assert found is not None
    copy = np.frombuffer(Pages(found[0].file, mmap.ACCESS_COPY), np.int32)
    copy[0] = 2
    assert array[0, 0] == 1


@_LINUX
def test_the_file_is_closed_with_the_last_array_in_it() -> None:
    part = room_for((2048, 2049))[5]
    found = pages_of(part)
    assert found is not None
    file = found[0].file
    os.fstat(file)
    del found, part
    gc.collect()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(file)
