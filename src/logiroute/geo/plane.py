"""Metres around one place: the projection all distances to streets and edges are measured in."""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: WGS-84 ellipsoid: semi-major axis in metres and first eccentricity squared.
_A = 6378137.0
_E2 = 6.69437999014e-3


@dataclass(frozen=True)
class Plane:
    """Equirectangular projection with the ellipsoid's scale at ``lon0, lat0``.

    It is affine: a straight line in degrees (a zone's edge, a leg's geometry) is the same straight
    line in metres, so that inside and outside cannot change between the two. Distances are off by
    0.2 % at 25 km north or south of the centre and by 1 % at 110 km (at 30° latitude); lengths of
    streets are not measured here but on the ellipsoid.
    """

    lon0: float
    lat0: float

    @property
    def scale(self) -> NDArray[np.float64]:
        """Metres per degree of longitude and of latitude."""
        phi = radians(self.lat0)
        w2 = 1.0 - _E2 * sin(phi) ** 2
        degree = radians(1.0)
        return np.array([_A * cos(phi) / sqrt(w2) * degree, _A * (1 - _E2) / w2**1.5 * degree])

    def metres(self, degrees: ArrayLike) -> NDArray[np.float64]:
        """``(lon, lat)`` in degrees → ``(x, y)`` in metres, shape (…, 2)."""
        result: NDArray[np.float64] = (
            np.asarray(degrees, dtype=np.float64) - (self.lon0, self.lat0)
        ) * self.scale
        return result

    def degrees(self, metres: ArrayLike) -> NDArray[np.float64]:
        """``(x, y)`` in metres → ``(lon, lat)`` in degrees, shape (…, 2)."""
        result: NDArray[np.float64] = np.asarray(metres, dtype=np.float64) / self.scale + (
            self.lon0,
            self.lat0,
        )
        return result
