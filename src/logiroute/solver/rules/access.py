"""Access: vehicle class, crew and zones fit the order and the place.

A zone that is in force for a part of a shift forbids to stand in it for that time only, from
arrival to departure; waiting and working count alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import travel

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.order import Order
    from logiroute.model.place import Place
    from logiroute.model.policy import VehicleClass
    from logiroute.model.scenario import Scenario
    from logiroute.model.zone import Zone
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.ACCESS

#: Disjoint spans of seconds, from (inclusive) to (exclusive), in order of time.
Rooms = tuple[tuple[int, int], ...]


class Refusal(IntEnum):
    """Why a vehicle may not do a task; 0 where it may."""

    NONE = 0
    KIND = 1
    PARTY_CLASS = 2
    ORDER_CLASSES = 3
    SKILLS = 4
    ZONE_STOP = 5
    OUT_OF_OWN_ZONE = 6
    NOT_APPROVED = 7
    TOO_FAR = 8


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


def _outside_its_zone(scenario: "Scenario", place: "Place", vehicle: "Vehicle") -> bool:
    from shapely import Point

    if not scenario.policy.vehicle_class(vehicle.vehicle_class).stays_in_own_zone:
        return False
    return vehicle.own_zone_id is None or not scenario.zone[vehicle.own_zone_id].shape.intersects(
        Point(place.point)
    )


def _forbids(zone: "Zone", place: "Place", vehicle_class: "VehicleClass") -> bool:
    from logiroute.model.place import SET_POINT_KINDS

    stop = vehicle_class.zones[zone.zone_class].stop
    return stop == "no" or (stop == "set_points" and place.kind not in SET_POINT_KINDS)


def _rooms(frame: "Frame", zones: Iterable["Zone"], duty: tuple[int, int]) -> Rooms:
    """When a vehicle may stand where zones forbid it, as far as its shift meets that."""
    shut = sorted(
        (
            -MOST_S if zone.valid_from is None else frame.second_before(zone.valid_from),
            MOST_S if zone.valid_to is None else frame.second_after(zone.valid_to),
        )
        for zone in zones
    )
    free = []
    at = -MOST_S
    for begins, ends in [*shut, (MOST_S, MOST_S)]:
        if at < begins:
            free.append((at, begins))
        at = max(at, ends)
    return tuple((begins, ends) for begins, ends in free if begins <= duty[1] and duty[0] < ends)


def _longest_way(order: "Order") -> int:
    """Most metres to where an order is set down; -1 for no limit."""
    from logiroute.model.order import Transfer

    limit = order.max_way_m if isinstance(order, Transfer) else None
    return -1 if limit is None else limit


def columns(frame: "Frame") -> Columns:
    """Judge every task against every shift, zones by the place's point.

    A vehicle may always stop where it starts and ends its day: it lives there.
    """
    from shapely import Point

    scenario = frame.scenario
    around = [
        [zone for zone in scenario.zones if zone.shape.intersects(Point(place.point))]
        for place in scenario.places
    ]
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
    rooms: list[dict[int, Rooms]] = [{} for _ in frame.shift_vehicle]
    for shifts in alike.values():
        vehicle = scenario.vehicles[frame.shift_vehicle[shifts[0]]]
        duty = frame.span(vehicle.shifts[frame.shift_number[shifts[0]]])
        stands = {
            place: _at_place(frame, scenario.places[place], around[place], vehicle, duty)
            for place in set(frame.task_place)
        }
        timed = {place: found for place, found in stands.items() if not isinstance(found, Refusal)}
        unfit = [_order_refusal(scenario, order, vehicle) for order in scenario.orders]
        of_place = [
            found if isinstance(found := stands.get(place), Refusal) else Refusal.NONE
            for place in range(len(scenario.places))
        ]
        refusal[:, shifts] = np.array(
            [
                (unfit[order] if order >= 0 else Refusal.NONE) or of_place[place]
                for order, place in zip(frame.task_order, frame.task_place, strict=True)
            ],
            dtype=np.int8,
        )[:, None]
        for shift in shifts:
            rooms[shift] = timed
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


def _at_place(
    frame: "Frame",
    place: "Place",
    around: Sequence["Zone"],
    vehicle: "Vehicle",
    duty: tuple[int, int],
) -> "Refusal | Rooms":
    """Whether a vehicle may stop at a place in a shift, or when if only for a part of it."""
    if place.id in (vehicle.start_id, vehicle.end_id):
        return Refusal.NONE
    if _outside_its_zone(frame.scenario, place, vehicle):
        return Refusal.OUT_OF_OWN_ZONE
    vehicle_class = frame.scenario.policy.vehicle_class(vehicle.vehicle_class)
    rooms = _rooms(frame, (z for z in around if _forbids(z, place, vehicle_class)), duty)
    if not rooms:
        return Refusal.ZONE_STOP
    (begins, _), (_, ends) = rooms[0], rooms[-1]
    all_the_time = len(rooms) == 1 and begins <= duty[0] and duty[1] < ends
    return Refusal.NONE if all_the_time else rooms


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
