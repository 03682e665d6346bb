"""Contraction: the part of the hierarchy that knows no weights.

Nodes are numbered by rank from here on. Contracting a node joins all its higher neighbours with
each other; what results is the filled graph of an elimination, and the lowest higher neighbour of a
node is its parent in the elimination tree. All higher neighbours of a node are its ancestors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.cch.kernel import kernel


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """The filled graph of an order. An arc of it joins a node to a higher one, for both ways.

    Attributes
    ----------
    rank : ndarray of int32, shape (nodes,)
        Rank of each node of the graph: a postorder of the elimination tree.
    node : ndarray of int32, shape (nodes,)
        Node of the graph at each rank.
    first : ndarray of int64, shape (nodes + 1,)
        Arcs upward from ``v`` are ``first[v]:first[v + 1]``, by ascending ``head``.
    tail, head : ndarray of int32, shape (arcs,)
        Lower and upper end.
    below_first : ndarray of int64, shape (nodes + 1,)
    below : ndarray of int32, shape (arcs,)
        Arcs that come up to ``v`` are ``below[below_first[v]:below_first[v + 1]]``, by ascending
        ``tail``.
    parent, depth : ndarray of int32, shape (nodes,)
        Elimination tree (a forest): -1 above a root, whose depth is 0.
    arc : ndarray of int32, shape (arcs of the graph,)
        Where each arc of the graph lies; -1 for a loop.
    upward : ndarray of bool, shape (arcs of the graph,)
        Whether it leads to the higher end.
    """

    rank: NDArray[np.int32]
    node: NDArray[np.int32]
    first: NDArray[np.int64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    below_first: NDArray[np.int64]
    below: NDArray[np.int32]
    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    arc: NDArray[np.int32]
    upward: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rank)


def contract(
    tail: NDArray[np.int32], head: NDArray[np.int32], order: NDArray[np.int32]
) -> Hierarchy:
    """Contract a graph.

    Parameters
    ----------
    tail, head : ndarray of int32, shape (arcs,)
        Parallel arcs and loops may be among them.
    order : ndarray of int32, shape (nodes,)
        All nodes, first the one that is contracted first.
    """
    nodes = len(order)
    rank = np.empty(nodes, dtype=np.int32)
    rank[order] = np.arange(nodes, dtype=np.int32)
    low, high = np.minimum(rank[tail], rank[head]), np.maximum(rank[tail], rank[head])
    pairs = np.unique((low.astype(np.int64) * nodes + high)[low != high])
    starts = np.searchsorted(pairs, np.arange(nodes + 1, dtype=np.int64) * nodes)
    first, upper, parent = _eliminate(starts, (pairs % max(nodes, 1)).astype(np.int32))
    # An elimination in postorder adds the same arcs, and every subtree is a range of ranks.
    later = _postorder(parent)
    earlier = np.empty(nodes, dtype=np.int32)
    earlier[later] = np.arange(nodes, dtype=np.int32)
    count = np.diff(first)[earlier]
    new_first = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    tails = np.repeat(np.arange(nodes, dtype=np.int32), count)
    moved = np.arange(len(upper)) + (first[earlier] - new_first[:-1])[tails]
    heads = later[upper[moved]]
    rank = later[rank]
    node = np.empty(nodes, dtype=np.int32)
    node[rank] = np.arange(nodes, dtype=np.int32)
    up = parent[earlier]
    parent = np.where(up < 0, np.int32(-1), later[up])
    below = np.argsort(heads, kind="stable").astype(np.int32)
    low, high = np.minimum(rank[tail], rank[head]), np.maximum(rank[tail], rank[head])
    where = np.searchsorted(
        tails.astype(np.int64) * nodes + heads, low.astype(np.int64) * nodes + high
    )
    return Hierarchy(
        rank=rank,
        node=node,
        first=new_first,
        tail=tails,
        head=heads,
        below_first=np.searchsorted(heads[below], np.arange(nodes + 1)),
        below=below,
        parent=parent,
        depth=_depths(parent),
        arc=np.where(low == high, -1, where).astype(np.int32),
        upward=rank[tail] < rank[head],
    )


@kernel("Tuple((int64[::1], int32[::1], int32[::1]))(int64[::1], int32[::1])")
def _eliminate(
    starts: NDArray[np.int64], upper: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Arcs upward and parents, from the graph's own arcs upward.

    The higher neighbours of a node are its own and, but for itself, those of its children.
    """
    nodes = len(starts) - 1
    first = np.zeros(nodes + 1, np.int64)
    heads = np.empty(4 * len(upper) + 16, np.int32)
    parent = np.full(nodes, -1, np.int32)
    child = np.full(nodes, -1, np.int32)
    sibling = np.full(nodes, -1, np.int32)
    seen_by = np.full(nodes, -1, np.int32)
    size = 0
    for v in range(nodes):
        most = starts[v + 1] - starts[v]
        c = child[v]
        while c >= 0:
            most += first[c + 1] - first[c]
            c = sibling[c]
        if size + most > len(heads):
            grown = np.empty(2 * (size + most), np.int32)
            grown[:size] = heads[:size]
            heads = grown
        begin = size
        for i in range(starts[v], starts[v + 1]):
            seen_by[upper[i]] = v
            heads[size] = upper[i]
            size += 1
        c = child[v]
        while c >= 0:
            for i in range(first[c] + 1, first[c + 1]):
                u = heads[i]
                if seen_by[u] != v:
                    seen_by[u] = v
                    heads[size] = u
                    size += 1
            c = sibling[c]
        first[v + 1] = size
        if size > begin:
            heads[begin:size].sort()
            p = heads[begin]
            parent[v] = p
            sibling[v] = child[p]
            child[p] = v
    return first, heads[:size].copy(), parent


@kernel("int32[::1](int32[::1])")
def _postorder(parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number of each node in a postorder of a forest whose parents have higher numbers."""
    nodes = len(parent)
    size = np.ones(nodes, np.int32)
    for v in range(nodes):
        if parent[v] >= 0:
            size[parent[v]] += size[v]
    number = np.empty(nodes, np.int32)
    # Nodes not yet numbered end before this number, in each subtree and in the whole forest.
    end = np.empty(nodes, np.int32)
    whole = nodes
    for v in range(nodes - 1, -1, -1):
        if parent[v] < 0:
            number[v] = whole - 1
            whole -= size[v]
        else:
            p = parent[v]
            number[v] = end[p] - 1
            end[p] -= size[v]
        end[v] = number[v]
    return number


@kernel("int32[::1](int32[::1])")
def _depths(parent: NDArray[np.int32]) -> NDArray[np.int32]:
    """Depth of each node in a forest whose parents have higher numbers."""
    depth = np.zeros(len(parent), np.int32)
    for v in range(len(parent) - 1, -1, -1):
        if parent[v] >= 0:
            depth[v] = depth[parent[v]] + 1
    return depth


@kernel("int64(int32[::1], int32[::1], int64, int64)")
def meeting_depth(parent: NDArray[np.int32], depth: NDArray[np.int32], one: int, other: int) -> int:
    """Depth of the lowest common ancestor of two nodes; -1 if they are in different trees."""
    while one != other:
        if one < other:
            one = parent[one]
            if one < 0:
                return -1
        else:
            other = parent[other]
            if other < 0:
                return -1
    return depth[one]  # type: ignore[no-any-return]  # an integer to numba


@kernel("int64(int32[::1], int64, int64)")
def enqueue(waiting: NDArray[np.int32], count: int, rank: int) -> int:
    """Put a rank among the ``count`` that wait, descending, if it is none of them and no -1.

    Returns how many wait then. A search goes through them from the end. As an ancestor follows its
    last child in postorder, its place is nearly always the last.
    """
    if rank < 0:
        return count
    place = count
    while place > 0 and waiting[place - 1] < rank:
        place -= 1
    if place > 0 and waiting[place - 1] == rank:
        return count
    for i in range(count, place, -1):
        waiting[i] = waiting[i - 1]
    waiting[place] = rank
    return count + 1
