"""All arrays of a search behind one address.

Compiled functions pass arrays by value, seven words each, and count the references to them: a call
with forty of them costs more than what most calls here do. They pass the address of a list of
addresses instead, and read from it what they need.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic
from numba.np import arrayobj
from numpy.typing import NDArray

#: The address of what a `Holder` lists.
Board: TypeAlias = int

#: Words an array: its address and shape, filled up with ones.
_WORDS = 4


class Holder:
    """Keeps arrays, and lists where they are.

    Parameters
    ----------
    arrays : sequence of ndarray

    Attributes
    ----------
    board : Board
        Good for as long as the holder lives.

    Raises
    ------
    ValueError
        An array is not contiguous, or has more than three dimensions.
    """

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = tuple(arrays)
        self._words = np.ones((len(arrays), _WORDS), np.int64)
        for row, array in enumerate(arrays):
            if not array.flags.c_contiguous or array.ndim > _WORDS - 1:
                raise ValueError(f"array {row} is not contiguous or has too many dimensions")
            self._words[row, 0] = array.ctypes.data
            self._words[row, 1 : 1 + array.ndim] = array.shape
        self.board: Board = self._words.ctypes.data


#: What a field of a tuple is: an array of that type and so many dimensions, a number, or a yes.
#: Where nothing is said of it, it is a `LIST`.
Field: TypeAlias = tuple[Any, int]
NUMBER: Field = (None, 0)
YES: Field = (None, 1)
LIST: Field = (np.int64, 1)


def reader(made: Any, row: int, **others: Field) -> Callable[[Board], Any]:
    """What makes a named tuple of the rows of a board from ``row`` on, one a field.

    It costs nothing for fields that are not used. Numbers and yes or no lie in arrays of one entry.

    Parameters
    ----------
    made : type
        The class of the named tuple.
    row : int
    others : Field
        What the fields of these names are that are no `LIST`.

    Raises
    ------
    ValueError
        There is no such field.
    """
    if unknown := others.keys() - set(made._fields):
        raise ValueError(f"{made.__name__} has no {', '.join(sorted(unknown))}")
    fields = [others.get(name, LIST) for name in made._fields]

    def typed(field: Field) -> Any:
        if field == NUMBER:
            return types.int64
        return types.boolean if field == YES else _array_type(field)

    def typing(_context: Any, board: Any) -> Any:
        kind = _tuple_type([typed(field) for field in fields], made)

        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            word = context.get_value_type(types.intp)
            source = builder.inttoptr(args[0], word.as_pointer())
            values = []
            for at, field in enumerate(fields):
                first = builder.gep(source, [word((row + at) * _WORDS)])
                if field in (NUMBER, YES):
                    entry = builder.inttoptr(builder.load(first), word.as_pointer())
                    value = builder.load(entry)
                    if field == YES:
                        value = builder.icmp_signed("!=", value, word(0))
                else:
                    value = _array(context, builder, first, field)
                values.append(value)
            return context.make_tuple(builder, kind, values)

        return kind(board), code

    return cast(Callable[[Board], Any], intrinsic(typing))


def _tuple_type(entries: list[Any], made: Any) -> Any:
    base: Any = types.BaseTuple
    return base.from_types(entries, made)


def _array_type(field: Field) -> Any:
    return types.Array(numba.from_dtype(np.dtype(field[0])), field[1], "C")


def _array(context: Any, builder: Any, first: Any, field: Field) -> Any:
    """Code for the array whose address and shape lie at ``first``."""
    kind = _array_type(field)
    word = context.get_value_type(types.intp)
    shape = [builder.load(builder.gep(first, [word(1 + axis)])) for axis in range(kind.ndim)]
    item = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    strides = [word(item)]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    array = context.make_array(kind)(context, builder)
    fill: Any = arrayobj.populate_array
    fill(
        array,
        data=builder.inttoptr(builder.load(first), array.data.type),
        shape=shape,
        strides=strides,
        itemsize=word(item),
        meminfo=None,
    )
    return array._getvalue()
