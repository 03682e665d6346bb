"""Cohorts on the pages: one line for all who ride alike, not one for every household."""

import json
from pathlib import Path

import openpyxl
import pytest

from logiroute.model.order import Transfer
from logiroute.model.plan import Plan, Reason, Unserved
from logiroute.model.rules import Rule
from logiroute.printed import print_plan
from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_sheet import write_driver_sheets
from logiroute.report.gathering import gathered
from logiroute.report.geojson import write_routes_geojson
from logiroute.report.view import PlanView
from logiroute.report.workbook import write_workbook
from tests.report.test_driver_sheet import texts
from tests.rules.by_hand import plan, route, visit
from tests.rules.day import cohort, day, depot, quarantine, site, transfer, vehicle

# T: a family of three, two of two, and five who live alone in parts of four and one.
WORKERS = cohort("T", "A", "Q", "R", parts=[(3,), (2,), (2,), (1,) * 4, (1,)], name="Workers")
OTHER = transfer("t", "A", "Q", persons=2)
MADE = day(
    [depot(), site("A"), quarantine("Q"), quarantine("R")],
    [vehicle("V"), vehicle("W")],
    [*WORKERS, OTHER],
    {"D-A": 10, "A-Q": 10, "A-R": 10, "D-Q": 10, "D-R": 10, "Q-R": 5},
)


def _plan() -> Plan:
    """V brings five and the others to Q and one to R, W two to Q; the family stays behind."""
    made = plan(
        MADE,
        route(
            MADE,
            "V",
            visit("A", "board T/2", "board t", "board T/4", "board T/5"),
            visit("Q", "alight T/2", "alight T/4", "alight t"),
            visit("R", "alight T/5"),
        ),
        route(MADE, "W", visit("A", "board T/3"), visit("Q", "alight T/3")),
        unserved=["T/1"],
    )
    return _with_reasons(made, "T/1")


def _with_reasons(made: Plan, *left: str) -> Plan:
    """The same with a reason and a remedy, of so many seats as the part has persons."""
    persons = {part.id: part.party.persons for part in WORKERS}
    entries = [
        Unserved(
            order_id=name,
            reasons=[
                Reason(
                    vehicle_class="van",
                    rule=Rule.CAPACITY,
                    amount=persons[name],
                    unit="seats",
                    text="The van is full.",
                    remedy="one more vehicle like V",
                )
            ],
        )
        for name in left
    ]
    return made.model_copy(update={"unserved": tuple(entries)})


def test_one_task_for_all_who_ride_alike() -> None:
    scenario, made = gathered(MADE.scenario, _plan())
    first, second = made.routes
    tasks = [(task.kind, task.order_id, task.persons) for task in first.stops[1].tasks]
    assert tasks == [("board", "T/2+T/4", 6), ("board", "t", 2), ("board", "T/5", 1)]
    assert first.stops[1].manifest.parties == ("T/2+T/4", "T/5", "t")
    assert first.stops[2].manifest.parties == ("T/5",)
    assert [order.id for order in scenario.orders] == ["T/1", "T/2+T/4", "T/3", "T/5", "t"]
    # From the first to get in to the last, whoever got in between.
    exact = _plan().routes[0].stops[1].tasks
    assert (first.stops[1].tasks[0].start, first.stops[1].tasks[0].end) == (
        exact[0].start,
        exact[2].end,
    )
    assert second.stops[1].manifest == _plan().routes[1].stops[1].manifest


def test_a_day_without_cohorts_is_left_alone() -> None:
    made = day([depot(), site("A")], [vehicle()], [transfer("t", "A", "D")], {"D-A": 10})
    empty = plan(made, unserved=["t"])
    assert gathered(made.scenario, empty) == (made.scenario, empty)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "6 of 12 persons, in 5 households: 2, 1 × 4 (contact)"),
        ("zh_CN", "12 人中的 6 人，共 5 户：2、1 × 4 (contact)"),
    ],
)
def test_the_driver_reads_who_boards_and_where_they_go(
    tmp_path: Path, lang: str, said: str
) -> None:
    pages = write_driver_sheets(MADE.scenario, _plan(), tmp_path, lang=lang)
    page = texts(pages[0])
    assert said in page
    assert "T Workers" in page
    assert "T/2" not in page


def test_a_cohort_left_out_is_one_entry_with_the_reasons_of_its_smallest_part() -> None:
    scenario, made = gathered(
        MADE.scenario,
        _with_reasons(plan(MADE, unserved=["T/1", "T/2", "T/4"]), "T/1", "T/2", "T/4"),
    )
    (entry,) = made.unserved
    left = scenario.order[entry.order_id]
    assert isinstance(left, Transfer)
    assert left.party.persons == 9
    (reason,) = entry.reasons
    assert (reason.amount, reason.remedy) == (2, "one more vehicle like V (tried for 2 of 9)")


def test_an_order_is_served_when_all_of_it_is() -> None:
    view = PlanView(*gathered(MADE.scenario, _plan()))
    assert [*map(sorted, (view.asked, view.served, view.left_out))] == [["T", "t"], ["t"], ["T"]]
    assert view.in_part == 1


def test_the_command_says_how_many_of_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    print_plan(MADE.scenario, _plan())
    said = capsys.readouterr().out
    assert "1 of 2 orders served, 1 more in part" in said
    assert "not served: T Workers: 3 of 12 persons, in 1 household: 3 (contact)" in said
    assert said.count("not served") == 1


def test_the_workbook_has_a_row_for_all_who_ride_alike(tmp_path: Path) -> None:
    write_workbook(MADE.scenario, _plan(), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    head, *rows = book["Stops"].iter_rows(values_only=True)
    boards = [
        (row[head.index("Order")], row[head.index("Content")])
        for row in rows
        if row[head.index("Task")] == "Board"
    ]
    assert boards == [
        ("T", "6 of 12 persons, in 5 households: 2, 1 × 4 (contact)"),
        ("t", "2 persons (contact)"),
        ("T", "1 of 12 persons, in 1 household: 1 (contact)"),
        ("T", "2 of 12 persons, in 1 household: 2 (contact)"),
    ]
    head, *rows = book["Manifest"].iter_rows(values_only=True)
    aboard = [row[head.index("Quantity")] for row in rows if row[head.index("Vehicle")] == "V"]
    assert aboard == [0, 6, 1, 2, 1, 0, 0]


def test_the_desk_finds_the_cohort(tmp_path: Path) -> None:
    write_desk_map(MADE.scenario, _plan(), tmp_path / "desk.html")
    page = (tmp_path / "desk.html").read_text("utf-8")
    assert "3 of 12 persons, in 1 household: 3 (contact)" in page
    assert "T Workers" in page


def test_the_files_for_other_programs_keep_every_part(tmp_path: Path) -> None:
    write_routes_geojson(MADE.scenario, _plan(), tmp_path / "routes.geojson")
    features = json.loads((tmp_path / "routes.geojson").read_text("utf-8"))["features"]
    named = {
        task["order"] for feature in features for task in feature["properties"].get("tasks", ())
    }
    assert named == {"T/2", "T/3", "T/4", "T/5", "t"}
