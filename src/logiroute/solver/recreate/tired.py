"""Whether the drivers of a route drive too long: since the last rest, by night, or in all."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_links import chain, earliest
from logiroute.solver.recreate.clock_pieces import MORE
from logiroute.solver.recreate.clock_rows import clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at
from logiroute.solver.recreate.clock_stops import limits_of
from logiroute.solver.recreate.clock_ways import way_taken
from logiroute.solver.recreate.layout import FAR, rows_at
from logiroute.solver.recreate.state import state_at

#: Nobody drives too long.
FINE = -1


@lazily_compiled
def tired(
    board: Board, r: int, tasks: NDArray[np.int64], count: int, start: int
) -> tuple[int, bool]:
    """The first leg of a route that is driven when a driver should not.

    Parameters
    ----------
    r, tasks, count
        A route that `timetable` has just said to fit.
    start : int
        Start of its duty, as said there.

    Returns
    -------
    (int, bool)
        The number of the leg, 0 for that to the first task, and whether it is the night that makes
        it too long; `FINE` if there is none, `FAR` if what is driven in all is too long.
    """
    rows = rows_at(board)
    clock = clock_rows_at(rows.clock)
    kind = rows.kind[state_at(board).route[r].kind]
    link, way = clock_scratch_at(rows.clock).link, clock_scratch_at(rows.clock).way
    chain(rows.clock, r, tasks, count)
    earliest(rows.clock, count, limits_of(rows.clock, r, tasks, count), start)
    since = by_night = in_all = 0
    here = clock.shift[r].start
    for m in range(count + 1):
        there = clock.task[tasks[m]].place if m < count else clock.shift[r].end
        stays = 0 < m < count and there == here and not clock.task[tasks[m - 1]].reload
        if not stays:
            own = link[m]
            if own.way_begin < own.way_end:
                best, arrives = way_taken(way, own.way_begin, own.way_end, own.time + own.gap)
                seconds = way[best, MORE]
            else:
                seconds = int(clock.seconds[clock.shift[r].table, here, there])
                arrives = own.time + own.gap
            since += seconds
            in_all += seconds
            for row in range(kind.night_begin, kind.night_end):
                begins, ends = max(arrives - seconds, rows.night[row, 0]), rows.night[row, 1]
                by_night += max(0, min(arrives, ends) - begins)
        here = there
        if in_all > kind.in_all:
            return FAR, False
        if since > kind.drive:
            return m, False
        if by_night > kind.night:
            return m, True
        if m < count:
            task = rows.task[tasks[m]]
            if (task.rest or (task.wash and kind.washes)) and task.service >= kind.rest:
                since = by_night = 0
    return FINE, False


@lazily_compiled
def rests_well(board: Board, tasks: NDArray[np.int64], count: int) -> bool:
    """Whether nobody is aboard during rests at places where nobody may be."""
    rows = rows_at(board)
    aboard = 0
    for m in range(count):
        task = rows.task[tasks[m]]
        if task.rest and aboard > 0 and not task.rest_aboard:
            return False
        aboard += task.boards
    return True
