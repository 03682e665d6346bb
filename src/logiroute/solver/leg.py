"""Legs whose time depends on when they leave."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logiroute.solver.bounds import MOST_S


class Option(NamedTuple):
    """One way to drive a leg: when it may leave, first to last, and its figures."""

    first: int
    last: int
    seconds: int
    metres: int
    table: int


class Departure(NamedTuple):
    """When a leg leaves, how long it takes, and the row of the table it is driven by."""

    depart: int
    seconds: int
    table: int

    @property
    def arrive(self) -> int:
        """When it arrives."""
        return self.depart + self.seconds


class Leg:
    """A leg between two stops whose time depends on when it leaves.

    Parameters
    ----------
    options : sequence of Option
        At least one.
    before, after : int
        Seconds from the time before it to when it is ready, and from its arrival to the time after.
    """

    def __init__(self, options: Sequence[Option], before: int, after: int) -> None:
        self.options = options
        self._before, self._after = before, after
        #: The last second at which it may be ready.
        self.last = max(option.last for option in options)
        #: Whether its time, or whether it may be driven, depends on when it is ready.
        self.varies = len(options) > 1 or options[0].first > -MOST_S or self.last < MOST_S // 2

    def departure(self, time: int) -> Departure | None:
        """The one that arrives first; of those the first in the options' order."""
        ready = time + self._before
        best: Option | None = None
        arrives = 0
        for option in self.options:
            if ready <= option.last:
                arrival = max(ready, option.first) + option.seconds
                if best is None or arrival < arrives:
                    best, arrives = option, arrival
        if best is None:
            return None
        return Departure(arrives - best.seconds, best.seconds, best.table)

    def earliest(self, time: int) -> int | None:
        """The earliest time after it, or None if it is too late for every option."""
        found = self.departure(time)
        return None if found is None else found.arrive + self._after

    def latest(self, time: int) -> int:
        """The latest time before it from which the time after it can be kept."""
        arrival = time - self._after
        ready = max(
            (
                min(option.last, arrival - option.seconds)
                for option in self.options
                if option.first + option.seconds <= arrival
            ),
            default=-MOST_S,
        )
        return ready - self._before

    def late(self, time: int) -> int:
        """Seconds by which it is ready too late for every option."""
        return time + self._before - self.last

    def turn(self, time: int) -> int:
        """Seconds until another option may be better, or until none is left."""
        ready = time + self._before
        turns = [option.last + 1 for option in self.options]
        turns += [option.first for option in self.options]
        turns += [
            one.first + one.seconds - other.seconds
            for one in self.options
            for other in self.options
        ]
        return min((turn - ready for turn in turns if turn > ready), default=MOST_S)


def preferred(options: Sequence[Option]) -> tuple[Option, ...]:
    """Without those that another is never worse than; of equal arrivals fewer metres come first."""
    kept: list[Option] = []
    for option in sorted(options, key=lambda option: (option.seconds, option.metres)):
        if not any(
            better.first <= option.first
            and option.last <= better.last
            and better.metres <= option.metres
            for better in kept
            if better.seconds == option.seconds
        ) and not any(
            better.first <= option.first and option.last <= better.last
            for better in kept
            if better.seconds < option.seconds
        ):
            kept.append(option)
    return tuple(sorted(kept, key=lambda option: option.metres))


def between(options: Sequence[Option], leave_by: int, arrive: tuple[int, int]) -> Iterator[Option]:
    """Options cut down to a last departure, and to arrivals between bounds, all ends allowed."""
    for option in options:
        first = max(option.first, arrive[0] - option.seconds)
        last = min(option.last, leave_by, arrive[1] - option.seconds)
        if first <= last:
            yield option._replace(first=first, last=last)
