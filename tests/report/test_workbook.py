"""The workbook, read back by two other libraries."""

import zipfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from logiroute.model.plan import TaskKind
from logiroute.report.workbook import write_workbook
from tests.report.sample_day import HOSTILE, sample, unapproved

SHEETS = {
    "en": [
        "Summary", "Routes", "Stops", "Gate passages", "Passes", "Issue slips", "Loading order",
        "Manifest", "Unserved", "Stock",
    ],
    "zh_CN": [
        "汇总", "路线", "停靠站", "过卡记录", "通行证", "出货单", "装车顺序", "随车清单", "未安排",
        "台账",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    day = sample()
    file = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_workbook(day.scenario, day.plan, file)
    return file


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    table = python_calamine.load_workbook(path).get_sheet_by_name(sheet).to_python()
    return [dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("lang", SHEETS)
def test_sheets(tmp_path: Path, lang: str) -> None:
    day = sample()
    file = tmp_path / "plan.xlsx"
    write_workbook(day.scenario, day.plan, file, lang=lang)
    assert python_calamine.load_workbook(file).sheet_names == SHEETS[lang]


def test_routes_have_real_local_times_and_sums(path: Path) -> None:
    day = sample()
    table = rows(path, "Routes")
    assert [row["Vehicle"] for row in table] == [route.vehicle_id for route in day.plan.routes]
    assert table[0]["Duty from"] == datetime(2022, 4, 18, 5, 35)
    assert sum(row["km"] for row in table) == pytest.approx(
        sum(route.metres for route in day.plan.routes) / 1000
    )
    assert sum(row["Cost, CNY"] for row in table) == pytest.approx(day.plan.cost / 100)


def test_every_task_has_its_row(path: Path) -> None:
    day = sample()
    expected = [
        (task.order_id, task.start.astimezone(day.scenario.tz).replace(tzinfo=None))
        for route in day.plan.routes
        for stop in route.stops
        for task in stop.tasks
    ]
    found = [(row["Order"], row["Work from"]) for row in rows(path, "Stops") if row["Order"]]
    assert found == expected


def test_issue_slips_sum_up_what_is_loaded(path: Path) -> None:
    day = sample()
    loaded: dict[tuple[str, str, str], int] = defaultdict(int)
    for route in day.plan.routes:
        for task in route.stops[0].tasks:
            for line in task.lines:
                loaded[route.stops[0].place_id, route.vehicle_id, line.item_id] += line.quantity
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows(path, "Issue slips"):
        found[row["Depot"], row["Vehicle"], row["Item"]] += row["Quantity"]
    assert found == loaded
    assert any(row["Shift"] == 2 for row in rows(path, "Issue slips"))


def test_loading_order_is_the_reverse_of_delivery(path: Path) -> None:
    table = [row for row in rows(path, "Loading order") if row["Vehicle"] == "T01"]
    assert [row["Load as number"] for row in table] == sorted(
        row["Load as number"] for row in table
    )
    stops = [row["Stop"] for row in table]
    assert stops == sorted(stops, reverse=True)
    assert (stops[0], stops[-1]) == (7, 1)


def test_manifest_ends_empty(path: Path) -> None:
    table = [row for row in rows(path, "Manifest") if row["Vehicle"] == "B01"]
    assert [row["Aboard"] for row in table] == [
        "empty", "X01 学府小区密接转运: 22 persons (密接) · 轮椅 · 儿童座椅", "empty", "empty",
    ]  # fmt: skip
    assert [row["Persons aboard"] for row in table] == [0, 22, 0, 0]


@pytest.mark.parametrize(("lang", "word"), [("en", "not approved yet"), ("zh_CN", "尚未批准")])
def test_a_party_that_is_not_approved_is_marked(tmp_path: Path, lang: str, word: str) -> None:
    day, file = sample(), tmp_path / "plan.xlsx"
    write_workbook(unapproved(day.scenario, "X01"), day.plan, file, lang=lang)
    book = openpyxl.load_workbook(file)
    for sheet in ("Stops", "Manifest") if lang == "en" else ("停靠站", "随车清单"):
        cells = [str(cell.value) for row in book[sheet].iter_rows() for cell in row]
        assert any("22" in cell and word in cell for cell in cells), sheet


def test_every_gate_passed_has_a_row_with_its_check_and_papers(path: Path) -> None:
    day = sample()
    table = rows(path, "Gate passages")
    assert len(table) == sum(len(leg.gates) for route in day.plan.routes for leg in route.legs)
    first = table[0]
    assert (first["Vehicle"], first["Gate"], first["Zone"]) == ("T01", "G-Z1-08", "学府小区封控区")
    # Excel keeps seconds as a share of a day.
    assert abs(first["At the gate"] - datetime(2022, 4, 18, 7, 22, 8)).total_seconds() < 1
    assert first["Check, min"] == pytest.approx(200 / 60)
    assert abs(first["Through"] - datetime(2022, 4, 18, 7, 25, 28)).total_seconds() < 1
    assert first["Open"] == "05:00–07:36, 15:00–18:00"
    assert first["Closing soon"] == "Closes at 07:36: 10 min to spare"
    assert first["Papers"] == "通行证, 48小时核酸证明"
    assert first["Pass valid"] == "06:00–12:00"
    assert [row["Pass valid"] for row in table[1:]] == ["", "", "the whole day"]
    [stop] = [row for row in rows(path, "Stops") if row["Vehicle"] == "T01" and row["Gates"]]
    assert stop["Gates"] == "07:22 学府路卡口 · check 4 min"
    assert stop["Zones entered"] == "学府小区封控区"


def test_passes_are_handed_out_with_when_they_are_first_needed(path: Path) -> None:
    table = rows(path, "Passes")
    assert [(row["Vehicle"], row["Pass for"], row["Zone or gate"]) for row in table] == [
        ("T01", "Z1", "学府小区封控区"),
        ("B01", "G-Z1-08", "学府路卡口"),
        ("B01", "Z2", "江滨管控区"),
    ]
    assert (table[0]["Valid from"], table[0]["Valid to"]) == (
        datetime(2022, 4, 18, 6),
        datetime(2022, 4, 18, 12),
    )
    assert table[0]["First needed"].replace(second=0, microsecond=0) == (
        datetime(2022, 4, 18, 7, 22)
    )
    assert (table[2]["Valid from"], table[2]["First needed"]) == ("", "")


def test_unserved_orders_have_a_row_per_reason(path: Path) -> None:
    table = rows(path, "Unserved")
    assert len(table) == 6
    assert table[2]["Order"] == "O055"
    assert table[2]["By how much"] == "12 min"
    assert table[2]["What would serve it"] == "extend the window to 06:45"


def test_stock_closes_to_zero_difference(path: Path) -> None:
    day = sample()
    table = rows(path, "Stock")
    assert len(table) == len(day.scenario.stock)
    for row in table:
        assert row["Opening"] - row["Out"] == row["Closing"]
        assert row["Closing"] - row["Reserve"] == row["Free after the plan"]
    delivered = sum(
        line.quantity
        for route in day.plan.routes
        for stop in route.stops
        for task in stop.tasks
        if task.kind is TaskKind.UNLOAD and (task.order_id or "")[:1] in ("O", "N")
        for line in task.lines
    )
    assert sum(row["Out"] for row in table) == delivered


def test_no_text_ever_becomes_a_formula(tmp_path: Path) -> None:
    day = sample(hostile=True)
    file = tmp_path / "plan.xlsx"
    write_workbook(day.scenario, day.plan, file)
    with zipfile.ZipFile(file) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(b"<f" not in archive.read(name) for name in sheets)
        assert not [name for name in archive.namelist() if "external" in name.lower()]
    book = openpyxl.load_workbook(file)
    risky = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]
    assert {str(cell.value) for cell in risky} >= {HOSTILE[4]}
    for cell in risky:
        assert cell.data_type in ("s", "f")  # openpyxl guesses "f" from the text alone
        assert cell.quotePrefix


def test_sheets_are_ready_to_use_and_to_print(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.column_dimensions["A"].width >= 8
    assert book["Issue slips"].row_breaks.brk
    assert book["Stops"]["H2"].is_date


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path, path: Path) -> None:
    day = sample()
    again = tmp_path / "again.xlsx"
    write_workbook(day.scenario, day.plan, again)
    assert again.read_bytes() == path.read_bytes()
    assert openpyxl.load_workbook(path).properties.created == datetime(2022, 4, 18)


def test_a_plan_without_routes_is_a_workbook_too(tmp_path: Path) -> None:
    day = sample()
    plan = day.plan.model_copy(update={"routes": (), "unserved": ()})
    write_workbook(day.scenario, plan, tmp_path / "plan.xlsx")
    assert rows(tmp_path / "plan.xlsx", "Routes") == []
