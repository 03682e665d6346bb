"""The best routes so far."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board, reader
from logiroute.solver.recreate.memory import MEMORY_END
from logiroute.solver.recreate.state import state_at


class Best(NamedTuple):
    """The best routes so far.

    Attributes
    ----------
    seq : ndarray of int64, shape (tasks,)
        Their tasks, one after the other, with visits.
    route, length : ndarray of int64
        Which routes, and of how many tasks.
    number : ndarray of int64
        Cost of the routes at hand, cost of the best ones, and how many routes that are.
    """

    seq: NDArray[np.int64]
    route: NDArray[np.int64]
    length: NDArray[np.int64]
    number: NDArray[np.int64]


CURRENT, LEAST, ROUTES = range(3)


#: The best routes on a board.
best_at = reader(Best, MEMORY_END)


@lazily_compiled
def keep_best(board: Board) -> None:
    """Note the routes at hand as the best."""
    state, best = state_at(board), best_at(board)
    at = 0
    for row in range(state.counts[0]):
        r = state.used[row]
        best.route[row] = r
        full = state.route[r].full
        best.length[row] = full if full > 0 else state.route[r].length
        for here in range(best.length[row]):
            best.seq[at] = state.full[r, here] if full > 0 else state.seq[r, here]
            at += 1
    best.number[ROUTES] = state.counts[0]
    best.number[LEAST] = best.number[CURRENT]
