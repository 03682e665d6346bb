"""Random zones, gates, closures, passes, hours and policies on real streets.

No leg of any class ever breaks a rule; shapely says so, on the drawn line alone.
"""

from collections import Counter
from datetime import datetime, timedelta
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
from logiroute.geo.loading.load import load_roads
from logiroute.geo.movement import open_roads
from logiroute.geo.roads import Roads
from logiroute.geo.windows import windows_of
from logiroute.model.place import Window
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone import Closure, Gate, Pass, Zone
from logiroute.model.zone_access import Crossing, LoadedAccess, ZoneAccess
from tests.counts import examples
from tests.geo.drawn import DAY, OPEN, START, Metres, at, scenario, vehicle
from tests.geo.judge import Judge, closure_faults, leg_faults

WUHAN = Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet"
#: Half the side of the piece of town that is cut out around the origin of `drawn`, metres.
REACH_M = 2500.0


@pytest.fixture(scope="module")
def streets(town: Roads) -> shapely.MultiLineString:
    """The streets of the town in degrees."""
    return shapely.MultiLineString([town.points(i) for i in range(len(town))])


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


def _span(rng: np.random.Generator, always: float) -> dict[str, datetime]:
    """When something is in force: from or until some full hour, or always."""
    hours = sorted(rng.choice(13, 2, replace=False).tolist())
    moments = [START + timedelta(hours=int(hour)) for hour in hours]
    kinds = [{}, {"valid_from": moments[0]}, {"valid_to": moments[1]}]
    kinds.append({"valid_from": moments[0], "valid_to": moments[1]})
    chances = [always, *[(1 - always) / 3] * 3]
    return kinds[int(rng.choice(4, p=chances))]


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
    return Zone(
        id=f"Z{number}", name="", zone_class="sealed", polygons=(closed,), **_span(rng, 0.6)
    )


def _gates(rng: np.random.Generator, streets: shapely.MultiLineString, zone: Zone) -> list[Gate]:
    """Gates where the edge meets streets, for all or for one class, always open or by the hour."""
    hits = shapely.get_coordinates(shapely.intersection(zone.shape.boundary, streets))
    chosen = rng.permutation(len(hits))[: int(rng.integers(0, 5))]
    gates = []
    for k, i in enumerate(chosen.tolist()):
        hours = _span(rng, 0.6)
        window = Window(start=hours.get("valid_from", START), end=hours.get("valid_to", DAY.end))
        gates.append(
            Gate(
                id=f"{zone.id}-{k}",
                name="",
                zone_id=zone.id,
                point=(float(hits[i, 0]), float(hits[i, 1])),
                delay_s=int(rng.integers(0, 300)),
                person_delay_s=int(rng.integers(0, 20)),
                windows=(window,) if hours else (),
                vehicle_classes=() if rng.random() < 0.7 else ("truck",),
            )
        )
    return gates


def _closures(rng: np.random.Generator, roads: Roads) -> list[Closure]:
    """Blocked points on and beside streets, blocked streets."""
    found = []
    for k in range(int(rng.integers(0, 6))):
        points = roads.points(int(rng.integers(len(roads))))
        line = points if rng.random() < 0.4 else points[int(rng.integers(len(points)))][None]
        moved = line + rng.uniform(-2e-5, 2e-5, 2)
        line_of = tuple((float(lon), float(lat)) for lon, lat in moved)
        found.append(Closure(id=f"C{k}", name="", line=line_of, **_span(rng, 0.6)))
    return found


def _passes(rng: np.random.Generator, gates: list[Gate], zones: list[Zone]) -> tuple[Pass, ...]:
    made = [Pass(zone_id=zone.id, **_span(rng, 0.5)) for zone in zones if rng.random() < 0.4]
    made += [Pass(gate_id=gate.id, **_span(rng, 0.5)) for gate in gates if rng.random() < 0.2]
    return tuple(made)


def _scene(
    seed: int, rules: dict[str, ZoneAccess], roads: Roads, streets: shapely.MultiLineString
) -> Scenario:
    rng = np.random.default_rng(seed)
    zones = [_zone(rng, i) for i in range(int(rng.integers(1, 4)))]
    gates = [gate for zone in zones for gate in _gates(rng, streets, zone)]
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
    fleet = [
        vehicle("truck").model_copy(update={"passes": _passes(rng, gates, zones)}),
        vehicle("bus", "bus").model_copy(update={"passes": _passes(rng, gates, zones)}),
        vehicle("cart", "bicycle_cart"),
        vehicle("shuttle", "foot", "Z0"),
    ]
    return scenario(
        spots,
        zones=zones,
        gates=gates,
        access=rules,
        stays=["shuttle"],
        vehicles=fleet,
        snap_limit_m=300,
    ).model_copy(update={"closures": tuple(_closures(rng, roads))})


ways: st.SearchStrategy[Crossing] = st.sampled_from(get_args(Crossing))
accesses = st.builds(
    ZoneAccess,
    enter=ways,
    leave=ways,
    through=st.booleans(),
    stop=st.just("yes"),
    mainline_transit=st.booleans(),
)


def _obeys(
    counts: Counter[str],
    roads: Roads,
    streets: shapely.MultiLineString,
    seed: int,
    truck: ZoneAccess,
    bus: ZoneAccess,
    cart: ZoneAccess,
) -> None:
    rules = {"truck": truck, "bus": bus, "cart": cart, "shuttle": ZoneAccess()}
    day = _scene(seed, rules, roads, streets)
    xy = roads.plane.metres([place.point for place in day.places])
    rng = np.random.default_rng(seed)
    windows = windows_of(day)
    carriageways = [roads.points(i) for i in np.flatnonzero(roads.mainline).tolist()]
    counts["scenes"] += 1
    for one in day.vehicles:
        window = windows[int(rng.integers(len(windows)))]
        counts["windows"] += len(windows) > 1
        judge = Judge(day, one, window, carriageways)
        there = open_roads(day, roads, day.movement(one), "cch", window)
        snaps = there.snap(xy, day.snap_limit_m)
        seconds, _ = there.matrix(snaps, snaps)
        for i, start in enumerate(snaps):
            for j, end in enumerate(snaps):
                if start is None or end is None or seconds[i, j] == UNREACHABLE or i == j:
                    counts["closed"] += i != j
                    continue
                path = there.path(start, end)
                assert path is not None
                assert -(-path.ms // 1000) == seconds[i, j]
                assert there.open[list(path.arcs)[1:]].all()
                faults = judge.faults(path_points(roads, path, start, end))
                assert not faults, (one.vehicle_class, day.places[i].id, day.places[j].id, faults)
                counts["legs"] += 1
                met = [passage for _, passage in there.crossed(path)]
                counts["gates passed"] += sum(bool(passage.gate_id) for passage in met)
        counts["closures"] += len(judge.closures)
        counts["passes"] += len(one.passes)


@pytest.mark.counted
def test_legs_of_random_scenes_obey(town: Roads, streets: shapely.MultiLineString) -> None:
    scenes = examples(60, 500)
    counts: Counter[str] = Counter()
    check = given(seed=st.integers(0, 10**9), truck=accesses, bus=accesses, cart=accesses)(_obeys)
    settings(
        max_examples=scenes,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow],
    )(check)(counts, town, streets)
    print(dict(counts))  # noqa: T201 (shown with -s: how much was looked at)
    # The scenes must be worth their name: legs of all sorts, and enough that are closed.
    assert counts["scenes"] >= scenes * 0.8
    assert counts["legs"] > 80 * scenes
    assert counts["gates passed"] > 4 * scenes
    assert counts["closed"] > 15 * scenes
    assert min(counts["closures"], counts["passes"], counts["windows"]) > scenes


@st.composite
def _with_people(draw: st.DrawFn) -> ZoneAccess:
    """An access with what is stricter while people are aboard."""
    own = draw(accesses)
    crossings = get_args(Crossing)

    def no_more(than: Crossing) -> Crossing:
        found: Crossing = draw(st.sampled_from(crossings[: crossings.index(than) + 1]))
        return found

    loaded = LoadedAccess(
        enter=no_more(own.enter),
        leave=no_more(own.leave),
        through=own.through and draw(st.booleans()),
    )
    if loaded.enter == loaded.leave == "no" and draw(st.booleans()):
        loaded = loaded.model_copy(update={"mainline_transit": False})
    fields = {name: getattr(own, name) for name in ("enter", "leave", "through", "stop")}
    return ZoneAccess(**fields, mainline_transit=own.mainline_transit, loaded=loaded)


def _obeys_without_people(
    counts: Counter[str],
    roads: Roads,
    streets: shapely.MultiLineString,
    seed: int,
    truck: ZoneAccess,
) -> None:
    rules = {"truck": truck, "bus": OPEN, "cart": OPEN, "shuttle": ZoneAccess()}
    free = {
        name: rule.model_copy(update={"loaded": LoadedAccess()}) for name, rule in rules.items()
    }
    day = _scene(seed, free, roads, streets)
    held = _scene(seed, free | {"truck": truck.with_people}, roads, streets)
    xy = roads.plane.metres([place.point for place in day.places])
    rng = np.random.default_rng(seed)
    windows = windows_of(day)
    window = windows[int(rng.integers(len(windows)))]
    carriageways = [roads.points(i) for i in np.flatnonzero(roads.mainline).tolist()]
    one = day.vehicles[0]
    judge = Judge(day, one, window, carriageways)
    loaded = open_roads(held, roads, held.movement(held.vehicles[0]), "cch", window)
    beside = loaded.beside(xy, day.snap_limit_m)
    empty = open_roads(day, roads, day.movement(one), "cch", window)
    seconds, _ = empty.matrix(empty.usable(beside), empty.usable(beside))
    slower, _ = loaded.matrix(loaded.usable(beside), loaded.usable(beside))
    assert np.all(seconds <= slower)
    counts["longer"] += int(np.count_nonzero(seconds < slower))
    for i, start in enumerate(loaded.usable(beside)):
        for j, end in enumerate(loaded.usable(beside)):
            if start is None or end is None or slower[i, j] == UNREACHABLE or i == j:
                continue
            path = loaded.path(start, end)
            assert path is not None
            faults = judge.faults(path_points(roads, path, start, end))
            assert not faults, (day.places[i].id, day.places[j].id, faults)
            counts["legs"] += 1


@pytest.mark.counted
def test_ways_with_people_are_legal_without(town: Roads, streets: shapely.MultiLineString) -> None:
    scenes = examples(40, 500)
    counts: Counter[str] = Counter()
    differing = _with_people().filter(lambda access: access.ways_differ)
    check = given(seed=st.integers(0, 10**9), truck=differing)(_obeys_without_people)
    settings(
        max_examples=scenes,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow],
    )(check)(counts, town, streets)
    assert counts["legs"] > 20 * scenes
    assert counts["longer"] > 5 * scenes


def test_the_judge_finds_a_leg_through_a_closed_zone() -> None:
    ring = tuple(at(xy) for xy in ((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)))
    zone = Zone(id="Z", name="", zone_class="sealed", polygons=((ring,),))
    through = [at((-50.0, 50.0)), at((150.0, 50.0))]
    ending = [at((-50.0, 50.0)), at((50.0, 50.0))]
    beside = [at((-50.0, 100.3)), at((150.0, 100.3))]
    gate_west = {"gate": [at((0.0, 70.0))]}
    gated = ZoneAccess(enter="gate", leave="gate", through=True)
    assert leg_faults(through, zone, ZoneAccess(), {})
    assert not leg_faults(beside, zone, ZoneAccess(), {})
    assert len(leg_faults(through, zone, gated, gate_west)) == 1
    assert not leg_faults(ending, zone, gated, gate_west)
    assert leg_faults(through, zone, ZoneAccess(enter="yes", leave="yes", through=False), {})
    assert leg_faults(through, zone, ZoneAccess(), {}, own=True)


def test_the_judge_finds_what_passes_a_closure_or_leaves_a_carriageway() -> None:
    way = [at((-100.0, 0.0)), at((100.0, 0.0))]

    def closed(*line: Metres) -> Closure:
        return Closure(id="C", name="", line=tuple(at(xy) for xy in line))

    assert closure_faults(way, closed((0, 3)))
    assert not closure_faults(way, closed((0, 9)))
    assert not closure_faults(way, closed((99, 0)))  # it ends there
    assert closure_faults(way, closed((-50, 2), (50, 2)))
    assert not closure_faults(way, closed((0, -50), (0, 50)))
    ring = tuple(at(xy) for xy in ((-50, -50), (50, -50), (50, 50), (-50, 50), (-50, -50)))
    zone = Zone(id="Z", name="", zone_class="sealed", polygons=((ring,),))
    carriageway = shapely.MultiLineString([way])
    aside = [way[0], at((0.0, 0.0)), at((0.0, 30.0)), at((20.0, 30.0))]
    shut = ZoneAccess()
    assert leg_faults(way, zone, shut, {})
    assert not leg_faults(way, zone, shut, {}, exempt=carriageway)
    assert leg_faults(aside, zone, shut, {}, exempt=carriageway)
