"""Labels: what each point of a table knows of all its ancestors in the elimination tree.

The best path between two points turns from upward to downward arcs at a common ancestor. So it is
enough to know the best way up from an origin to each of its ancestors, and the best way down from
there to a target; both are found by searches that see nothing but ancestors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.cch.contract import Hierarchy, enqueue, meeting_depth
from logiroute.geo.cch.kernel import BLOCKED, LANES, kernel, pack
from logiroute.geo.engine import Seeds


@dataclass(frozen=True, eq=False)
class Labels:
    """Weights between points and their ancestors.

    The ancestors of a point's options form a tree. It is described by its leaves: every option that
    is not an ancestor of another one.

    Attributes
    ----------
    leaf : ndarray of int32, shape (leaves,)
        Rank, ascending.
    point : ndarray of int32, shape (leaves,)
        Whose leaf it is.
    own : ndarray of int32, shape (leaves,)
        Depth from which on an ancestor is not the ancestor of an earlier leaf of the point too.
    start : ndarray of int64, shape (leaves,)
        The ancestor in depth ``d`` has the weight ``values[start + d]``.
    values : ndarray of int64
        Packed.
    """

    leaf: NDArray[np.int32]
    point: NDArray[np.int32]
    own: NDArray[np.int32]
    start: NDArray[np.int64]
    values: NDArray[np.int64]


def scratch(hierarchy: Hierarchy) -> NDArray[np.int64]:
    """The memory a search needs; it leaves it as it was."""
    return np.full((len(hierarchy), LANES), BLOCKED)


def labelled(
    hierarchy: Hierarchy, weights: NDArray[np.int64], points: Seeds, memory: NDArray[np.int64]
) -> Labels:
    """The labels of points.

    Parameters
    ----------
    hierarchy : Hierarchy
    weights : ndarray of int64, shape (arcs,)
        ``up`` for the ways to the ancestors, ``down`` for those from them.
    points : Seeds
        Checked. Fastest if points with many common ancestors follow each other.
    memory : ndarray of int64
        Made by `scratch`.
    """
    node = hierarchy.rank[points.node]
    first, leaf, own, point = _leaves(hierarchy.parent, hierarchy.depth, points.offset, node)
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(hierarchy.depth[leaf] + np.int64(1))])
    values = np.empty(start[-1], np.int64)
    _search(
        hierarchy.first,
        hierarchy.head,
        hierarchy.parent,
        hierarchy.depth,
        weights,
        points.offset,
        node,
        pack(points.ms, points.cm),
        first,
        leaf,
        start,
        memory,
        values,
    )
    order = np.argsort(leaf, kind="stable")
    return Labels(leaf[order], point[order], own[order], start[:-1][order], values)


@kernel(
    "Tuple((int64[::1], int32[::1], int32[::1], int32[::1]))"
    "(int32[::1], int32[::1], int64[::1], int32[::1])"
)
def _leaves(
    parent: NDArray[np.int32],
    depth: NDArray[np.int32],
    offset: NDArray[np.int64],
    node: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Where the leaves of each point begin, the leaves, `Labels.own` and `Labels.point`.

    In postorder, what a node has in common with all nodes before it, it has in common with the last
    of them.
    """
    first = np.zeros(len(offset), np.int64)
    leaf = np.empty(len(node), np.int32)
    own = np.empty(len(node), np.int32)
    point = np.empty(len(node), np.int32)
    size = 0
    for p in range(len(offset) - 1):
        options = np.sort(node[offset[p] : offset[p + 1]])
        begin = size
        for v in options:
            common = -1
            if size > begin:
                common = meeting_depth(parent, depth, leaf[size - 1], v)
            if common < depth[v]:
                leaf[size] = v
                own[size] = common + 1
                point[size] = p
                size += 1
        first[p + 1] = size
    return first, leaf[:size].copy(), own[:size].copy(), point[:size].copy()


@kernel(
    "void(int64[::1], int32[::1], int32[::1], int32[::1], int64[::1], int64[::1], int32[::1],"
    " int64[::1], int64[::1], int32[::1], int64[::1], int64[:, ::1], int64[::1])"
)
def _search(
    first: NDArray[np.int64],
    head: NDArray[np.int32],
    parent: NDArray[np.int32],
    depth: NDArray[np.int32],
    weights: NDArray[np.int64],
    offset: NDArray[np.int64],
    node: NDArray[np.int32],
    cost: NDArray[np.int64],
    leaf_first: NDArray[np.int64],
    leaf: NDArray[np.int32],
    start: NDArray[np.int64],
    memory: NDArray[np.int64],
    values: NDArray[np.int64],
) -> None:
    """Search upward from all points, some side by side, and write down their labels."""
    seen = np.empty(len(parent), np.int32)
    for begin in range(0, len(offset) - 1, LANES):
        end = min(begin + LANES, len(offset) - 1)
        for p in range(begin, end):
            for option in range(offset[p], offset[p + 1]):
                v = node[option]
                memory[v, p - begin] = min(memory[v, p - begin], cost[option])
        waiting = np.unique(node[offset[begin] : offset[end]])[::-1].copy()
        count, size = len(waiting), 0
        while count:
            count -= 1
            v = waiting[count]
            seen[size] = v
            size += 1
            here = memory[np.uint64(v)]
            for e in range(first[v], first[v + 1]):
                there = memory[np.uint64(head[np.uint64(e)])]
                weight = weights[np.uint64(e)]
                for lane in range(LANES):
                    there[lane] = min(there[lane], here[lane] + weight)
            count = enqueue(waiting, count, parent[v])
        for p in range(begin, end):
            for i in range(leaf_first[p], leaf_first[p + 1]):
                v = leaf[i]
                for d in range(depth[v], -1, -1):
                    values[start[i] + d] = memory[v, p - begin]
                    v = parent[v]
        for i in range(size):
            memory[seen[i]] = BLOCKED
