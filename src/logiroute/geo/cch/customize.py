"""Customization: weights of all arcs of a hierarchy from the weights of the graph's arcs."""

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.cch.contract import Hierarchy
from logiroute.geo.cch.kernel import BLOCKED, kernel


def customize(
    hierarchy: Hierarchy, weights: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Weights of the hierarchy's arcs, from the lower to the upper end and back.

    Parameters
    ----------
    hierarchy : Hierarchy
    weights : ndarray of int64, shape (arcs of the graph,)
        Packed (see `logiroute.geo.cch.kernel`).

    Returns
    -------
    up, down : ndarray of int64, shape (arcs,)
        Of the best path through lower nodes.
    """
    up = np.full(len(hierarchy.head), BLOCKED)
    down = np.full(len(hierarchy.head), BLOCKED)
    _lay_down(hierarchy.arc, hierarchy.upward, weights, up, down)
    _relax(
        hierarchy.first,
        hierarchy.head,
        hierarchy.tail,
        hierarchy.below_first,
        hierarchy.below,
        up,
        down,
    )
    return up, down


@kernel("void(int32[::1], boolean[::1], int64[::1], int64[::1], int64[::1])")
def _lay_down(
    arc: NDArray[np.int32],
    upward: NDArray[np.bool_],
    weights: NDArray[np.int64],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
) -> None:
    """Put the graph's arcs where they lie; of parallel ones the best counts, loops never do."""
    for i in range(len(arc)):
        e = arc[i]
        if e >= 0:
            if upward[i]:
                up[e] = min(up[e], weights[i])
            else:
                down[e] = min(down[e], weights[i])


@kernel("void(int64[::1], int32[::1], int32[::1], int64[::1], int32[::1], int64[::1], int64[::1])")
def _relax(
    first: NDArray[np.int64],
    head: NDArray[np.int32],
    tail: NDArray[np.int32],
    below_first: NDArray[np.int64],
    below: NDArray[np.int32],
    up: NDArray[np.int64],
    down: NDArray[np.int64],
) -> None:
    """Relax all lower triangles: v below a below b, for the arc between a and b.

    By ascending a, so that both lower arcs are final. The arcs of a lie spread out by their heads
    while the triangles are gone through. Unsigned indices spare numba the test for negative ones.
    """
    spread = np.empty((len(first) - 1, 2), np.int64)
    for a in range(len(first) - 1):
        for e in range(first[a], first[a + 1]):
            b = np.uint64(head[e])
            spread[b, 0] = up[e]
            spread[b, 1] = down[e]
        for i in range(below_first[a], below_first[a + 1]):
            e = below[i]
            to_a, from_a = up[e], down[e]
            for f in range(e + 1, first[tail[e] + 1]):
                b = np.uint64(head[np.uint64(f)])
                spread[b, 0] = min(spread[b, 0], from_a + up[np.uint64(f)])
                spread[b, 1] = min(spread[b, 1], down[np.uint64(f)] + to_a)
        for e in range(first[a], first[a + 1]):
            b = np.uint64(head[e])
            up[e] = spread[b, 0]
            down[e] = spread[b, 1]
