"""Distances between the places of a file, in whole numbers of its convention."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.instances.convention import Convention, Floats, Rounding

#: Rows worked on at a time: temporary arrays stay small beside the result.
_BLOCK = 256


class Weights(Enum):
    """TSPLIB's ways to make a distance of two points in the plane."""

    EUC_2D = "EUC_2D"
    CEIL_2D = "CEIL_2D"
    FLOOR_2D = "FLOOR_2D"
    EXACT_2D = "EXACT_2D"


@dataclass(frozen=True)
class Distances:
    """Where places lie, or how far apart they are said to be.

    Attributes
    ----------
    points : ndarray of float, shape (places, 2)
        Used if no matrix is given.
    matrix : ndarray of float, shape (places, places), or None
        Row = from.
    weights : Weights
        How points make distances.
    """

    points: Floats
    matrix: Floats | None = None
    weights: Weights = Weights.EUC_2D

    def whole(self, convention: Convention) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Seconds and metres, which are one array unless a convention rounds them apart.

        Raises
        ------
        OverflowError
            A distance does not fit in 31 bits.
        """
        count = len(self.points) if self.matrix is None else len(self.matrix)
        seconds = np.empty((count, count), dtype=np.int32)
        apart = convention.rounding is Rounding.SAFE
        metres = np.empty_like(seconds) if apart else seconds
        for rows, block in self._blocks(count):
            made = convention.durations(block)
            if made.size and (made.max() >= UNREACHABLE or made.min() < 0):
                raise OverflowError("a distance is below 0 or does not fit in 31 bits")
            seconds[rows] = made
            if apart:
                metres[rows] = convention.amounts(block)
        return seconds, metres

    def _blocks(self, count: int) -> Iterator[tuple[slice, Floats]]:
        for start in range(0, count, _BLOCK):
            rows = slice(start, start + _BLOCK)
            yield rows, self._block(rows)

    def _block(self, rows: slice) -> Floats:
        if self.matrix is not None:
            return self.matrix[rows]
        here = self.points[rows]
        square = (here[:, None, :] - self.points[None, :, :]) ** 2
        found: Floats = np.sqrt(square.sum(axis=2))
        if self.weights is Weights.CEIL_2D:
            return np.ceil(found)
        if self.weights is Weights.FLOOR_2D:
            return np.floor(found)
        if self.weights is Weights.EXACT_2D:
            return np.rint(1000 * found)
        return found
