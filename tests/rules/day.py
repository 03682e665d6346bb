"""Small days for tests of rules: a scenario, travel times by hand, plans by hand.

All clock times are of 1 April 2022 in Shanghai. Driving times are given in minutes, the same both
ways; a minute is 1,000 m. Two orders of goods: ``kit`` weighs 10 kg and takes 2 s to hand over,
``box`` weighs 1 kg and takes no time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from logiroute.model.driving import DrivingRule
from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.order import (
    Call,
    Cohort,
    Collection,
    Delivery,
    Line,
    Order,
    OrderKind,
    Party,
    Transfer,
)
from logiroute.model.place import FreedBeds, Place, PlaceKind, Point, Window
from logiroute.model.policy import PartyClass, Policy, StayLocal, VehicleClass, ZoneClass
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item, Stock
from logiroute.model.travel import UNREACHABLE, TravelTable, TravelTimes
from logiroute.model.zone import Gate, Zone
from logiroute.model.zone_access import ZoneAccess
from logiroute.units import CHILD_SEATS, SEATS, STRETCHERS

TZ = ZoneInfo("Asia/Shanghai")
ITEMS = (
    Item(id="kit", name="kit", unit_loads={"mass_g": 10_000}, handling_ms=2_000),
    Item(id="box", name="box", unit_loads={"mass_g": 1_000}),
)
KG = 1_000


def at(clock: str) -> datetime:
    """``"06:30"`` or ``"06:30:15"`` on the day."""
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    return datetime(2022, 4, 1, hour, minute, second, tzinfo=TZ)


def window(start: str, end: str) -> Window:
    return Window(start=at(start), end=at(end))


def spot(east: float, north: float) -> Point:
    """Lon, lat of a point so many metres east and north of (114.3, 30.5).

    A degree there is 95,999 m of longitude and 110,861 m of latitude (WGS-84, by pyproj's Geod).
    """
    return (114.3 + east / 95_999, 30.5 + north / 110_861)


def box(west: float, south: float, east: float, north: float) -> tuple[Point, ...]:
    """A closed ring of four corners, in metres as for `spot`."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return tuple(spot(*corner) for corner in corners)


def place(
    place_id: str,
    kind: PlaceKind = PlaceKind.SITE,
    *,
    point: Point = (114.3, 30.5),
    windows: Sequence[Window] = (),
    stop_s: int = 0,
    beds: int | None = None,
    freed: Sequence[FreedBeds] = (),
    extra_cost: int = 0,
    bed_turnover_s: int | None = None,
    accepts: Sequence[str] = (),
    refuses: Sequence[str] = (),
    off_county: bool = False,
    bays: int | None = None,
    docks: int | None = None,
    rest: bool | None = None,
) -> Place:
    return Place(
        id=place_id,
        name=f"place {place_id}",
        kind=kind,
        point=point,
        windows=tuple(windows),
        stop_s=stop_s,
        beds=beds,
        freed=tuple(freed),
        extra_cost=extra_cost,
        bed_turnover_s=bed_turnover_s,
        accepts=tuple(accepts),
        refuses=tuple(refuses),
        off_county=off_county,
        bays=bays,
        docks=docks,
        rest=rest,
    )


def depot(place_id: str = "D", *, point: Point = (114.3, 30.5), stop_s: int = 0) -> Place:
    return place(place_id, PlaceKind.DEPOT, point=point, stop_s=stop_s)


def site(place_id: str, **more: Any) -> Place:
    return place(place_id, **more)


def quarantine(
    place_id: str, beds: int | None = None, accepts: Sequence[str] = (), **more: Any
) -> Place:
    return place(place_id, PlaceKind.QUARANTINE_SITE, beds=beds, accepts=accepts, **more)


def station(place_id: str = "W", **more: Any) -> Place:
    return place(place_id, PlaceKind.DISINFECTION_STATION, **more)


def relief(place_id: str = "R", **more: Any) -> Place:
    return place(place_id, PlaceKind.RELIEF_AREA, **more)


def vehicle(
    vehicle_id: str = "V",
    vehicle_class: str = "van",
    *,
    max_trips: int = 1,
    reload_s: int = 0,
    reload_ids: Sequence[str] = (),
    lifo: bool = False,
    kg: int = 1_000,
    seats: int = 10,
    stretchers: int = 0,
    child_seats: int = 0,
    shifts: Sequence[Window] | None = None,
    start: str = "D",
    end: str = "D",
    fixed: int = 1_000,
    per_km: int = 100,
    per_hour: int = 0,
    skills: Sequence[str] = (),
    own_zone: str | None = None,
    drivers: int = 1,
    driven_day_s: int = 0,
    driven_week_s: int = 0,
) -> Vehicle:
    return Vehicle(
        id=vehicle_id,
        name=f"vehicle {vehicle_id}",
        vehicle_class=vehicle_class,
        profile="car",
        capacity={
            "mass_g": kg * KG,
            SEATS: seats,
            STRETCHERS: stretchers,
            CHILD_SEATS: child_seats,
        },
        shifts=tuple(shifts or (window("06:00", "12:00"),)),
        start_id=start,
        end_id=end,
        fixed_cost=fixed,
        cost_per_km=per_km,
        cost_per_hour=per_hour,
        crew=tuple(
            CrewMember(id=f"c{number}-{vehicle_id}", name="driver", skills=tuple(skills))
            for number in range(drivers)
        ),
        driven_day_s=driven_day_s,
        driven_week_s=driven_week_s,
        own_zone_id=own_zone,
        max_trips=max_trips,
        reload_s=reload_s,
        reload_ids=tuple(reload_ids),
        lifo=lifo,
    )


def delivery(
    order_id: str, site_id: str, kits: int = 1, *, item: str = "kit", **more: Any
) -> Delivery:
    lines = (Line(item_id=item, quantity=kits),)
    return Delivery(id=order_id, site_id=site_id, lines=lines, **more)


def call(order_id: str, site_id: str, kits: int = 0, **more: Any) -> Call:
    lines = (Line(item_id="kit", quantity=kits),) if kits else ()
    return Call(id=order_id, site_id=site_id, lines=lines, **more)


def transfer(
    order_id: str,
    origin: str,
    *to: str,
    persons: int = 1,
    party_class: str = "contact",
    stretchers: int = 0,
    child_seats: int = 0,
    **more: Any,
) -> Transfer:
    party = Party(
        persons=persons, party_class=party_class, stretchers=stretchers, child_seats=child_seats
    )
    return Transfer(id=order_id, origin_id=origin, destination_ids=to, party=party, **more)


def cohort(
    cohort_id: str,
    origin: str,
    *to: str,
    parts: Sequence[tuple[int, ...]],
    party_class: str = "contact",
    **more: Any,
) -> list[Transfer]:
    """People who may be split: households of each part, ``T7/1``, ``T7/2``, …"""
    whole = Cohort(
        id=cohort_id, persons=sum(map(sum, parts)), households=sum(len(sizes) for sizes in parts)
    )
    return [
        Transfer(
            id=f"{cohort_id}/{number}",
            origin_id=origin,
            destination_ids=to,
            party=Party(persons=sum(sizes), party_class=party_class, households=sizes),
            cohort=whole,
            **more,
        )
        for number, sizes in enumerate(parts, start=1)
    ]


def collection(order_id: str, origin: str, *to: str, kits: int = 1, **more: Any) -> Collection:
    lines = (Line(item_id="kit", quantity=kits),)
    return Collection(id=order_id, origin_id=origin, destination_ids=to, lines=lines, **more)


FREE = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
GATED = ZoneAccess(enter="gate", stop="yes", through=False, leave="gate")
SET_POINTS = ZoneAccess(enter="gate", stop="set_points", through=True, leave="gate")
CLOSED = ZoneAccess()


def policy(
    vehicle_classes: Iterable[VehicleClass] = (),
    *,
    disinfect: Mapping[str, int] | None = None,
    aboard: Mapping[str, int] | None = None,
    due: Mapping[str, int] | None = None,
    same_day: Iterable[str] = (),
    late_cost: int = 500,
    driving: DrivingRule | None = None,
    stay_local: StayLocal | None = None,
    people_and_goods: bool = True,
    levels: Mapping[str, int] | None = None,
    straight: Mapping[str, bool] | None = None,
    suits: Mapping[str, int] | None = None,
    hot_from_c: int | None = None,
) -> Policy:
    """Three classes of vehicle: the van does everything everywhere, the bus carries people.

    A bus fills half its seats with contacts; a truck carries goods, may not enter sealed zones,
    and stops in control zones at set points only, which it enters and leaves by gates.

    ``disinfect`` and ``aboard`` are minutes by party class: of disinfection after people of it, and
    of their longest time aboard; ``due`` are minutes after the notice, and ``late_cost`` cents an
    hour. ``driving`` is the driving rule of vans and buses. ``stay_local`` is nobody if not given.
    ``straight`` says by party class whether it goes straight there; where it is silent, those do
    after whom a disinfection is due. Zone classes have level 1 but for those in ``levels``. Vans
    may carry people and goods, so that one is enough for a day. ``suits`` are fields of vans and
    buses, such as ``{"suit_on_s": 600}``; a day is hot from ``hot_from_c`` degrees on.
    """
    everywhere = {"sealed": FREE, "control": FREE, "slow": FREE}
    kinds = tuple(OrderKind)
    people = ("contact", "released", "positive")
    classes = {
        "van": VehicleClass(
            id="van", label="van", order_kinds=kinds, party_classes=people, zones=everywhere
        ),
        "bus": VehicleClass(
            id="bus",
            label="bus",
            order_kinds=(OrderKind.TRANSFER,),
            party_classes=("contact", "released"),
            seat_percent={"contact": 50},
            zones={"sealed": CLOSED, "control": GATED, "slow": FREE},
        ),
        "truck": VehicleClass(
            id="truck",
            label="truck",
            order_kinds=(OrderKind.DELIVERY, OrderKind.COLLECTION),
            zones={"sealed": CLOSED, "control": SET_POINTS, "slow": FREE},
        ),
        "shuttle": VehicleClass(
            id="shuttle",
            label="shuttle",
            order_kinds=kinds,
            party_classes=people,
            stays_in_own_zone=True,
            zones={**everywhere, "control": ZoneAccess(enter="no", stop="yes", leave="no")},
        ),
    }
    if driving is not None:
        held = {"driving_rule": driving.id}
        classes |= {name: classes[name].model_copy(update=held) for name in ("van", "bus")}
    if suits is not None:
        classes |= {name: classes[name].model_copy(update=suits) for name in ("van", "bus")}
    classes |= {entry.id: entry for entry in vehicle_classes}
    return Policy(
        id="test",
        title="test",
        zone_classes=tuple(
            ZoneClass(id=i, label=i, level=(levels or {}).get(i, 1)) for i in everywhere
        ),
        party_classes=tuple(
            PartyClass(
                id=name,
                label=name,
                exclusive=name == "positive",
                disinfect_s=60 * (disinfect or {}).get(name, 0),
                straight_there=(straight or {}).get(name),
                max_aboard_s=60 * aboard[name] if aboard and name in aboard else None,
                due_after_notice_s=60 * due[name] if due and name in due else None,
                same_day=name in same_day,
            )
            for name in people
        ),
        vehicle_classes=tuple(classes.values()),
        driving_rules=(driving,) if driving is not None else (),
        penalties={1: 1_000_000, 2: 100_000, 3: 50_000},
        stay_local=stay_local or StayLocal(),
        people_and_goods=people_and_goods,
        late_cost_per_hour=late_cost,
        hot_from_c=hot_from_c,
    )


@dataclass(frozen=True)
class Day:
    """A scenario with its travel times."""

    scenario: Scenario
    travel: TravelTimes


def day(
    places: Sequence[Place],
    vehicles: Sequence[Vehicle],
    orders: Sequence[Order],
    minutes: Mapping[str, int],
    *,
    zones: Sequence[Zone] = (),
    gates: Sequence[Gate] = (),
    stock: Sequence[Stock] = (),
    rules: Policy | None = None,
    plan_unapproved: bool = False,
    temperature_c: int | None = None,
) -> Day:
    """Make a day; ``minutes`` maps ``"D-A"`` to driving minutes, absent pairs are unreachable."""
    scenario = Scenario(
        id="test-day",
        title="test day",
        date=date(2022, 4, 1),
        timezone="Asia/Shanghai",
        roads="none.parquet",
        policy=rules or policy(),
        places=tuple(places),
        vehicles=tuple(vehicles),
        orders=tuple(orders),
        zones=tuple(zones),
        gates=tuple(gates),
        items=ITEMS,
        stock=tuple(stock),
        plan_unapproved=plan_unapproved,
        temperature_c=temperature_c,
    )
    ids = tuple(place.id for place in places)
    seconds = np.full((len(ids), len(ids)), UNREACHABLE, dtype=np.int32)
    metres = seconds.copy()
    for pair, value in {**{f"{i}-{i}": 0 for i in ids}, **minutes}.items():
        a, b = (ids.index(end) for end in pair.split("-"))
        seconds[a, b] = seconds[b, a] = value * 60
        metres[a, b] = metres[b, a] = value * 1000
    table = TravelTable(
        seconds=seconds,
        metres=metres,
        snapped=tuple(place.point for place in places),
        snap_metres=tuple(0.0 for _ in places),
    )
    tables = dict.fromkeys(scenario.movements, (table,))
    return Day(scenario, TravelTimes(place_ids=ids, tables=tables, roads_hash="0" * 64))


def retime(made: Day, pair: str, *, seconds: int, metres: int) -> Day:
    """The same day with one way (both directions) of another length."""
    a, b = (made.travel.index[end] for end in pair.split("-"))
    tables = {}
    for movement, (table, *_) in made.travel.tables.items():
        new_seconds, new_metres = table.seconds.copy(), table.metres.copy()
        new_seconds[a, b] = new_seconds[b, a] = seconds
        new_metres[a, b] = new_metres[b, a] = metres
        tables[movement] = (replace(table, seconds=new_seconds, metres=new_metres),)
    return replace(made, travel=replace(made.travel, tables=tables))


def by_hours(made: Day, *parts: tuple[str, str, Mapping[str, int]]) -> Day:
    """The same day with other minutes for parts of it: ``("06:00", "12:00", {"D-A": 10})``.

    The narrowest come first; absent pairs are as in the table of the whole day.
    """
    index = made.travel.index
    tables = {}
    for movement, (whole,) in made.travel.tables.items():
        of_parts = []
        for start, end, minutes in parts:
            seconds, metres = whole.seconds.copy(), whole.metres.copy()
            for pair, value in minutes.items():
                a, b = (index[name] for name in pair.split("-"))
                seconds[a, b] = seconds[b, a] = value * 60
                metres[a, b] = metres[b, a] = value * 1000
            of_parts.append(
                replace(
                    whole, seconds=seconds, metres=metres, valid_from=at(start), valid_to=at(end)
                )
            )
        tables[movement] = (*of_parts, whole)
    return replace(made, travel=replace(made.travel, tables=tables))
