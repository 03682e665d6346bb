"""Berths of a route: a sequence of tasks says where docks are needed, but not when.

Like washes they are in no route's own sequence, but put in wherever it is timed: each is the first
of its place from which a dock is free for as long as the work there takes. Washes are chosen anew
on the way, as a wait for a dock may make them later.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import CELL_S
from logiroute.solver.recreate.arriving import arrival, leaves, released
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.cleaning import FAST, first_open
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_stops import changing, room_in, rooms_at, stop_end
from logiroute.solver.recreate.docks import end_cell, hold, work_until
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.rewashing import next_bay
from logiroute.solver.recreate.state import draw, state_at


@lazily_compiled
def docked(board: Board, r: int, count: int, way: int) -> int:
    """Put the berths that it needs into the route in ``State.washed[:count]``.

    Parameters
    ----------
    r : int
        The shift; what it holds itself has to be given back before.
    count : int
    way : int
        `CHEAPLY`: duty begins as late as does not make it end later, were a dock always free;
        or `FAST`: as soon as can be.

    Returns
    -------
    int
        How long the route in ``State.washed`` is now; -1 if some work finds no dock, or some wash
        no bay.
    """
    rows, state = rows_at(board), state_at(board)
    clock = clock_rows_at(rows.clock)
    duty = clock.shift[r]
    tasks, out = state.washed, state.rested
    now = duty.opens if way == FAST else _last_start(board, r, tasks, count)
    now = max(now, released(board, tasks, count, 0)) + clock.stop_s[duty.start]
    here = duty.start
    m = many = 0
    while m < count:
        t = tasks[m]
        there = clock.task[t].place
        drives = leaves(board, here, tasks, m)
        if drives:
            now = arrival(board, r, here, there, now, 0)
            if now >= FAR:
                break
            now += clock.stop_s[there]
            here = there
        if duty.suited:
            now += changing(rows.clock, r, tasks, count, m)
        if drives and rows.task[t].dock >= 0:
            row = _free_berth(board, r, tasks, count, m, now)
            if row < 0:
                break
            out[many] = rows.berth_task[row]
            end = stop_end(rows.clock, tasks, count, m)
            for at in range(m, end):
                out[many + 1 + at - m] = tasks[at]
            now = hold(board, out, many + 1 + end - m, many, 1)
            many += 1 + end - m
            m = end
            continue
        if rows.task[t].wash:
            row = next_bay(board, there, rows.task[t].service, now)
            if row < 0:
                break
            t = rows.wash_task[row]
            draw(board, t, -1, 1)
            now = max(now, rows.wash_first[row])
        else:
            if clock.task[t].reload:
                now = max(now, released(board, tasks, count, m + 1))
            now = first_open(board, t, now)
        now += clock.task[t].service
        out[many] = t
        many += 1
        m += 1
    for at in range(many):
        if rows.task[out[at]].wash:
            draw(board, out[at], -1, -1)
        elif rows.task[out[at]].berth:
            hold(board, out, many, at, -1)
    if m < count:
        return -1
    for at in range(many):
        tasks[at] = out[at]
    return int(many)


@lazily_compiled
def _last_start(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """The last start of duty that does not make it end later, were docks and bays always free."""
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    duty = clock.shift[r]
    here = duty.start
    work = int(clock.stop_s[here])
    ready, latest = duty.opens + work, duty.closes
    for m in range(count):
        there = clock.task[tasks[m]].place
        leg = 0
        if leaves(board, here, tasks, m):
            leg = arrival(board, r, here, there, ready, 0) + clock.stop_s[there] - ready
        if duty.suited:
            leg += changing(rows.clock, r, tasks, count, m)
        task = rows.task[tasks[m]]
        ready += leg
        if not task.wash:
            latest = min(latest, task.closes - leg - work)
            ready = max(ready, task.opens)
        ready += task.service
        work += leg + task.service
        here = there
    return int(max(duty.opens, min(latest, ready - work)))


@lazily_compiled
def _free_berth(
    board: Board, r: int, tasks: NDArray[np.int64], count: int, m: int, ready: int
) -> int:
    """The first berth from a second on with a dock for the stop that begins with a position.

    Returns
    -------
    int
        Its row of `Rows.berth_task`; -1 if there is none.
    """
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    place = clock.task[tasks[m]].place
    rooms = rooms_at(rows.clock, r, place)
    stop_s = clock.stop_s[place]
    if clock.shift[r].suited:
        stop_s += changing(rows.clock, r, tasks, count, m)
    for number in range(max(1, rooms[1] - rooms[0])):
        room = room_in(rows.clock, rooms, number)
        begins = max(ready, room[0] + stop_s)
        row = _free_until(board, tasks, count, m, begins, room[1])
        if row >= 0:
            return int(row)
    return -1


@lazily_compiled
def _free_until(
    board: Board, tasks: NDArray[np.int64], count: int, m: int, ready: int, leave_by: int
) -> int:
    """`_free_berth` for a vehicle that has to leave by a second."""
    rows, state = rows_at(board), state_at(board)
    clock = clock_rows_at(rows.clock)
    dock, stop_s = rows.task[tasks[m]].dock, clock.stop_s[clock.task[tasks[m]].place]
    begin, end = rows.berth_begin[dock], rows.berth_begin[dock + 1]
    base = dock * rows.dock_cells
    row = begin + np.searchsorted(rows.berth_second[begin:end], ready)
    while row < end:
        second = rows.berth_second[row]
        opens = first_open(board, tasks[m], second)
        if opens - second >= CELL_S:
            # Whoever waits for an order's window does so without a dock.
            row = begin + np.searchsorted(rows.berth_second[begin:end], opens // CELL_S * CELL_S)
            if row < end and rows.berth_second[row] > second:
                continue
            return -1
        until = work_until(board, tasks, count, m, second)
        if until > leave_by:
            return -1
        first = max(second - stop_s, 0) // CELL_S
        full = -1
        for cell in range(min(end_cell(first, until), rows.dock_cells) - 1, first - 1, -1):
            if state.docked[base + cell] >= rows.dock_limit[base + cell]:
                full = cell
                break
        if full < 0:
            return int(row)
        after = (full + 1) * CELL_S + stop_s
        row = begin + np.searchsorted(rows.berth_second[begin:end], after)
    return -1
