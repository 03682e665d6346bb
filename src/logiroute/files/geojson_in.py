"""Features of a GeoJSON file as rows of a table, each with its shape."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from logiroute.files.cells import CellContext, CellError, text_of
from logiroute.files.columns import columns_of
from logiroute.files.headers import match_all
from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.raw import RawText
from logiroute.files.rows_point import PointRow
from logiroute.files.table import Entry, R, Table, validate

S = TypeVar("S")

#: Keys that drawing programs put into the properties of a feature (simplestyle-spec 1.1).
STYLE_KEYS = frozenset(
    {
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "fill",
        "fill-opacity",
        "marker-color",
        "marker-size",
        "marker-symbol",
        "description",
        "title",
    }
)

#: Columns that say in a table what a feature draws.
DRAWN = frozenset({"geometry", "geometry_more", *PointRow.model_fields})

_WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")


@dataclass(frozen=True)
class DrawnTable(Generic[R, S]):
    """Rows that are drawn on a map.

    Attributes
    ----------
    table : Table
        Rows and where they stand; in GeoJSON the row is the number of the feature.
    shapes : mapping of int to shape
        Position in ``table.entries`` → shape in WGS-84, where it is clean.
    """

    table: Table[R]
    shapes: Mapping[int, S]


def read_features(
    raw: RawText,
    model: type[R],
    what: str,
    shape_of: Callable[[object], S],
    context: CellContext,
    problems: Problems,
) -> DrawnTable[R, S]:
    """Every feature of a file; bad ones are noted.

    Parameters
    ----------
    raw : RawText
        The file.
    model : type of Row
        Its properties.
    what : str
        What one feature is called: zone or closure.
    shape_of : callable
        From a GeoJSON geometry to the shape in WGS-84; raises `CellError`.
    context : CellContext
        Clock of the day.
    problems : Problems
        Where problems go.
    """
    at = InputLocation(raw.file)
    features = _features(raw, at, what, problems)
    if features is None:
        return DrawnTable(Table((), None, 0, at), {})
    entries: list[Entry[R]] = []
    ids: set[str] = set()
    shapes: dict[int, S] = {}
    for number, feature in enumerate(features, start=1):
        here = InputLocation(raw.file, number)
        entry = _entry(feature, model, here, context, ids, problems)
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        try:
            if geometry is None:
                raise CellError("S229", f"the {what} has no geometry; draw it or delete the {what}")
            shape = shape_of(geometry)
        except CellError as error:
            problems.error(error.code, here, "geometry", str(error))
        else:
            if entry is not None:
                shapes[len(entries)] = shape
        if entry is not None:
            entries.append(entry)
    return DrawnTable(Table(tuple(entries), frozenset(ids), len(features), at), shapes)


def geometry_text(row: object) -> str:
    """The text of ``geometry`` and the columns that continue it, joined as they are.

    Raises
    ------
    CellError
        S202, a cell is no text.
    """
    more: Mapping[str, object] = getattr(row, "geometry_more", {})
    rest = [more[key] for key in sorted(more, key=lambda key: (len(key), key))]
    return "".join(_raw_text(part) for part in (getattr(row, "geometry", None), *rest))


def _raw_text(part: object) -> str:
    # A space at the end of a cell may belong between two numbers.
    return part if isinstance(part, str) else text_of(part)


def _features(
    raw: RawText, at: InputLocation, what: str, problems: Problems
) -> list[object] | None:
    try:
        data = json.loads(raw.text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        reason = getattr(error, "msg", "it cannot be read")
        problems.error(
            "S111", InputLocation(at.file, row), "", f"this is not valid GeoJSON ({reason})"
        )
        return None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not isinstance(data, dict):
        problems.error(
            "S111", at, "features", f"GeoJSON of {what}s is a FeatureCollection; export it as one"
        )
        return None
    crs = data.get("crs")
    if crs is not None and not any(name in json.dumps(crs) for name in _WGS84_NAMES):
        problems.error(
            "S213",
            at,
            "crs",
            f"the coordinate system {shown(crs)} is not degrees; export the "
            f"{what}s in EPSG:4326 and say their datum under zones_datum in scenario.toml",
        )
    return features


def _entry(
    feature: object,
    model: type[R],
    at: InputLocation,
    context: CellContext,
    ids: set[str],
    problems: Problems,
) -> Entry[R] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        needed = " and ".join(_required(model))
        problems.error("S107", at, "properties", f"the feature has no properties; give it {needed}")
        return None
    names = tuple(name for name in properties if name not in STYLE_KEYS)
    matches = match_all(names, at, model, problems)
    values: dict[str, object] = {
        column.field: {} if column.is_open else None for column in columns_of(model)
    }
    for position, hit in matches.items():
        if hit.column.field in DRAWN:
            problems.error(
                "S104", at, names[position], "the geometry of GeoJSON is no property; delete it"
            )
            continue
        values[hit.column.field] = properties[names[position]]
    with suppress(CellError):
        ids.add(text_of(values["id"]))
    row = validate(values, model, context, at, names, matches, problems)
    headers = {hit.column.field: names[position] for position, hit in matches.items()}
    return None if row is None else Entry(row, at, headers)


def _required(model: type[R]) -> Iterator[str]:
    return (column.name for column in columns_of(model) if column.col.required)
