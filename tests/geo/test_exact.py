"""Both engines give the same times and lengths among random zones, to the last digit."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.exact import Compared, closed_arcs, compare_engines, summed
from benchmarks.random_day import SNAP_LIMIT_M, random_day, random_places
from logiroute.geo.loading.load import load_roads
from logiroute.geo.movement import bare_roads, open_roads
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from tests.geo.drawn import at, box, gate, grid, scenario, zone

WUHAN = Path(__file__).resolve().parents[2] / "data" / "roads" / "wuhan.parquet"


@pytest.fixture(scope="module")
def wuhan() -> Roads:
    if not WUHAN.exists():
        pytest.skip("the Wuhan streets are not there")
    return load_roads(WUHAN)


def _snapped(streets: OpenRoads, count: int, seed: int) -> list[Snap]:
    xy = random_places(streets.roads, 2 * count, seed)
    return [snap for snap in streets.snap(xy, SNAP_LIMIT_M) if snap is not None][:count]


def _compared(roads: Roads, vehicle: int, zones: int, origins: int, targets: int) -> Compared:
    day = random_day(roads, zones, seed=1)
    movement = day.movements[vehicle]
    fast, slow = (open_roads(day, roads, movement, engine) for engine in ("cch", "scipy"))
    places = _snapped(fast, origins + targets, seed=2)
    return compare_engines(fast, slow, places[:origins], places[origins:])[0]


@pytest.mark.parametrize("vehicle", [0, 1], ids=["truck", "bus"])
def test_engines_agree_among_forty_zones(wuhan: Roads, vehicle: int) -> None:
    found = _compared(wuhan, vehicle, zones=40, origins=10, targets=300)
    assert found.faults == 0
    assert found.pairs == 3_000
    # The zones must be worth their name: many pairs are closed, many more are not.
    assert 1_500 < found.reached < 2_990
    assert found.paths > 1_500
    assert found.gates > 200


@pytest.mark.slow
@pytest.mark.parametrize("zones", [0, 40])
def test_engines_agree_on_a_million_pairs(wuhan: Roads, zones: int) -> None:
    found = _compared(wuhan, 0, zones, origins=250, targets=4_000)
    assert found.pairs == 1_000_000
    assert found.faults == 0
    assert found.reached > 800_000


def test_random_days_are_the_same_and_legal(wuhan: Roads) -> None:
    day = random_day(wuhan, 40, seed=1)
    assert day == random_day(wuhan, 40, seed=1)
    assert day != random_day(wuhan, 40, seed=2)
    assert all(area.shape.is_valid for area in day.zones)
    assert sum(len(rings) > 1 for area in day.zones for rings in area.polygons) > 10
    assert len(day.gates) > 100


def test_what_differs_is_found(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    places = {"A": (50.0, 0.0)}
    gated = zone("Z", box(150, -50, 250, 450), zone_class="sealed")
    rule = random_day(roads, 0, seed=1).policy.access("truck", "gated")
    entrance = gate("G", "Z", (150.0, 0.0), delay_s=60)
    day = scenario(places, zones=[gated], gates=[entrance], access={"truck": rule})
    open_to_gate = open_roads(day, roads, day.movements[0])
    bare = bare_roads(roads, "truck", "scipy")
    found, _ = compare_engines(open_to_gate, open_to_gate, *_ends(open_to_gate))
    assert (found.faults, found.paths, found.gates) == (0, 4, 2)
    found, _ = compare_engines(open_to_gate, bare, *_ends(open_to_gate))
    assert found.other_ms == 1  # the gate's minute; the other pair lies outside
    assert found.wrong_sums == 1


def _ends(streets: OpenRoads) -> tuple[list[Snap], list[Snap]]:
    """From west of the zone into it, and to a place further west."""
    spots = [at((50.0, 0.0)), at((200.0, 0.0)), at((20.0, 0.0))]
    snaps = streets.snap(streets.roads.plane.metres(spots), 5.0)
    found = [snap for snap in snaps if snap is not None]
    assert len(found) == 3
    return found[:1], found[1:]


def test_a_path_over_a_closed_turn_is_found(tmp_path: Path) -> None:
    streets = bare_roads(grid(tmp_path), "truck")
    start, (end, _) = _ends(streets)
    path = streets.path(start[0], end)
    assert path is not None
    assert closed_arcs(streets, path) == 0
    assert summed(streets, path, 0) == (path.ms, path.cm)
    assert summed(streets, path, 1) is None
    whole = (path.ends[0]._replace(start=0.0), path.ends[1])
    longer = summed(streets, replace(path, ends=whole), 0)
    assert longer is not None
    assert longer[1] == path.cm + 5_000  # it starts in the middle of 100 m
    streets.open[list(path.arcs)[1:]] = False
    assert closed_arcs(streets, path) == len(path.arcs) - 1 > 0
