"""Closures from their table, from GeoJSON, or from both."""

from logiroute.datum import Datum
from logiroute.files.cells import CellContext, CellError
from logiroute.files.geojson_in import DrawnTable, geometry_text, read_features
from logiroute.files.geometry import to_wgs84_points
from logiroute.files.lines import check_line, line_of_geojson, line_of_text
from logiroute.files.points import read_points
from logiroute.files.problems import Problems
from logiroute.files.raw import CLOSURES, RawDay
from logiroute.files.rows_streets import ClosureRow
from logiroute.files.table import Entry, Table, read_table
from logiroute.model.place import Point

ClosureTable = DrawnTable[ClosureRow, tuple[Point, ...]]


def read_closures(
    raw: RawDay, context: CellContext, datum: Datum, problems: Problems
) -> ClosureTable:
    """Every closure of a day, those of the table first; bad ones are noted.

    Parameters
    ----------
    raw : RawDay
        The files.
    context : CellContext
        Clock of the day.
    datum : Datum
        Of what is drawn; points in coordinate columns have the datum in the columns' names.
    problems : Problems
        Where problems go.
    """
    written = _from_table(raw, context, datum, problems)
    if raw.drawn_closures is None:
        return written
    drawn = read_features(
        raw.drawn_closures,
        ClosureRow,
        "closure",
        lambda geometry: _clean(line_of_geojson(geometry), datum),
        context,
        problems,
    )
    one, other = written.table, drawn.table
    first = len(one.entries)
    lines = {**written.shapes, **{first + at: line for at, line in drawn.shapes.items()}}
    ids = None if one.ids is None or other.ids is None else one.ids | other.ids
    table = Table(
        (*one.entries, *other.entries), ids, one.written + other.written, one.at, one.partial
    )
    return ClosureTable(table, lines)


def _from_table(
    raw: RawDay, context: CellContext, datum: Datum, problems: Problems
) -> ClosureTable:
    table = read_table(
        raw.tables.get(CLOSURES),
        ClosureRow,
        context,
        raw.at(CLOSURES),
        problems,
        broken=CLOSURES in raw.broken,
    )
    points = read_points(table, problems)
    lines: dict[int, tuple[Point, ...]] = {at: (point,) for at, point in points.items()}
    for position, entry in enumerate(table):
        try:
            line = _drawn(entry, datum, may_be_nowhere=not table.header_known)
        except CellError as error:
            problems.error(error.code, entry.at, entry.column("geometry"), str(error))
            continue
        if line:
            lines[position] = line
    return ClosureTable(table, lines)


def _drawn(entry: Entry[ClosureRow], datum: Datum, *, may_be_nowhere: bool) -> tuple[Point, ...]:
    """What stands in the geometry columns; empty where a point stands in its place."""
    text = geometry_text(entry.row)
    if text.strip() and entry.row.has_point:
        raise CellError(
            "S236", "a closure is a point or a line; empty the coordinates or the geometry"
        )
    if text.strip():
        return _clean(line_of_text(text), datum)
    if not entry.row.has_point and not may_be_nowhere:
        raise CellError(
            "S236", "the closure is nowhere; write the coordinates of a point, or a line here"
        )
    return ()


def _clean(line: tuple[Point, ...], datum: Datum) -> tuple[Point, ...]:
    check_line(line)
    return to_wgs84_points(line, datum)
