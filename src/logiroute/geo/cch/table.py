"""Tables: join the labels of origins and targets."""

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.cch.contract import Hierarchy, meeting_depth
from logiroute.geo.cch.kernel import BLOCKED, CM_MASK, SHIFT, kernel
from logiroute.geo.cch.labels import Labels, labelled
from logiroute.geo.engine import UNREACHED, Seeds

#: Origins and targets joined at once: bounds the memory for labels.
_ROWS, _COLUMNS = 256, 4096


def table(
    hierarchy: Hierarchy,
    up: NDArray[np.int64],
    down: NDArray[np.int64],
    origins: Seeds,
    targets: Seeds,
    memory: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """See `logiroute.geo.engine.Metric.table`.

    Parameters
    ----------
    hierarchy : Hierarchy
    up, down : ndarray of int64, shape (arcs,)
        Made by `logiroute.geo.cch.customize.customize`.
    origins, targets : Seeds
        Checked.
    memory : ndarray of int64
        Made by `logiroute.geo.cch.labels.scratch`.
    """
    ms = np.empty((len(origins), len(targets)), np.int64)
    cm = np.empty_like(ms)
    row_order, column_order = (_by_rank(hierarchy, points) for points in (origins, targets))
    for left in range(0, len(targets), _COLUMNS):
        columns = column_order[left : left + _COLUMNS]
        onward = labelled(hierarchy, down, targets.take(columns), memory)
        common = _neighbours(hierarchy.parent, hierarchy.depth, onward.leaf)
        for top in range(0, len(origins), _ROWS):
            rows = row_order[top : top + _ROWS]
            outward = labelled(hierarchy, up, origins.take(rows), memory)
            best = np.full((len(rows), len(columns)), BLOCKED)
            _join_all(hierarchy, outward, onward, common, best)
            _unpack(best, rows, columns, ms, cm)
    return ms, cm


def _by_rank(hierarchy: Hierarchy, points: Seeds) -> NDArray[np.int64]:
    """Points so that those with many common ancestors follow each other."""
    rank = np.full(len(points), -1, np.int64)
    some = np.flatnonzero(np.diff(points.offset))
    rank[some] = hierarchy.rank[points.node[points.offset[some]]]
    return np.argsort(rank, kind="stable")


def _join_all(
    hierarchy: Hierarchy,
    outward: Labels,
    onward: Labels,
    common: NDArray[np.int32],
    best: NDArray[np.int64],
) -> None:
    _join(
        hierarchy.parent,
        hierarchy.depth,
        outward.leaf,
        outward.point,
        outward.own,
        outward.start,
        outward.values,
        onward.leaf,
        onward.point,
        onward.own,
        onward.start,
        onward.values,
        common,
        np.searchsorted(onward.leaf, outward.leaf),
        best,
    )


@kernel("int32[::1](int32[::1], int32[::1], int32[::1])")
def _neighbours(
    parent: NDArray[np.int32], depth: NDArray[np.int32], leaf: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Depth of the lowest common ancestor of each leaf and the one before it."""
    common = np.full(len(leaf), -1, np.int32)
    for i in range(1, len(leaf)):
        common[i] = meeting_depth(parent, depth, leaf[i - 1], leaf[i])
    return common


@kernel(
    "void(int32[::1], int32[::1],"
    " int32[::1], int32[::1], int32[::1], int64[::1], int64[::1],"
    " int32[::1], int32[::1], int32[::1], int64[::1], int64[::1],"
    " int32[::1], int64[::1], int64[:, ::1])"
)
def _join(
    parent: NDArray[np.int32],
    depth: NDArray[np.int32],
    out_leaf: NDArray[np.int32],
    out_point: NDArray[np.int32],
    out_own: NDArray[np.int32],
    out_start: NDArray[np.int64],
    out_values: NDArray[np.int64],
    on_leaf: NDArray[np.int32],
    on_point: NDArray[np.int32],
    on_own: NDArray[np.int32],
    on_start: NDArray[np.int64],
    on_values: NDArray[np.int64],
    common: NDArray[np.int32],
    place: NDArray[np.int64],
    best: NDArray[np.int64],
) -> None:
    """Best sums over the common ancestors of all pairs of leaves.

    Two leaves have the ancestors down to the lowest common one in common. How deep that is, is
    known by going through the targets' leaves from where the origin's leaf would be among them: in
    postorder it is the least of what neighbours on the way have in common. A common ancestor that
    belongs to an earlier leaf of either point is left to that leaf.
    """
    leaves = len(on_leaf)
    deepest = np.empty(leaves, np.int32)
    for i in range(len(out_leaf)):
        at = place[i]
        if at < leaves:
            deep = meeting_depth(parent, depth, out_leaf[i], on_leaf[at])
            deepest[at] = deep
            for j in range(at + 1, leaves):
                deep = min(deep, common[j])
                deepest[j] = deep
        if at > 0:
            deep = meeting_depth(parent, depth, out_leaf[i], on_leaf[at - 1])
            deepest[at - 1] = deep
            for j in range(at - 2, -1, -1):
                deep = min(deep, common[j + 1])
                deepest[j] = deep
        row = best[out_point[i]]
        for j in range(leaves):
            high, low = max(out_own[i], on_own[j]), deepest[j] + 1
            if high < low:
                one = out_values[out_start[i] + high : out_start[i] + low]
                other = on_values[on_start[j] + high : on_start[j] + low]
                least = BLOCKED
                for d in range(len(one)):
                    least = min(least, one[d] + other[d])
                row[on_point[j]] = min(row[on_point[j]], least)


@kernel("void(int64[:, ::1], int64[::1], int64[::1], int64[:, ::1], int64[:, ::1])")
def _unpack(
    best: NDArray[np.int64],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    ms: NDArray[np.int64],
    cm: NDArray[np.int64],
) -> None:
    """Write packed sums into the rows and columns they belong to."""
    for i in range(len(rows)):
        for j in range(len(columns)):
            both = best[i, j]
            reached = both < BLOCKED
            ms[rows[i], columns[j]] = both >> SHIFT if reached else UNREACHED
            cm[rows[i], columns[j]] = both & CM_MASK if reached else UNREACHED
