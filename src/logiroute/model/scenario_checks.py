"""Whether what a scenario says fits together: ids, references, cohorts, ways beyond the roads."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from logiroute.model.lateness import MOST_SHARE, due_of
from logiroute.model.order import Collection, Transfer
from logiroute.model.place import PlaceKind
from logiroute.units import LATE_STEPS_H

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario


def duplicates(scenario: "Scenario") -> Iterable[str]:
    """Ids that are given more than once."""
    for what, ids in (
        ("place", [p.id for p in scenario.places]),
        ("order", [*(o.id for o in scenario.orders), *(cohort.id for cohort in scenario.cohorts)]),
        ("vehicle", [v.id for v in scenario.vehicles]),
        ("item", [i.id for i in scenario.items]),
        ("zone", [z.id for z in scenario.zones]),
        ("gate", [g.id for g in scenario.gates]),
        ("closure", [c.id for c in scenario.closures]),
        ("profile", [p.id for p in scenario.profiles]),
        ("stock of", [f"{s.item_id} at {s.depot_id}" for s in scenario.stock]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield f"{what} {name!r} is given {count} times"


def torn_cohorts(scenario: "Scenario") -> Iterable[str]:
    """Cohorts whose parts are not what was ordered."""
    for cohort, parts in scenario.cohorts.items():
        persons = sum(part.party.persons for part in parts)
        households = sum(part.party.household_count for part in parts)
        if (persons, households) != (cohort.persons, cohort.households):
            yield (
                f"cohort {cohort.id!r}: its parts are {persons} persons in {households} "
                f"households, not {cohort.persons} in {cohort.households}"
            )
        if any(part.together for part in parts):
            yield f"cohort {cohort.id!r}: it may be split, so it is of no group"


def dangling(scenario: "Scenario") -> Iterable[str]:
    """References to what is not there."""
    places, items, zones = set(scenario.place), set(scenario.item), set(scenario.zone)
    classes = {entry.id for entry in scenario.policy.vehicle_classes}
    party_classes = {entry.id for entry in scenario.policy.party_classes}
    depots = {place.id for place in scenario.places if place.kind is PlaceKind.DEPOT}
    exits = {place.id for place in scenario.places if place.kind is PlaceKind.EXIT}
    exits -= {place.id for place in scenario.places if place.approaches}
    wanted: list[tuple[str, str, str, set[str]]] = [
        (f"place {place.id}", "exit on the roads", approach.exit_id, exits)
        for place in scenario.places
        for approach in place.approaches
    ]
    rules = {entry.id for entry in scenario.policy.driving_rules}
    wanted += [
        (f"vehicle class {entry.id}", "driving rule", entry.driving_rule, rules)
        for entry in scenario.policy.vehicle_classes
        if entry.driving_rule is not None
    ]
    for vehicle in scenario.vehicles:
        owner = f"vehicle {vehicle.id}"
        wanted += [(owner, "place", i, places) for i in (vehicle.start_id, vehicle.end_id)]
        wanted += [(owner, "depot", i, depots) for i in vehicle.reload_ids]
        wanted.append((owner, "vehicle class", vehicle.vehicle_class, classes))
        if vehicle.own_zone_id is not None:
            wanted.append((owner, "zone", vehicle.own_zone_id, zones))
    for order in scenario.orders:
        owner = f"order {order.id}"
        wanted += [(owner, "vehicle class", c, classes) for c in order.vehicle_classes]
        if isinstance(order, Transfer | Collection):
            ids = (order.origin_id, *order.destination_ids)
        else:
            ids = (order.site_id, *order.depot_ids)
        wanted += [(owner, "place", i, places) for i in ids]
        if isinstance(order, Transfer):
            wanted.append((owner, "party class", order.party.party_class, party_classes))
        else:
            wanted += [(owner, "item", line.item_id, items) for line in order.lines]
        if order.priority not in scenario.policy.penalties:
            yield f"{owner}: the policy has no penalty for priority {order.priority}"
    for entry in scenario.stock:
        wanted.append(("stock", "place", entry.depot_id, places))
        wanted.append(("stock", "item", entry.item_id, items))
    for owner, what, name, known in (*wanted, *_named_on_the_map(scenario)):
        if name not in known:
            yield f"{owner}: unknown {what} {name!r}"


def too_dear(scenario: "Scenario") -> Iterable[str]:
    """Orders whose lateness, or place, could cost so much that they had better be left out."""
    late = LATE_STEPS_H[-1] * scenario.policy.late_cost_per_hour
    for order in scenario.orders:
        if not isinstance(order, Transfer | Collection):
            continue
        most = scenario.policy.penalties[order.priority]
        dearest = max(scenario.place[name].extra_cost for name in order.destination_ids)
        for what, cost in (
            ("being late", late if due_of(scenario, order) else 0),
            ("a place", dearest),
        ):
            if cost * MOST_SHARE > most:
                yield (
                    f"order {order.id}: {what} may cost {cost}, more than one in {MOST_SHARE} of "
                    f"the {most} that leaving it out costs"
                )


def out_of_sight(scenario: "Scenario") -> Iterable[str]:
    """Zones would be entered or left on ways beyond the roads, where nobody looks at them."""
    beyond = [place for place in scenario.places if place.approaches]
    if not (beyond and scenario.zones):
        return
    from shapely import Point

    for place in beyond:
        for end in (place, *(scenario.place[approach.exit_id] for approach in place.approaches)):
            for zone in scenario.zones:
                if zone.shape.intersects(Point(end.point)):
                    yield (
                        f"place {place.id}: zone {zone.id} would be crossed beyond the roads, "
                        f"{end.id} lies in it"
                    )


def _named_on_the_map(scenario: "Scenario") -> Iterable[tuple[str, str, str, set[str]]]:
    """``(owner, what, name, known names)`` of what zones, gates and passes refer to."""
    zones, gates = set(scenario.zone), set(scenario.gate)
    classes = {entry.id for entry in scenario.policy.vehicle_classes}
    zone_classes = {entry.id for entry in scenario.policy.zone_classes}
    for zone in scenario.zones:
        yield f"zone {zone.id}", "zone class", zone.zone_class, zone_classes
    for gate in scenario.gates:
        yield f"gate {gate.id}", "zone", gate.zone_id, zones
        for name in gate.vehicle_classes:
            yield f"gate {gate.id}", "vehicle class", name, classes
    for vehicle in scenario.vehicles:
        for leave in vehicle.passes:
            what, known = ("zone", zones) if leave.zone_id else ("gate", gates)
            yield f"vehicle {vehicle.id}", what, leave.zone_id or leave.gate_id, known
