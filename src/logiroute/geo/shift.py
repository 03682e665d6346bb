"""Recognise places that all lie the same few hundred metres off the roads."""

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.roads import Roads

#: Fewer places cannot show a common shift.
_FEWEST = 8
#: So many are looked at, first and in the end.
_FEW, _MANY = 48, 150
#: GCJ-02 is off WGS-84 by up to about 700 m in China, BD-09 by up to about 1.2 km.
_REACH_M = 1250.0
#: A shift is reported only from here on, metres.
_SMALLEST_M = 150.0
_COARSE_M = 40.0
_FINE_M = 5.0
#: So many of the coarse shifts are looked at again.
_CANDIDATES = 8
#: Distances to streets beyond this tell nothing more.
_CAP_M = 60.0
#: What a true shift makes of the mean distance to streets: at most this share is left of it.
_SHARE = 0.4


def constant_shift(
    roads: Roads, xy: NDArray[np.float64], metres: NDArray[np.float64]
) -> tuple[float, float] | None:
    """The one shift that puts (nearly) all places on streets, if there is one.

    Parameters
    ----------
    roads : Roads
    xy : ndarray of float64, shape (n, 2)
        Places in metres of the roads' plane.
    metres : ndarray of float64, shape (n,)
        Their distances to the nearest street.

    Returns
    -------
    (east, north) in metres, or None
        None also where the places are near streets as they are.
    """
    if len(xy) < _FEWEST or float(np.median(metres)) < _FINE_M * 3:
        return None
    few, many = (
        np.unique(np.linspace(0, len(xy) - 1, count).astype(np.int64)) for count in (_FEW, _MANY)
    )
    before = float(np.minimum(metres[many], _CAP_M).mean())
    coarse = _square(_REACH_M, _COARSE_M)
    likely = coarse[np.argsort(_left(roads, xy[few], coarse), kind="stable")[:_CANDIDATES]]
    fine = (likely[:, None] + _square(_COARSE_M / 2, _FINE_M)[None]).reshape(-1, 2)
    first = fine[np.argsort(_left(roads, xy[few], fine), kind="stable")[:_CANDIDATES]]
    left = _left(roads, xy[many], first)
    best = first[int(left.argmin())]
    if float(left.min()) > _SHARE * before or float(np.hypot(*best)) < _SMALLEST_M:
        return None
    return float(best[0]), float(best[1])


def _square(reach_m: float, step_m: float) -> NDArray[np.float64]:
    """Shifts on a square grid around none, shape (n, 2)."""
    steps = np.arange(-reach_m, reach_m + step_m / 2, step_m)
    return np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)


def _left(
    roads: Roads, sample: NDArray[np.float64], shifts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean distance to streets (capped) that each shift leaves."""
    moved = (sample[None, :, :] + shifts[:, None, :]).reshape(-1, 2)
    (source, _), metres = roads.tree.query_nearest(
        shapely.points(moved), max_distance=_CAP_M, return_distance=True, all_matches=False
    )
    distance = np.full(len(moved), _CAP_M)
    distance[source] = metres
    mean: NDArray[np.float64] = distance.reshape(len(shifts), len(sample)).mean(axis=1)
    return mean
