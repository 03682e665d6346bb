"""What routes cost by the clock, with the washes that they need."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.cleaning import WAYS, hold_bays, runs_well, washed
from logiroute.solver.recreate.clock import timetable
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def exact_cost(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """What a sequence of tasks costs on a shift by the clock; -1 if it cannot be in time.

    Washes that it needs are put in; with them it is in `State.washed` then.
    """
    rows, state = rows_at(board), state_at(board)
    if not rows.cleaning:
        return int(_cost(board, r, tasks, count))
    state.counts[2] = 0
    if not runs_well(board, tasks, count, False):
        return -1
    cost = -1
    hold_bays(board, r, -1)
    for way in range(WAYS):
        many = washed(board, state.route[r].kind, tasks, count, way)
        if many >= 0:
            cost = _cost(board, r, state.washed, many)
        if cost >= 0:
            state.counts[2] = many
            break
        if many == count:
            break
    hold_bays(board, r, 1)
    return cost


@lazily_compiled
def _cost(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """What a whole sequence of tasks costs on a shift by the clock; -1 if it is not in time."""
    rows, state = rows_at(board), state_at(board)
    kind = rows.kind[state.route[r].kind]
    fits, start, end, metres = timetable(rows.clock, r, tasks, count)
    if not fits:
        return -1
    return int(metres * kind.metre_cost + (end - start) * kind.second_cost + kind.fixed)


@lazily_compiled
def given_cost(board: Board, r: int) -> int:
    """What a route costs with the washes it was given; -1 if they are not enough, or late."""
    rows, state = rows_at(board), state_at(board)
    tasks, count = state.full[r], state.route[r].full
    if count == 0:
        tasks, count = state.seq[r], state.route[r].length
    if not runs_well(board, tasks, count, True):
        return -1
    for at in range(count):
        t = tasks[at]
        if rows.task[t].wash and not rows.allowed[t, state.route[r].kind]:
            return -1
    return int(_cost(board, r, tasks, count))


@lazily_compiled
def take_washes(board: Board, r: int) -> None:
    """Keep the washes just worked out, and the bays they need."""
    state = state_at(board)
    for at in range(state.counts[2]):
        state.full[r, at] = state.washed[at]
    state.route[r].full = state.counts[2]
    hold_bays(board, r, 1)
