"""A bus on a grid of streets with a zone in its middle that it passes through without people only.

Streets every 100 m, 400 m each way; the zone covers the crossing in the middle, 50 m around it.
Depot D, A where people board, and site Q lie on the street through the middle, D and Q in the west
of the zone, A in the east.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from logiroute.geo.roads import Roads
from logiroute.geo.travel import travel_times
from logiroute.model.order import Order, OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.policy import PartyClass, VehicleClass
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from logiroute.units import SEATS
from tests.geo.drawn import OPEN, Metres, box, scenario, vehicle, zone
from tests.rules.day import Day, transfer, window

MIDDLE = box(150, 150, 250, 250)
SPOTS: dict[str, Metres] = {"D": (10, 200), "A": (350, 200), "Q": (60, 200), "W": (390, 200)}
KINDS = {
    "D": PlaceKind.DEPOT,
    "Q": PlaceKind.QUARANTINE_SITE,
    "W": PlaceKind.DISINFECTION_STATION,
}
#: Free to go everywhere, but not through the zone with people aboard.
ONLY_EMPTY = ZoneAccess(
    enter="yes", stop="yes", through=True, leave="yes", loaded=LoadedAccess(through=False)
)


def bus_day(
    access: ZoneAccess = ONLY_EMPTY,
    *,
    zones: Sequence[Zone] | None = None,
    gates: Sequence[Gate] = (),
    orders: Sequence[Order] | None = None,
    spots: Mapping[str, Metres] | None = None,
    disinfect_s: int = 0,
    straight: bool | None = None,
) -> Scenario:
    """One bus, and people from A to Q unless other orders are given."""
    base = scenario(
        SPOTS if spots is None else spots, access={"bus": OPEN}, vehicles=[vehicle("bus", "bus")]
    )
    bus = VehicleClass(
        id="bus",
        label="bus",
        order_kinds=(OrderKind.TRANSFER, OrderKind.CALL),
        party_classes=("contact",),
        zones={"sealed": access, "control": OPEN},
    )
    people = PartyClass(
        id="contact", label="contact", disinfect_s=disinfect_s, straight_there=straight
    )
    fields = {name: getattr(base, name) for name in Scenario.model_fields}
    mine = base.vehicles[0].model_copy(
        update={"id": "V", "capacity": {SEATS: 10}, "shifts": (window("06:00", "12:00"),)}
    )
    return Scenario.model_validate(
        {
            **fields,
            "date": date(2022, 4, 1),
            "timezone": "Asia/Shanghai",
            "policy": base.policy.model_copy(
                update={"vehicle_classes": (bus,), "party_classes": (people,)}
            ),
            "places": tuple(
                place.model_copy(update={"kind": KINDS.get(place.id, PlaceKind.SITE)})
                for place in base.places
            ),
            "vehicles": (mine,),
            "orders": tuple(orders) if orders is not None else (transfer("t", "A", "Q"),),
            "zones": (zone("Z", MIDDLE),) if zones is None else tuple(zones),
            "gates": tuple(gates),
        }
    )


def on(roads: Roads, day: Scenario) -> Day:
    """A day with its travel times."""
    return Day(day, travel_times(day, roads))
