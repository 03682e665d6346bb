"""Whatever is in the files, the reader answers with problems, never with another exception."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logiroute.errors import InputError
from logiroute.files.codes import CODES
from logiroute.files.day import DayReport, inspect_day
from logiroute.files.plan_json import read_plan
from logiroute.files.policy import parse_policy
from logiroute.files.problems import Problems
from logiroute.files.workbook_out import day_to_workbook
from tests.files.day_builder import TABLES, DayBuilder, drawn, with_passes

PARTS = [*TABLES, "passes"]
DRAWINGS = ["zones.geojson", "closures.geojson"]
NAMES = ["scenario.toml", *DRAWINGS, *(f"{name}.csv" for name in PARTS)]

#: Cells that have broken readers before, beside arbitrary ones.
NASTY = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "1e999",
        "NaN",
        "inf",
        "9" * 5000,
        "１２",
        "24:00",
        "47:59",
        "48:00",
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "06:00-05:00",
        "|",
        "||a|",
        "#N/A",
        "# x",
        "=1+1",
        "\x00",
        "\ud800",
        "\u200b",
        "kind:",
        "kind:depot",
        "{}",
        "%s",
        "a\nb",
        "'\"",
        "1,5",
        "1.234,5",
        "٣",
        "²",
        "P1|P1",
        "O1",
    ]
)

#: Geometries in cells, sound and not.
SHAPES = st.sampled_from(
    [
        "POINT (1 2)",
        "POINT EMPTY",
        "POINT Z (1 2 3)",
        "LINESTRING EMPTY",
        "LINESTRING (1 2, 1e999 2)",
        "LINESTRING (0 0, nan 1)",
        "MULTILINESTRING ((1 2, 3 4))",
        "MULTIPOINT EMPTY",
        "GEOMETRYCOLLECTION (POINT (1 2))",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": {}}',
        '{"type": "LineString", "coordinates": [[1, 2], null]}',
        '{"type": ["Point"]}',
    ]
)
CELL = NASTY | SHAPES | st.text(max_size=12)

#: Raise for a long search, as in LOGIROUTE_FUZZ=2000 pytest tests/files/test_fuzz.py.
FUZZ_EXAMPLES = int(os.environ.get("LOGIROUTE_FUZZ", "25"))

FEW = settings(
    max_examples=FUZZ_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def folder(day: DayBuilder) -> Path:
    day.closures = [drawn("X3", "LineString", [[114.311, 30.611], [114.312, 30.611]])]
    return with_passes(day).write()


def judge(path: Path) -> DayReport:
    """Read; every problem must be presentable, and errors and scenario exclude each other."""
    report = inspect_day(path)
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert (report.scenario is None) == bool(errors)
    for problem in report.problems:
        assert problem.code in CODES
        assert str(problem).isprintable()
        assert problem.message
        assert problem.row >= 0
    return report


def rewritten(folder: Path, change: Callable[[Path], None]) -> Path:
    copy = folder.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    change(copy)
    return copy


@FEW
@given(name=st.sampled_from(NAMES), content=st.binary(max_size=300))
def test_random_bytes(folder: Path, name: str, content: bytes) -> None:
    judge(rewritten(folder, lambda copy: void((copy / name).write_bytes(content))))


@FEW
@given(name=st.sampled_from(NAMES), data=st.data())
def test_damaged_files(folder: Path, name: str, data: st.DataObject) -> None:
    content = bytearray((folder / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        stop = data.draw(st.integers(start, min(len(content), start + 20)))
        content[start:stop] = data.draw(st.binary(max_size=6))
    judge(rewritten(folder, lambda copy: void((copy / name).write_bytes(bytes(content)))))


@FEW
@given(
    table=st.sampled_from(PARTS),
    cells=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30), CELL), min_size=1, max_size=4),
    delimiter=st.sampled_from([",", ";", "\t"]),
)
def test_random_cells(
    tmp_path: Path, table: str, cells: list[tuple[int, int, str]], delimiter: str
) -> None:
    day = with_passes(DayBuilder(tmp_path / "day", delimiter=delimiter, encoding="utf-8"))
    rows = day.tables[table]
    for row, column, value in cells:
        key = list(rows[row % len(rows)])[column % len(rows[row % len(rows)])]
        rows[row % len(rows)][key] = value.replace("\ud800", "\ufffd")
    judge(day.write())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | NASTY,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
SCALES = st.sampled_from([0.0, 1e-9, 1.0, 90.0, 180.0, 1e5, 1e300])
NUMBERS = st.builds(lambda x, s: x * s, st.floats(-1, 1), SCALES)
LINES = st.lists(st.lists(NUMBERS, min_size=1, max_size=3), max_size=4)
RINGS = st.lists(st.lists(st.lists(NUMBERS, min_size=1, max_size=3), max_size=7), max_size=3)


@FEW
@given(
    name=st.sampled_from(DRAWINGS),
    coordinates=RINGS | LINES | JSON,
    kind=st.sampled_from(
        ["Polygon", "MultiPolygon", "Point", "LineString", "MultiPoint", "MultiLineString", ""]
    ),
    properties=st.dictionaries(
        st.sampled_from(
            ["id", "name", "zone_class", "speed_percent", "valid_from", "valid_to", "编号", "x"]
        ),
        JSON,
    ),
)
def test_random_drawings(
    folder: Path, name: str, coordinates: Any, kind: str, properties: dict[str, Any]
) -> None:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    judge(rewritten(folder, lambda copy: void((copy / name).write_text(text))))


@FEW
@given(name=st.sampled_from(DRAWINGS), data=JSON)
def test_random_geojson_and_plan(folder: Path, name: str, data: Any) -> None:
    text = json.dumps(data)
    copy = rewritten(folder, lambda copy: void((copy / name).write_text(text)))
    judge(copy)
    (copy / "plan.json").write_text(text)
    with pytest.raises(InputError):
        read_plan(copy / "plan.json")


@FEW
@given(
    values=st.dictionaries(
        st.sampled_from(["id", "date", "timezone", "roads", "policy", "note", "时区"]), CELL
    )
)
def test_random_settings(tmp_path: Path, values: dict[str, str]) -> None:
    day = DayBuilder(tmp_path / "day")
    day.scenario |= {key: value.replace("\ud800", "") for key, value in values.items()}
    judge(day.write())


VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.datetimes(min_value=datetime(1900, 1, 1))
    | st.times()
    | st.dates(min_value=date(1900, 1, 1))
    | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999))
    | CELL
)


@FEW
@given(
    table=st.sampled_from(["scenario", *PARTS]),
    cells=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12), VALUE), min_size=1, max_size=4),
)
def test_random_workbook_cells(
    tmp_path: Path, table: str, cells: list[tuple[int, int, object]]
) -> None:
    day = with_passes(DayBuilder(tmp_path))
    (tmp_path / "roads.osm").write_text("<osm/>")
    (tmp_path / "own.toml").write_text(day.policy, "utf-8")
    sheets: dict[str, list[list[object]]] = {"scenario": [[k, v] for k, v in day.scenario.items()]}
    for name, rows in day.tables.items():
        headers = list(dict.fromkeys(key for row in rows for key in row))
        sheets[name] = [[*headers]]
        sheets[name] += [[row.get(key) for key in headers] for row in rows]
    for row, column, value in cells:
        if row < len(sheets[table]) and column < len(sheets[table][row]):
            sheets[table][row][column] = value
    path = tmp_path / "day.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(path, options) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    is_moment = isinstance(value, date | time | timedelta)
                    text = value.replace("\ud800", "") if isinstance(value, str) else value
                    sheet.write(row, column, text, moment if is_moment else None)
    judge(path)


@FEW
@given(data=st.data())
def test_damaged_workbook(tmp_path: Path, data: st.DataObject) -> None:
    day = with_passes(DayBuilder(tmp_path / "day"))
    day.closures = [drawn("X3", "Point", [114.311, 30.611])]
    day_to_workbook(day.write(), tmp_path / "sound.xlsx")
    content = bytearray((tmp_path / "sound.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + 4] = data.draw(st.binary(max_size=8))
    (tmp_path / "damaged.xlsx").write_bytes(bytes(content))
    judge(tmp_path / "damaged.xlsx")


@FEW
@given(data=st.data())
def test_damaged_policy(data: st.DataObject) -> None:
    from importlib import resources

    text = (resources.files("logiroute") / "policies" / "default.toml").read_text("utf-8")
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        key = lines[at].split("=")[0]
        value = data.draw(
            st.sampled_from(["nan", "-1", '"yes"', "{}", "[1]", "true", "1e400", "x"])
        )
        lines[at] = data.draw(st.sampled_from([f"{key} = {value}", "", lines[at] * 2, f"[{key}]"]))
    problems = Problems()
    policy = parse_policy("\n".join(lines), "mine.toml", problems)
    assert (policy is None) == problems.has_errors


def void(_: object) -> None:
    """Make a lambda of a call whose value is of no use."""
