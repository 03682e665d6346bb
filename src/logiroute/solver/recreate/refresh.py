"""Keeping true what is known of a route: worked out anew after every change of its tasks."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.apart import ANEW, GIVEN, cost_by_clock
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.docks import hold_visits, take_visits
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.set_downs import cost_of_set_downs
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def refresh(board: Board, r: int) -> None:
    """Work out anew what is known of a route, its visits too, and list it as used or free."""
    if rows_at(board).cleaning or rows_at(board).resting or rows_at(board).docking:
        hold_visits(board, r, -1)
        state_at(board).route[r].full = 0
    _work_out(board, r, False)


@lazily_compiled
def refresh_as_given(board: Board, r: int) -> None:
    """The same, with the visits in `State.full` as they are, and nothing taken or given back."""
    _work_out(board, r, True)


@lazily_compiled
def _work_out(board: Board, r: int, given: bool) -> None:
    """What is known of a route; visits are put in, or are given."""
    rows, state = rows_at(board), state_at(board)
    route = state.route[r]
    k = route.kind
    if route.length == 0:
        route.cost = route.least = route.metres = route.duty = route.home = route.pairs = (
            route.reloads
        ) = route.driven = route.set_downs = 0
        route.class_ = -1
        route.opens = rows.kind[k].opens
        route.late = route.exact = route.crossed = False
        route.version = -1 - k
        for d in range(rows.change.shape[1]):
            state.start_load[r, d] = 0
        if route.rank >= 0:
            _free(board, r)
        return
    if route.rank < 0:
        _use(board, r)
    state.counts[1] += 1
    route.version = state.counts[1]
    route.opens = rows.kind[k].opens
    if rows.trips:
        _refresh_trips(board, r)
    _refresh_forward(board, r)
    if rows.timed:
        _refresh_backward(board, r)
    _refresh_loads(board, r)
    if rows.priced:
        route.set_downs = cost_of_set_downs(board, state.seq[r], route.length)
        route.cost += route.set_downs
    if rows.lifo:
        _refresh_layers(board, r)
        route.late |= rows.kind[k].lifo and route.crossed
    route.least = route.cost
    # Visits that are given are looked at, needed or not.
    if route.exact or (given and route.full > 0):
        if given and (rows.cleaning or rows.resting or rows.docking):
            cost = cost_by_clock(board, r, GIVEN, route.length)
        else:
            cost = cost_by_clock(board, r, ANEW, route.length)
            if cost >= 0 and state.counts[2] > route.length:
                take_visits(board, r)
        route.late |= cost < 0
        route.cost = max(cost, route.least)


@lazily_compiled
def _free(board: Board, r: int) -> None:
    state = state_at(board)
    route = state.route[r]
    last = state.counts[0] - 1
    moved = state.used[last]
    state.used[route.rank] = moved
    state.route[moved].rank = route.rank
    state.counts[0] = last
    route.rank = -1
    k = route.kind
    state.free[state.free_begin[k] + state.free_count[k]] = r
    state.free_count[k] += 1


@lazily_compiled
def _use(board: Board, r: int) -> None:
    """Take a route off its stack: from the top, or from anywhere when it is put back."""
    state = state_at(board)
    route = state.route[r]
    k = route.kind
    begin = state.free_begin[k]
    top = begin + state.free_count[k] - 1
    at = top
    while state.free[at] != r and at > begin:
        at -= 1
    state.free[at] = state.free[top]
    state.free_count[k] -= 1
    route.rank = state.counts[0]
    state.used[state.counts[0]] = r
    state.counts[0] += 1


@lazily_compiled
def _refresh_trips(board: Board, r: int) -> None:
    """Where and from when on every trip is loaded."""
    rows, state = rows_at(board), state_at(board)
    route = state.route[r]
    release = -FAR
    for at in range(route.length - 1, -1, -1):
        t = state.seq[r, at]
        release = max(release, rows.task[t].release)
        state.spot[t].release = release
        if rows.task[t].reload >= 0:
            release = -FAR
    route.opens = max(route.opens, release)
    route.reloads = 0
    depot = rows.kind[route.kind].start
    aboard = 0
    for at in range(route.length):
        t = state.seq[r, at]
        if rows.task[t].reload >= 0:
            depot = rows.task[t].place
            route.reloads += 1
        aboard += rows.task[t].boards
        state.spot[t].depot = depot
        state.spot[t].aboard = aboard


@lazily_compiled
def _refresh_forward(board: Board, r: int) -> None:
    rows, state = rows_at(board), state_at(board)
    route, seq, spot = state.route[r], state.seq, state.spot
    m, k = route.length, route.kind
    kind = rows.kind[k]
    metres = driven = 0
    work, ready, latest = 0, route.opens, kind.closes
    late = ready > latest
    before = -1
    route.class_ = -1
    route.pairs = 0
    route.exact = kind.exact
    for at in range(m):
        t = seq[r, at]
        task = rows.task[t]
        here = task.place
        if at == 0:
            leg, arc = rows.ends[k, here, 0], rows.ends[k, here, 1]
        else:
            where = kind.table + before * rows.places + here
            leg, arc = int(rows.span[where]), int(rows.metres[where])
        metres += arc
        driven += leg
        spot[t].arc = arc
        state.halt[r, at].place = here
        state.halt[r, at].arc = arc
        spot[t].metres = metres
        spot[t].route = r
        spot[t].at = at
        if task.class_ >= 0:
            route.class_ = task.class_
        if task.paired:
            route.pairs += 1
        route.exact |= task.exact
        if rows.timed:
            opens = task.opens
            ready += leg
            late |= ready > task.closes
            if task.reload >= 0:
                spot[t].arrive = max(ready, opens)
                opens = max(opens, spot[t].release)
                late |= opens > task.closes
            latest = min(latest, task.closes - leg - work)
            ready = max(ready, opens) + task.service
            work += leg + task.service
            spot[t].work, spot[t].ready, spot[t].latest = work, ready, latest
        before = here
    leg, arc = rows.ends[k, before, 2], rows.ends[k, before, 3]
    route.home = arc
    metres += arc
    route.metres = metres
    route.driven = driven + leg
    route.exact |= route.driven > kind.drives
    route.cost = metres * kind.metre_cost + kind.fixed
    if rows.timed:
        latest = min(latest, kind.closes - leg - work)
        route.duty = max(work + leg, ready + leg - latest)
        route.cost += route.duty * kind.second_cost
        late |= ready + leg > kind.closes or route.duty > kind.duty
    route.late = late


@lazily_compiled
def _refresh_backward(board: Board, r: int) -> None:
    rows, state = rows_at(board), state_at(board)
    seq, spot = state.seq, state.spot
    m, k = state.route[r].length, state.route[r].kind
    kind = rows.kind[k]
    leg = rows.ends[k, rows.task[seq[r, m - 1]].place, 2]
    work, ready, latest = leg, leg - FAR, kind.closes - leg
    after = -1
    for at in range(m - 1, -1, -1):
        t = seq[r, at]
        task = rows.task[t]
        if after >= 0:
            leg = int(rows.span[kind.table + task.place * rows.places + after])
            work += leg
            latest -= leg
        opens = task.opens
        if task.reload >= 0:
            opens = max(opens, spot[t].release)
        ready = max(opens + task.service + work, ready)
        latest = min(task.closes, latest - task.service)
        work += task.service
        spot[t].work_on, spot[t].ready_on, spot[t].latest_on = work, ready, latest
        after = task.place


@lazily_compiled
def _refresh_loads(board: Board, r: int) -> None:
    rows, state = rows_at(board), state_at(board)
    m = state.route[r].length
    for d in range(rows.change.shape[1]):
        load = _loaded(board, r, 0, d)
        state.start_load[r, d] = load
        peak = load
        for at in range(m):
            t = state.seq[r, at]
            if rows.task[t].reload >= 0:
                load += _loaded(board, r, at + 1, d)
                peak = load
            else:
                load += rows.change[t, d]
                peak = max(peak, load)
            state.load[t, d] = load
            state.peak[t, d] = peak


@lazily_compiled
def _loaded(board: Board, r: int, begin: int, d: int) -> int:
    """What comes aboard where a trip starts: all that it delivers."""
    rows, state = rows_at(board), state_at(board)
    load = 0
    for at in range(begin, state.route[r].length):
        task = rows.task[state.seq[r, at]]
        if task.reload >= 0:
            break
        load += rows.issued[state.seq[r, at], d]
    return load


@lazily_compiled
def _refresh_layers(board: Board, r: int) -> None:
    """What lies on what, and whether goods leave from under others, were the load a stack."""
    rows, state = rows_at(board), state_at(board)
    route, seq, stacked = state.route[r], state.seq, state.stacked
    left = _undelivered(board, r, 0)
    # Collections aboard; those of them that were so when the trip started.
    height = below = 0
    crossed = False
    for at in range(route.length):
        t = seq[r, at]
        task = rows.task[t]
        if task.reload >= 0:
            left = _undelivered(board, r, at + 1)
            below = height
        elif task.goods:
            crossed |= height > below
            left -= 1
        elif task.collected and task.set_down:
            # Of two that came to one height, the later one left it again first.
            crossed |= stacked[rows.unit[task.order].first] != height
            height -= 1
            if height < below:
                crossed |= left > 0
                below = height
        elif task.collected:
            height += 1
        stacked[t] = height
        state.undelivered[t] = left
    route.crossed = crossed


@lazily_compiled
def _undelivered(board: Board, r: int, begin: int) -> int:
    """Tasks from a position to the end of its trip at which goods leave that were loaded for it."""
    rows, state = rows_at(board), state_at(board)
    count = 0
    for at in range(begin, state.route[r].length):
        task = rows.task[state.seq[r, at]]
        if task.reload >= 0:
            break
        count += task.goods
    return count
