"""All arrays of a search behind one array of addresses.

Compiled functions pass arrays by value, seven words each: a call with forty of them costs more
than what most calls here do. They pass the addresses instead, and read from them what they need.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numba
import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled

#: Four words an array: address and shape, filled up with ones.
Board: TypeAlias = NDArray[np.int64]

_WORDS = 4


def board_of(arrays: Sequence[NDArray[Any]]) -> Board:
    """The addresses and shapes of arrays, which have to outlive it.

    Raises
    ------
    ValueError
        An array is not contiguous, or has more than three dimensions.
    """
    board = np.ones((len(arrays), _WORDS), np.int64)
    for row, array in enumerate(arrays):
        if not array.flags.c_contiguous or array.ndim > _WORDS - 1:
            raise ValueError(f"array {row} is not contiguous or has too many dimensions")
        board[row, 0] = array.ctypes.data
        board[row, 1 : 1 + array.ndim] = array.shape
    return board.reshape(-1)


@intrinsic
def _pointer(_context: Any, address: Any) -> Any:
    """An address as a pointer."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], cgutils.voidptr_t)

    return types.voidptr(address), code


@lazily_compiled
def vector(board: Board, row: int, dtype: Any) -> Any:
    """The array in a row, shape (n,)."""
    at = row * _WORDS
    return numba.carray(_pointer(board[at]), (board[at + 1],), dtype)


@lazily_compiled
def matrix(board: Board, row: int, dtype: Any) -> Any:
    """The array in a row, shape (n, m)."""
    at = row * _WORDS
    return numba.carray(_pointer(board[at]), (board[at + 1], board[at + 2]), dtype)


@lazily_compiled
def cube(board: Board, row: int, dtype: Any) -> Any:
    """The array in a row, shape (n, m, k)."""
    at = row * _WORDS
    shape = (board[at + 1], board[at + 2], board[at + 3])
    return numba.carray(_pointer(board[at]), shape, dtype)
