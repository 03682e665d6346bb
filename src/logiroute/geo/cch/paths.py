"""Paths: search upward from both ends, then unpack the arcs of the hierarchy."""

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.cch.contract import Hierarchy, enqueue
from logiroute.geo.cch.kernel import BLOCKED, CM_MASK, SHIFT, kernel, pack
from logiroute.geo.engine import Path, Seeds

#: Besides the number of the arc to the middle: not looked for yet; an arc of the graph.
_UNKNOWN, _PLAIN = -2, -1


def middles(
    hierarchy: Hierarchy,
    weights: NDArray[np.int64],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Where the arcs of the hierarchy come from; filled in by `paths` as needed.

    Parameters
    ----------
    hierarchy : Hierarchy
    weights : ndarray of int64, shape (arcs of the graph,)
    up, down : ndarray of int64, shape (arcs,)

    Returns
    -------
    ndarray of int32, shape (2 * arcs,)
        For arc ``e`` upward (``2 * e``) and downward (``2 * e + 1``): the arc from the middle of
        its best lower triangle to its lower end.
    """
    found = np.full(2 * len(up), _UNKNOWN, np.int32)
    for way, final, chosen in ((0, up, hierarchy.upward), (1, down, ~hierarchy.upward)):
        kept = chosen & (hierarchy.arc >= 0)
        arc = hierarchy.arc[kept]
        found[2 * arc[weights[kept] == final[arc]] + way] = _PLAIN
    return found


def paths(
    hierarchy: Hierarchy,
    up: NDArray[np.int64],
    down: NDArray[np.int64],
    middle: NDArray[np.int32],
    origin: Seeds,
    targets: Seeds,
) -> list[Path | None]:
    """See `logiroute.geo.engine.Metric.paths`; ``middle`` is made by `middles`."""
    best, first, ranks = _find(
        hierarchy.first,
        hierarchy.tail,
        hierarchy.head,
        hierarchy.below_first,
        hierarchy.below,
        hierarchy.parent,
        up,
        down,
        middle,
        hierarchy.rank[origin.node],
        pack(origin.ms, origin.cm),
        targets.offset,
        hierarchy.rank[targets.node],
        pack(targets.ms, targets.cm),
    )
    nodes = hierarchy.node[ranks].tolist()
    bounds = first.tolist()
    return [
        Path(both >> SHIFT, both & CM_MASK, tuple(nodes[bounds[i] : bounds[i + 1]]))
        if both < BLOCKED
        else None
        for i, both in enumerate(best.tolist())
    ]


@kernel(
    "UniTuple(int64, 3)(int64[::1], int32[::1], int32[::1], int64[::1], int32[::1], int64[::1],"
    " int64[::1], int64[::1], int32[::1], int32[::1])"
)
def _climb(
    first: NDArray[np.int64],
    head: NDArray[np.int32],
    parent: NDArray[np.int32],
    weights: NDArray[np.int64],
    node: NDArray[np.int32],
    cost: NDArray[np.int64],
    opposite: NDArray[np.int64],
    best: NDArray[np.int64],
    entered: NDArray[np.int32],
    seen: NDArray[np.int32],
) -> tuple[int, np.int64, int]:
    """Search upward from one point, as far as it may meet the ``opposite`` search.

    ``best`` holds `BLOCKED` before; ``entered`` gets the arc on which each node is reached best, -1
    for an option. Returns how many nodes were ``seen``, the least sum with the opposite search, and
    the node where both have it, or -1.
    """
    least, top = BLOCKED, -1
    for i in range(len(node)):
        if cost[i] < best[node[i]]:
            best[node[i]] = cost[i]
            entered[node[i]] = -1
    waiting = np.unique(node)[::-1].copy()
    count, size = len(waiting), 0
    while count:
        count -= 1
        v = waiting[count]
        seen[size] = v
        size += 1
        here = best[v]
        if here + opposite[v] < least:
            least, top = here + opposite[v], v
        # From a node that alone is as far as the best path nothing better comes.
        if here < least:
            for e in range(first[v], first[v + 1]):
                u = np.uint64(head[np.uint64(e)])
                reached = here + weights[np.uint64(e)]
                if reached < best[u]:
                    best[u] = reached
                    entered[u] = e
        count = enqueue(waiting, count, parent[v])
    return size, least, top


@kernel("Tuple((int32[::1], int64))(int32[::1], int64, int64)")
def _appended(found: NDArray[np.int32], size: int, node: int) -> tuple[NDArray[np.int32], int]:
    """An array with a node put behind the first ``size``, larger if need be; and the new size."""
    if size == len(found):
        grown = np.empty(2 * size, np.int32)
        grown[:size] = found
        found = grown
    found[size] = node
    return found, size + 1


@kernel(
    "int64(int64[::1], int32[::1], int32[::1], int64[::1], int32[::1], int64[::1], int64[::1],"
    " int32[::1], int64)"
)
def _middle(
    first: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    below_first: NDArray[np.int64],
    below: NDArray[np.int32],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
    middle: NDArray[np.int32],
    step: int,
) -> int:
    """The entry of `middles` for a step, looked for among its lower triangles if need be."""
    if middle[step] != _UNKNOWN:
        return middle[step]  # type: ignore[no-any-return]  # an integer to numba
    arc, backward = step >> 1, step & 1
    a, b = tail[arc], head[arc]
    for i in range(below_first[a], below_first[a + 1]):
        e = below[i]
        last = first[tail[e] + 1]
        f = e + 1 + np.searchsorted(head[e + 1 : last], b)
        if f < last and head[f] == b:
            through = down[f] + up[e] if backward else down[e] + up[f]
            if through == (down[arc] if backward else up[arc]):
                middle[step] = e
                return e  # type: ignore[no-any-return]
    raise AssertionError("an arc of the hierarchy comes from nowhere")


@kernel("int64(int32[::1], int32[::1], int32[::1], int64, int64[::1])")
def _steps(
    tail: NDArray[np.int32],
    came: NDArray[np.int32],
    goes: NDArray[np.int32],
    top: int,
    steps: NDArray[np.int64],
) -> int:
    """Write the steps of a path through its highest node, in driving order; returns how many."""
    size = 0
    v = top
    while came[v] >= 0:
        steps[size] = 2 * np.int64(came[v])
        size += 1
        v = tail[came[v]]
    steps[:size] = steps[:size][::-1].copy()
    v = top
    while goes[v] >= 0:
        steps[size] = 2 * np.int64(goes[v]) + 1
        size += 1
        v = tail[goes[v]]
    return size


@kernel(
    "Tuple((int64[::1], int64[::1], int32[::1]))(int64[::1], int32[::1], int32[::1], int64[::1],"
    " int32[::1], int32[::1], int64[::1], int64[::1], int32[::1], int32[::1], int64[::1],"
    " int64[::1], int32[::1], int64[::1])"
)
def _find(
    first: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    below_first: NDArray[np.int64],
    below: NDArray[np.int32],
    parent: NDArray[np.int32],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
    middle: NDArray[np.int32],
    source: NDArray[np.int32],
    source_cost: NDArray[np.int64],
    offset: NDArray[np.int64],
    goal: NDArray[np.int32],
    goal_cost: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Packed sum, where the nodes begin, and the nodes of a best path to each target."""
    nodes = len(parent)
    ahead = np.full(nodes, BLOCKED, np.int64)
    back = np.full(nodes, BLOCKED, np.int64)
    came, goes = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    seen = np.empty(nodes, np.int32)
    steps = np.empty(2 * nodes, np.int64)
    # The steps on it lie ever lower in the elimination tree.
    stack = np.empty(nodes + 1, np.int64)
    _climb(first, head, parent, up, source, source_cost, back, ahead, came, seen)
    best = np.full(len(offset) - 1, BLOCKED, np.int64)
    begin = np.zeros(len(offset), np.int64)
    found = np.empty(1024, np.int32)
    size = 0
    for t in range(len(offset) - 1):
        options, costs = goal[offset[t] : offset[t + 1]], goal_cost[offset[t] : offset[t + 1]]
        count, best[t], top = _climb(
            first, head, parent, down, options, costs, ahead, back, goes, seen
        )
        if top >= 0:
            length = _steps(tail, came, goes, top, steps)
            v = top
            while came[v] >= 0:
                v = tail[came[v]]
            found, size = _appended(found, size, v)
            for i in range(length):
                stack[0] = steps[i]
                height = 1
                while height:
                    height -= 1
                    step = stack[height]
                    e = _middle(first, tail, head, below_first, below, up, down, middle, step)
                    arc, backward = step >> 1, step & 1
                    if e < 0:
                        end = tail[arc] if backward else head[arc]
                        found, size = _appended(found, size, end)
                    else:
                        f = e + 1 + np.searchsorted(head[e + 1 : first[tail[e] + 1]], head[arc])
                        if backward:
                            stack[height], stack[height + 1] = 2 * e, 2 * f + 1
                        else:
                            stack[height], stack[height + 1] = 2 * f, 2 * e + 1
                        height += 2
        begin[t + 1] = size
        for i in range(count):
            back[seen[i]] = BLOCKED
    return best, begin, found[:size].copy()
