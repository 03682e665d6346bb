"""What is really in the way where a miss does not say so: found out by doing without it."""

from collections.abc import Iterator, Sequence

from logiroute.model.driving import DrivingRule
from logiroute.model.fleet import Vehicle
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.changes import Change, Changes
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.remedies import Remedies
from logiroute.solver.sentences import kilometres


class Blame:
    """Looks for what others hold, and for rules that make a vehicle wait.

    Parameters
    ----------
    scenario : Scenario
    problem : Problem
        Built from it.
    changes : Changes
    remedies : Remedies
    """

    def __init__(
        self, scenario: Scenario, problem: Problem, changes: Changes, remedies: Remedies
    ) -> None:
        self._scenario, self._problem = scenario, problem
        self._changes, self._remedies = changes, remedies
        self._at_all_hours: dict[str, Change] = {}

    def bays(
        self, unit: Sequence[int], vehicle_class: str, routes: Routes
    ) -> tuple[int, Miss, str] | None:
        """It would fit, did others not have the bays at the station while it could be there.

        Returns
        -------
        (int, Miss, str) or None
            The shift that it would fit in, what it misses, and the remedy.
        """
        found = self._remedies.cure(self._changes.more_bays(routes), unit, vehicle_class)
        if found is None:
            return None
        change, (shift, tasks, _) = found
        # Tasks of orders have the same rows in a changed day; those of none may have others.
        first, choices = self._problem.first_task, self._problem.choices
        own = {task for row in unit for task in (first[row], *choices[row])}
        last = next(task for task in reversed(tasks) if task in own)
        return shift, Miss(Rule.CLEANING, 1, "vehicles", last, "no_bay"), change.text

    def standing_still(self, shift: int, unit: Sequence[int], vehicle_class: str) -> str:
        """What to add where a vehicle would be in time that need not stand still at some hours."""
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        rule = self._scenario.driving_rule(vehicle)
        if rule is None or rule.stands_still is None or not self._meets(rule, vehicle):
            return ""
        if self._remedies.cure(self._driven_at_all_hours(rule), unit, vehicle_class) is None:
            return ""
        hours = f"{rule.stands_still.start:%H:%M}–{rule.stands_still.end:%H:%M}"
        over = rule.stands_still_over_m
        where = f" on ways of more than {kilometres(over)}" if over else ""
        return f", as it stands still {hours}{where}"

    def _meets(self, rule: DrivingRule, vehicle: Vehicle) -> bool:
        hours = () if rule.stands_still is None else self._scenario.hours(rule.stands_still)
        return any(
            window.start < duty.end and duty.start < window.end
            for window in hours
            for duty in vehicle.shifts
        )

    def _driven_at_all_hours(self, rule: DrivingRule) -> Iterator[Change]:
        """A day in which nobody stands still by a rule, the same one every time."""
        if rule.id not in self._at_all_hours:
            policy = self._scenario.policy
            freely = rule.model_copy(update={"stands_still": None, "stands_still_over_m": 0})
            rules = (freely if each.id == rule.id else each for each in policy.driving_rules)
            policy = policy.model_copy(update={"driving_rules": tuple(rules)})
            changed = self._scenario.model_copy(update={"policy": policy})
            self._at_all_hours[rule.id] = Change("drive at all hours", changed)
        yield self._at_all_hours[rule.id]
