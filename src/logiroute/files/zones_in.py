"""Zones from GeoJSON or from the sheet of a workbook."""

from logiroute.datum import Datum
from logiroute.files.cells import CellContext, CellError
from logiroute.files.geojson_in import DrawnTable, geometry_text, read_features
from logiroute.files.geometry import (
    check_polygons,
    polygons_of_geojson,
    polygons_of_text,
    to_wgs84_rings,
)
from logiroute.files.problems import Problems
from logiroute.files.raw import ZONES, RawDay, RawText
from logiroute.files.rows_zones import ZoneRow
from logiroute.files.table import read_table
from logiroute.model.zone import PolygonRings

ZoneTable = DrawnTable[ZoneRow, tuple[PolygonRings, ...]]


def read_zones(raw: RawDay, context: CellContext, datum: Datum, problems: Problems) -> ZoneTable:
    """Every zone of a day; bad ones are noted."""
    if isinstance(raw.zones, RawText):
        return read_features(
            raw.zones,
            ZoneRow,
            "zone",
            lambda geometry: _clean(polygons_of_geojson(geometry), datum),
            context,
            problems,
        )
    table = read_table(
        raw.zones, ZoneRow, context, raw.at(ZONES), problems, broken=ZONES in raw.broken
    )
    polygons: dict[int, tuple[PolygonRings, ...]] = {}
    for position, entry in enumerate(table):
        try:
            text = geometry_text(entry.row)
            if not text:
                raise CellError("S229", "the zone has no geometry; write it or delete the zone")
            polygons[position] = _clean(polygons_of_text(text), datum)
        except CellError as error:
            problems.error(error.code, entry.at, entry.column("geometry"), str(error))
    return ZoneTable(table, polygons)


def _clean(polygons: tuple[PolygonRings, ...], datum: Datum) -> tuple[PolygonRings, ...]:
    check_polygons(polygons)
    return to_wgs84_rings(polygons, datum)
