"""How far two tables of travel times agree, and how times grow with sizes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Share of a time from which on a pair counts as different.
LARGE = 0.05
#: Times no farther apart than this belong to the same path, or to one as fast.
SAME_MS = 50


@dataclass(frozen=True)
class Pair:
    """One entry of both tables, in milliseconds."""

    origin: int
    target: int
    ours_ms: int
    theirs_ms: int


@dataclass(frozen=True)
class Agreement:
    """Comparison of all entries off the diagonal.

    Attributes
    ----------
    pairs : int
        Entries that both tables have a time for.
    only_ours, only_theirs : int
        Entries with a time in one table and no path in the other.
    median, percentile_99, largest : float
        Absolute differences relative to the other's time.
    share_large : float
        Share of the pairs above `LARGE`.
    exact : float
        Share of the pairs that differ by no millisecond.
    worst : tuple of Pair
        The pairs that differ most, worst first; before them those that only one side reaches.
    """

    pairs: int
    only_ours: int
    only_theirs: int
    median: float
    percentile_99: float
    largest: float
    share_large: float
    exact: float
    worst: tuple[Pair, ...]

    @property
    def same_reach(self) -> bool:
        """Whether both reach the same places from the same places."""
        return self.only_ours == 0 and self.only_theirs == 0


def compare(ours: NDArray[np.int64], theirs: NDArray[np.int64], *, worst: int = 5) -> Agreement:
    """Compare two square tables of milliseconds in which -1 means that there is no path.

    Parameters
    ----------
    ours, theirs : ndarray of int64, shape (n, n)
    worst : int
        How many of the worst pairs to keep.

    Raises
    ------
    ValueError
        The tables have different shapes, or no pair is reached by both.
    """
    if ours.shape != theirs.shape:
        raise ValueError(f"tables of shapes {ours.shape} and {theirs.shape}")
    off = ~np.eye(len(ours), dtype=np.bool_)
    here, there = (ours >= 0) & off, (theirs >= 0) & off
    both = here & there
    if not both.any():
        raise ValueError("no pair is reached by both")
    gap = np.full(ours.shape, -1.0)
    gap[both] = np.abs(ours[both] - theirs[both]) / np.maximum(theirs[both], 1)
    gaps = gap[both]
    rank = np.where(here ^ there, np.inf, gap)
    order = np.argsort(-rank, axis=None, kind="stable")[:worst]
    rows, columns = np.unravel_index(order, rank.shape)
    return Agreement(
        pairs=int(both.sum()),
        only_ours=int((here & ~there).sum()),
        only_theirs=int((there & ~here).sum()),
        median=float(np.median(gaps)),
        percentile_99=float(np.percentile(gaps, 99)),
        largest=float(gaps.max()),
        share_large=float((gaps > LARGE).mean()),
        exact=float((ours[both] == theirs[both]).mean()),
        worst=tuple(
            Pair(i, j, int(ours[i, j]), int(theirs[i, j]))
            for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
            if rank[i, j] > 0
        ),
    )


def same_times(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Entries off the diagonal whose times are at most `SAME_MS` apart, shape (n, n)."""
    off = ~np.eye(len(ours), dtype=np.bool_)
    return np.asarray(off & (ours >= 0) & (theirs >= 0) & (np.abs(ours - theirs) <= SAME_MS))


def relative_gaps(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], mask: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Absolute differences of some entries, relative to the other's (1 at least), shape (k,)."""
    return np.asarray(np.abs(ours[mask] - theirs[mask]) / np.maximum(theirs[mask], 1.0))


def growth_exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The ``p`` of ``seconds ~ size ** p``, by least squares on logarithms.

    Raises
    ------
    ValueError
        Fewer than two different sizes, or a number that is not positive.
    """
    if len(set(sizes)) < 2:
        raise ValueError("a growth needs at least two different sizes")
    if min(*sizes, *seconds) <= 0:
        raise ValueError("sizes and seconds must be positive")
    slope, _ = np.polyfit(np.log(sizes), np.log(seconds), 1)
    return float(slope)
