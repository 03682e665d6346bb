"""The workbook template: every table as a sheet, with drop-downs and notes on the headers."""

import io
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from logiroute.datum import Datum
from logiroute.files.columns import Column, Row, columns_of
from logiroute.files.describe import explain
from logiroute.files.policy import read_policy, shipped_policies
from logiroute.files.raw import CHINESE, SCENARIO
from logiroute.files.rows_settings import SettingsRow
from logiroute.files.tables import SHEETS
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.profile import SHIPPED_PROFILES

#: Rows that carry drop-downs and text format.
ROWS_PREPARED = 2000

_HELP = (
    "Fill in the sheets; names and headers must stay as they are (English or Chinese).",
    "Point at a header to read what it means, its unit and an example. Blue headers are required.",
    "Rows that begin with # are left out. Ids are text: 007 stays 007.",
    "Times: 06:30, 26:00 (02:00 the next day) or 2022-04-10 06:30. "
    "Windows: 06:00-09:00|13:00-18:00.",
    "Several values in one cell are separated by |.",
    "Coordinates: the name of the column says the datum. Use one pair: lon_wgs84, lat_wgs84 (GPS, "
    "OpenStreetMap), lon_gcj02, lat_gcj02 (Amap, Tencent) or lon_bd09, lat_bd09 (Baidu); rename "
    "the headers as you need.",
    "A closure has coordinates or a geometry, a pass a zone or a gate: one of the two, not both.",
    "Profiles of your own: add columns kmh_<street class> to profiles, such as kmh_residential.",
    "Loads of your own: add columns capacity_<name> to vehicles and load_<name> to items.",
    "Drop-downs of classes show the policy named default; with another policy type its classes.",
    "Check the day with: logiroute check day.xlsx",
)

#: (table, column) → list of the sheet ``lists`` that its cells choose from. Only a warning: lists
#: separated by |, and classes of another policy, must be possible.
_CHOICES = {
    ("places", "kind"): "place_kind",
    ("places", "accepts"): "party_class",
    ("places", "off_county"): "yes_no",
    ("gates", "vehicle_classes"): "vehicle_class",
    ("vehicles", "vehicle_class"): "vehicle_class",
    ("vehicles", "profile"): "profile",
    ("vehicles", "lifo"): "yes_no",
    ("profiles", "base"): "profile",
    ("orders", "kind"): "order_kind",
    ("orders", "priority"): "priority",
    ("orders", "vehicle_classes"): "vehicle_class",
    ("orders", "party_class"): "party_class",
    ("orders", "exclusive"): "yes_no",
    ("orders", "approved"): "yes_no",
    ("zones", "zone_class"): "zone_class",
    ("scenario", "policy"): "policy",
    ("scenario", "plan_unapproved"): "yes_no",
    ("scenario", "zones_datum"): "datum",
}

#: (table, column) → table whose ids the cells choose from.
_REFERENCES = {
    ("gates", "zone"): "zones",
    ("vehicles", "start"): "places",
    ("vehicles", "end"): "places",
    ("vehicles", "own_zone"): "zones",
    ("crew", "vehicle"): "vehicles",
    ("passes", "vehicle"): "vehicles",
    ("passes", "zone"): "zones",
    ("passes", "gate"): "gates",
    ("stock", "depot"): "places",
    ("stock", "item"): "items",
    ("orders", "site"): "places",
    ("orders", "origin"): "places",
    ("order_lines", "order"): "orders",
    ("order_lines", "item"): "items",
}


def template_workbook(preset: Mapping[str, str]) -> bytes:
    """The empty workbook.

    Parameters
    ----------
    preset : mapping of str to str
        Values of the sheet ``scenario`` that are filled in.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheets = {name: book.add_worksheet(name) for name in (SCENARIO, "help")}
        sheets |= {name: book.add_worksheet(name) for name in SHEETS if name != SCENARIO}
        lists = book.add_worksheet("lists")
        ranges = _write_lists(lists)
        lists.hide()
        _write_scenario(book, sheets[SCENARIO], ranges, preset)
        _write_help(book, sheets["help"])
        for name, model in SHEETS.items():
            if name != SCENARIO:
                _write_table(book, sheets[name], name, model, ranges)
    return buffer.getvalue()


def shown_columns(model: type[Row]) -> list[Column]:
    """The columns a template shows: one pair of coordinates, none of the dispatcher's own."""
    return [
        column
        for column in columns_of(model)
        if not column.is_open
        and (column.name[:4] not in {"lon_", "lat_"} or column.name.endswith("wgs84"))
    ]


def _write_lists(sheet: Worksheet) -> dict[str, str]:
    policy = read_policy("default")
    lists = {
        "place_kind": [str(kind) for kind in PlaceKind],
        "order_kind": [str(kind) for kind in OrderKind],
        "priority": [str(number) for number in range(1, 10)],
        "yes_no": ["yes", "no"],
        "datum": [str(datum) for datum in Datum],
        "policy": shipped_policies(),
        "profile": list(SHIPPED_PROFILES),
        "vehicle_class": [entry.id for entry in policy.vehicle_classes],
        "party_class": [entry.id for entry in policy.party_classes],
        "zone_class": [entry.id for entry in policy.zone_classes],
    }
    ranges = {}
    for position, (name, values) in enumerate(lists.items()):
        sheet.write_string(0, position, name)
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, position, value)
        letter = chr(ord("A") + position)
        ranges[name] = f"=lists!${letter}$2:${letter}${len(values) + 1}"
    return ranges


def _source(table: str, column: str, ranges: Mapping[str, str]) -> str | None:
    if (table, column) in _CHOICES:
        return ranges[_CHOICES[table, column]]
    if (table, column) in _REFERENCES:
        return f"={_REFERENCES[table, column]}!$A$2:$A${ROWS_PREPARED}"
    return None


def _validation(source: str) -> dict[str, object]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "information",
        "error_title": "Not in the list",
        "error_message": "This is not one of the listed values. Several are separated by |.",
    }


def _write_table(
    book: Workbook, sheet: Worksheet, name: str, model: type[Row], ranges: Mapping[str, str]
) -> None:
    text = book.add_format({"num_format": "@"})
    plain = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E6E6"})
    required = book.add_format({"bold": True, "bottom": 1, "bg_color": "#BDD7EE"})
    for position, column in enumerate(shown_columns(model)):
        sheet.write_string(0, position, column.name, required if column.col.required else plain)
        sheet.write_comment(0, position, explain(column), {"x_scale": 2.2, "y_scale": 1.6})
        numeric = column.col.unit not in {"", "time"}
        width = max(len(column.name) + 2, 12)
        sheet.set_column(position, position, width, None if numeric else text)
        source = _source(name, column.name, ranges)
        if source is not None:
            sheet.data_validation(1, position, ROWS_PREPARED - 1, position, _validation(source))
    sheet.freeze_panes(1, 1)


def _write_scenario(
    book: Workbook, sheet: Worksheet, ranges: Mapping[str, str], preset: Mapping[str, str]
) -> None:
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E6E6"})
    required = book.add_format({"bold": True, "bg_color": "#BDD7EE"})
    grey = book.add_format({"font_color": "#595959"})
    for position, (title, width) in enumerate((("key", 16), ("value", 30), ("meaning", 90))):
        sheet.write_string(0, position, title, head)
        sheet.set_column(position, position, width, text if title == "value" else None)
    for row, column in enumerate(columns_of(SettingsRow), start=1):
        sheet.write_string(row, 0, column.name, required if column.col.required else None)
        sheet.write_comment(row, 0, explain(column), {"x_scale": 2.2, "y_scale": 1.6})
        if column.name in preset:
            sheet.write_string(row, 1, preset[column.name], text)
        sheet.write_string(row, 2, f"{column.col.help} Example: {column.col.example}", grey)
        source = _source(SCENARIO, column.name, ranges)
        if source is not None:
            sheet.data_validation(row, 1, row, 1, _validation(source))
    sheet.freeze_panes(1, 0)


def _write_help(book: Workbook, sheet: Worksheet) -> None:
    head = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    titles = (("table", 14), ("column", 18), ("中文", 18), ("unit", 12), ("example", 34))
    for position, (_, width) in enumerate((*titles, ("meaning", 90))):
        sheet.set_column(position, position, width)
    sheet.write_string(0, 0, "How to fill in a day", head)
    row = 1
    for line in _HELP:
        sheet.merge_range(row, 0, row, 5, line, wrap)
        sheet.set_row(row, 30 if len(line) > 150 else 16)
        row += 1
    row += 1
    for position, (title, _) in enumerate((*titles, ("meaning", 90))):
        sheet.write_string(row, position, title, bold)
    for name, model in SHEETS.items():
        for column in columns_of(model):
            row += 1
            col = column.col
            cells = (name, column.name, column.chinese[0], col.unit, col.example, col.help)
            for position, value in enumerate(cells):
                sheet.write_string(row, position, value, wrap)
            sheet.set_row(row, 30 if len(col.help) > 90 or len(col.example) > 36 else 16)
    row += 2
    sheet.write_string(row, 0, "Sheets in Chinese", bold)
    for name, chinese in CHINESE.items():
        row += 1
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, chinese)
