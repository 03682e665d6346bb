"""What a comparison asks: places on streets, and a zone that closes in the middle of town."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.places import Places, places_on
from logiroute.geo.graph import EdgeGraph
from logiroute.geo.roads import Roads

#: Share of the segments that lie in the zone.
_CLOSED_SHARE = 0.02

#: Tells for each place whether it may be used.
Filter = Callable[[Places], NDArray[np.bool_]]


@dataclass(frozen=True)
class ClosedZone:
    """A zone, in degrees, and the segments it touches."""

    polygon: shapely.Polygon
    segments: NDArray[np.int64]


def closed_zone(roads: Roads) -> ClosedZone:
    """A polygon around the middle of the network that touches about every fiftieth segment."""
    middle = np.asarray(shapely.centroid(roads.lines))
    centre = shapely.Point(np.median(shapely.get_coordinates(middle), axis=0))
    radius = float(np.quantile(shapely.distance(middle, centre), _CLOSED_SHARE))
    disc = shapely.buffer(centre, radius, quad_segs=8)
    polygon = shapely.transform(disc, roads.plane.degrees)
    return ClosedZone(polygon, np.sort(roads.tree.query(disc, predicate="intersects")))


def agreed_places(
    roads: Roads,
    graph: EdgeGraph,
    zone: ClosedZone,
    count: int,
    seed: int,
    filters: list[Filter],
) -> tuple[Places, int]:
    """Random places outside the zone that all programs put on the same street.

    Returns
    -------
    places : Places
        As many as asked for, if half of those tried are of use.
    refused : int
        Places tried and left out.
    """
    tried = places_on(roads, graph, 2 * count, seed, without=zone.segments)
    mask = np.ones(len(tried), dtype=np.bool_)
    for keeps in filters:
        mask &= keeps(tried)
    kept = np.flatnonzero(mask)[:count]
    last = int(kept[-1]) + 1 if len(kept) else len(tried)
    chosen = np.zeros(len(tried), dtype=np.bool_)
    chosen[kept] = True
    return tried.where(chosen), last - len(kept)
