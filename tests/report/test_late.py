"""Who comes late by how much is said wherever people read the plan."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.printed import print_plan
from logiroute.report.cards import task_text
from logiroute.report.desk_map import write_desk_map
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from logiroute.report.workbook import write_workbook
from tests.rules.by_hand import edit, findings, plan, route, visit
from tests.rules.day import Day, at, day, depot, quarantine, site, transfer, vehicle


def _late(due: str = "05:35") -> tuple[Day, Plan]:
    """Set down at 06:15; an hour costs 5, the place 7."""
    made = day(
        (depot(), site("A"), quarantine("Q", extra_cost=700)),
        [vehicle()],
        [transfer("t", "A", "Q", due=at(due), name="Family Li")],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    of = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    late = 500 if due < "06:15" else 0
    cost = of.cost + late + 700
    parts = {"cost": cost, "late_cost": late, "extra_cost": 700}
    of = edit(of, cost=cost, **{f"routes__0__{name}": value for name, value in parts.items()})
    assert findings(made, of) == []
    return made, of


def test_the_summary_names_who_is_late(capsys: pytest.CaptureFixture[str]) -> None:
    made, of = _late()
    print_plan(made.scenario, of)
    said = capsys.readouterr().out.splitlines()
    assert "of the cost for lateness: 5.00 CNY" in said
    assert "of the cost for places: 7.00 CNY" in said
    assert "late: t Family Li, V, at place Q at 06:15, 40 min after it was due" in said


def test_the_summary_says_nothing_where_nobody_is(capsys: pytest.CaptureFixture[str]) -> None:
    made, of = _late("06:15")
    print_plan(made.scenario, of)
    assert "late" not in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "words"), [("en", "40 min late"), ("zh_CN", "晚到 40 分钟")])
def test_the_task_says_so(lang: str, words: str) -> None:
    made, of = _late()
    (stop,) = [stop for stop in PlanView(made.scenario, of).routes[0].stops if stop.place.id == "Q"]
    assert task_text(Wording(made.scenario, lang), stop.work[0]).endswith(f" · {words}")
    (stop,) = [stop for stop in PlanView(made.scenario, of).routes[0].stops if stop.place.id == "A"]
    assert words not in task_text(Wording(made.scenario, lang), stop.work[0])


@pytest.mark.parametrize(("lang", "sheet"), [("en", "Late"), ("zh_CN", "晚到")])
def test_the_workbook_lists_them(tmp_path: Path, lang: str, sheet: str) -> None:
    made, of = _late()
    path = tmp_path / "plan.xlsx"
    write_workbook(made.scenario, of, path, lang=lang)
    book = CalamineWorkbook.from_path(path)
    (row,) = book.get_sheet_by_name(sheet).to_python()[1:]
    assert (row[0], row[1], row[4], row[5], row[9]) == ("t", "Family Li", "V", "Q", 40.0)
    write_workbook(*_in_time(), path, lang=lang)
    assert sheet not in CalamineWorkbook.from_path(path).sheet_names


def _in_time() -> tuple[Scenario, Plan]:
    made, of = _late("06:15")
    return made.scenario, of


def test_the_desk_map_counts_them(tmp_path: Path) -> None:
    made, of = _late()
    path = tmp_path / "desk.html"
    write_desk_map(made.scenario, of, path)
    page = path.read_text("utf-8")
    assert "40 min late" in page
    assert ">Late<" in page
    made, of = _late("06:15")
    write_desk_map(made.scenario, of, path)
    assert ">Late<" not in path.read_text("utf-8")
