"""Random small days with all four kinds of order, and random routes through them.

Times lie on a grid of minutes and amounts are small, so that limits are often met to the second
and to the piece. Travel tables are drawn, not measured: they are asymmetric, break the triangle
inequality, and now and then have no way at all.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

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
from logiroute.model.place import FreedBeds, Place, PlaceKind, Window
from logiroute.model.policy import PartyClass, Policy, StayLocal, VehicleClass, ZoneClass
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item, Stock
from logiroute.model.travel import UNREACHABLE, TravelTable, TravelTimes
from logiroute.model.zone import Zone
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import cleaning, trips

TZ = ZoneInfo("Asia/Shanghai")
DAY = datetime(2022, 4, 1, tzinfo=TZ)

_OPEN = ZoneAccess(enter="yes", stop="yes", through=True, leave="yes")
_SET_POINTS = ZoneAccess(enter="yes", stop="set_points", leave="yes")
_SHUT = ZoneAccess()

#: Where it matters whether people are aboard, or board.
_BY_WHO_IS_ABOARD = (
    ZoneAccess(enter="yes", stop="party", leave="yes"),
    ZoneAccess(enter="yes", stop="yes", leave="yes", loaded=LoadedAccess(stop="party")),
    ZoneAccess(enter="yes", stop="yes", leave="yes", loaded=LoadedAccess(stop="no")),
)

POLICY = Policy(
    id="small",
    title="Small policy of tests",
    zone_classes=(ZoneClass(id="sealed", label="sealed", level=2),),
    party_classes=(
        PartyClass(id="contact", label="contact"),
        PartyClass(id="released", label="released"),
        PartyClass(id="positive", label="positive", exclusive=True),
    ),
    vehicle_classes=(
        VehicleClass(
            id="truck",
            label="truck",
            order_kinds=(OrderKind.DELIVERY, OrderKind.COLLECTION),
            zones={"sealed": _SHUT},
        ),
        VehicleClass(
            id="van",
            label="van",
            order_kinds=tuple(OrderKind),
            party_classes=("contact", "released", "positive"),
            seat_percent={"contact": 50},
            zones={"sealed": _SET_POINTS},
        ),
        VehicleClass(
            id="shuttle",
            label="shuttle",
            order_kinds=tuple(OrderKind),
            party_classes=("contact", "positive"),
            stays_in_own_zone=True,
            zones={"sealed": _OPEN},
        ),
    ),
    penalties={1: 400_000, 2: 90_000, 3: 30_000},
    stay_local=StayLocal(needs=("infant",)),
    people_and_goods=True,
    late_cost_per_hour=300,
)

ITEMS = (
    Item(id="kit", name="kit", unit_loads={"mass_g": 8, "volume_cm3": 3}, handling_ms=7_500),
    Item(id="suit", name="suit", unit_loads={"mass_g": 1, "volume_cm3": 6, "piece": 1}),
)

#: West of this longitude everything is in the zone.
_EDGE = 114.30
_ZONE = Zone(
    id="Z",
    name="zone",
    zone_class="sealed",
    polygons=((((114.0, 30.0), (_EDGE, 30.0), (_EDGE, 31.0), (114.0, 31.0), (114.0, 30.0)),),),
)


#: A minute between the first and the second shifts of all vehicles.
_BETWEEN = 302


def minute(number: int) -> datetime:
    """Minutes after 06:00 on the day."""
    return DAY + timedelta(hours=6, minutes=number)


def one_in(number: int) -> st.SearchStrategy[bool]:
    """True once in so many draws; shrinks to False."""
    return st.integers(0, number - 1).map(lambda drawn: drawn == number - 1)


@st.composite
def windows(draw: st.DrawFn, *, most: int = 2) -> tuple[Window, ...]:
    """None to ``most`` windows, which may overlap."""
    starts = draw(st.lists(st.integers(0, 150), max_size=most))
    return tuple(
        Window(start=minute(start), end=minute(start + 60 - draw(st.integers(0, 60))))
        for start in starts
    )


@st.composite
def _places(draw: st.DrawFn) -> tuple[Place, ...]:
    def place(place_id: str, kind: PlaceKind, **more: object) -> Place:
        lon = _EDGE + (-0.05 if draw(one_in(4)) else 0.05)
        return Place.model_validate(
            {
                "id": place_id,
                "name": place_id,
                "kind": kind,
                "point": (lon, 30.5),
                "stop_s": draw(st.sampled_from((0, 60, 150))),
                "extra_cost": draw(st.sampled_from((0, 0, 2_000))),
                **more,
            }
        )

    def opening() -> tuple[Window, ...]:
        return draw(windows()) if draw(one_in(4)) else ()

    def beds() -> dict[str, object]:
        number = draw(st.sampled_from((None, 4, 6, 2, 0)))
        if number is None:
            return {"beds": number}
        counted: dict[str, object] = {
            "beds": number,
            "bed_turnover_s": draw(st.sampled_from((None, 600, 0))),
        }
        if not draw(one_in(3)):
            return counted
        times = draw(st.lists(st.integers(0, 200), min_size=1, max_size=2))
        freed = [FreedBeds(at=minute(at), beds=draw(st.integers(1, 3))) for at in times]
        return {**counted, "freed": tuple(freed)}

    accepts = st.sampled_from(((), (), ("contact",), ("positive", "released")))
    station = PlaceKind.DISINFECTION_STATION
    bays = st.sampled_from((None, 1, 1, 2))
    return (
        place("W1", station, bays=draw(bays), windows=opening()),
        place("W2", station, bays=draw(bays)),
        place("D1", PlaceKind.DEPOT),
        place("D2", PlaceKind.DEPOT),
        place("S1", PlaceKind.SITE, windows=opening()),
        place("S2", PlaceKind.SITE, windows=opening()),
        place("S3", PlaceKind.HAND_OVER),
        place("Q1", PlaceKind.QUARANTINE_SITE, accepts=draw(accepts), **beds()),
        place("Q2", PlaceKind.HOSPITAL, windows=opening(), off_county=draw(one_in(3)), **beds()),
    )


_SITES = ("S1", "S2", "S3", "D2")
_DEPOTS = st.sampled_from(((), (), (), ("D1",), ("D1", "D2"), ("D2",)))


@st.composite
def leaving(draw: st.DrawFn) -> dict[str, object]:
    """What orders say of people who leave a site: mostly they do so at a given minute."""
    origin, other = draw(st.sampled_from((("Q1", "Q2"), ("Q2", "Q1"))))
    at = draw(st.integers(20, 150))
    window = Window(start=minute(at), end=minute(at + draw(st.sampled_from((0, 0, 0, 30)))))
    return {
        "origin_id": origin,
        "destination_ids": draw(st.sampled_from((("S1",), ("S2",), ("S1", other)))),
        "windows": (window,),
    }


@st.composite
def _order(draw: st.DrawFn, number: int) -> Order:
    common: dict[str, object] = {
        "id": f"o{number}",
        "priority": draw(st.integers(1, 3)),
        "windows": draw(windows()) if draw(one_in(3)) else (),
        "service_s": draw(st.sampled_from((0, 60, 300))),
        "skills": ("medic",) if draw(one_in(6)) else (),
        "vehicle_classes": ("truck", "van") if draw(one_in(6)) else (),
        "together": "g1" if draw(one_in(4)) else "",
    }
    item = st.sampled_from(("kit", "suit"))
    lines = tuple(
        Line(item_id=name, quantity=draw(st.integers(1, 4)))
        for name in draw(st.lists(item, min_size=1, max_size=2))
    )
    limits = {
        "arrive_by": minute(draw(st.integers(30, 200))) if draw(one_in(3)) else None,
        "max_aboard_s": draw(st.sampled_from((3600, 1200, 300))) if draw(one_in(2)) else None,
        "due": minute(draw(st.integers(-60, 200))) if draw(one_in(3)) else None,
    }
    kind = draw(st.sampled_from(tuple(OrderKind)))
    if kind in (OrderKind.DELIVERY, OrderKind.CALL):
        goods = kind is OrderKind.DELIVERY or draw(st.booleans())
        common |= {
            "site_id": draw(st.sampled_from(_SITES)),
            "lines": lines if goods else (),
            "depot_ids": draw(_DEPOTS),
            "release": minute(draw(st.integers(0, 120))) if goods and draw(one_in(4)) else None,
        }
        return (Delivery if kind is OrderKind.DELIVERY else Call).model_validate(common)
    common |= {"origin_id": draw(st.sampled_from(_SITES)), **limits}
    destinations = draw(st.sampled_from((("Q1",), ("Q1", "Q2"), ("Q2", "D1"), ("S1", "Q2"))))
    if kind is OrderKind.COLLECTION:
        return Collection.model_validate(
            {**common, "destination_ids": destinations, "lines": lines}
        )
    persons = draw(st.integers(1, 3))
    party = Party(
        persons=persons,
        households=(1,) * persons if draw(one_in(4)) else (),
        party_class=draw(
            st.sampled_from(("contact", "contact", "contact", "released", "positive"))
        ),
        needs=("infant",) if draw(one_in(4)) else (),
        stretchers=int(draw(one_in(6))),
    )
    return Transfer.model_validate(
        {
            **common,
            "destination_ids": destinations,
            "party": party,
            "exclusive": draw(one_in(4)),
            "approved": not draw(one_in(8)),
            "max_way_m": draw(st.sampled_from((20_000, 8_000))) if draw(one_in(3)) else None,
            **(draw(leaving()) if draw(one_in(4)) else {}),
        }
    )


@st.composite
def _vehicle(draw: st.DrawFn, number: int) -> Vehicle:
    vehicle_class = draw(st.sampled_from(("van", "van", "van", "van", "truck", "shuttle")))
    opens = draw(st.integers(0, 60))
    first = Window(start=minute(opens), end=minute(opens + 240 - draw(st.integers(0, 180))))
    second = Window(start=minute(305), end=minute(400))
    crew = (CrewMember(id=f"c{number}", name="crew", skills=("medic",)),)
    start = draw(st.sampled_from(("D1", "D1", "D2", "D2", "S1")))
    shifts = (first, second) if draw(one_in(2)) else (first,)
    return Vehicle(
        id=f"v{number}",
        name=f"vehicle {number}",
        vehicle_class=vehicle_class,
        profile="car",
        capacity={
            "mass_g": draw(st.sampled_from((90, 50, 30, 0))),
            "volume_cm3": draw(st.sampled_from((60, 30))),
            "piece": draw(st.sampled_from((20, 3))),
            "seats": draw(st.sampled_from((8, 5, 2))),
            "stretchers": draw(st.sampled_from((1, 0, 2))),
        },
        shifts=shifts,
        start_id=start,
        end_id=start if len(shifts) > 1 else draw(st.sampled_from(("D1", "D2"))),
        fixed_cost=draw(st.sampled_from((0, 5_000))),
        cost_per_km=draw(st.sampled_from((0, 170))),
        cost_per_hour=draw(st.sampled_from((0, 3_300))),
        crew=() if draw(one_in(3)) else crew,
        own_zone_id="Z" if vehicle_class == "shuttle" else None,
        max_trips=draw(st.sampled_from((1, 1, 2, 3))),
        reload_s=draw(st.sampled_from((0, 120))),
        reload_ids=draw(st.sampled_from(((), (), ("D1",), ("D2", "D1")))),
        lifo=draw(one_in(3)),
    )


def suits() -> st.SearchStrategy[dict[str, int | None]]:
    """Fields of vehicle classes whose crews wear suits; seldom nothing at all."""
    return st.fixed_dictionaries(
        {
            "suit_on_s": st.sampled_from((0, 120, 330)),
            "suit_off_s": st.sampled_from((0, 90, 240)),
            "suit_max_s": st.sampled_from((None, 1_800, 3_600, 5_400)),
            "suit_max_hot_s": st.sampled_from((None, 900, 2_700)),
        }
    )


def in_suits(policy: Policy, fields: Mapping[str, int | None], names: Sequence[str]) -> Policy:
    """A policy by which crews of some vehicle classes wear suits."""
    classes = tuple(
        entry.model_copy(update=dict(fields)) if entry.id in names else entry
        for entry in policy.vehicle_classes
    )
    return policy.model_copy(update={"vehicle_classes": classes})


@st.composite
def _policies(draw: st.DrawFn) -> Policy:
    """The small policy, every other time with classes whose vehicle has to be disinfected.

    In one of three people and goods share no shift; in one of four crews of vans wear suits. Some
    classes go straight there, whether the vehicle is disinfected after them or not; in zones people
    may make a difference.
    """
    seconds = st.sampled_from((0, 600, 600, 1500)) if draw(st.booleans()) else st.just(0)
    straight = st.sampled_from((None, None, True, False))
    classes = tuple(
        entry.model_copy(update={"disinfect_s": draw(seconds), "straight_there": draw(straight)})
        for entry in POLICY.party_classes
    )
    truck, van, shuttle = POLICY.vehicle_classes
    inside = draw(st.sampled_from((_SET_POINTS, _SET_POINTS, *_BY_WHO_IS_ABOARD)))
    policy = POLICY.model_copy(
        update={
            "people_and_goods": not draw(one_in(3)),
            "party_classes": classes,
            "vehicle_classes": (
                truck,
                van.model_copy(update={"zones": {"sealed": inside}}),
                shuttle,
            ),
        }
    )
    return in_suits(policy, draw(suits()), ("van",)) if draw(one_in(4)) else policy


def stops_by_who_is_aboard(scenario: Scenario) -> bool:
    """Whether it depends on people where some vehicle may stop: the solver is cautious there."""
    return any(own.zones["sealed"] in _BY_WHO_IS_ABOARD for own in scenario.policy.vehicle_classes)


@st.composite
def _zones(draw: st.DrawFn) -> tuple[Zone, ...]:
    """The zone, all day or for a part of it, now and then twice in the day."""

    def zone(name: str) -> Zone:
        begins, ends = sorted(draw(st.tuples(st.integers(0, 400), st.integers(0, 400))))
        change: dict[str, object] = {"id": name}
        if draw(st.booleans()):
            change["valid_from"] = minute(begins)
        if draw(st.booleans()):
            change["valid_to"] = minute(ends + 1)
        return _ZONE.model_copy(update=change)

    # The shuttle lives in the first.
    return tuple(zone(name) for name in (("Z", "Y") if draw(one_in(3)) else ("Z",)))


@st.composite
def days(
    draw: st.DrawFn, *, min_orders: int = 1, max_orders: int = 5
) -> tuple[Scenario, TravelTimes]:
    """A scenario and travel times for its fleet."""
    places = draw(_places())
    policy = draw(_policies())
    orders = tuple(
        draw(_order(number)) for number in range(draw(st.integers(min_orders, max_orders)))
    )
    vehicles = tuple(draw(_vehicle(number)) for number in range(draw(st.integers(1, 3))))
    stock = (
        [
            (depot, item, draw(st.integers(0, 12)), draw(st.integers(0, 2)))
            for depot in ("D1", "D2")
            for item in ("kit", "suit")
            if not draw(one_in(4))
        ]
        if draw(one_in(3))
        else []
    )
    scenario = Scenario(
        id="day",
        title="A random day",
        date=date(2022, 4, 1),
        timezone=TZ.key,
        roads="none",
        policy=policy,
        places=places,
        vehicles=vehicles,
        orders=orders,
        zones=draw(_zones()),
        items=ITEMS,
        stock=tuple(
            Stock(depot_id=depot, item_id=item, quantity=quantity, reserve=reserve)
            for depot, item, quantity, reserve in stock
        ),
    )
    return scenario, draw(travel_of(scenario))


@st.composite
def travel_of(draw: st.DrawFn, scenario: Scenario, most_parts: int = 4) -> TravelTimes:
    """Drawn travel tables: up to 25 minutes a leg, one leg in thirty without a way.

    One of the whole day a movement, and often some that hold for a part of it, overlapping,
    whatever the zones do.
    """
    size = len(scenario.places)
    points = tuple(place.point for place in scenario.places)

    def table(first: int | None, last: int | None) -> TravelTable:
        rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
        seconds = rng.integers(1, 50, (size, size)).astype(np.int32) * 30
        metres = (seconds * rng.integers(5, 15, (size, size))).astype(np.int32)
        shut = rng.random((size, size)) < 1 / 30
        seconds[shut] = metres[shut] = UNREACHABLE
        np.fill_diagonal(seconds, 0)
        np.fill_diagonal(metres, 0)
        bounds = [None if bound is None else minute(bound) for bound in (first, last)]
        return TravelTable(seconds, metres, points, (0.0,) * size, *bounds)

    spans = st.sampled_from(((_BETWEEN, 400), (0, _BETWEEN), (0, 400))) | st.tuples(
        st.integers(0, 350), st.integers(5, 100)
    ).map(lambda drawn: (drawn[0], drawn[0] + drawn[1]))
    tables = {}
    for movement in scenario.movements:
        drawn = draw(st.lists(spans, max_size=most_parts, unique=True))
        parts = [table(*span) for span in sorted(drawn, key=lambda span: span[1] - span[0])]
        tables[movement] = (*parts, table(None, None))
    return TravelTimes(tuple(place.id for place in scenario.places), tables, "drawn")


@st.composite
def routes_of(draw: st.DrawFn, problem: Problem) -> Routes:
    """Routes that serve some orders, mostly whole and in a sensible order, sometimes not."""
    routes: list[list[int]] = [[] for _ in range(problem.shifts)]
    for order in draw(st.permutations(range(problem.orders))):
        if draw(one_in(5)):
            continue
        shift = draw(st.integers(0, problem.shifts - 1))
        tasks = [problem.first_task[order]]
        choices = problem.choices[order]
        if choices:
            tasks.append(draw(st.sampled_from(choices)))
        flaw = draw(st.integers(0, 39))
        if flaw == 0:
            tasks.reverse()
        elif flaw == 1:
            tasks.pop()
        elif flaw == 2:
            tasks += choices[-1:]
        position = 0
        for task in tasks:
            if flaw == 3:
                shift = draw(st.integers(0, problem.shifts - 1))
            route = routes[shift]
            position = draw(st.integers(min(position, len(route)), len(route)))
            route.insert(position, task)
            position += 1
    reload_at_random(draw, problem, routes)
    wash_at_random(draw, problem, routes)
    return tuple(tuple(route) for route in routes)


def wash_at_random(draw: st.DrawFn, problem: Problem, routes: list[list[int]]) -> None:
    """Put washes into routes, mostly where the next task asks for one, or the end."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    free = [task for task, kind in enumerate(columns.kind) if kind >= 0]
    if not columns.any_need or not free:
        return
    # Of the many starts a few, so that bays are often full.
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    few = rng.random(len(free)) < 20 / len(free)
    early = [
        task
        for task, drawn in zip(free, few.tolist(), strict=True)
        if drawn or not columns.cells[columns.kind[task]]
    ]
    for shift, route in enumerate(routes):
        spots = [spot for spot in _due(problem, shift, route) if not draw(one_in(12))]
        if draw(one_in(12)) and route:
            spots.append((draw(st.integers(0, len(route))), 0))
        for at, needed in sorted(spots, reverse=True):
            enough = [t for t in early if columns.seconds[columns.kind[t]] >= needed]
            if early:
                task = draw(st.sampled_from(early if not enough or draw(one_in(8)) else enough))
                early.remove(task)
                route.insert(at, task)


def _due(problem: Problem, shift: int, route: list[int]) -> list[tuple[int, int]]:
    """Where a route needs a wash at the latest, and of how many seconds."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    row = columns.row[shift]
    needed = level = 0
    found = []
    for at, task in enumerate(route):
        if level > columns.asks[row, task]:
            found.append((at, needed))
            needed = level = 0
        needed = max(needed, int(columns.need[row, task]))
        level = max(level, int(columns.leaves[row, task]))
    return [*found, (len(route), needed)] if needed else found


def reload_at_random(draw: st.DrawFn, problem: Problem, routes: list[list[int]]) -> None:
    """Put reloads into routes, now and then one more than there may be."""
    loading = problem.of(Rule.TRIPS, trips.Columns)
    pools = [
        [task for task, of_task in enumerate(loading.kind) if of_task == kind]
        for kind in range(len(loading.place))
    ]
    for shift, route in enumerate(routes):
        most = loading.most_reloads[shift] + draw(one_in(15)) if route else 0
        for _ in range(draw(st.integers(0, most))):
            free = [pool for kind, pool in enumerate(pools) if loading.usable[kind, shift] and pool]
            # Mostly before a task of an order, and after one.
            spots = [
                at
                for at, task in enumerate(route)
                if loading.kind[task] < 0 and at and loading.kind[route[at - 1]] < 0
            ]
            if free and (not spots or draw(one_in(15))):
                spots = list(range(len(route) + 1))
            if free:
                route.insert(draw(st.sampled_from(spots)), draw(st.sampled_from(free)).pop())
