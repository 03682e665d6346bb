"""Washes of a route: a sequence of orders says where one is needed, but not at which station.

A route's own sequence has no washes in it. Wherever it is timed, they are put in, each at the
station from where the route goes on best, in the first cell of the day with a bay that is free. So
moves of the search need not know of them; what it is timed with is kept beside it, `State.full`.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.arriving import by_the_hour, longest_leg, released, work_begins
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.state import draw, state_at

#: How stations are chosen: by what they cost, with duty begun late, or to be on as soon as can be.
CHEAPLY, FAST, WAYS = range(3)


@lazily_compiled
def runs_well(board: Board, k: int, tasks: NDArray[np.int64], count: int, given: bool) -> bool:
    """Whether people of one class board, go straight there and alight, and nobody comes unclean.

    Parameters
    ----------
    k : int
        Kind of its shift.
    tasks, count
        The route is ``tasks[:count]``.
    given : bool
        Whether the washes are in it; else there is one wherever it is needed.
    """
    rows = rows_at(board)
    own = rows.kind[k].levels
    needed = level = aboard = going = 0
    shut = False
    party = -1
    for at in range(count):
        t = tasks[at]
        task = rows.task[t]
        if task.wash:
            if aboard > 0 or task.service < needed:
                return False
            needed, level, shut, party = 0, 0, False, -1
            continue
        if task.berth:
            continue
        if task.rest:
            if (needed > 0 and not task.rest_unclean) or (going > 0 and not task.rest_aboard):
                return False
            continue
        if level > rows.asks[t, own] or (shut and task.boards > 0):
            if given or aboard > 0:
                return False
            needed, level, shut, party = 0, 0, False, -1
        if going > 0 and not task.straight:
            return False
        if task.boards > 0:
            if party >= 0 and task.party != party:
                return False
            party = task.party
        aboard += task.boards
        if task.straight:
            going += task.boards
        needed = max(needed, rows.need[t, own])
        level = max(level, rows.leaves[t, own])
        shut |= task.boards == 0 and rows.leaves[t, own] > 0
    return not given or needed == 0


@lazily_compiled
def washed(board: Board, r: int, tasks: NDArray[np.int64], count: int, way: int) -> int:
    """Write a route down in `State.washed`, with a wash wherever one is needed.

    Parameters
    ----------
    r : int
        Its shift.
    tasks, count
        The route is ``tasks[:count]``, without washes.
    way : int
        `CHEAPLY` or `FAST`.

    Returns
    -------
    int
        How long it is with them; -1 if there is no station with a free bay for one of them.
    """
    rows, state = rows_at(board), state_at(board)
    out = state.washed
    kind = rows.kind[state.route[r].kind]
    own = kind.levels
    now = kind.opens if way == FAST else _late_start(board, r, tasks, count)
    now = max(now, released(board, tasks, count, 0))
    needed = level = many = 0
    before = -1
    stranded = shut = worn = False
    for at in range(count + 1):
        goal = -1
        due = needed > 0
        if at < count:
            goal = tasks[at]
            minds = shut and rows.task[tasks[at]].boards > 0
            due = minds or level > rows.asks[tasks[at], own]
        if due:
            off = kind.suit_off if worn else 0
            worn = False
            row, now = _station(board, r, before, now, off, needed, goal, way)
            if row < 0:
                stranded = True
                break
            before = rows.wash_task[row]
            draw(board, before, -1, 1)
            out[many] = before
            many += 1
            needed = level = 0
            shut = False
        if at == count:
            break
        t = tasks[at]
        task = rows.task[t]
        now = work_begins(board, r, before, t, now)
        if now >= FAR:
            stranded = True
            break
        if task.reload >= 0:
            now = max(now, released(board, tasks, count, at + 1))
        elif not worn:
            now, worn = now + kind.suit_on, True
        now = first_open(board, t, now) + task.service
        out[many] = t
        many += 1
        needed = max(needed, rows.need[t, own])
        level = max(level, rows.leaves[t, own])
        shut |= task.boards == 0 and rows.leaves[t, own] > 0
        before = t
    for at in range(many):
        if rows.task[out[at]].wash:
            draw(board, out[at], -1, -1)
    return -1 if stranded else many


@lazily_compiled
def first_open(board: Board, t: int, now: int) -> int:
    """The first second from which a task may start, with the holes in its hours."""
    clock = clock_rows_at(rows_at(board).clock)
    task = clock.task[t]
    for row in range(task.span_begin, task.span_end):
        if now <= clock.span[row, 1]:
            return int(max(now, clock.span[row, 0]))
    return now


@lazily_compiled
def _late_start(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """The last start of duty that does not make it end later, were there a bay at any time."""
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    k = state_at(board).route[r].kind
    kind = rows.kind[k]
    work, ready, latest, before = 0, kind.opens, kind.closes, -1
    worn = False
    for at in range(count):
        t = tasks[at]
        task = rows.task[t]
        leg = longest_leg(board, k, before, t)
        there = ready + leg
        if clock.shift[r].timed:
            opens = by_the_hour(board, r, before, t, ready)
            there = max(there, opens if opens < FAR else 0)
        if task.reload < 0 and not worn:
            leg, there, worn = leg + kind.suit_on, there + kind.suit_on, True
        ready = max(there, task.opens) + task.service
        latest = min(latest, task.closes - leg - work)
        work += leg + task.service
        before = t
    return int(max(kind.opens, min(latest, ready - work)))


@lazily_compiled
def _station(
    board: Board, r: int, before: int, now: int, off: int, needed: int, goal: int, way: int
) -> tuple[int, int]:
    """The wash to take on the way from a task to another, or home where ``goal`` is -1.

    Parameters
    ----------
    off : int
        Seconds in which the crew changes before it.

    Returns
    -------
    (int, int)
        Its row of `Rows.wash_task`, -1 if there is none; and when it is over.
    """
    rows = rows_at(board)
    k = state_at(board).route[r].kind
    kind = rows.kind[k]
    best, done = -1, now
    least = np.inf
    for group in range(len(rows.wash_place)):
        begin, end = rows.wash_begin[group], rows.wash_begin[group + 1]
        seconds, place = rows.wash_seconds[group], rows.wash_place[group]
        wash = rows.wash_task[begin]
        if seconds < needed or not rows.allowed[wash, k]:
            continue
        arrive = work_begins(board, r, before, wash, now) + off
        if arrive >= FAR:
            continue
        row = begin + np.searchsorted(rows.wash_last[begin:end], arrive)
        row = first_free(board, row, end)
        if row >= end:
            continue
        over = max(arrive, rows.wash_first[row]) + seconds
        on = work_begins(board, r, wash, goal, over)
        if on >= FAR:
            continue
        cost = float(on)
        if way == CHEAPLY and kind.second_cost + kind.metre_cost > 0:
            metres = rows.metres[kind.table + rows.task[before].place * rows.places + place]
            if goal >= 0:
                metres += rows.metres[kind.table + place * rows.places + rows.task[goal].place]
            else:
                metres += rows.ends[k, place, 3]
            cost = cost * kind.second_cost + float(metres) * kind.metre_cost
        if cost < least:
            best, done, least = row, over, cost
    return best, done


@lazily_compiled
def first_free(board: Board, row: int, end: int) -> int:
    """The first wash from a row on that finds a bay; ``end`` if none does.

    Cells of the day are in order of time: what is full bars every wash that does not begin later.
    """
    rows, state = rows_at(board), state_at(board)
    full = -1
    while row < end:
        t = rows.wash_task[row]
        begin = rows.draw_begin[t]
        if rows.draw_begin[t + 1] == begin or rows.draw_source[begin] > full:
            full = -1
            for at in range(rows.draw_begin[t + 1] - 1, begin - 1, -1):
                source = rows.draw_source[at]
                if state.drawn[source] + rows.draw_amount[at] > rows.draw_limit[source]:
                    full = source
                    break
            if full < 0:
                return row
        row += 1
    return end


@lazily_compiled
def hold_bays(board: Board, r: int, sign: int) -> None:
    """Take the bays that the washes of a route need, or give them back."""
    rows, state = rows_at(board), state_at(board)
    for at in range(state.route[r].full):
        t = state.full[r, at]
        if rows.task[t].wash:
            draw(board, t, -1, sign)
