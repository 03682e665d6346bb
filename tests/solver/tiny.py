"""Tiny days for tests of the solver: answers can be worked out by hand.

Places lie on a line: the number of a place is its minute. Driving takes a minute and 1,000 m per
minute of distance. The day begins at 06:00, and times are given in minutes after that.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.order import (
    Call,
    Collection,
    Delivery,
    Line,
    Order,
    OrderKind,
    Party,
    Transfer,
)
from logiroute.model.place import Place, PlaceKind, Window
from logiroute.model.policy import PartyClass, Policy, VehicleClass, ZoneClass
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item, Stock
from logiroute.model.travel import UNREACHABLE, TravelTable, TravelTimes
from logiroute.model.zone import Zone
from logiroute.model.zone_access import ZoneAccess

TZ = ZoneInfo("Asia/Shanghai")
SIX = datetime(2022, 4, 1, 6, tzinfo=TZ)
KIT = Item(id="kit", name="kit", unit_loads={"mass_g": 10_000}, handling_ms=2_500)

_FREE = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
POLICY = Policy(
    id="tiny",
    title="tiny",
    zone_classes=(ZoneClass(id="sealed", label="sealed", level=1),),
    party_classes=(
        PartyClass(id="contact", label="contact"),
        PartyClass(id="released", label="released"),
        PartyClass(id="positive", label="positive", exclusive=True),
    ),
    vehicle_classes=(
        VehicleClass(
            id="truck",
            label="Truck",
            order_kinds=(OrderKind.DELIVERY, OrderKind.COLLECTION, OrderKind.CALL),
            zones={"sealed": ZoneAccess(enter="gate", stop="set_points", leave="gate")},
        ),
        VehicleClass(
            id="bus",
            label="Bus",
            order_kinds=(OrderKind.TRANSFER,),
            party_classes=("contact", "released", "positive"),
            seat_percent={"contact": 50},
            zones={"sealed": _FREE},
        ),
    ),
    penalties={1: 1_000_000, 2: 100_000, 3: 2_000},
)

#: A zone around the place at minute 9.
ZONE = Zone(
    id="Z",
    name="zone",
    zone_class="sealed",
    polygons=((((8.5, -1), (9.5, -1), (9.5, 1), (8.5, 1), (8.5, -1)),),),
)


def minute(number: float) -> datetime:
    return SIX + timedelta(minutes=number)


def window(start: float, end: float) -> Window:
    return Window(start=minute(start), end=minute(end))


def place(
    number: int,
    kind: PlaceKind = PlaceKind.SITE,
    *,
    stop_s: int = 0,
    windows: Sequence[Window] = (),
    beds: int | None = None,
    accepts: Sequence[str] = (),
) -> Place:
    """The place at a minute of the line; its id is ``P<minute>``, its name ``place <minute>``."""
    return Place(
        id=f"P{number}",
        name=f"place {number}",
        kind=kind,
        point=(float(number), 0.0),
        stop_s=stop_s,
        windows=tuple(windows),
        beds=beds,
        accepts=tuple(accepts),
    )


def vehicle(
    name: str = "V",
    vehicle_class: str = "truck",
    *,
    shifts: Sequence[Window] | None = None,
    kg: int = 1_000,
    seats: int = 0,
    home: str = "P0",
    skills: Sequence[str] = (),
    fixed: int = 1_000,
    per_km: int = 100,
    per_hour: int = 600,
    **more: object,
) -> Vehicle:
    crew = (CrewMember(id=f"{name}-1", name="driver", skills=tuple(skills)),)
    fields = {
        "id": name,
        "name": name,
        "vehicle_class": vehicle_class,
        "profile": "car",
        "capacity": {"mass_g": kg * 1000, "seats": seats},
        "shifts": tuple(shifts or (window(0, 120),)),
        "start_id": home,
        "end_id": home,
        "fixed_cost": fixed,
        "cost_per_km": per_km,
        "cost_per_hour": per_hour,
        "crew": crew,
    }
    return Vehicle.model_validate({**fields, **more})


def delivery(name: str, at: str, kits: int = 1, **more: object) -> Delivery:
    lines = (Line(item_id="kit", quantity=kits),)
    return Delivery.model_validate({"id": name, "site_id": at, "lines": lines, **more})


def call(name: str, at: str, **more: object) -> Call:
    return Call.model_validate({"id": name, "site_id": at, **more})


def collection(name: str, at: str, to: Sequence[str], kits: int = 1, **more: object) -> Collection:
    lines = (Line(item_id="kit", quantity=kits),)
    fields = {"id": name, "origin_id": at, "destination_ids": tuple(to), "lines": lines}
    return Collection.model_validate({**fields, **more})


def transfer(
    name: str,
    at: str,
    to: Sequence[str],
    persons: int = 1,
    party_class: str = "contact",
    **more: object,
) -> Transfer:
    party = Party(persons=persons, party_class=party_class)
    fields = {"id": name, "origin_id": at, "destination_ids": tuple(to), "party": party}
    return Transfer.model_validate({**fields, **more})


def day(
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    places: Sequence[Place] = (),
    *,
    stock: Mapping[str, int] | None = None,
    zones: Sequence[Zone] = (),
) -> Scenario:
    """A scenario with the depot P0, the given places, and a plain site wherever one is missing."""
    known = {entry.id: entry for entry in (place(0, PlaceKind.DEPOT), *places)}
    for number in range(1, 31):
        known.setdefault(f"P{number}", place(number))
    return Scenario(
        id="tiny",
        title="tiny",
        date=date(2022, 4, 1),
        timezone=TZ.key,
        roads="none",
        policy=POLICY,
        places=tuple(known.values()),
        vehicles=tuple(vehicles),
        orders=tuple(orders),
        zones=tuple(zones),
        items=(KIT,),
        stock=tuple(
            Stock(depot_id=depot, item_id="kit", quantity=kits)
            for depot, kits in (stock or {}).items()
        ),
    )


def travel(scenario: Scenario, *, shut: Sequence[tuple[str, str]] = ()) -> TravelTimes:
    """The line's travel times for every movement; ``shut`` are pairs without a way."""
    at = np.array([round(entry.point[0]) for entry in scenario.places])
    minutes = np.abs(at[:, None] - at[None, :])
    seconds, metres = (minutes * 60).astype(np.int32), (minutes * 1000).astype(np.int32)
    ids = tuple(entry.id for entry in scenario.places)
    for here, there in shut:
        row, column = ids.index(here), ids.index(there)
        seconds[row, column] = metres[row, column] = UNREACHABLE
    points = tuple(entry.point for entry in scenario.places)
    table = TravelTable(seconds, metres, points, (0.0,) * len(points))
    tables = dict.fromkeys(scenario.movements, (table,))
    return TravelTimes(ids, tables, "line")
