"""Plans by hand for small days: routes worked out, edited, audited."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Call, Delivery, Line, Order, Transfer
from logiroute.model.plan import (
    FOR_NO_ORDER,
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
from logiroute.units import COST_UNITS_PER_CENT, SEATS, ceil_div
from tests.rules.day import Day, at


@dataclass(frozen=True)
class Visit:
    """One stop of a plan to make: ``does`` lists ``"unload A1"``, ``"board T1"``, …

    ``"disinfect 45"`` and ``"rest 20"`` are so many minutes of it.
    """

    place_id: str
    does: tuple[str, ...]
    not_before: str = ""


def visit(place_id: str, *does: str, not_before: str = "") -> Visit:
    return Visit(place_id, does, not_before)


def route(
    made: Day,
    vehicle_id: str,
    *visits: Visit,
    start: str = "06:00",
    shift: int = 0,
    lingers: int = 0,
) -> Route:
    """One route that does the visits as early as it can, loading at the start what it delivers.

    Duty ends ``lingers`` minutes after the vehicle is back.
    """
    return _Maker(made, vehicle_id, lingers).route([list(visits)], start, shift, "")


def trips(
    made: Day, vehicle_id: str, *rounds: list[Visit], start: str = "06:00", via: str = ""
) -> Route:
    """One route of several trips.

    In between the vehicle comes to ``via``, its start place if not given. What it does on coming in
    is a last visit there.
    """
    return _Maker(made, vehicle_id).route(list(rounds), start, 0, via)


def plan(made: Day, *routes: Route, unserved: Sequence[str] = ()) -> Plan:
    orders, penalties = made.scenario.order, made.scenario.policy.penalties
    weighs = {
        name: penalties[order.priority]
        * (order.party.household_count if isinstance(order, Transfer) else 1)
        for name, order in orders.items()
    }
    return Plan(
        scenario_id=made.scenario.id,
        created=datetime(2022, 3, 31, tzinfo=UTC),
        run=SolverRun(engine="hand", seed=0),
        routes=routes,
        unserved=tuple(Unserved(order_id=order_id) for order_id in unserved),
        cost=sum(route.cost for route in routes),
        penalty=sum(weighs[i] for i in unserved if i in orders),
    )


def edit(of: Plan, **changes: Any) -> Plan:
    """A copy with values changed by hand; ``routes__0__trips__0__stops__1__arrive=…``."""
    data = json.loads(of.model_dump_json())
    for path, value in changes.items():
        target = data
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        for step in steps:
            target = target[step]
        target[last] = value.isoformat() if isinstance(value, datetime) else value
    return Plan.model_validate(data)


def findings(made: Day, of: Plan, *, geometry: bool = False) -> list[tuple[Rule, int, str]]:
    """What the auditor finds: rule, amount and unit of every violation."""
    result = audit_plan(made.scenario, made.travel, of, geometry=geometry)
    return [(found.rule, found.amount, found.unit) for found in result.violations]


def solved(made: Day, search: str = "recreate") -> Plan:
    """What a search plans, after the auditor found nothing wrong with it."""
    # Here and not above: tests of the auditor alone do without the solver.
    from logiroute.solver.solve import solve

    best = solve(
        made.scenario,
        made.travel,
        seconds=None,
        iterations=50,
        seed=0,
        search=search,
        in_process=True,
    )
    assert findings(made, best) == []
    return best


def done(of: Plan) -> dict[str, list[str]]:
    """Vehicle id → what it does after loading, in order: ``"unload a"``, ``"disinfect"``, …"""
    return {
        route.vehicle_id: [
            f"{task.kind} {task.order_id or ''}".strip()
            for stop in route.stops[1:]
            for task in stop.tasks
        ]
        for route in of.routes
    }


def left_out(of: Plan) -> list[str]:
    """Unserved orders."""
    return [entry.order_id for entry in of.unserved]


def why(of: Plan) -> dict[str, list[tuple[Rule, int]]]:
    """Unserved order → the rule and the amount of each reason."""
    return {
        entry.order_id: [(reason.rule, reason.amount) for reason in entry.reasons]
        for entry in of.unserved
    }


class _Maker:
    """Works a route out: times as the semantics say, manifests by counting."""

    def __init__(self, made: Day, vehicle_id: str, lingers: int = 0) -> None:
        self.scenario, self.travel = made.scenario, made.travel
        self.lingers = timedelta(minutes=lingers)
        self.vehicle = made.scenario.vehicle[vehicle_id]
        self.items: Counter[str] = Counter()
        self.parties: set[str] = set()

    def route(self, rounds: list[list[Visit]], start: str, shift: int, via: str) -> Route:
        now, made = at(start), []
        begin, here = now, self.vehicle.start_id
        for number, visits in enumerate(rounds):
            last = number == len(rounds) - 1
            there = self.vehicle.end_id if last else via or self.vehicle.start_id
            charge = self.vehicle.reload_s if number else self.scenario.place[here].stop_s
            made.append(self.trip(visits, now, here, there, charge, last=last))
            now, here = made[-1].stops[-1].depart, there
        metres = sum(leg.metres for trip in made for leg in trip.legs)
        seconds = int((now - begin).total_seconds())
        units = self.vehicle.cost_units(metres=metres, seconds=seconds, shifts=1)
        return Route(
            vehicle_id=self.vehicle.id,
            shift=shift,
            trips=tuple(made),
            metres=metres,
            seconds=seconds,
            cost=ceil_div(units, COST_UNITS_PER_CENT),
        )

    def trip(
        self,
        visits: list[Visit],
        now: datetime,
        start_id: str,
        end_id: str,
        charge: int,
        *,
        last: bool,
    ) -> Trip:
        names = [what.split()[1] for stop in visits for what in stop.does]
        goods = [
            order
            for order in map(self.scenario.order.get, names)
            if isinstance(order, Delivery | Call) and order.lines
        ]
        begin = max([now, *(order.release for order in goods if order.release)])
        done = begin + timedelta(seconds=charge)
        for order in goods:
            self.aboard(TaskKind.LOAD, order)
        loads = tuple(
            Task(kind=TaskKind.LOAD, order_id=order.id, start=begin, end=done, lines=order.lines)
            for order in goods
        )
        first = Stop(
            place_id=start_id, arrive=now, depart=done, tasks=loads, manifest=self.manifest()
        )
        stops, legs = [first], []
        comes_in = not last and bool(visits) and visits[-1].place_id == end_id
        for stop in visits if comes_in else [*visits, Visit(end_id, ())]:
            leg = self.leg(stops[-1].place_id, stop.place_id)
            legs.append(leg)
            arrive = stops[-1].depart + timedelta(seconds=leg.seconds)
            ends = last and not stop.does
            stops.append(self.end(stop, arrive) if ends else self.stop(stop, arrive))
        return Trip(stops=tuple(stops), legs=tuple(legs))

    def leg(self, from_id: str, to_id: str) -> Leg:
        table = self.travel.table(self.scenario.movement(self.vehicle))
        a, b = self.travel.index[from_id], self.travel.index[to_id]
        return Leg(
            from_id=from_id,
            to_id=to_id,
            seconds=int(table.seconds[a, b]),
            metres=int(table.metres[a, b]),
        )

    def end(self, stop: Visit, arrive: datetime) -> Stop:
        depart = arrive + self.lingers
        return Stop(place_id=stop.place_id, arrive=arrive, depart=depart, manifest=self.manifest())

    def stop(self, stop: Visit, arrive: datetime) -> Stop:
        ready = arrive + timedelta(seconds=self.scenario.place[stop.place_id].stop_s)
        if stop.not_before:
            ready = max(ready, at(stop.not_before))
        tasks = []
        for what in stop.does:
            kind, name = TaskKind(what.split()[0]), what.split()[1]
            if kind in FOR_NO_ORDER:
                end = ready + timedelta(minutes=int(name))
                tasks.append(Task(kind=kind, start=ready, end=end))
                ready = end
                continue
            order = self.scenario.order[name]
            end = ready + timedelta(seconds=self.work(order))
            self.aboard(kind, order)
            tasks.append(
                Task(
                    kind=kind,
                    order_id=order.id,
                    start=ready,
                    end=end,
                    lines=() if isinstance(order, Transfer) else order.lines,
                    persons=order.party.persons if isinstance(order, Transfer) else 0,
                )
            )
            ready = end
        return Stop(
            place_id=stop.place_id,
            arrive=arrive,
            depart=ready,
            tasks=tuple(tasks),
            manifest=self.manifest(),
        )

    def work(self, order: Order) -> int:
        lines = () if isinstance(order, Transfer) else order.lines
        handling = sum(self.scenario.item[i.item_id].handling_ms * i.quantity for i in lines)
        return order.service_s + -(-handling // 1000)

    def aboard(self, kind: TaskKind, order: Order) -> None:
        if isinstance(order, Transfer):
            (self.parties.add if kind is TaskKind.BOARD else self.parties.discard)(order.id)
            return
        for line in order.lines:
            self.items[line.item_id] += line.quantity if kind is TaskKind.LOAD else -line.quantity

    def manifest(self) -> Manifest:
        items = {item: count for item, count in sorted(self.items.items()) if count > 0}
        loads = Counter[str]()
        for item, count in items.items():
            loads["mass_g"] += self.scenario.item[item].unit_loads["mass_g"] * count
        for party in self.parties:
            order = self.scenario.order[party]
            if isinstance(order, Transfer):
                lying, sitting_in_own = order.party.stretchers, order.party.wheelchairs
                loads["stretchers"] += lying
                loads["wheelchairs"] += sitting_in_own
                loads["child_seats"] += order.party.child_seats
                loads[SEATS] += order.party.persons - lying - sitting_in_own
        return Manifest(
            lines=tuple(Line(item_id=i, quantity=count) for i, count in items.items()),
            parties=tuple(sorted(self.parties)),
            loads=loads,
        )
