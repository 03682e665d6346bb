"""The streets under the map: what is drawn, and how much of it."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from logiroute.geo.backdrop import backdrop
from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from tests.geo.drawn import at, write_osm


@pytest.fixture(scope="module")
def wuhan() -> Roads:
    return load_roads(Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet", cache=False)


def test_main_roads_everywhere_small_streets_near_points(tmp_path: Path) -> None:
    nodes = {
        **{f"m{i}": (i * 1000.0, 0.0) for i in range(-4, 5)},
        **{f"s{i}": (i * 1000.0, 200.0) for i in range(-4, 5)},
    }
    main = " ".join(f"m{i}" for i in range(-4, 5))
    ways = [(main, {"highway": "trunk", "name": "三环线"})]
    ways += [(f"m{i} s{i}", {"highway": "residential"}) for i in range(-4, 5)]
    roads = load_roads(write_osm(tmp_path / "m.osm", nodes, ways), cache=False)
    drawn = backdrop(roads, [at((0, 50)), at((500, 0))], margin_m=1800, detail_m=300)
    ranks = [line.rank for line in drawn.lines]
    assert ranks == [0, 4]  # the trunk road as one line; the one street near a point
    trunk, street = drawn.lines
    assert trunk.name == "三环线"
    west, east = min(trunk.points)[0], max(trunk.points)[0]
    assert west == pytest.approx(at((-1800, 0))[0], abs=2e-5)
    assert east == pytest.approx(at((2300, 0))[0], abs=2e-5)
    assert len(trunk.points) == 2
    assert sorted(street.points) == [
        pytest.approx(at((0, 0)), abs=1e-5),
        pytest.approx(at((0, 200)), abs=1e-5),
    ]
    assert drawn.attribution == "© OpenStreetMap contributors"


def test_no_points_no_streets(wuhan: Roads) -> None:
    assert backdrop(wuhan, []).lines == ()


def test_town_stays_small_and_true(wuhan: Roads) -> None:
    rng = np.random.default_rng(3)
    points = [
        (float(x), float(y))
        for x, y in np.array([114.3, 30.58]) + rng.uniform(-0.08, 0.08, (300, 2))
    ]
    drawn = backdrop(wuhan, points)
    assert drawn == backdrop(wuhan, points)
    assert len(drawn.lines) > 1000
    assert len(json.dumps([line.points for line in drawn.lines])) < 600_000
    # No drawn line is farther from a street than the simplification and the rounding allow.
    spots = wuhan.plane.metres([point for line in drawn.lines for point in line.points])
    _, metres = wuhan.tree.query_nearest(shapely.points(spots), return_distance=True)
    assert metres.max() < 1.0
