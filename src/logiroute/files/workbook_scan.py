"""What calamine does not tell of a workbook: cells whose formula failed, and stray far cells.

calamine hands over a failed formula (``#N/A``), and one that was never worked out, as an empty
cell. In an optional column, such as the end of a window, that would silently lift a limit; so
the sheets' XML is searched for such cells.
It also lays out every sheet as a full rectangle, so one stray cell at the far corner of a sheet
would take all memory.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

#: Stands for a formula whose value was never stored, as programs write it that do not calculate.
UNCALCULATED = "#FORMULA!"

#: Rows × columns that a sheet may span.
MAX_CELLS = 5_000_000

_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(r"<(?:\w+:)?c\b([^>]*?)(/?)>")
_FORMULA = re.compile(
    r"\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v>([^<]*)<)?"
)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)<")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class SheetScan:
    """What was found in one sheet.

    Attributes
    ----------
    errors : dict of (int, int) to str
        0-based row and column → the error shown there.
    rows, columns : int
        How far the filled cells reach.
    last : str
        A cell that makes the sheet reach that far.
    """

    errors: dict[tuple[int, int], str]
    rows: int = 0
    columns: int = 0
    last: str = ""


def scan_workbook(data: bytes) -> dict[str, SheetScan]:
    """Scan of every sheet by name; empty for files that are no .xlsx package.

    Parameters
    ----------
    data : bytes
        The workbook. Anything broken is left to calamine to refuse.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {
                name: _scan(package.read(member).decode("utf-8", "replace"))
                for name, member in _members(package)
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
    ):
        return {}


def _members(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    book = package.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in _RELATION.findall(relations):
        attributes = _attributes(tag)
        targets[attributes.get("Id", "")] = attributes.get("Target", "")
    for tag in _SHEET.findall(book):
        attributes = _attributes(tag)
        target = targets.get(attributes.get("r:id", ""), "")
        if target:
            yield attributes.get("name", ""), posixpath.join("xl", target).lstrip("/")


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag)}


def _scan(xml: str) -> SheetScan:
    errors: dict[tuple[int, int], str] = {}
    rows = columns = 0
    last = ""
    for found in _CELL.finditer(xml):
        attributes, closed = found.groups()
        if closed:
            continue
        given = _attributes(attributes)
        reference = _REFERENCE.fullmatch(given.get("r", ""))
        if reference is None:
            continue
        row, column = int(reference.group(2)), _column(reference.group(1))
        if row > rows or column > columns:
            last = reference.group(0)
        rows, columns = max(rows, row), max(columns, column)
        if given.get("t") == "e":
            value = _VALUE.search(xml, found.end(), found.end() + 10_000)
            errors[row - 1, column - 1] = unescape(value.group(1)) if value else "#N/A"
        # Of type "str" an empty value is a result: a formula that gives no text.
        elif (
            given.get("t") != "str"
            and (formula := _FORMULA.match(xml, found.end()))
            and not formula.group(1)
        ):
            errors[row - 1, column - 1] = UNCALCULATED
    return SheetScan(errors, rows, columns, last)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
