"""A path from one place on a street to another."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.graph import EdgeGraph


class Piece(NamedTuple):
    """Part of a path: a state of the graph from one fraction to another, counted along the drive.

    Attributes
    ----------
    state, segment : int
    forward : bool
        Whether the segment is driven from its first to its last vertex.
    start, end : float
    """

    state: int
    segment: int
    forward: bool
    start: float
    end: float


@dataclass(frozen=True)
class DrivenPath:
    """A path from one snapped place to another.

    Attributes
    ----------
    ms : int
        Driving time and gate delays.
    cm : int
        Length.
    ends : tuple of Piece
        Where it starts and where it ends, in parts of segments; one piece if that is all.
    states : tuple of int
        States of the graph driven whole in between.
    """

    ms: int
    cm: int
    ends: tuple[Piece, ...]
    states: tuple[int, ...]
    graph: EdgeGraph = field(repr=False, compare=False)

    @property
    def metres(self) -> int:
        """Length, rounded."""
        return whole_metres(self.cm)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The whole path, in driving order."""
        segment, forward = self.graph.segment, self.graph.forward
        between = [
            Piece(state, int(segment[state]), bool(forward[state]), 0.0, 1.0)
            for state in self.states
        ]
        return (self.ends[0], *between, *self.ends[1:])

    @cached_property
    def arcs(self) -> tuple[int, ...]:
        """The turn from each piece into the next."""
        graph, found = self.graph, []
        for piece, after in zip(self.pieces[:-1], self.pieces[1:], strict=True):
            first = int(graph.first_arc[piece.state])
            heads = graph.head[first : int(graph.first_arc[piece.state + 1])].tolist()
            found.append(first + heads.index(after.state))
        return tuple(found)


Centimetres = TypeVar("Centimetres", int, NDArray[np.int64])


def whole_metres(cm: Centimetres) -> Centimetres:
    """Centimetres as metres, halves up."""
    return (cm + 50) // 100
