"""Access: vehicle class, crew and zones fit the order and the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from shapely import Point

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order, Transfer
from logiroute.model.place import SET_POINT_KINDS, Place, Window
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone
from logiroute.solver.miss import Miss, RouteCheck

if TYPE_CHECKING:
    from logiroute.solver.problem import Frame, Problem
    from logiroute.solver.routing import Routing

RULE = Rule.ACCESS


class Refusal(IntEnum):
    """Why a vehicle may not do a task; 0 where it may."""

    NONE = 0
    KIND = 1
    PARTY_CLASS = 2
    ORDER_CLASSES = 3
    SKILLS = 4
    ZONE_STOP = 5
    OUT_OF_OWN_ZONE = 6


@dataclass(frozen=True)
class Columns:
    """``refusal``: ndarray of int8, shape (tasks, shifts), a `Refusal` each."""

    refusal: NDArray[np.int8]


def _order_refusal(scenario: Scenario, order: Order, vehicle: Vehicle) -> Refusal:
    vehicle_class = scenario.policy.vehicle_class(vehicle.vehicle_class)
    if order.kind not in vehicle_class.order_kinds:
        return Refusal.KIND
    if isinstance(order, Transfer) and order.party.party_class not in vehicle_class.party_classes:
        return Refusal.PARTY_CLASS
    if order.vehicle_classes and vehicle_class.id not in order.vehicle_classes:
        return Refusal.ORDER_CLASSES
    if not vehicle.skills.issuperset(order.skills):
        return Refusal.SKILLS
    return Refusal.NONE


def _place_refusal(
    scenario: Scenario, place: Place, around: Sequence[Zone], vehicle: Vehicle
) -> Refusal:
    if place.id in (vehicle.start_id, vehicle.end_id):
        return Refusal.NONE
    vehicle_class = scenario.policy.vehicle_class(vehicle.vehicle_class)
    if vehicle_class.stays_in_own_zone and (
        vehicle.own_zone_id is None
        or not scenario.zone[vehicle.own_zone_id].shape.intersects(Point(place.point))
    ):
        return Refusal.OUT_OF_OWN_ZONE
    for zone in around:
        stop = vehicle_class.zones[zone.zone_class].stop
        if stop == "no" or (stop == "set_points" and place.kind not in SET_POINT_KINDS):
            return Refusal.ZONE_STOP
    return Refusal.NONE


def zones_during(scenario: Scenario, duty: Window) -> frozenset[str]:
    """Ids of the zones in force at any moment of a shift."""
    zones = scenario.zones
    return frozenset(zone.id for zone in zones if zone.in_force(duty.start, duty.end))


def columns(frame: "Frame") -> Columns:
    """Judge every task against every vehicle, zones by the place's point.

    A vehicle may always stop where it starts and ends its day: it lives there. Zones count for
    a whole shift when they are in force at any moment of it.
    """
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
        there = zones_during(scenario, vehicle.shifts[number])
        key = (vehicle.vehicle_class, vehicle.own_zone_id, vehicle.skills, ends, there)
        alike.setdefault(key, []).append(shift)
    refusal = np.zeros((len(frame.task_order), len(frame.shift_vehicle)), dtype=np.int8)
    for shifts in alike.values():
        vehicle = scenario.vehicles[frame.shift_vehicle[shifts[0]]]
        there = zones_during(scenario, vehicle.shifts[frame.shift_number[shifts[0]]])
        here = [[zone for zone in zones if zone.id in there] for zones in around]
        for task, place in enumerate(frame.task_place):
            found = _order_refusal(scenario, frame.order_of(task), vehicle) or _place_refusal(
                scenario, scenario.places[place], here[place], vehicle
            )
            refusal[task, shifts] = found
    return Columns(refusal)


def declare(routing: "Routing", problem: "Problem") -> None:
    """Allow each task only the shifts that are not refused."""
    refusal = problem.of(RULE, Columns).refusal
    for task in range(problem.tasks):
        routing.forbid(task, np.flatnonzero(refusal[task]).tolist())


def route_check(problem: "Problem") -> RouteCheck:
    """No task of the route is refused to its shift."""
    refusal = problem.of(RULE, Columns).refusal

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        for task in tasks:
            if refusal[task, shift]:
                why = Refusal(int(refusal[task, shift])).name.lower()
                return Miss(RULE, task=task, why=why)
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
