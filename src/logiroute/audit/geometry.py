"""The auditor's own geometry: metres on the ground, and where a line is inside an area.

Shares no code with the road network: a mistake there must not repeat itself here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from logiroute.audit.track import Coordinates, Track, merge

#: A zone is taken this much smaller before metres inside it count: roads are drawn along edges.
SHRINK_M = 0.5

#: Who is so few metres on a strip, coming from beside it and going on beside it, crosses it.
CROSSING_M = 30.0

#: So many metres inside (or outside, between two parts inside) are noise of drawing.
GRAZE_M = 1.0


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of a degree of longitude and of latitude, in metres.

    Series of the WGS-84 ellipsoid as the United States' geospatial agency (NGA) gives it for its
    length-of-a-degree calculator; good to a centimetre.
    """
    phi = np.radians(latitude)
    lon = 111412.84 * np.cos(phi) - 93.5 * np.cos(3 * phi) + 0.118 * np.cos(5 * phi)
    lat = 111132.92 - 559.82 * np.cos(2 * phi) + 1.175 * np.cos(4 * phi)
    return float(lon), float(lat)


@dataclass(frozen=True)
class LocalMetres:
    """A flat metric plane around a point: straight lines in degrees stay straight in metres.

    Within 30 km of the centre lengths are right to about 0.3 %.
    """

    lon: float
    lat: float

    def of(self, degrees: Coordinates) -> Coordinates:
        """Coordinates of shape (n, 2), lon/lat in degrees to metres east and north."""
        east, north = metres_per_degree(self.lat)
        flat: Coordinates = (degrees - np.array([self.lon, self.lat])) * np.array([east, north])
        return flat


def distance_m(a: Sequence[float], b: Sequence[float]) -> float:
    """Distance of two points near each other, in metres."""
    return path_m(np.array([a, b], dtype=float))


def path_m(degrees: Coordinates) -> float:
    """Length of a line of shape (n, 2) in degrees, in metres; each segment by its own latitude."""
    if len(degrees) < 2:
        return 0.0
    steps = np.diff(degrees, axis=0)
    phi = np.radians((degrees[1:, 1] + degrees[:-1, 1]) / 2)
    east = 111412.84 * np.cos(phi) - 93.5 * np.cos(3 * phi) + 0.118 * np.cos(5 * phi)
    north = 111132.92 - 559.82 * np.cos(2 * phi) + 1.175 * np.cos(4 * phi)
    return float(np.hypot(steps[:, 0] * east, steps[:, 1] * north).sum())


def distance_to_path_m(point: Sequence[float], degrees: Coordinates) -> float:
    """Shortest distance from a point to a line of shape (n, 2) in degrees, in metres."""
    plane = LocalMetres(point[0], point[1])
    return float(LineString(plane.of(degrees)).distance(Point(0, 0)))


@dataclass(frozen=True)
class Run:
    """A part of a line that is wholly inside an area.

    Attributes
    ----------
    metres : float
        Its length.
    enters, leaves : tuple of float or None
        Where it crosses the edge inward and outward, in the area's plane; ``None`` where the line
        itself begins or ends inside.
    """

    metres: float
    enters: tuple[float, float] | None
    leaves: tuple[float, float] | None


class Area:
    """A zone's polygons with their holes on a metric plane of its own."""

    def __init__(self, shape: MultiPolygon) -> None:
        self.bounds: tuple[float, float, float, float] = shape.bounds
        west, south, east, north = self.bounds
        self.plane = LocalMetres((west + east) / 2, (south + north) / 2)
        self._flat = _mended(shapely.transform(shape, self.plane.of))
        self._edge = self._flat.boundary
        self._core = self._flat.buffer(-SHRINK_M)
        self._hull = self._flat.buffer(SHRINK_M)
        shapely.prepare(self._flat)
        shapely.prepare(self._edge)

    def contains(self, point: Sequence[float]) -> bool:
        """Whether a point (lon, lat) is inside or on the edge."""
        ((east, north),) = self.plane.of(np.array([point], dtype=float))
        return bool(shapely.intersects(self._flat, Point(east, north)))

    def plane_distance(self, on_plane: tuple[float, float], degrees: Sequence[float]) -> float:
        """Metres from a point of the plane to a point in degrees."""
        east, north = self.plane.of(np.array([degrees], dtype=float))[0]
        return hypot(on_plane[0] - east, on_plane[1] - north)

    def near(self, degrees: Coordinates) -> bool:
        """Whether a line's bounding box meets the area's."""
        west, south, east, north = self.bounds
        low, high = degrees.min(axis=0), degrees.max(axis=0)
        return bool(low[0] <= east and high[0] >= west and low[1] <= north and high[1] >= south)

    def meets(self, degrees: Coordinates) -> bool:
        """Whether a line touches the area, grazing included."""
        line = LineString(self.plane.of(degrees))
        return bool(shapely.intersects(self._hull, line))

    def runs(self, degrees: Coordinates, carriageway: BaseGeometry | None = None) -> list[Run]:
        """Parts of a line of shape (n, 2), n ≥ 2, that are inside, grazing left out.

        Parameters
        ----------
        degrees : ndarray
        carriageway : geometry, optional
            A strip on the area's plane that counts as outside for who drives along it.
        """
        if not self.near(degrees):
            return []
        line = Track(self.plane.of(degrees))
        parts = line.sides(self._flat, self._edge)
        parts = merge([(a, b, ins and not self._grazes(line, a, b)) for a, b, ins in parts])
        parts = merge(
            [
                (a, b, ins or (0 < k < len(parts) - 1 and self._parts_briefly(line, a, b)))
                for k, (a, b, ins) in enumerate(parts)
            ]
        )
        inner = [(a, b) for a, b, ins in parts if ins]
        if carriageway is not None:
            inner = [left for part in inner for left in _beside(line, part, carriageway)]
        return [
            Run(
                metres=b - a,
                enters=None if a <= 0 else line.point(a),
                leaves=None if b >= line.length else line.point(b),
            )
            for a, b in inner
        ]

    def outside_m(self, degrees: Coordinates) -> float:
        """Metres of a line that are outside, the edge taken `SHRINK_M` wider."""
        line = LineString(self.plane.of(degrees))
        return float(shapely.difference(line, self._hull).length)

    def _grazes(self, line: Track, start: float, end: float) -> bool:
        inside = shapely.intersection(line.part(start, end), self._core)
        return float(inside.length) <= GRAZE_M

    def _parts_briefly(self, line: Track, start: float, end: float) -> bool:
        outside = shapely.difference(line.part(start, end), self._hull)
        return float(outside.length) <= GRAZE_M


def _mended(flat: MultiPolygon) -> BaseGeometry:
    """All that is in any part: parts may overlap, touch, or be drawn as a bow tie.

    Mended as a whole, what two parts share would become a hole.
    """
    if flat.is_valid:
        return flat
    parts = shapely.get_parts(flat)
    parts[~shapely.is_valid(parts)] = shapely.make_valid(parts[~shapely.is_valid(parts)])
    polygons = shapely.get_parts(shapely.union_all(parts))
    return MultiPolygon(polygons[shapely.get_dimensions(polygons) == 2].tolist())


def _beside(
    line: Track, part: tuple[float, float], strip: BaseGeometry
) -> list[tuple[float, float]]:
    """What is left of a part inside an area without the metres driven along a strip.

    Who crosses the strip stays inside; so does who begins or ends on it, for stopping there is
    not driving along.
    """
    start, end = part
    sides = [
        (max(a, start), min(b, end), on)
        for a, b, on in line.sides(strip, strip.boundary)
        if b > start and a < end
    ]
    last = len(sides) - 1
    off = [
        not on
        or (k == 0 and a <= 0)
        or (k == last and b >= line.length)
        or (0 < k < last and b - a <= CROSSING_M)
        for k, (a, b, on) in enumerate(sides)
    ]
    parts = merge([(a, b, left) for (a, b, _), left in zip(sides, off, strict=True)])
    return [(a, b) for a, b, left in parts if left and (len(parts) == 1 or b - a > GRAZE_M)]
