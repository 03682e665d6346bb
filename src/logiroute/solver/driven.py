"""How long drivers have driven on a route: since the last rest, of that at night, and in all."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.times import Times, Timetable


class Limits(NamedTuple):
    """What the drivers of a shift may drive; `MOST_S` where there is no limit.

    Attributes
    ----------
    drive_s, night_s : int
        Most seconds since the last rest, and of these at night.
    rest_s : int
        How long a rest takes at least.
    in_all_s : int
        Most seconds in the shift.
    washes : bool
        Whether a wash of that length is a rest too.
    """

    drive_s: int = MOST_S
    night_s: int = MOST_S
    rest_s: int = 0
    in_all_s: int = MOST_S
    washes: bool = False

    @property
    def stretch_s(self) -> int:
        """So much driving needs no rest, whenever it is."""
        return min(self.drive_s, self.night_s)

    @property
    def least_s(self) -> int:
        """So much driving is legal whatever else a route does."""
        return min(self.stretch_s, self.in_all_s)


class Driven:
    """Counts driving from the start of duty on.

    Parameters
    ----------
    limits : Limits
    nights : sequence of (int, int)
        Hours of the night, from (inclusive) to (exclusive).
    """

    def __init__(self, limits: Limits, nights: Sequence[tuple[int, int]]) -> None:
        self._limits, self._nights = limits, nights
        self._since = self._by_night = self._in_all = 0

    def rest(self) -> None:
        """Begin anew what counts since the last rest."""
        self._since = self._by_night = 0

    def drive(self, begins: int, ends: int) -> tuple[int, str] | None:
        """Drive a leg; say by how much a limit is passed, and which."""
        self._since += ends - begins
        self._in_all += ends - begins
        self._by_night += sum(
            max(0, min(ends, until) - max(begins, start)) for start, until in self._nights
        )
        limits = self._limits
        for over, which in (
            (self._since - limits.drive_s, "no_rest"),
            (self._by_night - limits.night_s, "no_rest_at_night"),
            (self._in_all - limits.in_all_s, "drives_too_long"),
        ):
            if over > 0:
                return over, which
        return None


def drives(
    times: Times, shift: int, tasks: Sequence[int], timetable: Timetable
) -> Iterator[tuple[int, int]]:
    """Departure and arrival of every leg of a route, in order."""
    if timetable.legs:
        yield from ((leg.depart, leg.arrive) for leg in timetable.legs)
        return
    if not tasks:
        return
    table = times.seconds[times.shift_table[shift]]
    here = times.shift_start[shift]
    done = timetable.duty_start + times.stop_s[here]
    for position, (task, start) in enumerate(zip(tasks, timetable.starts, strict=True)):
        there = times.place[task]
        if times.leg_before(tasks, position):
            yield done, done + table[here][there]
        here, done = there, start + times.service_s[task]
    yield done, done + table[here][times.shift_end[shift]]
