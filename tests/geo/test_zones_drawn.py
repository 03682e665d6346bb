"""Zones on a grid of 100 m blocks, 15 km/h (24 s a block): every answer is worked by hand."""

from datetime import timedelta

import pytest

from logiroute.errors import InputError, Severity
from logiroute.geo.checks import road_problems
from logiroute.geo.drawing import path_points
from logiroute.geo.movement import open_roads
from logiroute.geo.roads import Roads
from logiroute.geo.travel import travel_times
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone_access import ZoneAccess
from tests.geo.drawn import (
    DAY,
    SHUT,
    START,
    Metres,
    at,
    box,
    gate,
    grid,
    scenario,
    vehicle,
    zone,
)

#: Crosses the whole grid from north to south between columns 2 and 3 but for the top row.
WALL = box(240, -50, 260, 350)
#: Around the middle junction (200, 200), up to the middle of its four streets.
MIDDLE = box(150, 150, 250, 250)
#: Two places on the middle row, left and right of both of them.
LEFT, RIGHT = (130.0, 200.0), (270.0, 200.0)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return grid(tmp_path_factory.mktemp("grid"))


def metres(day: Scenario, roads: Roads, start: str, end: str) -> int:
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]))
    i, j = times.index[start], times.index[end]
    assert (table.metres[i, j] == UNREACHABLE) == (table.seconds[i, j] == UNREACHABLE)
    return int(table.metres[i, j])


def seconds(day: Scenario, roads: Roads, start: str, end: str) -> int:
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]))
    return int(table.seconds[times.index[start], times.index[end]])


def ab(start: Metres = LEFT, end: Metres = RIGHT) -> dict[str, Metres]:
    return {"A": start, "B": end}


def test_no_zone_straight_on(roads: Roads) -> None:
    day = scenario(ab())
    assert metres(day, roads, "A", "B") == pytest.approx(140, abs=1)
    assert seconds(day, roads, "A", "B") == pytest.approx(140 * 0.24, abs=1)


def test_forbidden_zone_is_driven_round(roads: Roads) -> None:
    day = scenario(ab(), zones=[zone("Z", MIDDLE)])
    # 30 m back to (100, 200), 100 m up, 200 m across, 100 m down, 30 m back in.
    assert metres(day, roads, "A", "B") == pytest.approx(460, abs=1)


def test_segment_that_crosses_with_both_ends_outside_is_closed(roads: Roads) -> None:
    day = scenario(ab((210, 0), (290, 0)), zones=[zone("Z", WALL)])
    # Up column 2 to the only open row (400), across and down column 3.
    assert metres(day, roads, "A", "B") == pytest.approx(10 + 400 + 100 + 400 + 10, abs=1)


def test_zone_that_is_not_in_force_is_open(roads: Roads) -> None:
    later = zone("Z", MIDDLE, valid=(DAY.end, None))
    assert metres(scenario(ab(), zones=[later]), roads, "A", "B") == pytest.approx(140, abs=1)
    over = zone("Z", MIDDLE, valid=(None, START))
    assert metres(scenario(ab(), zones=[over]), roads, "A", "B") == pytest.approx(140, abs=1)
    last_second = zone("Z", MIDDLE, valid=(DAY.end - timedelta(seconds=1), None))
    assert metres(scenario(ab(), zones=[last_second]), roads, "A", "B") == pytest.approx(460, abs=1)


def test_no_through_traffic_but_to_and_from_the_zone(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="yes", leave="yes", stop="yes", through=False)}
    places = {**ab(), "C": (200.0, 190.0), "D": (200.0, 230.0)}
    day = scenario(places, zones=[zone("Z", MIDDLE)], access=access)
    assert metres(day, roads, "A", "B") == pytest.approx(460, abs=1)
    assert metres(day, roads, "A", "C") == pytest.approx(80, abs=1)
    assert metres(day, roads, "C", "B") == pytest.approx(80, abs=1)
    assert metres(day, roads, "C", "D") == pytest.approx(40, abs=1)


def test_through_zone_inside_another_counts_both(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="yes", leave="yes", stop="yes", through=False)}
    nested = [zone("outer", box(50, 50, 350, 350)), zone("inner", MIDDLE)]
    places = {"A": (0.0, 200.0), "C": (200.0, 190.0), "D": (130.0, 200.0)}
    day = scenario(places, zones=nested, access=access)
    assert metres(day, roads, "A", "C") == pytest.approx(210, abs=1)
    assert metres(day, roads, "D", "C") == pytest.approx(80, abs=1)
    assert metres(day, roads, "C", "A") == pytest.approx(210, abs=1)


def test_zone_that_may_be_entered_but_not_left(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="yes", leave="no", stop="yes", through=True)}
    places = {**ab(), "C": (200.0, 190.0), "D": (200.0, 230.0)}
    day = scenario(places, zones=[zone("Z", MIDDLE)], access=access)
    assert metres(day, roads, "A", "B") == pytest.approx(460, abs=1)
    assert metres(day, roads, "A", "C") == pytest.approx(80, abs=1)
    assert metres(day, roads, "C", "A") == UNREACHABLE
    assert metres(day, roads, "C", "D") == pytest.approx(40, abs=1)


def test_zone_that_may_be_left_but_not_entered(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="no", leave="yes", stop="yes", through=True)}
    places = {**ab(), "C": (200.0, 190.0)}
    day = scenario(places, zones=[zone("Z", MIDDLE)], access=access)
    assert metres(day, roads, "A", "C") == UNREACHABLE
    assert metres(day, roads, "C", "A") == pytest.approx(80, abs=1)


GATED = {"truck": ZoneAccess(enter="gate", leave="gate", stop="yes", through=False)}


def test_gate_is_the_only_way_in_and_costs_its_delay(roads: Roads) -> None:
    places = {"A": (200.0, 100.0), "C": (200.0, 190.0)}
    day = scenario(
        places, zones=[zone("Z", MIDDLE)], gates=[gate("N", "Z", (205, 255), 90)], access=GATED
    )
    # Round to the north: 100 west, 200 north, 100 east, then 110 south past the gate.
    assert metres(day, roads, "A", "C") == pytest.approx(510, abs=1)
    assert seconds(day, roads, "A", "C") == pytest.approx(510 * 0.24 + 90, abs=1)
    assert seconds(day, roads, "C", "A") == pytest.approx(510 * 0.24 + 90, abs=1)


def test_gate_passage_is_timed(roads: Roads) -> None:
    places = {"A": (200.0, 300.0), "C": (200.0, 190.0)}
    day = scenario(
        places, zones=[zone("Z", MIDDLE)], gates=[gate("N", "Z", (205, 255), 90)], access=GATED
    )
    streets = open_roads(day, roads, day.movement(day.vehicles[0]), "cch")
    xy = roads.plane.metres([place.point for place in day.places])
    start, end = streets.snap(xy, 60)
    assert start is not None
    assert end is not None
    there, back = streets.path(start, end), streets.path(end, start)
    assert there is not None
    assert back is not None
    ((ms_in, way_in),), ((ms_out, way_out),) = streets.crossed(there), streets.crossed(back)
    assert way_in.gate_id == way_out.gate_id == "N"
    assert (way_in.zone_id, way_out.zone_id) == ("Z", "")
    assert ms_in == pytest.approx(50 * 240, abs=200)
    assert ms_out == pytest.approx(60 * 240, abs=200)
    assert there.ms == pytest.approx(110 * 240 + 90_000, abs=200)


def test_gate_for_another_class_stays_closed(roads: Roads) -> None:
    places = {"A": (200.0, 100.0), "C": (200.0, 190.0)}
    gates = [gate("N", "Z", (200, 250), 90, ("bus",))]
    rules = {**GATED, "bus": GATED["truck"]}
    day = scenario(
        places,
        zones=[zone("Z", MIDDLE)],
        gates=gates,
        access=rules,
        vehicles=[vehicle("truck"), vehicle("bus", "bus")],
    )
    times = travel_times(day, roads)
    assert times.table(day.movement(day.vehicles[0])).seconds[0, 1] == UNREACHABLE
    assert times.table(day.movement(day.vehicles[1])).metres[0, 1] == pytest.approx(510, abs=1)


def test_gate_far_from_every_crossing_is_named(roads: Roads) -> None:
    gates = [gate("N", "Z", (200, 250)), gate("far", "Z", (250, 205 + 40))]
    day = scenario(ab(), zones=[zone("Z", MIDDLE)], gates=gates, access=GATED)
    with pytest.raises(InputError) as caught:
        travel_times(day, roads)
    (problem,) = caught.value.problems
    assert (problem.file, problem.column, problem.code) == ("gates", "far", "S302")
    assert "45 m" in problem.message


def test_edge_through_a_junction_is_crossed_at_the_junction(roads: Roads) -> None:
    # The edge runs through four junctions; streets along it are grazing and closed.
    on_nodes = zone("Z", [(200, 100), (300, 200), (200, 300), (100, 200)])
    places = {"A": (200.0, 50.0), "C": (200.0, 190.0)}
    gates = [gate("N", "Z", (200, 300), 30)]
    day = scenario(places, zones=[on_nodes], gates=gates, access=GATED)
    # 50 m down to row 0 (the junction above is the closed tip), 100 + 400 + 100 + ... :
    # from (200, 50) south 50, west 100, north 400 to (100, 400), east 100, south 210.
    # Rows 1 and 3 end at the tips too: (100,100)-(100,300) passes the closed tip (100, 200)
    # only by touching it, which is no crossing.
    short = 50 + 100 + 200 + 100 + 110
    assert metres(day, roads, "A", "C") == pytest.approx(short, abs=1)
    assert seconds(day, roads, "A", "C") == pytest.approx(short * 0.24 + 30, abs=1)


def test_hole_is_outside(roads: Roads) -> None:
    ring = zone("Z", box(50, 50, 350, 350), box(150, 150, 250, 250))
    places = {"A": (0.0, 200.0), "H": (200.0, 190.0), "I": (200.0, 230.0)}
    shut = scenario(places, zones=[ring])
    assert metres(shut, roads, "A", "H") == UNREACHABLE
    assert metres(shut, roads, "H", "I") == pytest.approx(40, abs=1)
    passing = {"truck": ZoneAccess(enter="gate", leave="gate", stop="no", through=True)}
    gates = [gate("west", "Z", (50, 200), 10), gate("hole", "Z", (150, 200), 20)]
    day = scenario(places, zones=[ring], gates=gates, access=passing)
    assert metres(day, roads, "A", "H") == pytest.approx(210, abs=1)
    assert seconds(day, roads, "A", "H") == pytest.approx(210 * 0.24 + 30, abs=1)
    not_through = {"truck": ZoneAccess(enter="gate", leave="gate", stop="no", through=False)}
    closed = scenario(places, zones=[ring], gates=gates, access=not_through)
    assert metres(closed, roads, "A", "H") == UNREACHABLE


def test_overlapping_zones_the_strictest_wins(roads: Roads) -> None:
    day = scenario(
        ab(),
        zones=[zone("open", box(-50, -50, 450, 450), zone_class="control"), zone("Z", MIDDLE)],
    )
    assert metres(day, roads, "A", "B") == pytest.approx(460, abs=1)


def test_class_that_stays_in_its_own_zone(roads: Roads) -> None:
    home = zone("Z", box(-50, 50, 450, 350), box(180, 180, 220, 220))
    places = {"A": (130.0, 200.0), "B": (270.0, 200.0), "out": (200.0, 400.0)}
    day = scenario(
        places,
        zones=[home],
        access={"shuttle": SHUT},
        stays=["shuttle"],
        vehicles=[vehicle("shuttle", "van", "Z"), vehicle("shuttle", "car")],
        snap_limit_m=30,
    )
    (problem,) = road_problems(day, roads)
    assert (problem.column, problem.code) == ("out", "S303")
    assert problem.severity is Severity.WARNING
    for table in travel_times(day, roads).tables.values():
        assert table[0].snapped[2] is None
    inside = scenario(
        {key: places[key] for key in "AB"},
        zones=[home],
        access={"shuttle": SHUT},
        stays=["shuttle"],
        vehicles=[vehicle("shuttle", "van", "Z"), vehicle("shuttle", "car")],
    )
    times = travel_times(inside, roads)
    mine = times.table(inside.movement(inside.vehicles[0]))
    assert mine.metres[0, 1] == pytest.approx(460, abs=1)  # round the hole, which is not its zone
    homeless = times.table(inside.movement(inside.vehicles[1]))
    assert homeless.snapped == (None, None)
    assert homeless.seconds[0, 1] == UNREACHABLE


def test_place_outside_never_snaps_into_a_zone(roads: Roads) -> None:
    # 20 m above row 2, which lies in the zone there; row 3 is 80 m away, the columns 30 m.
    day = scenario(
        {"A": (230.0, 225.0), "B": (0.0, 0.0)}, zones=[zone("Z", box(210, 150, 390, 220))]
    )
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    assert table.snapped[0] is not None
    assert table.snapped[0] == pytest.approx(at((200, 225)), abs=2e-6)
    assert table.snap_metres[0] == pytest.approx(30, abs=0.2)


def test_place_inside_prefers_a_street_inside(roads: Roads) -> None:
    # Column 2 is 5 m away outside, row 2 inside the zone 40 m.
    access = {"truck": ZoneAccess(enter="yes", leave="yes", stop="yes", through=True), "bus": SHUT}
    access["truck"] = ZoneAccess(enter="gate", leave="gate", stop="yes")
    day = scenario(
        {"A": (205.0, 240.0), "B": (0.0, 0.0)},
        zones=[zone("Z", box(203, 150, 290, 290))],
        gates=[gate("W", "Z", (203, 200))],
        access=access,
    )
    table = travel_times(day, roads).table(day.movement(day.vehicles[0]))
    assert table.snapped[0] is not None
    assert table.snapped[0] == pytest.approx(at((205, 200)), abs=3e-6)


def test_geometry_starts_and_ends_at_the_snap_points(roads: Roads) -> None:
    day = scenario(ab((130, 210), (270, 190)), zones=[zone("Z", MIDDLE)])
    streets = open_roads(day, roads, day.movement(day.vehicles[0]), "scipy")
    xy = roads.plane.metres([place.point for place in day.places])
    start, end = streets.snap(xy, 60)
    assert start is not None
    assert end is not None
    path = streets.path(start, end)
    assert path is not None
    points = path_points(roads, path, start, end)
    assert (points[0], points[-1]) == (start.point, end.point)
    assert points[0] == pytest.approx(at((130, 200)), abs=2e-6)
    corners = [(100, 200), (100, 100), (200, 100), (300, 100), (300, 200)]
    north = [(x, 400 - y) for x, y in corners]
    drawn = [at(xy) for xy in (corners if points[2][1] < points[1][1] else north)]
    for point, corner in zip(points[1:-1], drawn, strict=True):
        assert point == pytest.approx(corner, abs=2e-6)


def test_two_zones_that_share_a_street(roads: Roads) -> None:
    # Their common edge runs along column 2; the middle row crosses it at the junction (200, 200).
    west, east = zone("W", box(110, 150, 200, 250)), zone("E", box(200, 150, 290, 250))
    places = {"A": (90.0, 200.0), "B": (310.0, 200.0), "C": (200.0, 160.0)}
    outer = [gate("w", "W", (110, 200), 1), gate("e", "E", (290, 200), 1)]
    access = {"truck": ZoneAccess(enter="gate", leave="gate", stop="yes", through=True)}
    inner = [gate("we", "W", (200, 200), 5), gate("ew", "E", (200, 200), 10)]
    day = scenario(
        places, zones=[west, east], gates=[*outer, *inner], access=access, snap_limit_m=90
    )
    assert metres(day, roads, "A", "B") == pytest.approx(220, abs=1)
    # Out of the one and into the other at the junction costs both checks there.
    assert seconds(day, roads, "A", "B") == pytest.approx(220 * 0.24 + 17, abs=1)
    for one in inner:
        half = day.model_copy(update={"gates": (*outer, one)})
        assert metres(half, roads, "A", "B") == pytest.approx(420, abs=1)
    # The street on the edge is in neither for sure, so nobody drives it: C is put elsewhere.
    snapped = travel_times(day, roads).table(day.movement(day.vehicles[0])).snapped[2]
    assert snapped is None or abs(snapped[0] - at((200, 0))[0]) > 1e-6


def test_a_place_in_very_many_zones_is_not_reached_by_arithmetic(roads: Roads) -> None:
    # No way is 2³¹ − 1 ms long: less 21 allowances of 10⁸ ms it would be a drive of 13 hours.
    rule = ZoneAccess(enter="gate", leave="gate", stop="yes", through=False)
    nested = [zone(f"Z{k}", box(150 + k, 150, 250, 250)) for k in range(21)]
    day = scenario(ab(end=(200.0, 210.0)), zones=nested, access={"truck": rule})
    assert metres(day, roads, "A", "B") == UNREACHABLE


def test_a_zone_drawn_as_a_bow_tie_is_mended(roads: Roads) -> None:
    # Two triangles that meet in (200, 200): left and right of the middle are inside.
    bow = [(150.0, 150.0), (250.0, 250.0), (250.0, 150.0), (150.0, 250.0)]
    assert metres(scenario(ab(), zones=[zone("Z", bow)]), roads, "A", "B") == pytest.approx(
        460, abs=1
    )
