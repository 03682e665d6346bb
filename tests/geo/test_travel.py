"""Travel times on hand-drawn streets and on Wuhan; snapping; legs drawn on the map."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from logiroute.errors import InputError, RoadsError, Severity
from logiroute.geo.checks import check_places, road_problems
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.ways import DEFAULT_MODES, MOTOR
from logiroute.geo.movement import open_roads
from logiroute.geo.profiles import PROFILES, segment_ms
from logiroute.geo.roads import Roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.model.plan import Leg, Plan, Route, SolverRun, Stop, Trip
from logiroute.model.profile import HIGHWAY_CLASSES, SHIPPED_PROFILES
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone_access import ZoneAccess
from tests.geo.drawn import (
    OPEN,
    START,
    Metres,
    at,
    box,
    gate,
    grid,
    scenario,
    vehicle,
    write_osm,
    zone,
)
from tests.geo.judge import leg_faults

#: A one-way ring road of four sides of 400 m, driven anticlockwise: a b c d.
RING = {"a": (0.0, 0.0), "b": (400.0, 0.0), "c": (400.0, 400.0), "d": (0.0, 400.0)}


@pytest.fixture(scope="module")
def wuhan() -> Roads:
    return load_roads(Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet", cache=False)


@pytest.fixture
def ring(tmp_path: Path) -> Roads:
    ways = [("a b c d a", {"highway": "residential", "oneway": "yes"})]
    return load_roads(write_osm(tmp_path / "ring.osm", RING, ways), cache=False)


def test_place_behind_on_a_oneway_street_needs_the_loop(ring: Roads) -> None:
    day = scenario({"A": (100.0, 5.0), "B": (300.0, -5.0)})
    table = travel_times(day, ring).table(day.movement(day.vehicles[0]))
    assert table.metres[0, 1] == pytest.approx(200, abs=1)
    assert table.metres[1, 0] == pytest.approx(1400, abs=1)
    # 15 km/h: 240 ms a metre.
    assert table.seconds[0, 1] == pytest.approx(48, abs=1)
    assert table.seconds[1, 0] == pytest.approx(336, abs=1)
    assert table.seconds.diagonal().tolist() == table.metres.diagonal().tolist() == [0, 0]


def test_pedestrians_do_not_mind_oneway(ring: Roads) -> None:
    day = scenario(
        {"A": (100.0, 5.0), "B": (300.0, -5.0)},
        access={"walker": OPEN},
        vehicles=[vehicle("walker", "foot"), vehicle("walker", "bicycle_cart")],
    )
    times = travel_times(day, ring)
    assert times.table(day.movement(day.vehicles[0])).metres[1, 0] == pytest.approx(200, abs=1)
    assert times.table(day.movement(day.vehicles[1])).metres[1, 0] == pytest.approx(1400, abs=1)


def test_turning_round_at_dead_ends_only(tmp_path: Path) -> None:
    nodes = {"a": (0.0, 0.0), "b": (200.0, 0.0), "c": (400.0, 0.0), "n": (200.0, 300.0)}
    ways = [("a b c", {"highway": "residential"}), ("b n", {"highway": "residential"})]
    roads = load_roads(write_osm(tmp_path / "t.osm", nodes, ways), cache=False)
    day = scenario({"A": (150.0, 0.0), "B": (250.0, 0.0), "N": (200.0, 100.0)})
    movement = day.movement(day.vehicles[0])
    times = travel_times(day, roads)
    assert times.table(movement).metres[0, 1] == pytest.approx(100, abs=1)
    graph = open_roads(day, roads, movement, "cch").graph
    turns = {(int(t), int(h)) for t, h in zip(graph.tail, graph.head, strict=True)}
    turned = [(t, h) for t, h in turns if graph.segment[t] == graph.segment[h]]
    # One at each of the three dead ends, none at the junction.
    assert len(turned) == 3
    for tail, _ in turned:
        end = roads.ends[graph.segment[tail]][1 if graph.forward[tail] else 0]
        assert (roads.ends == end).sum() == 1


def test_bridge_is_no_junction(tmp_path: Path) -> None:
    nodes = {
        "w": (-200.0, 0.0),
        "e": (200.0, 0.0),
        "s": (0.0, -200.0),
        "n": (0.0, 200.0),
        "far": (400.0, 400.0),
    }
    street = {"highway": "residential"}
    ways = [("w e", street), ("s n", {**street, "bridge": "yes"}), ("e far n", street)]
    roads = load_roads(write_osm(tmp_path / "b.osm", nodes, ways), cache=False)
    day = scenario({"A": (-50.0, 3.0), "B": (3.0, -50.0)})
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    round_trip = 250 + 2 * float(np.hypot(200, 400)) + 250
    assert table.metres[0, 1] == pytest.approx(round_trip, abs=2)


def test_bridge_over_a_zone_counts_as_inside(tmp_path: Path) -> None:
    # A polygon has no height: what runs over the zone runs through it.
    roads = grid(tmp_path)
    day = scenario(
        {"A": (130.0, 200.0), "B": (270.0, 200.0)}, zones=[zone("Z", box(150, 195, 250, 205))]
    )
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    assert table.metres[0, 1] == pytest.approx(460, abs=1)


def test_both_engines_give_the_same_tables_with_zones_and_gates(tmp_path: Path) -> None:
    roads = grid(tmp_path, 9, 9)
    rng = np.random.default_rng(5)
    places = {
        f"P{i}": (float(x), float(y)) for i, (x, y) in enumerate(rng.uniform(0, 800, (20, 2)))
    }
    day = scenario(
        places,
        zones=[
            zone("Z", box(150, 150, 450, 450), box(260, 260, 340, 340)),
            zone("Y", box(550, 50, 650, 750)),
        ],
        gates=[
            gate("g1", "Z", (150, 200), 60),
            gate("g2", "Z", (300, 450), 30),
            gate("g3", "Y", (550, 400), 9),
        ],
        access={"truck": ZoneAccess(enter="gate", leave="yes", stop="yes", through=False)},
    )
    movement = day.movement(day.vehicles[0])
    one, two = (travel_times(day, roads, engine=name).table(movement) for name in ("cch", "scipy"))
    assert np.array_equal(one.seconds, two.seconds)
    assert one.snapped == two.snapped
    assert (one.seconds < UNREACHABLE).sum() > 200


def _random_places(roads: Roads, count: int, seed: int, off_m: float = 40.0) -> dict[str, Metres]:
    rng = np.random.default_rng(seed)
    xy = roads.xy[rng.integers(0, len(roads.xy), count)] + rng.normal(0, off_m, (count, 2))
    degrees = roads.plane.degrees(xy)
    east, north = np.array(at((1e5, 1e5))) - np.array(at((0, 0)))
    spots = (degrees - np.array(at((0, 0)))) / (east, north) * 1e5
    return {f"P{i}": (float(x), float(y)) for i, (x, y) in enumerate(spots)}


def test_engines_agree_on_ten_thousand_pairs_of_wuhan(wuhan: Roads) -> None:
    day = scenario(_random_places(wuhan, 105, 1), snap_limit_m=1500)
    movement = day.movement(day.vehicles[0])
    both = [open_roads(day, wuhan, movement, name) for name in ("cch", "scipy")]
    xy = wuhan.plane.metres([place.point for place in day.places])
    snaps = both[0].snap(xy, 1500)
    known = [snap for snap in snaps if snap is not None]
    assert len(known) == len(snaps)
    tables = [roads.table(known, known) for roads in both]
    assert tables[0][0].size > 10_000
    assert np.array_equal(tables[0], tables[1])
    assert (tables[0][0] >= 0).all()


def test_path_weights_sum_to_the_table(wuhan: Roads) -> None:
    day = scenario(_random_places(wuhan, 12, 2), snap_limit_m=1500)
    streets = open_roads(day, wuhan, day.movement(day.vehicles[0]), "cch")
    snaps = streets.snap(wuhan.plane.metres([p.point for p in day.places]), 1500)
    known = [snap for snap in snaps if snap is not None]
    table, lengths = streets.table(known, known)
    whole = segment_ms(wuhan, PROFILES["truck"])
    for i, start in enumerate(snaps):
        for j, end in enumerate(snaps):
            if i == j:
                continue
            assert start is not None
            assert end is not None
            path = streets.path(start, end)
            assert path is not None
            total = sum(
                int(np.ceil(int(whole[piece.segment]) * (piece.end - piece.start)))
                for piece in path.pieces
            )
            assert total == path.ms == table[i, j]
            assert path.cm == lengths[i, j]
            drawn = sum(
                float(wuhan.length_m[piece.segment]) * (piece.end - piece.start)
                for piece in path.pieces
            )
            assert path.cm == pytest.approx(drawn * 100, abs=0.6 * len(path.pieces))
            # Every turn is one of the graph's, every segment is driven as it may be.
            for one, two in zip(path.pieces[:-1], path.pieces[1:], strict=True):
                met = wuhan.ends[one.segment, 1 if one.forward else 0]
                assert met == wuhan.ends[two.segment, 0 if two.forward else 1]
            assert all(piece.forward or not wuhan.oneway[piece.segment] for piece in path.pieces)


def _plan(day: Scenario, roads: Roads, order: list[str]) -> Plan:
    """One route through places, timed by the table."""
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]))
    now, stops, legs = START, [], []
    for here, there in zip(order, [*order[1:], ""], strict=True):
        stops.append(Stop(place_id=here, arrive=now, depart=now))
        if there:
            i, j = times.index[here], times.index[there]
            leg = Leg(
                from_id=here,
                to_id=there,
                seconds=int(table.seconds[i, j]),
                metres=int(table.metres[i, j]),
            )
            legs.append(leg)
            now += timedelta(seconds=leg.seconds)
    trip = Trip(stops=tuple(stops), legs=tuple(legs))
    route = Route(
        vehicle_id=day.vehicles[0].id, shift=0, trips=(trip,), metres=0, seconds=0, cost=0
    )
    return Plan(
        scenario_id=day.id, created=START, run=SolverRun(engine="hand", seed=0), routes=(route,)
    )


def test_traced_legs_fit_their_table_and_obey(wuhan: Roads) -> None:
    places = _random_places(wuhan, 30, 3)
    shape = box(-1500, -1500, 1500, 1500)
    day = scenario(
        {**places, "in": (0.0, 0.0)},
        zones=[zone("Z", shape)],
        access={"truck": ZoneAccess(enter="yes", leave="yes", stop="yes", through=False)},
        snap_limit_m=1500,
    )
    order = ["in", *places, "in", "in"]
    plan = _plan(day, wuhan, order)
    traced = trace(plan, day, wuhan)
    table = travel_times(day, wuhan).table(day.movement(day.vehicles[0]))
    snapped = dict(zip((p.id for p in day.places), table.snapped, strict=True))
    for leg, before in zip(traced.routes[0].legs, plan.routes[0].legs, strict=True):
        assert (
            leg.model_copy(update={"geometry": (), "gates": (), "zones": (), "steps": ()}) == before
        )
        assert leg.geometry[0] == snapped[leg.from_id]
        assert leg.geometry[-1] == snapped[leg.to_id]
        lons, lats = zip(*leg.geometry, strict=True)
        assert leg.metres == pytest.approx(Geod(ellps="WGS84").line_length(lons, lats), abs=1.5)
        assert all(round(x, 6) == x for point in leg.geometry for x in point)
        rule = day.policy.access("truck", "sealed")
        assert not leg_faults(leg.geometry, day.zones[0], rule, {})


def test_traced_gates_carry_the_time(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    day = scenario(
        {"A": (200.0, 300.0), "C": (200.0, 190.0)},
        zones=[zone("Z", box(150, 150, 250, 250))],
        gates=[gate("N", "Z", (200, 250), 90)],
        access={"truck": ZoneAccess(enter="gate", leave="gate", stop="yes")},
    )
    traced = trace(_plan(day, roads, ["A", "C", "A"]), day, roads)
    there, back = traced.routes[0].legs
    assert [(entry.gate_id, entry.at) for entry in there.gates] == [
        ("N", START + timedelta(seconds=12))
    ]
    # 117 s there, then 60 m at 240 ms.
    assert [entry.gate_id for entry in back.gates] == ["N"]
    start = traced.routes[0].stops[1].depart
    assert back.gates[0].at - start == timedelta(seconds=14)


def test_a_plan_that_takes_its_time_is_traced(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    day = scenario({"A": (0.0, 0.0), "B": (400.0, 400.0)})
    plan = _plan(day, roads, ["A", "B"])
    leg = plan.routes[0].legs[0]
    slow = leg.model_copy(update={"seconds": leg.seconds + 60})
    trip = plan.routes[0].trips[0].model_copy(update={"legs": (slow,)})
    route = plan.routes[0].model_copy(update={"trips": (trip,)})
    ((drawn,),) = (
        r.legs for r in trace(plan.model_copy(update={"routes": (route,)}), day, roads).routes
    )
    ((exact,),) = (r.legs for r in trace(plan, day, roads).routes)
    # The line is that of the fastest way; whether the figures are right is the auditor's business.
    assert (drawn.geometry, drawn.seconds) == (exact.geometry, leg.seconds + 60)


def test_trace_refuses_a_plan_of_other_roads(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    day = scenario({"A": (0.0, 0.0), "B": (400.0, 400.0)})
    plan = _plan(day, roads, ["A", "B"])
    leg = plan.routes[0].legs[0]
    short = leg.model_copy(update={"seconds": leg.seconds - 1})
    trip = plan.routes[0].trips[0].model_copy(update={"legs": (short,)})
    route = plan.routes[0].model_copy(update={"trips": (trip,)})
    with pytest.raises(RoadsError, match="takes 192 s on these roads, 191 s in the plan"):
        trace(plan.model_copy(update={"routes": (route,)}), day, roads)
    walled = day.model_copy(
        update={"zones": (zone("Z", box(390, -50, 410, 450), box(395, 395, 405, 405)),)}
    )
    with pytest.raises(RoadsError, match="no legal path"):
        trace(plan, walled, roads)


def test_places_far_from_every_street_are_all_named(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    day = scenario({"A": (0.0, 0.0), "sea": (-500.0, 0.0), "hill": (0.0, 900.0)})
    with pytest.raises(InputError) as caught:
        travel_times(day, roads)
    found = [(p.file, p.column, p.code, p.severity) for p in caught.value.problems]
    assert found == [
        ("places", "sea", "S301", Severity.ERROR),
        ("places", "hill", "S301", Severity.ERROR),
    ]
    assert "500 m" in caught.value.problems[0].message
    assert [problem.column for problem in check_places(day.places, roads, 60)] == ["sea", "hill"]
    assert check_places(day.places, roads, 600) == []
    assert check_places((), roads, 60) == []


def test_place_that_one_movement_cannot_use(tmp_path: Path) -> None:
    nodes = {"a": (0.0, 0.0), "b": (200.0, 0.0), "c": (200.0, 200.0)}
    ways = [("a b", {"highway": "residential"}), ("b c", {"highway": "footway"})]
    roads = load_roads(write_osm(tmp_path / "p.osm", nodes, ways), cache=False)
    places = {"A": (50.0, 0.0), "park": (205.0, 150.0)}
    day = scenario(places, access={"truck": OPEN}, vehicles=[vehicle(), vehicle("truck", "foot")])
    times = travel_times(day, roads)
    truck, foot = (times.table(day.movement(one)) for one in day.vehicles)
    assert truck.snapped[1] is None
    assert truck.snap_metres[1] == float("inf")
    assert truck.seconds.tolist() == [[0, UNREACHABLE], [UNREACHABLE, UNREACHABLE]]
    assert truck.metres.tolist() == truck.seconds.tolist()
    # 300 m at 4.5 km/h.
    assert foot.seconds[0, 1] == pytest.approx(240, abs=2)
    assert road_problems(day, roads) == []
    (problem,) = road_problems(scenario(places, access={"truck": OPEN}), roads)
    assert (problem.column, problem.code) == ("park", "S303")
    assert problem.severity is Severity.WARNING


def test_unknown_profile_is_an_input_error(tmp_path: Path) -> None:
    day = scenario({"A": (0.0, 0.0)}, vehicles=[vehicle("truck", "hovercraft")])
    with pytest.raises(InputError, match=r"hovercraft.*known are ambulance.*\[S306\]"):
        travel_times(day, grid(tmp_path))


def test_profiles(tmp_path: Path) -> None:
    nodes = {"a": (0.0, 0.0), "b": (1000.0, 0.0), "c": (2000.0, 0.0), "d": (2000.0, 0.05)}
    ways = [
        ("a b", {"highway": "primary"}),
        ("b c", {"highway": "primary", "maxspeed": "20"}),
        ("c d", {"highway": "steps"}),
    ]
    roads = load_roads(write_osm(tmp_path / "p.osm", nodes, ways), cache=False)
    ms = {name: segment_ms(roads, PROFILES[name]).tolist() for name in PROFILES}
    # 38 km/h, then capped at 20 km/h; rounded up to whole milliseconds.
    assert ms["truck"][0] == pytest.approx(3_600_000 / 38, rel=1e-4)
    assert ms["truck"][1] == pytest.approx(3_600_000 / 20, rel=1e-4)
    assert ms["foot"][:2] == pytest.approx([3_600_000 / 4.5] * 2, rel=1e-4)
    assert all(value[2] >= 1 for value in ms.values())
    exact = roads.length_m * 3600.0 / np.array([38, 20, 5])
    assert ms["truck"] == [max(1, int(np.ceil(value))) for value in exact.tolist()]
    assert set(PROFILES) == set(SHIPPED_PROFILES)
    assert set(DEFAULT_MODES) == set(HIGHWAY_CLASSES)
    roads_for_motors = [name for name in HIGHWAY_CLASSES if DEFAULT_MODES[name] & MOTOR]
    assert all(list(PROFILES[name].speeds) == roads_for_motors for name in ("car", "truck", "bus"))
    for profile in PROFILES.values():
        assert profile.speeds["residential"] > 0


def test_snapping_prefers_streets_that_lead_somewhere(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    # Row 2 between columns 2 and 3 is an island between two strips that may not be crossed; the
    # place is 10 m from it and 90 m from row 3.
    strips = [zone("W", box(195, 150, 240, 250)), zone("E", box(260, 150, 305, 250))]
    day = scenario({"A": (250.0, 210.0), "B": (0.0, 0.0)}, zones=strips, snap_limit_m=120)
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    assert table.snapped[0] == pytest.approx(at((250, 300)), abs=3e-6)
    assert table.seconds[0, 1] < UNREACHABLE
    # Where nothing else is near enough, the island is what is left, and unreachable.
    lost = travel_times(day.model_copy(update={"snap_limit_m": 60}), roads)
    alone = lost.table(day.movement(day.vehicles[0]))
    assert alone.snapped[0] == pytest.approx(at((250, 200)), abs=3e-6)
    assert alone.seconds[0, 1] == UNREACHABLE


def test_snap_is_the_nearest_point(wuhan: Roads) -> None:
    day = scenario(_random_places(wuhan, 50, 7, 80.0), snap_limit_m=1500)
    streets = open_roads(day, wuhan, day.movement(day.vehicles[0]), "cch")
    xy = wuhan.plane.metres([place.point for place in day.places])
    open_to_stops = streets.driving.usable & ~wuhan.mainline
    usable = shapely.MultiLineString(wuhan.lines[open_to_stops].tolist())
    for snap, point in zip(streets.snap(xy, 1500), np.asarray(shapely.points(xy)), strict=True):
        assert snap is not None
        assert snap.metres == pytest.approx(shapely.distance(usable, point), abs=1e-6)
        there = wuhan.plane.metres(snap.point)
        assert np.hypot(*(there - shapely.get_coordinates(point)[0])) == pytest.approx(
            snap.metres, abs=0.1
        )


def test_constant_shift_is_noticed(wuhan: Roads) -> None:
    true = _random_places(wuhan, 60, 11, 4.0)
    day = scenario(true)
    assert check_places(day.places, wuhan, 300) == []
    # GCJ-02 lies about 540 m east and 250 m south of WGS-84 here.
    moved = scenario({name: (x + 540, y - 250) for name, (x, y) in true.items()})
    (problem,) = [found for found in check_places(moved.places, wuhan, 300) if not found.column]
    assert (problem.code, problem.severity) == ("S305", Severity.WARNING)
    assert "-5" in problem.message
    assert "GCJ-02" in problem.message
    rng = np.random.default_rng(0)
    noise = {
        name: (x + a, y + b)
        for (name, (x, y)), (a, b) in zip(true.items(), rng.normal(0, 200, (60, 2)), strict=True)
    }
    assert check_places(scenario(noise).places, wuhan, 5000) == []


def test_roads_are_immutable(tmp_path: Path) -> None:
    roads = grid(tmp_path)
    with pytest.raises(ValueError, match="read-only"):
        roads.length_m[0] = 1.0
    assert replace(roads, source="x").source == "x"
