"""Where an order goes best into a route: every position, judged in a fixed number of steps."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.pairs import place_pair
from logiroute.solver.recreate.places import NEVER, offer, packed
from logiroute.solver.recreate.state import may_draw, state_at
from logiroute.solver.recreate.steps import change_of_kind, comes_home, duty_of, first_in_time
from logiroute.solver.recreate.trips import place_on_trips


@lazily_compiled
def best_place(board: Board, u: int, r: int, k: int) -> tuple[int, int]:
    """The cheapest place of an order in a route, were it on a shift of kind ``k``.

    That kind is the route's own, or alike in time, and carries the route as it is.

    Returns
    -------
    (int, int)
        What it costs more, `NEVER` if it does not fit, and the place, packed. Where only the clock
        can say, nothing fits: places and what they cost at least are offered instead.
    """
    rows = rows_at(board)
    unit = rows.unit[u]
    if unit.choice_begin == unit.choice_end:
        if rows.trips:
            return place_on_trips(board, unit.first, r, k)
        return _site(board, unit.first, r, k)
    return place_pair(board, u, r, k)


@lazily_compiled
def _site(board: Board, c: int, r: int, k: int) -> tuple[int, int]:
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    m = route.length
    kind, task = rows.kind[k], rows.task[c]
    if not rows.allowed[c, k] or not rows.from_start[c, k] or not may_draw(board, c, kind.start):
        return NEVER, 0
    if route.class_ >= 0 and task.class_ >= 0 and route.class_ != task.class_:
        return NEVER, 0
    # What it delivers is aboard from the start on.
    for d in range(rows.change.shape[1]):
        if state.start_load[r, d] + rows.issued[c, d] > rows.capacity[k, d]:
            return NEVER, 0
    width = rows.places
    here = task.place
    timed = rows.timed
    by_duty = timed and (kind.second_cost > 0 or kind.duty < kind.closes - kind.opens)
    best, place = NEVER, 0
    driven = 0
    exact = route.exact or kind.exact or task.exact
    stack = rows.lifo and kind.lifo and task.goods
    old = route.duty
    change = change_of_kind(board, r, k)
    work, ready, latest = 0, kind.opens, kind.closes
    to, on = kind.table + here * rows.in_here, kind.table + here * width
    p_before = p_after = -1
    begin = first_in_time(board, r, task.opens + task.service) if timed else 0
    if begin > 0:
        p_before = state.halt[r, begin - 1].place
    for at in range(begin, m + 1):
        # What it costs in metres, before anything dearer to work out.
        if at == 0:
            metres = rows.ends[k, here, 1]
        else:
            metres = int(rows.metres_in[to + p_before * rows.in_before])
        if at < m:
            halt = state.halt[r, at]
            p_after = halt.place
            metres += rows.metres[on + p_after] - halt.arc
        else:
            metres += rows.ends[k, here, 3] - route.home
        extra = change + metres * kind.metre_cost
        if extra < best:
            if at > 0 and (route.pairs > 0 or rows.homeward) and _over(board, c, k, seq[r, at - 1]):
                break
            fits = not rows.homeward or comes_home(board, c, r, k, at)
            if stack and at > 0 and state.stacked[seq[r, at - 1]] > 0:
                fits = False
            if fits and timed:
                if at == 0:
                    leg = rows.ends[k, here, 0]
                else:
                    leg = int(rows.span_in[to + p_before * rows.in_before])
                    before = state.spot[seq[r, at - 1]]
                    work, ready, latest = before.work, before.ready, before.latest
                if ready > task.closes:
                    break
                arrive = ready + leg
                done = max(arrive, task.opens) + task.service
                if at < m:
                    leg_on = int(rows.span[on + p_after])
                    after = state.spot[seq[r, at]]
                    last = after.latest_on
                    work_on, ready_on = after.work_on, after.ready_on
                else:
                    leg_on = rows.ends[k, here, 2]
                    last = kind.closes
                    work_on, ready_on = 0, 0
                fits = arrive <= task.closes and done + leg_on <= last
                if fits and by_duty:
                    latest = min(latest, task.closes - leg - work)
                    work += leg + task.service
                    duty = duty_of(work, done, latest, leg_on, work_on, ready_on, last)
                    fits = duty <= kind.duty
                    extra += (duty - old) * kind.second_cost
                driven = route.driven + leg + leg_on
            if fits and (exact or driven > kind.drives):
                offer(board, extra, packed(at, 0, 0))
            elif fits and extra < best:
                best, place = extra, at
        if at < m:
            p_before = p_after
    return best, place


@lazily_compiled
def _over(board: Board, c: int, k: int, t: int) -> bool:
    """Whether goods delivered after a task are too much with what was aboard up to there."""
    rows, state = rows_at(board), state_at(board)
    for d in range(rows.change.shape[1]):
        if state.peak[t, d] + rows.issued[c, d] > rows.capacity[k, d]:
            return True
    return False
