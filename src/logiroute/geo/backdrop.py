"""The streets drawn under a map: what the page needs and no more."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.roads import Roads
from logiroute.model.backdrop import Backdrop, StreetLine
from logiroute.model.place import Point

#: Highway class → rank of `StreetLine`; every other class has the last rank. Links (slip roads)
#: are drawn one rank below their road.
_RANKS = {
    "motorway": 0,
    "trunk": 0,
    "motorway_link": 1,
    "trunk_link": 1,
    "primary": 1,
    "primary_link": 2,
    "secondary": 2,
    "secondary_link": 3,
    "tertiary": 3,
    "tertiary_link": 3,
}
_LAST_RANK = 4
#: Ranks shown over the whole map, not only near the points.
_MAJOR_RANK = 2
#: How far a drawn line may be off its street, metres, by rank: a pixel or two at the zoom it is
#: looked at.
_SIMPLIFY_M = (8.0, 8.0, 6.0, 4.0, 4.0)
#: Decimals of the coordinates; the fifth is about a metre.
_DECIMALS = 5
#: Points closer together than this need not be looked at twice, metres.
_GRID_M = 50.0


def backdrop(
    roads: Roads, points: Sequence[Point], *, margin_m: float = 1500, detail_m: float = 400
) -> Backdrop:
    """Street lines for a map of some points.

    Main roads (secondary and above) are drawn over the points' bounding box and a margin, other
    streets only near the points. Lines are merged, clipped to the box and simplified.

    Parameters
    ----------
    roads : Roads
    points : sequence of Point
        Places and the vertices of routes; none give an empty backdrop.
    margin_m : float
        How far the map goes beyond the points.
    detail_m : float
        How near to a point a small street must be to be drawn.

    Returns
    -------
    Backdrop
        Lines by rank (main roads first) and name, always in the same order.
    """
    if not points:
        return Backdrop((), roads.attribution)
    xy = roads.plane.metres(np.array(points, dtype=np.float64))
    low, high = xy.min(axis=0) - margin_m, xy.max(axis=0) + margin_m
    rank_of_class = np.array([_RANKS.get(name, _LAST_RANK) for name in roads.classes])
    rank = rank_of_class[roads.highway]
    shown = _shown(roads, xy, rank, shapely.box(*low, *high), detail_m)
    lines = []
    for key in np.unique(np.stack([rank[shown], roads.name[shown]], axis=1), axis=0).tolist():
        group = shown[(rank[shown] == key[0]) & (roads.name[shown] == key[1])]
        merged = shapely.line_merge(shapely.MultiLineString(roads.lines[group].tolist()))
        clipped = shapely.clip_by_rect(merged, *low, *high)
        parts = np.asarray(shapely.get_parts(clipped))
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        for part in np.asarray(shapely.simplify(parts, _SIMPLIFY_M[key[0]])):
            line = _points(roads, part)
            if len(line) > 1:
                lines.append(StreetLine(line, key[0], roads.names[key[1]]))
    lines.sort(key=lambda line: (line.rank, line.name, line.points))
    return Backdrop(tuple(lines), roads.attribution)


def _shown(
    roads: Roads,
    xy: NDArray[np.float64],
    rank: NDArray[np.int64],
    box: shapely.Polygon,
    detail_m: float,
) -> NDArray[np.int64]:
    """Segments to draw, sorted."""
    within = roads.tree.query(box, predicate="intersects")
    major = within[rank[within] <= _MAJOR_RANK]
    coarse = np.unique(np.round(xy / _GRID_M).astype(np.int64), axis=0) * _GRID_M
    near = roads.tree.query(
        np.asarray(shapely.points(coarse)), predicate="dwithin", distance=detail_m
    )[1]
    return np.union1d(major, near)


def _points(roads: Roads, line: shapely.Geometry) -> tuple[Point, ...]:
    rounded = roads.plane.degrees(shapely.get_coordinates(line)).round(_DECIMALS).tolist()
    points = [(lon, lat) for lon, lat in rounded]
    return tuple(p for i, p in enumerate(points) if i == 0 or p != points[i - 1])
