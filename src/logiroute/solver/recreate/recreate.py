"""Recreate: what was taken out is put in again, one order after the other, where it costs least.

The order changes from time to time, and now and then the best route is overlooked ("blinks").
"""

import numpy as np

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.bank import leave_out
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import uniform
from logiroute.solver.recreate.found import place_in
from logiroute.solver.recreate.groups import (
    group_cost,
    put_in_group,
    settle_members,
    shuffle_members,
)
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import FLEET, LOOK, OUT, UNTIL_BLINK, memory_at, save
from logiroute.solver.recreate.places import NEVER, kind_of
from logiroute.solver.recreate.placing import is_there, put_in
from logiroute.solver.recreate.state import state_at

#: Columns of the keys that orders are sorted by; the first is drawn anew each time.
RANDOM, DEMAND, FAR_OUT, CLOSE_BY, LENGTH, OPENS, CLOSES = range(7)

#: Up to so many routes all are looked at, else first those of neighbours.
_FEW = 20

#: With more routes than this, only in a share of the cases all are looked at in the end.
_MANY, _ALL = 240, 0.1

#: Share of the iterations in which people who leave beds to others come first, and in which they
#: may cost what all others that are out are worth as well.
_FIRST, _GENEROUS = 0.8, 0.3

#: Of more units than this none waits for what it would lose, nor where places found are not kept.
_MOST_REGRETTED = 60


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
def _empty(board: Board) -> int:
    """List an empty route of every kind; return how many that are."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    count = 0
    for k in range(len(rows.kind)):
        if state.free_count[k] > 0:
            memory.list_[count] = state.free[state.free_begin[k] + state.free_count[k] - 1]
            count += 1
    return count


@lazily_compiled
def _used(board: Board, count: int) -> int:
    """List all routes in use after the first ``count``; return how many there are then."""
    state, memory = state_at(board), memory_at(board)
    for row in range(state.counts[0]):
        memory.list_[count + row] = state.used[row]
    return count + int(state.counts[0])


@lazily_compiled
def _near(board: Board, u: int, count: int) -> int:
    """List the routes of a unit's neighbours after the first ``count``."""
    rows, memory = rows_at(board), memory_at(board)
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
def _candidates(board: Board, u: int, fewer: bool) -> int:
    """List the routes to look at for a unit; return how many there are."""
    # Empty ones first: where they cost the same as another trip, they leave that more room.
    used = state_at(board).counts[0]
    enough = fewer and used >= memory_at(board).number[FLEET]
    empty = 0 if enough else _empty(board)
    if used <= _FEW:
        return _used(board, empty)
    return _near(board, u, empty)


@lazily_compiled
def _blinks(board: Board, blink: float) -> bool:
    """Whether a route is overlooked. It is drawn how many are looked at until the next such one."""
    if blink <= 0.0:
        return False
    memory = memory_at(board)
    if memory.number[UNTIL_BLINK] > 0:
        memory.number[UNTIL_BLINK] -= 1
        return False
    until = np.log(uniform(memory.chance) + 1e-300) / np.log(1.0 - blink)
    memory.number[UNTIL_BLINK] = int(until)
    return True


@lazily_compiled
def _cheapest(
    board: Board, u: int, count: int, bound: int, blink: float, eager: float, upgrade: bool
) -> tuple[int, int, int]:
    """What a unit costs least in one of the first ``count`` routes listed, the route, its place.

    It is -1 where none costs less than ``bound``; the other parameters are those of `recreate`.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    unit = rows.unit[u]
    group = unit.member_begin < unit.member_end
    best, at, best_place = bound, -1, 0
    for candidate in range(count):
        r = memory.list_[candidate]
        if _blinks(board, blink):
            continue
        if group:
            cost, place = group_cost(board, u, r, best), 0
        else:
            cost, place = place_in(board, u, r)
        if eager > 1.0 and state.route[r].length == 0 and cost < NEVER:
            cost = int(cost / eager)
        if cost < best and (upgrade or kind_of(place) < 0) and is_there(board, u, place):
            best, at, best_place = cost, r, place
    return best, at, best_place


@lazily_compiled
def _regret(board: Board, u: int, upgrade: bool, fewer: bool) -> int:
    """What a unit would lose if its best route were taken."""
    memory = memory_at(board)
    best = second = rows_at(board).unit[u].penalty
    for candidate in range(_candidates(board, u, fewer)):
        r = memory.list_[candidate]
        cost, place = place_in(board, u, r)
        if cost < second and (upgrade or kind_of(place) < 0):
            best, second = min(best, cost), max(best, cost)
    return int(second - best)


@lazily_compiled
def _most_urgent_first(board: Board, row: int, upgrade: bool, fewer: bool) -> None:
    """Of the units that are still out, from ``row`` on, let the one come next that can lose most.

    Source: Ropke and Pisinger, Transportation Science 40 (2006), regret of the second best route.
    """
    rows, memory = rows_at(board), memory_at(board)
    first, most = row, -1
    for other in range(row, memory.number[OUT]):
        unit = rows.unit[memory.out[other]]
        if unit.member_begin < unit.member_end:
            first = other
            break
        loss = _regret(board, memory.out[other], upgrade, fewer)
        if loss > most:
            first, most = other, loss
    memory.out[row], memory.out[first] = memory.out[first], memory.out[row]


@lazily_compiled
def _leavers_first(board: Board) -> None:
    """Let people come first who leave beds to others; else what is out stays in its order."""
    rows, memory = rows_at(board), memory_at(board)
    leavers = 0
    for row in range(memory.number[OUT]):
        u = memory.out[row]
        if rows.leaver[u]:
            for at in range(row, leavers, -1):
                memory.out[at] = memory.out[at - 1]
            memory.out[leavers] = u
            leavers += 1


@lazily_compiled
def _worth_of_others(board: Board) -> float:
    """What it costs to leave out all that is out: in a share of the iterations, else nothing."""
    rows, memory = rows_at(board), memory_at(board)
    total = 0.0
    if uniform(memory.chance) < _GENEROUS:
        for row in range(memory.number[OUT]):
            total += rows.unit[memory.out[row]].penalty
    return total


@lazily_compiled
def recreate(
    board: Board,
    blink: float,
    worth: float,
    eager: float,
    upgrade: bool,
    regret: bool,
    fewer: bool,
) -> None:
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
    regret : bool
        Whether the next is the one that would lose most by waiting; else the order stays as it is.
    fewer : bool
        Whether no more routes may be in use than after one was given up.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    regret &= memory.number[OUT] <= _MOST_REGRETTED and len(state.drawn) == 0
    others = 0.0
    if rows.leaving:
        others = _worth_of_others(board)
        if uniform(memory.chance) < _FIRST:
            _leavers_first(board)
    for row in range(memory.number[OUT]):
        if regret:
            _most_urgent_first(board, row, upgrade, fewer)
        u = memory.out[row]
        unit = rows.unit[u]
        bound = int(min(unit.penalty * worth, 2.0**61))
        if others > 0.0 and rows.leaver[u]:
            # What it costs too much may be worth it for whoever gets the bed.
            bound = int(min(others * worth, 2.0**61))
        group = unit.member_begin < unit.member_end
        if group:
            shuffle_members(board, u)
        used = state.counts[0]
        count = _candidates(board, u, fewer)
        cost, at, place = _cheapest(board, u, count, bound, blink, eager, upgrade)
        nobody_near = at < 0 or state.route[at].length == 0
        if nobody_near and used > _FEW and (used <= _MANY or uniform(memory.chance) < _ALL):
            # Nobody nearby has room for it, or may do it.
            count = _used(board, 0)
            cost, r, other = _cheapest(board, u, count, cost, blink, eager, upgrade)
            if r >= 0:
                at, place = r, other
        if at < 0:
            leave_out(board, u)
            continue
        save(board, at)
        if group:
            put_in_group(board, u, at, NEVER)
            settle_members(board, u, at)
        else:
            put_in(board, u, at, place)
    memory.number[OUT] = 0
