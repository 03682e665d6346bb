"""Files of points: what is read, and every mistake at once."""

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from logiroute.datum import from_wgs84
from logiroute.errors import InputError
from logiroute.files.points_file import inspect_points, read_points_file


def written(tmp_path: Path, text: str, name: str = "points.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_points_in_order_with_names(tmp_path: Path) -> None:
    path = written(
        tmp_path, "# ours\nid,name,lon_wgs84,lat_wgs84\n007,Depot,114.3,30.6\n\nB,,-0.5,-33\n"
    )
    first, second = read_points_file(path)
    assert (first.id, first.name, first.point) == ("007", "Depot", (114.3, 30.6))
    assert (second.id, second.name, second.point) == ("B", "B", (-0.5, -33.0))
    assert (second.at.file, second.at.row, second.column) == ("points.csv", 5, "lon_wgs84")


def test_the_datum_of_the_columns_counts(tmp_path: Path) -> None:
    lon, lat = from_wgs84(114.3, 30.6, "gcj02")
    path = written(tmp_path, f"编号;经度_gcj02;纬度_gcj02\nA;{lon:.7f};{lat:.7f}\n", encoding="gbk")
    (point,) = read_points_file(path)
    assert point.point == pytest.approx((114.3, 30.6), abs=1e-6)
    assert point.column == "经度_gcj02"


def test_the_places_of_a_day_are_points(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,name,kind,lon_wgs84,lat_wgs84,open,note\n"
        "D1,Depot,depot,114.3,30.6,06:00-09:00,x\nP1,,site,114.4,30.5\n",
    )
    assert [point.id for point in read_points_file(path)] == ["D1", "P1"]
    assert inspect_points(path).problems == ()


def test_the_first_sheet_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "points.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("mine")
        sheet.write_row(0, 0, ["id", "lon_wgs84", "lat_wgs84"])
        sheet.write_row(1, 0, ["A", 114.3, 30.6])
        book.add_worksheet("other").write_row(0, 0, ["nonsense"])
        sheet.write_row(2, 0, ["B", 114.3, "x"])
    found = inspect_points(path)
    assert [(point.id, point.point) for point in found.points] == [("A", (114.3, 30.6))]
    (problem,) = found.problems
    assert str(problem).startswith("points.xlsx[mine]:3 lat_wgs84: expected degrees")


def test_every_mistake_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,lon_wgs84,lat_wgs84\n"
        "A,114.3,30.6\n"
        "A,114.3,30.6\n"
        ",114.3,30.6\n"
        "C,30.6,114.3\n"
        "D,,30.6\n"
        "E,eleven,30.6\n"
        "F,114.3,30.6,5\n",
    )
    with pytest.raises(InputError) as caught:
        read_points_file(path)
    assert [str(problem).split(": ")[0] for problem in caught.value.problems] == [
        "points.csv:3 id",
        "points.csv:4 id",
        "points.csv:5 lat_wgs84",
        "points.csv:6 lon_wgs84",
        "points.csv:7 lon_wgs84",
        "points.csv:8",
    ]
    assert [problem.code for problem in caught.value.problems] == [
        "S221",
        "S201",
        "S209",
        "S201",
        "S204",
        "S108",
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["S113"]),
        ("id,lon_wgs84,lat_wgs84\n", ["S113"]),
        ("id,lon,lat\nA,1,2\n", ["S105", "S105"]),
        ("lon_wgs84,lat_wgs84\n1,2\n", ["S107"]),
        ("id,lon_wgs84,lat_gcj02\nA,1,2\n", ["S106"]),
        ("id,lon_wgs84,lat_wgs84,nme\nA,1,2,x\n", ["S104"]),
        ('id,lon_wgs84,lat_wgs84\n"A,1,2\n', ["S111"]),
    ],
)
def test_tables_that_cannot_be_used(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert [problem.code for problem in inspect_points(written(tmp_path, text)).problems] == codes


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (problem,) = inspect_points(tmp_path / "none.csv").problems
    assert str(problem) == "none.csv: the file none.csv is missing; add it [S101]"


@settings(max_examples=60, deadline=None)
@given(
    ids=st.lists(st.text("abc三é-_.09", min_size=1, max_size=8), unique=True, max_size=6),
    data=st.data(),
)
def test_points_come_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], data: st.DataObject
) -> None:
    degrees = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000))
    points = [tuple(part / 1e5 for part in data.draw(degrees)) for _ in ids]
    rows = [f"{name},{lon:.5f},{lat:.5f}" for name, (lon, lat) in zip(ids, points, strict=True)]
    path = tmp_path_factory.mktemp("points") / "points.csv"
    path.write_text("\n".join(["id,lon_wgs84,lat_wgs84", *rows, "last,1,2"]), "utf-8")
    found = inspect_points(path).points
    assert [point.id for point in found] == [*ids, "last"]
    assert [point.point for point in found] == [*points, (1.0, 2.0)]
