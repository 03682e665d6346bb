"""Choices of rooms: when to stand at which stop, where a zone leaves several spans of time for it.

Choices are tried in the order of their rooms, the first stop's foremost: of equally good ones
the first is taken.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_links import (
    chain,
    earliest,
    metres_driven,
    shortest_duty,
)
from logiroute.solver.recreate.clock_pieces import LEAST, MORE, NEVER, UPTO, Pieces, shortest
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.clock_stops import (
    changing,
    metres_by_table,
    place_before,
    room_in,
    rooms_at,
    stop_end,
)
from logiroute.solver.recreate.clock_ways import way_taken, ways_between

#: Rows of `ClockScratch.path`.
TASK, ROOM, READY, BEST = 0, 1, 2, 3


@lazily_compiled
def _last_ready(
    clock: Board,
    shift: int,
    here: int,
    there: int,
    leave_by: int,
    room: tuple[int, int],
    arrive_by: int,
) -> int:
    """The last second to be ready for a leg that arrives by a second; ``-NEVER`` if it cannot."""
    steps = clock_scratch_at(clock).steps
    last = -NEVER
    for i in range(ways_between(clock, shift, here, there, leave_by, room, steps, 0)):
        if steps[i, LEAST] <= arrive_by:
            last = max(last, min(steps[i, UPTO], arrive_by - steps[i, MORE]))
    return last


@lazily_compiled
def _last_arrival(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    k: int,
    stop: int,
    room_end: int,
    done_by: int,
) -> int:
    """The last second to arrive where tasks ``k … stop - 1`` shall be done by a second."""
    rows, link = clock_rows_at(clock), clock_scratch_at(clock).link
    time = min(done_by, room_end)
    for i in range(stop - 1, k - 1, -1):
        task = rows.task[tasks[i]]
        time -= task.service
        row = task.span_end - 1
        while row >= task.span_begin and rows.span[row, 0] > time:
            row -= 1
        if row < task.span_begin:
            return -NEVER
        time = min(time, rows.span[row, 1])
        if time < link[i + 1].opens:
            return -NEVER
        if rows.shift[shift].suited:
            time -= changing(clock, shift, tasks, stop, i)
    return int(time - rows.stop_s[rows.task[tasks[k]].place])


@lazily_compiled
def _ready_after(
    clock: Board, shift: int, tasks: NDArray[np.int64], k: int, stop: int, arrival: int
) -> int:
    """When tasks ``k … stop - 1`` are done after an arrival that is in time for them."""
    rows, link = clock_rows_at(clock), clock_scratch_at(clock).link
    time = arrival + rows.stop_s[rows.task[tasks[k]].place]
    for i in range(k, stop):
        task = rows.task[tasks[i]]
        if rows.shift[shift].suited:
            time += changing(clock, shift, tasks, stop, i)
        time = max(time, link[i + 1].opens)
        row = task.span_begin
        while rows.span[row, 1] < time:
            row += 1
        time = max(time, rows.span[row, 0]) + task.service
    return int(time)


@lazily_compiled
def look_back(clock: Board, shift: int, tasks: NDArray[np.int64], count: int, by: int) -> None:
    """Find for every stop and room by when to arrive there, to be home by a second.

    Limits aside, who is there by then can be: in a room nothing is lost by being earlier.
    """
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    path, last = scratch.path, scratch.last
    stops = path[TASK, 0] = 0
    while path[TASK, stops] < count:
        path[TASK, stops + 1] = stop_end(clock, tasks, count, path[TASK, stops])
        stops += 1
    there, entered = rows.shift[shift].end, (0, 0)
    last[stops, 0] = min(by, rows.shift[shift].closes)
    if rows.shift[shift].suited:
        last[stops, 0] -= changing(clock, shift, tasks, count, count)
    for number in range(stops - 1, -1, -1):
        k = path[TASK, number]
        here = rows.task[tasks[k]].place
        left = rooms_at(clock, shift, here)
        for one in range(max(left[1] - left[0], 1)):
            end, ready = room_in(clock, left, one)[1], -NEVER
            for other in range(max(entered[1] - entered[0], 1)):
                room, arrive_by = room_in(clock, entered, other), last[number + 1, other]
                ready = max(ready, _last_ready(clock, shift, here, there, end, room, arrive_by))
            stop = path[TASK, number + 1]
            last[number, one] = _last_arrival(clock, shift, tasks, k, stop, end, ready)
        there, entered = here, left


@lazily_compiled
def next_choice(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    count: int,
    start: int,
    number: int,
) -> int:
    """Go to the next choice of rooms with which a start of duty is home as `look_back` says.

    Parameters
    ----------
    clock, shift, tasks, count
        The route.
    start : int
    number : int
        The last stop, as returned before; -1 to begin.

    Returns
    -------
    int
        The last stop, -1 if there is no other choice. `ClockScratch.path` holds the choice.
    """
    path = clock_scratch_at(clock).path
    if number < 0:
        number, path[ROOM, 0] = 0, -1
    while number >= 0:
        rooms = rooms_at(clock, shift, clock_rows_at(clock).task[tasks[path[TASK, number]]].place)
        path[ROOM, number] += 1
        if path[ROOM, number] >= max(rooms[1] - rooms[0], 1):
            number -= 1
        elif _leads_home(clock, shift, tasks, start, number):
            if path[TASK, number + 1] == count:
                return number
            number += 1
            path[ROOM, number] = -1
    return number


@lazily_compiled
def _leads_home(
    clock: Board, shift: int, tasks: NDArray[np.int64], start: int, number: int
) -> bool:
    """Whether the choice up to a stop can be gone on with; notes when it is ready to leave it."""
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    path, steps = scratch.path, scratch.steps
    k = path[TASK, number]
    here, there = place_before(clock, shift, tasks, k), rows.task[tasks[k]].place
    ready, leave_by = max(start, scratch.link[0].opens) + rows.stop_s[here], MOST_S
    if number > 0:
        ready = path[READY, number - 1]
        leave_by = room_in(clock, rooms_at(clock, shift, here), path[ROOM, number - 1])[1]
    room = room_in(clock, rooms_at(clock, shift, there), path[ROOM, number])
    count = ways_between(clock, shift, here, there, leave_by, room, steps, 0)
    _, arrives = way_taken(steps, 0, count, ready)
    if arrives > scratch.last[number, path[ROOM, number]]:
        return False
    path[READY, number] = _ready_after(clock, shift, tasks, k, path[TASK, number + 1], arrives)
    return True


@lazily_compiled
def may_choose(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> bool:
    """Whether some stop has several rooms; if not, the only choice there is becomes the path."""
    rows, path = clock_rows_at(clock), clock_scratch_at(clock).path
    if rows.shift[shift].rooms >= 0:
        for k in range(count):
            first, end = rooms_at(clock, shift, rows.task[tasks[k]].place)
            if end - first > 1:
                return True
    for number in range(count):
        path[ROOM, number] = 0
    return False


@lazily_compiled
def settle(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    count: int,
    limits: int,
    pieces: Pieces,
    many: int,
    most: int,
    by: int,
) -> tuple[int, int, int]:
    """The shortest duty in the chosen rooms.

    Parameters
    ----------
    clock, shift, tasks, count, limits
        The route, and its number of limits.
    pieces, many
        When it would be home without limits, in any rooms: ``pieces[:many]``.
    most, by
        See `shortest_duty`.

    Returns
    -------
    (int, int, int)
        Seconds on duty, start, metres. A start of `NEVER` if there is none.
    """
    duty = clock_rows_at(clock).shift[shift]
    chain(clock, shift, tasks, count)
    length, start = shortest(pieces, many, duty.opens - 1)
    if earliest(clock, count, limits, start) > start + length:
        length, start = shortest_duty(clock, shift, count, limits, pieces, many, most, by)
        if start == NEVER:
            return length, start, 0
        earliest(clock, count, limits, start)
    if duty.timed:
        return length, start, metres_driven(clock, count)
    return length, start, metres_by_table(clock, shift, tasks, count)


@lazily_compiled
def settle_in_any(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    count: int,
    limits: int,
    pieces: Pieces,
    many: int,
) -> tuple[int, int, int]:
    """The shortest duty in any rooms; parameters and returned as of `settle`."""
    duty = clock_rows_at(clock).shift[shift]
    length, start = shortest(pieces, many, duty.opens - 1)
    if limits == 0:
        look_back(clock, shift, tasks, count, start + length)
        next_choice(clock, shift, tasks, count, start, -1)
        return settle(clock, shift, tasks, count, limits, pieces, many, NEVER, NEVER)
    path = clock_scratch_at(clock).path
    best, found, metres = NEVER, NEVER, 0
    look_back(clock, shift, tasks, count, duty.closes)
    last = next_choice(clock, shift, tasks, count, duty.opens, -1)
    while last >= 0:
        own = settle(clock, shift, tasks, count, limits, pieces, many, best, found + best)
        if own[1] < NEVER:
            best, found, metres = own
            path[BEST, : last + 1] = path[ROOM, : last + 1]
            if best == length and found == start:
                break  # No limit makes it longer than that.
        last = next_choice(clock, shift, tasks, count, duty.opens, last)
    path[ROOM] = path[BEST]  # The choice is left behind for who wants to know the times.
    return best, found, metres


@lazily_compiled
def earliest_home(
    clock: Board, shift: int, tasks: NDArray[np.int64], count: int, limits: int
) -> int:
    """The earliest end of duty in any rooms, `NEVER` if there is none."""
    duty = clock_rows_at(clock).shift[shift]
    end, last = NEVER, 0
    several = may_choose(clock, shift, tasks, count)
    if several:
        look_back(clock, shift, tasks, count, duty.closes)
        last = next_choice(clock, shift, tasks, count, duty.opens, -1)
    while last >= 0:
        chain(clock, shift, tasks, count)
        end = min(end, earliest(clock, count, limits, duty.opens))
        if not several:
            break
        last = next_choice(clock, shift, tasks, count, duty.opens, last)
    return end
