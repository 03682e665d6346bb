"""What given routes cost and which rule they miss, without OR-Tools: the rules' own checks."""

from collections.abc import Sequence

import numpy as np

from logiroute.model.rules import Rule
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem
from logiroute.solver.rules import RULES, coverage, pairing, shifts, travel, trips
from logiroute.solver.stops import leg_before
from logiroute.solver.times import Timetable


class Evaluator:
    """Checks and prices routes of a problem.

    Parameters
    ----------
    problem : Problem
    like : Evaluator, optional
        Of a problem that may have the same travel tables, to share their lists with.
    """

    _tables: travel.Lists

    def __init__(self, problem: Problem, like: "Evaluator | None" = None) -> None:
        self.problem = problem
        driving = problem.of(Rule.TRAVEL, travel.Columns)
        if like is not None and like.drives_like(driving):
            self._tables = like._tables
        else:
            self._tables = driving.lists()
        self.clock = shifts.clock_of(problem, self._tables)
        # The timetable is the dearest check; `timetable` asks for it once all others are passed.
        checks = (module.route_check(problem) for module in RULES if module.RULE is not Rule.SHIFTS)
        self._route_checks = [check for check in checks if check is not None]
        of_plan = ((module.RULE, module.plan_check(problem)) for module in RULES)
        self._plan_checks = [(rule, check) for rule, check in of_plan if check is not None]
        own = problem.of(Rule.SHIFTS, shifts.Columns)
        self._second_cost, self._fixed_cost = own.second_cost, own.fixed_cost
        self._metre_cost = driving.metre_cost
        self._task_cost = problem.of(Rule.PAIRING, pairing.Columns).cost
        self._priced = any(self._task_cost)
        self._place: list[int] = problem.task_place.tolist()
        self._reload_kind = problem.of(Rule.TRIPS, trips.Columns).kind
        self._ends: list[tuple[int, int]] = list(
            zip(problem.shift_start.tolist(), problem.shift_end.tolist(), strict=True)
        )
        self._table: list[int] = problem.shift_table.tolist()
        self.penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty

    def drives_like(self, driving: travel.Columns) -> bool:
        """Whether travel tables are the same as here."""
        own = self.problem.of(Rule.TRAVEL, travel.Columns)
        return np.array_equal(own.seconds, driving.seconds) and np.array_equal(
            own.metres, driving.metres
        )

    def timetable(self, shift: int, tasks: Sequence[int]) -> Timetable | Miss:
        """The timetable of a route, or the first rule it misses."""
        for check in self._route_checks:
            miss = check(shift, tasks)
            if miss is not None:
                return miss
        return self.clock.timetable(shift, tasks)

    def route_miss(self, shift: int, tasks: Sequence[int]) -> Miss | None:
        """The first rule a route misses by itself."""
        found = self.timetable(shift, tasks)
        return found if isinstance(found, Miss) else None

    def plan_miss(
        self, routes: Sequence[Sequence[int]], left_aside: Rule | None = None
    ) -> Miss | None:
        """The first rule that all routes together miss, each being fine by itself.

        Parameters
        ----------
        routes : sequence of sequence of int
        left_aside : Rule, optional
            A rule not to look at.
        """
        for rule, check in self._plan_checks:
            miss = None if rule is left_aside else check(routes)
            if miss is not None:
                return miss
        return None

    def miss(self, routes: Sequence[Sequence[int]]) -> Miss | None:
        """The first rule that the routes miss, or None if the plan is legal."""
        for shift, tasks in enumerate(routes):
            found = self.route_miss(shift, tasks) if tasks else None
            if found is not None:
                return found
        return self.plan_miss(routes)

    def metres(self, shift: int, tasks: Sequence[int], timetable: Timetable) -> int:
        """Metres driven on a route."""
        metres = self._tables.metres
        tables = [leg.table for leg in timetable.legs]
        table = self._table[shift]
        start, end = self._ends[shift]
        here, total, leg = start, 0, 0
        for position, task in enumerate(tasks):
            there = self._place[task]
            if leg_before(self._place, self._reload_kind, tasks, position):
                total += metres[tables[leg] if tables else table][here][there]
                leg += 1
            here = there
        return total + metres[tables[leg] if tables else table][here][end]

    def cost(self, shift: int, tasks: Sequence[int], timetable: Timetable) -> int:
        """Cost units of a route that is driven."""
        duty = timetable.duty_end - timetable.duty_start
        return (
            self.metres(shift, tasks, timetable) * self._metre_cost[shift]
            + duty * self._second_cost[shift]
            + self._fixed_cost[shift]
            + (sum(self._task_cost[task] for task in tasks) if self._priced else 0)
        )

    def served(self, routes: Sequence[Sequence[int]]) -> frozenset[int]:
        """Orders that have a task in the routes."""
        order_of = self.problem.task_order
        return frozenset(int(order_of[task]) for tasks in routes for task in tasks) - {-1}

    def total(self, routes: Sequence[Sequence[int]]) -> tuple[int, int]:
        """Cost units of driven routes and of orders left out.

        Raises
        ------
        ValueError
            A route misses a rule.
        """
        cost = 0
        for shift, tasks in enumerate(routes):
            if not tasks:
                continue
            timetable = self.timetable(shift, tasks)
            if isinstance(timetable, Miss):
                raise ValueError(f"route of shift {shift} misses {timetable}")
            cost += self.cost(shift, tasks, timetable)
        served = self.served(routes)
        left_out = sum(units for order, units in enumerate(self.penalty) if order not in served)
        return cost, left_out
