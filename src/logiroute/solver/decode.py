"""From rows of tasks back to a plan: stops, legs, loads and clock times."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from logiroute.model.order import Call, Delivery, Line, Order, Transfer
from logiroute.model.plan import (
    Leg,
    Manifest,
    Plan,
    Route,
    SolverRun,
    Stop,
    Task,
    TaskKind,
    Trip,
    Unserved,
)
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Role, Routes
from logiroute.solver.rules import service, travel
from logiroute.units import COST_UNITS_PER_CENT, SEATS, ceil_div


class _Hold:
    """What is aboard, as tasks are done."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._units: Counter[str] = Counter()
        self._parties: dict[str, int] = {}

    def change(self, order: Order, sign: int) -> None:
        """Take an order's goods or people aboard (1) or off (-1)."""
        if isinstance(order, Transfer):
            if sign > 0:
                self._parties[order.id] = order.party.persons
            else:
                self._parties.pop(order.id, None)
            return
        for line in order.lines:
            self._units[line.item_id] += sign * line.quantity

    def manifest(self) -> Manifest:
        """What is aboard now."""
        loads: Counter[str] = Counter()
        units = sorted((item, count) for item, count in self._units.items() if count > 0)
        for item, count in units:
            for name, each in self._scenario.item[item].unit_loads.items():
                loads[name] += count * each
        loads[SEATS] += sum(self._parties.values())
        return Manifest(
            lines=tuple(Line(item_id=item, quantity=count) for item, count in units),
            parties=tuple(sorted(self._parties)),
            loads={name: loads[name] for name in sorted(loads) if loads[name]},
        )


_KIND = {
    Role.PICK_UP: (TaskKind.BOARD, TaskKind.LOAD),
    Role.SET_DOWN: (TaskKind.ALIGHT, TaskKind.UNLOAD),
}


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
        self._problem = evaluator.problem
        self._start = scenario.horizon.start
        self._service_s = self._problem.of(Rule.SERVICE, service.Columns).service_s
        self._travel = self._problem.of(Rule.TRAVEL, travel.Columns)

    def plan(
        self, routes: Routes, run: SolverRun, unserved: Sequence[Unserved], created: datetime
    ) -> Plan:
        """The plan of given routes.

        Routes that break rules of time are written with the earliest times that travel allows,
        for the auditor to judge.
        """
        driven = tuple(self.route(shift, tasks) for shift, tasks in enumerate(routes) if tasks)
        penalties = self._scenario.policy.penalties
        return Plan(
            scenario_id=self._scenario.id,
            created=created,
            run=run,
            routes=driven,
            unserved=tuple(unserved),
            cost=sum(route.cost for route in driven),
            penalty=sum(
                penalties[self._scenario.order[entry.order_id].priority] for entry in unserved
            ),
        )

    def _at(self, second: int) -> datetime:
        return (self._start + timedelta(seconds=second)).astimezone(self._scenario.tz)

    def _order(self, task: int) -> Order:
        return self._scenario.orders[int(self._problem.task_order[task])]

    def _task(self, task: int, start: int) -> Task:
        order = self._order(task)
        role = Role(int(self._problem.task_role[task]))
        if role is Role.SITE:
            kind = TaskKind.SERVE if isinstance(order, Call) else TaskKind.UNLOAD
        else:
            kind = _KIND[role][0 if isinstance(order, Transfer) else 1]
        return Task(
            kind=kind,
            order_id=order.id,
            start=self._at(start),
            end=self._at(start + self._service_s[task]),
            lines=() if isinstance(order, Transfer) else order.lines,
            persons=order.party.persons if isinstance(order, Transfer) else 0,
        )

    def _load_up(self, tasks: Sequence[int], hold: _Hold, start: int, end: int) -> list[Task]:
        """What is loaded at the depot: the goods of deliveries and calls."""
        loading = []
        for task in tasks:
            order = self._order(task)
            if isinstance(order, Delivery | Call) and order.lines:
                hold.change(order, 1)
                loading.append(
                    Task(
                        kind=TaskKind.LOAD,
                        order_id=order.id,
                        start=self._at(start),
                        end=self._at(end),
                        lines=order.lines,
                    )
                )
        return loading

    def _leg(self, table: int, here: int, there: int) -> Leg:
        places = self._scenario.places
        return Leg(
            from_id=places[here].id,
            to_id=places[there].id,
            seconds=int(self._travel.seconds[table, here, there]),
            metres=int(self._travel.metres[table, here, there]),
        )

    def route(self, shift: int, tasks: Sequence[int]) -> Route:
        """One driven route, to the second."""
        problem, scenario = self._problem, self._scenario
        vehicle = scenario.vehicles[int(problem.shift_vehicle[shift])]
        found = self._evaluator.clock.timetable(shift, tasks)
        times = self._evaluator.clock.hurried(shift, tasks) if isinstance(found, Miss) else found
        whole = int(problem.shift_table[shift])
        ways = iter(times.legs)
        hold = _Hold(scenario)
        here = int(problem.shift_start[shift])
        leave = times.duty_start + scenario.places[here].stop_s
        loading = self._load_up(tasks, hold, times.duty_start, leave)
        way = next(ways, None)
        leave = way.depart if way else leave
        stops = [self._stop(here, times.duty_start, leave, loading, hold)]
        legs: list[Leg] = []
        work: list[Task] = []
        arrive = leave
        for position, (task, start) in enumerate(zip(tasks, times.starts, strict=True)):
            there = int(problem.task_place[task])
            if position == 0 or there != here:
                legs.append(self._leg(way.table if way else whole, here, there))
                arrive, work, here = leave + legs[-1].seconds, [], there
            work.append(self._task(task, start))
            role = Role(int(problem.task_role[task]))
            hold.change(self._order(task), 1 if role is Role.PICK_UP else -1)
            leave = start + self._service_s[task]
            goes_on = position + 1 < len(tasks)
            if not goes_on or int(problem.task_place[tasks[position + 1]]) != here:
                way = next(ways, None)
                leave = way.depart if way else leave
                stops.append(self._stop(here, arrive, leave, work, hold))
        end = int(problem.shift_end[shift])
        legs.append(self._leg(way.table if way else whole, here, end))
        home = leave + legs[-1].seconds
        stops.append(self._stop(end, home, home, [], hold))
        metres = sum(leg.metres for leg in legs)
        seconds = home - times.duty_start
        units = vehicle.cost_units(metres=metres, seconds=seconds, shifts=1)
        return Route(
            vehicle_id=vehicle.id,
            shift=int(problem.shift_number[shift]),
            trips=(Trip(stops=tuple(stops), legs=tuple(legs)),),
            metres=metres,
            seconds=seconds,
            cost=ceil_div(units, COST_UNITS_PER_CENT),
        )

    def _stop(
        self, place: int, arrive: int, depart: int, tasks: Sequence[Task], hold: _Hold
    ) -> Stop:
        return Stop(
            place_id=self._scenario.places[place].id,
            arrive=self._at(arrive),
            depart=self._at(depart),
            tasks=tuple(tasks),
            manifest=hold.manifest(),
        )
