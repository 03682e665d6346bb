"""The protocol behind which shortest paths are found.

An engine knows a graph; a weight vector makes it a metric; a metric answers tables and paths. A
weight is a time and a length: of all paths the fastest counts, and of equally fast ones the
shortest. All numbers are whole. A sum of `UNREACHED` milliseconds or more counts as no path, in
every engine alike. A path that counts is shorter than 2³¹ cm (21,474 km, more than half the way
round the earth); for longer ones the engines promise nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Milliseconds of a blocked arc, and the sum from which on there is no path.
UNREACHED = 2**31 - 1

#: Lengths in centimetres are smaller.
CM_LIMIT = 2**31

EngineName = Literal["cch", "scipy"]


@dataclass(frozen=True, eq=False)
class Seeds:
    """Points of the graph, each with any number of options.

    An option is a node with the time and length already spent there, or still to come after it.
    Point ``i`` has the options ``offset[i]:offset[i + 1]``; one without options reaches nothing.

    Attributes
    ----------
    offset : ndarray of int64, shape (n + 1,)
    node : ndarray of int32, shape (k,)
    ms, cm : ndarray of int64, shape (k,)
    """

    offset: NDArray[np.int64]
    node: NDArray[np.int32]
    ms: NDArray[np.int64]
    cm: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, int, int]]]) -> "Seeds":
        """Points from their options ``(node, ms, cm)``."""
        options = [option for row in rows for option in row]
        node, ms, cm = np.array(options, dtype=np.int64).reshape(-1, 3).T
        offset = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        return cls(offset, node.astype(np.int32), ms.copy(), cm.copy())

    def __len__(self) -> int:
        return len(self.offset) - 1

    def take(self, rows: ArrayLike) -> "Seeds":
        """The points with these indices, in this order."""
        chosen = np.asarray(rows, dtype=np.int64)
        count = np.diff(self.offset)[chosen]
        offset = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
        kept = np.arange(offset[-1]) + np.repeat(self.offset[chosen] - offset[:-1], count)
        return Seeds(offset, self.node[kept], self.ms[kept], self.cm[kept])


@dataclass(frozen=True)
class Path:
    """A best path.

    Attributes
    ----------
    ms, cm : int
        Sums over its arcs and the options at its first and last node.
    nodes : tuple of int
        At least one.
    """

    ms: int
    cm: int
    nodes: tuple[int, ...]


class Metric(Protocol):
    """A graph under one weight vector."""

    def table(self, origins: Seeds, targets: Seeds) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Time and length of the best path from each origin to each target.

        Returns
        -------
        ms, cm : ndarray of int64, shape (len(origins), len(targets))
            `UNREACHED` in both where there is no path.

        Raises
        ------
        ValueError
            A node that does not exist, a negative time, a length out of ``0 … CM_LIMIT - 1``.
        """

    def paths(self, origin: Seeds, targets: Seeds) -> list[Path | None]:
        """A best path from the one point of ``origin`` to each target; None where there is none.

        Raises
        ------
        ValueError
            As `table`; or ``origin`` has not exactly one point.
        """


class Engine(Protocol):
    """A graph ready for any weight vector."""

    def customize(self, ms: ArrayLike, cm: ArrayLike) -> Metric:
        """Make a metric.

        Parameters
        ----------
        ms : array of int, shape (arcs,)
            ``0 … UNREACHED``; `UNREACHED` blocks the arc.
        cm : array of int, shape (arcs,)
            ``0 … CM_LIMIT - 1``.

        Raises
        ------
        ValueError
            Wrong shape, no whole numbers, out of range.
        """


def checked_weights(ms: ArrayLike, cm: ArrayLike, arcs: int) -> list[NDArray[np.int64]]:
    """Both weight vectors as int64.

    Raises
    ------
    ValueError
        As `Engine.customize` says.
    """
    checked = []
    for name, given, most in (("ms", ms, UNREACHED), ("cm", cm, CM_LIMIT - 1)):
        array = np.asarray(given)
        if array.shape != (arcs,):
            raise ValueError(
                f"expected one weight in {name} for each of {arcs} arcs, got shape {array.shape}"
            )
        if array.dtype.kind not in "iu":
            raise ValueError(f"weights in {name} must be whole numbers, got {array.dtype}")
        if arcs and (array.min() < 0 or array.max() > most):
            raise ValueError(
                f"weights in {name} must lie between 0 and {most}, "
                f"got {array.min()} to {array.max()}"
            )
        checked.append(array.astype(np.int64))
    return checked


def check_seeds(seeds: Seeds, nodes: int) -> None:
    """Refuse impossible options.

    Raises
    ------
    ValueError
        As `Metric.table` says.
    """
    for wrong, words in (
        ((seeds.node < 0) | (seeds.node >= nodes), f"is not one of the graph's {nodes}"),
        (seeds.ms < 0, "has a negative time"),
        ((seeds.cm < 0) | (seeds.cm >= CM_LIMIT), f"has a length out of 0 to {CM_LIMIT - 1}"),
    ):
        if wrong.any():
            raise ValueError(f"node {int(seeds.node[wrong.argmax()])} {words}")


def check_one(origin: Seeds) -> None:
    """Refuse anything but one point.

    Raises
    ------
    ValueError
        As `Metric.paths` says.
    """
    if len(origin) != 1:
        raise ValueError(f"paths start at one point, got {len(origin)}")
