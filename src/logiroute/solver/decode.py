"""From rows of tasks back to a plan: stops, legs, loads and clock times."""

from collections.abc import Sequence
from datetime import datetime

from logiroute.model.plan import Plan, Route, SolverRun, Unserved
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import Shortage
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes
from logiroute.solver.route_writer import RouteWriter
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
        return Route(
            vehicle_id=vehicle.id,
            shift=int(problem.shift_number[shift]),
            trips=trips,
            metres=metres,
            seconds=seconds,
            cost=ceil_div(units, COST_UNITS_PER_CENT),
        )
