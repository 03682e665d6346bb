"""Access: vehicle, order and zones fit; no metre is driven and no stop made where it may not."""

from collections.abc import Sequence

import pytest

from logiroute.model.order import Order, OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from tests.rules.by_hand import done, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    CLOSED,
    FREE,
    call,
    day,
    delivery,
    depot,
    place,
    policy,
    site,
    spot,
    transfer,
    vehicle,
    window,
)
from tests.rules.ground import (
    AROUND,
    EAST,
    HOME,
    WEST,
    YES_NO,
    access,
    drive,
    gate,
    ground,
    metres,
    straight,
    zone,
)


def test_around_a_closed_zone() -> None:
    assert drive(ground(CLOSED), {"D-A": AROUND, "A-E": HOME}) == []


def test_across_a_closed_zone_with_both_ends_outside() -> None:
    # No corner of the line is inside; 200 m of it are.
    assert straight(ground(CLOSED)) == metres(200)
    assert straight(ground(FREE)) == []


def test_both_gates_listed() -> None:
    gates = [gate("west", WEST), gate("east", EAST)]
    made = ground(access("gate", "gate"), gates=gates)
    assert straight(made, ("west", "06:00:24"), ("east", "06:00:36")) == []


def test_no_way_through_without_a_stop() -> None:
    made = ground(access(through=False))
    assert straight(made) == metres(200)
    # With a stop at B each leg has one end inside.
    lines = {"D-B": ((0, 0), (500, 0)), "A-B": ((500, 0), (1000, 0)), "A-E": HOME}
    there_and_on = {**lines, "B-A": lines["A-B"]}
    assert drive(made, there_and_on, visits="BA") == []


# Stops and orders need no geometry.


@pytest.mark.parametrize(
    ("stop", "kind", "found"),
    [
        ("yes", PlaceKind.SITE, []),
        ("no", PlaceKind.SITE, YES_NO),
        ("no", PlaceKind.HAND_OVER, YES_NO),
        ("set_points", PlaceKind.SITE, YES_NO),
        ("set_points", PlaceKind.HAND_OVER, []),
        ("set_points", PlaceKind.TRANSIT_STATION, []),
    ],
)
def test_where_it_may_stop(stop: str, kind: PlaceKind, found: list[tuple[Rule, int, str]]) -> None:
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=(OrderKind.DELIVERY,),
        zones={"sealed": access(stop=stop), "control": FREE, "slow": FREE},
    )
    made = day(
        # The depot lies inside too: it lives there.
        [depot(point=spot(450, 0)), place("B", kind, point=spot(500, 0))],
        [vehicle(vehicle_class="mine")],
        [delivery("b", "B")],
        {"D-B": 1},
        zones=[zone()],
        rules=policy([mine]),
    )
    assert findings(made, plan(made, route(made, "V", visit("B", "unload b")))) == found


@pytest.mark.parametrize(
    ("order", "does", "vehicle_class", "skills"),
    [
        (call("o", "A"), "serve o", "truck", []),  # trucks do no calls
        (transfer("o", "A", "Q", party_class="positive"), "", "bus", []),  # not by bus
        (delivery("o", "A", vehicle_classes=("shuttle",)), "unload o", "van", []),
        (delivery("o", "A", skills=("nurse", "lift")), "unload o", "van", ["lift"]),
    ],
)
def test_vehicle_and_order_fit(
    order: Order, does: str, vehicle_class: str, skills: Sequence[str]
) -> None:
    def found(vehicle_class: str, skills: Sequence[str], order: Order) -> list[Rule]:
        made = day(
            [depot(), site("A"), place("Q", PlaceKind.QUARANTINE_SITE)],
            [vehicle(vehicle_class=vehicle_class, skills=skills)],
            [order],
            {"D-A": 1, "A-Q": 1, "D-Q": 1},
        )
        there = [visit("A", does)] if does else [visit("A", "board o"), visit("Q", "alight o")]
        return [rule for rule, _, _ in findings(made, plan(made, route(made, "V", *there)))]

    assert found(vehicle_class, skills, order) == [Rule.ACCESS]
    fitting = order.model_copy(update={"vehicle_classes": ("van",)})
    assert found("van", ["lift", "nurse"], fitting) == []


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def test_solver_sends_into_a_zone_only_who_may_stop_there() -> None:
    # The truck is cheaper by far but may not stop in sealed zones: A is for the van. B is not.
    made = day(
        [
            depot(point=spot(0, 0)),
            site("A", point=spot(500, 0)),
            site("B", point=spot(500, 300)),
        ],
        [vehicle("van"), vehicle("truck", "truck", fixed=0, per_km=10)],
        [delivery("a", "A"), delivery("b", "B")],
        {"D-A": 10, "D-B": 10, "A-B": 20},
        zones=[zone()],
    )
    assert done(solved(made)) == {"van": ["unload a"], "truck": ["unload b"]}


def test_solver_stops_in_a_zone_before_it_is_one() -> None:
    # Sealed from noon on. The truck of the morning is dear, but may stop at A.
    trucks = [
        vehicle("am", "truck", shifts=[window("06:00", "12:00")], fixed=10_000),
        vehicle("pm", "truck", shifts=[window("12:00", "18:00")]),
        vehicle("day", "truck", shifts=[window("06:00", "18:00")]),
    ]
    places = [depot(point=spot(0, 0)), site("A", point=spot(500, 0))]
    zones = [zone(valid_from="12:00")]
    made = day(places, trucks, [delivery("a", "A")], {"D-A": 10}, zones=zones)
    assert done(solved(made)) == {"am": ["unload a"]}
    made = day(places, trucks[1:], [delivery("a", "A")], {"D-A": 10}, zones=zones)
    (left,) = solved(made).unserved
    assert [reason.text for reason in left.reasons] == [
        "Truck may not stop at place A, which lies in a zone, zone Z in force from 12:00."
    ]


def test_solver_does_not_stop_where_only_set_points_are_allowed() -> None:
    made = day(
        [
            depot(point=spot(0, 0)),
            site("A", point=spot(500, 0)),
            place("H", PlaceKind.HAND_OVER, point=spot(550, 0)),
        ],
        [vehicle("truck", "truck")],
        [delivery("a", "A"), delivery("h", "H")],
        {"D-A": 10, "D-H": 10, "A-H": 1},
        zones=[zone(zone_class="control")],
    )
    best = solved(made)
    assert (done(best), left_out(best)) == ({"truck": ["unload h"]}, ["a"])


@pytest.mark.parametrize(
    "order",
    [
        delivery("o", "A", skills=("nurse",)),
        delivery("o", "A", vehicle_classes=("van",)),
        call("o", "A"),
    ],
)
def test_solver_sends_the_vehicle_that_fits(order: Order) -> None:
    # The truck is free of charge and the van is dear, but only the van may do it.
    made = day(
        [depot(), site("A")],
        [vehicle("truck", "truck", fixed=0, per_km=0), vehicle("van", skills=["nurse"])],
        [order],
        {"D-A": 10},
    )
    assert list(done(solved(made))) == ["van"]


def test_solver_says_why() -> None:
    # Trucks do no calls.
    made = day([depot(), site("A")], [vehicle("truck", "truck")], [call("a", "A")], {"D-A": 10})
    assert why(solved(made)) == {"a": [(Rule.ACCESS, 0)]}
