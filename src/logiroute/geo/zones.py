"""What the zones, gates and passes of a day are to one movement in one window of time.

Whatever restricts counts if it is in force at any moment of the window; whatever permits counts
only if it does so during the whole of it. So a leg found under these rules may be driven at any
time in the window, also across a change.
"""

from logiroute.geo.crossings import ZoneCut, cut, without
from logiroute.geo.passages import GateHere, Why, ZoneRule
from logiroute.geo.roads import Roads
from logiroute.model.place import Window
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import ZoneAccess


def zone_rules(
    scenario: Scenario, roads: Roads, movement: Movement, window: Window, *, loaded: bool = False
) -> tuple[ZoneRule, ...]:
    """The zones that restrict a movement, in the order of the scenario.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    movement : Movement
    window : Window
        From (inclusive) to (exclusive).
    loaded : bool
        With people aboard, or without.
    """
    vehicle_class = scenario.policy.vehicle_class(movement.vehicle_class)
    rules = []
    for zone in scenario.zones:
        own = vehicle_class.stays_in_own_zone and zone.id == movement.own_zone_id
        if own:
            rules.append(ZoneRule(cut(roads, zone), "no", "no", through=True, own=True))
            continue
        if not zone.in_force(window.start, window.end):
            continue
        access = vehicle_class.zones[zone.zone_class].for_ride(loaded=loaded)
        if access.enter == access.leave == "yes" and access.through:
            continue
        rules.append(
            ZoneRule(
                cut_for(roads, zone, access),
                access.enter,
                access.leave,
                access.through,
                tuple(
                    _gate(gate, roads, movement, window)
                    for gate in scenario.gates
                    if gate.zone_id == zone.id
                ),
            )
        )
    return tuple(rules)


def shut_zones(
    scenario: Scenario, roads: Roads, movement: Movement, window: Window
) -> frozenset[str]:
    """Ids of the zones a movement may have no part of a leg in, at some moment of a window."""
    rules = zone_rules(scenario, roads, movement, window)
    return frozenset(rule.cut.zone_id for rule in rules if rule.shut)


def _gate(gate: Gate, roads: Roads, movement: Movement, window: Window) -> GateHere:
    shut = None
    if gate.vehicle_classes and movement.vehicle_class not in gate.vehicle_classes:
        shut = Why.GATE_CLASS
    elif not gate.open_during(window.start, window.end):
        shut = Why.GATE_HOURS
    return GateHere(
        gate_id=gate.id,
        xy=metres_of(roads, gate.point),
        delay_ms=1000 * (gate.delay_s + gate.person_delay_s * movement.people),
        shut=shut,
        passed=any(leave.admits(gate, window.start, window.end) for leave in movement.passes),
    )


def cuts_in_force(
    scenario: Scenario, roads: Roads, movement: Movement, window: Window, *, loaded: bool = False
) -> list[ZoneCut]:
    """Every zone in force at some moment of a window, as the movement's class sees it."""
    access = scenario.policy.vehicle_class(movement.vehicle_class).zones
    return [
        cut_for(roads, zone, access[zone.zone_class].for_ride(loaded=loaded))
        for zone in scenario.zones
        if zone.in_force(window.start, window.end)
    ]


def cut_for(roads: Roads, zone: Zone, access: ZoneAccess) -> ZoneCut:
    """A zone laid over the roads that count as inside it for a class."""
    return without(roads, zone) if access.mainline_transit else cut(roads, zone)


def metres_of(roads: Roads, point: tuple[float, float]) -> tuple[float, float]:
    """A point in the plane of the roads, in metres."""
    x, y = roads.plane.metres(point).tolist()
    return x, y
