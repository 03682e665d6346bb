"""Places beyond the roads, reached by way of exits."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from logiroute.geo.beyond import extended, joins, reaching_beyond
from logiroute.geo.drawing import Drawing, GateOnPath
from logiroute.model.place import Approach, Place, PlaceKind
from logiroute.model.plan import Maneuver, Step
from logiroute.model.travel import UNREACHABLE, TravelTable


def _place(name: str, *ways: tuple[str, int, int]) -> Place:
    return Place(
        id=name,
        name=f"place {name}",
        kind=PlaceKind.EXIT if name.startswith("X") else PlaceKind.SITE,
        point=(114.0, 30.0 + len(ways)),
        approaches=tuple(Approach(exit_id=x, seconds=s, metres=m) for x, s, m in ways),
    )


def _table(seconds: list[list[int]], metres: list[list[int]]) -> TravelTable:
    return TravelTable(
        np.array(seconds, np.int32),
        np.array(metres, np.int32),
        (None,) * len(seconds),
        (float("inf"),) * len(seconds),
    )


def test_the_exit_that_makes_the_whole_way_fastest() -> None:
    # A is 10 s from X and 30 s from Y; from there it is 100 s and 70 s to F: by Y 100, by X 110.
    no = UNREACHABLE
    places = [_place("A"), _place("X"), _place("Y"), _place("F", ("X", 100, 900), ("Y", 70, 800))]
    seconds = [[0, 10, 30, no], [11, 0, 50, no], [45, 50, 0, no], [no, no, no, no]]
    metres = [[0, 1, 3, no], [1, 0, 5, no], [4, 5, 0, no], [no, no, no, no]]
    made = reaching_beyond(_table(seconds, metres), places)
    assert made.seconds[:, 3].tolist() == [100, 100, 70, 0]
    assert made.metres[:, 3].tolist() == [803, 900, 800, 0]
    # Back it is 111 by X and 115 by Y.
    assert made.seconds[3].tolist() == [111, 100, 70, 0]
    assert made.metres[3].tolist() == [901, 900, 800, 0]
    assert made.seconds[:3, :3].tolist() == [row[:3] for row in seconds[:3]]
    assert made.snapped[3] == places[3].point
    assert made.snap_metres[3] == 0.0
    # Who may not come to any exit comes nowhere beyond.
    seconds[0][1] = seconds[0][2] = metres[0][1] = metres[0][2] = no
    made = reaching_beyond(_table(seconds, metres), places)
    assert (made.seconds[0, 3], made.metres[0, 3]) == (no, no)


@settings(max_examples=100)
@given(data=st.data())
def test_against_every_way_there_is(data: st.DataObject) -> None:
    """Two places beyond, two on the roads, three exits; of equally fast ways the shortest."""
    few = st.integers(0, 6)
    exits = ("X", "Y", "Z")
    some = st.lists(st.sampled_from(exits), min_size=1, unique=True)
    ways = {
        name: tuple((x, data.draw(few), data.draw(few)) for x in data.draw(some)) for name in "FG"
    }
    names = (*exits, "A", "B", "F", "G")
    places = [_place(name, *ways.get(name, ())) for name in names]
    seconds, metres = ([[UNREACHABLE] * 7 for _ in range(7)] for _ in range(2))
    for row, column in product(range(5), range(5)):
        if row == column:
            seconds[row][column] = metres[row][column] = 0
        elif data.draw(st.booleans()):
            seconds[row][column], metres[row][column] = data.draw(few), data.draw(few)
    made = reaching_beyond(_table(seconds, metres), places)
    feet = {name: ways.get(name, ((name, 0, 0),)) for name in names}
    for (row, a), (column, b) in product(enumerate(names), enumerate(names)):
        found = [
            (before[1] + seconds[i][j] + after[1], before[2] + metres[i][j] + after[2])
            for before, after in product(feet[a], feet[b])
            for i, j in ((names.index(before[0]), names.index(after[0])),)
            if seconds[i][j] < UNREACHABLE
        ]
        least = min(found, default=(UNREACHABLE, UNREACHABLE)) if a != b else None
        if a == b:
            least = (0, 0)
        assert (made.seconds[row, column], made.metres[row, column]) == least


def test_what_lies_beyond_is_drawn_straight_and_called_as_the_exit() -> None:
    places = {place.id: place for place in (_place("A"), _place("X"), _place("F", ("X", 60, 1200)))}
    inside = Drawing(
        geometry=((114.0, 30.0), (114.1, 30.0)),
        gates=(GateOnPath("G", 5, 20),),
        zones=("Z",),
        steps=(
            Step(maneuver=Maneuver.DEPART, street="Main", metres=70),
            Step(maneuver=Maneuver.ARRIVE, street="Main"),
        ),
    )
    there = next(joins(places["A"], places["F"]))
    out = extended(inside, there, (places["A"], places["F"]), places)
    assert out.geometry == (*inside.geometry, places["F"].point)
    assert (out.gates, out.zones) == (inside.gates, inside.zones)
    assert [(step.maneuver, step.street, step.metres) for step in out.steps] == [
        (Maneuver.DEPART, "Main", 70),
        (Maneuver.CONTINUE, "place X", 1200),
        (Maneuver.ARRIVE, "place X", 0),
    ]
    back = next(joins(places["F"], places["A"]))
    home = extended(inside, back, (places["F"], places["A"]), places)
    assert home.geometry == (places["F"].point, *inside.geometry)
    assert home.gates == (GateOnPath("G", 65, 20),)
    assert [(step.maneuver, step.street, step.metres) for step in home.steps] == [
        (Maneuver.DEPART, "place X", 1200),
        (Maneuver.CONTINUE, "Main", 70),
        (Maneuver.ARRIVE, "Main", 0),
    ]
