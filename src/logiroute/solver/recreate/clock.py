"""The timetable of a route, compiled: the same verdict, duty and metres as `schedule.Clock`.

Most routes are settled by the pieces of `clock_spread`. Only for metres where legs depend on the
hour, and for time limits aboard, are the times of a route worked out one by one; and only where
such limits lengthen a route through places with several rooms are choices of rooms tried in turn.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board, Holder
from logiroute.solver.recreate.clock_pieces import LEAST, MORE, NEVER, UPTO, add, shortest
from logiroute.solver.recreate.clock_rooms import earliest_home, may_choose, settle, settle_in_any
from logiroute.solver.recreate.clock_rows import ClockRows, clock_rows_at
from logiroute.solver.recreate.clock_scratch import clock_scratch_at, clock_scratch_of
from logiroute.solver.recreate.clock_spread import FULL, spread
from logiroute.solver.recreate.clock_stops import (
    drives_alike,
    limits_of,
    metres_by_table,
    open_trips,
)


class CompiledClock:
    """Works out timetables of routes in compiled code.

    Parameters
    ----------
    rows : ClockRows
    longest : int, optional
        Most tasks of a route; all there are, if not given.

    Attributes
    ----------
    rows : ClockRows
    board : Board
        What the compiled functions read and write; good for as long as the clock lives, and for
        one thread at a time.
    """

    def __init__(self, rows: ClockRows, longest: int | None = None) -> None:
        self.rows = rows
        self._longest = len(rows.task) if longest is None else longest
        scratch = clock_scratch_of(rows, self._longest)
        self._holder = Holder((*rows, *scratch))
        self.board = self._holder.board

    def _route(self, tasks: Sequence[int]) -> NDArray[np.int64]:
        """A route for compiled code, which would write beyond its arrays if it were too long."""
        if len(tasks) > self._longest:
            raise ValueError(f"a route of {len(tasks)} tasks; there is room for {self._longest}")
        return np.array(tasks, np.int64)

    def timetable(self, shift: int, tasks: Sequence[int]) -> tuple[int, int, int] | None:
        """Start and end of duty, and metres, or None; see `timetable`.

        Raises
        ------
        ValueError
            There is no room for so many tasks.
        """
        route = self._route(tasks)
        fits, start, end, metres = timetable(self.board, shift, route, len(route))
        return (start, end, metres) if fits else None

    def home_at(self, shift: int, tasks: Sequence[int]) -> int | None:
        """The earliest end of duty, or None; see `home_at`. Raises as `timetable`."""
        route = self._route(tasks)
        end = home_at(self.board, shift, route, len(route))
        return None if end == NEVER else end


@lazily_compiled
def timetable(
    clock: Board, shift: int, tasks: NDArray[np.int64], count: int
) -> tuple[bool, int, int, int]:
    """The shortest duty with which a route can be driven, of those the one that ends first.

    Parameters
    ----------
    clock : Board
        Of a `CompiledClock`.
    shift : int
    tasks, count
        The route is ``tasks[:count]``.

    Returns
    -------
    (bool, int, int, int)
        Whether there is any, start and end of duty, metres. A route without tasks is not driven.
    """
    duty = clock_rows_at(clock).shift[shift]
    if count == 0:
        return True, duty.opens, duty.opens, 0
    pieces, many = _home(clock, shift, tasks, count, duty.closes)
    if many == 0:
        return False, duty.opens, duty.opens, 0
    length, start = shortest(pieces[0], many, duty.opens - 1)
    if length > duty.duty:
        return False, duty.opens, duty.opens, 0
    limits = limits_of(clock, shift, tasks, count)
    if limits == 0 and (not duty.timed or drives_alike(clock, shift, tasks, count)):
        return True, start, start + length, metres_by_table(clock, shift, tasks, count)
    if may_choose(clock, shift, tasks, count):
        own = settle_in_any(clock, shift, tasks, count, limits, pieces[0], many)
    else:
        own = settle(clock, shift, tasks, count, limits, pieces[0], many, NEVER, NEVER)
    length, start, metres = own
    return start < NEVER and length <= duty.duty, start, start + length, metres


@lazily_compiled
def home_at(clock: Board, shift: int, tasks: NDArray[np.int64], count: int) -> int:
    """The earliest end of duty of a route, `NEVER` if it cannot be driven in time.

    Parameters
    ----------
    clock, shift, tasks, count
        As for `timetable`.
    """
    duty = clock_rows_at(clock).shift[shift]
    if count == 0:
        return int(duty.opens)
    pieces, many = _home(clock, shift, tasks, count, duty.opens)
    if many == 0:
        return NEVER
    limits = limits_of(clock, shift, tasks, count)
    if limits:
        return earliest_home(clock, shift, tasks, count, limits)
    return int(max(duty.opens + pieces[0, 0, MORE], pieces[0, 0, LEAST]))


@lazily_compiled
def _home(
    clock: Board, shift: int, tasks: NDArray[np.int64], count: int, last: int
) -> tuple[NDArray[np.int64], int]:
    """When a route can be home, for starts up to ``last``: pieces, and how many there are."""
    rows, pieces = clock_rows_at(clock), clock_scratch_at(clock).pieces
    duty = rows.shift[shift]
    # Who starts before the goods are there waits for them, and so has a longer duty than need be.
    opens = max(duty.opens, open_trips(clock, tasks, count))
    if last < duty.opens:
        return pieces, 0
    while True:
        pieces[0, 0, UPTO], pieces[0, 0, MORE], pieces[0, 0, LEAST] = last, 0, opens
        add(pieces[0], 0, 1, rows.stop_s[duty.start])
        many = spread(clock, shift, tasks, count, 0, MOST_S, pieces, 1)
        if many != FULL:
            return pieces, many
        pieces = np.empty((3, 2 * pieces.shape[1], 3), np.int64)
