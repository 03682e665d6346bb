"""What files of points, demands and vehicles say, in their own numbers."""

from dataclasses import dataclass, field

import numpy as np

from logiroute.solver.instances.convention import Floats, Rows
from logiroute.solver.instances.distances import Distances


@dataclass(frozen=True)
class Nodes:
    """Depots, then everything that is to be visited; one row each.

    Attributes
    ----------
    depots : int
        The first rows are depots.
    distances : Distances
        Between all rows; a unit of distance takes a unit of time.
    demand : ndarray of float, shape (rows, dimensions)
        Brought from the start of a trip; what is picked up, at the first row of a pair.
    backhaul : ndarray of float, shape (rows, dimensions)
        Taken aboard and brought home.
    opens, closes, service, release : ndarray of float, shape (rows,)
        Windows, work, and when what is brought is at the depot; ``inf`` closes never.
    prize : ndarray of float, shape (rows,)
        What leaving it out costs; 0 where it has to be visited.
    pairs : tuple of (int, int)
        Rows of pick-ups and of their set-downs.
    """

    depots: int
    distances: Distances
    demand: Floats
    backhaul: Floats
    opens: Floats
    closes: Floats
    service: Floats
    release: Floats
    prize: Floats
    pairs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Fleet:
    """One row per vehicle.

    Attributes
    ----------
    depot : ndarray of int, shape (vehicles,)
        Row where it starts and ends.
    capacity : ndarray of float, shape (vehicles, dimensions)
        ``inf`` where there is no limit.
    fixed, per_distance : ndarray of float, shape (vehicles,)
        What it costs to use it, and per unit of distance.
    duration : ndarray of float, shape (vehicles,)
        Longest time from start to end of its route, or ``inf``.
    reloads : tuple of tuple of int
        Per vehicle, depots where it may load again within its route.
    most_reloads : ndarray of int, shape (vehicles,)
    allowed : dict of int to frozenset of int
        Rows that a vehicle may visit; one that is absent may visit all.
    """

    depot: Rows
    capacity: Floats
    fixed: Floats
    per_distance: Floats
    duration: Floats
    reloads: tuple[tuple[int, ...], ...]
    most_reloads: Rows
    allowed: dict[int, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A whole file."""

    name: str
    kind: str
    nodes: Nodes
    fleet: Fleet


def alike(count: int, dimensions: int, capacity: float) -> Fleet:
    """Vehicles that start at the first row and carry so much of each dimension."""
    return Fleet(
        depot=np.zeros(count, dtype=np.int64),
        capacity=np.full((count, dimensions), capacity),
        fixed=np.zeros(count),
        per_distance=np.ones(count),
        duration=np.full(count, np.inf),
        reloads=((),) * count,
        most_reloads=np.zeros(count, dtype=np.int64),
    )
