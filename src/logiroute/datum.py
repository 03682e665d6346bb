"""WGS-84, GCJ-02 and BD-09: the datums in which Chinese maps give coordinates.

OpenStreetMap, Tianditu and GPS receivers give WGS-84 (CGCS2000 agrees with it within decimetres).
Amap and Tencent give GCJ-02, which is shifted by some 100 to 700 m; Baidu gives BD-09, GCJ-02
shifted again. A coordinate does not show its datum, so logiroute never guesses it: every table
says it, and everything inside is WGS-84.

Neither shift has an official public definition. The formulas here are the reverse-engineered ones
that open implementations share (see `from_wgs84`). Corners of county boundaries that are published
in both datums meet within one or two metres, far inside the width of a street.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: ``(lon, lat)``, of one shape.
Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


class Datum(StrEnum):
    """Datum of a coordinate."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


#: Krasovsky 1940 ellipsoid, on which GCJ-02 computes its shift: semi-major axis in metres and
#: first eccentricity squared.
_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323

#: (west, south, east, north) in degrees: the open implementations shift what lies inside.
SHIFTED_BOX = (72.004, 0.8293, 137.8347, 55.8271)

#: BD-09's own shift of GCJ-02: degrees east and north, and the frequency of its ripple.
_BD_EAST, _BD_NORTH = 0.0065, 0.006
_BD_RIPPLE = np.pi * 3000.0 / 180.0

#: Both shifts change by less than 1 % of a move, so each round gains two decimal digits: from
#: 0.013° to below 1e-13° in six.
_ROUNDS = 6


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum | str) -> Pair:
    """Convert WGS-84 coordinates to a datum.

    Parameters
    ----------
    lon, lat : array_like of float, broadcastable to one shape
        Degrees in WGS-84.
    datum : Datum or str
        The datum wanted.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees in ``datum``; 0-dimensional for scalar input.

    Raises
    ------
    ValueError
        ``datum`` is none of `Datum`.

    Notes
    -----
    Points outside `SHIFTED_BOX` are returned unchanged for every datum, as the common
    implementations do. The box is a rectangle around the Chinese mainland: it also holds Taiwan,
    Hong Kong, Korea and parts of other neighbours, where Chinese map services may in truth not
    shift; give coordinates from there as WGS-84.

    The GCJ-02 polynomial and its constants are those of ``EvilTransform.cs`` (2013), since then
    repeated in the packages eviltransform, coordtransform and geocoordinates; the BD-09 step is
    the one published along with them. ``tests/test_datum.py`` holds their output and the vertices
    of real county boundaries that are published in both datums.
    """
    wanted = Datum(datum)
    east, north = _as_pair(lon, lat)
    if wanted is Datum.WGS84:
        return east, north
    shifted = _gcj_from_wgs(east, north)
    if wanted is Datum.BD09:
        shifted = _bd_from_gcj(*shifted)
    return _only_inside_box((east, north), shifted)


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum | str) -> Pair:
    """Convert coordinates of a datum to WGS-84.

    Parameters
    ----------
    lon, lat : array_like of float, broadcastable to one shape
        Degrees in ``datum``.
    datum : Datum or str
        The datum they are in.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees in WGS-84; 0-dimensional for scalar input. `from_wgs84` takes them back to the
        input within 1e-9° (0.1 mm), except within 0.02° of the edge of `SHIFTED_BOX`, where the
        shift begins abruptly.

    Raises
    ------
    ValueError
        ``datum`` is none of `Datum`.

    Notes
    -----
    The shift has no closed inverse. It is found by fixed-point iteration, ``p ← p − (f(p) − q)``,
    which converges because the shift varies slowly. The box is tested on the input, as
    the common implementations do.
    """
    given = Datum(datum)
    east, north = _as_pair(lon, lat)
    if given is Datum.WGS84:
        return east, north
    found = (east, north)
    for _ in range(_ROUNDS):
        image = _gcj_from_wgs(*found)
        if given is Datum.BD09:
            image = _bd_from_gcj(*image)
        found = (found[0] - (image[0] - east), found[1] - (image[1] - north))
    return _only_inside_box((east, north), found)


def _as_pair(lon: ArrayLike, lat: ArrayLike) -> Pair:
    east, north = np.broadcast_arrays(
        np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    )
    return east.copy(), north.copy()


def _only_inside_box(given: Pair, shifted: Pair) -> Pair:
    west, south, east, north = SHIFTED_BOX
    lon, lat = given
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.where(inside, shifted[0], lon), np.where(inside, shifted[1], lat)


def _gcj_from_wgs(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """GCJ-02 of WGS-84, without looking at the box."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))

    def ripple(value: NDArray[np.float64], *terms: tuple[float, float]) -> NDArray[np.float64]:
        total = np.zeros_like(value)
        for size, pace in terms:
            total += size * np.sin(value * np.pi * pace)
        return total * (2.0 / 3.0)

    common = ripple(x, (20.0, 6.0), (20.0, 2.0))
    metres_east = (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + ripple(x, (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))
    )
    metres_north = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + ripple(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    )
    phi = np.radians(lat)
    flat = 1.0 - _ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    # Radii of curvature: of the parallel and of the meridian.
    parallel_m = _SEMI_MAJOR_M / np.sqrt(flat) * np.cos(phi)
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (flat * np.sqrt(flat))
    return lon + np.degrees(metres_east / parallel_m), lat + np.degrees(metres_north / meridian_m)


def _bd_from_gcj(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Pair:
    """BD-09 of GCJ-02, without looking at the box."""
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_RIPPLE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_RIPPLE)
    return radius * np.cos(angle) + _BD_EAST, radius * np.sin(angle) + _BD_NORTH
