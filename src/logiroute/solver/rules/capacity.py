"""Capacity: no load dimension is ever exceeded, nor the seats a class of people may fill.

Goods from a depot are aboard from the start of their trip to delivery, collections from loading to
unloading. One load holds both: what a trip delivers is aboard at its start, and falls by every
delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_LOAD
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.role import Role
from logiroute.solver.rules import trips
from logiroute.solver.stops import trips_of
from logiroute.units import SEATS

if TYPE_CHECKING:
    from logiroute.model.order import Order
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.CAPACITY

#: Change of load per role of a task: site, pick-up, set-down, reload, wash, rest, berth.
_SIGN = (-1, 1, -1, 0, 0, 0, 0)


@dataclass(frozen=True)
class Columns:
    """Loads and limits, one row per dimension that some order uses.

    Attributes
    ----------
    names : tuple of str
        Load dimensions, then ``seats:<party class>`` where a class may not fill every seat.
    change : ndarray of int64, shape (dimensions, tasks)
        What each task adds to the load; nothing for a reload, whose goods are those that the
        sites of its trip take off again.
    issued : ndarray of int64, shape (dimensions, tasks)
        What is loaded for each task where its trip starts. A site that adds more than it takes off
        brings that home: it stays aboard to the end of the route.
    capacity : ndarray of int64, shape (dimensions, shifts)
    """

    names: tuple[str, ...]
    change: NDArray[np.int64]
    issued: NDArray[np.int64]
    capacity: NDArray[np.int64]


def _loads(order: "Order", unit_loads: dict[str, dict[str, int]]) -> dict[str, int]:
    from logiroute.model.order import Transfer

    if isinstance(order, Transfer):
        return order.party.loads
    loads: dict[str, int] = {}
    for line in order.lines:
        for name, each in unit_loads[line.item_id].items():
            loads[name] = loads.get(name, 0) + each * line.quantity
    return loads


def _change(frame: "Frame", amounts: Sequence[int]) -> list[int]:
    """What each task adds to a load, of which every order has an amount."""
    return [
        _SIGN[role] * min(amounts[order], MOST_LOAD + 1) if order >= 0 else 0
        for order, role in zip(frame.task_order, frame.task_role, strict=True)
    ]


def columns(frame: "Frame") -> Columns:
    """Work out loads and limits."""
    from logiroute.model.order import Transfer

    scenario = frame.scenario
    unit_loads = {item.id: item.unit_loads for item in scenario.items}
    loads = [_loads(order, unit_loads) for order in scenario.orders]
    names = sorted({name for load in loads for name, amount in load.items() if amount})
    vehicles = [scenario.vehicles[row] for row in frame.shift_vehicle]
    change = [_change(frame, [load.get(name, 0) for load in loads]) for name in names]
    capacity = [
        [min(vehicle.capacity.get(name, 0), MOST_LOAD) for vehicle in vehicles] for name in names
    ]
    carried = {o.party.party_class for o in scenario.orders if isinstance(o, Transfer)}
    for party_class in sorted(carried):
        seats = [min(vehicle.capacity.get(SEATS, 0), MOST_LOAD) for vehicle in vehicles]
        usable = [
            scenario.policy.vehicle_class(vehicle.vehicle_class).usable_seats(
                all_seats, party_class
            )
            for vehicle, all_seats in zip(vehicles, seats, strict=True)
        ]
        if usable == seats:
            continue
        seated = [
            o.party.seated if isinstance(o, Transfer) and o.party.party_class == party_class else 0
            for o in scenario.orders
        ]
        names.append(f"{SEATS}:{party_class}")
        capacity.append(usable)
        change.append(_change(frame, seated))
    shape = (len(names), -1) if names else (0, len(frame.task_order))
    limits = (len(names), -1) if names else (0, len(vehicles))
    changed = np.array(change, dtype=np.int64).reshape(shape)
    return Columns(
        names=tuple(names),
        change=changed,
        issued=np.where(np.array(frame.task_role) == Role.SITE, -changed, 0),
        capacity=np.array(capacity, dtype=np.int64).reshape(limits),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Loads of the tasks and limits of the shifts that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(
        names=columns.names,
        change=columns.change[:, rows.tasks],
        issued=columns.issued[:, rows.tasks],
        capacity=columns.capacity[:, rows.shifts],
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """One dimension per row; what is taken off at sites was issued where their trip started."""
    columns = problem.of(RULE, Columns)
    home = brought_home(problem)
    for row, name in enumerate(columns.names):
        routing.trips.load_of_trips(
            name,
            columns.change[row].tolist(),
            columns.issued[row].tolist(),
            columns.capacity[row].tolist(),
            stays=bool(home[row].any()),
        )


def brought_home(problem: "Problem") -> NDArray[np.int64]:
    """What each task takes aboard that stays there to the end of the route, as `Columns.change`."""
    columns = problem.of(RULE, Columns)
    return np.where(problem.task_role == Role.SITE, columns.change + columns.issued, 0)


def route_check(problem: "Problem") -> RouteCheck:
    """Follow every load along the route."""
    columns = problem.of(RULE, Columns)
    rows = list(
        zip(
            columns.names,
            columns.change.tolist(),
            columns.issued.tolist(),
            columns.capacity.tolist(),
            strict=True,
        )
    )
    loading = problem.of(Rule.TRIPS, trips.Columns)
    kind, several = loading.kind, bool(loading.place)

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        spans = list(trips_of(kind, tasks)) if several else [(0, len(tasks))]
        for name, change, issue, capacity in rows:
            load = most = at = 0
            for begin, end in spans:
                trip = tasks[begin:end]
                load += sum([issue[task] for task in trip])
                if load > most:
                    most, at = load, min(begin + (begin > 0), end - 1)
                for position, task in enumerate(trip, begin):
                    load += change[task]
                    if load > most:
                        most, at = load, position
            if most > capacity[shift]:
                return Miss(RULE, most - capacity[shift], name, tasks[at], "over")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
