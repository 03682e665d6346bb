"""Numbers of a policy file in its own units, put into those of the model."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from logiroute.files.cells import MAX_NUMBER, MOST_C
from logiroute.files.problems import shown
from logiroute.units import scale_down, scale_up


class Scaled(NamedTuple):
    """A key of the file: the model's field, how many of its units one is, which way to round.

    Needs are rounded up, limits down.
    """

    field: str
    scale: Callable[[Decimal, int], int]
    factor: int = 60
    what: str = "a number of minutes"


#: Section → key of the file → what it becomes; ``zones`` are those of a vehicle class.
SCALED: Mapping[str, Mapping[str, Scaled]] = {
    "party_classes": {
        "disinfect_min": Scaled("disinfect_s", scale_up),
        "max_aboard_min": Scaled("max_aboard_s", scale_down),
        "due_after_notice_min": Scaled("due_after_notice_s", scale_down),
    },
    "zones": {"disinfect_min": Scaled("disinfect_s", scale_up)},
    "vehicle_classes": {
        "suit_on_min": Scaled("suit_on_s", scale_up),
        "suit_off_min": Scaled("suit_off_s", scale_up),
        "suit_max_min": Scaled("suit_max_s", scale_down),
        "suit_max_hot_min": Scaled("suit_max_hot_s", scale_down),
    },
    "driving_rules": {
        "drive_min": Scaled("drive_s", scale_down),
        "rest_min": Scaled("rest_s", scale_up),
        "night_drive_min": Scaled("night_drive_s", scale_down),
        "day_drive_min": Scaled("day_drive_s", scale_down),
        "week_drive_min": Scaled("week_drive_s", scale_down),
        "duty_min": Scaled("duty_s", scale_down),
        "off_duty_min": Scaled("off_duty_s", scale_up),
        "stands_still_over_km": Scaled(
            "stands_still_over_m", scale_down, 1000, "a number of kilometres"
        ),
    },
}

#: Keys whose limit may be nothing: no way is so short that it may be driven.
_MAY_BE_NOTHING = frozenset({"stands_still_over_km"})

#: Keys that a driving rule cannot do without.
_NEEDED = frozenset({"drive_min", "rest_min"})

#: Section → key of the file → field, for pairs of minutes.
_PAIRS: Mapping[str, Mapping[str, str]] = {"driving_rules": {"rest_parts_min": "rest_parts_s"}}

#: ``(key, message)`` → noted as a problem.
Note = Callable[[str, str], None]


def in_file(section: str, field: str) -> str:
    """What the file calls a field of the model."""
    for key, scaled in SCALED.get(section, {}).items():
        if scaled.field == field:
            return key
    for key, of_field in _PAIRS.get(section, {}).items():
        if of_field == field:
            return key
    return field


def section_of(path: Sequence[str]) -> str:
    """The section of `SCALED` in which the last of the keys of a path stands."""
    return "zones" if "zones" in path[:-1] else path[0]


def in_units(section: str, entry: MutableMapping[str, object], note: Note, extra: Note) -> None:
    """Put an entry of a section into the units of the model.

    Parameters
    ----------
    section : str
    entry : mutable mapping
        Is changed; keys with a problem are left out.
    note, extra : callable
        Where problems with the value of a key go, and keys that the file does not know.
    """
    for key, scaled in SCALED.get(section, {}).items():
        if entry.pop(scaled.field, None) is not None:
            extra(scaled.field, "")
        if key in entry:
            value = _scaled(section, key, scaled, entry.pop(key), partial(note, key))
            if value is None and key in _NEEDED:
                value = 1  # One error is enough.
            if value is not None:
                entry[scaled.field] = value
    for key, field in _PAIRS.get(section, {}).items():
        if entry.pop(field, None) is not None:
            extra(field, "")
        given = entry.pop(key, None)
        if given is None:
            continue
        if not isinstance(given, list) or len(given) != 2:
            note(key, f"expected two numbers of minutes such as [15, 30], got {shown(given)}")
            continue
        parts = [number(part, "a number of minutes", partial(note, key)) for part in given]
        scaled_up = [scale_up(part, 60) for part in parts if part is not None]
        if len(scaled_up) == len(parts):
            entry[field] = scaled_up


def _scaled(
    section: str, key: str, scaled: Scaled, given: object, note: Callable[[str], None]
) -> int | None:
    """A value in the units of the model, or ``None`` after noting why it is none."""
    amount = number(given, scaled.what, note)
    if amount is None:
        return None
    value = scaled.scale(amount, scaled.factor)
    limits = scaled.scale is scale_down or section == "driving_rules"
    if value or not limits or key in _MAY_BE_NOTHING:
        return value
    if key in _NEEDED:
        note("write a number of minutes that is more than 0")
    else:
        note("a limit of 0 minutes cannot be kept; leave the key out")
    return None


def money(value: object, note: Callable[[str], None]) -> int | None:
    """An amount in the currency as hundredths, or ``None`` after noting what it is instead."""
    amount = number(value, "an amount of money", note)
    return None if amount is None else scale_up(amount, 100)


def degrees(value: object, note: Callable[[str], None]) -> int | None:
    """A temperature in degrees Celsius, rounded down; ``None`` after noting what it is instead."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        note(f"expected degrees Celsius such as 35, got {shown(value)}")
    elif not (Decimal(value).is_finite() and -MOST_C <= value <= MOST_C):
        note(f"{shown(value)} °C is not between -{MOST_C} and {MOST_C}")
    else:
        return scale_down(Decimal(value), 1)
    return None


def number(value: object, what: str, note: Callable[[str], None]) -> Decimal | None:
    """A number of at least 0, or ``None`` after noting what it is instead."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        note(f"expected {what}, got {shown(value)}")
    elif not Decimal(value).is_finite() or not 0 <= value <= MAX_NUMBER:
        note(f"{shown(value)} is not between 0 and {MAX_NUMBER}")
    else:
        return Decimal(value)
    return None
