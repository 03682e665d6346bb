"""Rests of a route: a sequence of tasks says when one is needed, but not where.

Like washes they are in no route's own sequence, but put in wherever it is timed: those that cost
least of all that keep every stretch of driving short enough, were every leg as the whole shift's
table has it. The timetable then has the last word, and says from which leg on the night counts.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock import timetable
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.rewashing import wash_anew
from logiroute.solver.recreate.state import MOST_RESTS, state_at
from logiroute.solver.recreate.tired import FINE, tired

#: How often rests are put in anew because driving turned out to be by night.
_TRIES = 4


@lazily_compiled
def timed_with_rests(board: Board, r: int, count: int) -> tuple[int, int, int, int]:
    """Put the rests that it needs into the route in ``State.washed[:count]``.

    Parameters
    ----------
    r : int
        The shift, whose drivers have limits.
    count : int

    Returns
    -------
    (int, int, int, int)
        How long the route in ``State.washed`` is now, -1 if no rests do; start and end of duty, and
        metres.
    """
    rows, state = rows_at(board), state_at(board)
    clock = rows.clock
    fits, start, end, metres = timetable(clock, r, state.washed, count)
    if not fits:
        return -1, start, end, metres
    kind = rows.kind[state.route[r].kind]
    if not clock_rows_at(clock).shift[r].timed and _driven(board, r, count) <= kind.drives:
        return count, start, end, metres
    at, night = tired(board, r, state.washed, count, start)
    if at == FINE:
        return count, start, end, metres
    night_from = at if night else count + 1
    for _ in range(_TRIES):
        if at == FAR or len(rows.rest_place) == 0:
            break
        many = _put_rests(board, r, count, night_from)
        if many < 0 or (rows.cleaning and not wash_anew(board, r, state.rested, many)):
            break
        fits, start, end, metres = timetable(clock, r, state.rested, many)
        if not fits:
            break
        at, night = tired(board, r, state.rested, many, start)
        if at == FINE:
            for here in range(many):
                state.washed[here] = state.rested[here]
            return many, start, end, metres
        if not night or night_from == 0:
            break
        for here in range(at if at < FAR else 0):
            at -= rows.task[state.rested[here]].rest
        night_from = at if at < night_from else 0
    return -1, start, end, metres


@lazily_compiled
def _driven(board: Board, r: int, count: int) -> int:
    """Seconds that the route in ``State.washed[:count]`` drives, by the whole shift's table."""
    rows, state = rows_at(board), state_at(board)
    clock = clock_rows_at(rows.clock)
    here, driven = clock.shift[r].start, 0
    for m in range(count + 1):
        there = clock.task[state.washed[m]].place if m < count else clock.shift[r].end
        stays = 0 < m < count and there == here and not clock.task[state.washed[m - 1]].reload
        driven += 0 if stays else int(clock.seconds[clock.shift[r].table, here, there])
        here = there
    return driven


@lazily_compiled
def _leg_of(board: Board, r: int, here: int, there: int) -> int:
    """Seconds of a leg by the whole shift's table, or the least of others where it has none."""
    clock = clock_rows_at(rows_at(board).clock)
    duty = clock.shift[r]
    seconds = int(clock.seconds[duty.table, here, there])
    if seconds == UNREACHABLE:
        for i in range(duty.part_begin, duty.part_end):
            seconds = min(seconds, int(clock.seconds[clock.part[i].table, here, there]))
    return FAR if seconds == UNREACHABLE else seconds


@lazily_compiled
def _metres_of(board: Board, r: int, here: int, there: int) -> float:
    """Metres of a leg by the table of the whole shift; none where it has none."""
    clock = clock_rows_at(rows_at(board).clock)
    metres = clock.metres[clock.shift[r].table, here, there]
    return 0.0 if metres == UNREACHABLE else float(metres)


@lazily_compiled
def _halts(
    board: Board, r: int, count: int, place: NDArray[np.int64], driven: NDArray[np.int64]
) -> None:
    """Where the route stops, and how long it has driven on coming there."""
    rows, state = rows_at(board), state_at(board)
    clock = clock_rows_at(rows.clock)
    duty = clock.shift[r]
    place[0], driven[0] = duty.start, 0
    for m in range(count + 1):
        there = clock.task[state.washed[m]].place if m < count else duty.end
        stays = 0 < m < count and there == place[m] and not clock.task[state.washed[m - 1]].reload
        place[m + 1] = there
        driven[m + 1] = driven[m] + (0 if stays else _leg_of(board, r, place[m], there))


@lazily_compiled
def _cheapest(
    at: NDArray[np.int64],
    out: NDArray[np.int64],
    cost: NDArray[np.float64],
    known: int,
    driven: NDArray[np.int64],
    halt: int,
    more: int,
    most: int,
) -> int:
    """The cheapest rest after which so little is driven to a place ``more`` after a halt; or -1."""
    best = -1
    for e in range(known - 1, -1, -1):
        between = driven[halt] - driven[min(at[e] + 1, halt)]
        if between > most:
            break
        if out[e] + between + more <= most and (best < 0 or cost[e] < cost[best]):
            best = e
    return best


@lazily_compiled
def _put_rests(board: Board, r: int, count: int, night_from: int) -> int:
    """Write ``State.washed[:count]`` down in `State.rested` with the cheapest rests that do.

    A stretch that ends with leg ``night_from`` or a later one is to be as short as by night.

    Returns
    -------
    int
        How long it is with them; -1 if there are none that do.
    """
    rows, state = rows_at(board), state_at(board)
    kind = rows.kind[state.route[r].kind]
    k = state.route[r].kind
    clock = clock_rows_at(rows.clock)
    groups = len(rows.rest_place)
    place, driven = np.empty(count + 2, np.int64), np.empty(count + 2, np.int64)
    _halts(board, r, count, place, driven)
    room = (count + 1) * (groups + 1) + 1
    # A rest: the leg it is on, seconds from it to the next halt, cost so far, the one before it.
    at, out = np.empty(room, np.int64), np.empty(room, np.int64)
    before, group = np.empty(room, np.int64), np.empty(room, np.int64)
    cost = np.empty(room, np.float64)
    at[0], out[0], before[0], group[0], cost[0] = -1, 0, -1, -1, 0.0
    known, aboard, needed, last = 1, 0, 0, -1
    for m in range(count + 1):
        most = min(kind.drive, kind.night) if m >= night_from else kind.drive
        earlier = known
        leg = driven[m + 1] - driven[m]
        for g in range(groups):
            there = rows.rest_place[g]
            t = rows.rest_task[g]
            rest = rows.task[t]
            if rest.service < kind.rest or not rows.allowed[t, k]:
                continue
            if (aboard > 0 and not rest.rest_aboard) or (needed > 0 and not rest.rest_unclean):
                continue
            if m > 0 and there == place[m] and clock.task[state.washed[m - 1]].reload:
                continue  # It would be a trip to where it is; before the reload it is the same.
            to, on = 0, 0
            if there != place[m]:
                to = _leg_of(board, r, place[m], there)
            if there != place[m + 1]:
                on = _leg_of(board, r, there, place[m + 1])
            if to >= FAR or on >= FAR:
                continue
            e = _cheapest(at, out, cost, earlier, driven, m, to, most)
            if e < 0:
                continue
            seconds = to + on - leg + rest.service
            metres = 0.0
            if there != place[m] and there != place[m + 1]:
                seconds += clock.stop_s[there]
                metres = _metres_of(board, r, place[m], there)
                metres += _metres_of(board, r, there, place[m + 1])
                metres -= _metres_of(board, r, place[m], place[m + 1])
            at[known], out[known], before[known], group[known] = m, on, e, g
            cost[known] = cost[e] + seconds * float(max(kind.second_cost, 1))
            cost[known] += metres * kind.metre_cost
            known += 1
        if m == count:
            last = _cheapest(at, out, cost, known, driven, m + 1, 0, most)
            break
        task = rows.task[state.washed[m]]
        aboard += task.boards
        needed = 0 if task.wash else max(needed, rows.need[state.washed[m], kind.levels])
        if task.wash and kind.washes and task.service >= kind.rest:
            e = _cheapest(at, out, cost, known, driven, m + 1, 0, most)
            if e >= 0:
                at[known], out[known], before[known], group[known] = m, 0, e, -1
                cost[known] = cost[e]
                known += 1
    return -1 if last < 0 else _written(board, count, at, before, group, last)


@lazily_compiled
def _written(
    board: Board,
    count: int,
    at: NDArray[np.int64],
    before: NDArray[np.int64],
    group: NDArray[np.int64],
    last: int,
) -> int:
    """Write the route down with the rests that led to one; how long it is, -1 if they are many."""
    rows, state = rows_at(board), state_at(board)
    rests = 0
    e = last
    while e >= 0:
        rests += group[e] >= 0
        e = before[e]
    if rests > MOST_RESTS:
        return -1
    many = count + rests
    to, here, e = many - 1, count - 1, last
    while e >= 0:
        if group[e] >= 0:
            while here >= at[e]:
                state.rested[to] = state.washed[here]
                to, here = to - 1, here - 1
            state.rested[to] = rows.rest_task[group[e]]
            to -= 1
        e = before[e]
    while here >= 0:
        state.rested[to] = state.washed[here]
        to, here = to - 1, here - 1
    return many
