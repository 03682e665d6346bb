"""How well a street hangs together with the others: whether one can come and go."""

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.driving import Driving
from logiroute.geo.graph import main_component
from logiroute.geo.obstacles import Obstacles


class Reach:
    """Connection of streets with the largest part that hangs together.

    2 where a vehicle can come and go, 1 where it can do one of both, 0 on an island.

    Parameters
    ----------
    driving : Driving
    limits : Obstacles
        What is in its way.
    """

    def __init__(self, driving: Driving, limits: Obstacles) -> None:
        self._driving, self._limits = driving, limits
        graph = driving.graph
        self._arrives, leaves = main_component(graph, driving.open_arc & ~limits.closed)
        onward = driving.open_arc & ~limits.turn_closed & leaves[graph.head]
        self._leaves = np.bincount(graph.tail[onward], minlength=len(graph)) > 0

    def of_segments(self) -> NDArray[np.int64]:
        """Connection of each whole segment with no crossing on it, shape (segments,)."""
        states = self._driving.graph.state_of
        known = (states >= 0) & self._driving.open_state[states]
        arrives = np.asarray((self._arrives[states] & known).any(axis=1))
        leaves = np.asarray((self._leaves[states] & known).any(axis=1))
        return arrives.astype(np.int64) + leaves.astype(np.int64)

    def of_place(self, segment: int, fraction: float) -> int:
        """Connection of a place on a segment, crossings on it included."""
        arrives = leaves = False
        for direction, state in enumerate(self._driving.graph.state_of[segment].tolist()):
            if state < 0 or not self._driving.open_state[state]:
                continue
            forward = direction == 0
            place = fraction if forward else 1.0 - fraction
            before = self._limits.between(segment, forward, 0.0, place)
            after = self._limits.between(segment, forward, place, 1.0)
            arrives |= bool(self._arrives[state]) and all(event.open for event in before)
            leaves |= bool(self._leaves[state]) and all(event.open for event in after)
        return int(arrives) + int(leaves)
