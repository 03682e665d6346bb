"""The protocol behind which shortest paths are found.

An engine knows a graph; a weight vector makes it a metric; a metric answers tables and paths. All
numbers are whole. A sum of `UNREACHED` or more counts as no path, in every engine alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Weight of a blocked arc, and the sum from which on there is no path. It is RoutingKit's
#: ``inf_weight``, the largest signed 32-bit integer.
UNREACHED = 2**31 - 1

#: ``(node, cost already spent there)``: where a search starts or what is still to come at its end.
Seeds = Sequence[tuple[int, int]]

EngineName = Literal["cch", "scipy"]


@dataclass(frozen=True)
class Path:
    """A shortest path.

    Attributes
    ----------
    cost : int
        Sum of its arcs and of the costs given with its first and last node.
    nodes : tuple of int
        At least one.
    """

    cost: int
    nodes: tuple[int, ...]


class Metric(Protocol):
    """A graph under one weight vector."""

    def table(self, origins: Sequence[Seeds], targets: Sequence[int]) -> NDArray[np.int64]:
        """Shortest costs from each origin to each target node.

        Parameters
        ----------
        origins : sequence of seeds
            Each origin starts at one or more nodes, each with its own initial cost ≥ 0; an origin
            without any reaches nothing.
        targets : sequence of int

        Returns
        -------
        ndarray of int64, shape (len(origins), len(targets))
            `UNREACHED` where there is no path.
        """

    def paths(self, origin: Seeds, targets: Sequence[Seeds]) -> list[Path | None]:
        """A shortest path from an origin to each target; None where there is none.

        A target is reached at the best of several nodes, each with the cost still to come there.
        """


class Engine(Protocol):
    """A graph ready for any weight vector."""

    def customize(self, weights: ArrayLike) -> Metric:
        """Make a metric.

        Parameters
        ----------
        weights : array of int, shape (arcs,)
            ``0 … UNREACHED``; `UNREACHED` blocks the arc.

        Raises
        ------
        ValueError
            Wrong shape, no whole numbers, negative or larger than `UNREACHED`.
        """


def checked_weights(weights: ArrayLike, arcs: int) -> NDArray[np.int64]:
    """A valid weight vector as int64 (RoutingKit itself turns invalid ones silently into zeros).

    Raises
    ------
    ValueError
        As `Engine.customize` says.
    """
    array = np.asarray(weights)
    if array.shape != (arcs,):
        raise ValueError(f"expected one weight for each of {arcs} arcs, got shape {array.shape}")
    if array.dtype.kind not in "iu":
        raise ValueError(f"weights must be whole numbers, got {array.dtype}")
    if arcs and (array.min() < 0 or array.max() > UNREACHED):
        raise ValueError(
            f"weights must lie between 0 and {UNREACHED}, got {array.min()} to {array.max()}"
        )
    return array.astype(np.int64)


def checked_seeds(seeds: Seeds, nodes: int) -> list[tuple[int, int]]:
    """Seeds as plain integers, one per node (the cheapest), sorted.

    Raises
    ------
    ValueError
        A node that does not exist or a negative initial cost.
    """
    best: dict[int, int] = {}
    for node, cost in seeds:
        if not 0 <= node < nodes:
            raise ValueError(f"node {node} is not one of the graph's {nodes}")
        if cost < 0:
            raise ValueError(f"initial cost {cost} at node {node} is negative")
        best[int(node)] = min(int(cost), best.get(int(node), UNREACHED))
    return sorted((node, cost) for node, cost in best.items() if cost < UNREACHED)
