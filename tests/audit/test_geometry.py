"""The auditor's own geometry, against pyproj's ellipsoid and by hand."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPolygon, Point, Polygon

from logiroute.audit.geometry import Area, distance_to_path_m, path_m
from tests.rules.day import box, spot

GEOD = Geod(ellps="WGS84")
SQUARE = box(400, -100, 600, 100)
HOLE = box(450, -50, 550, 50)


def _line(*points: tuple[float, float]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.array([spot(*point) for point in points])


@settings(max_examples=100)
@given(st.floats(-179, 179), st.floats(-70, 70), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_lengths_agree_with_the_ellipsoid(
    lon: float, lat: float, east: float, north: float
) -> None:
    there = (lon + east, lat + north)
    (_, _, metres) = GEOD.inv(lon, lat, *there)
    assert path_m(np.array([(lon, lat), there])) == pytest.approx(
        metres, abs=0.02 + metres / 50_000
    )


def test_a_line_of_one_point_has_no_length() -> None:
    assert path_m(_line((5, 5))) == 0
    assert distance_to_path_m(spot(0, 30), _line((-100, 0), (100, 0))) == pytest.approx(30, abs=0.1)


@pytest.mark.parametrize(
    ("points", "runs"),
    [
        (((0, 0), (1000, 0)), [(200, True, True)]),  # across, no corner inside
        (((500, 80), (1000, 80)), [(100, False, True)]),  # out
        (((0, 80), (500, 80)), [(100, True, False)]),  # in
        (((410, 80), (590, 80)), [(180, False, False)]),  # within
        (((0, 200), (1000, 200)), []),  # past it
        (((0, 0), (400, 0)), []),  # up to its edge
        (((300, 0), (500, 200)), []),  # through its corner, at (400, 100), from outside
        (((0, 100), (1000, 100)), []),  # along its edge
        (
            ((0, 80), (500, 80), (500, 300), (560, 300), (560, 80)),
            [(120, True, True), (20, True, False)],
        ),
        (((0, 80), (500, 80), (0, 80)), [(200, True, True)]),  # in and back by the same street
    ],
)
def test_runs_through_a_square(
    points: tuple[tuple[float, float], ...], runs: list[tuple[int, bool, bool]]
) -> None:
    area = Area(MultiPolygon([Polygon(SQUARE)]))
    found = area.runs(_line(*points))
    assert [(round(r.metres), r.enters is not None, r.leaves is not None) for r in found] == runs


def test_runs_past_a_hole() -> None:
    area = Area(MultiPolygon([Polygon(SQUARE, [HOLE])]))
    found = area.runs(_line((0, 0), (1000, 0)))
    assert [round(run.metres) for run in found] == [50, 50]
    assert area.runs(_line((460, 0), (540, 0))) == []
    assert not area.contains(spot(500, 0))
    assert area.contains(spot(420, 0))


def test_where_it_crosses() -> None:
    area = Area(MultiPolygon([Polygon(SQUARE)]))
    (run,) = area.runs(_line((0, 0), (1000, 0)))
    assert run.enters is not None
    assert run.leaves is not None
    assert area.plane_distance(run.enters, spot(400, 0)) == pytest.approx(0, abs=0.01)
    assert area.plane_distance(run.leaves, spot(600, 30)) == pytest.approx(30, abs=0.05)


def test_a_brief_step_out_is_noise() -> None:
    # At x = 500 the street bulges 0.8 m over the northern edge and comes back.
    area = Area(MultiPolygon([Polygon(SQUARE)]))
    bulging = _line((450, 99), (500, 99), (500.5, 100.8), (501, 99), (550, 99))
    assert [round(run.metres) for run in area.runs(bulging)] == [103]
    assert area.outside_m(bulging) < 1
    assert area.outside_m(_line((500, 0), (500, 150))) == pytest.approx(49.5, abs=0.1)


def test_a_zone_drawn_as_a_bow_tie_is_mended() -> None:
    # Two triangles with tips at (50, 50), bases on x = 0 and x = 100: at x = 10 the left one
    # reaches from y = 10 to y = 90.
    tie = Polygon([spot(0, 0), spot(100, 100), spot(100, 0), spot(0, 100)])
    area = Area(MultiPolygon([tie]))
    assert [round(run.metres) for run in area.runs(_line((10, -50), (10, 150)))] == [80]


@pytest.mark.parametrize(
    "part",
    [
        box(500, -100, 700, 100),  # overlaps the square by half
        box(600, -100, 700, 100),  # shares an edge with it
        box(600, -50, 700, 150),  # shares a part of an edge
        box(450, -50, 550, 50),  # lies inside it
        box(400, -100, 600, 100),  # is drawn twice
    ],
)
def test_parts_of_a_zone_add_up(part: tuple[tuple[float, float], ...]) -> None:
    """What lies in two parts is no hole, and going from part to part leaves no zone."""
    area = Area(MultiPolygon([Polygon(SQUARE), Polygon(part)]))
    end = 700 if part[1] == spot(700, -100) or part[1] == spot(700, -50) else 600
    (run,) = area.runs(_line((0, 0), (1000, 0)))
    assert round(run.metres) == end - 400
    (run,) = area.runs(_line((510, 0), (540, 20)))
    assert (run.enters, run.leaves) == (None, None)
    assert area.contains(spot(500, 0))
    assert area.outside_m(_line((410, 0), (end - 10, 0))) == 0


def test_a_part_in_the_hole_of_another_is_zone() -> None:
    island = Polygon(box(480, -20, 520, 20))
    area = Area(MultiPolygon([Polygon(SQUARE, [HOLE]), island]))
    assert [round(run.metres) for run in area.runs(_line((0, 0), (1000, 0)))] == [50, 40, 50]
    filled = Area(MultiPolygon([Polygon(SQUARE, [HOLE]), Polygon(HOLE)]))
    assert [round(run.metres) for run in filled.runs(_line((0, 0), (1000, 0)))] == [200]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(-400, 400)), min_size=2, max_size=9),
    st.booleans(),
)
def test_metres_inside_agree_with_shapely(points: list[tuple[int, int]], holed: bool) -> None:
    """Runs add up to the intersection but for what grazes an edge."""
    shape = Polygon([(400, -100), (600, -100), (600, 100), (400, 100)])
    ring = Polygon([(450, -50), (550, -50), (550, 50), (450, 50)])
    flat = shape.difference(ring) if holed else shape
    area = Area(MultiPolygon([Polygon(SQUARE, [HOLE] if holed else [])]))
    runs = area.runs(_line(*points))
    line = LineString(points) if len(set(points)) > 1 else None
    # Unlike an intersection of shapely's, a street driven twice counts twice.
    segments = [LineString(pair) for pair in pairwise(points)]
    inside = sum(segment.intersection(flat).length for segment in segments if segment.length)
    edges = sum(segment.intersection(flat.boundary).length for segment in segments)
    assert sum(run.metres for run in runs) == pytest.approx(inside, abs=3 * len(points) + edges)
    if runs and line is not None and not Point(points[0]).buffer(2).intersects(flat):
        assert runs[0].enters is not None


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(380, 620), st.floats(-120, 120)), min_size=2, max_size=6))
def test_a_carriageway_takes_away_what_is_driven_along_it(
    points: list[tuple[float, float]],
) -> None:
    area = Area(MultiPolygon([Polygon(SQUARE)]))
    line = _line((300, 0), *points, (700, 0))
    runs = area.runs(line)
    assert area.runs(line, Polygon()) == runs
    # A strip over all of the zone: it begins and ends outside, and is nowhere inside.
    everywhere = Point(0, 0).buffer(1000)
    assert area.runs(line, everywhere) == []
    # Along the middle, 3 m wide to each side: never more inside than without it.
    middle = LineString(area.plane.of(_line((300, 0), (700, 0)))).buffer(3)
    left = area.runs(line, middle)
    assert sum(run.metres for run in left) <= sum(run.metres for run in runs) + 1e-6
    straight = area.runs(_line((300, 0), (700, 0)), middle)
    assert straight == []
