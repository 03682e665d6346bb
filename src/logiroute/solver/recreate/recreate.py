"""Recreate: what was taken out is put in again, one order after the other, where it costs least.

The order changes from time to time, and now and then the best route is overlooked ("blinks").
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.bank import leave_out
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.found import place_in, place_on
from logiroute.solver.recreate.kinds import move
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import (
    LOOK,
    OUT,
    memory_at,
    save,
)
from logiroute.solver.recreate.places import (
    ALONE,
    NEVER,
    RELOAD_BEFORE,
    choice_of,
    first_of,
    kind_of,
    second_of,
)
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.removal import close_up, take_out_order
from logiroute.solver.recreate.state import depot_of, draw, put, sit, state_at
from logiroute.solver.recreate.trips import free_reload

#: Columns of the keys that orders are sorted by; the first is drawn anew each time.
RANDOM, DEMAND, FAR_OUT, CLOSE_BY, LENGTH, OPENS, CLOSES = range(7)

#: Up to so many routes all are looked at, else those of neighbours only.
_ALL_ROUTES = 240


@lazily_compiled
def sort_out(board: Board, column: int) -> None:
    """Sort what was taken out by a column of the keys."""
    memory = memory_at(board)
    count = memory.number[OUT]
    out, key = memory.out, memory.key
    for row in range(count):
        key[row] = uniform(memory.chance) if column == RANDOM else memory.keys[out[row], column]
    if count > 64:
        order = np.argsort(key[:count], kind="mergesort")
        sorted_out = out[:count][order].copy()
        out[:count] = sorted_out
        return
    for row in range(1, count):
        value, u = key[row], out[row]
        at = row - 1
        while at >= 0 and key[at] > value:
            key[at + 1], out[at + 1] = key[at], out[at]
            at -= 1
        key[at + 1], out[at + 1] = value, u


@lazily_compiled
def _put_in(board: Board, u: int, r: int, place: int) -> None:
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
def _put_in_group(board: Board, u: int, r: int, bound: int) -> int:
    """Put a group into a route, if that costs less than ``bound`` more; else leave it as it is."""
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[u]
    before = state.seq[r, : state.route[r].length].copy()
    drawn = state.drawn.copy()
    version = state.route[r].version
    extra = 0
    for row in range(unit.member_begin, unit.member_end):
        order = rows.member[row]
        cost, place = place_on(board, order, r, state.route[r].kind)
        extra += cost
        if cost >= NEVER or extra >= bound:
            extra = NEVER
            break
        _put_in(board, order, r, place)
    if extra >= NEVER:
        _undo(board, r, before, drawn, version)
    return extra


@lazily_compiled
def _shuffle_members(board: Board, u: int) -> None:
    """Let the members of a group be put in in another order."""
    rows, memory = rows_at(board), memory_at(board)
    unit = rows.unit[u]
    for row in range(unit.member_end - 1, unit.member_begin, -1):
        other = unit.member_begin + below(memory.chance, row - unit.member_begin + 1)
        rows.member[row], rows.member[other] = rows.member[other], rows.member[row]


@lazily_compiled
def _settle_members(board: Board, u: int, r: int) -> None:
    """Put every member of a group where it costs least now that the others are in.

    A ruin takes a group out as a whole, so that nothing else would find such a place.
    """
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[u]
    for row in range(unit.member_begin, unit.member_end):
        order = rows.member[row]
        before = state.seq[r, : state.route[r].length].copy()
        drawn = state.drawn.copy()
        version, cost = state.route[r].version, state.route[r].cost
        take_out_order(board, order)
        close_up(board, r)
        extra, place = place_on(board, order, r, state.route[r].kind)
        if extra < NEVER:
            _put_in(board, order, r, place)
        if extra >= NEVER or state.route[r].cost >= cost:
            _undo(board, r, before, drawn, version)


@lazily_compiled
def _undo(
    board: Board, r: int, before: NDArray[np.int64], drawn: NDArray[np.int64], version: int
) -> None:
    """Make a route what it was, and what all routes share."""
    state = state_at(board)
    for at in range(state.route[r].length):
        state.spot[state.seq[r, at]].route = -1
    state.route[r].length = len(before)
    for at in range(len(before)):
        sit(board, r, at, before[at])
    refresh(board, r)
    state.route[r].version = version
    state.drawn[:] = drawn


@lazily_compiled
def _candidates(board: Board, u: int) -> int:
    """Routes to look at for a unit: those of its neighbours, and an empty one of every kind."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    count = 0
    # Empty ones first: where they cost the same as another trip of a route, they leave more room.
    for k in range(len(rows.kind)):
        if state.free_count[k] > 0:
            memory.list_[count] = state.free[state.free_begin[k] + state.free_count[k] - 1]
            count += 1
    if state.counts[0] <= _ALL_ROUTES:
        for row in range(state.counts[0]):
            memory.list_[count] = state.used[row]
            count += 1
    else:
        memory.number[LOOK] += 1
        look = memory.number[LOOK]
        unit = rows.unit[u]
        count = _beside(board, unit.first, look, count)
        for row in range(unit.choice_begin, min(unit.choice_end, unit.choice_begin + 4)):
            count = _beside(board, rows.choice[row], look, count)
    return count


@lazily_compiled
def _beside(board: Board, t: int, look: int, count: int) -> int:
    state, memory = state_at(board), memory_at(board)
    for row in range(memory.by_hour.shape[1]):
        r = state.spot[memory.by_hour[t, row]].route
        if r >= 0 and memory.stamp[r] != look:
            memory.stamp[r] = look
            memory.list_[count] = r
            count += 1
    return count


@lazily_compiled
def recreate(board: Board, blink: float, worth: float, eager: float, upgrade: bool) -> None:
    """Put in what is out; what finds no place that it is worth goes to the bank.

    Parameters
    ----------
    blink : float
        Chance that a route is overlooked.
    worth : float
        Times its penalty that serving an order may cost.
    eager : float
        By how much the first order on a route seems cheaper than it is.
    upgrade : bool
        Whether a route may change to another kind of shift for an order.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    for row in range(memory.number[OUT]):
        u = memory.out[row]
        unit = rows.unit[u]
        count = _candidates(board, u)
        best, at, best_place = int(min(unit.penalty * worth, 2.0**61)), -1, 0
        group = unit.member_begin < unit.member_end
        if group:
            _shuffle_members(board, u)
        for candidate in range(count):
            r = memory.list_[candidate]
            if blink > 0 and uniform(memory.chance) < blink:
                continue
            if group:
                cost, place = _group_cost(board, u, r, best), 0
            else:
                cost, place = place_in(board, u, r)
            if eager > 1.0 and state.route[r].length == 0 and cost < NEVER:
                cost = int(cost / eager)
            if cost < best and (upgrade or kind_of(place) < 0) and _there(board, u, place):
                best, at, best_place = cost, r, place
        if at < 0:
            leave_out(board, u)
            continue
        save(board, at)
        if group:
            _put_in_group(board, u, at, NEVER)
            _settle_members(board, u, at)
        else:
            _put_in(board, u, at, best_place)
    memory.number[OUT] = 0


@lazily_compiled
def _there(board: Board, u: int, place: int) -> bool:
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


@lazily_compiled
def _group_cost(board: Board, u: int, r: int, bound: int) -> int:
    """What a group costs more in a route, which stays as it is."""
    state = state_at(board)
    before = state.seq[r, : state.route[r].length].copy()
    drawn = state.drawn.copy()
    version = state.route[r].version
    extra = _put_in_group(board, u, r, bound)
    if extra < NEVER:
        _undo(board, r, before, drawn, version)
    return extra
