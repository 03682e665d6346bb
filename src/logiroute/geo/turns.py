"""How sharp each turn is."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.graph import EdgeGraph
from logiroute.geo.roads import Roads

#: Up to so many degrees off the straight way is no turn.
STRAIGHT_DEG = 40.0

#: Bearings are taken this far from the junction, metres: closer, they follow the kerb.
_BEARING_M = 12.0


def bearings(roads: Roads) -> NDArray[np.float64]:
    """Direction in which each segment begins and ends when driven forward.

    Returns
    -------
    ndarray of float64, shape (segments, 2)
        Degrees counter-clockwise from east in `Roads.plane`, of the first and the last metres.
    """
    return _bearings(roads)


@lru_cache(maxsize=4)
def _bearings(roads: Roads) -> NDArray[np.float64]:
    reach = np.minimum(roads.span_m, _BEARING_M)
    first, last = roads.xy[roads.offset[:-1]], roads.xy[roads.offset[1:] - 1]
    begin = _at(roads, reach) - first
    end = last - _at(roads, roads.span_m - reach)
    both = np.stack([begin, end], axis=1)
    degrees: NDArray[np.float64] = np.degrees(np.arctan2(both[..., 1], both[..., 0]))
    return degrees


def _at(roads: Roads, metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """The point so many metres along each segment, shape (segments, 2)."""
    total = roads.along + np.repeat(np.cumsum(roads.span_m) - roads.span_m, np.diff(roads.offset))
    wanted = metres + np.cumsum(roads.span_m) - roads.span_m
    vertex = np.searchsorted(total, wanted, side="right") - 1
    vertex = np.clip(vertex, roads.offset[:-1], roads.offset[1:] - 2)
    step = np.maximum(roads.along[vertex + 1] - roads.along[vertex], 1e-9)
    share = np.clip((metres - roads.along[vertex]) / step, 0.0, 1.0)[:, None]
    points: NDArray[np.float64] = roads.xy[vertex] * (1 - share) + roads.xy[vertex + 1] * share
    return points


@lru_cache(maxsize=4)
def turn_degrees(roads: Roads, graph: EdgeGraph) -> NDArray[np.float64]:
    """Change of direction at each turn.

    Returns
    -------
    ndarray of float64, shape (arcs,)
        From -180 to 180; left is positive, 0 straight on.
    """
    begin, end = bearings(roads).T
    into = np.where(graph.forward, end[graph.segment], begin[graph.segment] + 180.0)
    out = np.where(graph.forward, begin[graph.segment], end[graph.segment] + 180.0)
    change: NDArray[np.float64] = (out[graph.head] - into[graph.tail] + 180.0) % 360.0 - 180.0
    return change
