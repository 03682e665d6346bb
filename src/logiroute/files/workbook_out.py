"""A day folder as the equal workbook."""

import io
import json
import os
from collections.abc import Sequence
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
from logiroute.files.geometry import CELL_LIMIT
from logiroute.files.headers import match
from logiroute.files.problems import Problems
from logiroute.files.raw import SCENARIO, ZONES, RawDay, RawTable, RawText
from logiroute.files.rows_places import ZoneRow
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.settings import relative_to
from logiroute.files.tables import ROWS
from logiroute.files.whole_file import write_whole
from logiroute.files.zones_in import STYLE_KEYS

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
            _write_table(book.add_worksheet(name), table, ROWS[name], text)
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
    features = json.loads(geojson)["features"]
    fields = [c.name for c in columns_of(ZoneRow) if not c.is_open and c.name != "geometry"]
    shapes = [
        _pieces(json.dumps(feature["geometry"], separators=(",", ":"))) for feature in features
    ]
    more = [f"geometry_{n}" for n in range(2, max(map(len, shapes), default=1) + 1)]
    for position, title in enumerate((*fields, "geometry", *more)):
        sheet.write_string(0, position, title)
    for row, (feature, pieces) in enumerate(zip(features, shapes, strict=True), start=1):
        for key, value in feature["properties"].items():
            hit = None if key in STYLE_KEYS else match(key, ZoneRow)
            if hit is not None:
                _write_cell(sheet, row, fields.index(hit.column.name), text_of(value), text)
        for position, piece in enumerate(pieces, start=len(fields)):
            _write_cell(sheet, row, position, piece, text)


def _pieces(written: str) -> Sequence[str]:
    """The text in pieces that fit a cell; compact JSON has no spaces that could get lost."""
    return [written[at : at + CELL_LIMIT] for at in range(0, len(written), CELL_LIMIT)]
