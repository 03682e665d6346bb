"""Attributes of edges, as OSMnx and tables of streets have them, and OpenStreetMap's tags."""

import ast
from collections.abc import Mapping
from typing import Any

from logiroute.geo.loading.access import ACCESS_KEYS, access_of
from logiroute.geo.loading.ways import DEFAULT_MODES, MOTOR, NO_LIMIT
from logiroute.geo.loading.ways_builder import WAY_KEYS

#: Keys whose smallest value counts where an edge was merged of several ways.
_SMALLEST = frozenset({"maxspeed", "maxweight", "maxheight", "maxwidth"})
_YES, _NO = frozenset({"True", "yes", "true", "1"}), frozenset({"False", "no", "false", "0"})


def edge_tags(data: Mapping[str, Any]) -> dict[str, str]:
    """OpenStreetMap tags of an edge: lists, booleans and gaps become plain texts.

    OSMnx merges ways into one edge and keeps every value: the first speaks for all, but the lowest
    limit and the main class count.
    """
    tags: dict[str, str] = {}
    for key in WAY_KEYS:
        values = [text for text in map(_text, _values(data.get(key))) if text]
        if key in _SMALLEST:
            values.sort(key=_number)
        elif key == "highway":
            values.sort(key=_rank)
        if values:
            tags[key] = values[0]
    if oneway := tags.get("oneway"):
        tags["oneway"] = "yes" if oneway in _YES else "no" if oneway in _NO else oneway
    return tags


def access_tags(highway: str, ahead: int, back: int) -> dict[str, str]:
    """Tags from which `logiroute.geo.loading.access.access_of` reads the same bits again.

    Parameters
    ----------
    highway : str
    ahead, back : int
        Bits of the modes as drawn and against it.
    """
    default = DEFAULT_MODES[highway]
    oneway = bool(ahead & MOTOR) and not back & MOTOR
    tags = {"highway": highway, "oneway": "yes" if oneway else "no"}
    if access_of(tags) == (ahead, back):
        return tags
    for mode, keys in ACCESS_KEYS.items():
        key = keys[-1]
        allowed = bool(ahead & mode), bool(back & mode)
        if any(allowed) != bool(default & mode):
            tags[key] = "yes" if any(allowed) else "no"
        if any(allowed):
            tags[f"oneway:{key}"] = {(True, False): "yes", (False, True): "-1"}.get(allowed, "no")
    return tags


def limit_tags(max_kg: int, max_height_cm: int, max_width_cm: int) -> dict[str, str]:
    """Tags of the limits of a segment, those that there are."""
    limits = {
        "maxweight": (max_kg, f"{max_kg / 1000:g}", f"{max_kg} kg"),
        "maxheight": (max_height_cm, f"{max_height_cm / 100:g}", f"{max_height_cm} cm"),
        "maxwidth": (max_width_cm, f"{max_width_cm / 100:g}", f"{max_width_cm} cm"),
    }
    # Six digits hold every limit that is signed; a stranger one keeps its exact unit.
    return {
        key: short if value < 10**6 else exact
        for key, (value, short, exact) in limits.items()
        if value != NO_LIMIT
    }


def _values(value: Any) -> list[Any]:
    if isinstance(value, str) and value.startswith("["):
        # How a list comes back from a GeoPackage.
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            return [value]
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        return [value]
    return list(value)


def _text(value: Any) -> str:
    """A value as a text, empty for None and for the gaps of a table (which equal nothing)."""
    if value is None or value is not value or str(value) in ("nan", "<NA>", "None"):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


def _rank(highway: str) -> int:
    """Place of a class from motorway downward."""
    ranks = list(DEFAULT_MODES)
    return ranks.index(highway) if highway in DEFAULT_MODES else len(ranks)


def _number(text: str) -> float:
    digits = "".join(char for char in text.split(" ")[0] if char.isdigit() or char == ".")
    try:
        return float(digits)
    except ValueError:
        return float("inf")
