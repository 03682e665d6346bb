"""The shipped day holds what was reported, says what is invented, and stands on real streets."""

import json
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

from shapely import Point, union_all
from shapely.geometry import shape

from logiroute.files.day import inspect_day
from logiroute.geo.checks import check_places
from logiroute.geo.loading.load import load_roads
from logiroute.geo.travel import travel_times
from logiroute.model.order import Call, Collection, Delivery, Order, Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.scenario import Scenario
from logiroute.units import MASS, VOLUME

ROOT = Path(__file__).parents[2]
DAY = ROOT / "examples" / "town-day"


@cache
def town_day() -> Scenario:
    report = inspect_day(DAY)
    assert report.problems == ()
    assert report.scenario is not None
    return report.scenario


def goods(order: Order) -> Counter[str]:
    assert not isinstance(order, Transfer)
    return Counter({line.item_id: line.quantity for line in order.lines})


def load(total: Counter[str], dimension: str) -> int:
    items = town_day().item
    return sum(items[item].unit_loads[dimension] * count for item, count in total.items())


def breakfasts() -> list[Delivery]:
    return [o for o in town_day().orders if isinstance(o, Delivery) and "breakfast" in goods(o)]


def transfers() -> list[Transfer]:
    return [order for order in town_day().orders if isinstance(order, Transfer)]


def test_5000_breakfasts_leave_at_six_for_60_posts_until_half_past() -> None:
    day = town_day()
    orders = breakfasts()
    assert len({order.site_id for order in orders}) == len(orders) == 60
    assert sum(goods(order)["breakfast"] for order in orders) == 5000
    for order in orders:
        assert [(f"{w.start:%H:%M}", f"{w.end:%H:%M}") for w in order.windows] == [
            ("06:00", "06:30")
        ]
    early = [v for v in day.vehicles if f"{v.shifts[0].start:%H:%M}" < "06:30"]
    assert len(early) == 16
    for vehicle in early:
        ready = vehicle.shifts[0].start + timedelta(seconds=day.place[vehicle.start_id].stop_s)
        assert f"{ready:%H:%M}" == "06:00"


def test_a_van_can_serve_five_posts_at_most_so_ten_vans_cannot_serve_sixty() -> None:
    day = town_day()
    posts = [order.site_id for order in breakfasts()]
    van = next(v for v in day.vehicles if "breakfast" in v.note)
    small = Scenario(
        id="posts",
        title="posts",
        date=day.date,
        timezone=day.timezone,
        roads=day.roads,
        policy=day.policy,
        zones=day.zones,
        gates=day.gates,
        closures=day.closures,
        profiles=day.profiles,
        places=tuple(p for p in day.places if p.id in {*posts, "D1", "D2"}),
        vehicles=(van,),
    )
    travel = travel_times(small, load_roads(day.roads))
    seconds = travel.table(small.movement(van)).seconds
    at = [travel.index[post] for post in posts]
    first = min(int(seconds[travel.index[depot], i]) for depot in ("D1", "D2") for i in at)
    between = min(int(seconds[i, j]) for i in at for j in at if i != j)
    handling = day.item["breakfast"].handling_ms
    work = min(o.service_s + goods(o)["breakfast"] * handling // 1000 for o in breakfasts())
    half_an_hour = 30 * 60
    assert first + 5 * (work + between) > half_an_hour  # the sixth post would be late
    assert first + 3 * (work + between) < half_an_hour  # the fourth need not be


def test_the_night_load_is_the_reported_one_and_fills_a_truck() -> None:
    night = [o for o in town_day().orders if isinstance(o, Delivery) and o.id.startswith("N")]
    assert len({order.site_id for order in night}) == 8
    total = sum((goods(order) for order in night), Counter[str]())
    assert total == {"tent": 16, "camp_bed": 64, "quilt": 64, "suit": 320, "bread": 8}
    truck = town_day().vehicle["V05"].capacity
    assert load(total, MASS) == 1_488_000
    assert 0.99 < load(total, MASS) / truck[MASS] < 1
    assert 0.87 < load(total, VOLUME) / truck[VOLUME] < 1


def test_the_rush_of_3000_suits_needs_two_small_trucks_or_a_large_one() -> None:
    rush = [o for o in town_day().orders if o.id in {"U1", "U2"}]
    total = sum((goods(order) for order in rush), Counter[str]())
    assert total == {"suit": 3000}
    small, large = town_day().vehicle["V01"].capacity, town_day().vehicle["V17"].capacity
    assert load(total, MASS) > small[MASS]
    assert load(total, VOLUME) > small[VOLUME]
    assert all(load(goods(order), VOLUME) < small[VOLUME] for order in rush)
    assert load(total, VOLUME) < large[VOLUME]


def test_twelve_parties_for_four_quarantine_sites_with_beds() -> None:
    day = town_day()
    sites = {p.id for p in day.places if p.kind is PlaceKind.QUARANTINE_SITE}
    assert len(sites) == 4
    assert all((day.place[site].beds or 0) > 0 for site in sites)
    parties = [order for order in transfers() if set(order.destination_ids) <= sites]
    assert len(parties) == 12
    assert sum(len(order.destination_ids) > 1 for order in parties) >= 11
    family = [order for order in parties if order.exclusive]
    assert [order.party.persons for order in family] == [3]
    assert any("pregnant" in need for need in family[0].party.needs)
    people = sum(order.party.persons for order in parties)
    assert people <= sum(day.place[site].beds or 0 for site in sites)


def test_zones_gates_and_who_stands_where() -> None:
    day = town_day()
    assert Counter(zone.zone_class for zone in day.zones) == {"sealed": 1, "control": 1}
    sealed, control = day.zone["Z1"].shape, day.zone["Z2"].shape
    assert [len(part.interiors) for part in sealed.geoms] == [1]
    edges = {"Z1": sealed.boundary, "Z2": control.boundary}
    for gate in day.gates:
        assert edges[gate.zone_id].distance(Point(gate.point)) < 1e-5  # about a metre
    outer = sealed.geoms[0].exterior
    assert [g.id for g in day.gates if outer.distance(Point(g.point)) < 1e-5] == ["G1"]
    inside = {p.id for p in day.places if sealed.contains(Point(p.point))}
    assert inside == {"ST1", "S1", "S2", "S3", "S4", "S5", "SP3", "O3", "O6"}
    clinic = Point(day.place["S6"].point)
    assert not sealed.contains(clinic)
    assert sealed.envelope.contains(clinic)
    assert {p.id for p in day.places if control.contains(Point(p.point))} == {"HP2", "SP2", "O2"}


def test_fleet_depots_and_kinds_of_order() -> None:
    day = town_day()
    assert len(day.vehicles) == 30
    assert Counter(vehicle.vehicle_class for vehicle in day.vehicles) == {
        "general_truck": 18,
        "transfer_bus": 6,
        "zone_shuttle": 2,
        "ambulance": 2,
        "sampling_team": 2,
    }
    assert all(vehicle.crew for vehicle in day.vehicles)
    kinds = Counter(place.kind for place in day.places)
    assert kinds[PlaceKind.DEPOT] == 3  # two of the city, one inside the sealed zone
    assert kinds[PlaceKind.HAND_OVER] == 3
    assert {type(order) for order in day.orders} == {Delivery, Transfer, Collection, Call}
    specimens = [
        o for o in day.orders if isinstance(o, Collection) and o.destination_ids == ("LAB",)
    ]
    assert [order.max_aboard_s for order in specimens] == [4 * 3600] * 3


def test_stock_covers_the_orders() -> None:
    day = town_day()
    wanted: Counter[str] = Counter()
    for order in day.orders:
        if isinstance(order, Delivery):
            wanted += goods(order)
    held: Counter[str] = Counter()
    for entry in day.stock:
        held[entry.item_id] += entry.available
    assert not wanted - held


def test_everything_invented_says_so() -> None:
    day = town_day()
    assert "llustrative" in day.note
    assert "示意" in day.note
    assert all(place.name.endswith("(示意)") for place in day.places)
    assert all(zone.name.endswith("(示意)") for zone in day.zones)
    assert all(gate.name.endswith("(示意)") for gate in day.gates)
    assert all(vehicle.plate.startswith("示") for vehicle in day.vehicles)
    assert all(not member.phone for vehicle in day.vehicles for member in vehicle.crew)


def test_places_lie_at_a_street_of_wuhan() -> None:
    day = town_day()
    assert check_places(day.places, load_roads(day.roads), 30) == []
    text = (ROOT / "data" / "boundaries" / "wuhan.geojson").read_text(encoding="utf-8")
    city = union_all([shape(feature["geometry"]) for feature in json.loads(text)["features"]])
    assert all(city.covers(Point(place.point)) for place in day.places)


def test_policy_of_the_day_is_the_shipped_one() -> None:
    policy = town_day().policy
    assert policy.id == "cn-2022-9"
    assert policy.access("general_truck", "sealed").enter == "no"
    assert policy.access("transfer_bus", "sealed").enter == "gate"
