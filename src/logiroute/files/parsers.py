"""Parsers that turn file units into the integers and moments of the model.

Rounding is one-sided: demands and durations up, capacities and limits down.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from logiroute.datum import Datum
from logiroute.files.cells import (
    MAX_NUMBER,
    CellContext,
    decimal,
    fail,
    identifier,
    plain,
    text,
    whole,
)
from logiroute.files.clock import calendar_day
from logiroute.files.problems import did_you_mean, shown
from logiroute.model.order import MOST_YEARS
from logiroute.model.place import MAX_APPROACH_M, MAX_APPROACH_S, Approach, FreedBeds, Window
from logiroute.units import CM3_PER_M3, GRAMS_PER_KG, scale_down, scale_up

#: Nothing a day folder knows of is faster on a street.
MAX_KMH = 200

#: More of them would be more orders than a day can be planned with.
_MOST_HOUSEHOLDS = 5_000

_WAY = re.compile(
    r"([\d.,]+)\s*(?:min|分钟|分)\s*/\s*([\d.,]+)\s*(?:km|公里|千米)", re.ASCII | re.IGNORECASE
)
_HOUSEHOLDS = re.compile(r"(\d{1,10})(?:\s*[x*]\s*(\d{1,10}))?", re.ASCII | re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_TIMEZONES = (
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Urumqi",
    "Europe/Berlin",
    "Europe/London",
    "Europe/Paris",
    "America/New_York",
    "UTC",
)


def datum_name(cell: object, _: CellContext) -> Datum:
    """A datum, with or without hyphen."""
    value = plain(cell).casefold().replace("-", "").replace("_", "").replace(" ", "")
    if value not in set(Datum):
        fail("S206", f"unknown datum {shown(plain(cell))}{did_you_mean(value, list(Datum))}")
    return Datum(value)


def minutes_up(cell: object, context: CellContext) -> int:
    """A duration in minutes as seconds, rounded up."""
    return scale_up(decimal(cell, context), 60)


def minutes_limit(cell: object, context: CellContext) -> int:
    """A longest time in minutes as seconds, rounded down."""
    value = scale_down(decimal(cell, context), 60)
    if value == 0:
        fail("S205", "a limit of 0 minutes cannot be kept; write at least 1, or leave it empty")
    return value


def seconds_up(cell: object, context: CellContext) -> int:
    """A duration in seconds, rounded up."""
    return scale_up(decimal(cell, context), 1)


def milliseconds_up(cell: object, context: CellContext) -> int:
    """Seconds as milliseconds, rounded up."""
    return scale_up(decimal(cell, context), 1000)


def hundredths(cell: object, context: CellContext) -> int:
    """Money in currency units as hundredths, rounded up."""
    return scale_up(decimal(cell, context), 100)


def grams_up(cell: object, context: CellContext) -> int:
    """Kilograms of a demand as grams."""
    return scale_up(decimal(cell, context), GRAMS_PER_KG)


def grams_down(cell: object, context: CellContext) -> int:
    """Kilograms of a capacity as grams."""
    return scale_down(decimal(cell, context), GRAMS_PER_KG)


def volume_up(cell: object, context: CellContext) -> int:
    """Cubic metres of a demand as cubic centimetres."""
    return scale_up(decimal(cell, context), CM3_PER_M3)


def volume_down(cell: object, context: CellContext) -> int:
    """Cubic metres of a capacity as cubic centimetres."""
    return scale_down(decimal(cell, context), CM3_PER_M3)


def metres_limit(cell: object, context: CellContext) -> int:
    """A distance limit of at least one metre, rounded down."""
    value = scale_down(decimal(cell, context), 1)
    if value == 0:
        fail("S205", "the limit must be at least 1 metre")
    return value


def kilometres_limit(cell: object, context: CellContext) -> int:
    """A longest way in kilometres as metres, rounded down."""
    value = scale_down(decimal(cell, context), 1000)
    if value == 0:
        fail("S205", "a limit of 0 km cannot be kept; write more, or leave it empty")
    return value


def centimetres_up(cell: object, context: CellContext) -> int:
    """Metres of a size as centimetres, rounded up."""
    return _size(scale_up(decimal(cell, context), 100))


def kilograms_up(cell: object, context: CellContext) -> int:
    """Kilograms of a size, rounded up."""
    return _size(scale_up(decimal(cell, context), 1))


def _size(value: int) -> int:
    if value == 0:
        fail("S205", "a size of 0 is none; write what the papers of the vehicle say")
    return value


def kmh(cell: object, context: CellContext) -> float:
    """A speed in km/h."""
    value = decimal(cell, context)
    if not 0 < value <= MAX_KMH:
        fail("S205", f"{value} km/h is not a speed; write more than 0 and at most {MAX_KMH}")
    return float(value)


def percent_to(most: int) -> Callable[[object, CellContext], int]:
    """A parser for whole percents from 1 to ``most``."""

    def parse(cell: object, context: CellContext) -> int:
        value = whole(cell, context)
        if not 1 <= value <= most:
            fail("S205", f"{value} % is not between 1 and {most}")
        return value

    return parse


def moment(cell: object, context: CellContext) -> datetime:
    """A moment."""
    return context.clock.moment(cell)


def windows(cell: object, context: CellContext) -> tuple[Window, ...]:
    """Windows like ``06:00-09:00|13:00-18:00``, sorted."""
    found = []
    for start, end in context.clock.spans(text(cell, context)):
        if end < start:
            fail(
                "S208",
                f"the window from {start:%H:%M} ends at {end:%H:%M}, before it starts; swap them, "
                f"or, if it ends the next day, write {end.hour + 24}:{end:%M}",
            )
        found.append(Window(start=start, end=end))
    found.sort(key=lambda window: window.start)
    for first, second in pairwise(found):
        if second.start < first.end:
            fail(
                "S208",
                f"the windows from {first.start:%H:%M} and from {second.start:%H:%M} overlap; "
                "write them as one",
            )
    return tuple(found)


def freed_beds(cell: object, context: CellContext) -> tuple[FreedBeds, ...]:
    """Beds that become free later, like ``14:00+3|18:00+5``, in order of time."""
    found = []
    for part in plain(text(cell, context)).split("|"):
        when, _, count = (side.strip() for side in part.partition("+"))
        if not count.isdecimal() or not 0 < int(count) <= MAX_NUMBER:
            fail(
                "S218",
                f"expected a time and a number of beds like 14:00+3, got {shown(part.strip())}",
            )
        found.append(FreedBeds(at=context.clock.moment(when), beds=int(count)))
    return tuple(sorted(found, key=lambda entry: entry.at))


def ages(cell: object, context: CellContext) -> tuple[int, ...]:
    """Years of several persons, like ``0|34|67``; nobody's is left out for being as another's."""
    found = tuple(whole(part, context) for part in plain(text(cell, context)).split("|"))
    for age in found:
        if age > MOST_YEARS:
            fail("S205", f"nobody is {age} years old; write ages from 0 to {MOST_YEARS}")
    return found


def approaches(cell: object, context: CellContext) -> tuple[Approach, ...]:
    """Ways from exits to a place beyond the roads, like ``X1:48min/52.3km|X2:61min/60km``."""
    found: dict[str, Approach] = {}
    for part in text(cell, context).replace("｜", "|").split("|"):
        name, _, way = part.replace("：", ":").rpartition(":")
        match = _WAY.fullmatch(plain(way))
        if match is None or not name.strip():
            fail(
                "S219",
                f"expected an exit, minutes and kilometres like X1:48min/52.3km, got "
                f"{shown(part.strip())}",
            )
        exit_id = identifier(name.strip(), context)
        seconds, metres = (
            scale_up(decimal(figure, context), unit)
            for figure, unit in zip(match.groups(), (60, 1000), strict=True)
        )
        if seconds > MAX_APPROACH_S or metres > MAX_APPROACH_M:
            fail("S219", f"{shown(part.strip())} is farther than a vehicle drives in two days")
        if exit_id in found:
            fail("S219", f"exit {shown(exit_id)} is written twice; write each exit once")
        found[exit_id] = Approach(exit_id=exit_id, seconds=seconds, metres=metres)
    return tuple(found.values())


def households(cell: object, context: CellContext) -> tuple[int, ...]:
    """Sizes of households like ``4|3|1x12|2x20`` (12 of one person, 20 of two), largest first."""
    found: list[int] = []
    for part in plain(text(cell, context)).replace("×", "x").split("|"):
        match = _HOUSEHOLDS.fullmatch(part.strip())
        size, times = (int(figure or 1) for figure in match.groups()) if match else (0, 0)
        if not 0 < size <= MAX_NUMBER or not times:
            fail(
                "S245",
                "expected sizes of households like 4|3|1x12 (one of 4, one of 3 and 12 of one "
                f"person), got {shown(part.strip())}",
            )
        if len(found) + times > _MOST_HOUSEHOLDS:
            fail("S245", f"a cohort has at most {_MOST_HOUSEHOLDS:,} households; divide it here")
        found += [size] * times
    return tuple(sorted(found, reverse=True))


def day(cell: object, _: CellContext) -> date:
    """A calendar day."""
    return calendar_day(cell)


def timezone_name(cell: object, context: CellContext) -> str:
    """An IANA timezone."""
    value = text(cell, context)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fail("S215", f"there is no timezone {shown(value)}{did_you_mean(value, _TIMEZONES)}")
    return value


def currency_code(cell: object, context: CellContext) -> str:
    """An ISO 4217 code."""
    value = text(cell, context).upper()
    if not _CURRENCY.fullmatch(value):
        fail("S202", f"expected a currency code of three letters like CNY, got {shown(value)}")
    return value
