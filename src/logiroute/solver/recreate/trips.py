"""Where an order goes best into a route of several trips: on one of them, or with one of its own.

A reload comes with the order, before it or after it: it starts a trip with the order, ends one
after it, or splits one. A trip starts no earlier than its goods are at the depot, so an order can
delay its trip; what follows is then worked out on the way.
"""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.places import (
    NEVER,
    RELOAD_AFTER,
    RELOAD_BEFORE,
    offer,
    packed_reload,
)
from logiroute.solver.recreate.state import may_draw, state_at
from logiroute.solver.recreate.steps import comes_home, cost_of_one, cost_of_two, leg_of


@lazily_compiled
def free_reload(board: Board, reload: int) -> int:
    """A reload task of a kind that is on no route, -1 if there is none."""
    rows, state = rows_at(board), state_at(board)
    for row in range(rows.pool_begin[reload], rows.pool_begin[reload + 1]):
        if state.spot[rows.pool[row]].route < 0:
            return int(rows.pool[row])
    return -1


@lazily_compiled
def _some_free(board: Board, k: int) -> bool:
    """Look up a free task of every kind of reload, in `State.spare`; whether there is one."""
    rows, state = rows_at(board), state_at(board)
    some = False
    for reload in range(len(rows.reload_place)):
        state.spare[reload] = free_reload(board, reload) if rows.usable[reload, k] else -1
        some |= state.spare[reload] >= 0
    return some


@lazily_compiled
def place_on_trips(board: Board, c: int, r: int, k: int) -> tuple[int, int]:
    """The cheapest place of a site task ``c`` in a route.

    Returns
    -------
    (int, int)
        What it costs more, `NEVER` if it does not fit, and the place, packed.
    """
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    m = route.length
    kind, task = rows.kind[k], rows.task[c]
    best, place = NEVER, 0
    exact = route.exact or kind.exact or task.exact or 2 * route.driven > kind.drives
    if not rows.allowed[c, k]:
        return best, place
    if route.class_ >= 0 and task.class_ >= 0 and route.class_ != task.class_:
        return best, place
    more = route.reloads < kind.reloads and _some_free(board, k)
    depot, fits = kind.start, False
    # Collections aboard since its trip started, and whether one from before it has left.
    stack = rows.lifo and kind.lifo
    below, on_top, cut = 0, False, False
    # When the order can be served there: as its trip, delayed if its goods come later, allows.
    moved, gone = False, False
    work, ready, latest = 0, 0, kind.closes
    before = h = -1
    for at in range(m + 1):
        t = seq[r, at - 1] if at > 0 else -1
        if at > 0 and rows.timed and state.spot[t].ready > task.closes:
            break
        head = at == 0 or rows.task[t].reload >= 0
        if head:
            depot = kind.start if at == 0 else rows.task[t].place
            goods = rows.from_start[c, k] if at == 0 else rows.from_reload[c, rows.task[t].reload]
            fits = goods and may_draw(board, c, depot) and _room(board, c, r, k, t)
            moved = gone = cut = False
            h = t
            if stack:
                below = int(state.stacked[t]) if at > 0 else 0
        if stack:
            height = int(state.stacked[t]) if at > 0 else 0
            on_top = height > below
            cut |= height < below
        if at > 0:
            before = rows.task[t].place
        if at == 0:
            work, latest = 0, kind.closes
            ready = max(route.opens, task.release)
            moved = ready > route.opens
        elif head:
            spot = state.spot[t]
            work, latest = spot.work, spot.latest
            ready = max(spot.ready, task.release + rows.task[t].service)
            moved = ready > spot.ready
            gone = task.release > rows.task[t].closes
        elif moved:
            leg = leg_of(board, k, rows.task[seq[r, at - 2]].place if at > 1 else -1, before)
            ready += leg
            gone |= ready > rows.task[t].closes
            ready = max(ready, rows.task[t].opens) + rows.task[t].service
            work, latest = state.spot[t].work, state.spot[t].latest
        else:
            work, ready, latest = state.spot[t].work, state.spot[t].ready, state.spot[t].latest
        n = seq[r, at] if at < m else -1
        if n >= 0 and rows.timed and state.spot[n].latest_on < task.opens + task.service:
            continue
        if rows.homeward and not comes_home(board, c, r, k, at):
            continue
        buried = task.goods and (on_top or cut)
        if fits and not gone and not buried and not (at > 0 and _over(board, c, k, t)):
            cost = cost_of_one(
                board, c, r, k, work, ready, latest, before if at > 0 else -1, n, best
            )
            if exact and cost < NEVER:
                offer(board, cost, at)
            elif cost < best:
                best, place = cost, at
        if not more:
            continue
        last = n < 0 or rows.task[n].reload >= 0
        for reload in range(len(rows.reload_place)):
            if not rows.usable[reload, k] or state.spare[reload] < 0:
                continue
            there = rows.reload_place[reload]
            # Goods of the rest of a trip stay with their depot.
            if not last and there != depot:
                continue
            if not rows.from_reload[c, reload]:
                continue
            starts = there != kind.start if at == 0 else not head
            # Goods of the rest of the trip would come to lie on what has to leave before.
            starts = starts and not (on_top and state.undelivered[t] > 0)
            if starts and may_draw(board, c, there) and _rest_fits(board, c, r, k, t):
                cost = _reload_cost(board, c, r, k, at, reload, RELOAD_BEFORE, best)
                if exact and cost < NEVER:
                    offer(board, cost, packed_reload(at, RELOAD_BEFORE, reload))
                elif cost < best:
                    best, place = cost, packed_reload(at, RELOAD_BEFORE, reload)
            joins = not last and not gone and goods and may_draw(board, c, depot)
            if joins and _first_fits(board, c, r, k, h, t):
                cost = _reload_cost(board, c, r, k, at, reload, RELOAD_AFTER, best)
                if exact and cost < NEVER:
                    offer(board, cost, packed_reload(at, RELOAD_AFTER, reload))
                elif cost < best:
                    best, place = cost, packed_reload(at, RELOAD_AFTER, reload)
    return best, place


@lazily_compiled
def _room(board: Board, c: int, r: int, k: int, t: int) -> bool:
    """Whether the goods of an order fit where its trip starts: at task ``t``, or with duty."""
    rows, state = rows_at(board), state_at(board)
    for d in range(rows.change.shape[1]):
        load = state.start_load[r, d] if t < 0 else state.load[t, d]
        if load + rows.issued[c, d] > rows.capacity[k, d]:
            return False
    return True


@lazily_compiled
def _over(board: Board, c: int, k: int, t: int) -> bool:
    rows, state = rows_at(board), state_at(board)
    for d in range(rows.change.shape[1]):
        if state.peak[t, d] + rows.issued[c, d] > rows.capacity[k, d]:
            return True
    return False


@lazily_compiled
def _rest_fits(board: Board, c: int, r: int, k: int, t: int) -> bool:
    """Whether a reload after task ``t`` can load the order and the rest of the trip."""
    state = state_at(board)
    return (t < 0 or state.spot[t].aboard == 0) and _room(board, c, r, k, t)


@lazily_compiled
def _first_fits(board: Board, c: int, r: int, k: int, h: int, t: int) -> bool:
    """Whether a trip loaded at ``h`` can have the order after task ``t`` and end then."""
    rows, state = rows_at(board), state_at(board)
    if state.route[r].pairs > 0 or rows.homeward:
        return False
    for d in range(rows.change.shape[1]):
        load = rows.issued[c, d]
        if t != h:
            load += (state.start_load[r, d] if h < 0 else state.load[h, d]) - state.load[t, d]
        if load > rows.capacity[k, d]:
            return False
    return True


@lazily_compiled
def _reload_cost(
    board: Board, c: int, r: int, k: int, at: int, reload: int, way: int, bound: int
) -> int:
    """What an order at ``at`` costs more with a reload before or after it."""
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    task = rows.task[c]
    m_row = rows.pool[rows.pool_begin[reload]]
    t = seq[r, at - 1] if at > 0 else -1
    n = seq[r, at] if at < route.length else -1
    before = rows.task[t].place if t >= 0 else -1
    rest = -FAR
    if n >= 0 and rows.task[n].reload < 0:
        rest = state.spot[n].release
    work, ready, latest = 0, route.opens, rows.kind[k].closes
    if at > 0:
        spot = state.spot[t]
        work, ready, latest = spot.work, spot.ready, spot.latest
    if way == RELOAD_BEFORE:
        release = max(task.release, rest)
        return int(
            cost_of_two(
                board,
                m_row,
                release,
                c,
                -FAR,
                r,
                k,
                work,
                ready,
                latest,
                before,
                n,
                bound,
            )
        )
    # The order joins the trip before the reload, which it may delay from its start on.
    head = at == 0 or rows.task[t].reload >= 0
    if head:
        if at == 0:
            ready = max(rows.kind[k].opens, task.release)
        else:
            if task.release > rows.task[t].closes:
                return int(NEVER)
            ready = max(state.spot[t].arrive, task.release) + rows.task[t].service
    elif task.release > _trip_release(board, r, at):
        return int(NEVER)
    return int(
        cost_of_two(board, c, -FAR, m_row, rest, r, k, work, ready, latest, before, n, bound)
    )


@lazily_compiled
def _trip_release(board: Board, r: int, at: int) -> int:
    """From when on the trip that position ``at`` is on may start."""
    rows, state = rows_at(board), state_at(board)
    for here in range(at - 1, -1, -1):
        t = state.seq[r, here]
        if rows.task[t].reload >= 0:
            return int(state.spot[t].release)
    return int(state.route[r].opens)
