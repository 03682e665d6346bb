"""The graph as one profile may use it before any zone is drawn, and how long it takes."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from logiroute.errors import RoadsError
from logiroute.geo.graph import EdgeGraph, build_graph
from logiroute.geo.loading.ways import MODE_BITS
from logiroute.geo.profiles import Profile, fits, segment_ms
from logiroute.geo.roads import Roads
from logiroute.geo.turns import STRAIGHT_DEG, turn_degrees


@dataclass(frozen=True, eq=False)
class Driving:
    """What one profile can do on a network.

    Attributes
    ----------
    graph : EdgeGraph
    open_state : ndarray of bool, shape (states,)
        Whether the profile may be there: access, limits, and connection to the rest.
    open_arc : ndarray of bool, shape (arcs,)
        Whether it may make the turn, from one such state into another.
    segment_ms : ndarray of int64, shape (segments,)
        Milliseconds for the whole segment.
    segment_cm : ndarray of int64, shape (segments,)
        Its length, centimetres.
    turn_ms : ndarray of int64, shape (arcs,)
        Milliseconds for the turn itself.
    """

    profile: Profile
    graph: EdgeGraph = field(repr=False)
    open_state: NDArray[np.bool_] = field(repr=False)
    open_arc: NDArray[np.bool_] = field(repr=False)
    segment_ms: NDArray[np.int64] = field(repr=False)
    segment_cm: NDArray[np.int64] = field(repr=False)
    turn_ms: NDArray[np.int64] = field(repr=False)

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Segments open in at least one direction, shape (segments,)."""
        mask = np.zeros(len(self.segment_ms), dtype=np.bool_)
        mask[self.graph.segment[self.open_state]] = True
        return mask


@lru_cache(maxsize=16)
def driving(roads: Roads, profile: Profile) -> Driving:
    """The network for one profile.

    Segments outside the largest strongly connected component of the profile's own streets are left
    out, so that no place is snapped to an island.

    Raises
    ------
    RoadsError
        No segment is open to the profile.
    """
    graph = build_graph(roads, profile.walking)
    bit = np.uint8(MODE_BITS[profile.mode])
    allowed = ((roads.access & bit) > 0) & fits(roads, profile)[:, None]
    if not allowed.any():
        raise RoadsError(f"{roads.source}: no street that may be used by profile {profile.name!r}")
    allowed &= _connected(roads, allowed)[:, None]
    open_state = allowed[graph.segment, np.where(graph.forward, 0, 1)]
    open_arc = open_state[graph.tail] & open_state[graph.head] & ((graph.refused & bit) == 0)
    turn = np.zeros(len(graph.tail), dtype=np.int64)
    if profile.turn_ms:
        turn[np.abs(turn_degrees(roads, graph)) > STRAIGHT_DEG] = profile.turn_ms
    return Driving(
        profile=profile,
        graph=graph,
        open_state=open_state,
        open_arc=open_arc,
        segment_ms=segment_ms(roads, profile),
        segment_cm=np.round(roads.length_m * 100).astype(np.int64),
        turn_ms=turn,
    )


def _connected(roads: Roads, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Segments with both ends in the largest strongly connected component."""
    tail = np.concatenate([roads.ends[allowed[:, 0], 0], roads.ends[allowed[:, 1], 1]])
    head = np.concatenate([roads.ends[allowed[:, 0], 1], roads.ends[allowed[:, 1], 0]])
    shape = (roads.nodes, roads.nodes)
    graph = coo_matrix((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=shape)
    _, label = connected_components(graph, directed=True, connection="strong")
    inside = label[roads.ends[:, 0]] == label[roads.ends[:, 1]]
    used = np.asarray(allowed.any(axis=1), dtype=np.bool_)
    weight = np.bincount(label[roads.ends[used & inside, 0]], minlength=int(label.max()) + 1)
    if weight.max() == 0:
        return used
    main = label[roads.ends[:, 0]] == int(weight.argmax())
    return np.asarray(inside & main, dtype=np.bool_)
