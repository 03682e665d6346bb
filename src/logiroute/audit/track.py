"""A line on a metric plane that knows the distance along it of each of its points."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

Coordinates = NDArray[np.float64]

#: Distances along a line from (inclusive) to, and whether that part is inside what it is held
#: against.
Side = tuple[float, float, bool]


class Track:
    """A line in metres.

    Parameters
    ----------
    points : ndarray of float64, shape (n, 2)
        In driving order, at least two.
    """

    def __init__(self, points: Coordinates) -> None:
        self.points = points
        self.along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        self.length = float(self.along[-1])

    def at(self, distances: Coordinates) -> Coordinates:
        """Points of shape (m, 2) at distances along the line."""
        return np.stack(
            [np.interp(distances, self.along, self.points[:, axis]) for axis in (0, 1)], axis=1
        )

    def point(self, distance: float) -> tuple[float, float]:
        """Point at a distance along the line."""
        east, north = self.at(np.array([distance]))[0]
        return float(east), float(north)

    def part(self, start: float, end: float) -> LineString:
        """The piece between two distances."""
        between = self.points[(self.along > start) & (self.along < end)]
        return LineString(np.concatenate([[self.point(start)], between, [self.point(end)]]))

    def sides(self, area: BaseGeometry, edge: BaseGeometry) -> list[Side]:
        """Cut the line where it meets the edge of an area and say which parts are inside."""
        cuts = self._cuts(edge)
        middles = self.at((cuts[1:] + cuts[:-1]) / 2)
        inside = shapely.contains_xy(area, middles[:, 0], middles[:, 1])
        return merge([*zip(cuts[:-1].tolist(), cuts[1:].tolist(), inside.tolist(), strict=True)])

    def _cuts(self, edge: BaseGeometry) -> Coordinates:
        """Distances along the line where it may change sides: both ends and every meeting."""
        pairs = np.stack([self.points[:-1], self.points[1:]], axis=1)
        segments = np.asarray(shapely.linestrings(pairs))
        cuts = [0.0, self.length]
        for index in np.flatnonzero(shapely.intersects(edge, segments)):
            meeting = shapely.get_coordinates(shapely.intersection(segments[index], edge))
            offsets = np.hypot(*(meeting - self.points[index]).T)
            cuts += (self.along[index] + offsets).tolist()
        return np.unique(np.clip(np.array(cuts), 0.0, self.length)) if self.length else np.zeros(2)


def merge(parts: list[Side]) -> list[Side]:
    """Join neighbouring parts that are on the same side."""
    merged: list[Side] = []
    for start, end, inside in parts:
        if merged and merged[-1][2] == inside:
            merged[-1] = (merged[-1][0], end, inside)
        else:
            merged.append((start, end, inside))
    return merged
