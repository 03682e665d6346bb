"""Shortest paths by Dijkstra's algorithm (scipy): always there, and the oracle of the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from logiroute.geo.engine import UNREACHED, Path, Seeds, checked_seeds, checked_weights

#: Origins searched at once: bounds the memory for distances to all nodes.
_BLOCK = 64


class ScipyMetric:
    """See `logiroute.geo.engine.Metric`.

    Costs are floating point inside scipy, but whole numbers below 2⁵³ are exact there.
    """

    def __init__(
        self,
        tail: NDArray[np.int32],
        head: NDArray[np.int32],
        nodes: int,
        weights: NDArray[np.int64],
    ) -> None:
        open_ = weights < UNREACHED
        # Of parallel arcs the cheapest counts; scipy would add them up.
        order = np.lexsort((weights[open_], head[open_], tail[open_]))
        kept = np.flatnonzero(open_)[order]
        tail, head = tail[kept], head[kept]
        first = np.ones(len(tail), dtype=np.bool_)
        first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
        self._tail, self._head, self._weights = tail[first], head[first], weights[kept][first]
        self._nodes = nodes

    def _search(
        self, origins: Sequence[list[tuple[int, int]]]
    ) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Distances and predecessors from virtual nodes, one per origin, to all nodes.

        The arc from a virtual node to a seed costs one more than the seed's initial cost, because
        scipy's sparse graphs are best kept free of zeros.
        """
        virtual = [
            (self._nodes + row, *seed) for row, seeds in enumerate(origins) for seed in seeds
        ]
        extra = np.array(virtual, dtype=np.int64).reshape(-1, 3)
        size = self._nodes + len(origins)
        graph = csr_matrix(
            (
                np.concatenate([self._weights, extra[:, 2] + 1]).astype(np.float64),
                (
                    np.concatenate([self._tail, extra[:, 0]]),
                    np.concatenate([self._head, extra[:, 1]]),
                ),
            ),
            shape=(size, size),
        )
        starts = np.arange(self._nodes, size)
        distance, before = dijkstra(graph, directed=True, indices=starts, return_predecessors=True)
        return distance - 1.0, before

    def table(self, origins: Sequence[Seeds], targets: Sequence[int]) -> NDArray[np.int64]:
        """See `logiroute.geo.engine.Metric.table`."""
        checked_seeds([(target, 0) for target in targets], self._nodes)
        seeds = [checked_seeds(origin, self._nodes) for origin in origins]
        columns = np.asarray(targets, dtype=np.int64)
        result = np.full((len(origins), len(columns)), UNREACHED, dtype=np.int64)
        for low in range(0, len(seeds), _BLOCK):
            distance, _ = self._search(seeds[low : low + _BLOCK])
            result[low : low + _BLOCK] = np.minimum(distance[:, columns], UNREACHED)
        return result

    def paths(self, origin: Seeds, targets: Sequence[Seeds]) -> list[Path | None]:
        """See `logiroute.geo.engine.Metric.paths`."""
        goals = [checked_seeds(target, self._nodes) for target in targets]
        distance, before = self._search([checked_seeds(origin, self._nodes)])
        return [self._path(distance[0], before[0], goal) for goal in goals]

    def _path(
        self,
        distance: NDArray[np.float64],
        before: NDArray[np.int32],
        goals: Sequence[tuple[int, int]],
    ) -> Path | None:
        costs = [(float(distance[node]) + cost, node) for node, cost in goals]
        total, node = min(costs, default=(float("inf"), -1))
        if total >= UNREACHED:
            return None
        nodes = []
        while node < self._nodes:
            nodes.append(node)
            node = int(before[node])
        return Path(int(total), tuple(reversed(nodes)))


class ScipyEngine:
    """See `logiroute.geo.engine.Engine`."""

    def __init__(self, tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int) -> None:
        self._tail, self._head, self._nodes = tail, head, nodes

    def customize(self, weights: ArrayLike) -> ScipyMetric:
        """See `logiroute.geo.engine.Engine.customize`."""
        checked = checked_weights(weights, len(self._tail))
        return ScipyMetric(self._tail, self._head, self._nodes, checked)
