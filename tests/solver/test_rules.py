"""Each rule in the OR-Tools model and in its own checks, on routes whose verdict is plain."""

from collections.abc import Sequence

import pytest

from logiroute.model.order import Order, OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.acceptance import accepts, price
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes, build_problem
from logiroute.units import COST_UNITS_PER_CENT
from tests.solver.tiny import (
    KIT,
    POLICY,
    ZONE,
    call,
    collection,
    day,
    delivery,
    minute,
    place,
    transfer,
    travel,
    vehicle,
    window,
)

TRUCK = vehicle(kg=50)
BUS = vehicle("B", "bus", seats=6)
Q = [place(20, PlaceKind.QUARANTINE_SITE, beds=3), place(21, PlaceKind.QUARANTINE_SITE)]


def _verdict(scenario: Scenario, routes: Routes, shut: Sequence[tuple[str, str]] = ()) -> str:
    """The rule missed, empty if none; the model must say the same."""
    problem = build_problem(scenario, travel(scenario, shut=shut))
    miss = Evaluator(problem).miss(routes)
    assert accepts(problem, routes) == (miss is None), miss
    return "" if miss is None else miss.rule


def test_a_task_is_done_once() -> None:
    scenario = day([call("a", "P3")], [TRUCK, TRUCK.model_copy(update={"id": "W"})])
    assert _verdict(scenario, ((0,), ())) == ""
    assert _verdict(scenario, ((0,), (0,))) == Rule.COVERAGE


def test_no_way_is_no_leg() -> None:
    scenario = day([call("a", "P3"), call("b", "P5")], [TRUCK])
    assert _verdict(scenario, ((0, 1),), [("P5", "P3")]) == ""
    assert _verdict(scenario, ((1, 0),), [("P5", "P3")]) == Rule.TRAVEL
    assert _verdict(scenario, ((1, 0),), [("P0", "P5")]) == Rule.TRAVEL
    assert _verdict(scenario, ((1, 0),), [("P3", "P0")]) == Rule.TRAVEL


def test_two_tasks_at_one_place_need_no_way() -> None:
    scenario = day([call("a", "P3"), call("b", "P3")], [TRUCK])
    assert _verdict(scenario, ((0, 1),), [("P3", "P3")]) == ""


@pytest.mark.parametrize(("service_s", "verdict"), [(600, ""), (601, Rule.WINDOWS)])
def test_work_takes_its_time(service_s: int, verdict: str) -> None:
    orders = [call("a", "P3", service_s=service_s), call("b", "P5", windows=(window(0, 15),))]
    assert _verdict(day(orders, [TRUCK]), ((0, 1),)) == verdict


@pytest.mark.parametrize(("opens", "verdict"), [(45, ""), (47, Rule.WINDOWS)])
def test_windows_with_a_hole(opens: int, verdict: str) -> None:
    orders = [
        call("a", "P3", windows=(window(0, 10), window(opens, 60))),
        call("b", "P5", windows=(window(46, 48),)),
        call("c", "P3", windows=(window(40, 44),)),
    ]
    # c, a, b: c by 44 at the latest, b by 48, two minutes of driving: a in 44 to 46.
    assert _verdict(day(orders, [TRUCK]), ((2, 0, 1),)) == verdict


@pytest.mark.parametrize(("end", "verdict"), [(16, ""), (15.9, Rule.SHIFTS)])
def test_home_before_the_shift_ends(end: float, verdict: str) -> None:
    truck = vehicle(shifts=[window(0, end)])
    assert _verdict(day([call("a", "P8")], [truck, vehicle("W")]), ((0,), ())) == verdict


@pytest.mark.parametrize(("kits", "verdict"), [(5, ""), (6, Rule.CAPACITY)])
def test_deliveries_are_aboard_from_the_start(kits: int, verdict: str) -> None:
    orders = [delivery("a", "P3", 2), delivery("b", "P5", kits - 2)]
    assert _verdict(day(orders, [TRUCK]), ((0, 1),)) == verdict


def test_collections_take_the_room_deliveries_leave() -> None:
    orders: list[Order] = [
        delivery("a", "P3", 4),
        collection("c", "P5", ["P7"], 4),
        collection("d", "P2", ["P7"], 2),
    ]
    scenario = day(orders, [TRUCK])
    assert _verdict(scenario, ((0, 1, 2),)) == ""
    assert _verdict(scenario, ((1, 2, 0),)) == Rule.CAPACITY
    assert _verdict(scenario, ((0, 1, 3, 2, 4),)) == Rule.CAPACITY
    assert _verdict(scenario, ((0, 1, 2, 3, 4),)) == ""


@pytest.mark.parametrize(("persons", "verdict"), [(3, ""), (4, Rule.CAPACITY)])
def test_contacts_fill_half_the_seats(persons: int, verdict: str) -> None:
    scenario = day([transfer("t", "P3", ["P21"], persons)], [BUS], Q)
    assert _verdict(scenario, ((0, 1),)) == verdict


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        (call("a", "P3"), ""),
        (call("a", "P3", vehicle_classes=("bus",)), Rule.ACCESS),
        (call("a", "P3", skills=("medic",)), Rule.ACCESS),
        (call("a", "P9"), Rule.ACCESS),
        (call("a", "P8"), ""),
        (delivery("a", "P3", depot_ids=("P12",)), Rule.PAIRING),
        (delivery("a", "P3", depot_ids=("P0", "P12")), ""),
    ],
)
def test_vehicle_order_and_zone_fit(order: Order, verdict: str) -> None:
    depots = [place(12, PlaceKind.DEPOT)]
    assert _verdict(day([order], [TRUCK], depots, zones=[ZONE]), ((0,),)) == verdict


def test_home_is_free_of_the_stop_rule() -> None:
    homes = [place(9, PlaceKind.DEPOT)]
    truck = vehicle(home="P9")
    assert _verdict(day([call("a", "P9")], [truck], homes, zones=[ZONE]), ((0,),)) == ""


def test_set_points_may_be_stopped_at() -> None:
    points = [place(9, PlaceKind.HAND_OVER)]
    assert _verdict(day([call("a", "P9")], [TRUCK], points, zones=[ZONE]), ((0,),)) == ""


def test_goods_come_from_a_depot() -> None:
    truck = vehicle(home="P4")
    assert _verdict(day([delivery("a", "P3")], [truck]), ((0,),)) == Rule.PAIRING
    assert _verdict(day([call("a", "P3")], [truck]), ((0,),)) == ""


def test_pairs_are_whole_and_in_order() -> None:
    scenario = day([collection("c", "P3", ["P4", "P5"])], [TRUCK, vehicle("W")])
    assert _verdict(scenario, ((0, 1), ())) == ""
    assert _verdict(scenario, ((0, 2), ())) == ""
    for routes in (((1, 0), ()), ((0,), ()), ((1,), ()), ((0,), (1,)), ((0, 1, 2), ())):
        assert _verdict(scenario, routes) == Rule.PAIRING


@pytest.mark.parametrize(("most", "verdict"), [(17 * 60 + 3, ""), (17 * 60 + 2, Rule.PAIRING)])
def test_time_aboard(most: int, verdict: str) -> None:
    aboard = collection("c", "P3", ["P4", "P5"], max_aboard_s=most)
    orders: list[Order] = [aboard, call("e", "P12", service_s=3)]
    # By P12 and 3 s of work there to P4: 9 + 8 min and 3 s.
    assert _verdict(day(orders, [TRUCK]), ((0, 3, 1),)) == verdict


@pytest.mark.parametrize(("by", "verdict"), [(11, ""), (10.9, Rule.PAIRING)])
def test_arrive_by(by: float, verdict: str) -> None:
    order = transfer("t", "P10", ["P11"], arrive_by=minute(by))
    assert _verdict(day([order], [BUS]), ((0, 1),)) == verdict


def test_beds_are_counted_over_all_routes() -> None:
    orders = [transfer("t", "P3", ["P20", "P21"], 2), transfer("u", "P4", ["P20", "P21"], 2)]
    scenario = day(orders, [BUS, BUS.model_copy(update={"id": "C"})], Q)
    assert _verdict(scenario, ((0, 1), (3, 4))) == Rule.BEDS
    assert _verdict(scenario, ((0, 1), (3, 5))) == ""


def test_a_site_may_refuse_a_class() -> None:
    sites = [place(20, PlaceKind.HOSPITAL, accepts=["positive"])]
    scenario = day([transfer("t", "P3", ["P20"])], [BUS], sites)
    assert _verdict(scenario, ((0, 1),)) == Rule.BEDS


def test_groups_ride_together_or_not_at_all() -> None:
    orders: list[Order] = [
        call("a", "P3", together="g"),
        delivery("b", "P4", together="g"),
        call("c", "P5"),
    ]
    scenario = day(orders, [TRUCK, vehicle("W")])
    assert _verdict(scenario, ((0, 2, 1), ())) == ""
    assert _verdict(scenario, ((2,), ())) == ""
    assert _verdict(scenario, ((0,), (1,))) == Rule.PARTIES
    assert _verdict(scenario, ((0,), ())) == Rule.PARTIES


def test_an_exclusive_party_is_alone() -> None:
    orders = [transfer("t", "P3", ["P21"], exclusive=True), transfer("u", "P4", ["P21"])]
    scenario = day(orders, [BUS], Q)
    assert _verdict(scenario, ((0, 1, 2, 3),)) == ""
    assert _verdict(scenario, ((0, 2, 1, 3),)) == Rule.PARTIES
    assert _verdict(scenario, ((2, 0, 3, 1),)) == Rule.PARTIES


def test_a_class_of_people_may_be_exclusive() -> None:
    orders = [transfer(name, "P3", ["P21"], party_class="positive") for name in "tu"]
    scenario = day(orders, [BUS], Q)
    assert _verdict(scenario, ((0, 1, 2, 3),)) == ""
    assert _verdict(scenario, ((0, 2, 1, 3),)) == Rule.PARTIES


def test_classes_never_mix_in_a_shift() -> None:
    orders = [transfer("t", "P3", ["P21"]), transfer("u", "P4", ["P21"], party_class="released")]
    bus = vehicle("B", "bus", seats=6, shifts=[window(0, 60), window(61, 120)])
    scenario = day(orders, [bus], Q)
    assert _verdict(scenario, ((0, 1, 2, 3), ())) == Rule.MIXING
    assert _verdict(scenario, ((0, 1), (2, 3))) == ""


def test_stock_is_counted_by_depot() -> None:
    depots = [place(12, PlaceKind.DEPOT)]
    orders = [delivery("a", "P3", 2), delivery("b", "P4", 2)]
    trucks = [TRUCK, vehicle("W", home="P12")]
    scenario = day(orders, trucks, depots, stock={"P0": 3, "P12": 2})
    assert _verdict(scenario, ((0, 1), ())) == Rule.STOCK
    assert _verdict(scenario, ((0,), (1,))) == ""
    assert _verdict(scenario, ((), (0, 1))) == Rule.STOCK
    listed_nowhere = day(orders, trucks, depots, stock={"P0": 9})
    assert _verdict(listed_nowhere, ((0,), (1,))) == Rule.STOCK
    assert _verdict(day(orders, trucks, depots), ((), (0, 1))) == ""


def test_a_reload_empties_and_fills() -> None:
    # Tasks 0 to 2; then reloads at P0, no more than orders with goods.
    orders: list[Order] = [delivery("a", "P3", 4), delivery("b", "P5", 4), call("c", "P6")]
    scenario = day(orders, [vehicle(kg=50, max_trips=4, reload_s=60)])
    assert _verdict(scenario, ((0, 1, 2),)) == Rule.CAPACITY
    assert _verdict(scenario, ((0, 3, 1, 2),)) == ""
    assert _verdict(scenario, ((0, 3, 1, 4, 2),)) == ""
    # Nothing is done on a trip.
    for idle in ((3, 0), (0, 3, 4, 1), (0, 1, 3), (3,)):
        assert _verdict(scenario, (idle,)) == Rule.TRIPS


def test_a_shift_reloads_where_and_as_often_as_it_may() -> None:
    depots = [place(2, PlaceKind.DEPOT)]
    orders = [delivery(name, f"P{at}") for name, at in zip("abc", (3, 4, 5), strict=True)]
    trucks = [vehicle(max_trips=2, reload_ids=["P2"]), vehicle("W", max_trips=3)]
    scenario = day(orders, trucks, depots)
    # Rows 3 at P2 for V, 4 and 5 at P0 for W.
    assert _verdict(scenario, ((0, 3, 1), (2,))) == ""
    assert _verdict(scenario, ((0, 4, 1), (2,))) == Rule.TRIPS
    assert _verdict(scenario, ((), (0, 4, 1, 5, 2))) == ""
    assert _verdict(scenario, ((), (0, 3, 1))) == Rule.TRIPS
    assert _verdict(scenario, ((0, 3, 1), (2, 4, 3))) == Rule.TRIPS
    twice = day(orders, [vehicle(max_trips=2), vehicle("W", max_trips=2)])
    assert _verdict(twice, ((0, 3, 1, 4, 2), ())) == Rule.TRIPS
    assert _verdict(twice, ((0, 3, 1), (2,))) == ""
    assert _verdict(twice, ((0, 3, 1), (2, 3))) == Rule.TRIPS


def test_people_never_ride_to_a_depot_to_load() -> None:
    orders: list[Order] = [transfer("t", "P3", ["P21"]), call("c", "P5"), delivery("d", "P6")]
    policy = POLICY.model_copy(
        update={
            "people_and_goods": True,
            "vehicle_classes": (
                POLICY.vehicle_classes[1].model_copy(update={"order_kinds": tuple(OrderKind)}),
            ),
        }
    )
    van = vehicle("B", "bus", kg=50, seats=6, max_trips=2)
    scenario = day(orders, [van], Q).model_copy(update={"policy": policy})
    assert _verdict(scenario, ((2, 0, 4, 1, 3),)) == Rule.TRIPS
    assert _verdict(scenario, ((2, 0, 1, 4, 3),)) == ""


def test_goods_come_from_where_their_trip_starts() -> None:
    depots = [place(2, PlaceKind.DEPOT)]
    orders = [delivery("a", "P3", depot_ids=["P0"]), delivery("b", "P4", depot_ids=["P2"])]
    truck = vehicle(max_trips=3, reload_ids=["P0", "P2"])
    # A row for P0 (2) and one for P2 (3).
    for stock in ({}, {"P0": 1, "P2": 1}):
        scenario = day(orders, [truck], depots, stock=stock)
        assert _verdict(scenario, ((0, 3, 1),)) == ""
        assert _verdict(scenario, ((0, 1),)) == Rule.PAIRING
        assert _verdict(scenario, ((1, 3, 0),)) == Rule.PAIRING
        assert _verdict(scenario, ((3, 1, 2, 0),)) == ""
    free = [delivery("a", "P3"), delivery("b", "P4")]
    scenario = day(free, [truck], depots, stock={"P0": 1, "P2": 1})
    # Two rows each now: 2 and 3 at P0, 4 and 5 at P2.
    assert _verdict(scenario, ((0, 1),)) == Rule.STOCK
    assert _verdict(scenario, ((0, 2, 1),)) == Rule.STOCK
    assert _verdict(scenario, ((0, 4, 1),)) == ""
    assert _verdict(scenario, ((4, 0, 1),)) == Rule.STOCK


@pytest.mark.parametrize(
    ("closes", "release", "verdict"),
    [
        # To P3 and back by minute 6, a minute of loading, 4 minutes to P4.
        (11, 0, ""),
        (10.9, 0, Rule.WINDOWS),
        (25, 20, ""),
        (24.9, 20, Rule.WINDOWS),
        (60, 121, Rule.TRIPS),
    ],
)
def test_a_trip_starts_when_its_goods_are_there(closes: float, release: int, verdict: str) -> None:
    orders = [
        delivery("a", "P3"),
        delivery("b", "P4", windows=(window(0, closes),), release=minute(release)),
    ]
    kit = [KIT.model_copy(update={"handling_ms": 0})]
    scenario = day(orders, [vehicle(max_trips=2, reload_s=60)]).model_copy(update={"items": kit})
    assert _verdict(scenario, ((0, 2, 1),)) == verdict


def test_the_model_charges_what_the_vehicle_costs() -> None:
    scenario = day([call("a", "P10", service_s=600), call("b", "P3", priority=2)], [TRUCK])
    problem = build_problem(scenario, travel(scenario))
    # 10.00 for the shift, 20 km at 1.00, 30 min at 6.00 an hour, and 1,000.00 for b.
    units = (1_000 + 2_000 + 300 + 100_000) * COST_UNITS_PER_CENT
    assert price(problem, ((0,),)) == units
    assert sum(Evaluator(problem).total(((0,),))) == units
