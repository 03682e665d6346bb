"""The timetable of a route: earliest and latest times under windows and time limits.

All constraints are differences of two times or unary spans. Such systems have a least and a
greatest solution, and both are found by raising (lowering) every time until nothing moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.miss import Miss


class Times(NamedTuple):
    """What a clock reads, as plain lists.

    Attributes
    ----------
    seconds : list of list of list of int
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
    place : sequence of int
        Per task.
    shift_table, shift_start, shift_end, opens, closes : sequence of int
        Per shift: table, start and end place, first and last second.
    """

    seconds: list[list[list[int]]]
    service_s: Sequence[int]
    stop_s: Sequence[int]
    spans: Sequence[Sequence[tuple[int, int]]]
    latest: Sequence[int]
    pick_up: Sequence[int]
    aboard_s: Sequence[int]
    place: Sequence[int]
    shift_table: Sequence[int]
    shift_start: Sequence[int]
    shift_end: Sequence[int]
    opens: Sequence[int]
    closes: Sequence[int]


class Timetable(NamedTuple):
    """When a route runs.

    Attributes
    ----------
    duty_start, duty_end : int
        Seconds; the vehicle drives off ``stop_s`` of its start place after ``duty_start``.
    starts : tuple of int
        When the work of each task starts.
    """

    duty_start: int
    duty_end: int
    starts: tuple[int, ...]


@dataclass(frozen=True)
class _Chain:
    """One route as times ``x[0]`` (start of duty), tasks, ``x[-1]`` (end of duty).

    ``gaps[k]`` separates ``x[k]`` and ``x[k + 1]`` at least; ``limits`` are ``(i, j, most)``
    with ``x[j] - x[i] <= most``.
    """

    gaps: list[int]
    spans: list[Sequence[tuple[int, int]]]
    limits: list[tuple[int, int, int]]

    def earliest(self, not_before: int) -> list[int] | tuple[int, int, bool]:
        """The least solution from a start on, or ``(k, late by, for a limit)``."""
        least = [not_before] * len(self.spans)
        pushed = False
        while True:
            time = not_before
            for k, spans in enumerate(self.spans):
                if k:
                    time += self.gaps[k - 1]
                time = max(time, least[k])
                for opens, closes in spans:
                    if time <= closes:
                        time = max(time, opens)
                        break
                else:
                    late = time - spans[-1][1] if spans else 0
                    return k, late, pushed
                least[k] = time
            moved = False
            for i, j, most in self.limits:
                if least[j] - least[i] > most:
                    least[i] = least[j] - most
                    moved = pushed = True
            if not moved:
                return least

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
                    time -= self.gaps[k - 1]
            moved = False
            for i, j, most in self.limits:
                if greatest[j] - greatest[i] > most:
                    greatest[j] = greatest[i] + most
                    moved = True
            if not moved:
                return greatest


class Clock:
    """Works out timetables of routes.

    Parameters
    ----------
    times : Times
    """

    def __init__(self, times: Times) -> None:
        self._times = times

    def _chain(self, shift: int, tasks: Sequence[int]) -> _Chain | Miss:
        t = self._times
        table = t.seconds[t.shift_table[shift]]
        here = t.shift_start[shift]
        gap = t.stop_s[here]
        gaps: list[int] = []
        duty = ((t.opens[shift], t.closes[shift]),)
        spans: list[Sequence[tuple[int, int]]] = [duty]
        limits: list[tuple[int, int, int]] = []
        position: dict[int, int] = {}
        for k, task in enumerate(tasks, start=1):
            there = t.place[task]
            if there != here or k == 1:
                if table[here][there] == UNREACHABLE:
                    return Miss(Rule.TRAVEL, task=task, why="unreachable")
                gap += table[here][there] + t.stop_s[there]
            gaps.append(gap)
            latest = t.latest[task]
            if latest == -1:
                spans.append(t.spans[task])
            else:
                spans.append([(a, min(b, latest)) for a, b in t.spans[task] if a <= latest])
                if not spans[-1]:
                    late = t.spans[task][0][0] - latest if t.spans[task] else 0
                    return Miss(Rule.PAIRING, late, "s", task, "arrive_by")
            first = t.pick_up[task]
            if first >= 0 and first in position:
                limits.append((position[first], k, t.service_s[first] + t.aboard_s[task]))
            position[task] = k
            here, gap = there, t.service_s[task]
        end = t.shift_end[shift]
        if tasks and table[here][end] == UNREACHABLE:
            return Miss(Rule.TRAVEL, task=tasks[-1], why="unreachable")
        gaps.append(gap + table[here][end] if tasks else 0)
        spans.append(duty)
        return _Chain(gaps, spans, limits)

    def timetable(self, shift: int, tasks: Sequence[int]) -> Timetable | Miss:
        """The timetable with the shortest duty; of those the one that ends first.

        Duty starts as late as delays nothing, tasks as early as that allows.

        Returns
        -------
        Timetable or Miss
            The rule missed and by how many seconds, if there is no timetable.
        """
        chain = self._chain(shift, tasks)
        if isinstance(chain, Miss):
            return chain
        first = chain.earliest(self._times.opens[shift])
        if isinstance(first, tuple):
            return self._miss(tasks, first)
        best = self._tight(chain, first)
        # With windows that have holes a later start may save waiting: every round moves some
        # task into a later span.
        if any(len(spans) > 1 for spans in chain.spans):
            shortest = sum(chain.gaps)
            last = best
            while last[-1] - last[0] > shortest:
                later = chain.earliest(last[0] + 1)
                if isinstance(later, tuple):
                    break
                last = self._tight(chain, later)
                if last[-1] - last[0] < best[-1] - best[0]:
                    best = last
        return Timetable(best[0], best[-1], tuple(best[1:-1]))

    @staticmethod
    def _tight(chain: _Chain, early: list[int]) -> list[int]:
        start = chain.latest(early[-1])[0]
        tight = chain.earliest(start)
        if isinstance(tight, tuple):  # pragma: no cover - the greatest solution is a solution
            raise RuntimeError("the latest start of a feasible route is not feasible")
        return tight

    def _miss(self, tasks: Sequence[int], at: tuple[int, int, bool]) -> Miss:
        k, late, pushed = at
        if pushed:
            return Miss(Rule.PAIRING, late, "s", tasks[min(k, len(tasks)) - 1], "too_long_aboard")
        if k == 0 or k > len(tasks):
            return Miss(Rule.SHIFTS, late, "s", tasks[-1] if tasks else -1, "late_home")
        task = tasks[k - 1]
        bound = self._times.latest[task]
        spans = self._times.spans[task]
        if bound != -1 and bound < spans[-1][1]:
            return Miss(Rule.PAIRING, late, "s", task, "arrive_by")
        return Miss(Rule.WINDOWS, late, "s", task, "late")

    def hurried(self, shift: int, tasks: Sequence[int]) -> Timetable:
        """Times of a route that may break rules: as early as travel and opening allow.

        Windows that have closed, limits and the end of the shift are ignored, so that a plan
        can be written out and judged; legs without a path take `UNREACHABLE` seconds.
        """
        t = self._times
        table = t.seconds[t.shift_table[shift]]
        here = t.shift_start[shift]
        time = t.opens[shift] + t.stop_s[here]
        starts = []
        for k, task in enumerate(tasks):
            there = t.place[task]
            if there != here or k == 0:
                time += table[here][there] + t.stop_s[there]
            time = max(time, next((a for a, b in t.spans[task] if time <= b), time))
            starts.append(time)
            time += t.service_s[task]
            here = there
        end = time + table[here][t.shift_end[shift]] if tasks else t.opens[shift]
        return Timetable(t.opens[shift], end, tuple(starts))
