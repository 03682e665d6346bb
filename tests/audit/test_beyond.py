"""Places beyond the roads: the way there is the declared one, and leaves the roads where declared.

In metres: the depot D at (0, 0), the exits X at (1000, 0) and Y at (0, 1000), the site F far in the
east. A minute is 1,000 m. F is 10 min and 10 km from X and 12 min and 12 km from Y; G, farther on,
is 20 min and 20 km from X.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pydantic import ValidationError

from logiroute.model.place import Approach, Place, PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from tests.rules.by_hand import edit, findings, plan, route, visit
from tests.rules.day import (
    CLOSED,
    Day,
    at,
    box,
    day,
    delivery,
    depot,
    place,
    policy,
    retime,
    spot,
    vehicle,
)
from tests.rules.ground import zone

F, G = (9_000.0, 0.0), (17_000.0, 0.0)
TO_F = ((0.0, 0.0), (1000.0, 0.0), F)
TO_G = ((0.0, 0.0), (1000.0, 0.0), G)


def _beyond(name: str, where: tuple[float, float], **minutes: int) -> Place:
    ways = tuple(
        Approach(exit_id=exit_id, seconds=60 * much, metres=1000 * much)
        for exit_id, much in minutes.items()
    )
    return place(name, point=spot(*where)).model_copy(update={"approaches": ways})


def _made(*, closed: bool = False) -> Day:
    """A day; where it is closed, a zone of 200 m x 200 m lies between D and X."""
    everywhere = policy().vehicle_class("van")
    mine = everywhere.model_copy(update={"zones": {**everywhere.zones, "sealed": CLOSED}})
    return day(
        [
            depot(point=spot(0, 0)),
            place("X", PlaceKind.EXIT, point=spot(1000, 0)),
            place("Y", PlaceKind.EXIT, point=spot(0, 1000)),
            _beyond("F", F, X=10, Y=12),
            _beyond("G", G, X=20),
        ],
        [vehicle()],
        [delivery("f", "F", item="box"), delivery("g", "G", item="box")],
        {"D-X": 1, "D-Y": 1, "X-Y": 3, "D-F": 11, "D-G": 21, "F-G": 30}
        | {"X-F": 10, "Y-F": 12, "X-G": 20, "Y-G": 23},
        rules=policy([mine]),
        zones=[zone()] if closed else [],
    )


def _drawn(made: Day, *lines: Sequence[tuple[float, float]], visits: str = "F") -> Plan:
    """A plan with lines of its legs."""
    rest = [order for order in "fg" if order.upper() not in visits]
    stops = [visit(name, f"unload {name.lower()}") for name in visits]
    made_plan = plan(made, route(made, "V", *stops), unserved=rest)
    for index, line in enumerate(lines):
        path = f"routes__0__trips__0__legs__{index}__geometry"
        made_plan = edit(made_plan, **{path: [spot(*point) for point in line]})
    return made_plan


def _back(line: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    return tuple(reversed(line))


def test_there_and_back() -> None:
    made = _made()
    drawn = _drawn(made, TO_F, _back(TO_F))
    assert drawn.routes[0].metres == 22_000
    assert findings(made, drawn, geometry=True) == []


def test_from_one_place_beyond_to_another() -> None:
    made = _made()
    between = (F, (1000.0, 0.0), G)
    assert (
        findings(made, _drawn(made, TO_F, between, _back(TO_G), visits="FG"), geometry=True) == []
    )


@pytest.mark.parametrize(
    ("seconds", "metres", "found"),
    [
        (660, 11_000, []),
        (600, 11_000, [(Rule.TRAVEL, 60, "s")]),
        (661, 11_000, [(Rule.TRAVEL, 1, "s")]),
        (660, 11_001, [(Rule.TRAVEL, 1, "m")]),
    ],
)
def test_a_table_that_is_not_as_declared(
    seconds: int, metres: int, found: list[tuple[Rule, int, str]]
) -> None:
    """Both ways are wrong, and so each is told."""
    made = retime(_made(), "D-F", seconds=seconds, metres=metres)
    assert findings(made, _drawn(made)) == [*found, *found]


def test_a_way_that_no_table_holds_is_one_fault() -> None:
    """The line is not held against exits that nobody knows then."""
    made = _made()
    tables = {
        movement: tuple(replace(table, valid_to=at("06:05")) for table in of_movement)
        for movement, of_movement in made.travel.tables.items()
    }
    short = Day(made.scenario, replace(made.travel, tables=tables))
    drawn = _drawn(made, TO_F, _back(TO_F))
    assert {rule for rule, _, _ in findings(short, drawn, geometry=True)} == {Rule.TRAVEL}


def test_no_way_to_an_exit_that_is_declared() -> None:
    made = _made()
    bare = [
        entry.model_copy(update={"approaches": entry.approaches[1:]}) if entry.id == "F" else entry
        for entry in made.scenario.places
    ]
    changed = Day(made.scenario.model_copy(update={"places": tuple(bare)}), made.travel)
    # By Y it is 1 + 12 minutes, 2 more than the table says.
    assert findings(changed, _drawn(changed)) == [(Rule.TRAVEL, 120, "s")] * 2


def test_a_line_that_leaves_the_roads_elsewhere() -> None:
    made = _made()
    early = ((0.0, 0.0), (900.0, 0.0), F)
    assert findings(made, _drawn(made, early, _back(TO_F)), geometry=True) == [
        (Rule.ACCESS, 11_000, "m")
    ]
    # Y is an exit for F, but the way by Y is longer: the line is not as long as the way.
    by_y = ((0.0, 0.0), (0.0, 1000.0), F)
    found = findings(made, _drawn(made, by_y, _back(TO_F)), geometry=True)
    assert found == [(Rule.ACCESS, 2_000, "m")]
    # For G it is none at all.
    to_g = ((0.0, 0.0), (0.0, 1000.0), G)
    found = findings(made, _drawn(made, to_g, _back(TO_G), visits="G"), geometry=True)
    assert found == [(Rule.ACCESS, 21_000, "m")]


@pytest.mark.parametrize("order", [("X", "Z"), ("Z", "X")])
def test_two_exits_that_meet_the_road_at_one_point(order: tuple[str, str]) -> None:
    """By Z, 3 m from X, it is four minutes longer: the way is the one whose figures the leg has."""
    ways = {"X": 10, "Z": 14}
    made = day(
        [
            depot(point=spot(0, 0)),
            place("X", PlaceKind.EXIT, point=spot(1000, 0)),
            place("Z", PlaceKind.EXIT, point=spot(1003, 0)),
            _beyond("F", F, **{name: ways[name] for name in order}),
        ],
        [vehicle()],
        [delivery("f", "F", item="box")],
        {"D-X": 1, "D-Z": 1, "X-Z": 0, "D-F": 11, "X-F": 10, "Z-F": 10},
    )
    drawn = plan(made, route(made, "V", visit("F", "unload f")))
    for index, line in enumerate((TO_F, _back(TO_F))):
        path = f"routes__0__trips__0__legs__{index}__geometry"
        drawn = edit(drawn, **{path: [spot(*point) for point in line]})
    assert findings(made, drawn, geometry=True) == []


def test_an_exit_in_a_zone() -> None:
    """Nobody looks at the edge beyond the exit, so there must be none."""
    around_x = zone(polygon=(box(900, -100, 1100, 100),), zone_class="slow")
    made = _made()
    sealed = Day(made.scenario.model_copy(update={"zones": (around_x,)}), made.travel)
    drawn = edit(_drawn(sealed, TO_F, _back(TO_F)), routes__0__trips__0__legs__0__zones=["Z"])
    assert findings(sealed, drawn, geometry=True) == [(Rule.ACCESS, 0, "")] * 2
    places = [entry.model_dump() for entry in made.scenario.places]
    with pytest.raises(ValidationError, match="zone Z would be crossed beyond the roads, X lies"):
        Scenario.model_validate(
            {**made.scenario.model_dump(), "places": places, "zones": (around_x.model_dump(),)}
        )


def test_what_is_listed_between_two_places_beyond_one_exit() -> None:
    made = _made(closed=True)
    between = (F, (1000.0, 0.0), G)
    around = ((0.0, 0.0), (0.0, 200.0), (1000.0, 200.0), (1000.0, 0.0))
    for name, much in (("D-F", 660), ("D-G", 1260), ("D-X", 60)):
        made = retime(made, name, seconds=much, metres=round(much * 1000 / 60) + 400)
    drawn = _drawn(made, (*around, F), between, (G, *reversed(around)), visits="FG")
    assert findings(made, drawn, geometry=True) == []
    listed = edit(drawn, routes__0__trips__0__legs__1__zones=["Z"])
    assert findings(made, listed, geometry=True) == [(Rule.ACCESS, 0, "")]


def test_zones_are_looked_at_up_to_the_exit() -> None:
    made = _made(closed=True)
    across = [(Rule.ACCESS, 200, "m")]
    assert findings(made, _drawn(made, TO_F, _back(TO_F)), geometry=True) == across * 2
    around = ((0.0, 0.0), (0.0, 200.0), (1000.0, 200.0), (1000.0, 0.0), F)
    longer = retime(retime(made, "D-F", seconds=660, metres=11_400), "D-X", seconds=60, metres=1400)
    assert findings(longer, _drawn(longer, around, _back(around)), geometry=True) == []
