"""Groups: orders that go into one route as a whole, or none of them."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below
from logiroute.solver.recreate.docks import hold_docks
from logiroute.solver.recreate.found import place_on
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import memory_at
from logiroute.solver.recreate.places import NEVER
from logiroute.solver.recreate.placing import put_in
from logiroute.solver.recreate.refresh import refresh_as_given
from logiroute.solver.recreate.removal import close_up, take_out_order
from logiroute.solver.recreate.state import sit, state_at


@lazily_compiled
def _as_it_is(
    board: Board, r: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int]:
    """The tasks of a route, with visits too, what all routes have drawn, and its version."""
    state = state_at(board)
    tasks = state.seq[r, : state.route[r].length].copy()
    full = state.full[r, : state.route[r].full].copy()
    return tasks, full, state.drawn.copy(), state.route[r].version


@lazily_compiled
def _undo(
    board: Board,
    r: int,
    before: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], int],
) -> None:
    """Make a route what it was, and what all routes share."""
    state = state_at(board)
    tasks, full, drawn, version = before
    hold_docks(board, r, -1)
    for at in range(state.route[r].length):
        state.spot[state.seq[r, at]].route = -1
    state.route[r].length = len(tasks)
    for at in range(len(tasks)):
        sit(board, r, at, tasks[at])
    for at in range(len(full)):
        state.full[r, at] = full[at]
    state.route[r].full = len(full)
    hold_docks(board, r, 1)
    refresh_as_given(board, r)
    state.route[r].version = version
    state.drawn[:] = drawn


@lazily_compiled
def put_in_group(board: Board, u: int, r: int, bound: int) -> int:
    """Put a group into a route, if that costs less than ``bound`` more; else leave it as it is.

    Returns
    -------
    int
        What it costs more; `NEVER` if it was left.
    """
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[u]
    before = _as_it_is(board, r)
    extra = 0
    for row in range(unit.member_begin, unit.member_end):
        order = rows.member[row]
        cost, place = place_on(board, order, r, state.route[r].kind)
        extra += cost
        if cost >= NEVER or extra >= bound:
            _undo(board, r, before)
            return NEVER
        put_in(board, order, r, place)
    return extra


@lazily_compiled
def group_cost(board: Board, u: int, r: int, bound: int) -> int:
    """What `put_in_group` would say; the route stays as it is."""
    before = _as_it_is(board, r)
    extra = put_in_group(board, u, r, bound)
    if extra < NEVER:
        _undo(board, r, before)
    return int(extra)


@lazily_compiled
def shuffle_members(board: Board, u: int) -> None:
    """Let the members of a group be put in in another order."""
    rows, memory = rows_at(board), memory_at(board)
    unit = rows.unit[u]
    for row in range(unit.member_end - 1, unit.member_begin, -1):
        other = unit.member_begin + below(memory.chance, row - unit.member_begin + 1)
        rows.member[row], rows.member[other] = rows.member[other], rows.member[row]


@lazily_compiled
def settle_members(board: Board, u: int, r: int) -> None:
    """Put every member of a group where it costs least now that the others are in.

    A ruin takes a group out as a whole, so that nothing else would find such a place.
    """
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[u]
    for row in range(unit.member_begin, unit.member_end):
        order = rows.member[row]
        before, cost = _as_it_is(board, r), state.route[r].cost
        take_out_order(board, order)
        close_up(board, r)
        extra, place = place_on(board, order, r, state.route[r].kind)
        if extra < NEVER:
            put_in(board, order, r, place)
        if extra >= NEVER or state.route[r].late or state.route[r].cost >= cost:
            _undo(board, r, before)
