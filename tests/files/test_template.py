"""The empty day: clear about what is missing, sound once filled in."""

import csv
from pathlib import Path

import openpyxl
import pytest

from logiroute.errors import InputError
from logiroute.files.day import inspect_day, read_scenario
from logiroute.files.policy import read_policy
from logiroute.files.template import new_day
from logiroute.geo.profiles import PROFILES
from tests.files.day_builder import SCENARIO, TABLES, DayBuilder

MISSING = {"id": "S201", "title": "S201", "date": "S201", "roads": "S201"}


def test_untouched_template_says_what_is_missing(tmp_path: Path) -> None:
    paths = new_day(tmp_path / "a" / "day")
    assert all(path.is_file() for path in paths)
    assert len(paths) == 14
    for day in (tmp_path / "a" / "day", tmp_path / "a" / "day" / "day.xlsx"):
        report = inspect_day(day)
        found = {
            p.column or p.file.split("[")[-1].split(".")[0].rstrip("]"): p.code
            for p in report.problems
        }
        assert found == MISSING | {"vehicles": "S225", "orders": "S261"}
        assert report.scenario is None


def test_examples_in_the_template_parse(tmp_path: Path) -> None:
    """The comment row of each table is a row that only references can spoil."""
    folder = tmp_path / "day"
    new_day(folder)
    for path in folder.glob("*.csv"):
        text = path.read_text("utf-8-sig")
        path.write_text(text.replace("# ", "", 1), "utf-8")
    codes = {p.code for p in inspect_day(folder).problems if p.file.endswith(".csv")}
    assert codes <= {"S210", "S222", "S223", "S226", "S261", "S272"}


def test_filled_folder_reads(tmp_path: Path) -> None:
    plain = DayBuilder(tmp_path / "plain")
    plain.tables["vehicles"] = [_without(row, "capacity_boxes") for row in TABLES["vehicles"]]
    plain.tables["items"] = [_without(row, "load_boxes") for row in TABLES["items"]]
    plain.tables["profiles"] = [_without(row, "kmh_primary") for row in TABLES["profiles"]]
    wanted = read_scenario(plain.write())
    folder = tmp_path / "day"
    new_day(folder)
    (folder / "roads.osm").write_text("<osm/>")
    toml = (folder / "scenario.toml").read_text("utf-8")
    for key, value in SCENARIO.items():
        old = {"timezone": "Asia/Shanghai", "policy": "default"}.get(key, "")
        assert f'\n{key} = "{old}"' in toml
        toml = toml.replace(f'\n{key} = "{old}"', f'\n{key} = "{value}"')
    (folder / "scenario.toml").write_text(toml, "utf-8")
    (folder / "zones.geojson").write_bytes((plain.folder / "zones.geojson").read_bytes())
    for name, rows in plain.tables.items():
        path = folder / f"{name}.csv"
        header = path.read_text("utf-8-sig").splitlines()[0].split(",")
        assert set().union(*rows) <= set(header)
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, restval="").writerows(rows)
    assert read_scenario(folder).model_copy(update={"roads": wanted.roads}) == wanted


def test_filled_workbook_reads(tmp_path: Path) -> None:
    plain = DayBuilder(tmp_path / "plain")
    wanted = read_scenario(plain.write())
    path = tmp_path / "day" / "day.xlsx"
    new_day(path.parent)
    (path.parent / "roads.osm").write_text("<osm/>")
    book = openpyxl.load_workbook(path)
    for row in book["scenario"].iter_rows(min_row=2):
        row[1].value = SCENARIO.get(row[0].value, row[1].value)
    for name, rows in TABLES.items():
        sheet = book[name]
        headers = [cell.value for cell in sheet[1]]
        headers += [
            key for key in dict.fromkeys(k for row in rows for k in row) if key not in headers
        ]
        for position, header in enumerate(headers, start=1):
            sheet.cell(row=1, column=position, value=header)
        for number, row in enumerate(rows, start=2):
            for key, value in row.items():
                cell = sheet.cell(row=number, column=headers.index(key) + 1, value=value)
                cell.data_type = "s"
    ring = "114.33 30.63, 114.34 30.63, 114.34 30.64, 114.33 30.64, 114.33 30.63"
    hole = "114.334 30.634, 114.334 30.636, 114.336 30.636, 114.336 30.634, 114.334 30.634"
    zone: dict[str, object] = {
        "id": "Z1",
        "name": "Lake block",
        "zone_class": "sealed",
        "speed_percent": 40,
        "geometry": f"POLYGON (({ring}), ({hole}))",
    }
    titles = [cell.value for cell in book["zones"][1]]
    for title, cell_value in zone.items():
        book["zones"].cell(row=2, column=titles.index(title) + 1, value=cell_value)
    book.save(path)
    report = inspect_day(path)
    assert [str(problem) for problem in report.problems] == []
    assert report.scenario is not None
    assert report.scenario.model_copy(update={"roads": wanted.roads}) == wanted


def test_workbook_helps(tmp_path: Path) -> None:
    new_day(tmp_path / "day")
    book = openpyxl.load_workbook(tmp_path / "day" / "day.xlsx")
    assert book.sheetnames[:2] == ["scenario", "help"]
    orders = book["orders"]
    assert orders.freeze_panes == "B2"
    ranges = {str(v.sqref): v.formula1 for v in orders.data_validations.dataValidation}
    kinds = ranges["B2:B2000"]
    assert kinds is not None
    assert kinds.startswith("lists!")
    kind_cells = book["lists"][kinds.removeprefix("lists!").replace("$", "")]
    assert [cell[0].value for cell in kind_cells] == ["delivery", "transfer", "collection", "call"]
    notes = {cell.value: cell.comment.text for cell in orders[1] if cell.comment}
    assert "Unit: minutes" in notes["service_min"]
    assert "Example: 06:00" in notes["window_start"]
    assert len(notes) == len(orders[1])
    starts = {str(v.sqref): v.formula1 for v in book["vehicles"].data_validations.dataValidation}
    assert "places!$A$2:$A$2000" in starts.values()
    assert all(book[name]["A1"].value == "id" for name in ("places", "zones", "items", "orders"))
    lists = {
        column[0].value: {cell.value for cell in column[1:]} for column in book["lists"].columns
    }
    assert set(PROFILES) <= lists["profile"]
    assert ranges_of(book, "profiles")["B2:B2000"] == ranges_of(book, "vehicles")["D2:D2000"]
    passes = ranges_of(book, "passes")
    assert [passes[f"{column}2:{column}2000"] for column in "ABC"] == [
        f"{table}!$A$2:$A$2000" for table in ("vehicles", "zones", "gates")
    ]
    assert {entry.id for entry in read_policy("default").vehicle_classes} <= lists["vehicle_class"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("mine")
    (tmp_path / "zones.geojson").write_text("mine")
    with pytest.raises(InputError) as caught:
        new_day(tmp_path)
    assert [p.code for p in caught.value.problems] == ["S114", "S114"]
    assert {path.name for path in tmp_path.iterdir()} == {"orders.csv", "zones.geojson"}
    assert (tmp_path / "orders.csv").read_text() == "mine"


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "day").write_text("")
    with pytest.raises(InputError) as caught:
        new_day(tmp_path / "day")
    assert [p.code for p in caught.value.problems] == ["S115"]


def ranges_of(book: openpyxl.Workbook, sheet: str) -> dict[str, str | None]:
    return {str(v.sqref): v.formula1 for v in book[sheet].data_validations.dataValidation}


def _without(row: dict[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in row.items() if name != key}
