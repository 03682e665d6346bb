"""Legal limits of speed, weight, height and width as OpenStreetMap writes them."""

import re
from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from logiroute.geo.loading.ways import NO_LIMIT

_SPEED = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?\s*$")
_KM_PER_MILE = 1.609344

#: Values that say that there is no sign, or none that differs from the law's general limit.
_NONE = frozenset(
    {"", "none", "default", "below_default", "unsigned", "no_sign", "no_indications", "no"}
)
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*([a-z]*)$")
_FEET = re.compile(r"""^(\d+(?:\.\d+)?)\s*(?:'|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|''|in)?)?$""")
#: Unit → kilograms; a bare number is in tonnes. ``st`` is the short ton of the United States.
_KG: dict[str, Decimal] = {
    "": Decimal(1000),
    "t": Decimal(1000),
    "kg": Decimal(1),
    "st": Decimal("907.18474"),
    "lt": Decimal("1016.0469088"),
    "lb": Decimal("0.45359237"),
    "lbs": Decimal("0.45359237"),
}
#: Unit → centimetres; a bare number is in metres.
_CM: dict[str, Decimal] = {"": Decimal(100), "m": Decimal(100), "cm": Decimal(1)}
_CM_PER_FOOT, _CM_PER_INCH = Decimal("30.48"), Decimal("2.54")

_LIMIT_KEYS: tuple[tuple[str, ...], ...] = (
    ("maxweight",),
    ("maxheight", "maxheight:physical"),
    ("maxwidth", "maxwidth:physical"),
)
#: All keys read here but ``maxspeed``.
LIMIT_KEYS: tuple[str, ...] = tuple(key for keys in _LIMIT_KEYS for key in keys)


def speed_limit(text: str) -> float:
    """``maxspeed`` in km/h, NaN where it is missing or no number (``signals``, ``CN:urban``)."""
    match = _SPEED.match(text)
    if match is None:
        return float("nan")
    speed = float(match[1]) * (_KM_PER_MILE if match[2] == "mph" else 1.0)
    return speed if speed > 0 else float("nan")


def weight_limit(text: str) -> int | None:
    """``maxweight`` in whole kilograms, rounded down; `NO_LIMIT`, or None if it is unreadable."""
    return _whole(text, _KG)


def length_limit(text: str) -> int | None:
    """``maxheight`` or ``maxwidth`` in whole centimetres, rounded down; as `weight_limit`."""
    feet = _FEET.match(text.strip().lower())
    if feet is None:
        return _whole(text, _CM)
    return _floor(Decimal(feet[1]) * _CM_PER_FOOT + Decimal(feet[2] or 0) * _CM_PER_INCH)


def limits_of(tags: Mapping[str, str]) -> tuple[tuple[int, int, int], int]:
    """Limits of weight (kg), height and width (cm) of a way, and how many cannot be read.

    What cannot be read is taken as no limit.
    """
    found: list[int] = []
    unread = 0
    for keys, parse in zip(_LIMIT_KEYS, (weight_limit, length_limit, length_limit), strict=True):
        limit = NO_LIMIT
        for key in keys:
            value = parse(tags.get(key, ""))
            if value is None:
                unread += 1
            else:
                limit = min(limit, value)
        found.append(limit)
    return (found[0], found[1], found[2]), unread


def _whole(text: str, units: Mapping[str, Decimal]) -> int | None:
    text = text.strip().lower()
    if text in _NONE:
        return NO_LIMIT
    match = _NUMBER.match(text)
    if match is None or match[2] not in units:
        return None
    return _floor(Decimal(match[1]) * units[match[2]])


def _floor(value: Decimal) -> int | None:
    # Nobody signs a limit of nothing; it is a slip of the mapper's pen.
    whole = min(int(value.to_integral_value(ROUND_FLOOR)), NO_LIMIT)
    return whole if whole > 0 else None
