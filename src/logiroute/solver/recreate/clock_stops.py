"""How the compiled clock takes a route apart: stops and their rooms, trips, limits.

Neighbours at one place are done at one stop. With a reload a trip starts, and a trip always starts
with a leg: also where its first task is at the place of the reload.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import inlined, lazily_compiled
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.suited import Dress

#: As plain numbers, for compiled code.
ANY, WORK, BERTH, OFF = (int(dress) for dress in Dress)


@inlined
def stop_end(clock: Board, tasks: NDArray[np.int64], count: int, k: int) -> int:
    """The first task after ``k`` that is not done at the same stop."""
    task = clock_rows_at(clock).task
    place = task[tasks[k]].place
    while True:
        reload = task[tasks[k]].reload
        k += 1
        if k == count or reload or task[tasks[k]].place != place:
            return k


@inlined
def place_before(clock: Board, shift: int, tasks: NDArray[np.int64], k: int) -> int:
    """Where the vehicle is before a stop that begins with task ``k``."""
    rows = clock_rows_at(clock)
    if k == 0:
        return int(rows.shift[shift].start)
    return int(rows.task[tasks[k - 1]].place)


@inlined
def rooms_at(clock: Board, shift: int, place: int) -> tuple[int, int]:
    """The rooms of a place: rows of `ClockRows.room` from … to, none where it may always stand."""
    rows = clock_rows_at(clock)
    row = rows.shift[shift].rooms
    if row < 0:
        return 0, 0
    return rows.room_at[row, place], rows.room_at[row, place + 1]


@inlined
def room_in(clock: Board, rooms: tuple[int, int], number: int) -> tuple[int, int]:
    """One of the rooms of a place, from … to; all the time if there are none."""
    if rooms[0] == rooms[1]:
        return -MOST_S, MOST_S
    room = clock_rows_at(clock).room[rooms[0] + number]
    return room[0], room[1]


@lazily_compiled
def open_trips(clock: Board, tasks: NDArray[np.int64], count: int) -> int:
    """Write down when each trip may start that starts with a time of the route.

    Returns
    -------
    int
        When the first one may, with the duty.
    """
    task, link = clock_rows_at(clock).task, clock_scratch_at(clock).link
    opens = -MOST_S
    for k in range(count - 1, -1, -1):
        own = task[tasks[k]]
        opens = max(opens, own.release)
        link[k + 1].opens = -MOST_S
        if own.reload:
            link[k + 1].opens, opens = opens, -MOST_S
    link[0].opens, link[count + 1].opens = opens, -MOST_S
    return opens


@lazily_compiled
def changing(clock: Board, shift: int, tasks: NDArray[np.int64], count: int, k: int) -> int:
    """Seconds in which the crew changes just before task ``k``; at the end of duty for ``count``.

    `MOST_S` where a dock would be held meanwhile. The same as `suited.changing_s`.
    """
    rows = clock_rows_at(clock)
    task, duty = rows.task, rows.shift[shift]
    here = task[tasks[k]].dress if k < count else OFF
    if here == ANY:
        return 0
    before = k - 1
    while before >= 0 and task[tasks[before]].dress == ANY:
        before -= 1
    worn = before >= 0 and task[tasks[before]].dress != OFF
    if worn != (here == OFF):
        return 0
    seconds = duty.suit_off if worn else duty.suit_on
    if seconds > 0 and 0 < k < count:
        first = k
        while first > 0 and stop_end(clock, tasks, count, first - 1) > first:
            first -= 1
        if first < k and task[tasks[first]].dress == BERTH:
            return MOST_S
    return int(seconds)


@lazily_compiled
def _stints(clock: Board, shift: int, tasks: NDArray[np.int64], count: int, many: int) -> int:
    """Write down how long the crew may be in suits; return how many limits there are then."""
    rows, limit = clock_rows_at(clock), clock_scratch_at(clock).limit
    begun = -1
    for k in range(count + 1):
        dress = rows.task[tasks[k]].dress if k < count else OFF
        if begun < 0 and dress == WORK:
            begun = k
        elif begun >= 0 and dress == OFF:
            limit[many, 0], limit[many, 1] = begun + 1, k + 1
            limit[many, 2] = rows.shift[shift].suit_most
            many += 1
            begun = -1
    return many


@lazily_compiled
def limits_of(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> int:
    """Write down the limits of a route; return how many there are."""
    task, limit = clock_rows_at(clock).task, clock_scratch_at(clock).limit
    many = 0
    for k in range(count):
        own = task[tasks[k]]
        if own.pick_up >= 0:
            first = k - 1
            while first >= 0 and tasks[first] != own.pick_up:
                first -= 1
            if first >= 0:
                limit[many, 0], limit[many, 1], limit[many, 2] = first + 1, k + 1, own.aboard
                many += 1
    if clock_rows_at(clock).shift[shift].suit_most < MOST_S:
        many = _stints(clock, shift, tasks, count, many)
    return many


@lazily_compiled
def metres_by_table(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> int:
    """Metres of a route where one table holds for all legs."""
    rows = clock_rows_at(clock)
    duty = rows.shift[shift]
    here, metres, k = duty.start, 0, 0
    while k < count:
        there = rows.task[tasks[k]].place
        metres += rows.metres[duty.table, here, there]
        here, k = there, stop_end(clock, tasks, count, k)
    return int(metres + rows.metres[duty.table, here, duty.end])


@lazily_compiled
def drives_alike(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> bool:
    """Whether no hour has a better way for any leg than the table that holds for all of the shift.

    Then that is the one a route is driven by, whenever it is.
    """
    rows = clock_rows_at(clock)
    duty = rows.shift[shift]
    if duty.rooms >= 0:
        return False
    here, k = duty.start, 0
    while k <= count:
        there = rows.task[tasks[k]].place if k < count else duty.end
        seconds = rows.seconds[duty.table, here, there]
        for i in range(duty.part_begin, duty.part_end):
            table = rows.part[i].table
            other = rows.seconds[table, here, there]
            if other < seconds or (
                other == seconds
                and rows.metres[table, here, there] < rows.metres[duty.table, here, there]
            ):
                return False
        here, k = there, stop_end(clock, tasks, count, k) if k < count else k + 1
    return True
