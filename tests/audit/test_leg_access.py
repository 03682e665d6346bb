"""Access of legs, metre by metre: holes, gates, ways through, zones not in force, bad lines."""

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import findings, plan, route, visit
from tests.rules.day import (
    CLOSED,
    FREE,
    box,
    retime,
)
from tests.rules.ground import (
    AROUND,
    HOME,
    SQUARE,
    STRAIGHT,
    WEST,
    YES_NO,
    access,
    drive,
    gate,
    ground,
    metres,
    straight,
    traced,
    zone,
)


def test_a_hole_is_outside() -> None:
    # B lies in a hole of 100 m × 100 m: the way D–B is inside from x = 400 to x = 450 only.
    holed = zone(polygon=(*SQUARE, box(450, -50, 550, 50)))
    made = ground(CLOSED, [holed])
    out = ((500, 0), (500, 40), (500, 60), (500, 200), (1000, 200), (1000, 100))
    lines = {"D-B": ((0, 0), (500, 0)), "B-E": out}
    # And 50 m on the way out, from y = 50 to y = 100.
    assert drive(made, lines, visits="B") == [*metres(50), *metres(50)]


def test_driving_about_inside_a_hole() -> None:
    # The hole reaches from x = -50 to x = 1050: the whole way lies in it.
    holed = zone(polygon=(box(-500, -500, 1500, 500), box(-50, -50, 1050, 150)))
    assert straight(ground(CLOSED, [holed])) == []


@pytest.mark.parametrize(("north", "found"), [(39, []), (41, metres(41))])
def test_a_gate_reaches_forty_metres(north: float, found: list[tuple[Rule, int, str]]) -> None:
    made = ground(access("gate"), gates=[gate("west", (400, north))])
    listed = [("west", "06:00:24")] if not found else []
    assert straight(made, *listed) == found


def test_out_where_there_is_no_gate() -> None:
    # The only gate is in the west; the line leaves in the east, 200 m away.
    made = ground(access("gate", "gate"), gates=[gate("west", WEST)])
    assert straight(made, ("west", "06:00:24")) == metres(200)


def test_a_gate_that_does_not_admit_the_class() -> None:
    made = ground(access("gate"), gates=[gate("west", WEST, ["truck"])])
    assert straight(made) == YES_NO
    made = ground(access("gate"), gates=[gate("west", WEST, ["truck", "mine"])])
    assert straight(made, ("west", "06:00:24")) == []


def test_gates_are_listed_as_passed() -> None:
    made = ground(access("gate"), gates=[gate("west", WEST)])
    assert straight(made) == YES_NO  # passed without saying so
    assert straight(made, ("west", "06:01:30")) == [(Rule.ACCESS, 30, "s")]  # at A by then
    assert straight(made, ("west", "06:00:24"), ("nowhere", "06:00:30")) == YES_NO
    # Said to pass the gate while driving around, 200 m north of it.
    around = {"D-A": AROUND, "A-E": HOME}
    assert drive(made, around, {"D-A": [("west", "06:00:24")]}) == metres(200)


def test_leaving() -> None:
    # The depot itself lies in the zone, 100 m from its edge: a leg may start inside a zone it may
    # leave, although it may not come back.
    here = zone(polygon=(box(-100, -100, 100, 100),))
    assert straight(ground(access("no", "yes"), [here])) == []
    assert straight(ground(access("no", "no"), [here])) == metres(100)
    assert straight(ground(access("yes", "no"), [here])) == YES_NO
    out = gate("out", (100, 0))
    assert straight(ground(access("no", "gate"), [here])) == YES_NO
    gated = ground(access("no", "gate"), [here], [out])
    assert straight(gated, ("out", "06:00:06")) == []


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("06:00:30", "", metres(200)),  # from halfway on
        ("06:00:59", "", metres(200)),  # in the last second
        ("06:01", "", []),  # from its arrival on
        ("", "06:00", []),  # lifted as it leaves
        ("", "06:00:01", metres(200)),
    ],
)
def test_zones_in_force_while_it_drives(
    start: str, end: str, found: list[tuple[Rule, int, str]]
) -> None:
    assert straight(ground(CLOSED, [zone(valid_from=start, valid_to=end)])) == found


def test_overlapping_zones_all_hold() -> None:
    slow = zone("slow", "slow", (box(300, -100, 700, 100),))
    assert straight(ground(CLOSED, [slow, zone()])) == metres(200)
    wider = zone("W", "control", (box(300, -100, 700, 100),))
    assert straight(ground(CLOSED, [wider, zone()])) == [*metres(400), *metres(200)]


@pytest.mark.parametrize(("depth", "found"), [(0.4, []), (1.0, metres(200))])
def test_a_street_along_the_edge(depth: float, found: list[tuple[Rule, int, str]]) -> None:
    # The zone's southern edge is `depth` metres south of the street.
    edge = zone(polygon=(box(400, -depth, 600, 100),))
    assert straight(ground(CLOSED, [edge])) == found


def test_untraced_legs() -> None:
    made = ground(CLOSED)
    bare = plan(made, route(made, "V", visit("A", "unload a")), unserved=["b"])
    assert findings(made, bare, geometry=True) == [*metres(1000), *metres(1000)]
    assert findings(made, bare, geometry=False) == []


def test_a_line_joins_its_stops_and_is_as_long_as_the_way() -> None:
    made = ground(FREE)
    aside = {"D-A": ((0, 6), (1000, 0)), "A-E": HOME}
    assert drive(made, aside) == metres(6)
    near = {"D-A": ((0, 4), (1000, 0)), "A-E": HOME}
    assert drive(made, near) == []
    # A line of 1,000 m for a way of 1,030: 20 m (2 %) are allowed.
    made = retime(retime(made, "D-A", seconds=60, metres=1030), "A-E", seconds=60, metres=100)
    short = traced(made, {"D-A": STRAIGHT, "A-E": HOME}, {}, "A")
    assert findings(made, short, geometry=True)[0][0] is Rule.ACCESS
    assert len(findings(made, short, geometry=True)) == 1


def test_a_vehicle_goes_on_where_it_came_to() -> None:
    # HOME begins at A, (1000, 0); 4 m are forgiven at either line, 11 m between them are not.
    made = ground(FREE)
    assert drive(made, {"D-A": ((0, 0), (1000, -4)), "A-E": ((1000, 4), *HOME[1:])}) == []
    jump = {"D-A": ((0, 0), (1000, -5.5)), "A-E": ((1000, 5.5), *HOME[1:])}
    assert (Rule.ACCESS, 11, "m") in drive(made, jump)


def test_a_vehicle_that_never_leaves_its_zone() -> None:
    # It lives in a zone from x = -100 to x = 600 and drives to A, 400 m outside, and on to E,
    # another 100 m; and it stops at A.
    own = zone(polygon=(box(-100, -100, 600, 100),))
    made = ground(FREE, [own], stays=True)
    found = straight(made)
    assert found == [*YES_NO, *metres(400), *metres(100)]
    wide = zone(polygon=(box(-100, -100, 1100, 200),))
    assert straight(ground(FREE, [wide], stays=True)) == []
