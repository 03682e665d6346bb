"""After work in a zone: up the levels freely, down only disinfected; by hand."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Order
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from tests.rules.by_hand import Visit, findings, plan, route, trips, visit
from tests.rules.day import (
    Day,
    at,
    box,
    call,
    collection,
    delivery,
    relief,
    spot,
    transfer,
    vehicle,
)
from tests.rules.zoned import CONTROL, SEALED, zone, zoned

CALLS = [call(name.lower(), name) for name in "OABCF"]
WASH = {minutes: visit("W", f"disinfect {minutes}") for minutes in (10, 20, 30, 45)}
OUT, A, B, C, F = (visit(name, f"serve {name.lower()}") for name in "OABCF")


def _made(of: str, orders: Sequence[Order] = CALLS, **more: Any) -> Day:
    return zoned([vehicle(vehicle_class=of, max_trips=2)], orders, **more)


def _planned(made: Day, *visits: Visit) -> Plan:
    does = {what.split()[1] for stop in visits for what in stop.does}
    left = [order.id for order in made.scenario.orders if order.id not in does]
    return plan(made, route(made, "V", *visits), unserved=left)


def _cleaning(made: Day, *visits: Visit) -> list[tuple[str, str]]:
    """Order and text of every breach; there are none of other rules."""
    result = audit_plan(made.scenario, made.travel, _planned(made, *visits), geometry=False)
    assert {found.rule for found in result.violations} <= {Rule.CLEANING}
    return [(found.order_id, found.text) for found in result.violations]


def test_down_a_level_it_is_disinfected_first() -> None:
    made = _made("crew")
    text = (
        "vehicle V: order c at place C comes too early: after a stop in zone north the vehicle "
        "must be disinfected first."
    )
    assert _cleaning(made, A, C) == [("c", text)]
    assert _cleaning(made, A, WASH[30], C) == []
    # Clean before contaminated: the other way round one is enough, at the end.
    assert _cleaning(made, C, A, WASH[30]) == []


def test_two_sealed_stops_in_a_row_and_one_disinfection() -> None:
    made = _made("crew")
    assert _cleaning(made, A, B, WASH[30]) == []
    assert [order for order, _ in _cleaning(made, A, OUT, B, WASH[30])] == ["o"]
    assert _cleaning(made, A, WASH[30], OUT, B, WASH[30]) == []


def test_the_shift_does_not_end_before() -> None:
    text = (
        "vehicle V: its shift ends at place D too early: after a stop in zone north the vehicle "
        "must be disinfected first."
    )
    assert _cleaning(_made("crew"), A) == [("", text)]


def test_classes_without_minutes_come_and_go() -> None:
    made = _made("free")
    assert _cleaning(made, A, C, OUT, B) == []
    # The crew's in control zones, too.
    assert _cleaning(_made("crew"), C, OUT, F) == []


def test_from_lower_to_higher_only() -> None:
    made = _made("team")
    assert _cleaning(made, OUT, F, C, A, WASH[20]) == []
    assert [order for order, _ in _cleaning(made, C, F, WASH[20])] == ["f"]
    assert [order for order, _ in _cleaning(made, A, C, WASH[20])] == ["c"]


def test_the_longest_minutes_since_the_last_one_count() -> None:
    made = _made("mixed")
    short = findings(made, _planned(made, C, A, WASH[20]))
    assert short == [(Rule.CLEANING, 1_500, "s")]
    text = (
        "vehicle V: is disinfected for 20 min at place W; after a stop in zone south it takes 45 "
        "min."
    )
    assert _cleaning(made, C, A, WASH[20]) == [("", text)]
    assert _cleaning(made, C, A, WASH[45]) == []
    # After the control zone 45 minutes, and then 20 are enough.
    assert _cleaning(made, C, WASH[45], A, WASH[20]) == []


@pytest.mark.parametrize("made", [_made("crew", [call("a", "A"), delivery("o", "O")])])
def test_goods_are_loaded_into_a_clean_vehicle(made: Day) -> None:
    dirty = plan(made, trips(made, "V", [A], [visit("O", "unload o")]))
    (found,) = audit_plan(made.scenario, made.travel, dirty, geometry=False).violations
    assert (found.rule, found.order_id, found.place_id) == (Rule.CLEANING, "o", "D")
    clean = plan(made, trips(made, "V", [A, WASH[30]], [visit("O", "unload o")]))
    assert findings(made, clean) == []


def test_a_further_trip_starts_with_a_clean_vehicle() -> None:
    # Even without goods for it, and to a place of the same level.
    made = _made("crew", [call("a", "A"), call("b", "B")])
    dirty = plan(made, trips(made, "V", [A], [B, WASH[30]]))
    result = audit_plan(made.scenario, made.travel, dirty, geometry=False)
    text = (
        "vehicle V: a trip starts at place D too early: after a stop in zone north the vehicle "
        "must be disinfected first."
    )
    assert [found.text for found in result.violations] == [text]


def test_what_is_collected_is_brought_out_disinfected() -> None:
    made = _made("team", [collection("s", "A", "O")])
    load, unload = visit("A", "load s"), visit("O", "unload s")
    assert [order for order, _ in _cleaning(made, load, unload)] == ["s"]
    assert _cleaning(made, load, WASH[20], unload) == []


def test_people_ride_straight_and_the_vehicle_is_disinfected_after_them() -> None:
    made = _made("crew", [transfer("s", "A", "Q"), call("o", "O")])
    run = (visit("A", "board s"), visit("Q", "alight s"))
    assert _cleaning(made, *run, WASH[30], OUT) == []
    assert [order for order, _ in _cleaning(made, *run, OUT)] == ["o"]
    assert [order for order, _ in _cleaning(made, *run)] == [""]


def test_after_people_got_out_nothing_comes_of_any_level() -> None:
    made = _made("crew", [transfer("s", "A", "Q"), call("b", "B")])
    run = (visit("A", "board s"), visit("Q", "alight s"))
    assert [order for order, _ in _cleaning(made, *run, B, WASH[30])] == ["b"]


def test_the_longer_of_zone_and_class() -> None:
    for minutes, enough in ((45, 45), (10, 30)):
        made = _made("crew", [transfer("s", "A", "Q")], disinfect={"contact": minutes})
        run = (visit("A", "board s"), visit("Q", "alight s"))
        assert _cleaning(made, *run, WASH[enough]) == []
        assert len(_cleaning(made, *run, WASH[20 if enough == 30 else 30])) == 1


def test_several_parties_board_from_lower_to_higher() -> None:
    made = _made("crew", [transfer("s", "A", "Q"), transfer("t", "O", "Q")])
    s, t, out = visit("A", "board s"), visit("O", "board t"), visit("Q", "alight s", "alight t")
    assert _cleaning(made, t, s, out, WASH[30]) == []
    # With people aboard nothing can be disinfected: this order of things is none.
    assert [order for order, _ in _cleaning(made, s, t, out, WASH[30])] == ["t"]


def test_nobody_sits_down_in_a_vehicle_that_has_worked_in_a_zone() -> None:
    made = _made("crew", [call("a", "A"), transfer("s", "B", "Q")])
    run = (visit("B", "board s"), visit("Q", "alight s"), WASH[30])
    assert [order for order, _ in _cleaning(made, A, *run)] == ["s"]
    assert _cleaning(made, A, WASH[30], *run) == []


def test_on_the_edge_is_inside_and_beside_it_outside() -> None:
    # B is 200 m north: once on the edge of the zone, once a metre outside.
    for top, told in ((200, [""]), (199, [])):
        ring = ((2_000, -1_000), (4_000, -1_000), (4_000, top), (2_000, top), (2_000, -1_000))
        edge = SEALED.model_copy(update={"polygons": ((tuple(spot(*corner) for corner in ring),),)})
        made = _made("crew", zones=[edge])
        assert [order for order, _ in _cleaning(made, B)] == told


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ({}, [""]),
        ({"valid_from": at("11:00")}, [""]),  # some time in the shift
        ({"valid_from": at("12:00")}, [""]),  # as it ends
        ({"valid_from": at("12:00:01")}, []),
        ({"valid_to": at("06:00")}, []),  # over as the shift begins
        ({"valid_to": at("06:00:01")}, [""]),
    ],
)
def test_what_a_zone_leaves_it_leaves_all_shift_long(
    hours: dict[str, Any], told: list[str]
) -> None:
    sealed = SEALED.model_copy(update=hours)
    assert [order for order, _ in _cleaning(_made("crew", zones=[sealed]), A)] == told


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ({}, []),
        # It is a control zone before: to come there from a sealed one is to come down.
        ({"valid_from": at("11:00")}, ["b"]),
        ({"valid_to": at("11:00")}, ["b"]),
        ({"valid_from": at("05:00"), "valid_to": at("13:00")}, []),
    ],
)
def test_the_lowest_level_of_the_shift_is_a_places(hours: dict[str, Any], told: list[str]) -> None:
    # B alone lies in a control zone all day, and in a sealed one for some hours.
    north = zone("north", 2_000, "sealed")
    thin = north.model_copy(update={"polygons": (((_strip(0, 150)),),)})
    around = {
        "polygons": ((_strip(150, 300),),),
    }
    sealed = north.model_copy(update={"id": "n2", **around, **hours})
    control = CONTROL.model_copy(update=around)
    made = _made("crew", zones=[thin, sealed, control])
    assert [order for order, _ in _cleaning(made, A, B, WASH[30])] == told


def _strip(south: float, north: float) -> tuple[tuple[float, float], ...]:
    return box(2_000, south, 4_000, north)


def test_the_driver_rests_at_relief_areas_only() -> None:
    made = zoned(
        [vehicle(vehicle_class="crew")],
        [call("a", "A")],
        more=[relief("R")],
    )
    assert _cleaning(made, A, visit("R", "rest 20"), WASH[30]) == []
    text = (
        "vehicle V: the driver rests at place D too early: after a stop in zone north the vehicle "
        "must be disinfected first, or rest at a relief area."
    )
    assert _cleaning(made, A, visit("D", "rest 20"), WASH[30]) == [("", text)]


def test_each_one_that_is_missing_is_told_once() -> None:
    made = _made("crew")
    assert [order for order, _ in _cleaning(made, A, OUT, C)] == ["o"]
    assert [order for order, _ in _cleaning(made, A, OUT, B)] == ["o", ""]
