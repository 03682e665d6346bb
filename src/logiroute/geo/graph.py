"""The edge-based graph: a node is a directed street segment, an arc is a turn.

Whatever a vehicle may not do is then a property of single arcs: a turn restriction, a gate with
its delay, a closed crossing. A weight vector with one entry per arc says it all, and the graph,
once contracted, stays as it is for every profile, zone and hour. Only walkers, who do not mind
one-way streets, have a graph of their own.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components

from logiroute.errors import RoadsError
from logiroute.geo.histories import Ban, Turns, with_bans
from logiroute.geo.loading.ways import FOOT, MODE_BITS
from logiroute.geo.roads import Roads

#: Mode bits of everybody who minds one-way streets.
WHEELS = sum(MODE_BITS.values()) & ~FOOT


@dataclass(frozen=True, eq=False)
class EdgeGraph:
    """Directed segments and the turns between them.

    Attributes
    ----------
    segment : ndarray of int32, shape (states,)
        Segment of each state (node of this graph).
    forward : ndarray of bool, shape (states,)
        Whether it runs from the segment's first to its last vertex.
    state_of : ndarray of int32, shape (segments, 2)
        State that runs the segment forward and backward; -1 where nobody may.
    original : ndarray of int32, shape (states,)
        The state itself, or the one it is a copy of (`logiroute.geo.histories`).
    tail, head : ndarray of int32, shape (arcs,)
        Turn from one state into the next, sorted by ``tail``, then ``head``.
    first_arc : ndarray of int64, shape (states + 1,)
        Arcs of state ``s`` are ``first_arc[s]:first_arc[s + 1]``.
    refused : ndarray of uint8, shape (arcs,)
        Bits of the modes that may not make the turn: restrictions, barriers, and U-turns anywhere
        but at what is a dead end for the mode (also one that restrictions make).
    lonlat : ndarray of float64, shape (states, 2)
        Where each state starts, for the contraction order.
    """

    segment: NDArray[np.int32]
    forward: NDArray[np.bool_]
    state_of: NDArray[np.int32]
    original: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    first_arc: NDArray[np.int64]
    refused: NDArray[np.uint8]
    lonlat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.segment)

    @cached_property
    def copies(self) -> dict[int, tuple[int, ...]]:
        """State → its copies, for states that have any."""
        found: dict[int, tuple[int, ...]] = {}
        for copy in np.flatnonzero(self.original != np.arange(len(self))).tolist():
            state = int(self.original[copy])
            found[state] = (*found.get(state, ()), copy)
        return found

    def any_copy(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A mask of states, true for a state and all its copies if it is for one of them."""
        result = np.zeros(len(self), dtype=np.bool_)
        np.logical_or.at(result, self.original, mask)
        return result[self.original]


@lru_cache(maxsize=4)
def build_graph(roads: Roads, walking: bool) -> EdgeGraph:
    """The edge-based graph of wheels or of feet, made once per network.

    Raises
    ------
    RoadsError
        No segment is open to any of them.
    """
    bits = FOOT if walking else WHEELS
    open_to = roads.access & np.uint8(bits)
    segment, direction = np.nonzero(open_to)
    if not len(segment):
        who = "people on foot" if walking else "vehicles"
        raise RoadsError(f"{roads.source}: no street that may be used by {who}")
    count = len(segment)
    modes = open_to[segment, direction]
    state_of = np.full((len(roads), 2), -1, dtype=np.int32)
    state_of[segment, direction] = np.arange(count)
    start, end = roads.ends[segment, direction], roads.ends[segment, 1 - direction]
    reverse = state_of[segment, 1 - direction]
    turns = _turns(start, end, reverse, roads.barrier & np.uint8(bits))
    turns, original = with_bans(turns, count, _bans(roads, state_of, bits))
    _refuse_u_turns(turns, original, reverse, modes)
    order = np.lexsort((turns.head, turns.tail))
    used = modes[original[turns.tail]] & modes[original[turns.head]] & ~turns.refused
    order = order[used[order] > 0]
    tail = turns.tail[order]
    vertex = np.where(direction == 0, roads.offset[segment], roads.offset[segment + 1] - 1)
    return EdgeGraph(
        segment=segment[original].astype(np.int32),
        forward=(direction == 0)[original],
        state_of=state_of,
        original=original.astype(np.int32),
        tail=tail.astype(np.int32),
        head=turns.head[order].astype(np.int32),
        first_arc=np.searchsorted(tail, np.arange(len(original) + 1)),
        refused=turns.refused[order],
        lonlat=(roads.micro[vertex] / 1e6)[original],
    )


def _turns(
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    reverse: NDArray[np.int32],
    barrier: NDArray[np.uint8],
) -> Turns:
    """All pairs (state, next state), with the modes that a barrier refuses."""
    leaving = np.argsort(start, kind="stable")
    first = np.searchsorted(start[leaving], np.arange(len(barrier) + 1))
    count = first[end + 1] - first[end]
    tail = np.repeat(np.arange(len(start)), count)
    rank = np.arange(len(tail)) - np.repeat(np.cumsum(count) - count, count)
    head = leaving[np.repeat(first[end], count) + rank]
    refused = np.where(reverse[tail] == head, 0, barrier[end[tail]]).astype(np.uint8)
    order = np.lexsort((head, tail))
    return Turns(tail[order], head[order], refused[order])


def _refuse_u_turns(
    turns: Turns,
    original: NDArray[np.int64],
    reverse: NDArray[np.int32],
    modes: NDArray[np.uint8],
) -> None:
    """Let nobody turn round who can go on anywhere; writes into ``turns.refused``.

    Copies turn round where what they are copies of does: whoever starts on such a street has come
    over no other way, so a ban over ways traps nobody there.
    """
    tail, head = original[turns.tail], original[turns.head]
    back = reverse[tail] == head
    onward = np.zeros(len(original), dtype=np.uint8)
    able = modes[tail] & modes[head] & ~turns.refused
    np.bitwise_or.at(onward, turns.tail[~back], able[~back])
    turns.refused[back] |= onward[tail[back]]


def _bans(roads: Roads, state_of: NDArray[np.int32], bits: int) -> list[Ban]:
    """The turn restrictions of the roads as sequences of states."""
    states = state_of[roads.ban_segment, np.where(roads.ban_forward, 0, 1)]
    found = []
    for number, modes in enumerate((roads.ban_modes & np.uint8(bits)).tolist()):
        sequence = states[roads.ban_offset[number] : roads.ban_offset[number + 1]]
        if modes and (sequence >= 0).all():
            found.append((tuple(sequence.tolist()), modes))
    return found


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
        connected component of what is open; a state and its copies alike.
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
        reached.append(graph.any_copy(mask))
    return reached[0], reached[1]
