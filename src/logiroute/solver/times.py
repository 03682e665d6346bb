"""What a clock reads of a problem, and the timetable it makes of a route."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.leg import Departure
from logiroute.solver.slices import Part
from logiroute.solver.stops import leg_before, trips_of
from logiroute.solver.suited import NO_SUITS, Suits, changing_s

#: When a vehicle may stand somewhere, from (inclusive) to (exclusive).
Room = tuple[int, int]

#: At any time.
ALWAYS: Room = (-MOST_S, MOST_S)


def until(spans: Sequence[tuple[int, int]], latest: int) -> list[tuple[int, int]]:
    """What is left of disjoint spans, in order of time, up to a second; -1 takes nothing away."""
    if latest == -1:
        return list(spans)
    return [(opens, min(closes, latest)) for opens, closes in spans if opens <= latest]


class Start(NamedTuple):
    """When a trip may start, and the task whose goods are there last."""

    not_before: int
    task: int


#: Of a trip that may start at any time, and where none starts.
ANY_START = Start(-MOST_S, -1)


class Times(NamedTuple):
    """What a clock reads, as plain integers.

    Attributes
    ----------
    seconds, metres : sequence of sequence of sequence of int
        ``[table][from place][to place]``.
    service_s, stop_s : sequence of int
        Per task and per place.
    spans : sequence
        Per task, disjoint closed spans in which its work may start.
    latest : sequence of int
        Per task, latest start by its order's ``arrive_by``; -1 where there is none.
    pick_up : sequence of int
        Per task: the task that has to be done before, for set-downs with a time limit; else -1.
    aboard_s : sequence of int
        Per task: longest time from the end of that pick-up to this start.
    place, reload_kind, release : sequence of int
        Per task: where it is, which kind of reload it is (-1 for none), and from when on its trip
        may start.
    shift_table, shift_start, shift_end, opens, closes : sequence of int
        Per shift: table, start and end place, first and last second.
    duty_s : sequence of int
        Per shift: longest time on duty; `MOST_S` where there is no limit.
    shift_parts : sequence of sequence of Part
        Per shift, tables that hold for a part of it.
    rooms : sequence of mapping
        Per shift: place → spans, from (inclusive) to (exclusive), in which the vehicle may stand
        there, if not all the time.
    suits : sequence of Suits
        Per shift; empty where nobody wears any.
    dress : sequence of int
        Per task, a `suited.Dress`, where anybody wears suits.
    """

    seconds: Sequence[Sequence[Sequence[int]]]
    metres: Sequence[Sequence[Sequence[int]]]
    service_s: Sequence[int]
    stop_s: Sequence[int]
    spans: Sequence[Sequence[tuple[int, int]]]
    latest: Sequence[int]
    pick_up: Sequence[int]
    aboard_s: Sequence[int]
    place: Sequence[int]
    reload_kind: Sequence[int]
    release: Sequence[int]
    shift_table: Sequence[int]
    shift_start: Sequence[int]
    shift_end: Sequence[int]
    opens: Sequence[int]
    closes: Sequence[int]
    duty_s: Sequence[int]
    shift_parts: Sequence[Sequence[Part]]
    rooms: Sequence[Mapping[int, Sequence[Room]]]
    suits: Sequence[Suits] = ()
    dress: Sequence[int] = ()

    def suits_of(self, shift: int) -> Suits:
        """What the crew of a shift is held to."""
        return self.suits[shift] if self.suits else NO_SUITS

    def changing(self, shift: int, tasks: Sequence[int]) -> list[int]:
        """Seconds of changing before each task of a route, and at the end of duty."""
        suits = self.suits_of(shift)
        if not suits.worn:
            return [0] * (len(tasks) + 1)
        return [changing_s(suits, self.dress, tasks, k) for k in range(len(tasks) + 1)]

    def leg_before(self, tasks: Sequence[int], position: int) -> bool:
        """Whether a leg leads to a task of a route; see `stops.leg_before`."""
        return leg_before(self.place, self.reload_kind, tasks, position)

    def trip_starts(self, tasks: Sequence[int]) -> list[Start]:
        """The start of the trip that starts with each task, before them that of the first trip."""
        starts = [ANY_START] * (len(tasks) + 1)
        for number, (begin, end) in enumerate(trips_of(self.reload_kind, tasks)):
            of_tasks = (Start(self.release[task], task) for task in tasks[begin:end])
            last = max(of_tasks, key=lambda start: start.not_before, default=ANY_START)
            starts[begin + 1 if number else 0] = last
        return starts


class Timetable(NamedTuple):
    """When a route runs.

    Attributes
    ----------
    duty_start, duty_end : int
        Seconds; the vehicle drives off ``stop_s`` of its start place after ``duty_start``.
    starts : tuple of int
        When the work of each task starts.
    legs : tuple of Departure
        How each leg is driven, the way home last. Empty where every leg leaves as soon as the work
        before it is done, by the table of the whole shift.
    """

    duty_start: int
    duty_end: int
    starts: tuple[int, ...]
    legs: tuple[Departure, ...] = ()
