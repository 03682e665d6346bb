"""Best paths by Dijkstra's algorithm (scipy): always there, and the oracle of the other engine.

First the fastest: distances in milliseconds. Of the arcs that lie on fastest paths (the tight ones)
the shortest make a second search, in centimetres. Both are floating point inside scipy, but whole
numbers below 2⁵³ are exact there.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from logiroute.geo.engine import (
    UNREACHED,
    Path,
    Seeds,
    check_one,
    check_seeds,
    checked_weights,
)

Whole = NDArray[np.int64]


class ScipyMetric:
    """See `logiroute.geo.engine.Metric`."""

    def __init__(self, tail: Whole, head: Whole, nodes: int, ms: Whole, cm: Whole) -> None:
        self._nodes = nodes
        open_ = ms < UNREACHED
        self._tail, self._head, self._ms, self._cm = tail[open_], head[open_], ms[open_], cm[open_]

    def _sparse(self, tail: Whole, head: Whole, weight: Whole) -> csr_matrix:
        """Arcs as scipy takes them: of parallel ones the least, which it would add up otherwise.

        A virtual node behind all others is there for the options of a point to start from.
        """
        order = np.lexsort((weight, head, tail))
        tail, head, weight = tail[order], head[order], weight[order]
        first = np.ones(len(tail), dtype=np.bool_)
        first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
        start = np.searchsorted(tail[first], np.arange(self._nodes + 2))
        size = (self._nodes + 1, self._nodes + 1)
        return csr_matrix((weight[first].astype(np.float64), head[first], start), shape=size)

    def _search(self, node: Whole, ms: Whole, cm: Whole) -> tuple[Whole, Whole, NDArray[np.int32]]:
        """Best weights from the options of one point to all nodes, and predecessors.

        Time and length of nodes that are not reached are `UNREACHED` or more.
        """
        tail = np.concatenate([self._tail, np.full(len(node), self._nodes)])
        head = np.concatenate([self._head, node])
        time = np.concatenate([self._ms, ms])
        length = np.concatenate([self._cm, cm])
        found = dijkstra(self._sparse(tail, head, time), indices=self._nodes)
        fastest = np.minimum(found, 2.0**52).astype(np.int64)
        tight = (fastest[tail] < UNREACHED) & (fastest[tail] + time == fastest[head])
        found, before = dijkstra(
            self._sparse(tail[tight], head[tight], length[tight]),
            indices=self._nodes,
            return_predecessors=True,
        )
        return fastest, np.minimum(found, 2.0**52).astype(np.int64), before

    def _best(self, fastest: Whole, shortest: Whole, targets: Seeds) -> tuple[Whole, Whole, Whole]:
        """Best time and length to each target, and the node where it is reached, or -1."""
        ms = fastest[targets.node] + targets.ms
        cm = shortest[targets.node] + targets.cm
        point = np.repeat(np.arange(len(targets)), np.diff(targets.offset))
        order = np.lexsort((cm, ms, point))
        some = np.diff(targets.offset) > 0
        best = np.full(len(targets), -1)
        best[some] = order[targets.offset[:-1][some]]
        some[some] = ms[best[some]] < UNREACHED
        result = np.full((3, len(targets)), UNREACHED)
        result[2] = -1
        result[:, some] = ms[best[some]], cm[best[some]], targets.node[best[some]]
        return result[0], result[1], result[2]

    def table(self, origins: Seeds, targets: Seeds) -> tuple[Whole, Whole]:
        """See `logiroute.geo.engine.Metric.table`."""
        for points in (origins, targets):
            check_seeds(points, self._nodes)
        ms = np.full((len(origins), len(targets)), UNREACHED)
        cm = ms.copy()
        for row in range(len(origins)):
            fastest, shortest, _ = self._search(*_options(origins.take([row])))
            ms[row], cm[row], _ = self._best(fastest, shortest, targets)
        return ms, cm

    def paths(self, origin: Seeds, targets: Seeds) -> list[Path | None]:
        """See `logiroute.geo.engine.Metric.paths`."""
        check_one(origin)
        for points in (origin, targets):
            check_seeds(points, self._nodes)
        fastest, shortest, before = self._search(*_options(origin))
        found = []
        for ms, cm, end in np.stack(self._best(fastest, shortest, targets), axis=1).tolist():
            nodes = []
            node = end
            while node >= 0 and node != self._nodes:
                nodes.append(node)
                node = int(before[node])
            found.append(Path(ms, cm, tuple(reversed(nodes))) if nodes else None)
        return found


def _options(point: Seeds) -> tuple[Whole, Whole, Whole]:
    """Options that start below the limit; scipy need not see the others."""
    kept = point.ms < UNREACHED
    return point.node[kept].astype(np.int64), point.ms[kept], point.cm[kept]


class ScipyEngine:
    """See `logiroute.geo.engine.Engine`."""

    def __init__(self, tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int) -> None:
        self._tail, self._head = tail.astype(np.int64), head.astype(np.int64)
        self._nodes = nodes

    def customize(self, ms: ArrayLike, cm: ArrayLike) -> ScipyMetric:
        """See `logiroute.geo.engine.Engine.customize`."""
        checked = checked_weights(ms, cm, len(self._tail))
        return ScipyMetric(self._tail, self._head, self._nodes, *checked)
