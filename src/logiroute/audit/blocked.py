"""Where a line passes a blocked point or runs along a blocked street."""

from math import ceil, cos, radians

import numpy as np
import shapely
from shapely import LineString, Point

from logiroute.audit.geometry import LocalMetres
from logiroute.audit.track import Coordinates, Track
from logiroute.model.zone import Closure

#: Who comes within so many metres of a closure is on its street.
REACH_M = 5.0

#: So many metres along a blocked street are none: a junction is as wide.
ALONG_M = 15.0

#: Who runs at this angle or more to a blocked street, in degrees, crosses it.
CROSSING_DEG = 20.0

#: Directions are those of so many metres before and after a point: lines are drawn unsteadily.
_STEADY_M = 2.5


def passed_m(closure: Closure, degrees: Coordinates) -> float | None:
    """Metres between a blocked point and a line that passes it; None if the line does not.

    A line that begins or ends there only stands before the barrier.
    """
    point, line = _flat(closure, degrees)
    path = LineString(line.points)
    barrier = Point(point[0])
    gap = float(path.distance(barrier))
    along = float(path.project(barrier))
    passes = gap <= REACH_M and REACH_M < along < line.length - REACH_M
    return gap if passes else None


def along_m(closure: Closure, degrees: Coordinates) -> float:
    """Metres that a line runs along a blocked street; crossing it is not running along it."""
    points, line = _flat(closure, degrees)
    street = Track(points)
    strip = LineString(points).buffer(REACH_M)
    if not shapely.intersects(strip, LineString(line.points)):
        return 0.0
    parts = [
        _abreast_m(line, start, end, street)
        for start, end, on in line.sides(strip, strip.boundary)
        if on and end - start > ALONG_M
    ]
    return sum(metres for metres in parts if metres > ALONG_M)


def _abreast_m(line: Track, start: float, end: float, street: Track) -> float:
    """Metres of a part of a line that run in the direction of a street, or against it."""
    pieces = ceil(end - start)
    step = (end - start) / pieces
    middles: Coordinates = np.asarray(start + step * (np.arange(pieces) + 0.5), dtype=float)
    points = shapely.points(line.at(middles))
    beside: Coordinates = np.asarray(
        shapely.line_locate_point(LineString(street.points), points), dtype=float
    )
    ours, theirs = _directions(line, middles), _directions(street, beside)
    return step * int((np.abs((ours * theirs).sum(axis=1)) > cos(radians(CROSSING_DEG))).sum())


def _directions(line: Track, distances: Coordinates) -> Coordinates:
    """Unit vectors of a line at distances along it, shape (m, 2); zero where it turns back."""
    ahead = line.at(distances + _STEADY_M) - line.at(distances - _STEADY_M)
    length = np.hypot(ahead[:, 0], ahead[:, 1])
    unit: Coordinates = ahead / np.where(length > 0, length, 1.0)[:, None]
    return unit


def _flat(closure: Closure, degrees: Coordinates) -> tuple[Coordinates, Track]:
    """Closure and line on one metric plane around the closure."""
    points = np.array(closure.line, dtype=float)
    plane = LocalMetres(float(points[0, 0]), float(points[0, 1]))
    return plane.of(points), Track(plane.of(degrees))
