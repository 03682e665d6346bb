"""Reasons and remedies for what is left out."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place, PlaceKind
from logiroute.model.plan import Reason
from logiroute.model.rules import Rule
from logiroute.model.zone import Gate
from logiroute.solver.changes import Changes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.explain import Explainer
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes, build_problem
from logiroute.solver.sentences import Sentences, duration, load
from tests.solver.tiny import (
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

TRUCK = vehicle("V", kg=50)
BUS = vehicle("B", "bus", seats=6)


def _reasons(
    orders: Sequence[Order],
    vehicles: Sequence[Vehicle],
    places: Sequence[Place] = (),
    routes: Routes | None = None,
    *,
    stock: dict[str, int] | None = None,
    shut: Sequence[tuple[str, str]] = (),
) -> tuple[Reason, ...]:
    """Reasons of the first order that is left out."""
    scenario = day(orders, vehicles, places, zones=[ZONE], stock=stock)
    times = travel(scenario, shut=shut)
    evaluator = Evaluator(build_problem(scenario, times))
    routes = routes or ((),) * evaluator.problem.shifts
    assert evaluator.miss(routes) is None
    return Explainer(scenario, times, evaluator, routes).unserved()[0].reasons


def _only(*args: Any, **more: Any) -> tuple[Rule, int, str, str, str]:
    (reason,) = _reasons(*args, **more)
    return reason.rule, reason.amount, reason.unit, reason.text, reason.remedy


def test_no_shift_is_made_longer_than_until_the_next() -> None:
    order = call("a", "P20", windows=(window(0, 40),))
    for begins, remedy in ((40, "V on duty until 06:40"), (35, "")):
        twice = vehicle("V", shifts=[window(0, 30), window(begins, 55)])
        assert _only([order], [twice])[0::4] == (Rule.SHIFTS, remedy)


def test_no_shift_is_made_longer_into_a_zone_that_comes_later() -> None:
    order = call("a", "P20")
    for comes, remedy in ((minute(41), "V on duty until 06:40"), (minute(35), "")):
        scenario = day([order], [vehicle(shifts=[window(0, 30)])])
        scenario = scenario.model_copy(
            update={"zones": (ZONE.model_copy(update={"valid_from": comes}),)}
        )
        times = travel(scenario)
        evaluator = Evaluator(build_problem(scenario, times))
        (entry,) = Explainer(scenario, times, evaluator, ((),)).unserved()
        assert [reason.remedy for reason in entry.reasons] == [remedy]


def test_no_remedy_is_tried_for_which_there_is_no_travel_table() -> None:
    # The bus fits three contacts; with two seats more a gate that counts heads would take longer.
    order = transfer("t", "P3", ["P5"], persons=4)
    gate = Gate(id="G", name="G", zone_id="Z", point=(8.5, 0))
    for heads, remedy in ((0, "room for 2 seats more in B"), (1, "")):
        scenario = day([order], [BUS], zones=[ZONE])
        counting = gate.model_copy(update={"person_delay_s": heads})
        scenario = scenario.model_copy(update={"gates": (counting,)})
        times = travel(scenario)
        evaluator = Evaluator(build_problem(scenario, times))
        (entry,) = Explainer(scenario, times, evaluator, ((),)).unserved()
        (reason,) = entry.reasons
        assert (reason.rule, reason.remedy) == (Rule.CAPACITY, remedy)


@pytest.mark.parametrize(
    ("order", "vehicles", "expected"),
    [
        (
            transfer("t", "P3", ["P4"]),
            [TRUCK],
            (Rule.ACCESS, 0, "", "Truck does no transfers.", ""),
        ),
        (
            call("a", "P3", skills=("medic",)),
            [TRUCK],
            (Rule.ACCESS, 0, "", "No Truck has a crew with medic.", "somebody with medic on V"),
        ),
        (
            call("a", "P3", vehicle_classes=("bus",)),
            [TRUCK],
            (Rule.ACCESS, 0, "", "The order asks for bus.", ""),
        ),
        (
            delivery("d", "P3", 7),
            [TRUCK],
            (Rule.CAPACITY, 20_000, "mass_g", "It is 20 kg too much.", "room for 20 kg more in V"),
        ),
        (
            transfer("t", "P3", ["P4"], 5),
            [BUS],
            # Half of the seats may be used: two persons more need four seats.
            (
                Rule.CAPACITY,
                2,
                "seats:contact",
                "It is 2 seats too much.",
                "room for 4 seats more in B",
            ),
        ),
        (
            call("a", "P20", windows=(window(0, 12),)),
            [TRUCK],
            (
                Rule.WINDOWS,
                480,
                "s",
                "Even straight from V's start: 8 min late at place 20.",
                "window until 06:20",
            ),
        ),
        (
            call("a", "P20", windows=(window(110, 120),)),
            [TRUCK],
            (
                Rule.SHIFTS,
                600,
                "s",
                "Even straight from V's start: back 10 min after the end of the shift.",
                "V on duty until 08:10",
            ),
        ),
        (
            collection("c", "P3", ["P20"], arrive_by=minute(15)),
            [TRUCK],
            (
                Rule.PAIRING,
                303,
                "s",
                "Even straight from V's start: 6 min late at place 20.",
                "order c to arrive by 06:20:03",
            ),
        ),
    ],
)
def test_what_a_class_cannot_do(
    order: Order, vehicles: list[Vehicle], expected: tuple[object, ...]
) -> None:
    assert _only([order], vehicles) == expected


def test_an_opening_that_is_too_short() -> None:
    shop = [place(20, windows=[window(0, 15)])]
    assert _only([call("a", "P20")], [TRUCK], shop)[4] == "place 20 open until 06:20"


def test_a_place_without_a_way() -> None:
    rule, _, _, text, remedy = _only([call("a", "P3")], [TRUCK], shut=[("P0", "P3")])
    assert (rule, text) == (Rule.TRAVEL, "Truck has no legal way to place 3 and on.")
    assert remedy == ""


def test_goods_in_a_zone_go_to_a_hand_over_point() -> None:
    points = [place(12, PlaceKind.HAND_OVER), place(7, PlaceKind.HAND_OVER)]
    rule, _, _, text, remedy = _only([delivery("d", "P9")], [TRUCK], points)
    assert rule is Rule.ACCESS
    assert text == "Truck may not stop at place 9, which lies in a zone."
    assert remedy == "hand over at place 7"


def test_a_hand_over_point_that_does_not_help_is_not_named() -> None:
    points = [place(12, PlaceKind.HAND_OVER)]
    order = delivery("d", "P9", windows=(window(0, 10),))
    assert _only([order], [TRUCK], points)[4] == ""


def test_all_vehicles_are_busy() -> None:
    same = (window(5, 5),)
    orders = [call(name, f"P{n}", windows=same) for name, n in (("a", 1), ("b", 2), ("c", 4))]
    rule, amount, unit, text, remedy = _only(orders, [TRUCK, vehicle("W")], (), ((0,), (1,)))
    assert (rule, amount, unit) == (Rule.WINDOWS, 120, "s")
    assert text == (
        "All 2 vehicles of class Truck are busy; the nearest miss is W: 2 min late at place 4."
    )
    assert remedy == "window until 06:07"


def test_vehicles_without_work_are_not_called_busy() -> None:
    # V has 20 of its 50 kg aboard.
    orders = [delivery("a", "P1", 2), delivery("d", "P4", 4)]
    small = [vehicle(name, kg=35) for name in "WX"]
    rule, amount, _, text, remedy = _only(orders, [TRUCK, *small], (), ((0,), (), ()))
    assert (rule, amount, remedy) == (Rule.CAPACITY, 5_000, "room for 5 kg more in W")
    assert text == (
        "1 of 3 vehicles of class Truck is busy; the nearest miss is W, which has nothing to do: "
        "it is 5 kg too much."
    )


def test_too_long_aboard_and_what_would_have_to_be_allowed() -> None:
    # 10 minutes on the way, of which 5 are allowed.
    order = transfer("t", "P3", ["P13"], max_aboard_s=300)
    assert _only([order], [BUS]) == (
        Rule.PAIRING,
        300,
        "s",
        "Even straight from B's start: 5 min too long aboard on the way to place 13.",
        "up to 10 min aboard for order t",
    )


def test_one_more_vehicle_where_a_limit_would_move_far() -> None:
    orders = [
        call("a", "P1", windows=(window(5, 5),), service_s=6000),
        call("b", "P2", windows=(window(5, 5),)),
    ]
    rule, amount, _, text, remedy = _only(orders, [TRUCK], (), ((0,),))
    assert (rule, remedy) == (Rule.WINDOWS, "one more truck")
    assert amount > 3600
    assert text.startswith("The only Truck is busy; the nearest miss is V: ")


def test_beds_that_are_taken() -> None:
    sites = [place(20, PlaceKind.QUARANTINE_SITE, beds=3)]
    orders = [transfer("t", "P3", ["P20"], 2), transfer("u", "P4", ["P20"], 2)]
    bus = vehicle("B", "bus", seats=8)
    found = _only(orders, [bus], sites, ((0, 1),))
    assert found == (
        Rule.BEDS,
        1,
        "persons",
        "Place 20 is 1 bed short.",
        "1 more bed at place 20",
    )


def test_stock_that_has_run_out() -> None:
    orders = [delivery("d", "P3", 2), delivery("e", "P4", 2)]
    found = _only(orders, [TRUCK], (), ((0,),), stock={"P0": 3})
    assert found == (Rule.STOCK, 1, "units", "Place 0 is 1 unit short.", "1 more kit at place 0")


def test_an_order_that_is_not_worth_it() -> None:
    rule, amount, unit, text, remedy = _only([call("a", "P30", priority=3)], [TRUCK])
    # 10.00 + 60 km at 1.00 + an hour at 6.00 are 76.00; the penalty is 20.00.
    assert (rule, amount, unit) == (Rule.COVERAGE, 5_600, "cents")
    assert text == "V could do it, for 76.00 CNY; its priority weighs only 20.00."
    assert remedy == "priority 2"


def test_a_search_that_ended_too_early() -> None:
    rule, _, _, text, remedy = _only([call("a", "P3", priority=1)], [TRUCK])
    assert (rule, remedy) == (Rule.COVERAGE, "search longer")
    assert text == "The search ended before it was added to V."


def test_every_class_and_every_order_of_a_group_has_its_reason() -> None:
    orders = [call("a", "P3", together="g"), call("b", "P4", together="g", skills=("x",))]
    scenario = day(orders, [TRUCK, BUS])
    evaluator = Evaluator(build_problem(scenario, travel(scenario)))
    found = Explainer(scenario, travel(scenario), evaluator, ((), ())).unserved()
    assert [entry.order_id for entry in found] == ["a", "b"]
    for entry in found:
        by_class = {reason.vehicle_class: reason.text for reason in entry.reasons}
        assert by_class == {
            "bus": "Bus does no calls.",
            "truck": "No Truck has a crew with x.",
        }


def test_amounts_are_rounded_up_for_people() -> None:
    assert [duration(s) for s in (40, 60, 421, 3541, 3900)] == [
        "40 s",
        "1 min",
        "8 min",
        "1 h 00 min",
        "1 h 05 min",
    ]
    assert load(1_001, "mass_g") == "1.1 kg"
    assert load(1_000_001, "volume_cm3") == "1.01 m³"
    assert load(1, "seats") == "1 seat"
    assert load(2, "pallets") == "2 pallets"


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (0, "", "rule mixing is missed at place 3"),
        (90, "s", "rule mixing is missed by 2 min at place 3"),
    ],
)
def test_a_case_nobody_has_put_into_words_names_its_rule(
    amount: int, unit: str, words: str
) -> None:
    scenario = day([delivery("a", "P3")], [TRUCK])
    sentences = Sentences(scenario, build_problem(scenario, travel(scenario)))
    miss = Miss(Rule.MIXING, amount, unit, task=0, why="never heard of")
    assert sentences.why("truck", 0, miss) == words


def test_a_trip_more_is_tried_beside_the_trips_of_others() -> None:
    # V could load again; W does, by a reload that has another number once V may.
    orders = [delivery(name, "P3", 5) for name in "abcd"]
    trucks = [vehicle("V", kg=50), vehicle("W", kg=50, max_trips=2, reload_s=30)]
    found = _only(orders, trucks, routes=((0,), (1, 4, 2)))
    assert found[0] == Rule.CAPACITY
    assert found[-1] == "one trip more for V"


def test_goods_may_have_to_be_there_sooner() -> None:
    # Off at 06:15, at P10 at 06:25, 3 s of work, back at 06:35:03; on duty again at 06:31.
    twice = vehicle("V", shifts=[window(0, 30), window(31, 36)])
    (_, found) = _reasons([delivery("a", "P10", release=minute(15))], [twice, BUS])
    assert (found.rule, found.amount, found.unit) == (Rule.SHIFTS, 303, "s")
    assert found.remedy == "goods of order a at the depot by 06:09:57"


def test_where_it_loads_is_told_if_the_goods_are_not_there() -> None:
    depots = [place(4, PlaceKind.DEPOT), place(5, PlaceKind.DEPOT)]
    truck = vehicle("V", max_trips=2, reload_ids=["P4"])
    order = delivery("a", "P10", depot_ids=["P5"])
    rule, _, _, text, _ = _only([order], [truck], depots)
    assert rule == Rule.PAIRING
    # No reload is of any use to the order, so there is none.
    assert text == "It starts at place 0, where the goods may not be had."
    other = delivery("b", "P11", depot_ids=["P4"])
    (reason, *_) = _reasons([order, other], [truck], depots)
    assert reason.text == (
        "It starts at place 0 and loads at place 4, where the goods may not be had."
    )


def test_stock_is_missed_where_the_trip_is_loaded() -> None:
    depots = [place(4, PlaceKind.DEPOT)]
    truck = vehicle("V", max_trips=2, reload_ids=["P4"])
    orders = [delivery("a", "P3", 2), delivery("b", "P10", 3, depot_ids=["P4"])]
    rule, amount, _, text, remedy = _only(
        orders, [truck], depots, routes=((0,),), stock={"P0": 2, "P4": 1}
    )
    assert (rule, amount) == (Rule.STOCK, 2)
    assert text == "Place 4 is 2 units short."
    assert remedy == "2 more kit at place 4"


def test_who_comes_along_for_a_skill_is_no_second_driver() -> None:
    truck = TRUCK.model_copy(update={"crew": (CrewMember(id="C", name="Li"),)})
    scenario = day([call("a", "P3", skills=("medic",))], [truck])
    problem = build_problem(scenario, travel(scenario))
    (change,) = Changes(scenario, problem).for_miss(0, Miss(Rule.ACCESS, task=0, why="skills"), [0])
    (vehicle,) = change.scenario.vehicles
    assert "medic" in vehicle.skills
    assert (len(vehicle.crew), vehicle.drivers) == (2, 1)
