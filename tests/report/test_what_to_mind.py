"""What people need, and until when they have to be set down, stands wherever they are read of."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from logiroute.model.order import Party
from logiroute.model.plan import Plan, Unserved
from logiroute.report.cards import stop_card, unserved_card
from logiroute.report.deadlines import deadline_text
from logiroute.report.desk_map import write_desk_map
from logiroute.report.driver_stop import stop_data
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from logiroute.report.workbook import write_workbook
from tests.rules.by_hand import findings, plan, route, visit
from tests.rules.day import (
    Day,
    at,
    cohort,
    day,
    depot,
    policy,
    quarantine,
    site,
    station,
    transfer,
    vehicle,
)  # fmt: skip

NEEDS = ("wheelchair", "allergic to nuts")


def _made(**more: Any) -> tuple[Day, Plan]:
    """Aboard at A at 06:10, after no work; at Q at 06:30."""
    update = {"party": Party(persons=3, party_class="contact", needs=NEEDS)}
    asked = transfer("t", "A", "Q", persons=3, contact="Mr Li 139", note="side door", **more)
    made = day(
        [depot(), site("A"), quarantine("Q"), station()],
        [vehicle("V", "bus", seats=10)],
        [asked.model_copy(update=update)],
        {"D-A": 10, "A-Q": 20, "D-Q": 10, "Q-W": 5, "D-W": 5},
        rules=policy(suits={"suit_on_s": 360, "suit_off_s": 180}, aboard={"contact": 45}),
    )
    visits = (visit("A", "board t", not_before="06:16"), visit("Q", "alight t"))
    return made, plan(made, route(made, "V", *visits, lingers=3))


def _texts(made: Day, of: Plan, lang: str = "en") -> list[str]:
    wording, (way,) = Wording(made.scenario, lang), PlanView(made.scenario, of).routes
    return [deadline_text(wording, way, task) for stop in way.stops for task in stop.stop.tasks]


def test_the_longest_time_aboard_sets_a_moment() -> None:
    made, of = _made()
    assert findings(made, of) == []
    assert _texts(made, of) == ["set down by 07:01 at the latest"] * 2
    assert _texts(made, of, "zh_CN") == ["最晚 07:01 送达"] * 2


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"arrive_by": "06:50"}, "set down by 06:50 at the latest"),
        ({"arrive_by": "07:30"}, "set down by 07:01 at the latest"),
        ({"arrive_by": "06:50", "due": "06:40"}, "set down by 06:50 at the latest · due by 06:40"),
        ({"due": "07:30"}, "set down by 07:01 at the latest"),
    ],
)
def test_the_soonest_moment_counts(limits: dict[str, str], said: str) -> None:
    made, of = _made(**{name: at(clock) for name, clock in limits.items()})
    assert _texts(made, of) == [said] * 2


def test_of_a_cohort_the_first_aboard_counts() -> None:
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle()],
        cohort("c", "A", "Q", parts=[(2,), (1,)], max_aboard_s=1_200, service_s=300),
        {"D-A": 10, "A-Q": 10, "D-Q": 10},
    )
    board, alight = (
        visit(place, *(f"{what} {order.id}" for order in made.scenario.orders))
        for place, what in (("A", "board"), ("Q", "alight"))
    )
    of = plan(made, route(made, "V", board, alight))
    assert findings(made, of) == []
    from logiroute.report.gathering import gathered

    scenario, of = gathered(made.scenario, of)
    (way,) = PlanView(scenario, of).routes
    (boards,) = way.stops[1].work
    assert boards.start == at("06:10")
    assert deadline_text(Wording(scenario, "en"), way, boards) == "set down by 06:30 at the latest"


def test_the_driver_reads_it_once_in_each_place() -> None:
    made, of = _made(exclusive=True)
    (way,) = PlanView(made.scenario, of).routes
    stop = stop_data(Wording(made.scenario, "en"), way, way.stops[1])
    (task,) = stop["tasks"]
    assert task["party"] == "3 persons (contact)"
    assert task["needs"] == ("rides alone", *NEEDS)
    assert task["by"] == "set down by 07:01 at the latest"
    assert stop["parties"] == [
        "3 persons (contact) · rides alone · wheelchair · allergic to nuts · t"
    ]


def test_the_desk_reads_all_of_it(tmp_path: Path) -> None:
    made, of = _made(exclusive=True)
    (way,) = PlanView(made.scenario, of).routes
    rows = dict(stop_card(Wording(made.scenario, "en"), way, way.stops[1])["rows"])
    content = "3 persons (contact) · rides alone · wheelchair · allergic to nuts"
    assert rows["Task"] == f"Board: {content}"
    assert rows["Time limit"] == "set down by 07:01 at the latest"
    assert (rows["Contact"], rows["Note"]) == ("Mr Li 139", "side door")
    assert rows["Suits"] == "Put protective suits on, 6 min"
    path = tmp_path / "desk.html"
    write_desk_map(made.scenario, of, path)
    panel = path.read_text("utf-8").split('id="desk-data"')[0]
    assert panel.count("set down by 07:01 at the latest") == 2
    assert panel.count("Put protective suits on, 6 min") == 1
    assert panel.count("Take protective suits off, 3 min") == 1


def test_the_workbook_has_columns_for_it(tmp_path: Path) -> None:
    made, of = _made(due=at("06:40"))
    path = tmp_path / "plan.xlsx"
    write_workbook(made.scenario, of, path)
    book = CalamineWorkbook.from_path(path)
    head, *rows = book.get_sheet_by_name("Stops").to_python()
    (board,) = [row for row in (dict(zip(head, row, strict=True)) for row in rows)
                if row["Task"] == "Board"]  # fmt: skip
    assert board["Set down by"] == datetime(2022, 4, 1, 7, 1)
    assert board["Due"] == datetime(2022, 4, 1, 6, 40)
    assert (board["Contact"], board["Note"]) == ("Mr Li 139", "side door")
    assert board["Suits"] == "Put protective suits on, 6 min"
    assert "allergic to nuts" in str(board["Content"])
    assert "Take protective suits off, 3 min" in [row[head.index("Suits")] for row in rows]
    head, *rows = book.get_sheet_by_name("Manifest").to_python()
    (party,) = [row for row in rows if row[head.index("Quantity")] == 3]
    assert party[head.index("Set down by")] == datetime(2022, 4, 1, 7, 1)
    assert "wheelchair" in str(party[head.index("Aboard")])


def test_whoever_is_left_out_is_described_as_well() -> None:
    made, _ = _made(due=at("06:40"))
    entry = Unserved(order_id="t")
    card = unserved_card(Wording(made.scenario, "en"), made.scenario.orders, [entry])
    rows = dict(card["rows"])
    assert rows["Time limit"] == "due by 06:40 · aboard for 45 min at most"
    assert rows["Contact"] == "Mr Li 139"


def test_a_bus_at_half_load_is_full() -> None:
    made, of = _made()
    (way,) = PlanView(made.scenario, of).routes
    # Three of the five of its ten seats that contacts may use.
    assert way.fill_percent == 60
