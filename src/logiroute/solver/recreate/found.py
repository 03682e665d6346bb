"""The cheapest place of an order in a route, kept for as long as nothing changes in the route."""

from logiroute.compiled import inlined, lazily_compiled
from logiroute.solver.recreate.apart import TRIAL, cost_by_clock
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import uniform
from logiroute.solver.recreate.insertion import best_place
from logiroute.solver.recreate.kinds import carries
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import OFFERED, memory_at
from logiroute.solver.recreate.places import (
    ALONE,
    NEVER,
    RELOAD_BEFORE,
    choice_of,
    first_of,
    on_kind,
    second_of,
)
from logiroute.solver.recreate.state import may_draw, state_at

#: Share of the places found where beds, bays or docks are shared that are looked for anew.
_ANEW = 0.1

#: Places that the clock judges in a route, the most promising first.
_MOST_JUDGED = 12


@inlined
def place_in(board: Board, u: int, r: int) -> tuple[int, int]:
    """The cheapest place of an order in a route, which may need a shift of another kind for it."""
    state, memory = state_at(board), memory_at(board)
    found = memory.found[u, r & (memory.found.shape[1] - 1)]
    version = state.route[r].version
    if found.version != version or not (memory.plain[u] or _still_good(board, u, r)):
        cost, place = _place(board, u, r)
        found.version, found.cost, found.place = version, cost, place
    return found.cost, found.place


@lazily_compiled
def _still_good(board: Board, u: int, r: int) -> bool:
    """Whether to believe what was found where beds, bays or docks are shared with other routes.

    They may have become free, or been taken; so it is looked at anew now and then. Where people
    leave beds to others, whoever found none looks again each time.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    if not memory.paired[u]:
        first = rows.unit[u].first
        draws = rows.draw_begin[first] < rows.draw_begin[first + 1]
        return rows.docking and not draws and uniform(memory.chance) >= _ANEW
    if uniform(memory.chance) < _ANEW:
        return False
    found = memory.found[u, r & (memory.found.shape[1] - 1)]
    if found.cost >= NEVER:
        return not rows.leaving
    goal = rows.choice[choice_of(found.place)]
    return bool(may_draw(board, goal, rows.kind[state.route[r].kind].start))


@lazily_compiled
def _place(board: Board, u: int, r: int) -> tuple[int, int]:
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    route = state.route[r]
    best, place = place_on(board, u, r, route.kind)
    if best < NEVER or not memory.some_alike[0] or not _too_heavy(board, u, r):
        return best, place
    for k in range(len(rows.kind)):
        if not memory.alike[route.kind, k] or state.free_count[k] == 0:
            continue
        kind = rows.kind[k]
        more = route.metres * kind.metre_cost + route.duty * kind.second_cost + kind.fixed
        more += route.set_downs
        if more - route.cost < best and carries(board, r, k):
            cost, here = place_on(board, u, r, k)
            if cost < best:
                best, place = cost, on_kind(here, k)
    return best, place


@lazily_compiled
def place_on(board: Board, u: int, r: int, k: int) -> tuple[int, int]:
    """`best_place`, judged by the clock where only the clock can say."""
    memory = memory_at(board)
    memory.number[OFFERED] = 0
    best, place = best_place(board, u, r, k)
    if memory.number[OFFERED] > 0:
        # Of several set-downs, some may need the clock and others not.
        judged, there = _judge(board, u, r, k)
        if judged < best:
            return judged, there
    return best, place


@lazily_compiled
def _judge(board: Board, u: int, r: int, k: int) -> tuple[int, int]:
    """The best of the places offered, which are tried from the most promising one on."""
    state, memory = state_at(board), memory_at(board)
    route = state.route[r]
    shift = r
    if k != route.kind:
        shift = state.free[state.free_begin[k] + state.free_count[k] - 1]
    best, place = NEVER, 0
    # Where being late costs, all sites are offered in time before any is offered late.
    for number in range(_MOST_JUDGED * (3 if rows_at(board).priced else 1)):
        if number >= _MOST_JUDGED and best < NEVER:
            break
        least, row = NEVER, -1
        for offered in range(memory.number[OFFERED]):
            if memory.offer_cost[offered] < least:
                least, row = memory.offer_cost[offered], offered
        # What it costs at least was reckoned from what the route costs at least.
        if row < 0 or route.least + least - route.cost >= best:
            break
        memory.offer_cost[row] = NEVER
        count = _try(board, u, r, memory.offer_place[row])
        cost = cost_by_clock(board, shift, TRIAL, count)
        if cost >= 0 and cost - route.cost < best:
            best, place = cost - route.cost, memory.offer_place[row]
    return best, place


@lazily_compiled
def _try(board: Board, u: int, r: int, place: int) -> int:
    """Write down the route with an order in it, in `Memory.trial`; return its length."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    unit = rows.unit[u]
    count = state.route[r].length
    for at in range(count):
        memory.trial[at] = state.seq[r, at]
    at = first_of(place)
    if unit.choice_begin < unit.choice_end:
        _insert(board, count, at, unit.first)
        _insert(board, count + 1, second_of(place), rows.choice[choice_of(place)])
        return int(count + 2)
    way = choice_of(place)
    if way % 3 != ALONE:
        _insert(board, count, at, state.spare[way // 3])
        count += 1
        if way % 3 == RELOAD_BEFORE:
            at += 1
    _insert(board, count, at, unit.first)
    return int(count + 1)


@lazily_compiled
def _insert(board: Board, count: int, at: int, t: int) -> None:
    memory = memory_at(board)
    for after in range(count, at, -1):
        memory.trial[after] = memory.trial[after - 1]
    memory.trial[at] = t


@lazily_compiled
def _too_heavy(board: Board, u: int, r: int) -> bool:
    """Whether it is the load of a site task that bars it from a route."""
    rows, state = rows_at(board), state_at(board)
    unit, route = rows.unit[u], state.route[r]
    c, k = unit.first, route.kind
    if route.length == 0 or unit.choice_begin < unit.choice_end or not rows.allowed[c, k]:
        return False
    for d in range(rows.change.shape[1]):
        if state.start_load[r, d] + rows.issued[c, d] > rows.capacity[k, d]:
            return True
    return False
