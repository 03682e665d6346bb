"""What the compiled clock reads: everything that takes or bounds time, as arrays.

The same sources as `shifts.clock_of` has. Travel tables are shared with the problem, not copied.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.board import reader
from logiroute.solver.rules import shifts, travel
from logiroute.solver.times import Room, Times, until

#: What the clock reads of a task.
TIMED_TASK = np.dtype(
    [
        ("place", np.int64),
        ("service", np.int64),
        ("span_begin", np.int64),  # when its work may start, in `ClockRows.span`
        ("span_end", np.int64),
        ("pick_up", np.int64),  # the task it may not come too long after, else -1
        ("aboard", np.int64),  # most seconds from the start of that one to its own
        ("release", np.int64),  # when the trip that does it may start
        ("reload", np.int64),  # whether a trip starts with it
        ("dress", np.int64),  # a `suited.Dress`
    ],
    align=True,
)

#: What it reads of a shift.
TIMED_SHIFT = np.dtype(
    [
        ("opens", np.int64),
        ("closes", np.int64),
        ("span", np.int64),  # the row of both in `ClockRows.span`
        ("duty", np.int64),  # longest time on duty
        ("start", np.int64),
        ("end", np.int64),
        ("table", np.int64),  # that holds for all of it
        ("part_begin", np.int64),  # tables of parts of it, in `ClockRows.part`
        ("part_end", np.int64),
        ("rooms", np.int64),  # row of `ClockRows.room_at`, -1 if it may stand everywhere
        ("timed", np.int64),  # whether anything depends on the hour but windows
        ("suited", np.int64),  # whether its crew wears suits, …
        ("suit_on", np.int64),  # … and seconds in which it puts them on, …
        ("suit_off", np.int64),  # … takes them off, …
        ("suit_most", np.int64),  # … and may be in them
    ],
    align=True,
)

#: A table of a part of a shift.
PART = np.dtype([("table", np.int64), ("first", np.int64), ("last", np.int64)], align=True)


class ClockRows(NamedTuple):
    """What bounds and takes time in a problem.

    Attributes
    ----------
    task, shift, part : record arrays
        Of `TIMED_TASK`, `TIMED_SHIFT` and `PART`.
    span : ndarray of int64, shape (n, 2)
        First and last second, of all tasks and shifts; those of a task are disjoint and in order
        of time.
    room : ndarray of int64, shape (n, 2)
        From (inclusive) to (exclusive), in order of time.
    room_at : ndarray of int64, shape (sets, places + 1)
        Per set of rooms and place: where its rooms begin in `room`, and end where those of the
        next place begin. None means that the vehicle may always stand there.
    stop_s : ndarray of int64, shape (places,)
    seconds, metres : ndarray of int32, shape (tables, places, places)
    """

    task: Any
    shift: Any
    part: Any
    span: NDArray[np.int64]
    room: NDArray[np.int64]
    room_at: NDArray[np.int64]
    stop_s: NDArray[np.int64]
    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]

    @property
    def timed(self) -> NDArray[np.bool_]:
        """Per shift: whether a leg, or where the vehicle may stand, depends on the hour."""
        return np.asarray(self.shift["timed"] != 0)

    @property
    def suited(self) -> NDArray[np.bool_]:
        """Per shift: whether its crew changes into suits, which takes time or is limited."""
        return np.asarray(self.shift["suited"] != 0)

    @property
    def several_windows(self) -> NDArray[np.bool_]:
        """Per task: whether a later start of duty may save waiting for it."""
        return np.asarray(self.task["span_end"] - self.task["span_begin"] > 1)

    @property
    def limited(self) -> NDArray[np.bool_]:
        """Per task: whether it may not come too long after its pick-up."""
        return np.asarray(self.task["pick_up"] >= 0)


#: Rows of the clock's board that `ClockRows` takes.
CLOCK_ROWS_END = len(ClockRows._fields)


#: The rows on a clock's board.
clock_rows_at = reader(
    ClockRows,
    0,
    task=(TIMED_TASK, 1),
    shift=(TIMED_SHIFT, 1),
    part=(PART, 1),
    span=(np.int64, 2),
    room=(np.int64, 2),
    room_at=(np.int64, 2),
    seconds=(np.int32, 3),
    metres=(np.int32, 3),
)


def clock_rows_of(problem: Problem) -> ClockRows:
    """Lay out what bounds and takes time in a problem."""
    driving = problem.of(Rule.TRAVEL, travel.Columns)
    times = shifts.times_of(problem, travel.Lists([], []))
    return rows_of_times(times, driving.seconds, driving.metres)


def rows_of_times(times: Times, seconds: NDArray[np.int32], metres: NDArray[np.int32]) -> ClockRows:
    """Lay out what a clock reads; of its travel tables as arrays.

    Parameters
    ----------
    times : Times
    seconds, metres : ndarray of int32, shape (tables, places, places)
    """
    task, spans = _tasks(times)
    room, room_at, rooms_of_shift = _rooms(times.rooms, len(times.stop_s))
    shift, part = _shifts(times, rooms_of_shift)
    shift["span"] = len(spans) + np.arange(len(shift))
    spans += zip(times.opens, times.closes, strict=True)
    return ClockRows(
        task=task,
        shift=shift,
        part=part,
        span=_table(spans),
        room=room,
        room_at=room_at,
        stop_s=np.array(times.stop_s, np.int64),
        seconds=np.require(seconds, np.int32, "C"),
        metres=np.require(metres, np.int32, "C"),
    )


def _table(rows: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(-1, 2)


def _tasks(times: Times) -> tuple[Any, list[tuple[int, int]]]:
    """Tasks, and their spans up to their orders' ``arrive_by``."""
    task = np.zeros(len(times.place), TIMED_TASK)
    task["place"] = times.place
    task["service"] = times.service_s
    task["pick_up"] = times.pick_up
    task["release"] = times.release
    task["reload"] = [kind >= 0 for kind in times.reload_kind]
    if times.dress:
        task["dress"] = times.dress
    spans: list[tuple[int, int]] = []
    for row, (own, latest) in enumerate(zip(times.spans, times.latest, strict=True)):
        task[row]["span_begin"] = len(spans)
        spans += until(own, latest)
        task[row]["span_end"] = len(spans)
        if times.pick_up[row] >= 0:
            task[row]["aboard"] = times.service_s[times.pick_up[row]] + times.aboard_s[row]
    return task, spans


def _rooms(
    of_shift: Sequence[Mapping[int, Sequence[Room]]], places: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Rooms, where those of each place are, and which set of them every shift has."""
    rooms: list[Room] = []
    begins: list[NDArray[np.int64]] = []
    rows: list[int] = []
    known: dict[tuple[tuple[int, tuple[Room, ...]], ...], int] = {(): -1}
    for of_places in of_shift:
        key = tuple((place, tuple(of_places[place])) for place in sorted(of_places))
        if key not in known:
            known[key] = len(begins)
            counts = np.zeros(places + 1, np.int64)
            for place, own in key:
                rooms += own
                counts[place + 1] = len(own)
            begins.append(counts.cumsum() + len(rooms) - counts.sum())
        rows.append(known[key])
    at = np.array(begins, np.int64).reshape(-1, places + 1)
    return _table(rooms), at, rows


def _shifts(times: Times, rooms: list[int]) -> tuple[Any, Any]:
    shift = np.zeros(len(times.opens), TIMED_SHIFT)
    parts = [tuple(part) for own in times.shift_parts for part in own]
    shift["opens"], shift["closes"] = times.opens, times.closes
    shift["duty"] = times.duty_s
    shift["start"], shift["end"] = times.shift_start, times.shift_end
    shift["table"] = times.shift_table
    ends = np.cumsum([len(own) for own in times.shift_parts])
    shift["part_end"] = ends
    shift["part_begin"] = [0, *ends[:-1]] if len(ends) else []
    shift["rooms"] = rooms
    suits = [times.suits_of(row) for row in range(len(times.opens))]
    shift["suited"] = [own.worn for own in suits]
    shift["suit_on"] = [own.on_s for own in suits]
    shift["suit_off"] = [own.off_s for own in suits]
    shift["suit_most"] = [own.most_s for own in suits]
    shift["timed"] = (shift["part_end"] > shift["part_begin"]) | (shift["rooms"] >= 0)
    return shift, np.array(parts, PART)
