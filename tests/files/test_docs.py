"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

from logiroute.files import codes
from logiroute.files.cells import CellContext
from logiroute.files.clock import Clock
from logiroute.files.columns import columns_of
from logiroute.files.describe import all_columns, table_markdown
from logiroute.files.headers import normal
from logiroute.files.raw import CHINESE
from logiroute.files.tables import SHEETS
from tests.files.day_builder import SCENARIO

ROOT = Path(__file__).parents[2]
FORMAT = (ROOT / "docs" / "file-format.md").read_text("utf-8")
ERRORS = (ROOT / "docs" / "errors.md").read_text("utf-8")
SOURCES = [path.read_text("utf-8") for path in (ROOT / "src" / "logiroute").rglob("*.py")]


@pytest.mark.parametrize("name", list(SHEETS))
def test_every_table_is_documented_as_it_is(name: str) -> None:
    assert table_markdown(SHEETS[name]) in FORMAT
    assert CHINESE[name] in FORMAT


def test_no_column_is_documented_that_is_not_there() -> None:
    blocks = re.findall(r"^\| column \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", FORMAT, flags=re.MULTILINE)
    rows = [row.split("`")[1] for block in blocks for row in block.splitlines()]
    assert sorted(rows) == sorted(column.name for _, column in all_columns())


def test_every_code_has_its_section() -> None:
    found = re.findall(
        r"^### (S\d{3}) (.+)\n\n\*\*Cause\.\*\* (.+)\n\n\*\*Cure\.\*\* (.+)$",
        ERRORS,
        flags=re.MULTILINE,
    )
    assert found == [(name, c.title, c.cause, c.cure) for name, c in codes.CODES.items()]


def test_codes_in_use_and_in_the_table_agree() -> None:
    used = {code for text in SOURCES for code in re.findall(r'"(S\d{3})"(?!:)', text)}
    assert used <= set(codes.CODES)
    raised_by_others = {"S301", "S302", "S303", "S304", "S305", "S306", "S307", "S401"}
    assert set(codes.CODES) - used <= raised_by_others


@pytest.mark.parametrize("name", list(SHEETS))
def test_names_of_columns_are_distinct(name: str) -> None:
    seen: dict[str, str] = {}
    for column in columns_of(SHEETS[name]):
        for header in (column.name, *column.chinese):
            assert seen.setdefault(normal(header), column.field) == column.field, header


def test_every_profile_is_documented() -> None:
    from logiroute.geo.profiles import PROFILES

    (row,) = [line for line in FORMAT.splitlines() if line.startswith("| `profile` ")]
    assert set(PROFILES) <= set(re.findall(r"\w+", row))


def test_every_example_parses() -> None:
    from datetime import date
    from zoneinfo import ZoneInfo

    context = CellContext(Clock(date(2022, 4, 10), ZoneInfo(SCENARIO["timezone"])))
    for table, column in all_columns():
        if column.col.example:
            column.col.parse(column.col.example, context)
        else:
            assert (table, column.name) in {
                ("zones", "geometry_<n>"),
                ("closures", "geometry_<n>"),
            }
