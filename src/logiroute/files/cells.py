"""What one cell may hold: text, numbers, choices, lists. One parser each, none ever guesses.

A parser takes the cell and a `CellContext` and returns the value, or fails with a code of
`logiroute.files.codes` and a sentence that says the cure.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, TypeVar

from logiroute.files.clock import Clock
from logiroute.files.problems import did_you_mean, shown
from logiroute.files.workbook_scan import UNCALCULATED
from logiroute.units import scale_up

#: What csv, calamine and tomllib hand over. Anything else (a TOML array) is refused by `text_of`.
Cell = str | int | float | bool | Decimal | datetime | date | time | timedelta | None

Choice = TypeVar("Choice", bound=StrEnum)

#: Far above any real quantity, far below where integer sums overflow 64 bits.
MAX_NUMBER = 1_000_000_000
MAX_ID = 80

#: No day on earth is as hot or as cold, in degrees Celsius.
MOST_C = 70
MAX_TEXT = 5_000

#: What Excel shows in a cell whose formula failed.
ERROR_CELLS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {UNCALCULATED}
)

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_GROUPED_BY_POINT = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?", re.ASCII)
_GROUPED_BY_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
_YES = frozenset({"yes", "y", "true", "1", "是", "x"})
_NO = frozenset({"no", "n", "false", "0", "否"})


@dataclass(frozen=True)
class CellContext:
    """What the meaning of a cell depends on.

    Attributes
    ----------
    clock : Clock
        Turns clock times into moments.
    decimal_mark : str
        ``.``, or ``,`` where ``8,5`` is eight and a half, or both (``.,``) where either may be.
    """

    clock: Clock
    decimal_mark: str = "."


class CellError(ValueError):
    """A cell that cannot be used; pydantic collects these, row by row."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def fail(code: str, message: str) -> NoReturn:
    """Refuse a cell."""
    raise CellError(code, message)


def text_of(cell: object) -> str:
    """The cell as text, stripped; numbers without a needless ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip().strip("\ufeff\u200b").strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, int | Decimal | datetime | date | time | timedelta):
        return str(cell)
    fail("S202", f"expected one value, got a {type(cell).__name__}")


def plain(cell: object) -> str:
    """Text with full-width digits and signs made plain, for everything that is not free text."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip().replace("\u2212", "-")


def is_empty(cell: object) -> bool:
    """Whether nothing is written in the cell."""
    return cell is None or (isinstance(cell, str) and not text_of(cell))


def text(cell: object, _: CellContext) -> str:
    """Free text, kept as written."""
    value = text_of(cell)
    if len(value) > MAX_TEXT:
        fail("S202", f"the text has {len(value)} characters; shorten it to {MAX_TEXT}")
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t" for char in value):
        fail("S202", f"{shown(value)} contains control characters; type the text again")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def identifier(cell: object, context: CellContext) -> str:
    """An id or a reference to one: text on one line, at most 80 characters, without ``|``."""
    value = text(cell, context)
    if len(value) > MAX_ID:
        fail("S202", f"an id has at most {MAX_ID} characters, this one has {len(value)}")
    if any(char in value for char in "|\n\r\t"):
        fail("S202", f"{shown(value)} is no id; an id has no |, tab or line break")
    return value


def decimal(cell: object, context: CellContext) -> Decimal:
    """A number of at least zero."""
    value = _any_decimal(cell, context, "S204", "a number")
    if value < 0:
        fail("S205", f"{text_of(cell)} is negative; write 0 or more")
    return value


def degrees_up(cell: object, context: CellContext) -> int:
    """A temperature in degrees Celsius, rounded up."""
    value = _any_decimal(cell, context, "S204", "degrees Celsius like 35")
    if abs(value) > MOST_C:
        fail("S205", f"{text_of(cell)} °C is not between -{MOST_C} and {MOST_C}")
    return scale_up(value, 1)


def coordinate(cell: object, context: CellContext) -> Decimal:
    """Degrees; the range is judged once both coordinates are known."""
    # No degree needs a thousands separator, so 114.305 is plain even where commas are decimal.
    return _any_decimal(cell, context, "S204", "degrees like 114.305", grouping=False)


def whole(cell: object, context: CellContext) -> int:
    """A whole number of at least zero."""
    value = _any_decimal(cell, context, "S203", "a whole number")
    if value != value.to_integral_value():
        fail("S203", f"expected a whole number, got {shown(text_of(cell))}")
    if value < 0:
        fail("S205", f"{text_of(cell)} is negative; write 0 or more")
    return int(value)


def positive(cell: object, context: CellContext) -> int:
    """A whole number of at least one."""
    value = whole(cell, context)
    if value == 0:
        fail("S205", "0 is not allowed here; write 1 or more, or delete the row")
    return value


def priority(cell: object, context: CellContext) -> int:
    """1 (most urgent) to 9."""
    value = whole(cell, context)
    if not 1 <= value <= 9:
        fail("S205", f"the priority {value} is not between 1 (most urgent) and 9")
    return value


def _any_decimal(
    cell: object, context: CellContext, code: str, wanted: str, *, grouping: bool = True
) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        fail(code, f"expected {wanted}, got {shown(text_of(cell))}")
    if isinstance(cell, str):
        value = _decimal_of_text(cell, context, code, wanted, grouping=grouping)
    elif isinstance(cell, float):
        if not math.isfinite(cell):
            fail(code, f"expected {wanted}, got {cell}")
        value = Decimal(f"{cell:.15g}")  # what Excel shows: its numbers have 15 digits
    else:
        value = Decimal(cell)
        if not value.is_finite():
            fail(code, f"expected {wanted}, got {cell}")
    if abs(value) > MAX_NUMBER:
        fail("S205", f"{shown(text_of(cell))} is larger than {MAX_NUMBER}; check the unit")
    return value


def _decimal_of_text(
    cell: str, context: CellContext, code: str, wanted: str, *, grouping: bool
) -> Decimal:
    raw = plain(cell)
    comma = "," in context.decimal_mark
    if grouping and (
        (comma and _GROUPED_BY_POINT.fullmatch(raw))
        or (context.decimal_mark != "," and _GROUPED_BY_COMMA.fullmatch(raw))
    ):
        fail("S211", f"{shown(raw)} may have a thousands separator; write it without one")
    value = raw.replace(",", ".") if comma else raw
    if len(value) > 60 or not _NUMBER.fullmatch(value):
        hint = "; write a decimal point" if "," in value else ""
        fail(code, f"expected {wanted}, got {shown(raw)}{hint}")
    return Decimal(value)


def yes_no(cell: object, _: CellContext) -> bool:
    """Yes or no, in English or Chinese."""
    if isinstance(cell, bool):
        return cell
    value = plain(cell).casefold()
    if value in _YES:
        return True
    if value in _NO:
        return False
    fail("S206", f"expected yes or no (是 or 否), got {shown(value)}")


def choice_of(kind: type[Choice], chinese: Mapping[str, Choice]) -> Callable[..., Choice]:
    """A parser for one of a few words, English or Chinese."""

    def parse(cell: object, _: CellContext) -> Choice:
        value = plain(cell)
        key = value.casefold().replace(" ", "_").replace("-", "_")
        for member in kind:
            if member.value == key:
                return member
        if value in chinese:
            return chinese[value]
        options = [member.value for member in kind]
        fail("S206", f"unknown {shown(value)}{did_you_mean(key, [*options, *chinese])}")

    return parse


def names(cell: object, context: CellContext) -> tuple[str, ...]:
    """Several names separated by ``|``, each once."""
    parts = (part.strip() for part in text(cell, context).replace("｜", "|").split("|"))
    return tuple(dict.fromkeys(identifier(part, context) for part in parts if part))
