"""Putting an order into a route where `found` says that it costs least."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.kinds import move
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.places import (
    ALONE,
    RELOAD_BEFORE,
    choice_of,
    first_of,
    kind_of,
    second_of,
)
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.state import depot_of, draw, put, state_at
from logiroute.solver.recreate.trips import free_reload


@lazily_compiled
def put_in(board: Board, u: int, r: int, place: int) -> None:
    """Put in an order at a place, packed; the route may change to another shift for it."""
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[u]
    k = kind_of(place)
    if k >= 0:
        r = move(board, r, k)
    if unit.choice_begin == unit.choice_end and rows.trips:
        _put_in_trip(board, unit.first, r, place)
        return
    put(board, r, first_of(place), unit.first)
    goal = -1
    if unit.choice_begin < unit.choice_end:
        goal = rows.choice[choice_of(place)]
        put(board, r, second_of(place), goal)
        state.chosen[u] = goal
    refresh(board, r)
    draw(board, unit.first, depot_of(board, unit.first), 1)
    if goal >= 0:
        draw(board, goal, depot_of(board, goal), 1)


@lazily_compiled
def _put_in_trip(board: Board, t: int, r: int, place: int) -> None:
    """Put in a site task, and a reload where the place says so."""
    at = first_of(place)
    way = choice_of(place)
    if way % 3 != ALONE:
        reload = free_reload(board, way // 3)
        put(board, r, at, reload)
        if way % 3 == RELOAD_BEFORE:
            at += 1
    put(board, r, at, t)
    refresh(board, r)
    draw(board, t, depot_of(board, t), 1)


@lazily_compiled
def is_there(board: Board, u: int, place: int) -> bool:
    """Whether the shift and the reload that a place needs are still free."""
    rows = rows_at(board)
    k = kind_of(place)
    if k >= 0 and state_at(board).free_count[k] == 0:
        return False
    unit = rows.unit[u]
    if not rows.trips or unit.choice_begin < unit.choice_end:
        return True
    way = choice_of(place)
    return way % 3 == ALONE or free_reload(board, way // 3) >= 0
