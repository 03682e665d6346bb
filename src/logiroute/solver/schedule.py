"""The timetable of a route: earliest and latest times under windows, zones and time limits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.chain import Late
from logiroute.solver.leg import Departure, Leg
from logiroute.solver.miss import Miss
from logiroute.solver.route_chain import ChainMaker, RouteChain
from logiroute.solver.times import ALWAYS, Room, Times, Timetable


class Clock:
    """Works out timetables of routes.

    Parameters
    ----------
    times : Times
    """

    def __init__(self, times: Times) -> None:
        #: What it reads.
        self.times = times
        self._maker = ChainMaker(times)

    def timed(self, shift: int) -> bool:
        """Whether legs, or where the vehicle may stand, depend on the hour in a shift."""
        return self._maker.timed(shift)

    def timetable(self, shift: int, tasks: Sequence[int]) -> Timetable | Miss:
        """The timetable with the shortest duty; of those the one that ends first.

        Duty starts as late as delays nothing, tasks as early as that allows.

        Returns
        -------
        Timetable or Miss
            The rule missed and by how many seconds, if there is no timetable.
        """
        best: Timetable | None = None
        nearest: Miss | None = None
        for rooms in self._choices(shift, tasks):
            found = self._in_rooms(shift, tasks, rooms)
            if isinstance(found, Miss):
                if nearest is None or (found.unit, -found.amount) > (nearest.unit, -nearest.amount):
                    nearest = found
            elif best is None or _length(found) < _length(best):
                best = found
        if best is not None:
            return best
        if nearest is None:  # pragma: no cover - there is always a choice
            raise RuntimeError("no choice of hours was tried")
        return nearest

    def _choices(self, shift: int, tasks: Sequence[int]) -> Iterator[tuple[Room, ...]]:
        """Every way to choose, task by task, when to stand at its place.

        Tasks of one stop share the choice, and no stop has an earlier one than a stop before it.
        """
        rooms, place = self.times.rooms[shift], self.times.place
        if not any(place[task] in rooms for task in tasks):
            yield ()
            return

        def choose(chosen: tuple[Room, ...], not_before: int) -> Iterator[tuple[Room, ...]]:
            k = len(chosen)
            if k == len(tasks):
                yield chosen
                return
            if not self.times.leg_before(tasks, k):
                yield from choose((*chosen, chosen[-1]), not_before)
                return
            known = rooms.get(place[tasks[k]], (ALWAYS,))
            # Where all are over, the last one says by how much it is too late.
            for room in [room for room in known if room[1] > not_before] or known[-1:]:
                yield from choose((*chosen, room), max(not_before, room[0]))

        yield from choose((), -MOST_S)

    def _in_rooms(
        self, shift: int, tasks: Sequence[int], rooms: Sequence[Room]
    ) -> Timetable | Miss:
        made = self._maker.make(shift, tasks, rooms)
        if isinstance(made, Miss):
            return made
        first = made.chain.earliest(self.times.opens[shift])
        if isinstance(first, Late):
            return self._miss(shift, tasks, rooms, made, first)
        best = made.chain.shortest(first)
        legs = (leg.departure(best[k]) for k, leg in made.legs.items())
        return Timetable(
            best[0], best[-1], tuple(best[1:-1]), tuple(leg for leg in legs if leg is not None)
        )

    def _miss(
        self, shift: int, tasks: Sequence[int], rooms: Sequence[Room], made: RouteChain, at: Late
    ) -> Miss:
        k, late = at.position, at.seconds
        task = tasks[min(k, len(tasks)) - 1] if tasks else -1
        if at.limit is not None:
            return self._over(shift, tasks, rooms, made, at.limit)
        if at.leg:
            return self._too_late_to_drive(shift, tasks, rooms, made.legs[k - 1], at)
        if k == 0 or k > len(tasks):
            return Miss(Rule.SHIFTS, late, "s", tasks[-1] if tasks else -1, "late_home")
        closes = made.chain.spans[k][-1:]
        if rooms and closes and rooms[k - 1][1] - self.times.service_s[task] == closes[0][1]:
            return Miss(Rule.ACCESS, late, "s", task, "zone_begins")
        bound = self.times.latest[task]
        spans = self.times.spans[task]
        if bound != -1 and bound < spans[-1][1]:
            return Miss(Rule.PAIRING, late, "s", task, "arrive_by")
        return Miss(Rule.WINDOWS, late, "s", task, "late")

    def _over(
        self,
        shift: int,
        tasks: Sequence[int],
        rooms: Sequence[Room],
        made: RouteChain,
        limit: tuple[int, int, int],
    ) -> Miss:
        """A limit between two times of a route that cannot be kept, if it is to blame."""
        over = made.chain.over(limit, self.times.opens[shift])
        if isinstance(over, Late):
            others = [one for one in made.chain.limits if one != limit]
            without = made._replace(chain=replace(made.chain, limits=others))
            return self._miss(shift, tasks, rooms, without, over)
        begun, ended, _ = limit
        if begun == 0:
            return Miss(Rule.SHIFTS, over, "s", tasks[-1], "too_long_on_duty")
        if limit in made.stints:
            return Miss(Rule.SUITS, over, "s", tasks[begun - 1], "too_long_in_suits")
        return Miss(Rule.PAIRING, over, "s", tasks[ended - 1], "too_long_aboard")

    def _too_late_to_drive(
        self, shift: int, tasks: Sequence[int], rooms: Sequence[Room], leg: Leg, at: Late
    ) -> Miss:
        """A leg that is ready after its last legal departure: because of the way, or of a stop."""
        t, k = self.times, at.position
        halts = (t.shift_start[shift], *(t.place[task] for task in tasks), t.shift_end[shift])
        options = self._maker.options(shift, halts[k - 1], halts[k])
        if leg.last + at.seconds > max(option.last for option in options):
            task = tasks[min(k, len(tasks)) - 1]
            return Miss(Rule.TRAVEL, at.seconds, "s", task, "way_closes")
        to_a_zone = k <= len(tasks) and rooms[k - 1][1] < MOST_S
        return Miss(
            Rule.ACCESS, at.seconds, "s", tasks[k - 1 if to_a_zone else k - 2], "zone_begins"
        )

    def hurried(self, shift: int, tasks: Sequence[int]) -> Timetable:
        """Times of a route that may break rules: as early as travel and opening allow.

        Windows that have closed, zones, limits and the end of the shift are ignored, so that a
        plan can be written out and judged; legs without a path take `UNREACHABLE` seconds.
        """
        t = self.times
        here = t.shift_start[shift]
        trips = t.trip_starts(tasks)
        begin = max(t.opens[shift], trips[0].not_before)
        time = begin + t.stop_s[here]
        starts: list[int] = []
        legs: list[Departure] = []
        changing = t.changing(shift, tasks)
        for k, task in enumerate(tasks):
            there = t.place[task]
            if t.leg_before(tasks, k):
                legs.append(self._hurry(shift, here, there, time))
                time = legs[-1].arrive + t.stop_s[there]
            time += changing[k]
            time = max(time, trips[k + 1].not_before)
            time = max(time, next((a for a, b in t.spans[task] if time <= b), time))
            starts.append(time)
            time += t.service_s[task]
            here = there
        end = begin
        if tasks:
            legs.append(self._hurry(shift, here, t.shift_end[shift], time))
            end = legs[-1].arrive + changing[-1]
        kept = tuple(legs) if self.timed(shift) else ()
        return Timetable(begin, end, tuple(starts), kept)

    def _hurry(self, shift: int, here: int, there: int, ready: int) -> Departure:
        options = self._maker.options(shift, here, there)
        found = Leg(options, 0, 0).departure(ready) if options else None
        return found or Departure(ready, UNREACHABLE, self.times.shift_table[shift])


def _length(timetable: Timetable) -> tuple[int, int]:
    """Orders timetables: the shortest duty first, then the one that ends first."""
    return timetable.duty_end - timetable.duty_start, timetable.duty_end
