"""Recognise places that all lie the same few hundred metres off the roads."""

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.roads import Roads

#: Fewer places cannot show a common shift.
_FEWEST = 8
#: So many are looked at.
_SAMPLE = 150
#: GCJ-02 is off WGS-84 by up to about 700 m in China, BD-09 by up to about 1.2 km.
_REACH_M = 1250.0
#: A shift is reported only from here on, metres.
_SMALLEST_M = 150.0
_COARSE_M = 25.0
_FINE_M = 5.0
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
    rows = np.unique(np.linspace(0, len(xy) - 1, _SAMPLE).astype(np.int64))
    sample = xy[rows]
    before = float(np.minimum(metres[rows], _CAP_M).mean())
    steps = np.arange(-_REACH_M, _REACH_M + 1, _COARSE_M)
    best, left = _best(roads, sample, np.stack(np.meshgrid(steps, steps), -1).reshape(-1, 2))
    steps = np.arange(-_COARSE_M, _COARSE_M + 1, _FINE_M)
    around = best + np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    best, left = _best(roads, sample, around)
    if left > _SHARE * before or float(np.hypot(*best)) < _SMALLEST_M:
        return None
    return float(best[0]), float(best[1])


def _best(
    roads: Roads, sample: NDArray[np.float64], shifts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The shift with the smallest mean distance to streets (capped), and that distance."""
    moved = (sample[None, :, :] + shifts[:, None, :]).reshape(-1, 2)
    (source, _), metres = roads.tree.query_nearest(
        shapely.points(moved), max_distance=_CAP_M, return_distance=True, all_matches=False
    )
    distance = np.full(len(moved), _CAP_M)
    distance[source] = metres
    mean = distance.reshape(len(shifts), len(sample)).mean(axis=1)
    chosen = int(mean.argmin())
    return shifts[chosen], float(mean[chosen])
