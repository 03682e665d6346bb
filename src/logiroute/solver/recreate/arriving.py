"""When a vehicle gets from one task to the next, by the ways that are open at that hour."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_stops import rooms_at
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def leaves(board: Board, here: int, tasks: NDArray[np.int64], m: int) -> bool:
    """Whether a leg leads to a task of a route, from where the vehicle is."""
    task = clock_rows_at(rows_at(board).clock).task
    return bool(m == 0 or task[tasks[m]].place != here or task[tasks[m - 1]].reload)


@lazily_compiled
def released(board: Board, tasks: NDArray[np.int64], count: int, at: int) -> int:
    """When the goods are there of a trip whose tasks begin with a position."""
    task = clock_rows_at(rows_at(board).clock).task
    release = -MOST_S
    while at < count and not task[tasks[at]].reload:
        release = max(release, task[tasks[at]].release)
        at += 1
    return int(release)


@lazily_compiled
def arrival(board: Board, r: int, here: int, there: int, ready: int, stays: int) -> int:
    """When a vehicle is at a place at the earliest, and may stand there; `FAR` if never.

    Parameters
    ----------
    r : int
        The shift.
    here, there : int
        Places on the map.
    ready : int
        From when on it may leave.
    stays : int
        Seconds for which it has to stand there at least.
    """
    clock = clock_rows_at(rows_at(board).clock)
    duty = clock.shift[r]
    arrives = FAR
    for i in range(duty.part_begin - 1, duty.part_end):
        table, first, last = duty.table, -MOST_S, MOST_S  # the whole shift's, before those of parts
        if i >= duty.part_begin:
            part = clock.part[i]
            table, first, last = part.table, part.first, part.last
        seconds = int(clock.seconds[table, here, there])
        if seconds != UNREACHABLE and max(ready, first) + seconds <= last:
            arrives = min(arrives, max(ready, first) + seconds)
    rooms = rooms_at(rows_at(board).clock, r, there)
    for i in range(rooms[0], rooms[1]):
        opens = max(arrives, clock.room[i, 0])
        if clock.room[i, 1] > arrives and opens + stays <= clock.room[i, 1]:
            return int(opens)
    return int(arrives)


@lazily_compiled
def longest_leg(board: Board, k: int, before: int, t: int) -> int:
    """Seconds from one task to another at the worst hour; from the start of duty if that is -1."""
    rows = rows_at(board)
    place = rows.task[t].place
    if before < 0:
        return int(rows.ends[k, place, 0])
    return int(rows.span_most[rows.kind[k].table + rows.task[before].place * rows.places + place])


@lazily_compiled
def work_begins(board: Board, r: int, before: int, t: int, now: int) -> int:
    """When work on a task may begin, or duty end where it is -1; `FAR` or more if never.

    Parameters
    ----------
    before : int
        The task that is done by ``now``; -1 where duty begins then.
    """
    rows = rows_at(board)
    if clock_rows_at(rows.clock).shift[r].timed:
        return int(by_the_hour(board, r, before, t, now))
    k = state_at(board).route[r].kind
    leg = longest_leg(board, k, before, t) if t >= 0 else rows.ends[k, rows.task[before].place, 2]
    return int(FAR if leg >= FAR else now + leg)


@lazily_compiled
def by_the_hour(board: Board, r: int, before: int, t: int, now: int) -> int:
    """`work_begins` by the ways that are open then, straight from one task to the other."""
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    duty = clock.shift[r]
    here = clock.task[before].place if before >= 0 else duty.start
    if t < 0:
        return int(arrival(board, r, here, duty.end, now, 0))
    there = clock.task[t].place
    ready = now
    if before < 0:
        ready += clock.stop_s[here]
    elif there == here and not clock.task[before].reload:
        return now
    stop_s = clock.stop_s[there]
    return int(arrival(board, r, here, there, ready, stop_s + clock.task[t].service) + stop_s)
