"""When a vehicle can be home, for every second at which its duty may start.

A route is followed stop by stop, with pieces (see `clock_pieces`) for every room of the stop's
place: a span of time in which the vehicle may stand there, from arrival to departure. In a given
room nothing is lost by being earlier: the vehicle can wait. So of all ways to come to be ready in
it, whatever rooms they passed through, only the earliest matters, and the pieces of a room are the
least of what comes from the rooms before it. There are as many pieces as windows, tables and rooms
bend them, where a choice of a room for every stop would be choices without end.

Time limits aboard are not looked at here; without them a route may only be shorter.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import inlined, lazily_compiled
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_pieces import LEAST, MORE, UPTO, Pieces, add, follow, lowest
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.clock_stops import (
    changing,
    place_before,
    room_in,
    rooms_at,
    stop_end,
)
from logiroute.solver.recreate.clock_ways import ways_between

#: There was no room for all pieces.
FULL = -1


@inlined
def _put_back(spare: Pieces, many: int, out: Pieces, to: int) -> int:
    """Move pieces to where there is room for them, or say that there is none."""
    if to + many >= len(out):
        return len(out)
    for i in range(many):
        for column in range(3):
            out[to + i, column] = spare[i, column]
    return to + many


@inlined
def drive(
    clock: Board,
    shift: int,
    here: int,
    there: int,
    leave_by: int,
    room: tuple[int, int],
    now: Pieces,
    first: int,
    end: int,
    after: int,
    then: Pieces,
    to: int,
) -> int:
    """Go from where it is ready at ``now[first:end]`` into a room, with ``after`` seconds there."""
    rows, steps = clock_rows_at(clock), clock_scratch_at(clock).steps
    duty = rows.shift[shift]
    begin, count = 0, 1
    if duty.timed:
        count = ways_between(clock, shift, here, there, leave_by, room, steps, 0)
        if count > 1:
            begin, count = count, lowest(steps, 0, count, -MOST_S, steps, count)
        add(steps, begin, count, after)
    else:
        seconds = int(rows.seconds[duty.table, here, there])
        if seconds == UNREACHABLE:
            return to
        steps[0, UPTO], steps[0, MORE], steps[0, LEAST] = MOST_S, seconds + after, -MOST_S
    return follow(now, first, end, duty.opens - 1, steps, begin, count, then, to)


@inlined
def enter(
    clock: Board,
    shift: int,
    here: int,
    there: int,
    left: tuple[int, int],
    leave_by: int,
    room: tuple[int, int],
    now: Pieces,
    begins: NDArray[np.int64],
    after: int,
    then: Pieces,
    to: int,
    spare: Pieces,
) -> int:
    """Come to be in a room, from whichever room of the stop before.

    Parameters
    ----------
    clock, shift, here, there
    left : (int, int)
        The rooms of the stop before, see `rooms_at`.
    leave_by : int
        When any of them has to be left.
    room : (int, int)
    now, begins
        The pieces of those rooms: ``now[begins[n]:begins[n + 1]]``.
    after : int
        Seconds from the arrival there to when it is ready.
    then, to
        Where to put the pieces.
    spare

    Returns
    -------
    int
        Where they end in ``then``.
    """
    at, sources = to, 0
    for one in range(max(left[1] - left[0], 1)):
        if begins[one] < begins[one + 1]:
            end = min(leave_by, room_in(clock, left, one)[1])
            came = drive(
                clock,
                shift,
                here,
                there,
                end,
                room,
                now,
                begins[one],
                begins[one + 1],
                after,
                then,
                at,
            )
            sources += came > at
            at = came
    if sources > 1:
        before = clock_rows_at(clock).shift[shift].opens - 1
        return _put_back(spare, lowest(then, to, at, before, spare, 0), then, to)
    return at


@inlined
def work(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    k: int,
    stop: int,
    room_end: int,
    pieces: Pieces,
    first: int,
    end: int,
    spare: Pieces,
) -> int:
    """Do the tasks ``k … stop - 1`` of a stop in a room; return where the pieces end now."""
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    steps, link = scratch.steps, scratch.link
    before = rows.shift[shift].opens - 1
    for i in range(k, stop):
        task = rows.task[tasks[i]]
        wait = 0
        if i > k and rows.shift[shift].suited:
            wait = changing(clock, shift, tasks, stop, i)
        closes = MOST_S if room_end == MOST_S else room_end - task.service
        count = 0
        for row in range(task.span_begin, task.span_end):
            opens, last = max(rows.span[row, 0], link[i + 1].opens), min(rows.span[row, 1], closes)
            if opens <= last:
                steps[count, UPTO], steps[count, MORE] = last - wait, wait + task.service
                steps[count, LEAST] = opens + task.service
                count += 1
        if count > 1:
            many = follow(pieces, first, end, before, steps, 0, count, spare, 0)
            end = _put_back(spare, many, pieces, first)
        else:
            end = follow(pieces, first, end, before, steps, 0, count, pieces, first)
    return end


@lazily_compiled
def spread(
    clock: Board,
    shift: int,
    tasks: NDArray[np.int64],
    count: int,
    k: int,
    leave_by: int,
    pieces: NDArray[np.int64],
    many: int,
) -> int:
    """Drive on from before the stop of task ``k``, until the vehicle is home.

    Parameters
    ----------
    clock, shift, tasks, count
        The route.
    k, leave_by : int
        Where it is: before which task, and by when it has to leave.
    pieces : ndarray of int64, shape (3, n, 3)
        When it is ready there: ``pieces[0, :many]``.

    Returns
    -------
    int
        How many pieces of ``pieces[0]`` say when it is home; `FULL` if there is no room for them.
    """
    rows, scratch = clock_rows_at(clock), clock_scratch_at(clock)
    duty = rows.shift[shift]
    now, then, spare = pieces[0], pieces[1], pieces[2]
    old, new = scratch.begins[0], scratch.begins[1]
    old[0], old[1] = 0, many
    here, left = place_before(clock, shift, tasks, k), (0, 0)
    while k < count:
        there, stop = rows.task[tasks[k]].place, stop_end(clock, tasks, count, k)
        rooms = rooms_at(clock, shift, there)
        at = 0
        for number in range(max(rooms[1] - rooms[0], 1)):
            room = room_in(clock, rooms, number)
            new[number] = at
            after = rows.stop_s[there]
            if duty.suited:
                after += changing(clock, shift, tasks, count, k)
            end = enter(
                clock, shift, here, there, left, leave_by, room, now, old, after, then, at, spare
            )
            at = work(clock, shift, tasks, k, stop, room[1], then, at, end, spare)
            new[number + 1] = at
        if at == 0:
            return at
        if at == len(then):
            return FULL
        now, then, old, new = then, now, new, old
        here, left, leave_by, k = there, rooms, MOST_S, stop
    always = (-MOST_S, MOST_S)
    off = changing(clock, shift, tasks, count, count) if duty.suited else 0
    end = enter(clock, shift, here, duty.end, left, leave_by, always, now, old, off, then, 0, spare)
    if end == len(then):
        return FULL
    steps = scratch.steps
    steps[0, UPTO], steps[0, MORE], steps[0, LEAST] = duty.closes, 0, -MOST_S
    return follow(then, 0, end, duty.opens - 1, steps, 0, 1, pieces[0], 0)
