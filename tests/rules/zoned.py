"""Days with zones after which vehicles are disinfected, for tests of the auditor and the solver.

Depot D and site O lie outside; A and B in a sealed zone, C in a control zone, and so does F beside
which nothing is asked for. Every way takes 10 minutes, to station W 5, where a stop takes 2.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order, OrderKind
from logiroute.model.place import Place
from logiroute.model.policy import VehicleClass
from logiroute.model.zone import Zone
from logiroute.model.zone_access import ZoneAccess
from tests.rules.day import Day, box, day, depot, policy, quarantine, site, spot, station

#: Minutes of disinfection by class of vehicle and zone: a crew, a team, and one that needs none.
MINUTES: Mapping[str, Mapping[str, int]] = {
    "crew": {"sealed": 30},
    "team": {"sealed": 20, "control": 20},
    "mixed": {"sealed": 20, "control": 45},
    "free": {},
}

#: Where every place is, in metres.
SPOTS = {
    "D": (0, 0),
    "O": (500, 0),
    "Q": (900, 0),
    "W": (0, 500),
    "A": (3_000, 100),
    "B": (3_000, 200),
    "C": (-3_000, 100),
    "F": (-6_000, 100),
}


def zone(name: str, west: float, zone_class: str, **more: Any) -> Zone:
    """A square of 2 km from ``west`` on."""
    ring = box(west, -1_000, west + 2_000, 1_000)
    return Zone(id=name, name=f"zone {name}", zone_class=zone_class, polygons=((ring,),), **more)


SEALED, CONTROL, SLOW = (
    zone("north", 2_000, "sealed"),
    zone("south", -4_000, "control"),
    zone("west", -7_000, "slow"),
)


def vehicle_class(name: str, minutes: Mapping[str, int]) -> VehicleClass:
    """May do everything everywhere."""
    zones = {
        of: ZoneAccess(
            enter="yes", stop="yes", through=True, leave="yes", disinfect_s=60 * minutes.get(of, 0)
        )
        for of in ("sealed", "control", "slow")
    }
    return VehicleClass(
        id=name,
        label=name,
        order_kinds=tuple(OrderKind),
        party_classes=("contact", "released"),
        zones=zones,
    )


def zoned(
    fleet: Sequence[Vehicle],
    orders: Sequence[Order],
    *,
    zones: Sequence[Zone] = (SEALED, CONTROL, SLOW),
    disinfect: Mapping[str, int] | None = None,
    stations: Sequence[Place] | None = None,
    more: Sequence[Place] = (),
) -> Day:
    """A day with these zones; ``disinfect`` as for `policy`."""
    washes = [station("W", point=spot(*SPOTS["W"]), stop_s=120)] if stations is None else stations
    sites = [site(name, point=spot(*SPOTS[name])) for name in "OABCF"]
    places = [depot(), quarantine("Q"), *sites, *washes, *more]
    places = [
        place.model_copy(update={"point": spot(*SPOTS[place.id])}) if place.id in SPOTS else place
        for place in places
    ]
    ways = {
        f"{a.id}-{b.id}": 5 if "disinfection_station" in (a.kind, b.kind) else 10
        for a, b in combinations(places, 2)
    }
    rules = policy(
        [vehicle_class(name, minutes) for name, minutes in MINUTES.items()],
        disinfect=disinfect,
        levels={"sealed": 3, "control": 2, "slow": 1},
    )
    return day(places, fleet, orders, ways, zones=zones, rules=rules)
