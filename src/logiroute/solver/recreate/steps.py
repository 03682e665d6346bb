"""What tasks cost more where they are put in, after a sequence whose times are known."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.places import NEVER
from logiroute.solver.recreate.state import state_at

#: Positions that are looked at one by one.
_FEW_POSITIONS = 12


@lazily_compiled
def change_of_kind(board: Board, r: int, k: int) -> int:
    """What a route, as it is, costs more on a shift of kind ``k``."""
    rows, state = rows_at(board), state_at(board)
    route, kind = state.route[r], rows.kind[k]
    if route.length > 0 and route.kind == k:
        return 0
    there = route.metres * kind.metre_cost + route.duty * kind.second_cost + kind.fixed
    return int(there + route.set_downs - route.least)


@lazily_compiled
def first_in_time(board: Board, r: int, done: int) -> int:
    """The first position of a route where a task may be that is done at a second at the earliest.

    Later tasks may begin later, so half of what is left falls away at each look. Where there are
    few positions it is the first one: to look at them takes no longer.
    """
    state = state_at(board)
    low, high = 0, int(state.route[r].length)
    if high < _FEW_POSITIONS:
        return 0
    while low < high:
        middle = (low + high) // 2
        if state.spot[state.seq[r, middle]].latest_on < done:
            low = middle + 1
        else:
            high = middle
    return low


@lazily_compiled
def comes_home(board: Board, c: int, r: int, k: int, at: int) -> bool:
    """Whether there is room to the end of the route for what a site task at ``at`` takes home."""
    rows, state = rows_at(board), state_at(board)
    for d in range(rows.change.shape[1]):
        more = rows.issued[c, d] + rows.change[c, d]
        if more <= 0:
            continue
        # Goods of deliveries after it leave room only once they are delivered.
        most = state.start_load[r, d] if at == 0 else state.load[state.seq[r, at - 1], d]
        for here in range(at, state.route[r].length):
            most = max(most, state.load[state.seq[r, here], d])
        if most + more > rows.capacity[k, d]:
            return False
    return True


@lazily_compiled
def leg_of(board: Board, k: int, before: int, here: int) -> int:
    """Seconds between two places on a shift of a kind, from its start on where before is -1."""
    rows = rows_at(board)
    if before < 0:
        return int(rows.ends[k, here, 0])
    return int(rows.span_in[rows.kind[k].table + here * rows.in_here + before * rows.in_before])


@lazily_compiled
def arc_of(board: Board, k: int, before: int, here: int) -> int:
    """Metres between two places, as `leg_of`."""
    rows = rows_at(board)
    if before < 0:
        return int(rows.ends[k, here, 1])
    return int(rows.metres_in[rows.kind[k].table + here * rows.in_here + before * rows.in_before])


@lazily_compiled
def duty_of(
    work: int, ready: int, latest: int, leg: int, work_on: int, ready_on: int, latest_on: int
) -> int:
    """Least time on duty of two sequences with a leg between them, the second begun in time."""
    begin = min(latest, latest_on - leg - work)
    return max(work + leg + work_on, max(ready + leg + work_on, ready_on) - begin)


@lazily_compiled
def cost_of_one(
    board: Board,
    one: int,
    r: int,
    k: int,
    work: int,
    ready: int,
    latest: int,
    before: int,
    n: int,
    bound: int,
) -> int:
    """What one task costs more after a sequence with these times; as `cost_of_two`."""
    rows = rows_at(board)
    here = rows.task[one].place
    extra = _extra(board, one, r, k, n, arc_of(board, k, before, here))
    if extra >= bound:
        return int(NEVER)
    leg = leg_of(board, k, before, here)
    return int(_finish(board, one, r, k, n, extra, work, ready, latest, leg, -FAR))


@lazily_compiled
def cost_of_two(
    board: Board,
    one: int,
    release: int,
    two: int,
    release_two: int,
    r: int,
    k: int,
    work: int,
    ready: int,
    latest: int,
    before: int,
    n: int,
    bound: int,
) -> int:
    """What two tasks in a row cost more; `NEVER` if their metres alone cost ``bound`` or more.

    A reload starts no earlier than its release.
    """
    rows = rows_at(board)
    task = rows.task[one]
    arc = arc_of(board, k, before, task.place) + arc_of(board, k, task.place, rows.task[two].place)
    extra = _extra(board, two, r, k, n, arc)
    if extra >= bound:
        return int(NEVER)
    leg = leg_of(board, k, before, task.place)
    ready += leg
    opens = max(task.opens, release)
    if max(ready, opens) > task.closes:
        return int(NEVER)
    latest = min(latest, task.closes - leg - work)
    ready = max(ready, opens) + task.service
    work += leg + task.service
    leg = leg_of(board, k, task.place, rows.task[two].place)
    return int(_finish(board, two, r, k, n, extra, work, ready, latest, leg, release_two))


@lazily_compiled
def _extra(board: Board, last: int, r: int, k: int, n: int, arc: int) -> int:
    """What a task costs more after ``arc`` metres, with task ``n`` next, but for time on duty.

    Looked at first, as it takes the least. Where legs are fastest ways, one more stop never makes
    duty shorter.
    """
    rows, state = rows_at(board), state_at(board)
    kind, here = rows.kind[k], rows.task[last].place
    if n >= 0:
        way = kind.table + here * rows.places + rows.task[n].place
        metres = arc + rows.metres[way] - state.spot[n].arc
    else:
        metres = arc + rows.ends[k, here, 3] - state.route[r].home
    return int(change_of_kind(board, r, k) + metres * kind.metre_cost)


@lazily_compiled
def _finish(
    board: Board,
    last: int,
    r: int,
    k: int,
    n: int,
    extra: int,
    work: int,
    ready: int,
    latest: int,
    leg: int,
    release: int,
) -> int:
    """What it costs to put in the last task, after ``leg``, and go on to task ``n``."""
    rows, state = rows_at(board), state_at(board)
    route = state.route[r]
    kind, task = rows.kind[k], rows.task[last]
    if n >= 0:
        leg_on = int(rows.span[kind.table + task.place * rows.places + rows.task[n].place])
        after = state.spot[n]
        last_on, work_on, ready_on = after.latest_on, after.work_on, after.ready_on
    else:
        leg_on = rows.ends[k, task.place, 2]
        last_on, work_on, ready_on = kind.closes, 0, 0
    arrive = ready + leg
    start = max(arrive, max(task.opens, release))
    done = start + task.service
    if start > task.closes or done + leg_on > last_on:
        return int(NEVER)
    latest = min(latest, task.closes - leg - work)
    work += leg + task.service
    duty = duty_of(work, done, latest, leg_on, work_on, ready_on, last_on)
    if duty > kind.duty:
        return int(NEVER)
    return int(extra + (duty - route.duty) * kind.second_cost)
