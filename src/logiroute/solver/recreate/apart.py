"""The part of the kernel that is compiled once and called by its address.

Numba makes whatever a function calls a part of its own machine code. What routes cost by the clock
would be three quarters of forty functions, as all changes of routes lead to it. Called by address
it is translated once.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled, machine_code
from logiroute.solver.recreate.board import NUMBER, Board, reader
from logiroute.solver.recreate.state import STATE_END


class Apart(NamedTuple):
    """Addresses.

    Attributes
    ----------
    clock_cost : ndarray of int64, shape (1,)
        Of `exact.clock_cost`.
    """

    clock_cost: NDArray[np.int64]


#: Rows of the board up to here.
APART_END = STATE_END + len(Apart._fields)

#: The addresses on a board.
apart_at = reader(Apart, STATE_END, clock_cost=NUMBER)


def apart() -> Apart:
    """Addresses for a board; what has yet to be compiled is compiled."""
    from logiroute.solver.recreate.exact import clock_cost

    return Apart(np.array([machine_code(clock_cost, 4)], np.int64))


#: Whose cost: that of `Memory.trial`, of a route anew, or of a route with the visits it was given.
TRIAL, ANEW, GIVEN = range(3)


@lazily_compiled
def cost_by_clock(board: Board, r: int, which: int, count: int) -> int:
    """What a route costs by the clock, see `exact.clock_cost`."""
    return int(_call(apart_at(board).clock_cost, (board, r, which, count)))


def _typed(_context: Any, _address: Any, numbers: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        del signature
        word = context.get_value_type(types.int64)
        values = [builder.extract_value(args[1], at) for at in range(len(numbers))]
        kind = ir.FunctionType(word, [word] * len(values))
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), values)

    return types.int64(types.int64, numbers), code


#: Call what lies at an address with whole numbers, for a whole number.
_call = cast(Callable[[int, tuple[int, ...]], int], intrinsic(_typed))
