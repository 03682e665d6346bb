"""The edge-based graph: a node is a directed street segment, an arc is an allowed turn.

Whatever a vehicle may not do is then a property of single arcs: a turn restriction, a gate with
its delay, a closed crossing. A weight vector with one entry per arc says it all, and the graph,
once contracted, stays as it is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from logiroute.errors import RoadsError
from logiroute.geo.roads import Roads
from logiroute.geo.ways import MODE_BITS


@dataclass(frozen=True, eq=False)
class EdgeGraph:
    """Directed segments of one mode and the turns between them.

    States are sorted by segment, forward before backward.

    Attributes
    ----------
    segment : ndarray of int32, shape (states,)
        Segment of each state (node of this graph).
    forward : ndarray of bool, shape (states,)
        Whether it runs from the segment's first to its last vertex.
    state_of : ndarray of int32, shape (segments, 2)
        State that runs the segment forward and backward; -1 where the mode may not.
    tail, head : ndarray of int32, shape (arcs,)
        Turn from one state into the next, sorted by ``tail``.
    first_arc : ndarray of int64, shape (states + 1,)
        Arcs of state ``s`` are ``first_arc[s]:first_arc[s + 1]``.
    lonlat : ndarray of float64, shape (states, 2)
        Where each state starts, for the contraction order.
    """

    segment: NDArray[np.int32]
    forward: NDArray[np.bool_]
    state_of: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    first_arc: NDArray[np.int64]
    lonlat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Segments this mode may use in at least one direction, shape (segments,)."""
        return np.asarray((self.state_of >= 0).any(axis=1))


@lru_cache(maxsize=8)
def build_graph(roads: Roads, mode: str) -> EdgeGraph:
    """The edge-based graph of a mode, made once per network.

    Segments outside the largest strongly connected component of the mode's own streets are left
    out, so that no place is snapped to an island. U-turns exist at dead ends only.

    Raises
    ------
    RoadsError
        No segment is open to the mode.
    """
    allowed = (roads.modes & MODE_BITS[mode]) > 0
    if not allowed.any():
        raise RoadsError(f"{roads.source}: no street that may be used by mode {mode!r}")
    both = ~roads.oneway | (mode == "foot")
    allowed &= _connected(roads, allowed, both)
    ahead = np.flatnonzero(allowed)
    back = np.flatnonzero(allowed & both)
    segment = np.concatenate([ahead, back])
    forward = np.concatenate([np.ones(len(ahead), np.bool_), np.zeros(len(back), np.bool_)])
    order = np.lexsort((~forward, segment))
    segment, forward = segment[order].astype(np.int32), forward[order]
    state_of = np.full((len(roads), 2), -1, dtype=np.int32)
    state_of[segment, np.where(forward, 0, 1)] = np.arange(len(segment))
    start = np.where(forward, roads.ends[segment, 0], roads.ends[segment, 1])
    end = np.where(forward, roads.ends[segment, 1], roads.ends[segment, 0])
    tail, head = _turns(start, end, state_of[segment, np.where(forward, 1, 0)], roads.nodes)
    vertex = np.where(forward, roads.offset[segment], roads.offset[segment + 1] - 1)
    return EdgeGraph(
        segment=segment,
        forward=forward,
        state_of=state_of,
        tail=tail,
        head=head,
        first_arc=np.searchsorted(tail, np.arange(len(segment) + 1)),
        lonlat=roads.micro[vertex] / 1e6,
    )


def _connected(
    roads: Roads, allowed: NDArray[np.bool_], both: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Segments with both ends in the largest strongly connected component."""
    tail, head = roads.ends[allowed].T
    reverse = both[allowed]
    row = np.concatenate([tail, head[reverse]])
    column = np.concatenate([head, tail[reverse]])
    shape = (roads.nodes, roads.nodes)
    graph = coo_matrix((np.ones(len(row), dtype=np.int8), (row, column)), shape=shape)
    _, label = connected_components(graph, directed=True, connection="strong")
    inside = label[roads.ends[:, 0]] == label[roads.ends[:, 1]]
    weight = np.bincount(label[roads.ends[allowed & inside, 0]], minlength=int(label.max()) + 1)
    if weight.max() == 0:
        return allowed
    kept: NDArray[np.bool_] = inside & (label[roads.ends[:, 0]] == int(weight.argmax()))
    return kept


def _turns(
    start: NDArray[np.int32], end: NDArray[np.int32], reverse: NDArray[np.int32], nodes: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """All pairs (state, next state) but U-turns, which stay where there is no other way on."""
    leaving = np.argsort(start, kind="stable")
    first = np.searchsorted(start[leaving], np.arange(nodes + 1))
    count = first[end + 1] - first[end]
    tail = np.repeat(np.arange(len(start)), count)
    rank = np.arange(len(tail)) - np.repeat(np.cumsum(count) - count, count)
    head = leaving[np.repeat(first[end], count) + rank]
    u_turn = reverse[tail] == head
    onward = np.bincount(tail[~u_turn], minlength=len(start))
    kept = ~u_turn | (onward[tail] == 0)
    return tail[kept].astype(np.int32), head[kept].astype(np.int32)


def main_component(
    graph: EdgeGraph, open_arcs: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What hangs together once some arcs are closed.

    Parameters
    ----------
    graph : EdgeGraph
    open_arcs : ndarray of bool, shape (arcs,)

    Returns
    -------
    arrives, leaves : ndarray of bool, shape (states,)
        Whether the start of a state can be reached from, and can reach, the largest strongly
        connected component of what is open.
    """
    tail, head = graph.tail[open_arcs], graph.head[open_arcs]
    shape = (len(graph), len(graph))
    arcs = csr_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=shape)
    _, label = connected_components(arcs, directed=True, connection="strong")
    member = int(np.flatnonzero(label == int(np.bincount(label).argmax()))[0])
    reached = []
    for matrix in (arcs, arcs.T.tocsr()):
        order = breadth_first_order(matrix, member, directed=True, return_predecessors=False)
        mask = np.zeros(len(graph), dtype=np.bool_)
        mask[order] = True
        reached.append(mask)
    return reached[0], reached[1]
