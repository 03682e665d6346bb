"""Zones from GeoJSON or from the sheet of a workbook."""

import json
from contextlib import suppress
from dataclasses import dataclass

from logiroute.datum import Datum
from logiroute.files.cells import CellContext, CellError, text_of
from logiroute.files.columns import columns_of
from logiroute.files.geometry import (
    check_polygons,
    polygons_of_geojson,
    polygons_of_text,
    to_wgs84_rings,
)
from logiroute.files.headers import match_all
from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.raw import ZONES, RawDay, RawText
from logiroute.files.rows_places import ZoneRow
from logiroute.files.table import Entry, Table, read_table, validate
from logiroute.model.zone import PolygonRings

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

_WGS84_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")


@dataclass(frozen=True)
class ZoneTable:
    """Zones that could be read.

    Attributes
    ----------
    table : Table of ZoneRow
        Rows and where they stand; in GeoJSON the row is the number of the feature.
    polygons : dict of int to polygons
        Position in ``table.entries`` → WGS-84 rings, for zones whose shape is clean.
    """

    table: Table[ZoneRow]
    polygons: dict[int, tuple[PolygonRings, ...]]


def read_zones(raw: RawDay, context: CellContext, datum: Datum, problems: Problems) -> ZoneTable:
    """Every zone of a day; bad ones are noted."""
    if isinstance(raw.zones, RawText):
        return _from_geojson(raw.zones, context, datum, problems)
    table = read_table(
        raw.zones, ZoneRow, context, raw.at(ZONES), problems, broken=ZONES in raw.broken
    )
    polygons: dict[int, tuple[PolygonRings, ...]] = {}
    for position, entry in enumerate(table):
        more = entry.row.geometry_more
        rest = [more[key] for key in sorted(more, key=lambda key: (len(key), key))]
        try:
            text = "".join(_raw_text(part) for part in (entry.row.geometry, *rest))
            if not text:
                raise CellError("S229", "the zone has no geometry; write it or delete the zone")
            polygons[position] = _clean(polygons_of_text(text), datum)
        except CellError as error:
            problems.error(error.code, entry.at, entry.column("geometry"), str(error))
    return ZoneTable(table, polygons)


def _raw_text(part: object) -> str:
    # A space at the end of a cell may belong between two numbers.
    return part if isinstance(part, str) else text_of(part)


def _clean(polygons: tuple[PolygonRings, ...], datum: Datum) -> tuple[PolygonRings, ...]:
    check_polygons(polygons)
    return to_wgs84_rings(polygons, datum)


def _from_geojson(
    raw: RawText, context: CellContext, datum: Datum, problems: Problems
) -> ZoneTable:
    at = InputLocation(raw.file)
    features = _features(raw, at, problems)
    if features is None:
        return ZoneTable(Table((), None, 0, at), {})
    entries: list[Entry[ZoneRow]] = []
    ids: set[str] = set()
    polygons: dict[int, tuple[PolygonRings, ...]] = {}
    for number, feature in enumerate(features, start=1):
        here = InputLocation(raw.file, number)
        entry = _entry(feature, here, context, ids, problems)
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        try:
            if geometry is None:
                raise CellError("S229", "the zone has no geometry; draw it or delete the zone")
            shape = _clean(polygons_of_geojson(geometry), datum)
        except CellError as error:
            problems.error(error.code, here, "geometry", str(error))
            shape = None
        if entry is not None:
            if shape is not None:
                polygons[len(entries)] = shape
            entries.append(entry)
    return ZoneTable(Table(tuple(entries), frozenset(ids), len(features), at), polygons)


def _features(raw: RawText, at: InputLocation, problems: Problems) -> list[object] | None:
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
            "S111", at, "features", "GeoJSON of zones is a FeatureCollection; export it as one"
        )
        return None
    crs = data.get("crs")
    if crs is not None and not any(name in json.dumps(crs) for name in _WGS84_NAMES):
        problems.error(
            "S213",
            at,
            "crs",
            f"the coordinate system {shown(crs)} is not degrees; export the "
            "zones in EPSG:4326 and say their datum under zones_datum in scenario.toml",
        )
    return features


def _entry(
    feature: object,
    at: InputLocation,
    context: CellContext,
    ids: set[str],
    problems: Problems,
) -> Entry[ZoneRow] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        problems.error(
            "S107", at, "properties", "the feature has no properties; give it id and zone_class"
        )
        return None
    names = tuple(name for name in properties if name not in STYLE_KEYS)
    matches = match_all(names, at, ZoneRow, problems)
    values: dict[str, object] = {
        column.field: {} if column.is_open else None for column in columns_of(ZoneRow)
    }
    for position, hit in matches.items():
        if hit.column.field in {"geometry", "geometry_more"}:
            problems.error(
                "S104", at, names[position], "the geometry of GeoJSON is no property; delete it"
            )
            continue
        values[hit.column.field] = properties[names[position]]
    with suppress(CellError):
        ids.add(text_of(values["id"]))
    row = validate(values, ZoneRow, context, at, names, matches, problems)
    headers = {hit.column.field: names[position] for position, hit in matches.items()}
    return None if row is None else Entry(row, at, headers)
