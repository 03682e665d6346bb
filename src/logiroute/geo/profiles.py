"""How fast each profile moves on each class of street."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.roads import Roads
from logiroute.geo.ways import DEFAULT_MODES, MODE_BITS

#: Speed in km/h where a profile is allowed on a class that its table does not list.
SLOWEST_KMH = 5.0


@dataclass(frozen=True)
class Profile:
    """How a kind of vehicle (or a person) moves.

    Attributes
    ----------
    mode : str
        ``motor``, ``bicycle`` or ``foot``: which streets it may use, and whether one-way counts.
    speeds : dict of str to float
        Highway class → km/h in ordinary traffic.
    obeys_limits : bool
        Whether a ``maxspeed`` below the table's speed slows it down.
    """

    name: str
    mode: str
    speeds: dict[str, float]
    obeys_limits: bool = True


def _table(*speeds: float) -> dict[str, float]:
    return dict(zip(_CLASSES, speeds, strict=True))


_CLASSES = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
)

#: The profiles by name. No official table of travel speeds exists; these are assumptions made from
#: the legal limits of China (Regulation on the Implementation of the Road Traffic Safety Law,
#: articles 45 and 78: in towns 30 km/h without and 50 km/h with a centre line and one lane each
#: way; on motorways 100 km/h for all but small passenger vehicles), taken at 75 to 90 % on main
#: roads for signals and at 60 to 70 % in side streets, lower again for heavy vehicles. An ambulance
#: with priority loses less at signals. A cart on a bicycle does 10 to 12 km/h, a walker with a
#: load 4.5 km/h.
PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("car", "motor", _table(90, 45, 60, 35, 45, 30, 40, 28, 32, 25, 25, 20, 10, 12, 20)),
        Profile("van", "motor", _table(85, 45, 56, 35, 42, 30, 38, 26, 30, 24, 24, 18, 10, 10, 18)),
        Profile("truck", "motor", _table(75, 40, 50, 32, 38, 28, 34, 24, 27, 22, 20, 15, 8, 8, 15)),
        Profile("bus", "motor", _table(75, 40, 50, 32, 36, 28, 33, 24, 27, 22, 20, 16, 8, 8, 15)),
        Profile(
            "ambulance",
            "motor",
            _table(100, 50, 70, 40, 55, 36, 48, 34, 38, 30, 30, 24, 12, 15, 24),
        ),
        Profile(
            "bicycle_cart",
            "bicycle",
            dict.fromkeys(DEFAULT_MODES, 12.0)
            | dict.fromkeys(("living_street", "service", "track", "path"), 10.0),
        ),
        Profile("foot", "foot", dict.fromkeys(DEFAULT_MODES, 4.5) | {"steps": 2.0}),
    )
}


def segment_ms(roads: Roads, profile: Profile) -> NDArray[np.int64]:
    """Time to drive or walk each whole segment, in milliseconds.

    Parameters
    ----------
    roads : Roads
    profile : Profile

    Returns
    -------
    ndarray of int64, shape (segments,)
        Rounded up, at least 1; also for segments the profile may not use.
    """
    by_class = np.array([profile.speeds.get(name, SLOWEST_KMH) for name in roads.classes])
    speed = by_class[roads.highway]
    if profile.obeys_limits and MODE_BITS[profile.mode] != MODE_BITS["foot"]:
        speed = np.fmin(speed, roads.maxspeed.astype(np.float64))  # fmin passes over NaN
    # A metre at 1 km/h takes 3,600 ms.
    whole: NDArray[np.int64] = np.maximum(np.ceil(roads.length_m * 3600.0 / speed), 1).astype(
        np.int64
    )
    return whole
