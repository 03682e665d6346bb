"""Changes of the scenario, tried one by one until the order really goes into the plan."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from logiroute.model.rules import Rule
from logiroute.model.travel import TravelTimes
from logiroute.solver.changes import Change
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import places_for
from logiroute.solver.insertion import Inserter, Insertion, Refused
from logiroute.solver.pools import renumbered
from logiroute.solver.problem import Problem, Routes, build_problem, has_tables
from logiroute.solver.rules import beds, slots, windows
from logiroute.solver.sentences import Sentences

#: Changes are tried while their problems' tasks x shifts stay below this in all: about 10 seconds.
#: A count, not a clock, so that the same plan always has the same remedies.
_BUILT = 15_000_000
_BUILT_AT_LEAST = 5

#: Places in busy routes that are tried under changed scenarios: about 10 seconds.
_PLACES_TRIED = 200_000

#: So many changed problems are kept.
_KEPT = 4


def worth_trying(
    problem: Problem, routes: Sequence[Sequence[int]], shifts: Iterable[int]
) -> Iterator[int]:
    """Shifts that may differ in what they take: of empty ones that are alike, the first."""
    tried: set[int] = set()
    for shift in shifts:
        alike = int(problem.shift_alike[shift])
        if routes[shift] or alike not in tried:
            yield shift
        if not routes[shift]:
            tried.add(alike)


class _Trial(NamedTuple):
    """A changed scenario as a problem, with the plan's routes in it."""

    change: Change
    problem: Problem
    inserter: Inserter
    routes: Routes


class Remedies:
    """Tries changes on a plan.

    Parameters
    ----------
    travel : TravelTimes
    evaluator : Evaluator
        Of the problem as it is.
    routes : Routes
        The plan.
    """

    def __init__(self, travel: TravelTimes, evaluator: Evaluator, routes: Routes) -> None:
        self._travel, self._evaluator, self._routes = travel, evaluator, routes
        self._problem = evaluator.problem
        size = max(1, self._problem.tasks * self._problem.shifts)
        self._builds_left = max(_BUILT_AT_LEAST, _BUILT // size)
        self._places_left = _PLACES_TRIED
        #: The last changed scenarios, by their identity: one more vehicle or bay is the remedy for
        #: many orders, and so is the approval of whatever waits for it.
        self._trials: dict[int, _Trial] = {}

    def first(self, changes: Iterable[Change], unit: Sequence[int], vehicle_class: str) -> str:
        """The first change under which a class can take a unit into the plan; empty if none."""
        found = self.cure(changes, unit, vehicle_class)
        return "" if found is None else found[0].text

    def cure(
        self, changes: Iterable[Change], unit: Sequence[int], vehicle_class: str
    ) -> tuple[Change, Insertion] | None:
        """The first such change, and how the unit goes into the plan under it."""
        for change in changes:
            trial = self._trial(change)
            if trial is None:
                continue
            shifts = [
                shift
                for shift, row in enumerate(trial.problem.shift_vehicle.tolist())
                if change.scenario.vehicles[row].vehicle_class == vehicle_class
            ]
            # Those with little to do first: there the answer is found soonest.
            shifts.sort(key=lambda shift: len(trial.routes[shift]))
            for shift in worth_trying(trial.problem, trial.routes, shifts):
                if trial.routes[shift]:
                    self._places_left -= places_for(trial.problem, trial.routes, [shift], unit)
                    if self._places_left < 0:
                        break
                found = trial.inserter.into(trial.routes, shift, unit)
                if isinstance(found, Insertion):
                    return change, found
        return None

    def still_short(self, change: Change, unit: Sequence[int], vehicle_class: str) -> str:
        """What beds or goods a unit lacks, in words, even with the vehicle that a change adds."""
        trial = self._trial(change)
        if trial is None or trial.problem.shifts == self._problem.shifts:
            return ""
        added = trial.problem.shifts - 1
        found = trial.inserter.into(trial.routes, added, unit)
        if not isinstance(found, Refused) or found.miss.rule not in (Rule.BEDS, Rule.STOCK):
            return ""
        return Sentences(change.scenario, trial.problem).why(vehicle_class, added, found.miss)

    def _trial(self, change: Change) -> _Trial | None:
        """A change made; None if it cannot be, or too many were made."""
        known = self._trials.pop(id(change.scenario), None)
        if known is None:
            if self._builds_left <= 0 or not has_tables(change.scenario, self._travel):
                return None
            self._builds_left -= 1
            known = self._made(change)
        if known is None:
            return None
        self._trials[id(change.scenario)] = known
        if len(self._trials) > _KEPT:
            del self._trials[next(iter(self._trials))]
        return known

    def _made(self, change: Change) -> _Trial | None:
        """A change made; None where a route does not hold without visits, or for want of some.

        It is None as well where the day falls into more parts at some place, or fewer: set-downs
        are others then.
        """
        problem = build_problem(change.scenario, self._travel)
        if problem.choices != self._problem.choices:
            return None
        added = problem.shifts - self._problem.shifts
        routes = (*renumbered(self._routes, self._problem, problem), *((),) * added)
        evaluator = Evaluator(problem, like=self._evaluator)
        docks = problem.of(Rule.SLOTS, slots.Columns).places
        # People who leave a bed later move the begin of the part in which others may have it.
        of_beds = problem.of(Rule.BEDS, beds.Columns).leaving
        moved = bool(of_beds) and self._opens(problem) != self._opens(self._problem)
        for shift, tasks in enumerate(self._routes):
            # Docks may be counted at one more place, or be needed for longer.
            other = len(routes[shift]) < len(tasks) or bool(docks) or moved
            if other and evaluator.route_miss(shift, routes[shift]) is not None:
                return None
        return _Trial(change, problem, Inserter(evaluator), routes)

    @staticmethod
    def _opens(problem: Problem) -> list[windows.Spans]:
        """When set-downs may begin."""
        spans = problem.of(Rule.WINDOWS, windows.Columns).open
        return [spans[task] for choices in problem.choices for task in choices]
