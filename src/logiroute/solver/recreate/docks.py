"""Docks that routes take: from when to when each stop has one, and whether its berth is right."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import CELL_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.cleaning import first_open, hold_bays
from logiroute.solver.recreate.clock_links import chain, earliest
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.clock_stops import limits_of, stop_end
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def needs_dock(board: Board, tasks: NDArray[np.int64], count: int) -> bool:
    """Whether a route has work where docks are counted."""
    rows = rows_at(board)
    for at in range(count):
        if rows.task[tasks[at]].dock >= 0:
            return True
    return False


@lazily_compiled
def end_cell(first: int, until: int) -> int:
    """One past the last cell of a dock that is held until a second: one cell at least."""
    return int(max(first + 1, -(-until // CELL_S)))


@lazily_compiled
def work_until(board: Board, tasks: NDArray[np.int64], count: int, m: int, begins: int) -> int:
    """When the work of a stop is done that begins at a second with the task at a position."""
    clock = rows_at(board).clock
    task = clock_rows_at(clock).task
    now = begins
    for at in range(m, stop_end(clock, tasks, count, m)):
        now = first_open(board, tasks[at], now) + task[tasks[at]].service
    return int(now)


@lazily_compiled
def hold(board: Board, tasks: NDArray[np.int64], count: int, m: int, sign: int) -> int:
    """Take the dock for the stop that begins with the berth at a position, or give it back.

    Returns
    -------
    int
        When the work there is done.
    """
    rows, state = rows_at(board), state_at(board)
    clock = clock_rows_at(rows.clock)
    berth = rows.task[tasks[m]]
    until = work_until(board, tasks, count, m, berth.opens)
    first = max(berth.opens - clock.stop_s[clock.task[tasks[m]].place], 0) // CELL_S
    base = berth.dock * rows.dock_cells
    for cell in range(first, min(end_cell(first, until), rows.dock_cells)):
        state.docked[base + cell] += sign
    return int(until)


@lazily_compiled
def hold_docks(board: Board, r: int, sign: int) -> None:
    """Take the docks that a route needs, or give them back."""
    rows, state = rows_at(board), state_at(board)
    if not rows.docking:
        return
    for at in range(state.route[r].full):
        if rows.task[state.full[r, at]].berth:
            hold(board, state.full[r], state.route[r].full, at, sign)


@lazily_compiled
def hold_visits(board: Board, r: int, sign: int) -> None:
    """Take the bays and docks that a route needs, or give them back."""
    hold_bays(board, r, sign)
    hold_docks(board, r, sign)


@lazily_compiled
def berths_well(board: Board, tasks: NDArray[np.int64], count: int) -> bool:
    """Whether every stop where docks are counted begins with a berth, and none is for nothing."""
    rows = rows_at(board)
    m = 0
    while m < count:
        end = stop_end(rows.clock, tasks, count, m)
        first = rows.task[tasks[m]]
        if first.dock >= 0 and (not first.berth or end == m + 1):
            return False
        for at in range(m + 1, end):
            if rows.task[tasks[at]].berth:
                return False
        m = end
    return True


@lazily_compiled
def held_well(board: Board, r: int, tasks: NDArray[np.int64], count: int, start: int) -> bool:
    """Whether no work is put off beyond the time that a dock is held for it.

    That is so only where something must not be aboard for too long afterwards.

    Parameters
    ----------
    r, tasks, count
        A route that `timetable` has just said to fit.
    start : int
        Start of its duty, as said there.
    """
    rows = rows_at(board)
    limits = limits_of(rows.clock, r, tasks, count)
    if limits == 0:
        return True
    chain(rows.clock, r, tasks, count)
    earliest(rows.clock, count, limits, start)
    link = clock_scratch_at(rows.clock).link
    for m in range(count):
        if rows.task[tasks[m]].berth:
            last = stop_end(rows.clock, tasks, count, m) - 1
            until = work_until(board, tasks, count, m, rows.task[tasks[m]].opens)
            if link[last + 1].time + rows.task[tasks[last]].service > until:
                return False
    return True


@lazily_compiled
def take_visits(board: Board, r: int) -> None:
    """Keep the visits just worked out, and the bays and docks they need."""
    state = state_at(board)
    for at in range(state.counts[2]):
        state.full[r, at] = state.washed[at]
    state.route[r].full = state.counts[2]
    hold_visits(board, r, 1)
