"""How fast each profile moves on each class of street, and how big and heavy it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.loading.ways import DEFAULT_MODES, NO_LIMIT
from logiroute.geo.roads import Roads
from logiroute.model.profile import HIGHWAY_CLASSES, ProfileChange

#: Speed in km/h where a profile is allowed on a class that its table does not list.
SLOWEST_KMH = 5.0


@dataclass(frozen=True)
class Profile:
    """How a kind of vehicle (or a person) moves.

    Attributes
    ----------
    mode : str
        One of `logiroute.geo.loading.ways.MODE_BITS`: which streets and turns are open to it.
    speeds : mapping of str to float
        Highway class → km/h in ordinary traffic.
    height_cm, width_cm, weight_kg : int
        Held against the limits of streets; weight is that of the laden vehicle. 0 fits everywhere.
    turn_ms : int
        Milliseconds that every turn off the straight way costs.
    obeys_limits : bool
        Whether a ``maxspeed`` below the table's speed slows it down.
    """

    name: str
    mode: str
    speeds: Mapping[str, float] = field(hash=False)
    height_cm: int = 0
    width_cm: int = 0
    weight_kg: int = 0
    turn_ms: int = 0
    obeys_limits: bool = True

    @property
    def walking(self) -> bool:
        """Whether it goes on foot, and minds neither one-way streets nor speed limits."""
        return self.mode == "foot"


def _table(*speeds: float) -> dict[str, float]:
    """Speeds on the classes for motor vehicles, which come first."""
    return dict(zip(HIGHWAY_CLASSES[: len(speeds)], speeds, strict=True))


_TRUCK = _table(75, 40, 50, 32, 38, 28, 34, 24, 27, 22, 20, 15, 8, 8, 15)
_BUS = _table(75, 40, 50, 32, 36, 28, 33, 24, 27, 22, 20, 16, 8, 8, 15)
_VAN = _table(85, 45, 56, 35, 42, 30, 38, 26, 30, 24, 24, 18, 10, 10, 18)
_CAR = _table(90, 45, 60, 35, 45, 30, 40, 28, 32, 25, 25, 20, 10, 12, 20)
_AMBULANCE = _table(100, 50, 70, 40, 55, 36, 48, 34, 38, 30, 30, 24, 12, 15, 24)
_CART = dict.fromkeys(DEFAULT_MODES, 12.0) | dict.fromkeys(
    ("living_street", "service", "track", "path"), 10.0
)
_FOOT = dict.fromkeys(DEFAULT_MODES, 4.5) | {"steps": 2.0}

#: The shipped profiles by name.
#:
#: Speeds: no official table of travel speeds exists; these are assumptions made from the legal
#: limits of China (Regulation on the Implementation of the Road Traffic Safety Law, articles 45
#: and 78: in towns 30 km/h without and 50 km/h with a centre line and one lane each way; on
#: motorways 100 km/h for all but small passenger vehicles), taken at 75 to 90 % on main roads for
#: signals and at 60 to 70 % in side streets, lower again for heavy vehicles. An ambulance with
#: priority loses less at signals. A cart on a bicycle does 10 to 12 km/h, a walker with a load
#: 4.5 km/h.
#:
#: Sizes: the largest of their kind under GB 1589-2016 (18 t on two axles, 4.00 m high, 2.55 m
#: wide; light trucks up to 4.5 t), or what such bodies usually measure (assumption). ``truck`` is
#: the middle one.
PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("car", "motor", _CAR, 160, 190, 2_000),
        Profile("van", "motor", _VAN, 250, 205, 3_500),
        Profile("truck_4t", "hgv", _TRUCK, 320, 230, 4_495),
        Profile("truck_10t", "hgv", _TRUCK, 370, 245, 10_000),
        Profile("truck_18t", "hgv", _TRUCK, 400, 255, 18_000),
        Profile("truck", "hgv", _TRUCK, 370, 245, 10_000),
        Profile("bus", "bus", _BUS, 360, 255, 18_000),
        Profile("ambulance", "emergency", _AMBULANCE, 280, 220, 3_500),
        Profile("bicycle_cart", "bicycle", _CART),
        Profile("foot", "foot", _FOOT),
    )
}


def profiles_of(changes: tuple[ProfileChange, ...]) -> dict[str, Profile]:
    """The profiles of a day by name: the shipped ones, some of them changed, and its own.

    Raises
    ------
    KeyError
        A change starts from a profile that is not shipped.
    """
    return PROFILES | {change.id: _changed(PROFILES[change.base], change) for change in changes}


def _changed(base: Profile, change: ProfileChange) -> Profile:
    def kept(given: int | None, otherwise: int) -> int:
        return otherwise if given is None else given

    faster = {name: kmh * change.speed_percent / 100 for name, kmh in base.speeds.items()}
    return replace(
        base,
        name=change.id,
        speeds=faster | change.speeds_kmh,
        height_cm=kept(change.height_cm, base.height_cm),
        width_cm=kept(change.width_cm, base.width_cm),
        weight_kg=kept(change.weight_kg, base.weight_kg),
        turn_ms=base.turn_ms if change.turn_s is None else change.turn_s * 1000,
    )


def fits(roads: Roads, profile: Profile) -> NDArray[np.bool_]:
    """Segments whose limits of height, width and weight let a profile through, (segments,)."""
    found: NDArray[np.bool_] = (
        (roads.max_height_cm >= profile.height_cm)
        & (roads.max_width_cm >= profile.width_cm)
        & (roads.max_kg >= profile.weight_kg)
    )
    return found


def limits_in_the_way(roads: Roads, profile: Profile, segment: int) -> dict[str, tuple[int, int]]:
    """Limits of a segment that a profile breaks: name → (limit, what the profile has)."""
    pairs = {
        "height": (int(roads.max_height_cm[segment]), profile.height_cm),
        "width": (int(roads.max_width_cm[segment]), profile.width_cm),
        "weight": (int(roads.max_kg[segment]), profile.weight_kg),
    }
    return {name: pair for name, pair in pairs.items() if pair[0] < pair[1] and pair[0] < NO_LIMIT}


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
    if profile.obeys_limits and not profile.walking:
        speed = np.fmin(speed, roads.maxspeed.astype(np.float64))  # fmin passes over NaN
    # A metre at 1 km/h takes 3,600 ms.
    whole: NDArray[np.int64] = np.maximum(np.ceil(roads.length_m * 3600.0 / speed), 1).astype(
        np.int64
    )
    return whole
