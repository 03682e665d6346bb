"""Choices of rooms: when to stand at which stop, where a zone leaves several spans of time for it.

Choices are tried in the order of their rooms, the first stop's foremost: of equally good ones
the first is taken.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.links import (
    chain,
    earliest,
    metres_by_table,
    metres_driven,
    shortest_duty,
)
from logiroute.solver.recreate.pieces import LEAST, MORE, UPTO, Pieces, shortest
from logiroute.solver.recreate.spread import (
    drive,
    place_before,
    room_in,
    rooms_at,
    spread,
    stop_end,
    work,
)
from logiroute.solver.recreate.ways import NEVER

#: Rows of `ClockScratch.path`.
TASK, ROOM, READY = 0, 1, 2


@lazily_compiled
def next_choice(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int32],
    count: int,
    start: int,
    by: int,
    number: int,
) -> int:
    """Go to the next choice of rooms with which a start of duty is home by a second, limits aside.

    Parameters
    ----------
    clock, shift, tasks, count
        The route.
    start, by : int
    number : int
        The last stop, as returned before; -1 to begin.

    Returns
    -------
    int
        The last stop, -1 if there is no other choice. `ClockScratch.path` holds the choice.
    """
    path = clock_scratch_at(clock).path
    if number < 0:
        number, path[TASK, 0], path[ROOM, 0] = 0, 0, -1
    while number >= 0:
        k = path[TASK, number]
        rooms = rooms_at(clock, shift, clock_rows_at(clock).task[tasks[k]].place)
        path[ROOM, number] += 1
        if path[ROOM, number] >= max(rooms[1] - rooms[0], 1):
            number -= 1
        elif _leads_home(clock, shift, tasks, count, start, by, number):
            stop = stop_end(clock, tasks, count, k)
            if stop == count:
                return number
            number += 1
            path[TASK, number], path[ROOM, number] = stop, -1
    return number


@lazily_compiled
def _leads_home(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int32],
    count: int,
    start: int,
    by: int,
    number: int,
) -> bool:
    """Whether the choice up to a stop can be gone on with; notes when it is ready to leave it."""
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    path, probe = scratch.path, scratch.probe
    duty = rows.shift[shift]
    k = path[TASK, number]
    here, there = place_before(clock, shift, tasks, k), rows.task[tasks[k]].place
    ready, leave_by = start + rows.stop_s[duty.start], MOST_S
    if number > 0:
        ready = path[READY, number - 1]
        leave_by = room_in(clock, rooms_at(clock, shift, here), path[ROOM, number - 1])[1]
    room = room_in(clock, rooms_at(clock, shift, there), path[ROOM, number])
    probe[0, 0, UPTO], probe[0, 0, MORE], probe[0, 0, LEAST] = start, ready - start, ready
    end = drive(clock, shift, here, there, leave_by, room, probe[0], 0, 1, probe[1], 0)
    stop = stop_end(clock, tasks, count, k)
    if work(clock, shift, tasks, k, stop, room[1], probe[1], 0, end, probe[2]) == 0:
        return False
    ready = max(start + probe[1, 0, MORE], probe[1, 0, LEAST])
    path[READY, number] = ready
    probe[0, 0, UPTO], probe[0, 0, MORE], probe[0, 0, LEAST] = start, ready - start, ready
    many = spread(clock, shift, tasks, count, stop, room[1], probe, 1)
    return many > 0 and max(start + probe[0, 0, MORE], probe[0, 0, LEAST]) <= by


@lazily_compiled
def may_choose(clock: Board, shift: int, tasks: NDArray[np.int32], count: int) -> bool:
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
    tasks: NDArray[np.int32],
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
        Seconds on duty, start, metres. A start of -1 if there is none.
    """
    duty = clock_rows_at(clock).shift[shift]
    chain(clock, shift, tasks, count)
    length, start = shortest(pieces, many, duty.opens - 1)
    if earliest(clock, count, limits, start) > start + length:
        length, start = shortest_duty(clock, shift, count, limits, pieces, many, most, by)
        if start < 0:
            return length, start, 0
        earliest(clock, count, limits, start)
    if duty.timed:
        return length, start, metres_driven(clock, count)
    return length, start, metres_by_table(clock, shift, tasks, count)


@lazily_compiled
def settle_in_any(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int32],
    count: int,
    limits: int,
    pieces: Pieces,
    many: int,
) -> tuple[int, int, int]:
    """The shortest duty in any rooms; parameters and returned as of `settle`."""
    duty = clock_rows_at(clock).shift[shift]
    length, start = shortest(pieces, many, duty.opens - 1)
    if limits == 0:
        next_choice(clock, shift, tasks, count, start, start + length, -1)
        return settle(clock, shift, tasks, count, limits, pieces, many, NEVER, NEVER)
    best, found, metres = NEVER, -1, 0
    last = next_choice(clock, shift, tasks, count, duty.opens, duty.closes, -1)
    while last >= 0:
        own = settle(clock, shift, tasks, count, limits, pieces, many, best, found + best)
        if own[1] >= 0:
            best, found, metres = own
            if best == length and found == start:
                break  # No limit makes it longer than that.
        last = next_choice(clock, shift, tasks, count, duty.opens, duty.closes, last)
    return best, found, metres


@lazily_compiled
def earliest_home(
    clock: Board, shift: int, tasks: NDArray[np.int32], count: int, limits: int
) -> int:
    """The earliest end of duty in any rooms, `NEVER` if there is none."""
    duty = clock_rows_at(clock).shift[shift]
    end, last = NEVER, 0
    several = may_choose(clock, shift, tasks, count)
    if several:
        last = next_choice(clock, shift, tasks, count, duty.opens, duty.closes, -1)
    while last >= 0:
        chain(clock, shift, tasks, count)
        end = min(end, earliest(clock, count, limits, duty.opens))
        if not several:
            break
        last = next_choice(clock, shift, tasks, count, duty.opens, min(end, duty.closes), last)
    return end
