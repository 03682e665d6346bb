"""The workbook reads to the very same scenario as the folder."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from logiroute.errors import InputError
from logiroute.files.day import inspect_day, read_scenario
from logiroute.files.workbook_out import day_to_workbook
from logiroute.files.workbook_scan import UNCALCULATED, _scan
from tests.files.day_builder import DayBuilder, drawn, with_passes


def workbook_of(day: DayBuilder, path: Path) -> openpyxl.Workbook:
    day_to_workbook(day.write(), path)
    return openpyxl.load_workbook(path)


def set_cell(book: openpyxl.Workbook, sheet: str, header: str, row: int, value: Any) -> None:
    headers = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row=row, column=headers.index(header) + 1, value=value)


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("chinese", [False, True])
def test_equal_to_the_folder(tmp_path: Path, delimiter: str, chinese: bool) -> None:
    day = with_passes(DayBuilder(tmp_path / "day", delimiter=delimiter, chinese=chinese))
    day.closures = [
        drawn(
            "X3", "LineString", [[114.311, 30.611], [114.312, 30.611]], 名称="湖路", stroke="#f00"
        ),
        drawn("X4", "Point", [114.311, 30.612], valid_to="2022-04-11 12:00", note="=1+1"),
    ]
    day.scenario |= {"note": '=HYPERLINK("http://x")', "snap_limit_m": 250}
    day.zones[0]["properties"] |= {"valid_to": "2022-04-11 00:00", "stroke": "#f00"}
    folder = day.write()
    (tmp_path / "elsewhere").mkdir()
    book = tmp_path / "elsewhere" / "day.xlsx"
    day_to_workbook(folder, book)
    report = inspect_day(book)
    assert report.scenario == inspect_day(folder).scenario
    assert report.scenario is not None
    assert report.scenario.place["P1"].contact == "=1+1"
    assert report.scenario.note.startswith("=HYPERLINK")
    assert [closure.id for closure in report.scenario.closures] == ["X1", "X2", "X3", "X4"]
    assert report.scenario.closures[3].note == "=1+1"
    assert len(report.scenario.vehicle["B1"].passes) == 2


def test_long_line_of_a_table_goes_on_in_the_next_cells(tmp_path: Path, day: DayBuilder) -> None:
    corners = ", ".join(f"{114.3 + i / 1e5:.9f} {30.6 + (i % 2) / 1e5:.9f}" for i in range(3000))
    first, second = corners[:40_000], corners[40_000:]
    day.tables["closures"][1] |= {
        "geometry": f"LINESTRING ({first}",
        "geometry_2": f"{second})",
    }
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    assert len([c.value for c in book["closures"][1] if str(c.value).startswith("geometry")]) == 3
    scenario = read_scenario(path)
    assert len(scenario.closures[1].line) == 3000
    assert scenario == read_scenario(day.folder)


def test_own_policy_beside_the_folder(tmp_path: Path, day: DayBuilder) -> None:
    import logiroute

    shipped = Path(logiroute.__file__).parent / "policies" / "default.toml"
    (tmp_path / "mine.toml").write_bytes(shipped.read_bytes())
    day.scenario["policy"] = "../mine.toml"
    day.tables |= {"orders": [], "order_lines": [], "gates": []}
    day.tables["places"][3]["accepts"] = "evacuee"
    for row in day.tables["vehicles"]:
        row["vehicle_class"] = "truck"
        row["start"] = "D1"
    day.zones = []
    folder = day.write()
    for name in ("order_lines", "gates"):
        (folder / f"{name}.csv").unlink()
    (folder / "orders.csv").write_text("id,kind\n", "utf-8")
    day_to_workbook(folder, tmp_path / "day.xlsx")
    scenario = read_scenario(tmp_path / "day.xlsx")
    assert scenario.policy.id == "default"
    assert scenario == read_scenario(folder)


def test_same_day_same_bytes(tmp_path: Path, day: DayBuilder) -> None:
    folder = day.write()
    for name in ("one.xlsx", "two.xlsx"):
        day_to_workbook(folder, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_cell_is_a_formula(tmp_path: Path, day: DayBuilder) -> None:
    book = workbook_of(day, tmp_path / "day.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def test_problems_name_sheet_and_row(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "orders", "priority", 3, "high")
    set_cell(book, "places", "kind", 2, 7)
    book["scenario"].append(["polcy", "x"])
    book.create_sheet("ordrs")
    book.create_sheet("my notes")
    del book["vehicles"]
    book.save(path)
    found = {(p.file, p.row, p.column, p.code) for p in inspect_day(path).problems}
    assert found == {
        ("day.xlsx[orders]", 3, "priority", "S203"),
        ("day.xlsx[places]", 2, "kind", "S206"),
        ("day.xlsx[scenario]", 8, "polcy", "S104"),
        ("day.xlsx[ordrs]", 0, "", "S103"),
        ("day.xlsx[my notes]", 0, "", "S103"),
        ("day.xlsx[vehicles]", 0, "", "S101"),
    }


def test_excel_times_dates_and_numbers(tmp_path: Path, day: DayBuilder) -> None:
    plain = read_scenario(day.write())
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "orders", "window_start", 2, dt.time(6, 0))
    set_cell(book, "orders", "window_end", 2, dt.datetime(2022, 4, 10, 6, 30))
    set_cell(book, "orders", "arrive_by", 3, dt.timedelta(hours=12))
    set_cell(book, "orders", "persons", 3, 3.0)
    set_cell(book, "orders", "exclusive", 3, True)
    set_cell(book, "places", "id", 4, "007")
    set_cell(book, "items", "kg", 2, 8.25)
    for row in book["scenario"].iter_rows():
        if row[0].value == "date":
            row[1].value = dt.date(2022, 4, 10)
    book.save(path)
    assert read_scenario(path).model_copy(update={"roads": plain.roads}) == plain


def test_time_after_midnight_as_excel_keeps_it(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "orders", "window_end", 2, 25.5 / 24)
    cell = next(c for c in book["orders"][2] if c.value == 25.5 / 24)
    cell.number_format = "hh:mm"
    book.save(path)
    assert read_scenario(path).orders[0].windows[0].end.isoformat() == "2022-04-11T01:30:00+08:00"


def test_binary_fractions_do_not_add_a_gram(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "items", "kg", 2, 0.1 + 0.2)  # 0.30000000000000004
    book.save(path)
    assert read_scenario(path).item["kit"].unit_loads["mass_g"] == 300


def test_failed_formula_is_no_empty_cell(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "orders", "window_end", 2, "#N/A")
    next(c for c in book["orders"][2] if c.value == "#N/A").data_type = "e"
    set_cell(book, "places", "id", 3, "#REF!")
    next(c for c in book["places"][3] if c.value == "#REF!").data_type = "e"
    book.save(path)
    found = {(p.file, p.row, p.column, p.code) for p in inspect_day(path).problems}
    assert ("day.xlsx[orders]", 2, "window_end", "S212") in found
    assert ("day.xlsx[places]", 3, "id", "S212") in found


def test_formula_that_was_never_worked_out_is_no_empty_cell(
    tmp_path: Path, day: DayBuilder
) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "orders", "window_end", 2, "=TIME(9,0,0)")
    book.save(path)
    (problem,) = [p for p in inspect_day(path).problems if p.code == "S212"]
    assert (problem.file, problem.row, problem.column) == ("day.xlsx[orders]", 2, "window_end")
    assert "save it" in problem.message


def test_formula_with_a_stored_value_is_that_value() -> None:
    cells = "".join(
        f'<c r="{name}" {kind}><f>A1&amp;""</f>{value}</c>'
        for name, kind, value in (
            ("A1", "", "<v>40</v>"),
            ("B1", 't="str"', "<v></v>"),
            ("C1", 't="str"', "<v>x</v>"),
            ("D1", "", "<v></v>"),
            ("E1", "", ""),
        )
    )
    assert _scan(f"<row>{cells}</row>").errors == {(0, 3): UNCALCULATED, (0, 4): UNCALCULATED}


def test_stray_cell_at_the_far_corner(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    book["items"].cell(row=1_048_576, column=16_384, value="oops")
    book.save(path)
    (problem,) = [p for p in inspect_day(path).problems if p.code == "S112"]
    assert problem.file == "day.xlsx[items]"
    assert "XFD1048576" in problem.message


def test_long_geometry_goes_on_in_the_next_cells(tmp_path: Path, day: DayBuilder) -> None:
    west, south, n = 114.33, 30.63, 3000
    ring = [[west + 0.01 * i / n, south + 0.0001234567 * (i % 2)] for i in range(n)]
    ring += [[114.34, 30.64], [west, 30.64], ring[0]]
    day.zones[0]["geometry"]["coordinates"] = [ring]
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    assert len([c.value for c in book["zones"][1] if str(c.value).startswith("geometry")]) == 3
    assert read_scenario(path) == read_scenario(day.folder)


def test_geometry_cut_off_by_excel(tmp_path: Path, day: DayBuilder) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    text = "POLYGON ((" + ", ".join(f"{114.3 + i / 1e4:.6f} 30.630000" for i in range(2000))
    set_cell(book, "zones", "geometry", 2, text[:32_767])
    book.save(path)
    (problem,) = [p for p in inspect_day(path).problems if p.code == "S214"]
    assert "geometry_2" in problem.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "MULTIPOLYGON (((114.33 30.63, 114.34 30.63, 114.34 30.64, 114.33 30.64,"
            "114.33 30.63)))",
            "",
        ),
        ("POINT (114 30)", "S213"),
        ("somewhere", "S213"),
        ("POLYGON EMPTY", "S229"),
        ("", "S229"),
        ('{"type": "Polygon"', "S213"),
    ],
)
def test_wkt(tmp_path: Path, day: DayBuilder, text: str, code: str) -> None:
    path = tmp_path / "day.xlsx"
    book = workbook_of(day, path)
    set_cell(book, "zones", "geometry", 2, text)
    book.save(path)
    assert [p.code for p in inspect_day(path).problems] == ([code] if code else [])


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"id,name\n"])
def test_no_workbook(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "day.xlsx").write_bytes(data)
    (problem,) = inspect_day(tmp_path / "day.xlsx").problems
    assert (problem.file, problem.code) == ("day.xlsx", "S112")


def test_missing_workbook(tmp_path: Path) -> None:
    assert [p.code for p in inspect_day(tmp_path / "day.xlsx").problems] == ["S101"]


def test_spoilt_folder_is_not_converted(tmp_path: Path, day: DayBuilder) -> None:
    day.tables["items"][0]["kg"] = "x"
    with pytest.raises(InputError, match="S204"):
        day_to_workbook(day.write(), tmp_path / "day.xlsx")
    assert not (tmp_path / "day.xlsx").exists()
