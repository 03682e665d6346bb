"""A day folder as the equal workbook."""

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from logiroute.errors import InputError
from logiroute.files.cells import CellContext, CellError, coordinate, text_of
from logiroute.files.clock import Clock
from logiroute.files.columns import Row, columns_of
from logiroute.files.day import inspect_day
from logiroute.files.folder import read_folder
from logiroute.files.geojson_in import STYLE_KEYS
from logiroute.files.geometry import CELL_LIMIT
from logiroute.files.headers import match
from logiroute.files.problems import Problems
from logiroute.files.raw import CLOSURES, SCENARIO, ZONES, RawDay, RawTable, RawText
from logiroute.files.rows_point import PointRow
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.rows_streets import ClosureRow
from logiroute.files.rows_zones import ZoneRow
from logiroute.files.settings import relative_to
from logiroute.files.tables import ROWS
from logiroute.files.whole_file import write_whole

#: Numbers do not depend on the clock.
_NOON = Clock(date(2000, 1, 1), ZoneInfo("UTC"))


def day_to_workbook(folder: Path | str, xlsx_path: Path | str) -> None:
    """Write a day folder as one workbook that reads to the same scenario.

    Every cell is written as text or number, never as a formula. Relative paths are turned so that
    they are right from where the workbook lies.

    Parameters
    ----------
    folder : Path or str
        A day folder without errors.
    xlsx_path : Path or str
        The workbook; replaced in one step if it exists.

    Raises
    ------
    InputError
        The folder has errors, a text is too long for a cell, or the workbook cannot be written.
    """
    report = inspect_day(folder)
    if report.scenario is None:
        raise InputError(report.problems)
    problems = Problems()
    raw = read_folder(Path(folder), problems)
    target = Path(xlsx_path).absolute()
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # The same day is always the same bytes.
        book.set_properties({"created": datetime.combine(report.scenario.date, time())})
        text = book.add_format({"num_format": "@"})
        _write_settings(book.add_worksheet(SCENARIO), raw, target.parent, text)
        for name, table in raw.tables.items():
            if name != CLOSURES:
                _write_table(book.add_worksheet(name), table, ROWS[name], text)
        if CLOSURES in raw.tables or raw.drawn_closures is not None:
            drawn = None if raw.drawn_closures is None else raw.drawn_closures.text
            sheet = book.add_worksheet(CLOSURES)
            _write_closures(sheet, raw.tables.get(CLOSURES), drawn, text)
        if isinstance(raw.zones, RawText):
            _write_zones(book.add_worksheet(ZONES), raw.zones.text, text)
    write_whole(target, buffer.getvalue())


def _write_settings(sheet: Worksheet, raw: RawDay, home: Path, text: Format) -> None:
    for position, title in enumerate(("key", "value")):
        sheet.write_string(0, position, title)
    if raw.settings is None:
        return
    row = 0
    for key, (value, _) in raw.settings.values.items():
        hit = match(key, SettingsRow)
        if hit is None:
            continue
        row += 1
        field = hit.column.field
        written = text_of(value)
        if field == "roads" or (field == "policy" and written.casefold().endswith(".toml")):
            path = relative_to(raw.base, written)
            written = written if path is None else Path(os.path.relpath(path, home)).as_posix()
        sheet.write_string(row, 0, field)
        _write_cell(sheet, row, 1, written, text)


def _write_table(sheet: Worksheet, table: RawTable, model: type[Row], text: Format) -> None:
    context = CellContext(_NOON, table.decimal_mark)
    numeric = set()
    for position, header in enumerate(table.header):
        sheet.write_string(0, position, header)
        hit = match(header, model)
        if hit is not None and hit.column.col.unit not in {"", "time"}:
            numeric.add(position)
    for row, (_, cells) in enumerate(table.rows, start=1):
        for position, cell in enumerate(cells):
            written = text_of(cell)
            number = _number(written, context) if position in numeric and written else None
            if number is not None:
                sheet.write_number(row, position, number)
            else:
                _write_cell(sheet, row, position, written, text)


def _number(written: str, context: CellContext) -> float | None:
    """The number, if a spreadsheet keeps it exactly (15 digits)."""
    try:
        exact = coordinate(written, context)
    except CellError:
        return None
    number = float(exact)
    return number if Decimal(f"{number:.15g}") == exact else None


def _write_cell(sheet: Worksheet, row: int, position: int, written: str, text: Format) -> None:
    if written:
        sheet.write_string(row, position, written, text)


def _write_zones(sheet: Worksheet, geojson: str, text: Format) -> None:
    _write_drawn(sheet, ZoneRow, list(_features(geojson, ZoneRow)), text)


def _write_closures(
    sheet: Worksheet, table: RawTable | None, geojson: str | None, text: Format
) -> None:
    """Closures of both files in one sheet; what is drawn stands in the geometry."""
    rows = [] if table is None else list(_cells(table))
    rows += [] if geojson is None else list(_features(geojson, ClosureRow))
    _write_drawn(sheet, ClosureRow, rows, text)


def _features(geojson: str, model: type[Row]) -> Iterator[tuple[dict[str, object], str]]:
    """Properties and geometry of every feature."""
    for feature in json.loads(geojson)["features"]:
        values: dict[str, object] = {}
        for key, value in feature["properties"].items():
            hit = None if key in STYLE_KEYS else match(key, model)
            if hit is not None:
                values[hit.column.field] = text_of(value)
        # Compact JSON has no spaces that could get lost where a cell ends.
        yield values, json.dumps(feature["geometry"], separators=(",", ":"))


def _cells(table: RawTable) -> Iterator[tuple[dict[str, object], str]]:
    """Values and geometry of every row of the table of closures."""
    context = CellContext(_NOON, table.decimal_mark)
    columns = [match(header, ClosureRow) for header in table.header]
    for _, cells in table.rows:
        values: dict[str, object] = {}
        geometry: dict[tuple[int, str], str] = {}
        for hit, cell in zip(columns, cells, strict=False):
            if hit is None:
                continue
            written = text_of(cell)
            if hit.column.field in {"geometry", "geometry_more"}:
                geometry[len(hit.key), hit.key] = str(cell)
            elif hit.column.field in PointRow.model_fields and written:
                number = _number(written, context)
                values[hit.column.field] = written if number is None else number
            else:
                values[hit.column.field] = written
        yield values, "".join(geometry[key] for key in sorted(geometry))


def _write_drawn(
    sheet: Worksheet,
    model: type[Row],
    rows: Sequence[tuple[Mapping[str, object], str]],
    text: Format,
) -> None:
    """Rows of values and a geometry, which goes on in further columns where it is long."""
    used = {"id", *(field for values, _ in rows for field in values)}
    fields = [c.name for c in columns_of(model) if c.field in used or c.col.required]
    shapes = [
        [shape[at : at + CELL_LIMIT] for at in range(0, len(shape), CELL_LIMIT)]
        for _, shape in rows
    ]
    more = [f"geometry_{n}" for n in range(2, max(map(len, shapes), default=1) + 1)]
    for position, title in enumerate((*fields, "geometry", *more)):
        sheet.write_string(0, position, title)
    for row, ((values, _), pieces) in enumerate(zip(rows, shapes, strict=True), start=1):
        for position, field in enumerate(fields):
            value = values.get(field, "")
            if isinstance(value, float):
                sheet.write_number(row, position, value)
            else:
                _write_cell(sheet, row, position, text_of(value), text)
        for position, piece in enumerate(pieces, start=len(fields)):
            _write_cell(sheet, row, position, piece, text)
