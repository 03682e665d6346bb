"""Where blocked points and blocked streets cut the roads: geometry only."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.crossings import straight_pieces
from logiroute.geo.roads import Roads
from logiroute.model.place import Point

#: A blocked point closes every street within so many metres of it. The auditor looks at half as
#: much, so that what it calls passed has been closed.
POINT_REACH_M = 10.0

#: A street within so many metres of a blocked line, and at no more than `ALONG_DEG` to it, is the
#: blocked one; a street that crosses the line is not.
LINE_REACH_M = 6.0
ALONG_DEG = 45.0


@dataclass(frozen=True, eq=False)
class Cuts:
    """What a closure cuts.

    Attributes
    ----------
    segment : ndarray of int64, shape (k,)
    fraction : ndarray of float64, shape (k,)
        Where in the segment nobody gets past.
    node : ndarray of int64, shape (j,)
        Junctions that nobody gets past.
    """

    segment: NDArray[np.int64]
    fraction: NDArray[np.float64]
    node: NDArray[np.int64]


@lru_cache(maxsize=512)
def cuts_of(roads: Roads, line: tuple[Point, ...]) -> Cuts:
    """Lay a closure (`logiroute.model.zone.Closure.line`) over the roads."""
    xy = roads.plane.metres(list(line))
    return _at_point(roads, xy[0]) if len(line) == 1 else _along(roads, xy)


def _at_point(roads: Roads, xy: NDArray[np.float64]) -> Cuts:
    point = shapely.Point(xy)
    segment = np.sort(roads.tree.query(point, predicate="dwithin", distance=POINT_REACH_M))
    fraction = shapely.line_locate_point(roads.lines[segment], point, normalized=True)
    node = np.unique(roads.ends[segment])
    place = np.empty((roads.nodes, 2))
    place[roads.ends[segment, 0]] = roads.xy[roads.offset[segment]]
    place[roads.ends[segment, 1]] = roads.xy[roads.offset[segment + 1] - 1]
    near = np.hypot(*(place[node] - xy).T) <= POINT_REACH_M
    return Cuts(segment, np.asarray(fraction), node[near])


def _along(roads: Roads, xy: NDArray[np.float64]) -> Cuts:
    """Segments with a piece that runs along some piece of the line, cut in the middle of it."""
    hull = shapely.LineString(xy).buffer(LINE_REACH_M)
    pieces = straight_pieces(roads, np.sort(roads.tree.query(hull, predicate="intersects")))
    segments, fractions = [], []
    for start, end in pairwise(xy):
        side = end - start
        ribbon = shapely.LineString([start, end]).buffer(LINE_REACH_M, cap_style="flat")
        with np.errstate(invalid="ignore", divide="ignore"):
            cosine = np.abs(pieces.vector @ side) / (np.hypot(*pieces.vector.T) * np.hypot(*side))
        beside = np.flatnonzero(cosine >= np.cos(np.radians(ALONG_DEG)))
        overlap = shapely.intersection(pieces.lines[beside], ribbon)
        held = shapely.length(overlap) > 0
        middle = shapely.line_interpolate_point(overlap[held], 0.5, normalized=True)
        owner = pieces.segment[beside[held]]
        segments.append(owner)
        fractions.append(shapely.line_locate_point(roads.lines[owner], middle, normalized=True))
    return Cuts(np.concatenate(segments), np.concatenate(fractions), np.zeros(0, dtype=np.int64))
