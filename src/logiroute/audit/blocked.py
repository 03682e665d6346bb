"""Where a line passes a blocked point or runs along a blocked street."""

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from logiroute.audit.geometry import CROSSING_M, LocalMetres
from logiroute.audit.track import Coordinates, Track
from logiroute.model.zone import Closure

#: Who comes within so many metres of a closure is on its street.
REACH_M = 5.0

#: So many metres on a blocked street are none: a junction is as wide.
ALONG_M = 15.0


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
    street = LineString(points)
    strip = street.buffer(REACH_M)
    if not shapely.intersects(strip, LineString(line.points)):
        return 0.0
    left, right = (street.buffer(side * 2 * REACH_M, single_sided=True) for side in (1, -1))
    return sum(
        b - a
        for a, b, on in line.sides(strip, strip.boundary)
        if on and b - a > ALONG_M and not _crosses(line, a, b, left, right)
    )


def _crosses(
    line: Track, start: float, end: float, left: BaseGeometry, right: BaseGeometry
) -> bool:
    """Whether a part comes from one side of a street and goes on at the other, without delay."""
    if start <= 0 or end >= line.length or end - start > CROSSING_M:
        return False
    comes, goes = Point(line.point(start)), Point(line.point(end))
    return (left.intersects(comes) and right.intersects(goes)) or (
        right.intersects(comes) and left.intersects(goes)
    )


def _flat(closure: Closure, degrees: Coordinates) -> tuple[Coordinates, Track]:
    """Closure and line on one metric plane around the closure."""
    points = np.array(closure.line, dtype=float)
    plane = LocalMetres(float(points[0, 0]), float(points[0, 1]))
    return plane.of(points), Track(plane.of(degrees))
