"""What a comparison asks: places on streets, and a zone that closes in the middle of town."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.drivable import Drivable
from benchmarks.places import Places, places_on
from logiroute.geo.roads import Roads

#: Share of the segments that lie in the zone.
_CLOSED_SHARE = 0.02

#: Tells for each place whether it may be used.
Filter = Callable[[Places], NDArray[np.bool_]]


@dataclass(frozen=True)
class ClosedZone:
    """A zone that closes.

    Attributes
    ----------
    polygon : shapely.Polygon
        In degrees.
    segments : ndarray of int64, shape (k,)
        Segments it touches.
    stretches : ndarray of int64, shape (l,)
        These and the segments up to the next fork. OSRM keeps such a stretch as one edge, and
        whoever stands on it does not get away once a part of it is closed.
    """

    polygon: shapely.Polygon
    segments: NDArray[np.int64]
    stretches: NDArray[np.int64]


def closed_zone(drivable: Drivable) -> ClosedZone:
    """A polygon around the middle of the network that touches about every fiftieth segment."""
    roads = drivable.roads
    middle = np.asarray(shapely.centroid(roads.lines))
    centre = shapely.Point(np.median(shapely.get_coordinates(middle), axis=0))
    radius = float(np.quantile(shapely.distance(middle, centre), _CLOSED_SHARE))
    disc = shapely.buffer(centre, radius, quad_segs=8)
    polygon = shapely.transform(disc, roads.plane.degrees)
    segments = np.sort(roads.tree.query(disc, predicate="intersects"))
    stretch = _stretches(roads, drivable.usable)
    return ClosedZone(polygon, segments, np.flatnonzero(np.isin(stretch, stretch[segments])))


def _stretches(roads: Roads, usable: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Number of the stretch between forks that each segment belongs to, shape (segments,)."""
    segment = np.repeat(np.flatnonzero(usable), 2)
    node = roads.ends[usable].ravel()
    order = np.argsort(node, kind="stable")
    segment, node = segment[order], node[order]
    first = np.searchsorted(node, np.flatnonzero(np.bincount(node) == 2))
    joined = (np.ones(len(first), dtype=np.int8), (segment[first], segment[first + 1]))
    graph = coo_matrix(joined, shape=(len(roads), len(roads)))
    return np.asarray(connected_components(graph, directed=False)[1])


def agreed_places(
    drivable: Drivable,
    zone: ClosedZone,
    count: int,
    seed: int,
    filters: list[Filter],
) -> tuple[Places, int]:
    """Random places that all programs put on the same street.

    None lies in the zone, or on a way over which a turn is forbidden (`Drivable.between`).

    Returns
    -------
    places : Places
        As many as asked for, if half of those tried are of use.
    refused : int
        Places tried and left out.
    """
    stretch = _stretches(drivable.roads, drivable.usable)
    between = np.flatnonzero(np.isin(stretch, stretch[drivable.between()]))
    avoided = np.union1d(zone.stretches, between)
    tried = places_on(drivable, 2 * count, seed, without=avoided)
    mask = np.ones(len(tried), dtype=np.bool_)
    for keeps in filters:
        mask &= keeps(tried)
    kept = np.flatnonzero(mask)[:count]
    last = int(kept[-1]) + 1 if len(kept) else len(tried)
    chosen = np.zeros(len(tried), dtype=np.bool_)
    chosen[kept] = True
    return tried.where(chosen), last - len(kept)
