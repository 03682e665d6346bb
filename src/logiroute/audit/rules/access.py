"""Access: vehicle, order and zones fit; no metre is driven and no stop made where it may not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from logiroute.audit.geometry import distance_m
from logiroute.audit.ground import Ground, access_of
from logiroute.audit.leg_access import END_REACH_M, LegAccess
from logiroute.audit.moments import kilometres
from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, RouteReplay, StopReplay, Work
from logiroute.audit.replay import covers
from logiroute.audit.violation import Violation
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order, Transfer
from logiroute.model.place import SET_POINT_KINDS, Place
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE

_RULE = Rule.ACCESS

_WHERE = {
    "set_points": "at hand-over points only",
    "party": "only where its own people board or get out",
}


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every order against its vehicle, every stop and every leg against the zones."""
    for works in replay.works.values():
        yield from _ways(replay, works)
    ground = Ground(replay.scenario, replay.travel)
    for route in replay.routes:
        vehicle, vehicle_class = route.vehicle, route.vehicle_class
        if vehicle is None or vehicle_class is None:
            continue
        yield from _orders(replay.scenario, route, vehicle, vehicle_class)
        for stop in route.stops:
            if stop.place and stop.place.id not in (vehicle.start_id, vehicle.end_id):
                yield from _stop(ground, route, stop, stop.place, vehicle, vehicle_class)
        if replay.geometry:
            yield from _joints(route)
        for leg in route.legs:
            if leg.leg is not None:
                judge = LegAccess(replay, ground, route, vehicle, vehicle_class, leg, leg.leg)
                yield from judge.check()


def _ways(replay: Replay, works: Sequence[Work]) -> Iterator[Violation | None]:
    """Hold where a party is set down against the longest way from where it came aboard."""
    for final in works:
        order = final.task.order
        if not isinstance(order, Transfer) or order.max_way_m is None:
            continue
        boards = [
            work
            for work in works
            if work.task.part is Part.PICK_UP
            and work.route is final.route
            and work.position < final.position
        ]
        if final.task.part is not Part.SET_DOWN or not boards:
            continue
        metres = _straight(replay, final.route, boards[-1].stop, final.stop)
        over = 0 if metres is None else metres - order.max_way_m
        text = (
            f"order {order.id} is set down at {final.stop.name}, {kilometres(over)} farther than "
            f"the {kilometres(order.max_way_m)} that are allowed."
        )
        if over <= 0:
            yield None
        else:
            yield final.route.breach(
                _RULE, text, stop=final.stop, order_id=order.id, amount=over, unit="m"
            )


def _straight(
    replay: Replay, route: RouteReplay, origin: StopReplay, target: StopReplay
) -> int | None:
    """Metres of the way driven; where it has stops on it, those of the way without them.

    Nobody is taken farther away by stops on the way: how long they last is another limit. Not
    known where no table tells, which rule travel looks at.
    """
    if target.index == origin.index:
        return 0
    if target.index == origin.index + 1:
        return next((leg.metres for leg in route.legs if leg.target is target), None)
    index, vehicle = replay.travel.index, route.vehicle
    if vehicle is None or not {origin.stop.place_id, target.stop.place_id} <= index.keys():
        return None
    here, there = index[origin.stop.place_id], index[target.stop.place_id]
    # The narrowest that holds all the while comes first.
    metres = next(
        (
            int(table.metres[here, there])
            for table in replay.travel.tables.get(replay.scenario.movement(vehicle), ())
            if covers(table, origin.depart, target.arrive - origin.depart)
        ),
        UNREACHABLE,
    )
    return None if metres == UNREACHABLE else metres


def _joints(route: RouteReplay) -> Iterator[Violation | None]:
    """Look whether each line goes on where the one before ended: on the same street."""
    for before, after in pairwise(route.legs):
        if not (before.leg and after.leg and before.leg.geometry and after.leg.geometry):
            continue
        gap = distance_m(before.leg.geometry[-1], after.leg.geometry[0])
        if before.target.stop.place_id != after.origin.stop.place_id or gap <= 2 * END_REACH_M:
            yield None
        else:
            text = (
                f"comes to {after.origin.name} on one street and leaves it from another, "
                f"{ceil(gap)} m away."
            )
            yield route.breach(
                _RULE, text, stop=after.origin, leg=after, amount=ceil(gap), unit="m"
            )


def _orders(
    scenario: Scenario, route: RouteReplay, vehicle: Vehicle, vehicle_class: VehicleClass
) -> Iterator[Violation | None]:
    seen: set[str] = set()
    for stop, task in route.works:
        order = task.order
        if order is None or task.part is None or order.id in seen:
            continue
        seen.add(order.id)
        why = _unfit(order, vehicle, vehicle_class)
        if not why and scenario.waits_for_approval(order):
            why = "is not approved yet, and the day does not plan such transfers"
        if why:
            yield route.breach(_RULE, f"order {order.id} {why}.", stop=stop, order_id=order.id)
        else:
            yield None


def _unfit(order: Order, vehicle: Vehicle, vehicle_class: VehicleClass) -> str:
    """Say why a vehicle may not do an order; empty if it may."""
    name = vehicle_class.label
    if order.kind not in vehicle_class.order_kinds:
        return f"is a {order.kind}; vehicles of class {name} do none"
    if isinstance(order, Transfer) and order.party.party_class not in vehicle_class.party_classes:
        return f"is of class {order.party.party_class}; vehicles of class {name} carry none"
    if order.vehicle_classes and vehicle_class.id not in order.vehicle_classes:
        return f"asks for a vehicle of class {' or '.join(order.vehicle_classes)}, not {name}"
    missing = sorted(set(order.skills) - vehicle.skills)
    if missing:
        return f"needs somebody who can do {', '.join(missing)}; nobody of the crew can"
    return ""


def _stop(
    ground: Ground,
    route: RouteReplay,
    stop: StopReplay,
    place: Place,
    vehicle: Vehicle,
    vehicle_class: VehicleClass,
) -> Iterator[Violation | None]:
    """Hold one stop away from home against the zones in force while it lasts.

    People are aboard if they are at any moment of it: those who board or alight there too.
    """
    if vehicle_class.stays_in_own_zone:
        home = ground.areas.get(vehicle.own_zone_id or "")
        at_home = home is not None and home.contains(place.point)
        text = f"stops at {place.name}, outside its own zone."
        yield None if at_home else route.breach(_RULE, text, stop=stop)
    loaded = any(aboard.parties for aboard in (stop.aboard, *(t.before for t in stop.tasks)))
    own_party = bool(stop.tasks) and all(isinstance(task.order, Transfer) for task in stop.tasks)
    for zone in ground.zones(stop.arrive, max(stop.arrive, stop.depart)):
        rule = access_of(vehicle_class, zone, loaded=loaded).stop
        allowed = {
            "no": False,
            "set_points": place.kind in SET_POINT_KINDS,
            "party": own_party,
            "yes": True,
        }
        if allowed[rule] or not ground.areas[zone.id].contains(place.point):
            yield None
            continue
        where = _WHERE.get(rule, "nowhere")
        text = f"stops at {place.name} inside {zone.name}; its class may stop {where} there."
        yield route.breach(_RULE, text, stop=stop)
