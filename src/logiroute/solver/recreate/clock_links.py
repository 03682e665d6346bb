"""The times of one route whose rooms are chosen: start of duty, tasks, end of duty.

As in `logiroute.solver.chain`, all that is asked of them has a least solution, which is found by
raising every time until nothing moves. Here too later starts of duty are tried for a shorter one,
but only where the pieces of `clock_spread`, which know nothing of limits, leave hope.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_pieces import (
    LEAST,
    MORE,
    NEVER,
    UPTO,
    Pieces,
    last_until,
    next_within,
)
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.clock_stops import (
    changing,
    place_before,
    room_in,
    rooms_at,
    stop_end,
)
from logiroute.solver.recreate.clock_ways import METRES, way_taken, ways_between


@lazily_compiled
def chain(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> None:
    """Link the times of a route, in the rooms that `ClockScratch.path` says."""
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    duty, link = rows.shift[shift], scratch.link
    for k in (0, count + 1):
        link[k].span_begin, link[k].span_end, link[k].closes = duty.span, duty.span + 1, MOST_S
        link[k].way_begin = link[k].way_end = 0
    link[0].gap = rows.stop_s[duty.start]
    number = k = ways = 0
    leave_by = MOST_S
    while k < count:
        stop, there = stop_end(clock, tasks, count, k), rows.task[tasks[k]].place
        room = room_in(clock, rooms_at(clock, shift, there), scratch.path[1, number])
        here = place_before(clock, shift, tasks, k)
        ways = _leg(clock, shift, k, here, there, leave_by, room, ways)
        link[k].after = rows.stop_s[there]
        if duty.suited:
            link[k].after += changing(clock, shift, tasks, count, k)
        leave_by = room[1]
        for i in range(k, stop):
            task, own = rows.task[tasks[i]], link[i + 1]
            own.span_begin, own.span_end = task.span_begin, task.span_end
            own.closes = MOST_S if leave_by == MOST_S else leave_by - task.service
            own.gap, own.after = task.service, 0
            own.way_begin = own.way_end = ways
            if duty.suited and i + 1 < stop:
                own.gap += changing(clock, shift, tasks, count, i + 1)
        k = stop
        number += 1
    always = (-MOST_S, MOST_S)
    here = place_before(clock, shift, tasks, count)
    _leg(clock, shift, count, here, duty.end, leave_by, always, ways)
    link[count].after = changing(clock, shift, tasks, count, count) if duty.suited else 0


@lazily_compiled
def _leg(
    clock: Board,
    shift: int,
    k: int,
    here: int,
    there: int,
    leave_by: int,
    room: tuple[int, int],
    ways: int,
) -> int:
    """Link a time to the next one by a leg; return where its ways end."""
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    duty, own = rows.shift[shift], scratch.link[k]
    own.way_begin = ways
    if duty.timed:
        ways = ways_between(clock, shift, here, there, leave_by, room, scratch.way, ways)
    else:
        own.gap += rows.seconds[duty.table, here, there]
    own.way_end = ways
    return ways


@lazily_compiled
def _after(clock: Board, k: int) -> int:
    """The earliest time ``k + 1`` after the time ``k``; `NEVER` if its leg is too late."""
    scratch = clock_scratch_at(clock)
    own = scratch.link[k]
    ready = own.time + own.gap
    if own.way_begin == own.way_end:
        return int(ready + own.after)
    _, arrives = way_taken(scratch.way, own.way_begin, own.way_end, ready)
    return int(arrives + own.after)


@lazily_compiled
def _pass(clock: Board, count: int) -> bool:
    """Set every time as early as the one before and its own bounds allow; whether that can be."""
    span, link = clock_rows_at(clock).span, clock_scratch_at(clock).link
    for k in range(count + 2):
        own = link[k]
        time = max(own.floor, own.opens)
        if k:
            time = max(time, _after(clock, k - 1))
        row = own.span_begin
        while row < own.span_end and time > min(span[row, 1], own.closes):
            row += 1
        if row == own.span_end:
            return False
        own.time = max(time, span[row, 0])
        if own.time > own.closes:
            return False
    return True


@lazily_compiled
def earliest(clock: Board, count: int, limits: int, start: int) -> int:
    """Set the least times from a start on.

    Returns
    -------
    int
        The end of duty, or `NEVER` if there are no such times.
    """
    scratch = clock_scratch_at(clock)
    link, limit = scratch.link, scratch.limit
    for k in range(count + 2):
        link[k].floor = start
    moved = True
    while moved:
        if not _pass(clock, count):
            return NEVER
        moved = False
        for row in range(limits):
            first, last = limit[row, 0], limit[row, 1]
            over = link[last].time - link[first].time - limit[row, 2]
            if over > 0:
                link[first].floor = link[first].time + max(over, _in_vain(clock, first, last))
                moved = True
    return int(link[count + 1].time)


@lazily_compiled
def _in_vain(clock: Board, first: int, last: int) -> int:
    """Seconds by which to start later for anything but the same way from one time to another.

    Where nothing waits between them, all that lies between moves along as it is.
    """
    scratch = clock_scratch_at(clock)
    calm = _calm(clock, last)
    for k in range(first, last):
        own = scratch.link[k]
        ready, takes = own.time + own.gap, 0
        if own.way_begin < own.way_end:
            best, _ = way_taken(scratch.way, own.way_begin, own.way_end, ready)
            takes = scratch.way[best, MORE]
        if scratch.link[k + 1].time > ready + takes + own.after:
            return 0
        calm = min(calm, _calm(clock, k))
    return calm


@lazily_compiled
def _calm(clock: Board, k: int) -> int:
    """Seconds by which a time has to grow to leave its span, or for another way to be taken."""
    span, scratch = clock_rows_at(clock).span, clock_scratch_at(clock)
    own, way = scratch.link[k], scratch.way
    calm = own.closes + 1 - own.time
    for row in range(own.span_begin, own.span_end):
        if span[row, 1] >= own.time:
            calm = min(calm, span[row, 1] + 1 - own.time)
    if own.way_begin < own.way_end:
        ready = own.time + own.gap
        best, _ = way_taken(way, own.way_begin, own.way_end, ready)
        calm = min(calm, way[best, UPTO] + 1 - ready)
        for i in range(own.way_begin, own.way_end):
            if way[i, MORE] < way[best, MORE] and ready <= way[i, UPTO]:
                calm = min(calm, way[i, LEAST] - way[best, MORE] + 1 - ready)
    return int(calm)


@lazily_compiled
def shortest_duty(
    clock: Board,
    shift: int,
    count: int,
    limits: int,
    pieces: Pieces,
    many: int,
    most: int,
    by: int,
) -> tuple[int, int]:
    """The least time from start to end, and the first start with it.

    Parameters
    ----------
    clock, shift, count, limits
        The route, as linked by `chain`.
    pieces, many
        When it would be home without limits: ``pieces[:many]``.
    most, by : int
        Only duties are looked for that are shorter than ``most``, or as long and over before
        ``by``.

    Returns
    -------
    (int, int)
        A start of `NEVER` if there is none.
    """
    found = NEVER
    start = next_within(pieces, many, clock_rows_at(clock).shift[shift].opens, most)
    while start < NEVER:
        end = earliest(clock, count, limits, start)
        if end == NEVER:
            break
        start = _latest_start(clock, count, limits, start, last_until(pieces, many, end), end)
        if end - start < most or (end - start == most and end < by):
            most, by, found = end - start, end, start
        earliest(clock, count, limits, start)
        # No time moves by more than the start does, so nothing changes for as long as this.
        calm = NEVER
        for k in range(count + 2):
            calm = min(calm, _calm(clock, k))
        start = next_within(pieces, many, start + calm, most - (found < NEVER))
    return most, found


@lazily_compiled
def _latest_start(clock: Board, count: int, limits: int, start: int, last: int, end: int) -> int:
    """The last of the starts ``start … last`` with an end; the first of them has it."""
    probe = last
    while start < last:
        if earliest(clock, count, limits, probe) <= end:
            start = probe
        else:
            last = probe - 1
        probe = (start + last + 1) // 2
    return start


@lazily_compiled
def metres_driven(clock: Board, count: int) -> int:
    """Metres of a route by the ways that fit its times, as linked by `chain`."""
    scratch = clock_scratch_at(clock)
    metres = 0
    for k in range(count + 1):
        own = scratch.link[k]
        if own.way_begin < own.way_end:
            ready = own.time + own.gap
            best, _ = way_taken(scratch.way, own.way_begin, own.way_end, ready)
            metres += scratch.way[best, METRES]
    return metres
