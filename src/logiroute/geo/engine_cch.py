"""Shortest paths by a customizable contraction hierarchy (RoutingKit, by ``routingkit-cch``).

Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies", ACM Journal of Experimental
Algorithmics 21 (2016).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import routingkit_cch as kit
from numpy.typing import ArrayLike, NDArray

from logiroute.errors import RoadsError
from logiroute.geo.engine import UNREACHED, Path, Seeds, checked_seeds, checked_weights


@contextmanager
def _no_panic() -> Iterator[None]:
    """Turn a panic of the Rust binding, which is no `Exception`, into an error of ours."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RoadsError(f"the routing engine failed: {error}") from error


class CchMetric:
    """See `logiroute.geo.engine.Metric`."""

    def __init__(self, hierarchy: kit.CCH, nodes: int, weights: NDArray[np.int64]) -> None:
        self._nodes = nodes
        with _no_panic():
            self._metric = kit.CCHMetric(hierarchy, weights.tolist())
            self._query = kit.CCHQuery(self._metric)

    def table(self, origins: Sequence[Seeds], targets: Sequence[int]) -> NDArray[np.int64]:
        """See `logiroute.geo.engine.Metric.table`."""
        goals = checked_seeds([(target, 0) for target in targets], self._nodes)
        column = {node: i for i, (node, _) in enumerate(goals)}
        picked = np.array([column[int(target)] for target in targets], dtype=np.int64)
        result = np.full((len(origins), len(targets)), UNREACHED, dtype=np.int64)
        if not goals:
            return result
        with _no_panic():
            sweep = kit.CCHOneToMany(self._metric, list(column))
            for row, origin in enumerate(origins):
                seeds = checked_seeds(origin, self._nodes)
                if seeds:
                    found = sweep.distances_from_multi(seeds)
                    costs = [UNREACHED if cost is None else cost for cost in found]
                    result[row] = np.array(costs, dtype=np.int64)[picked]
        return np.minimum(result, UNREACHED)

    def paths(self, origin: Seeds, targets: Sequence[Seeds]) -> list[Path | None]:
        """See `logiroute.geo.engine.Metric.paths`."""
        sources = checked_seeds(origin, self._nodes)
        return [self._path(sources, checked_seeds(target, self._nodes)) for target in targets]

    def _path(self, sources: list[tuple[int, int]], goals: list[tuple[int, int]]) -> Path | None:
        if not sources or not goals:
            return None
        with _no_panic():
            found = self._query.run_multi(sources, goals)
            cost, nodes = found.distance, found.node_path
            # The binding panics at the next query while a result is alive.
            del found
        if cost is None or cost >= UNREACHED:
            return None
        return Path(cost, tuple(nodes))


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
        The graph cannot be contracted.
    """

    def __init__(
        self, tail: NDArray[np.int32], head: NDArray[np.int32], lonlat: NDArray[np.float64]
    ) -> None:
        self._nodes, self._arcs = len(lonlat), len(tail)
        tails, heads = tail.tolist(), head.tolist()
        with _no_panic():
            order = kit.compute_order_inertial(
                self._nodes, tails, heads, lonlat[:, 1].tolist(), lonlat[:, 0].tolist()
            )
            self._hierarchy = kit.CCH(order, tails, heads, False)

    def customize(self, weights: ArrayLike) -> CchMetric:
        """See `logiroute.geo.engine.Engine.customize`."""
        return CchMetric(self._hierarchy, self._nodes, checked_weights(weights, self._arcs))
