"""The times of one route as a chain, and its least and greatest solutions.

All constraints but those of legs are differences of two times or unary spans. A leg with several
options asks that the time after it is not before its earliest arrival, which never falls when it is
ready later. Such systems have a least and a greatest solution, and both are found by raising
(lowering) every time until nothing moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from logiroute.solver.leg import Leg


class Late(NamedTuple):
    """Where a route cannot go on.

    Attributes
    ----------
    position : int
        In the chain.
    seconds : int
        By how much it is too late.
    leg : bool
        Whether it is the leg before the position that is ready too late.
    limit : (int, int, int) or None
        The limit of the chain that made it so late, the last one that did.
    """

    position: int
    seconds: int
    leg: bool = False
    limit: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Chain:
    """One route as times ``x[0]`` (start of duty), tasks, ``x[-1]`` (end of duty).

    ``gaps[k]`` separates ``x[k]`` and ``x[k + 1]`` at least; where ``legs`` knows ``k``, the leg
    says more. ``limits`` are ``(i, j, most)`` with ``x[j] - x[i] <= most``.
    """

    gaps: list[int]
    spans: list[Sequence[tuple[int, int]]]
    limits: list[tuple[int, int, int]]
    legs: Mapping[int, Leg]

    def earliest(self, not_before: int) -> list[int] | Late:
        """The least solution from a start on, or where there is none."""
        least = [not_before] * len(self.spans)
        legs = self.legs
        pushed: tuple[int, int, int] | None = None
        while True:
            time = not_before
            for k, spans in enumerate(self.spans):
                if k:
                    if k - 1 in legs:
                        after = legs[k - 1].earliest(time)
                        if after is None:
                            late = legs[k - 1].late(time)
                            return Late(k, late, leg=True, limit=pushed)
                        time = after
                    else:
                        time += self.gaps[k - 1]
                time = max(time, least[k])
                for opens, closes in spans:
                    if time <= closes:
                        time = max(time, opens)
                        break
                else:
                    late = time - spans[-1][1] if spans else 0
                    return Late(k, late, limit=pushed)
                least[k] = time
            moved = False
            for i, j, most in self.limits:
                if least[j] - least[i] > most:
                    least[i] = least[j] - most
                    moved, pushed = True, (i, j, most)
            if not moved:
                return least

    def over(self, limit: tuple[int, int, int], not_before: int) -> int | Late:
        """By how much a limit is too tight, or where the route is too late without it as well.

        Parameters
        ----------
        limit : (int, int, int)
            One of the chain's, which has no solution with it.
        not_before : int
            The earliest start.
        """
        others = [one for one in self.limits if one != limit]
        free = replace(self, limits=others)
        least = free.earliest(not_before)
        if isinstance(least, Late):
            return least
        i, j, most = limit
        greatest = free.latest(self.spans[-1][-1][1])
        low = max(sum(self.gaps[i:j]), least[j] - greatest[i], most + 1)
        high = max(least[j] - least[i], low)
        # Holes in windows, and ways of some hours, may leave no solution at the bound.
        middle = low
        while low < high:
            if self._is_enough(others, (i, j, middle), not_before):
                high = middle
            else:
                low = middle + 1
            middle = (low + high) // 2
        return low - most

    def _is_enough(
        self, others: list[tuple[int, int, int]], limit: tuple[int, int, int], not_before: int
    ) -> bool:
        relaxed = replace(self, limits=[*others, limit])
        return not isinstance(relaxed.earliest(not_before), Late)

    def latest(self, not_after: int) -> list[int]:
        """The greatest solution with such an end; there must be one."""
        greatest = [not_after] * len(self.spans)
        while True:
            time = not_after
            for k in range(len(self.spans) - 1, -1, -1):
                time = min(time, greatest[k])
                for opens, closes in reversed(self.spans[k]):
                    if opens <= time:
                        time = min(time, closes)
                        break
                greatest[k] = time
                if k:
                    if k - 1 in self.legs:
                        time = self.legs[k - 1].latest(time)
                    else:
                        time -= self.gaps[k - 1]
            moved = False
            for i, j, most in self.limits:
                if greatest[j] - greatest[i] > most:
                    greatest[j] = greatest[i] + most
                    moved = True
            if not moved:
                return greatest

    def shortest(self, first: list[int]) -> list[int]:
        """The solution with the least time from start to end; of those the one that ends first.

        Parameters
        ----------
        first : list of int
            The least solution of all.
        """
        best = last = self._tight(first)
        # Without holes in spans and with one option a leg, a later start saves no waiting.
        if not self.legs and all(len(spans) == 1 for spans in self.spans):
            return best
        least = sum(self.gaps)
        while last[-1] - last[0] > least:
            later = self.earliest(last[0] + self._step(last))
            if isinstance(later, Late):
                break
            last = self._tight(later)
            if last[-1] - last[0] < best[-1] - best[0]:
                best = last
        return best

    def _tight(self, early: list[int]) -> list[int]:
        """The solution that starts last of those that end like a least one, and as early then."""
        tight = self.earliest(self.latest(early[-1])[0])
        if isinstance(tight, Late):  # pragma: no cover - the greatest solution is a solution
            raise RuntimeError("the latest start of a feasible route is not feasible")
        return tight

    def _step(self, times: list[int]) -> int:
        """Seconds by which to start later for anything but the same route to come of it.

        No time moves by more than the start does. So nothing changes before some leg meets a turn,
        or some time the end of its span; a start one second later meets such an end at once where
        every leg has one option.
        """
        if not self.legs:
            return 1
        turns = [leg.turn(times[k]) for k, leg in self.legs.items()]
        ends = [
            closes + 1 - time
            for time, spans in zip(times, self.spans, strict=True)
            for _, closes in spans
            if closes >= time
        ]
        return min((*turns, *ends))
