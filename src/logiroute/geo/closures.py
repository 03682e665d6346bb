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

#: Nobody stops closer than this to a blocked point, metres: on its very spot a vehicle would come
#: from one side and leave on the other.
STAND_OFF_M = 1.0

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
    start, end : ndarray of float64, shape (k,)
        Fractions of the segment between which nobody may be.
    node : ndarray of int64, shape (j,)
        Junctions that nobody gets past.
    """

    segment: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    node: NDArray[np.int64]


@lru_cache(maxsize=512)
def cuts_of(roads: Roads, line: tuple[Point, ...]) -> Cuts:
    """Lay a closure (`logiroute.model.zone.Closure.line`) over the roads."""
    xy = roads.plane.metres(list(line))
    return _at_point(roads, xy[0]) if len(set(line)) == 1 else _along(roads, xy)


def _at_point(roads: Roads, xy: NDArray[np.float64]) -> Cuts:
    point = shapely.Point(xy)
    segment = np.sort(roads.tree.query(point, predicate="dwithin", distance=POINT_REACH_M))
    at = shapely.line_locate_point(roads.lines[segment], point, normalized=True)
    aside = STAND_OFF_M / roads.span_m[segment]
    node = np.unique(roads.ends[segment])
    place = np.empty((roads.nodes, 2))
    place[roads.ends[segment, 0]] = roads.xy[roads.offset[segment]]
    place[roads.ends[segment, 1]] = roads.xy[roads.offset[segment + 1] - 1]
    near = np.hypot(*(place[node] - xy).T) <= POINT_REACH_M
    return Cuts(segment, np.maximum(at - aside, 0.0), np.minimum(at + aside, 1.0), node[near])


def _along(roads: Roads, xy: NDArray[np.float64]) -> Cuts:
    """Stretches of segments that run along some piece of the line."""
    hull = shapely.LineString(xy).buffer(LINE_REACH_M)
    pieces = straight_pieces(roads, np.sort(roads.tree.query(hull, predicate="intersects")))
    segments, starts, ends = [], [], []
    for start, end in pairwise(xy):
        side = end - start
        ribbon = shapely.LineString([start, end]).buffer(LINE_REACH_M, cap_style="flat")
        with np.errstate(invalid="ignore", divide="ignore"):
            cosine = np.abs(pieces.vector @ side) / (np.hypot(*pieces.vector.T) * np.hypot(*side))
        beside = np.flatnonzero(cosine >= np.cos(np.radians(ALONG_DEG)))
        overlap = shapely.intersection(pieces.lines[beside], ribbon)
        held = shapely.length(overlap) > 0
        piece, overlap = beside[held], overlap[held]
        tips = [shapely.get_coordinates(shapely.get_point(overlap, tip)) for tip in (0, -1)]
        away = [np.hypot(*(tip - pieces.first[piece]).T) + pieces.along[piece] for tip in tips]
        segment = pieces.segment[piece]
        segments.append(segment)
        starts.append(np.minimum(*away) / roads.span_m[segment])
        ends.append(np.maximum(*away) / roads.span_m[segment])
    nowhere = np.zeros(0, dtype=np.int64)
    return Cuts(np.concatenate(segments), np.concatenate(starts), np.concatenate(ends), nowhere)
