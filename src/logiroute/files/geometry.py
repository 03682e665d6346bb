"""Polygons of zones: from GeoJSON or WKT to rings, judged before anybody routes around them.

What polygons and lines have in common is here as well: reading texts and points, datum, range.
"""

import json
import math
from collections.abc import Iterator, Sequence

import numpy as np
from shapely import GEOSException, MultiPolygon, Point, Polygon, from_wkt
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from logiroute.datum import Datum, to_wgs84
from logiroute.files.cells import fail
from logiroute.files.problems import shown
from logiroute.model.zone import PolygonRings

#: Characters an Excel cell holds.
CELL_LIMIT = 32_767

_EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


def geometry_of_text(text: str) -> BaseGeometry | dict[str, object]:
    """The geometry of a WKT text, or the object of a GeoJSON text (not judged yet).

    Raises
    ------
    CellError
        S213 it is neither, S214 it is cut off.
    """
    stripped = text.strip()
    try:
        if stripped.startswith("{"):
            data: dict[str, object] = json.loads(stripped)
            return data
        shape: BaseGeometry = from_wkt(stripped)
    except (GEOSException, ValueError, RecursionError):
        if len(text) >= CELL_LIMIT:
            fail(
                "S214",
                f"the geometry is cut off at {CELL_LIMIT} characters, the most an Excel "
                "cell holds; continue it in the columns geometry_2, geometry_3, …",
            )
        fail("S213", f"{shown(stripped)} is neither WKT nor GeoJSON; export the geometry again")
    return shape


def polygons_of_text(text: str) -> tuple[PolygonRings, ...]:
    """Rings of a WKT or GeoJSON text, as given (datum untouched).

    Raises
    ------
    CellError
        S213 or S214.
    """
    shape = geometry_of_text(text)
    if isinstance(shape, dict):
        return polygons_of_geojson(shape)
    if isinstance(shape, Polygon):
        shape = MultiPolygon([shape])
    if not isinstance(shape, MultiPolygon):
        kind = getattr(shape, "geom_type", "nothing")
        fail("S213", f"a zone must be a POLYGON or MULTIPOLYGON, not {kind}")
    return tuple(
        tuple(
            tuple((float(x), float(y)) for x, y, *_ in ring.coords)
            for ring in (part.exterior, *part.interiors)
        )
        for part in shape.geoms
        if not part.is_empty
    )


def polygons_of_geojson(geometry: object) -> tuple[PolygonRings, ...]:
    """Rings of a GeoJSON geometry, as given (datum untouched); unclosed rings are closed.

    Raises
    ------
    CellError
        S213.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in {"Polygon", "MultiPolygon"}:
        fail("S213", f"a zone must be a Polygon or MultiPolygon, not {shown(kind)}; draw an area")
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if kind == "Polygon" else coordinates
    found = []
    for part in coordinate_list(parts):
        rings = [tuple(points_of(ring)) for ring in coordinate_list(part)]
        rings = [ring if not ring or ring[0] == ring[-1] else (*ring, ring[0]) for ring in rings]
        if rings and rings[0]:
            found.append(tuple(rings))
    return tuple(found)


def coordinate_list(value: object) -> list[object]:
    """A list of GeoJSON coordinates.

    Raises
    ------
    CellError
        S213.
    """
    if not isinstance(value, list):
        fail("S213", f"expected a list of coordinates, got {shown(value)}")
    return value


def points_of(line: object) -> Iterator[tuple[float, float]]:
    """Points of GeoJSON coordinates, as given (datum untouched).

    Raises
    ------
    CellError
        S213.
    """
    for pair in coordinate_list(line):
        values = coordinate_list(pair)
        numbers = [v for v in values[:2] if isinstance(v, int | float) and not isinstance(v, bool)]
        if len(numbers) != 2:
            fail("S213", f"{shown(pair)} is no point; write [longitude, latitude]")
        if any(abs(number) > 1e6 for number in numbers):
            fail("S213", f"{shown(pair)} is not in degrees; export it in degrees (EPSG:4326)")
        yield float(numbers[0]), float(numbers[1])


def to_wgs84_rings(polygons: Sequence[PolygonRings], datum: Datum) -> tuple[PolygonRings, ...]:
    """The same polygons in WGS-84."""
    if datum is Datum.WGS84:
        return tuple(polygons)
    return tuple(tuple(to_wgs84_points(ring, datum) for ring in rings) for rings in polygons)


def to_wgs84_points(
    line: Sequence[tuple[float, float]], datum: Datum
) -> tuple[tuple[float, float], ...]:
    """The same points in WGS-84."""
    if datum is Datum.WGS84:
        return tuple(line)
    points = np.asarray(line, dtype=np.float64).reshape(-1, 2)
    lon, lat = to_wgs84(points[:, 0], points[:, 1], datum)
    return tuple(zip(lon.tolist(), lat.tolist(), strict=True))


def check_polygons(polygons: Sequence[PolygonRings]) -> None:
    """Judge a zone's shape.

    Raises
    ------
    CellError
        S209 out of range, S228 crosses itself, S229 empty.
    """
    if not polygons:
        fail("S229", "the zone has no polygon; draw one or delete the zone")
    for rings in polygons:
        for ring in rings:
            check_points(ring)
            if len(set(ring)) < 3:
                fail("S229", "a ring has fewer than three different corners; draw it again")
    shape = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons])
    if not shape.is_valid:
        reason = explain_validity(shape)
        fail("S228", f"the zone's edge is not clean ({reason}, longitude latitude); draw it again")
    if shape.area == 0:
        fail("S229", "the zone has no area; draw it again")


def check_points(points: Sequence[tuple[float, float]]) -> None:
    """Judge the points of a ring or line.

    Raises
    ------
    CellError
        S209 out of range, S213 not a number.
    """
    for lon, lat in points:
        if not (math.isfinite(lon) and math.isfinite(lat)):
            fail("S213", "a corner is not a number; draw it again")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            fail("S209", f"the corner {lon}, {lat} is outside the world{swap_hint(lon, lat)}")


def swap_hint(lon: float, lat: float) -> str:
    """The end of a sentence about a point outside the world."""
    if abs(lon) <= 90 and abs(lat) <= 180:
        return "; longitude and latitude look swapped"
    return "; write degrees, longitude -180 to 180 and latitude -90 to 90"


def metres_to_edge(polygons: Sequence[PolygonRings], point: tuple[float, float]) -> float:
    """Distance of a point from the nearest edge of a zone (outer or of a hole), in metres.

    On a plane through the point, which is exact enough at the tens of metres that matter here.
    """
    east = _EARTH_RADIUS_M * math.cos(math.radians(point[1])) * math.pi / 180
    north = _EARTH_RADIUS_M * math.pi / 180
    rings = [
        [((lon - point[0]) * east, (lat - point[1]) * north) for lon, lat in ring]
        for rings in polygons
        for ring in rings
    ]
    shape = MultiPolygon([Polygon(ring) for ring in rings])
    return float(shape.boundary.distance(Point(0.0, 0.0)))


def lies_in(polygons: Sequence[PolygonRings], point: tuple[float, float]) -> bool:
    """Whether a point is inside a zone, or on its edge."""
    shapes = [Polygon(rings[0], rings[1:]) for rings in polygons]
    return any(shape.covers(Point(point)) for shape in shapes)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in metres (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + (
        math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
