"""Where a vehicle may stop for what, and when: zones forbid it, for some hours or all day."""

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.role import Role

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.place import Place
    from logiroute.model.policy import VehicleClass
    from logiroute.model.scenario import Scenario
    from logiroute.model.zone import Zone
    from logiroute.solver.frame import Frame

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


class Doing(IntEnum):
    """What a vehicle stops for, as far as zones tell it apart."""

    ALONE = 0  #: with nobody aboard
    BESIDE = 1  #: something else, with people aboard or without
    PARTY = 2  #: people board or alight


class Stands(NamedTuple):
    """Where one shift may stop.

    Attributes
    ----------
    refusal : mapping of (int, Doing) to Refusal
        By place and what for.
    rooms : mapping of int to Rooms
        Place → when, if not all the time.
    """

    refusal: "Mapping[tuple[int, Doing], Refusal]"
    rooms: "Mapping[int, Rooms]"


def doing_at(frame: "Frame") -> tuple[Doing, ...]:
    """What every task is done for."""
    from logiroute.model.order import Transfer

    found = []
    for task, role in enumerate(frame.task_role):
        if isinstance(frame.order_of(task), Transfer):
            found.append(Doing.PARTY)
        elif role == Role.REST:
            aboard = frame.rests[frame.task_rest[task]].aboard
            found.append(Doing.BESIDE if aboard else Doing.ALONE)
        elif role in (Role.WASH, Role.RELOAD):
            found.append(Doing.ALONE)
        else:
            found.append(Doing.BESIDE)
    return tuple(found)


def zones_around(scenario: "Scenario") -> "list[list[Zone]]":
    """Per place, the zones it lies in or on the edge of, at any time."""
    from shapely import Point

    points = [Point(place.point) for place in scenario.places]
    return [[zone for zone in scenario.zones if zone.shape.intersects(point)] for point in points]


def stands_of(
    frame: "Frame",
    doing: Sequence[Doing],
    around: "Sequence[Sequence[Zone]]",
    vehicle: "Vehicle",
    duty: tuple[int, int],
) -> Stands:
    """Judge every place with tasks for a vehicle.

    Hours are known by place only. Where people may board or alight all day and a driver may rest
    in some hours, nobody rests there.

    Parameters
    ----------
    frame : Frame
    doing : sequence of Doing
        Per task.
    around : sequence of sequence of Zone
        See `zones_around`.
    vehicle : Vehicle
    duty : (int, int)
        First and last second of the shift.
    """
    wanted: dict[int, set[Doing]] = {}
    for row, what in zip(frame.task_place, doing, strict=True):
        wanted.setdefault(row, set()).add(what)
    refusal: dict[tuple[int, Doing], Refusal] = {}
    rooms: dict[int, Rooms] = {}
    for row, many in wanted.items():
        place = frame.scenario.places[row]
        found = {what: _at_place(frame, place, around[row], vehicle, duty, what) for what in many}
        open_to = [what for what in sorted(many, reverse=True) if not _never(found[what])]
        hours = found[open_to[0]] if open_to else Refusal.NONE
        if not isinstance(hours, Refusal):
            rooms[row] = hours
        for what, stand in found.items():
            if isinstance(stand, Refusal):
                refusal[row, what] = stand
            else:
                refusal[row, what] = Refusal.NONE if stand == hours else Refusal.ZONE_STOP
    return Stands(refusal, rooms)


def _never(stand: "Refusal | Rooms") -> bool:
    return isinstance(stand, Refusal) and stand is not Refusal.NONE


def _at_place(
    frame: "Frame",
    place: "Place",
    around: Sequence["Zone"],
    vehicle: "Vehicle",
    duty: tuple[int, int],
    what: Doing,
) -> "Refusal | Rooms":
    """Whether a vehicle may stop at a place in a shift, or when if only for a part of it.

    It always may where it starts and ends its day: it lives there.
    """
    if place.id in (vehicle.start_id, vehicle.end_id):
        return Refusal.NONE
    if _outside_its_zone(frame.scenario, place, vehicle):
        return Refusal.OUT_OF_OWN_ZONE
    own = frame.scenario.policy.vehicle_class(vehicle.vehicle_class)
    rooms = _rooms(frame, (zone for zone in around if _forbids(zone, place, own, what)), duty)
    if not rooms:
        return Refusal.ZONE_STOP
    (begins, _), (_, ends) = rooms[0], rooms[-1]
    all_the_time = len(rooms) == 1 and begins <= duty[0] and duty[1] < ends
    return Refusal.NONE if all_the_time else rooms


def _outside_its_zone(scenario: "Scenario", place: "Place", vehicle: "Vehicle") -> bool:
    from shapely import Point

    if not scenario.policy.vehicle_class(vehicle.vehicle_class).stays_in_own_zone:
        return False
    return vehicle.own_zone_id is None or not scenario.zone[vehicle.own_zone_id].shape.intersects(
        Point(place.point)
    )


def _forbids(zone: "Zone", place: "Place", own: "VehicleClass", what: Doing) -> bool:
    from logiroute.model.place import SET_POINT_KINDS

    stop = own.zones[zone.zone_class].for_ride(loaded=what is not Doing.ALONE).stop
    if stop == "party":
        return what is not Doing.PARTY
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
