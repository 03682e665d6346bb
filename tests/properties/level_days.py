"""Random small days with zones of two levels, after which some vehicles are disinfected."""

from typing import Any

from hypothesis import strategies as st

from logiroute.model.fleet import Vehicle
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
from logiroute.model.place import PlaceKind, Window
from logiroute.model.policy import Policy, ZoneClass
from logiroute.model.zone import Zone
from logiroute.model.zone_access import ZoneAccess
from tests.properties.rule_days import Day, changed
from tests.properties.scenarios import POLICY, days, minute, one_in, travel_of, windows

#: Bands of longitude: a place of each is drawn inside one of them, or outside of both.
_BANDS = {"low": (114.0, 114.2), "high": (114.2, 114.4)}
_MIDDLE = {"low": 114.1, "high": 114.3, "": 114.5}


#: Mostly people of one class, so that several may ride together.
_PEOPLE = st.sampled_from(("contact", "contact", "contact", "released"))


@st.composite
def _policy(draw: st.DrawFn) -> Policy:
    seconds = st.sampled_from((0, 600, 900, 1500))
    of_people = st.sampled_from((0, 0, 600, 1200))

    def access() -> dict[str, ZoneAccess]:
        return {
            name: ZoneAccess(
                enter="yes", stop="yes", through=True, leave="yes", disinfect_s=draw(seconds)
            )
            for name in _BANDS
        }

    people = tuple(
        entry.model_copy(update={"disinfect_s": draw(of_people)}) for entry in POLICY.party_classes
    )
    van = POLICY.vehicle_class("van")
    classes = tuple(
        van.model_copy(update={"id": name, "zones": access()}) for name in ("van", "crew")
    )
    return Policy(
        id="levels",
        title="Levels",
        zone_classes=(
            ZoneClass(id="low", label="low", level=draw(st.sampled_from((0, 1, 1)))),
            ZoneClass(id="high", label="high", level=draw(st.sampled_from((1, 3, 3, 3)))),
        ),
        party_classes=people,
        vehicle_classes=classes,
        penalties=POLICY.penalties,
        people_and_goods=True,
    )


@st.composite
def _zones(draw: st.DrawFn) -> tuple[Zone, ...]:
    """A zone of each class, mostly all day; now and then a strict one over both for some hours."""
    found = []
    names = [*_BANDS, "high"] if draw(one_in(3)) else list(_BANDS)
    for number, name in enumerate(names):
        west, east = _BANDS[name] if number < len(_BANDS) else (114.0, 114.4)
        begins, ends = sorted(draw(st.tuples(st.integers(0, 400), st.integers(0, 400))))
        hours = {}
        if draw(one_in(4)):
            hours["valid_from"] = minute(begins)
        if draw(one_in(4)):
            hours["valid_to"] = minute(ends + 1)
        ring = ((west, 30.0), (east, 30.0), (east, 31.0), (west, 31.0), (west, 30.0))
        found.append(
            Zone(id=f"Z{number}", name=f"Z{number}", zone_class=name, polygons=((ring,),), **hours)
        )
    return tuple(found)


@st.composite
def _order(draw: st.DrawFn, number: int) -> Order:
    """Any kind of order that every van may do, mostly at any time."""
    common: dict[str, Any] = {
        "id": f"o{number}",
        "priority": draw(st.integers(1, 3)),
        "windows": draw(windows()) if draw(one_in(8)) else (),
        "service_s": draw(st.sampled_from((0, 60, 300))),
    }
    site = draw(st.sampled_from(("S1", "S2", "S3", "D2")))
    lines = (Line(item_id="kit", quantity=draw(st.integers(1, 2))),)
    kind = draw(st.sampled_from((*OrderKind, OrderKind.CALL, OrderKind.TRANSFER)))
    if kind is OrderKind.DELIVERY:
        return Delivery(**common, site_id=site, lines=lines)
    if kind is OrderKind.CALL:
        return Call(**common, site_id=site, lines=lines if draw(one_in(3)) else ())
    ends = draw(st.sampled_from((("Q1",), ("Q1", "Q2"), ("Q2", "D1"), ("S1", "Q2"))))
    common |= {"origin_id": site, "destination_ids": ends}
    if kind is OrderKind.COLLECTION:
        return Collection(**common, lines=lines)
    party = Party(persons=draw(st.integers(1, 2)), party_class=draw(_PEOPLE))
    return Transfer(**common, party=party)


@st.composite
def _vehicle(draw: st.DrawFn, vehicle: Vehicle) -> Vehicle:
    """A van, or one of a class of which other minutes are asked, with a long shift."""
    opens = draw(st.integers(0, 30))
    shifts = [Window(start=minute(opens), end=minute(opens + draw(st.integers(200, 400))))]
    changes = {
        "vehicle_class": draw(st.sampled_from(("van", "crew"))),
        "own_zone_id": None,
        "shifts": tuple(shifts),
        "capacity": {"mass_g": 60, "volume_cm3": 60, "piece": 9, "seats": 8},
    }
    return vehicle.model_copy(update=changes)


@st.composite
def level_days(draw: st.DrawFn, *, min_orders: int = 2, max_orders: int = 6) -> Day:
    """A day of all kinds of orders in and out of zones, some of them for a part of it."""
    scenario, _ = draw(days(min_orders=0, max_orders=0))
    counted = draw(one_in(4))
    places = []
    for place in scenario.places:
        band = draw(st.sampled_from(("", "low", "high", "high")))
        changes: dict[str, object] = {
            "point": (_MIDDLE[band], 30.5),
            "windows": place.windows if draw(one_in(4)) else (),
            "accepts": (),
            "beds": None,
            "freed": (),
            "bed_turnover_s": None,
            "off_county": False,
        }
        if place.kind is PlaceKind.DISINFECTION_STATION:
            changes |= {"point": (_MIDDLE[""], 30.5), "windows": ()}
            changes |= {} if counted else {"bays": None}
        places.append(place.model_copy(update=changes))
    many = draw(st.integers(min_orders, max_orders))
    made = changed(
        scenario,
        policy=draw(_policy()),
        places=tuple(places),
        zones=draw(_zones()),
        vehicles=tuple([draw(_vehicle(vehicle)) for vehicle in scenario.vehicles]),
        orders=tuple([draw(_order(number)) for number in range(many)]),
        stock=(),
    )
    return made, draw(travel_of(made, most_parts=1))
