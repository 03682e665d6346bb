"""Reading a .csv file as any Excel writes it: comma, semicolon or tab."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from logiroute.files.cells import ERROR_CELLS, text_of
from logiroute.files.problems import InputLocation, Problems
from logiroute.files.raw import RawTable

#: Delimiter → decimal mark. Semicolons come from spreadsheets whose language writes a decimal
#: comma; tabs may come from any, so the numbers themselves must tell.
_DECIMAL_MARK = {",": ".", ";": ",", "\t": ".,"}

_PLAIN = re.compile(r"\s*-?(?:0|\d{4,}|\d+(?=[.,](?:\d{1,2}|\d{4,})\s*$))([.,])\d+\s*", re.ASCII)


def read_csv(
    text: str, at: InputLocation, recognised: Callable[[str], bool], problems: Problems
) -> RawTable | None:
    """Header and rows of a CSV text, or ``None`` after noting why there are none.

    Parameters
    ----------
    text : str
        The decoded file.
    at : InputLocation
        The file.
    recognised : callable
        Whether a word is a known header; decides between delimiters.
    problems : Problems
        Where problems go.
    """
    delimiter = _delimiter(text, recognised)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in _records(text, delimiter):
            rows.append((len(rows) + 1, row))
    except csv.Error as error:
        problems.error(
            "S111",
            InputLocation(at.file, len(rows) + 1),
            "",
            f"the file is no table from here on ({error}); look for an unclosed quotation mark",
        )
        return None
    mark = _mark_of_tabs(rows) if delimiter == "\t" else _DECIMAL_MARK[delimiter]
    return table_of(rows, at.file, mark)


def _mark_of_tabs(rows: Iterable[tuple[int, Sequence[str]]]) -> str:
    """The decimal mark that occurs in numbers where it cannot be a thousands separator."""
    seen = {found.group(1) for _, row in rows for cell in row if (found := _PLAIN.fullmatch(cell))}
    return seen.pop() if len(seen) == 1 else ".,"


def table_of(
    rows: Iterable[tuple[int, Sequence[object]]], file: str, decimal_mark: str = "."
) -> RawTable:
    """Split numbered rows into header and body; empty rows and comments are left out."""
    body = [(number, tuple(row)) for number, row in rows if not _is_skipped(row)]
    if not body:
        return RawTable(file, (), 0, (), decimal_mark)
    header_row, header = body[0]
    return RawTable(
        file,
        tuple(_header_text(cell) for cell in header),
        header_row,
        tuple(body[1:]),
        decimal_mark,
    )


def _header_text(cell: object) -> str:
    try:
        return text_of(cell)
    except ValueError:
        return ""


def _is_skipped(row: Sequence[object]) -> bool:
    texts = [_header_text(cell) for cell in row]
    if not any(texts):
        return True
    return texts[0].startswith("#") and texts[0] not in ERROR_CELLS


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    for index, row in enumerate(csv.reader(lines, delimiter=delimiter, strict=True)):
        # Excel's own hint about the delimiter; the row keeps its number.
        is_hint = index == 0 and "".join(row).strip().casefold().startswith("sep=")
        yield [] if is_hint else row


def _delimiter(text: str, recognised: Callable[[str], bool]) -> str:
    head = text[:100_000].splitlines()
    for line in head:
        stripped = line.strip().strip('"')
        if stripped.casefold().startswith("sep=") and stripped[4:5] in _DECIMAL_MARK:
            return stripped[4]
        if not stripped or stripped.startswith("#"):
            continue
        return max(_DECIMAL_MARK, key=lambda mark: _score(line, mark, recognised))
    return ","


def _score(line: str, delimiter: str, recognised: Callable[[str], bool]) -> tuple[int, int]:
    words = [word.strip().strip('"') for word in line.split(delimiter)]
    return sum(map(recognised, words)), len(words)
