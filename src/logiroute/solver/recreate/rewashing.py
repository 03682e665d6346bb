"""Washes of a route whose rests have been put in: at the stations chosen, but later.

A wash starts with a minute at which a bay is free, and a rest before it makes it miss that one.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.cleaning import first_free, first_open
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_stops import changing
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.state import draw


@lazily_compiled
def wash_anew(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> bool:
    """Choose every wash of ``tasks[:count]`` anew: at its station, as soon as it can be.

    Parameters
    ----------
    r : int
        The shift; the bays that it holds itself have to be given back before.
    tasks, count
        The route with its visits. Its washes are replaced.

    Returns
    -------
    bool
        Whether there is a bay for each of them.
    """
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    here = clock.shift[r].start
    now = clock.shift[r].opens + clock.stop_s[here]
    held = 0
    for m in range(count):
        there = clock.task[tasks[m]].place
        if m == 0 or there != here or clock.task[tasks[m - 1]].reload:
            now += _longest_leg(board, r, here, there) + clock.stop_s[there]
        if clock.shift[r].suited:
            now += changing(rows.clock, r, tasks, count, m)
        task = rows.task[tasks[m]]
        if task.wash:
            row = next_bay(board, there, task.service, now)
            if row < 0:
                break
            tasks[m] = rows.wash_task[row]
            draw(board, tasks[m], -1, 1)
            now = max(now, rows.wash_first[row])
        else:
            now = first_open(board, tasks[m], now)
        now += task.service
        here = there
        held = m + 1
    for m in range(held):
        if rows.task[tasks[m]].wash:
            draw(board, tasks[m], -1, -1)
    return held == count


@lazily_compiled
def next_bay(board: Board, place: int, seconds: int, now: int) -> int:
    """The first wash of a station from a second on that finds a bay; -1 if none does."""
    rows = rows_at(board)
    for group in range(len(rows.wash_place)):
        if rows.wash_place[group] == place and rows.wash_seconds[group] == seconds:
            begin, end = rows.wash_begin[group], rows.wash_begin[group + 1]
            row = first_free(board, begin + np.searchsorted(rows.wash_last[begin:end], now), end)
            return int(row) if row < end else -1
    return -1


@lazily_compiled
def _longest_leg(board: Board, r: int, here: int, there: int) -> int:
    """Seconds of a leg at the worst of the hours at which there is one."""
    clock = clock_rows_at(rows_at(board).clock)
    duty = clock.shift[r]
    longest = -1
    for i in range(duty.part_begin - 1, duty.part_end):
        table = duty.table if i < duty.part_begin else clock.part[i].table
        seconds = int(clock.seconds[table, here, there])
        if seconds != UNREACHABLE:
            longest = max(longest, seconds)
    return FAR if longest < 0 else longest
