"""Best paths by a customizable contraction hierarchy.

Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies", ACM Journal of Experimental
Algorithmics 21 (2016). The order of contraction is RoutingKit's (by ``routingkit-cch``); the rest
is compiled by numba, because RoutingKit's weights of 31 bits have no room for a length beside the
time.
"""

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logiroute.geo.cch.contract import Hierarchy, contract
from logiroute.geo.cch.customize import customize
from logiroute.geo.cch.kernel import pack
from logiroute.geo.cch.labels import scratch
from logiroute.geo.cch.order import order_of
from logiroute.geo.cch.paths import middles, paths
from logiroute.geo.cch.table import table
from logiroute.geo.engine import Path, Seeds, check_one, check_seeds, checked_weights


class CchMetric:
    """See `logiroute.geo.engine.Metric`."""

    def __init__(self, hierarchy: Hierarchy, weights: NDArray[np.int64]) -> None:
        self._hierarchy, self._weights = hierarchy, weights
        self._up, self._down = customize(hierarchy, weights)

    @cached_property
    def _memory(self) -> NDArray[np.int64]:
        return scratch(self._hierarchy)

    @cached_property
    def _middle(self) -> NDArray[np.int32]:
        return middles(self._hierarchy, self._weights, self._up, self._down)

    def table(self, origins: Seeds, targets: Seeds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """See `logiroute.geo.engine.Metric.table`."""
        for points in (origins, targets):
            check_seeds(points, len(self._hierarchy))
        return table(self._hierarchy, self._up, self._down, origins, targets, self._memory)

    def paths(self, origin: Seeds, targets: Seeds) -> list[Path | None]:
        """See `logiroute.geo.engine.Metric.paths`."""
        check_one(origin)
        for points in (origin, targets):
            check_seeds(points, len(self._hierarchy))
        return paths(self._hierarchy, self._up, self._down, self._middle, origin, targets)


class CchEngine:
    """See `logiroute.geo.engine.Engine`.

    Parameters
    ----------
    tail, head : ndarray of int, shape (arcs,)
    lonlat : ndarray of float64, shape (nodes, 2)
        Positions of the nodes, for the nested dissection that orders them.

    Raises
    ------
    RoadsError
        The graph cannot be put in order.
    """

    def __init__(
        self, tail: NDArray[np.int32], head: NDArray[np.int32], lonlat: NDArray[np.float64]
    ) -> None:
        self._arcs = len(tail)
        self._hierarchy = contract(tail, head, order_of(tail, head, lonlat))

    def customize(self, ms: ArrayLike, cm: ArrayLike) -> CchMetric:
        """See `logiroute.geo.engine.Engine.customize`."""
        return CchMetric(self._hierarchy, pack(*checked_weights(ms, cm, self._arcs)))
