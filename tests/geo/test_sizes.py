"""Low bridges, weak roads and streets for some: each class of vehicle finds its own way."""

from pathlib import Path

import numpy as np
import pytest

from logiroute.geo.driving import driving
from logiroute.geo.journeys import Mover, journey
from logiroute.geo.loading.load import load_roads
from logiroute.geo.profiles import PROFILES, profiles_of
from logiroute.geo.roads import Roads
from logiroute.model.profile import ProfileChange
from tests.geo.drawn import Metres, at, scenario, vehicle, write_osm

#: Straight on from a to b by way of m, or round by n; A and B lie 50 m from either end.
NODES = {"a": (0.0, 0.0), "m": (300.0, 0.0), "b": (600.0, 0.0), "n": (300.0, 400.0)}
A: Metres = (50.0, 0.0)
B: Metres = (550.0, 0.0)
STREET = {"highway": "residential"}


def roads_with(folder: Path, **tags: str) -> Roads:
    """The middle 200 m of the straight way carry the tags."""
    nodes = {**NODES, "c": (200.0, 0.0), "d": (400.0, 0.0)}
    ways = [
        ("a c", STREET),
        ("c m d", {**STREET, **tags}),
        ("d b", STREET),
        ("a n b", STREET),
        ("c n d", STREET),
    ]
    return load_roads(write_osm(folder / "s.osm", nodes, ways), cache=False)


def goes_straight(roads: Roads, profile: str) -> bool:
    found = journey(Mover(roads, profile), at(A), at(B))
    assert found is not None
    return found.metres == pytest.approx(500, abs=2)


@pytest.mark.parametrize(
    ("tags", "straight"),
    [
        ({}, {"car", "van", "truck_4t", "truck_18t", "bus", "ambulance", "foot", "bicycle_cart"}),
        ({"maxheight": "3.5"}, {"car", "van", "truck_4t", "ambulance", "foot", "bicycle_cart"}),
        ({"maxheight": "2.2"}, {"car", "foot", "bicycle_cart"}),
        ({"maxweight": "7.5"}, {"car", "van", "truck_4t", "ambulance", "foot", "bicycle_cart"}),
        ({"maxwidth": "2.3"}, {"car", "van", "truck_4t", "ambulance", "foot", "bicycle_cart"}),
        ({"hgv": "no"}, {"car", "van", "bus", "ambulance", "foot", "bicycle_cart"}),
        ({"motor_vehicle": "no", "bus": "yes"}, {"bus", "foot", "bicycle_cart"}),
        ({"motor_vehicle": "no", "emergency": "yes"}, {"ambulance", "foot", "bicycle_cart"}),
        ({"access": "no", "foot": "yes"}, {"foot"}),
    ],
)
def test_who_goes_straight_on(tmp_path: Path, tags: dict[str, str], straight: set[str]) -> None:
    roads = roads_with(tmp_path, **tags)
    names = {"car", "van", "truck_4t", "truck_18t", "bus", "ambulance", "foot", "bicycle_cart"}
    assert {name for name in names if goes_straight(roads, name)} == straight


def test_a_day_changes_a_profile(tmp_path: Path) -> None:
    roads = roads_with(tmp_path, maxheight="3.5")
    low = ProfileChange(id="low_truck", base="truck_18t", height_cm=350)
    higher = ProfileChange(id="van", base="van", height_cm=351)
    for name, straight in (("low_truck", True), ("van", False)):
        day = scenario({"A": A, "B": B}, vehicles=[vehicle(profile=name)])
        day = day.model_copy(update={"profiles": (low, higher)})
        movement = day.movement(day.vehicles[0])
        found = journey(Mover(roads, name, day, movement), at(A), at(B))
        assert found is not None
        assert (found.metres == pytest.approx(500, abs=2)) == straight


def test_speeds_and_turns_of_a_day() -> None:
    changed = profiles_of(
        (
            ProfileChange(
                id="van", base="van", speed_percent=50, speeds_kmh={"primary": 11.0}, turn_s=7
            ),
        )
    )["van"]
    shipped = PROFILES["van"]
    assert changed.speeds["residential"] == shipped.speeds["residential"] / 2
    assert (changed.speeds["primary"], changed.turn_ms) == (11.0, 7000)
    assert (changed.height_cm, changed.mode) == (shipped.height_cm, "motor")
    with pytest.raises(KeyError):
        profiles_of((ProfileChange(id="x", base="y"),))


def test_a_turn_costs_its_seconds(tmp_path: Path) -> None:
    roads = roads_with(tmp_path)
    slow = ProfileChange(id="turner", base="car", turn_s=30)
    day = scenario({"A": A, "B": B}, vehicles=[vehicle(profile="turner")])
    day = day.model_copy(update={"profiles": (slow,)})
    able = driving(roads, profiles_of(day.profiles)["turner"])
    costs = set(np.unique(able.turn_ms[able.open_arc]).tolist())
    assert costs == {0, 30_000}
    mover = Mover(roads, "turner", day, day.movement(day.vehicles[0]))
    straight = journey(mover, at(A), at(B))
    plain = journey(Mover(roads, "car"), at(A), at(B))
    assert straight is not None
    assert plain is not None
    assert straight.seconds == plain.seconds  # nothing to turn
    # From A over n: into the side street at c (30 s more).
    side = at((250.0, 200.0))
    with_turn, without = journey(mover, at(A), side), journey(Mover(roads, "car"), at(A), side)
    assert with_turn is not None
    assert without is not None
    assert with_turn.seconds > without.seconds
