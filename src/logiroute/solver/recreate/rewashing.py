"""Washes of a route whose rests have been put in: at the stations chosen, but later.

A wash starts with a minute at which a bay is free, and a rest before it makes it miss that one.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.arriving import arrival, leaves, released
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
    now = max(clock.shift[r].opens, released(board, tasks, count, 0)) + clock.stop_s[here]
    held = 0
    for m in range(count):
        there = clock.task[tasks[m]].place
        if leaves(board, here, tasks, m):
            stop_s = clock.stop_s[there]
            now = arrival(board, r, here, there, now, stop_s + clock.task[tasks[m]].service)
            if now >= FAR:
                break
            now += stop_s
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
            if clock.task[tasks[m]].reload:
                now = max(now, released(board, tasks, count, m + 1))
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
