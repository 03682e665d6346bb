"""Places on streets: a comparison then measures routing, not how places are put on streets."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.drivable import Drivable

#: Shorter segments are left out: on them, rounding of coordinates may decide about the street.
_SHORTEST_M = 20.0

#: Nor does another street pass nearer than this: where two cross, OSRM starts on both.
_APART_M = 2.0


@dataclass(frozen=True)
class Places:
    """Points on streets.

    Attributes
    ----------
    segment : ndarray of int64, shape (n,)
    lonlat : ndarray of float64, shape (n, 2)
        WGS-84, six decimals.
    """

    segment: NDArray[np.int64]
    lonlat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.segment)

    def where(self, mask: NDArray[np.bool_]) -> "Places":
        """Some of them."""
        return Places(self.segment[mask], self.lonlat[mask])

    def first(self, count: int) -> "Places":
        """The first of them."""
        return Places(self.segment[:count], self.lonlat[:count])


def places_on(
    drivable: Drivable,
    count: int,
    seed: int,
    *,
    without: NDArray[np.int64] | None = None,
) -> Places:
    """Random points well inside segments from which one can come and go, each on one street alone.

    Parameters
    ----------
    drivable : Drivable
    count, seed : int
    without : ndarray of int64, optional
        Segments to leave out.

    Returns
    -------
    Places
        At most ``count``: one per segment as long as there are enough segments, less those too
        near to another street.

    Raises
    ------
    ValueError
        There is no such segment.
    """
    roads = drivable.roads
    fit = drivable.connected & (roads.length_m >= _SHORTEST_M)
    if without is not None:
        fit[without] = False
    segments = np.flatnonzero(fit)
    if not len(segments):
        raise ValueError(f"{roads.source}: no segment of {_SHORTEST_M:.0f} m to put a place on")
    random = np.random.default_rng(seed)
    rounds = [random.permutation(segments) for _ in range(-(-count // len(segments)))]
    chosen = np.concatenate(rounds)[:count]
    along = random.uniform(0.2, 0.8, count)
    points = shapely.line_interpolate_point(roads.lines[chosen], along, normalized=True)
    place, near = roads.tree.query(points, predicate="dwithin", distance=_APART_M)
    alone = np.bincount(place[near != chosen[place]], minlength=count) == 0
    degrees = roads.plane.degrees(shapely.get_coordinates(points))
    return Places(chosen, np.round(degrees, 6)).where(alone)
