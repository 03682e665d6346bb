"""From a route to the chain of its times."""

from collections.abc import Sequence
from typing import NamedTuple

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.chain import Chain
from logiroute.solver.leg import Leg, Option, between, preferred
from logiroute.solver.miss import Miss
from logiroute.solver.suited import Dress, stints
from logiroute.solver.times import ALWAYS, ANY_START, Room, Start, Times, until


class RouteChain(NamedTuple):
    """The chain of a route.

    Attributes
    ----------
    chain : Chain
    legs : dict of int to Leg
        Every leg by its place in the chain, where the shift is timed.
    stints : sequence of (int, int, int)
        Those of its limits that are of time in suits.
    """

    chain: Chain
    legs: dict[int, Leg]
    stints: Sequence[tuple[int, int, int]]


class ChainMaker:
    """Makes the chains of routes.

    Parameters
    ----------
    times : Times
    """

    def __init__(self, times: Times) -> None:
        self._times = times
        fans = list(zip(times.shift_table, map(tuple, times.shift_parts), strict=True))
        #: Per shift, a number that shifts with the same tables share.
        self._fan = [fans.index(fan) for fan in fans]
        self._options: dict[tuple[int, int, int], tuple[Option, ...]] = {}
        self._released = max(times.release, default=-MOST_S) > -MOST_S

    def timed(self, shift: int) -> bool:
        """Whether legs, or where the vehicle may stand, depend on the hour in a shift."""
        return bool(self._times.shift_parts[shift] or self._times.rooms[shift])

    def options(self, shift: int, here: int, there: int) -> tuple[Option, ...]:
        """All ways to drive a leg in a shift; none if there is no path at any hour."""
        key = self._fan[shift], here, there
        found = self._options.get(key)
        if found is None:
            found = self._options[key] = preferred(self._ways(shift, here, there))
        return found

    def options_between(
        self, shift: int, here: int, there: int, left: Room, entered: Room
    ) -> tuple[Option, ...]:
        """Those ways that leave one room in time and arrive in another.

        A way that is worse otherwise may be the one that fits: nobody may wait on the road.
        """
        if (left, entered) == (ALWAYS, ALWAYS):
            return self.options(shift, here, there)
        arrive = entered[0], entered[1] - 1
        return preferred([*between(self._ways(shift, here, there), left[1], arrive)])

    def _ways(self, shift: int, here: int, there: int) -> list[Option]:
        t = self._times
        whole = t.shift_table[shift]
        parts = [*t.shift_parts[shift], (whole, -MOST_S, MOST_S)]
        return [
            Option(first, last - seconds, seconds, t.metres[table][here][there], table)
            for table, first, last in parts
            if (seconds := t.seconds[table][here][there]) != UNREACHABLE and first + seconds <= last
        ]

    def make(self, shift: int, tasks: Sequence[int], rooms: Sequence[Room]) -> RouteChain | Miss:
        """The chain of a route.

        Parameters
        ----------
        shift : int
        tasks : sequence of int
        rooms : sequence of Room
            Per task, when the vehicle may stand at its place; empty where it always may.

        Returns
        -------
        RouteChain or Miss
            The rule missed, if no times could do.
        """
        t = self._times
        starts = t.trip_starts(tasks) if self._released else [ANY_START] * (len(tasks) + 1)
        at = _Growing(self, t, shift)
        changing = t.changing(shift, tasks)
        miss = at.start(starts[0])
        for k, task in enumerate(tasks):
            if miss is None and t.leg_before(tasks, k):
                there = t.place[task]
                after = t.stop_s[there] + changing[k]
                miss = at.drive(there, after, rooms[k] if rooms else ALWAYS, task)
            elif miss is None:
                miss = at.change(changing[k], task)
            miss = miss or at.work(task, starts[k + 1])
            if miss is not None:
                return miss
        if tasks:
            miss = at.drive(t.shift_end[shift], changing[-1], ALWAYS, tasks[-1])
            if miss is not None:
                return miss
        return at.done(tasks)


class _Growing:
    """A chain to which legs and tasks are added in turn."""

    def __init__(self, maker: ChainMaker, times: Times, shift: int) -> None:
        self._maker, self._times, self._shift = maker, times, shift
        self._duty = ((times.opens[shift], times.closes[shift]),)
        self._gaps: list[int] = []
        self._spans: list[Sequence[tuple[int, int]]] = []
        self._limits: list[tuple[int, int, int]] = []
        self._legs: dict[int, Leg] = {}
        self._position: dict[int, int] = {}
        self._room = ALWAYS
        self._docked = False
        self.place = times.shift_start[shift]
        #: Least time from the last time of the chain to the one that comes next.
        self._gap = times.stop_s[self.place]

    def start(self, trip: Start) -> Miss | None:
        """Start the duty, and with it the first trip."""
        spans = _after(trip, self._duty)
        if isinstance(spans, Miss):
            return spans
        self._spans.append(spans)
        return None

    def drive(self, there: int, after: int, room: Room, task: int) -> Miss | None:
        """Go on to another place, to stand there in its room; ``after`` seconds work may start."""
        t, shift = self._times, self._shift
        before, here = self._gap, self.place
        if self._maker.timed(shift):
            options = self._maker.options_between(shift, here, there, self._room, room)
            if not options:
                if self._maker.options(shift, here, there):
                    return Miss(Rule.ACCESS, task=task, why="zone_stop")
                return Miss(Rule.TRAVEL, task=task, why="unreachable")
            self._legs[len(self._gaps)] = Leg(options, before, after)
            seconds = min(option.seconds for option in options)
        else:
            seconds = t.seconds[t.shift_table[shift]][here][there]
            if seconds == UNREACHABLE:
                return Miss(Rule.TRAVEL, task=task, why="unreachable")
        self._gap = before + seconds + after
        self.place, self._room = there, room
        self._docked = bool(t.dress) and t.dress[task] == Dress.BERTH
        return None

    def change(self, seconds: int, task: int) -> Miss | None:
        """Put suits on, or take them off, between two tasks of a stop.

        Nobody holds a dock meanwhile.
        """
        if seconds and self._docked:
            return Miss(Rule.SLOTS, task=task, why="no_dock")
        self._gap += seconds
        return None

    def work(self, task: int, trip: Start) -> Miss | None:
        """Do a task at the place it is at, a reload as the start of a trip."""
        t = self._times
        spans = self._open(task)
        if not isinstance(spans, Miss):
            spans = _after(trip, spans)
        if isinstance(spans, Miss):
            return spans
        self._gaps.append(self._gap)
        self._spans.append(spans)
        k = len(self._gaps)
        first = t.pick_up[task]
        if first >= 0 and first in self._position:
            begun, most = self._position[first], t.service_s[first] + t.aboard_s[task]
            late = sum(self._gaps[begun:]) - most
            if late > 0:
                return Miss(Rule.PAIRING, late, "s", task, "too_long_aboard")
            self._limits.append((begun, k, most))
        self._position[task] = k
        self._gap = t.service_s[task]
        return None

    def _open(self, task: int) -> Sequence[tuple[int, int]] | Miss:
        """When a task may start and be done before its order's limit and the end of the room."""
        t = self._times
        latest, ends = t.latest[task], self._room[1]
        spans = until(t.spans[task], latest)
        if latest != -1 and not spans:
            late = t.spans[task][0][0] - latest if t.spans[task] else 0
            return Miss(Rule.PAIRING, late, "s", task, "arrive_by")
        if ends < MOST_S and spans:
            most = ends - t.service_s[task]
            late = spans[0][0] - most
            if late > 0:
                return Miss(Rule.ACCESS, late, "s", task, "zone_begins")
            spans = [(opens, min(closes, most)) for opens, closes in spans if opens <= most]
        return spans

    def done(self, tasks: Sequence[int]) -> RouteChain | Miss:
        """The chain, with the end of duty."""
        driven = len(self._gaps) > 0
        most = self._times.duty_s[self._shift]
        if driven and most < MOST_S:
            # Without this a duty that is a second too long would be pushed second by second.
            late = sum(self._gaps) + self._gap - most
            if late > 0:
                return Miss(Rule.SHIFTS, late, "s", tasks[-1], "too_long_on_duty")
            self._limits.append((0, len(self._gaps) + 1, most))
        in_suits = self._stints(tasks)
        if isinstance(in_suits, Miss):
            return in_suits
        self._limits += in_suits
        varying = {k: leg for k, leg in self._legs.items() if leg.varies}
        chain = Chain(
            [*self._gaps, self._gap if driven else 0],
            [*self._spans, self._duty],
            self._limits,
            varying,
        )
        return RouteChain(chain, self._legs, in_suits)

    def _stints(self, tasks: Sequence[int]) -> list[tuple[int, int, int]] | Miss:
        """Limits of time in suits."""
        most = self._times.suits_of(self._shift).most_s
        if most == MOST_S:
            return []
        gaps = [*self._gaps, self._gap]
        found = []
        for begun, over in stints(self._times.dress, tasks):
            late = sum(gaps[begun + 1 : over + 1]) - most
            if late > 0:
                return Miss(Rule.SUITS, late, "s", tasks[begun], "too_long_in_suits")
            found.append((begun + 1, over + 1, most))
        return found


def _after(trip: Start, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]] | Miss:
    """Spans from the start of a trip on."""
    first = trip.not_before
    if not spans or first <= spans[0][0]:
        return spans
    late = first - spans[-1][1]
    if late > 0:
        return Miss(Rule.TRIPS, late, "s", trip.task, "not_there")
    return [(max(opens, first), closes) for opens, closes in spans if first <= closes]
