"""Duty: nobody drives longer than the driving rule lets them, nor without a rest.

A rest is a task of its own, at a place where drivers may rest. Driving since the last one is summed
up along a route as its timetable has it; only named rests count, and washes where the rule says so.
In hours in which vehicles stand still their long ways are closed, which is rule travel's to keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.driven import Driven, Limits, drives
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rests import limits_of, nights_of
from logiroute.solver.rules import cleaning, parties, shifts, travel, trips
from logiroute.solver.rules.windows import Spans
from logiroute.solver.schedule import Clock
from logiroute.solver.times import Timetable

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.DUTY


@dataclass(frozen=True)
class Columns:
    """Rests, and how long drivers may go without one.

    Attributes
    ----------
    kind : tuple of int
        Per task: kind of rest, -1 for all others. Rest tasks of one kind are rows that no rule can
        tell apart.
    place, seconds : tuple of int
        Per kind: where it is, and how long it takes.
    aboard : tuple of bool
        Per kind: whether people may be aboard meanwhile.
    limits : tuple of Limits
        Per shift.
    nights : tuple of Spans
        Per shift, the hours of the night, from (inclusive) to (exclusive).
    """

    kind: tuple[int, ...]
    place: tuple[int, ...]
    seconds: tuple[int, ...]
    aboard: tuple[bool, ...]
    limits: tuple[Limits, ...]
    nights: tuple[Spans, ...]

    @property
    def limited(self) -> bool:
        """Whether any shift has a limit."""
        return any(limits.least_s < MOST_S for limits in self.limits)

    def rests(self, task: int, limits: Limits, wash_s: int) -> bool:
        """Whether a task is a rest for a shift; ``wash_s``: how long it takes if it is a wash."""
        kind = self.kind[task]
        takes = self.seconds[kind] if kind >= 0 else wash_s if limits.washes else 0
        return 0 < limits.rest_s <= takes


def unlimited(tasks: int, shifts: int) -> Columns:
    """Columns of a problem in which nobody needs a rest."""
    return Columns((-1,) * tasks, (), (), (), (Limits(),) * shifts, ((),) * shifts)


def columns(frame: "Frame") -> Columns:
    """Read where drivers may rest, and when they must."""
    scenario = frame.scenario
    limits, nights = [], []
    for row, number in zip(frame.shift_vehicle, frame.shift_number, strict=True):
        vehicle = scenario.vehicles[row]
        own = limits_of(scenario, vehicle, number)
        hours = nights_of(scenario, vehicle, number) if own.night_s < MOST_S else ()
        limits.append(own)
        nights.append(
            tuple(
                (frame.second_after(night.start), frame.second_before(night.end)) for night in hours
            )
        )
    kinds = frame.rests
    return Columns(
        kind=frame.task_rest,
        place=tuple(rest.place for rest in kinds),
        seconds=tuple(rest.seconds for rest in kinds),
        aboard=tuple(rest.aboard for rest in kinds),
        limits=tuple(limits),
        nights=tuple(nights),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Rests of the tasks that are kept, limits of the shifts that are."""
    columns = problem.of(RULE, Columns)
    of_tasks = rows.of_tasks(columns.kind)
    kinds = sorted(set(of_tasks) - {-1})
    return Columns(
        kind=tuple(-1 if kind < 0 else kinds.index(kind) for kind in of_tasks),
        place=tuple(rows.place_row[columns.place[kind]] for kind in kinds),
        seconds=tuple(columns.seconds[kind] for kind in kinds),
        aboard=tuple(columns.aboard[kind] for kind in kinds),
        limits=rows.of_shifts(columns.limits),
        nights=rows.of_shifts(columns.nights),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Driving that only rests begin anew; where the hour decides, as the timetable has it."""
    columns = problem.of(RULE, Columns)
    if not columns.limited:
        return
    wash = _wash_s(problem)
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.free(task)
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)
    ashore = [t for t, kind in enumerate(columns.kind) if kind >= 0 and not columns.aboard[kind]]
    routing.washes.none_aboard_at("people at rests", change, ashore)
    seconds = problem.of(Rule.TRAVEL, travel.Columns).seconds
    resets = [
        [task for task in range(problem.tasks) if columns.rests(task, limits, wash[task])]
        for limits in columns.limits
    ]
    routing.drives.since_rests(
        seconds, [min(limits.drive_s, MOST_S) for limits in columns.limits], resets
    )
    routing.drives.in_all(seconds, [limits.in_all_s for limits in columns.limits])
    judge = Judge(problem)
    judged = [shift for shift in range(problem.shifts) if judge.by_the_hour(shift)]
    if judged:
        routing.keep_timetables(judge, judged)


def _wash_s(problem: "Problem") -> list[int]:
    """Per task: how long it takes if it is a wash, else 0."""
    washing = problem.of(Rule.CLEANING, cleaning.Columns)
    return [washing.seconds[kind] if kind >= 0 else 0 for kind in washing.kind]


class Judge:
    """Holds timetables of routes against the limits of their shifts.

    Parameters
    ----------
    problem : Problem
    clock : Clock, optional
        Of that problem, if it is at hand.
    """

    def __init__(self, problem: "Problem", clock: Clock | None = None) -> None:
        self._columns = problem.of(RULE, Columns)
        self._clock = clock or shifts.clock_of(problem)
        self._wash_s = _wash_s(problem)
        self._tables = [problem.tables_of(shift) for shift in range(problem.shifts)]

    def by_the_hour(self, shift: int) -> bool:
        """Whether what a shift has driven depends on when it drives."""
        limits = self._columns.limits[shift]
        if limits.least_s == MOST_S:
            return False
        return limits.night_s < MOST_S or self._clock.timed(shift)

    def lets_drive(self, shift: int, tasks: Sequence[int]) -> bool:
        """Whether so little is driven that no limit is near, by whichever table."""
        least = self._columns.limits[shift].least_s
        if least == MOST_S or not tasks:
            return True
        times, driven = self._clock.times, 0
        halts = [times.shift_start[shift], *(times.place[t] for t in tasks), times.shift_end[shift]]
        for here, there in pairwise(halts):
            ways = (times.seconds[table][here][there] for table in self._tables[shift])
            driven += max((way for way in ways if way != UNREACHABLE), default=0)
        return driven <= least

    def timetable(self, shift: int, tasks: Sequence[int]) -> Timetable | Miss:
        """The clock's timetable, or what is missed by it."""
        found = self._clock.timetable(shift, tasks)
        if isinstance(found, Miss):
            return found
        return self.missed(shift, tasks, found) or found

    def missed(self, shift: int, tasks: Sequence[int], timetable: Timetable) -> Miss | None:
        """The first limit that a route goes beyond."""
        columns, limits = self._columns, self._columns.limits[shift]
        rested = Driven(limits, columns.nights[shift])
        if limits.least_s == MOST_S or not tasks:
            return None
        times = self._clock.times
        ways = drives(times, shift, tasks, timetable)
        for position in range(len(tasks) + 1):
            if position == len(tasks) or times.leg_before(tasks, position):
                missed = rested.drive(*next(ways))
                if missed is not None:
                    task = tasks[min(position, len(tasks) - 1)]
                    return Miss(RULE, missed[0], "s", task, missed[1])
            if position < len(tasks):
                task = tasks[position]
                if columns.rests(task, limits, self._wash_s[task]):
                    rested.rest()
        return None


def route_check(problem: "Problem") -> RouteCheck | None:
    """Rests where they are allowed, and enough of them."""
    columns = problem.of(RULE, Columns)
    if not columns.limited:
        return None
    judge = Judge(problem)
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        aboard = 0
        for task in tasks:
            kind = columns.kind[task]
            if kind >= 0 and aboard and not columns.aboard[kind]:
                return Miss(RULE, task=task, why="people_aboard")
            aboard += change[task]
        if judge.lets_drive(shift, tasks):
            return None
        found = judge.timetable(shift, tasks)
        # What else is missed is other rules' to say.
        return found if isinstance(found, Miss) and found.rule is RULE else None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes: what shifts of a vehicle share is shared out beforehand."""
