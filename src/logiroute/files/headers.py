"""Which column of a table is which."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from logiroute.datum import Datum
from logiroute.files.columns import Column, Row, columns_of
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.units import CHILD_SEATS, MASS, SEATS, STRETCHERS, VOLUME, WHEELCHAIRS

_NAME = re.compile(r"\w{1,40}")
_RESERVED = frozenset({MASS, VOLUME, SEATS, STRETCHERS, WHEELCHAIRS, CHILD_SEATS, "kg", "m3"})
_BARE_COORDINATES = frozenset(
    {"lon", "lat", "lng", "longitude", "latitude", "x", "y", "经度", "纬度", "坐标"}
)


def normal(header: str) -> str:
    """A header as it is compared: plain, lower case, without spaces, brackets and asterisks."""
    text = unicodedata.normalize("NFKC", header).strip().casefold()
    text = re.sub(r"[()\[\]*]", " ", text).strip()
    return re.sub(r"[\s\-]+", "_", text)


@dataclass(frozen=True)
class Match:
    """Column of the model a header stands for; ``key`` names a free column."""

    column: Column
    key: str = ""


@cache
def _names(model: type[Row]) -> Mapping[str, Column]:
    found: dict[str, Column] = {}
    for column in columns_of(model):
        if not column.is_open:
            for name in (column.name, *column.chinese):
                found.setdefault(normal(name), column)
    return found


def match(header: str, model: type[Row]) -> Match | None:
    """The column a header means, or ``None``."""
    word = normal(header)
    column = _names(model).get(word)
    if column is not None:
        return Match(column)
    for column in columns_of(model):
        for prefix in model.open_prefixes.get(column.field, ()):
            key = word.removeprefix(prefix)
            if word.startswith(prefix) and _may_be_named(key, column.field, model):
                return Match(column, key)
    return None


def _may_be_named(key: str, field: str, model: type[Row]) -> bool:
    names = model.open_names.get(field)
    if names is not None:
        return key in names
    return _NAME.fullmatch(key) is not None and key not in _RESERVED


def recogniser(model: type[Row]) -> Callable[[str], bool]:
    """Whether a word is a header of the table, or one whose cure is known."""
    return lambda word: match(word, model) is not None or normal(word) in _BARE_COORDINATES


def options(model: type[Row]) -> list[str]:
    """Every header of a table, English ones first, for "did you mean"."""
    columns = list(columns_of(model))
    return [c.name for c in columns] + [name for c in columns for name in c.chinese]


def match_all(
    headers: Sequence[str],
    at: InputLocation,
    model: type[Row],
    problems: Problems,
    rows: Sequence[int] = (),
) -> dict[int, Match]:
    """Position → column for all headers that are known; the others are noted.

    Parameters
    ----------
    headers : sequence of str
        As written.
    at : InputLocation
        Where they stand.
    model : type of Row
        The columns there are.
    problems : Problems
        Where problems go.
    rows : sequence of int
        Row of each, where they do not stand in one row (keys of a scenario).
    """
    table = at
    found: dict[int, Match] = {}
    seen: dict[tuple[str, str], str] = {}
    for position, header in enumerate(headers):
        if not header:
            continue
        at = InputLocation(table.file, rows[position]) if rows else table
        hit = match(header, model)
        if hit is None:
            _note_unknown(header, at, model, problems, "key" if rows else "column")
            continue
        key = (hit.column.field, hit.key)
        if key in seen:
            problems.error(
                "S109",
                at,
                header,
                f"{shown(seen[key].strip())} and {shown(header.strip())} mean the same; delete one",
            )
            continue
        seen[key] = header
        found[position] = hit
    at = table
    _note_missing(found, at, model, problems)
    if "lon_wgs84" in model.model_fields:
        _check_pair([hit.column.field for hit in found.values()], headers, at, model, problems)
    return found


def _note_unknown(
    header: str, at: InputLocation, model: type[Row], problems: Problems, what: str
) -> None:
    word = normal(header)
    if "lon_wgs84" in model.model_fields and word in _BARE_COORDINATES:
        problems.error(
            "S105",
            at,
            header,
            f"{shown(header)} does not say its datum; name the columns lon_wgs84, lat_wgs84 (GPS, "
            "OpenStreetMap), lon_gcj02, lat_gcj02 (Amap, Tencent) or lon_bd09, lat_bd09 (Baidu)",
        )
        return
    for column in columns_of(model):
        for prefix in model.open_prefixes.get(column.field, ()):
            if not word.startswith(prefix):
                continue
            names = model.open_names.get(column.field)
            if names is not None:
                hint = did_you_mean(word, [prefix + name for name in names])
                problems.error("S104", at, header, f"unknown {what} {shown(header)}{hint}")
            else:
                problems.error(
                    "S217",
                    at,
                    header,
                    f"{shown(word.removeprefix(prefix))} cannot name a load dimension; use "
                    "letters, digits and _, and for what has a column of its own that one",
                )
            return
    problems.error(
        "S104", at, header, f"unknown {what} {shown(header)}{did_you_mean(word, options(model))}"
    )


def _note_missing(
    found: Mapping[int, Match], at: InputLocation, model: type[Row], problems: Problems
) -> None:
    present = {hit.column.field for hit in found.values()}
    for column in columns_of(model):
        if column.col.required and column.field not in present:
            problems.error(
                "S107",
                at,
                column.name,
                f"{column.name} ({column.chinese[0]}) is missing; add it",
            )


def _check_pair(
    fields: list[str],
    headers: Iterable[str],
    at: InputLocation,
    model: type[Row],
    problems: Problems,
) -> None:
    lons = [datum for datum in Datum if f"lon_{datum}" in fields]
    lats = [datum for datum in Datum if f"lat_{datum}" in fields]
    if not lons and not lats:
        bare = any(normal(header) in _BARE_COORDINATES for header in headers)
        if not bare and not model.point_optional:
            problems.error(
                "S107",
                at,
                "lon_wgs84",
                "there are no coordinates; add lon_wgs84 and lat_wgs84 (or the gcj02 or bd09 pair)",
            )
    elif lons != lats or len(lons) > 1:
        written = ", ".join([*(f"lon_{d}" for d in lons), *(f"lat_{d}" for d in lats)])
        problems.error(
            "S106",
            at,
            f"lon_{lons[0]}" if lons else f"lat_{lats[0]}",
            f"the coordinate columns {written} do not make one pair; keep one lon and one lat of "
            "the same datum",
        )


def datum_of(fields: Iterable[str]) -> Datum | None:
    """The datum of the one pair of coordinate columns, or ``None`` if there is no such pair."""
    known = set(fields)
    pairs = [d for d in Datum if {f"lon_{d}", f"lat_{d}"} <= known]
    odd = [d for d in Datum if (f"lon_{d}" in known) != (f"lat_{d}" in known)]
    return pairs[0] if len(pairs) == 1 and not odd else None
