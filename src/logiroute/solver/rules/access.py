"""Access: vehicle class, crew and zones fit the order and the place.

A zone that is in force for a part of a shift forbids to stand in it for that time only, from
arrival to departure; waiting and working count alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import travel
from logiroute.solver.stands import Refusal, Rooms, doing_at, stands_of, zones_around

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.order import Order
    from logiroute.model.scenario import Scenario
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.ACCESS


@dataclass(frozen=True)
class Columns:
    """Who may do what, and stand where at what time.

    Attributes
    ----------
    refusal : ndarray of int8, shape (tasks, shifts)
        A `Refusal` each.
    rooms : tuple of mapping of int to Rooms
        Per shift: place → when the vehicle may stand there, if not all the time.
    max_way_m : tuple of int
        Per order: longest way straight from its first place to the other; -1 where any will do.
    """

    refusal: NDArray[np.int8]
    rooms: tuple[Mapping[int, Rooms], ...]
    max_way_m: tuple[int, ...]


def _order_refusal(scenario: "Scenario", order: "Order", vehicle: "Vehicle") -> Refusal:
    from logiroute.model.order import Transfer

    vehicle_class = scenario.policy.vehicle_class(vehicle.vehicle_class)
    if order.kind not in vehicle_class.order_kinds:
        return Refusal.KIND
    if isinstance(order, Transfer) and order.party.party_class not in vehicle_class.party_classes:
        return Refusal.PARTY_CLASS
    if order.vehicle_classes and vehicle_class.id not in order.vehicle_classes:
        return Refusal.ORDER_CLASSES
    # Told of every vehicle of a class that may do it, whatever else a single one lacks.
    if scenario.waits_for_approval(order):
        return Refusal.NOT_APPROVED
    if not vehicle.skills.issuperset(order.skills):
        return Refusal.SKILLS
    return Refusal.NONE


def _longest_way(order: "Order") -> int:
    """Most metres to where an order is set down; -1 for no limit."""
    from logiroute.model.order import Transfer

    limit = order.max_way_m if isinstance(order, Transfer) else None
    return -1 if limit is None else limit


def columns(frame: "Frame") -> Columns:
    """Judge every task against every shift, zones by the place's point."""
    scenario = frame.scenario
    doing, around = doing_at(frame), zones_around(scenario)
    # Shifts that the rule cannot tell apart are judged once.
    alike: dict[tuple[object, ...], list[int]] = {}
    shifts_of_all = zip(frame.shift_vehicle, frame.shift_number, strict=True)
    for shift, (row, number) in enumerate(shifts_of_all):
        vehicle = scenario.vehicles[row]
        ends = (vehicle.start_id, vehicle.end_id)
        window = vehicle.shifts[number]
        key = (vehicle.vehicle_class, vehicle.own_zone_id, vehicle.skills, ends, window)
        alike.setdefault(key, []).append(shift)
    refusal = np.zeros((len(frame.task_order), len(frame.shift_vehicle)), dtype=np.int8)
    rooms: list[Mapping[int, Rooms]] = [{} for _ in frame.shift_vehicle]
    for shifts in alike.values():
        vehicle = scenario.vehicles[frame.shift_vehicle[shifts[0]]]
        duty = frame.span(vehicle.shifts[frame.shift_number[shifts[0]]])
        stands = stands_of(frame, doing, around, vehicle, duty)
        unfit = [_order_refusal(scenario, order, vehicle) for order in scenario.orders]
        refusal[:, shifts] = np.array(
            [
                (unfit[order] if order >= 0 else Refusal.NONE) or stands.refusal[key]
                for order, key in zip(
                    frame.task_order, zip(frame.task_place, doing, strict=True), strict=True
                )
            ],
            dtype=np.int8,
        )[:, None]
        for shift in shifts:
            rooms[shift] = stands.rooms
    # Whether it may do what follows a berth is asked of that.
    refusal[[task for task, kind in enumerate(frame.task_berth) if kind >= 0]] = Refusal.NONE
    most = tuple(_longest_way(order) for order in scenario.orders)
    _refuse_far(frame, most, refusal)
    return Columns(refusal, tuple(rooms), most)


def _refuse_far(frame: "Frame", most: Sequence[int], refusal: NDArray[np.int8]) -> None:
    """Refuse set-downs that are too far by any table of a shift: then they never are.

    A search may use whichever table holds at the hour, and looks at no other.
    """
    index = frame.travel.index
    place = [index[entry.id] for entry in frame.scenario.places]
    alike: dict[frozenset[int], list[int]] = {}
    for shift, table in enumerate(frame.shift_table):
        tables = frozenset({table, *(part.table for part in frame.shift_parts[shift])})
        alike.setdefault(tables, []).append(shift)
    for order, limit in enumerate(most):
        here = place[frame.task_place[frame.first_task[order]]]
        for task in frame.choices[order] if limit >= 0 else ():
            there = place[frame.task_place[task]]
            for tables, shifts in alike.items():
                if longest_way(frame.tables[row].metres[here, there] for row in tables) > limit:
                    own = refusal[task, shifts]
                    refusal[task, shifts] = np.where(own == 0, Refusal.TOO_FAR, own)


def longest_way(metres: Iterable[int]) -> int:
    """The longest of ways that there are; 0 if there is none, which another rule looks at."""
    return max((int(way) for way in metres if way < UNREACHABLE), default=0)


def way_m(problem: "Problem", shift: int, task: int) -> int:
    """The longest way of a shift, straight from where an order is picked up to a set-down of it."""
    metres = problem.of(Rule.TRAVEL, travel.Columns).metres
    first = problem.first_task[int(problem.task_order[task])]
    here, there = int(problem.task_place[first]), int(problem.task_place[task])
    return longest_way(metres[table, here, there] for table in problem.tables_of(shift))


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Refusals and rooms of the rows that are kept."""
    columns = problem.of(RULE, Columns)
    row = rows.place_row
    # Shifts that are alike share their rooms.
    rooms = {
        id(known): {row[place]: spans for place, spans in known.items() if place in row}
        for known in rows.of_shifts(columns.rooms)
    }
    return Columns(
        refusal=columns.refusal[np.ix_(rows.tasks, rows.shifts)],
        rooms=tuple(rooms[id(known)] for known in rows.of_shifts(columns.rooms)),
        max_way_m=rows.of_orders(columns.max_way_m),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Allow each task only the shifts that are not refused."""
    refusal = problem.of(RULE, Columns).refusal
    for task in range(problem.tasks):
        routing.forbid(task, np.flatnonzero(refusal[task]).tolist())


def route_check(problem: "Problem") -> RouteCheck:
    """No task of the route is refused to its shift; hours are the timetable's, see ``shifts``."""
    columns = problem.of(RULE, Columns)
    refusal = columns.refusal

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        for task in tasks:
            if refusal[task, shift]:
                why = Refusal(int(refusal[task, shift]))
                if why is not Refusal.TOO_FAR:
                    return Miss(RULE, task=task, why=why.name.lower())
                most = columns.max_way_m[int(problem.task_order[task])]
                return Miss(RULE, way_m(problem, shift, task) - most, "m", task, "too_far")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
