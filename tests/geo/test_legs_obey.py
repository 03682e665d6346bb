"""Random zones, gates and policies on real streets: no leg ever breaks a rule (shapely says)."""

from collections import Counter
from pathlib import Path
from typing import get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from logiroute.geo.drawing import path_points
from logiroute.geo.load import load_roads
from logiroute.geo.movement import open_roads
from logiroute.geo.roads import Roads
from logiroute.model.policy import Crossing, ZoneAccess
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone import Gate, Zone
from tests.geo.drawn import Metres, at, scenario, vehicle
from tests.geo.judge import admitted, leg_faults

WUHAN = Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet"
#: Half the side of the piece of town that is cut out around the origin of `drawn`, metres.
REACH_M = 2500.0
SCENES = 60


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    """About 5 × 5 km of Wuhan."""
    table = pq.read_table(WUHAN)
    low, high = (np.array(at((way, way))) * 1e6 for way in (-REACH_M, REACH_M))
    inside = pc.and_(
        pc.and_(pc.greater(table["lon"], low[0]), pc.less(table["lon"], high[0])),
        pc.and_(pc.greater(table["lat"], low[1]), pc.less(table["lat"], high[1])),
    )
    path = tmp_path_factory.mktemp("town") / "town.parquet"
    part: pa.Table = table.filter(inside)
    pq.write_table(part, path)
    return load_roads(path, cache=False)


def _star(rng: np.random.Generator, centre: Metres, radius: float, corners: int) -> list[Metres]:
    """A polygon around a centre that does not cross itself."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False) * 0.5 + angles * 0.5
    far = rng.uniform(0.55, 1.0, corners) * radius
    return [
        (centre[0] + float(r * np.cos(a)), centre[1] + float(r * np.sin(a)))
        for a, r in zip(angles, far, strict=True)
    ]


def _zone(rng: np.random.Generator, number: int) -> Zone:
    centre = (float(rng.uniform(-1500, 1500)), float(rng.uniform(-1500, 1500)))
    radius = float(rng.uniform(150, 1200))
    rings = [_star(rng, centre, radius, int(rng.integers(4, 12)))]
    if rng.random() < 0.6:
        rings.append(_star(rng, centre, radius * 0.3, int(rng.integers(3, 8))))
    shape = shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    if shape.geom_type != "Polygon":
        rings = rings[:1]
    closed = tuple(tuple(at(xy) for xy in (*ring, ring[0])) for ring in rings)
    return Zone(id=f"Z{number}", name="", zone_class="sealed", polygons=(closed,))


def _gates(rng: np.random.Generator, roads: Roads, zone: Zone) -> list[Gate]:
    """Gates where the edge meets streets, for all or for one class."""
    streets = [shapely.LineString(roads.points(i)) for i in range(len(roads))]
    hits = shapely.get_coordinates(
        shapely.intersection(zone.shape.boundary, shapely.MultiLineString(streets))
    )
    chosen = rng.permutation(len(hits))[: int(rng.integers(0, 5))]
    return [
        Gate(
            id=f"{zone.id}-{k}",
            name="",
            zone_id=zone.id,
            point=(float(hits[i, 0]), float(hits[i, 1])),
            delay_s=int(rng.integers(0, 300)),
            vehicle_classes=() if rng.random() < 0.7 else ("truck",),
        )
        for k, i in enumerate(chosen.tolist())
    ]


def _scene(seed: int, rules: dict[str, ZoneAccess], roads: Roads) -> Scenario:
    rng = np.random.default_rng(seed)
    zones = [_zone(rng, i) for i in range(int(rng.integers(1, 4)))]
    gates = [gate for zone in zones for gate in _gates(rng, roads, zone)]
    spots = {
        f"P{i}": (float(x), float(y)) for i, (x, y) in enumerate(rng.uniform(-1800, 1800, (8, 2)))
    }
    # Some places certainly inside a zone or its hole.
    for i, zone in enumerate(zones):
        lon, lat = zone.shape.representative_point().coords[0]
        spots[f"in{i}"] = (
            (lon - at((0, 0))[0]) / (at((1000, 0))[0] - at((0, 0))[0]) * 1000,
            (lat - at((0, 0))[1]) / (at((0, 1000))[1] - at((0, 0))[1]) * 1000,
        )
    return scenario(
        spots,
        zones=zones,
        gates=gates,
        access=rules,
        stays=["shuttle"],
        vehicles=[
            vehicle("truck"),
            vehicle("bus", "bus"),
            vehicle("cart", "bicycle_cart"),
            vehicle("shuttle", "foot", "Z0"),
        ],
        snap_limit_m=300,
    )


ways: st.SearchStrategy[Crossing] = st.sampled_from(get_args(Crossing))
accesses = st.builds(ZoneAccess, enter=ways, leave=ways, through=st.booleans(), stop=st.just("yes"))


@settings(
    max_examples=SCENES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9), truck=accesses, bus=accesses, cart=accesses)
def _obeys(
    counts: Counter[str],
    roads: Roads,
    seed: int,
    truck: ZoneAccess,
    bus: ZoneAccess,
    cart: ZoneAccess,
) -> None:
    rules = {"truck": truck, "bus": bus, "cart": cart, "shuttle": ZoneAccess()}
    day = _scene(seed, rules, roads)
    xy = roads.plane.metres([place.point for place in day.places])
    counts["scenes"] += 1
    for one in day.vehicles:
        streets = open_roads(day, roads, day.movement(one), "cch")
        snaps = streets.snap(xy, day.snap_limit_m)
        seconds, _ = streets.matrix(snaps, snaps)
        for i, start in enumerate(snaps):
            for j, end in enumerate(snaps):
                if start is None or end is None or seconds[i, j] == UNREACHABLE or i == j:
                    counts["closed"] += i != j
                    continue
                path = streets.path(start, end)
                assert path is not None
                assert -(-path.ms // 1000) == seconds[i, j]
                line = path_points(roads, path, start, end)
                counts["legs"] += 1
                for zone in day.zones:
                    own = one.vehicle_class == "shuttle" and zone.id == "Z0"
                    faults = leg_faults(
                        line,
                        zone,
                        rules[one.vehicle_class],
                        admitted(day.gates, zone.id, one.vehicle_class),
                        own,
                    )
                    assert not faults, (one.vehicle_class, day.places[i].id, day.places[j].id)
                counts["gates passed"] += sum(
                    bool(passage.gate_id) for _, passage in streets.crossed(path)
                )


def test_legs_of_random_scenes_obey(town: Roads) -> None:
    counts: Counter[str] = Counter()
    _obeys(counts, town)
    # The scenes must be worth their name: legs of all sorts, and enough that are closed.
    assert counts["scenes"] >= 50
    assert counts["legs"] > 5_000
    assert counts["gates passed"] > 300
    assert counts["closed"] > 1_000


def test_the_judge_finds_a_leg_through_a_closed_zone() -> None:
    ring = tuple(at(xy) for xy in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)))
    zone = Zone(id="Z", name="", zone_class="sealed", polygons=((ring,),))
    through = [at((-50.0, 50.0)), at((150.0, 50.0))]
    ending = [at((-50.0, 50.0)), at((50.0, 50.0))]
    beside = [at((-50.0, 100.3)), at((150.0, 100.3))]
    gate_west = [(at((0.0, 70.0)), "W")]
    gated = ZoneAccess(enter="gate", leave="gate", through=True)
    assert leg_faults(through, zone, ZoneAccess(), [])
    assert not leg_faults(beside, zone, ZoneAccess(), [])
    assert len(leg_faults(through, zone, gated, gate_west)) == 1
    assert not leg_faults(ending, zone, gated, gate_west)
    assert leg_faults(through, zone, ZoneAccess(enter="yes", leave="yes", through=False), [])
    assert leg_faults(through, zone, ZoneAccess(), [], own=True)
