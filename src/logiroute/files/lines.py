"""Points and lines of closures: from GeoJSON or WKT to points, judged before anybody uses them."""

from collections.abc import Sequence

from shapely import LineString, MultiLineString, MultiPoint, Point

from logiroute.files.cells import fail
from logiroute.files.geometry import check_points, coordinate_list, geometry_of_text, points_of
from logiroute.files.problems import shown

_Line = tuple[tuple[float, float], ...]

_KINDS = frozenset({"Point", "LineString", "MultiPoint", "MultiLineString"})


def line_of_text(text: str) -> _Line:
    """Points of a WKT or GeoJSON text, as given (datum untouched).

    Raises
    ------
    CellError
        S213 or S214.
    """
    shape = geometry_of_text(text)
    if isinstance(shape, dict):
        return line_of_geojson(shape)
    if isinstance(shape, MultiPoint | MultiLineString):
        _check_parts(len(shape.geoms))
        if shape.geoms:
            shape = shape.geoms[0]
    if shape.is_empty:
        return ()
    if not isinstance(shape, Point | LineString):
        fail("S213", f"a closure must be a POINT or LINESTRING, not {shape.geom_type}")
    return tuple((float(x), float(y)) for x, y, *_ in shape.coords)


def line_of_geojson(geometry: object) -> _Line:
    """Points of a GeoJSON geometry, as given (datum untouched).

    Raises
    ------
    CellError
        S213.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in _KINDS:
        fail("S213", f"a closure must be a Point or LineString, not {shown(kind)}; draw a line")
    coordinates = geometry.get("coordinates")
    if kind == "Point":
        return tuple(points_of([coordinates] if coordinates else []))
    if kind == "MultiLineString":
        parts = coordinate_list(coordinates)
        _check_parts(len(parts))
        return tuple(points_of(parts[0])) if parts else ()
    points = tuple(points_of(coordinates))
    if kind == "MultiPoint":
        _check_parts(len(points))
    return points


def _check_parts(count: int) -> None:
    # GIS layers keep single lines as collections of one.
    if count > 1:
        fail("S213", f"a closure is one point or one line, not {count}; make a closure of each")


def check_line(line: Sequence[tuple[float, float]]) -> None:
    """Judge a closure's point or line.

    Raises
    ------
    CellError
        S209 out of range, S213 not a number, S229 empty or without length.
    """
    if not line:
        fail("S229", "the closure has no point; draw it or delete the closure")
    check_points(line)
    if len(line) > 1 and len(set(line)) == 1:
        fail("S229", "all points of the line are the same; draw it again, or give a point")
