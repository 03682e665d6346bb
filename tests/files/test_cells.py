"""Single cells: what reads, what is refused, and which way it is rounded."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.files.cells import CellContext, CellError, coordinate, decimal, names, text, whole
from logiroute.files.clock import Clock, NoSuchTimeError, NotATimeError
from logiroute.files.csv_table import read_csv
from logiroute.files.decode import decode
from logiroute.files.parsers import grams_down, grams_up, minutes_limit, minutes_up
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown

CLOCK = Clock(date(2022, 4, 10), ZoneInfo("Asia/Shanghai"))
POINT, COMMA, EITHER = (CellContext(CLOCK, mark) for mark in (".", ",", ".,"))


@pytest.mark.parametrize(
    ("cell", "context", "value"),
    [
        ("8.5", POINT, "8.5"),
        ("8,5", COMMA, "8.5"),
        ("8.5", COMMA, "8.5"),
        ("8,5", EITHER, "8.5"),
        ("0,125", COMMA, "0.125"),
        ("0.125", COMMA, "0.125"),
        ("1,250", COMMA, "1.250"),
        ("１２．５", POINT, "12.5"),
        (" 7 ", POINT, "7"),
        (0.1 + 0.2, POINT, "0.3"),
        (12, POINT, "12"),
        (".5", POINT, "0.5"),
    ],
)
def test_numbers(cell: object, context: CellContext, value: str) -> None:
    assert decimal(cell, context) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "context", "code"),
    [
        ("8,5", POINT, "S204"),
        ("1,234", POINT, "S211"),
        ("1,234,567.5", POINT, "S211"),
        ("1.234", COMMA, "S211"),
        ("1.234,5", COMMA, "S211"),
        ("1,234", EITHER, "S211"),
        ("1e3", POINT, "S204"),
        ("8 kg", POINT, "S204"),
        ("٣", POINT, "S204"),
        ("-1", POINT, "S205"),
        ("1000000001", POINT, "S205"),
        ("9" * 5000, POINT, "S204"),
        (float("inf"), POINT, "S204"),
        (True, POINT, "S204"),
        (datetime(2022, 4, 10), POINT, "S204"),
        (["1"], POINT, "S202"),
    ],
)
def test_refused_numbers(cell: object, context: CellContext, code: str) -> None:
    with pytest.raises(CellError) as caught:
        decimal(cell, context)
    assert caught.value.code == code


def test_degrees_have_no_thousands() -> None:
    assert coordinate("114.305", COMMA) == coordinate("114,305", COMMA) == Decimal("114.305")
    assert coordinate("-0.5", POINT) == Decimal("-0.5")


def test_rounding_is_one_sided() -> None:
    assert (grams_up("0.0001", POINT), grams_down("0.0019", POINT)) == (1, 1)
    assert (minutes_up("0.01", POINT), minutes_limit("1.99", POINT)) == (1, 119)


@given(st.decimals(0, 10**6, places=4))
def test_a_demand_is_never_below_a_capacity(kilograms: Decimal) -> None:
    assert grams_down(str(kilograms), POINT) <= kilograms * 1000 <= grams_up(str(kilograms), POINT)


@given(st.integers(0, 10**9), st.sampled_from([POINT, COMMA, EITHER]))
def test_whole_numbers_survive(number: int, context: CellContext) -> None:
    assert whole(str(number), context) == whole(number, context) == number
    assert whole(float(number), context) == number


def test_lists() -> None:
    assert names(" a |b｜ a||", POINT) == ("a", "b")


def test_text_is_kept_but_not_control_characters() -> None:
    assert text(" =1+1\r\nx ", POINT) == "=1+1\nx"
    with pytest.raises(CellError):
        text("a\x00b", POINT)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("6:05", "2022-04-10T06:05:00+08:00"),
        ("06：05：59", "2022-04-10T06:05:59+08:00"),
        ("47:59", "2022-04-11T23:59:00+08:00"),
        ("2022/4/11 01:02", "2022-04-11T01:02:00+08:00"),
        ("2022-04-11T01:02", "2022-04-11T01:02:00+08:00"),
        (time(6, 29, 59, 999_999), "2022-04-10T06:30:00+08:00"),
        (timedelta(hours=26), "2022-04-11T02:00:00+08:00"),
        (datetime(1900, 1, 1, 1, 30), "2022-04-11T01:30:00+08:00"),
        (datetime(2022, 4, 12, 1), "2022-04-12T01:00:00+08:00"),
    ],
)
def test_moments(cell: object, moment: str) -> None:
    assert CLOCK.moment(cell).isoformat() == moment


@pytest.mark.parametrize(
    "cell", ["", "6", "06.30", "6:5", "24:60", "48:00", "2022-02-30 06:00", "2022-04-10 24:00",
             timedelta(hours=48), timedelta(hours=-1), 0.25]
)  # fmt: skip
def test_no_moments(cell: object) -> None:
    with pytest.raises(NotATimeError):
        CLOCK.moment(cell)


def test_summer_time() -> None:
    berlin = Clock(date(2022, 3, 27), ZoneInfo("Europe/Berlin"))
    with pytest.raises(NoSuchTimeError):
        berlin.moment("02:30")
    # Two real hours pass from 01:00 to 04:00 that night.
    assert berlin.moment("04:00") - berlin.moment("01:00") == timedelta(hours=2)


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1,5\t2", ","),
        ("1.5\t2", "."),
        ("1.5\t1,5", ".,"),
        ("1.250\t3", ".,"),
        ("0,125\t1,250", ","),
    ],
)
def test_decimal_mark_of_tabs(line: str, mark: str) -> None:
    table = read_csv(
        f"a\tb\n{line}\n", InputLocation("x.csv"), lambda word: word in "ab", Problems()
    )
    assert table is not None
    assert table.decimal_mark == mark


@given(st.text(alphabet="仓库点位东湖路abc,;\n", min_size=1))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marked_encodings_are_found(encoding: str, content: str) -> None:
    problems = Problems()
    assert decode(content.encode(encoding), InputLocation("x"), problems) == content
    assert problems.sorted() == ()


def test_messages() -> None:
    assert shown("a" * 100) == '"' + "a" * 60 + '…"'
    assert shown("a\x1b[0m\ud800") == '"a\ufffd[0m\ufffd"'
    assert did_you_mean("Depo", ["depot", "site"]) == '; did you mean "depot"?'
    assert did_you_mean("xyz", []) == "; none is defined"
    assert did_you_mean("xyz", ["depot", "仓库"]) == "; known are depot"
