"""All arrays of a search behind one array of addresses.

Compiled functions pass arrays by value, seven words each: a call with forty of them costs more
than what most calls here do. They pass the addresses instead, and read from them what they need.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numba.core import types
from numba.extending import intrinsic
from numba.np import arrayobj
from numpy.typing import NDArray

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


def _array(dimensions: int) -> Any:
    """What makes an array of so many dimensions of a row of the board, free of charge if unused.

    `numba.carray` checks what it is given, which costs time also where nothing is read.
    """

    def made(_context: Any, board: Any, row: Any, dtype: Any) -> Any:
        kind = types.Array(dtype.dtype, dimensions, "C")

        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            word = context.get_value_type(types.intp)
            source = context.make_array(signature.args[0])(context, builder, args[0])
            first = builder.gep(source.data, [builder.mul(args[1], word(_WORDS))])
            shape = [
                builder.load(builder.gep(first, [word(1 + axis)])) for axis in range(dimensions)
            ]
            item = context.get_abi_sizeof(context.get_data_type(kind.dtype))
            strides = [word(item)]
            for length in reversed(shape[1:]):
                strides.insert(0, builder.mul(strides[0], length))
            array = context.make_array(kind)(context, builder)
            arrayobj.populate_array(
                array,
                data=builder.inttoptr(builder.load(first), array.data.type),
                shape=shape,
                strides=strides,
                itemsize=word(item),
                meminfo=None,
            )
            return array._getvalue()

        return kind(board, types.intp, dtype), code

    return intrinsic(made)


#: ``(board, row, dtype)`` → the array in a row of the board.
vector, matrix, cube = _array(1), _array(2), _array(3)
