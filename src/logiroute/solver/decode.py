"""From rows of tasks back to a plan: stops, legs, loads and clock times."""

from collections.abc import Sequence
from datetime import datetime

from logiroute.model.lateness import households_of
from logiroute.model.plan import Plan, Route, SolverRun, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import Shortage
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.not_carried import not_carried
from logiroute.solver.problem import Routes
from logiroute.solver.role import Role
from logiroute.solver.route_writer import RouteWriter
from logiroute.solver.rules import pairing
from logiroute.units import COST_UNITS_PER_CENT, ceil_div


class Decoder:
    """Writes routes of a problem as a plan.

    Parameters
    ----------
    scenario : Scenario
        The scenario the problem was built from.
    evaluator : Evaluator
        Of that problem.
    """

    def __init__(self, scenario: Scenario, evaluator: Evaluator) -> None:
        self._scenario = scenario
        self._evaluator = evaluator
        self._writer = RouteWriter(scenario, evaluator)

    def plan(
        self,
        routes: Routes,
        run: SolverRun,
        unserved: Sequence[Unserved],
        created: datetime,
        shortage: Shortage | None = None,
    ) -> Plan:
        """The plan of given routes.

        Routes that break rules of time are written with the earliest times that travel allows,
        for the auditor to judge.
        """
        driven = tuple(self.route(shift, tasks) for shift, tasks in enumerate(routes) if tasks)
        orders, penalty = self._scenario.order, self._scenario.penalty
        return Plan(
            scenario_id=self._scenario.id,
            created=created,
            run=run,
            routes=driven,
            unserved=tuple(unserved),
            shortage=shortage,
            not_carried=not_carried(self._scenario, unserved),
            cost=sum(route.cost for route in driven),
            penalty=sum(penalty(orders[entry.order_id]) for entry in unserved),
        )

    def route(self, shift: int, tasks: Sequence[int]) -> Route:
        """One driven route, to the second."""
        problem, clock = self._evaluator.problem, self._evaluator.clock
        vehicle = self._scenario.vehicles[int(problem.shift_vehicle[shift])]
        found = clock.timetable(shift, tasks)
        times = clock.hurried(shift, tasks) if isinstance(found, Miss) else found
        trips = self._writer.trips(shift, tasks, times)
        metres = sum(leg.metres for trip in trips for leg in trip.legs)
        seconds = times.duty_end - times.duty_start
        units = vehicle.cost_units(metres=metres, seconds=seconds, shifts=1)
        late, extra = self._set_downs(tasks)
        return Route(
            vehicle_id=vehicle.id,
            shift=int(problem.shift_number[shift]),
            trips=trips,
            metres=metres,
            seconds=seconds,
            cost=ceil_div(units, COST_UNITS_PER_CENT) + late + extra,
            late_cost=late,
            extra_cost=extra,
        )

    def _set_downs(self, tasks: Sequence[int]) -> tuple[int, int]:
        """What is paid for lateness and for places, in hundredths of the currency."""
        problem, places = self._evaluator.problem, self._scenario.places
        cost_of = problem.of(Rule.PAIRING, pairing.Columns).cost
        in_all = extra = 0
        for task in tasks:
            if problem.task_role[task] == Role.SET_DOWN:
                order = self._scenario.orders[int(problem.task_order[task])]
                in_all += cost_of[task] // COST_UNITS_PER_CENT
                extra += places[int(problem.task_place[task])].extra_cost * households_of(order)
        return in_all - extra, extra
