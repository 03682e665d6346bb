"""Two routes exchange parts: all that comes after a point in each, or a few tasks.

Ruin and recreate hardly ever finds such an exchange, as both parts would have to be taken out and
go in again in order. Potvin and Rousseau, "An exchange heuristic for routeing problems with time
windows", Journal of the Operational Research Society 46 (1995), exchange tails; Taillard et al., "A
tabu search heuristic for the vehicle routing problem with soft time windows", Transportation
Science 31 (1997), segments.
"""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.docks import hold_visits
from logiroute.solver.recreate.kinds import carries, overdrawn
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.loading import is_legal
from logiroute.solver.recreate.memory import memory_at, save
from logiroute.solver.recreate.places import NEVER
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.reloads import drop_reloads
from logiroute.solver.recreate.state import depot_of, draw, state_at
from logiroute.solver.recreate.steps import arc_of, duty_of, leg_of

#: Of the neighbours of a task, so many may come to follow it.
_REACH = 24

#: Share of the exchanges that are with an empty route, so that a route is split.
_SPLIT = 0.05

#: Of pairs, how often the cut is after the set-down: fewer others are under way there.
_AFTER_SET_DOWN = 0.7

#: Tasks in a segment, at most.
_LONGEST = 3


@lazily_compiled
def exchange(board: Board, bound: float, tails: float) -> bool:
    """Let a task be followed by a neighbour from another route, if that costs less than ``bound``.

    Parameters
    ----------
    bound : float
    tails : float
        Chance that all after them goes along, not just a few tasks.

    Returns
    -------
    bool
        Whether the routes are legal. What was changed is put aside; what it costs is not settled.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    u = rows.top[below(memory.chance, len(rows.top))]
    unit = rows.unit[u]
    a = unit.first
    if unit.choice_begin < unit.choice_end and uniform(memory.chance) < _AFTER_SET_DOWN:
        a = state.chosen[u]
    r = state.spot[a].route
    if r < 0:
        return False
    one = state.route[r]
    cut, end = state.spot[a].at + 1, one.length
    if uniform(memory.chance) < _SPLIT:
        s, cut_s, end_s = _empty(board), 0, 0
        # What is a trip of its own stays one.
        while one.reloads > 0 and cut < end and rows.task[state.seq[r, cut]].reload < 0:
            cut += 1
        if s < 0 or cut == end:
            return False
    else:
        b = memory.by_hour[a, below(memory.chance, min(_REACH, memory.by_hour.shape[1]))]
        s, cut_s = state.spot[b].route, state.spot[b].at
        if s < 0 or r == s:
            return False
        end_s = state.route[s].length
        if uniform(memory.chance) >= tails:
            end = min(end, cut + below(memory.chance, _LONGEST + 1))
            end_s = min(end_s, cut_s + 1 + below(memory.chance, _LONGEST))
    two = state.route[s]
    if one.class_ >= 0 and two.class_ >= 0 and one.class_ != two.class_:
        return False
    # What set-downs cost goes along, so that it is the same in all.
    before = one.least + two.least - one.set_downs - two.set_downs
    cost = _replaced(board, r, cut, end, s, cut_s, end_s)
    if cost - before >= bound:
        return False
    cost += _replaced(board, s, cut_s, end_s, r, cut, end)
    if cost - before >= bound:
        return False
    if not _whole(board, r, cut, end) or not _whole(board, s, cut_s, end_s):
        return False
    _swap(board, r, cut, end, s, cut_s, end_s)
    return _fits(board, r) and _fits(board, s) and not overdrawn(board)


@lazily_compiled
def _empty(board: Board) -> int:
    """An empty route of some kind, -1 if there is none of it."""
    state, memory = state_at(board), memory_at(board)
    k = below(memory.chance, len(state.free_count))
    if state.free_count[k] == 0:
        return -1
    return int(state.free[state.free_begin[k] + state.free_count[k] - 1])


@lazily_compiled
def _fits(board: Board, r: int) -> bool:
    """Whether a route is legal whose pairs, groups and classes are known to be."""
    route = state_at(board).route[r]
    if route.length == 0:
        return True
    if route.reloads > 0:
        return bool(is_legal(board, r))
    return not route.late and carries(board, r, route.kind)


@lazily_compiled
def _replaced(board: Board, r: int, cut: int, end: int, s: int, cut_s: int, end_s: int) -> int:
    """What a route costs at least if positions ``cut`` to ``end`` give way to a part of another.

    What set-downs cost is left aside. `NEVER` if it is sure not to fit; 0 if nothing is left, or if
    it cannot be said.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    seq, route, other = state.seq, state.route[r], state.route[s]
    k = route.kind
    kind = rows.kind[k]
    part = end_s - cut_s
    if route.length - (end - cut) + part == 0 or rows.kind[other.kind].table != kind.table:
        return 0
    if part > 0 and not _has_room(board, r, cut, end, s, cut_s, end_s):
        return NEVER
    work, ready, latest, metres = 0, route.opens, kind.closes, 0
    before = -1
    if cut > 0:
        spot = state.spot[seq[r, cut - 1]]
        work, ready, latest, metres = spot.work, spot.ready, spot.latest, spot.metres
        before = rows.task[seq[r, cut - 1]].place
    at, on, last = cut_s, s, end_s
    if end < route.length:
        # Walk over the segment: what comes after it is known from there on.
        metres += route.metres - state.spot[seq[r, end]].metres
        for here in range(cut_s, end_s):
            t = seq[s, here]
            task = rows.task[t]
            metres += arc_of(board, k, before, task.place)
            if rows.timed:
                leg = leg_of(board, k, before, task.place)
                ready += leg
                if ready > task.closes:
                    return NEVER
                latest = min(latest, task.closes - leg - work)
                opens = task.opens if task.reload < 0 else max(task.opens, state.spot[t].release)
                ready = max(ready, opens) + task.service
                work += leg + task.service
            before = task.place
        at, on, last = end, r, route.length
    elif part > 0:
        final = seq[s, end_s - 1]
        metres += state.spot[final].metres - state.spot[seq[s, cut_s]].metres
        metres += rows.ends[k, rows.task[final].place, 3]
    if at == last:
        leg, metres = rows.ends[k, before, 2], metres + rows.ends[k, before, 3]
        work_on, ready_on, latest_on = 0, 0, kind.closes
    else:
        t = seq[on, at]
        after = rows.task[t].place
        leg, metres = leg_of(board, k, before, after), metres + arc_of(board, k, before, after)
        spot = state.spot[t]
        work_on, ready_on, latest_on = spot.work_on, spot.ready_on, spot.latest_on
    cost = kind.fixed + metres * kind.metre_cost
    foreign = state.route[on].kind
    if not rows.timed or (foreign != k and at < last and not memory.alike[k, foreign]):
        return int(cost)
    if ready + leg > latest_on:
        return NEVER
    duty = duty_of(work, ready, latest, leg, work_on, ready_on, latest_on)
    if duty > kind.duty:
        return NEVER
    return int(cost + duty * kind.second_cost)


@lazily_compiled
def _has_room(board: Board, r: int, cut: int, end: int, s: int, cut_s: int, end_s: int) -> bool:
    """Whether a route has room for a part of another, as far as deliveries say."""
    rows, state = rows_at(board), state_at(board)
    one, two = state.route[r], state.route[s]
    if rows.homeward or one.pairs > 0 or two.pairs > 0 or one.reloads > 0 or two.reloads > 0:
        return True
    for d in range(rows.change.shape[1]):
        load = state.start_load[r, d] + _load(board, r, end, d) - _load(board, r, cut, d)
        load += _load(board, s, cut_s, d) - _load(board, s, end_s, d)
        if load > rows.capacity[state.route[r].kind, d]:
            return False
    return True


@lazily_compiled
def _load(board: Board, r: int, at: int, d: int) -> int:
    """Load before the task at a position."""
    state = state_at(board)
    return int(state.start_load[r, d] if at == 0 else state.load[state.seq[r, at - 1], d])


@lazily_compiled
def _whole(board: Board, r: int, cut: int, end: int) -> bool:
    """Whether a part can leave its route: no pair and no group is partly in it."""
    rows, state = rows_at(board), state_at(board)
    for at in range(cut, end):
        task = rows.task[state.seq[r, at]]
        if task.reload >= 0:
            continue
        if task.paired:
            first = state.spot[rows.unit[task.order].first].at
            second = state.spot[state.chosen[task.order]].at
            if first < cut or second >= end:
                return False
        unit = rows.unit[task.unit]
        for row in range(unit.member_begin, unit.member_end):
            member = state.spot[rows.unit[rows.member[row]].first].at
            if member < cut or member >= end:
                return False
    return True


@lazily_compiled
def _swap(board: Board, r: int, cut: int, end: int, s: int, cut_s: int, end_s: int) -> None:
    """Exchange the parts."""
    state, memory = state_at(board), memory_at(board)
    save(board, r)
    save(board, s)
    seq, trial = state.seq, memory.trial
    _draw_all(board, r, -1)
    _draw_all(board, s, -1)
    trips = state.route[r].reloads > 0 or state.route[s].reloads > 0
    length, length_s = state.route[r].length, state.route[s].length
    part, part_s = end - cut, end_s - cut_s
    for at in range(cut, length):
        trial[at] = seq[r, at]
    for at in range(part_s):
        seq[r, cut + at] = seq[s, cut_s + at]
    for at in range(end, length):
        seq[r, cut + part_s + at - end] = trial[at]
    # Of the other route, what comes after its part moves up or down.
    if part <= part_s:
        for at in range(end_s, length_s):
            seq[s, at + part - part_s] = seq[s, at]
    else:
        for at in range(length_s - 1, end_s - 1, -1):
            seq[s, at + part - part_s] = seq[s, at]
    for at in range(part):
        seq[s, cut_s + at] = trial[cut + at]
    state.route[r].length = length + part_s - part
    state.route[s].length = length_s + part - part_s
    # Neither is to find its bays and docks held by the other as it was.
    for one in (r, s):
        hold_visits(board, one, -1)
        state.route[one].full = 0
    if trips:
        drop_reloads(board, r)
        drop_reloads(board, s)
    refresh(board, r)
    refresh(board, s)
    _draw_all(board, r, 1)
    _draw_all(board, s, 1)


@lazily_compiled
def _draw_all(board: Board, r: int, sign: int) -> None:
    """Draw on what all routes share for all tasks of a route, or give it back."""
    state = state_at(board)
    if len(state.drawn) == 0:
        return
    for at in range(state.route[r].length):
        t = state.seq[r, at]
        draw(board, t, depot_of(board, t), sign)
