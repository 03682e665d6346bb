"""Tables in an Excel workbook: every cell typed, nothing ever run, ready to print."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

import xlsxwriter

#: Excel cuts texts off beyond this many characters.
_LONGEST_TEXT = 32_767

#: A text that begins with one of these could become a formula when it is edited or exported.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

_HEADER_ROW_HEIGHT = 30


class Style(StrEnum):
    """How the cells of a column look."""

    TEXT = "text"
    WHOLE = "whole"
    TENTH = "tenth"
    MONEY = "money"
    PERCENT = "percent"
    MOMENT = "moment"


_LOOKS: dict[Style, dict[str, Any]] = {
    Style.TEXT: {"align": "left", "text_wrap": True},
    Style.WHOLE: {"num_format": "#,##0"},
    Style.TENTH: {"num_format": "#,##0.0"},
    Style.MONEY: {"num_format": "#,##0.00"},
    Style.PERCENT: {"num_format": "0%"},
    Style.MOMENT: {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
}


class Column(NamedTuple):
    """A column: header, width in characters, style."""

    title: str
    width: float
    style: Style = Style.TEXT


#: What a cell can hold; datetimes without timezone, already in local time.
Cell = str | int | float | Decimal | datetime | None


class Workbook:
    """Builds a workbook in memory.

    Parameters
    ----------
    title : str
        Document title; also the print footer.
    created : date
        Written as the document's creation date: the same input gives the same bytes.
    footer : str
        Format of the page number in the print footer, Excel's ``&P`` and ``&N`` in it.
    """

    def __init__(self, *, title: str, created: date, footer: str) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties(
            {
                "title": title[:200],
                "author": "logiroute",
                "created": datetime(created.year, created.month, created.day),
            }
        )
        # "&" starts a code in Excel's headers and footers.
        self._footer = f"&L{title[:120].replace('&', '&&')}&R{footer}"
        self._header = self._book.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#12304D",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": "#12304D",
            }
        )
        base: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#D9DFE7"}
        self._formats = {style: self._book.add_format(base | _LOOKS[style]) for style in Style}
        self._quoted = self._book.add_format(base | _LOOKS[Style.TEXT] | {"quote_prefix": True})

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        page_breaks: Iterable[int] = (),
    ) -> None:
        """Add a sheet with one table: frozen header, filter, print set-up.

        Parameters
        ----------
        name : str
            Sheet name, at most 31 characters.
        columns : sequence of Column
            The header.
        rows : iterable of sequence of Cell
            As many cells a row as there are columns.
        page_breaks : iterable of int
            Positions in ``rows`` before which a new page begins on paper.
        """
        sheet = self._book.add_worksheet(name)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(0, position, column.title, self._header)
        sheet.set_row(0, _HEADER_ROW_HEIGHT)
        last = 0
        for last, row in enumerate(rows, start=1):
            for position, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._write(sheet, last, position, value, column.style)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(self._footer)
        sheet.set_h_pagebreaks([position + 1 for position in page_breaks if position])

    def _write(self, sheet: Any, row: int, column: int, value: Cell, style: Style) -> None:
        form = self._formats[style]
        if value is None or value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(value, str):
            text = value[:_LONGEST_TEXT]
            risky = text.startswith(_RISKY)
            sheet.write_string(row, column, text, self._quoted if risky else form)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, form)
        else:
            sheet.write_number(row, column, value, form)

    def content(self) -> bytes:
        """The finished file; nothing can be added after."""
        self._book.close()
        return self._bytes.getvalue()
