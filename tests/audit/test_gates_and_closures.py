"""Gates with hours, heads and passes, closures, main carriageways: planted breaches by hand."""

from collections.abc import Sequence
from math import cos, pi, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.audit.blocked import along_m, passed_m
from logiroute.model.rules import Rule
from logiroute.model.zone import Closure, Pass
from tests.rules.day import CLOSED, FREE, Day, at, box, retime, spot, window
from tests.rules.ground import (
    HOME,
    STRAIGHT,
    WEST,
    YES_NO,
    Spot,
    access,
    drive,
    gate,
    ground,
    metres,
    straight,
    traced,
    zone,
)

# D–A is 06:00 to 06:01, past the west gate at 06:00:24.


@pytest.mark.parametrize(
    ("opens", "closes", "passes", "found"),
    [
        ("05:00", "06:00:25", "06:00:24", []),
        ("05:00", "06:00:24", "06:00:24", [(Rule.ACCESS, 1, "s")]),
        ("05:00", "06:00:24", "06:00:23", []),
        ("06:00:24", "07:00", "06:00:24", []),
        ("06:00:54", "07:00", "06:00:24", [(Rule.ACCESS, 30, "s")]),
    ],
)
def test_a_gate_is_open_from_its_first_second_to_before_its_last(
    opens: str, closes: str, passes: str, found: list[tuple[Rule, int, str]]
) -> None:
    made = ground(access("gate"), gates=[gate("west", WEST, windows=[window(opens, closes)])])
    assert straight(made, ("west", passes)) == found


def _said(made: Day, passes: str) -> list[str]:
    lines = {"D-A": STRAIGHT, "A-E": HOME}
    made = retime(made, "A-E", seconds=60, metres=100)
    plan = traced(made, lines, {"D-A": [("west", passes)]}, "A")
    return [found.text for found in audit_plan(made.scenario, made.travel, plan).violations]


def test_says_when_the_gate_is_open() -> None:
    hours = [window("05:00", "05:30"), window("05:40", "06:00")]
    made = ground(access("gate"), gates=[gate("west", WEST, windows=hours)])
    assert _said(made, "06:00:24") == [
        "vehicle V: gate west is open 05:00–05:30 and 05:40–06:00; it passes at 06:00:24 on the "
        "way from place D to place A."
    ]


@pytest.mark.parametrize(
    ("passes", "found"),
    [
        ([], YES_NO),
        ([Pass(zone_id="Z")], []),
        ([Pass(gate_id="west")], []),
        ([Pass(gate_id="east")], YES_NO),
        ([Pass(zone_id="Z", valid_to=at("06:00:24"))], YES_NO),
        ([Pass(zone_id="Z", valid_to=at("06:00:25"))], []),
        ([Pass(zone_id="Z", valid_from=at("06:00:25"))], YES_NO),
        ([Pass(zone_id="Z", valid_from=at("06:00:25")), Pass(gate_id="west")], []),
    ],
)
def test_passes(passes: Sequence[Pass], found: list[tuple[Rule, int, str]]) -> None:
    gates = [gate("west", WEST), gate("east", (600, 0))]
    assert straight(ground(access("pass"), gates=gates, passes=passes), ("west", "06:00:24")) == (
        found
    )
    # Where a gate is enough nobody asks.
    assert straight(ground(access("gate"), gates=gates), ("west", "06:00:24")) == []


def test_says_what_pass_is_missing() -> None:
    held = [Pass(zone_id="Z", valid_from=at("07:00"), valid_to=at("08:00"))]
    made = ground(access("pass"), gates=[gate("west", WEST)], passes=held)
    assert _said(made, "06:00:24") == [
        "vehicle V: gate west asks for a pass; it passes at 06:00:24, its pass is valid from "
        "07:00 until 08:00 on the way from place D to place A."
    ]


@pytest.mark.parametrize(("said", "off"), [(0, 21), (10, 11), (21, 0), (32, 11)])
def test_a_check_takes_its_time_and_that_of_all_heads(said: int, off: int) -> None:
    # 10 s for the vehicle and 1 s for each of the driver and ten seats.
    made = ground(access("gate"), gates=[gate("west", WEST, delay_s=10, person_delay_s=1)])
    found = straight(made, ("west", "06:00:24", said))
    assert found == ([(Rule.ACCESS, off, "s")] if off else [])


def test_checks_are_over_before_the_next_gate_and_the_arrival() -> None:
    gates = [gate("west", WEST, delay_s=20), gate("east", (600, 0), delay_s=10)]
    made = ground(access("gate", "gate"), gates=gates)
    assert straight(made, ("west", "06:00:20", 20), ("east", "06:00:40", 10)) == []
    # The second gate 5 s before the check at the first is over; its check 5 s after the arrival.
    for second in ("06:00:35", "06:00:55"):
        found = straight(made, ("west", "06:00:20", 20), ("east", second, 10))
        assert found == [(Rule.ACCESS, 5, "s")]


def test_two_crossings_are_two_passages() -> None:
    # In by the west gate, out by it again and round: 800 m more and the gate twice.
    made = ground(access("gate", "gate"), gates=[gate("west", WEST)])
    back = ((0, 0), (500, 0), (500, 20), (300, 20), (300, 200), (1000, 200), (1000, 0))
    lines: dict[str, Sequence[Spot]] = {"D-A": back, "A-E": HOME}
    once, twice = [("west", "06:00:15")], [("west", "06:00:15"), ("west", "06:00:30")]
    assert drive(made, lines, {"D-A": twice}) == []
    assert drive(made, lines, {"D-A": once}) == YES_NO
    assert drive(made, lines, {"D-A": [*twice, ("west", "06:00:31")]}) == YES_NO


# Closures. A–E runs 100 m north from A; D–A straight east.


def _closed(*line: Spot, start: str = "", end: str = "") -> Closure:
    return Closure(
        id="X",
        name="X street",
        line=tuple(spot(*point) for point in line),
        valid_from=at(start) if start else None,
        valid_to=at(end) if end else None,
    )


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ([(500, 0)], metres(0)),
        ([(500, 4)], metres(4)),
        ([(500, 6)], []),
        ([(2, 0)], []),  # it stands before the barrier as it begins
        ([(6, 0)], metres(0)),
        ([(300, 0), (420, 0)], metres(130)),  # 120 m and 5 m on from each end
        ([(500, -50), (500, 50)], []),  # across
        ([(480, -20), (520, 20)], []),  # across at 45 degrees
        ([(500, 0), (500, 80)], []),  # past its end
        ([(300, 8), (420, 8)], []),  # a street beside it
        ([(-100, 0), (10, 0)], []),  # it leaves by the last 10 m
    ],
)
def test_closures(line: list[Spot], found: list[tuple[Rule, int, str]]) -> None:
    assert straight(ground(FREE, zones=[], closures=[_closed(*line)])) == found


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [("06:01", "", True), ("06:00:59", "", False), ("", "06:00", True), ("", "06:00:01", False)],
)
def test_closures_in_force_while_it_drives(start: str, end: str, open_: bool) -> None:
    closed = _closed((500, 0), start=start, end=end)
    assert (straight(ground(FREE, zones=[], closures=[closed])) == []) == open_


# Main carriageways: the straight way through the zone is one.

RAIL = ((350.0, 0.0), (650.0, 0.0))


def test_through_a_zone_on_the_main_carriageway() -> None:
    free_to_pass = access("no", "no", through=False, mainline=True)
    assert straight(ground(free_to_pass, mainline=[RAIL])) == []
    assert straight(ground(free_to_pass)) == metres(200)
    assert straight(ground(CLOSED, mainline=[RAIL])) == metres(200)


def test_a_slip_road_inside_the_zone_is_shut() -> None:
    # Off the carriageway at x = 500 and 80 m north, by the zone's north edge out: from 3 m north
    # of the carriageway on it is inside, 97 m.
    made = ground(access("no", "no", through=False, mainline=True), mainline=[RAIL])
    off = ((0, 0), (500, 0), (500, 200), (1000, 200), (1000, 0))
    assert drive(made, {"D-A": off, "A-E": HOME}) == metres(97)


def test_stopping_on_the_carriageway_is_a_crossing() -> None:
    made = ground(access("no", "yes", through=False, mainline=True), mainline=[RAIL])
    lines: dict[str, Sequence[Spot]] = {"D-B": ((0, 0), (500, 0)), "B-E": ((500, 0), (1000, 0))}
    lines["B-E"] = ((500, 0), (1000, 0), (1000, 100))
    assert drive(made, lines, visits="B") == metres(100)


def test_who_crosses_under_the_carriageway_stays_inside() -> None:
    # In by the west gate 50 m south, across the carriageway, to the north; out at y = 50.
    gates = [gate("west", (400, -50)), gate("east", (600, 50))]
    made = ground(access("gate", "gate", mainline=True), gates=gates, mainline=[RAIL])
    line = ((0, 0), (0, -50), (500, -50), (500, 50), (1000, 50), (1000, 0))
    passed = [("west", "06:00:24"), ("east", "06:00:36")]
    assert drive(made, {"D-A": line, "A-E": HOME}, {"D-A": passed}) == []


# Zones as listed.


def test_zones_are_listed_as_entered() -> None:
    made = ground(FREE)
    lines = {"D-A": STRAIGHT, "A-E": HOME}
    assert drive(made, lines, zones={"D-A": ["Z"]}) == []
    assert drive(made, lines, zones={}) == YES_NO
    assert drive(made, lines, zones={"D-A": ["Z"], "A-E": ["Z"]}) == YES_NO
    later = ground(FREE, [zone(valid_from="06:01")])
    assert drive(later, lines, zones={}) == []
    assert drive(later, lines, zones={"D-A": ["Z"]}) == YES_NO


@pytest.mark.parametrize(("depth", "found"), [(0.4, []), (-0.4, []), (-2, YES_NO)])
def test_a_grazed_zone_may_be_listed_or_not(
    depth: float, found: list[tuple[Rule, int, str]]
) -> None:
    # The zone's southern edge is so many metres south of the street.
    made = ground(FREE, [zone(polygon=(box(400, -depth, 600, 100),))])
    lines = {"D-A": STRAIGHT, "A-E": HOME}
    assert drive(made, lines, zones={"D-A": ["Z"]}) == found
    assert drive(made, lines, zones={}) == []


def test_a_zone_it_starts_in_is_not_entered() -> None:
    made = ground(FREE, [zone(polygon=(box(-100, -100, 100, 100),))])
    lines = {"D-A": STRAIGHT, "A-E": HOME}
    assert drive(made, lines, zones={}) == []
    assert drive(made, lines, zones={"D-A": ["Z"]}) == YES_NO


def test_a_zone_passed_on_the_carriageway_may_be_listed_or_not() -> None:
    made = ground(access("no", "no", mainline=True), mainline=[RAIL])
    lines = {"D-A": STRAIGHT, "A-E": HOME}
    assert drive(made, lines, zones={"D-A": ["Z"]}) == []
    assert drive(made, lines, zones={}) == []


# Blocked streets in every direction.

_TURN = st.floats(0, 2 * pi)


def _turned(turn: float, *points: Spot) -> list[Spot]:
    """Points on axes turned about (0, 0)."""
    return [(x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)) for x, y in points]


@settings(deadline=None)
@given(_TURN, st.floats(-4.5, 4.5), st.integers(16, 300), st.booleans())
def test_along_a_blocked_street_in_every_direction(
    turn: float, beside: float, length: int, back: bool
) -> None:
    closure = _closed(*_turned(turn, (0, 0), (length, 0)))
    line = _turned(turn, (-100, beside), (length + 100, beside))
    degrees = np.array([spot(*point) for point in (reversed(line) if back else line)])
    caps = 2 * sqrt(25 - beside**2)
    assert along_m(closure, degrees) == pytest.approx(length + caps, rel=0.003, abs=0.2)


@settings(deadline=None)
@given(_TURN, st.floats(21, 159), st.floats(0, 200))
def test_across_a_blocked_street_in_every_direction(turn: float, angle: float, at_m: float) -> None:
    # A street of 200 m; the line crosses it somewhere at so many degrees.
    closure = _closed(*_turned(turn, (0, 0), (200, 0)))
    east, north = 100 * cos(radians(angle)), 100 * sin(radians(angle))
    line = _turned(turn, (at_m - east, -north), (at_m + east, north))
    assert along_m(closure, np.array([spot(*point) for point in line])) == 0


@settings(deadline=None)
@given(_TURN, st.floats(-8, 8), st.floats(-50, 50))
def test_by_a_blocked_point_in_every_direction(turn: float, beside: float, ahead: float) -> None:
    line = _turned(turn, (0, 0), (100, 0))
    barrier = _closed(*_turned(turn, (50 + ahead, beside)))
    gap = passed_m(barrier, np.array([spot(*point) for point in line]))
    assume(abs(abs(beside) - 5) > 0.05 and abs(abs(ahead) - 45) > 0.05)
    passes = abs(beside) < 5 and abs(ahead) < 45
    assert gap == (pytest.approx(abs(beside), abs=0.05) if passes else None)


def test_a_leg_that_goes_nowhere() -> None:
    nowhere = np.array([spot(0, 0), spot(0, 0)])
    assert passed_m(_closed((0, 0)), nowhere) is None
    assert along_m(_closed((-50, 0), (50, 0)), nowhere) == 0
