"""Where a crew puts suits on and takes them off, as its page says it."""

from collections.abc import Mapping

import pytest

from logiroute.report.driver_hours import suit_hours
from logiroute.report.driver_stop import stop_data
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from tests.rules.by_hand import plan, route, visit
from tests.rules.day import (
    Day,
    call,
    day,
    delivery,
    depot,
    policy,
    quarantine,
    site,
    station,
    transfer,
    vehicle,
)

#: 6 minutes on, 3 off.
SUITS = {"suit_on_s": 360, "suit_off_s": 180}


def _made(suits: Mapping[str, int] | None, temperature_c: int | None = None) -> Day:
    return day(
        [depot(), site("A"), quarantine("Q"), station()],
        [vehicle()],
        [transfer("s", "A", "Q"), call("c", "A", 1), delivery("d", "A")],
        {"D-A": 10, "A-Q": 20, "Q-W": 5, "W-A": 5, "D-W": 5},
        rules=policy(disinfect={"contact": 15}, suits=suits, hot_from_c=35),
        temperature_c=temperature_c,
    )


def _view(made: Day) -> PlanView:
    """Goods loaded at D; s from A to Q, washed at W, c and d at A."""
    visits = (
        visit("A", "board s", not_before="06:16"),
        visit("Q", "alight s"),
        visit("W", "disinfect 15", not_before="06:44"),
        visit("A", "serve c", "unload d", not_before="07:10"),
    )
    return PlanView(made.scenario, plan(made, route(made, "V", *visits, lingers=3)))


def _said(made: Day, lang: str = "en") -> list[list[str]]:
    wording = Wording(made.scenario, lang)
    (way,) = _view(made).routes
    return [stop_data(wording, way, stop)["suits"] for stop in way.stops]


def test_each_change_is_said_where_it_is_made() -> None:
    assert _said(_made({**SUITS, "suit_max_s": 1_800})) == [
        [],
        ["Put protective suits on, 6 min; off again by 06:46 at the latest"],
        [],
        ["Take protective suits off, 3 min"],
        ["Put protective suits on, 6 min; off again by 07:40 at the latest"],
        ["Take protective suits off, 3 min"],
    ]
    assert _said(_made(SUITS))[1] == ["Put protective suits on, 6 min"]
    assert _said(_made(SUITS), "zh_CN")[1] == ["穿防护服,6 分钟"]


def test_nothing_is_said_where_nobody_wears_any() -> None:
    made = _made(None)
    assert _said(made) == [[]] * 6
    assert suit_hours(Wording(made.scenario, "en"), made.scenario.vehicles[0]) == []


def test_changing_is_no_waiting() -> None:
    (way,) = _view(_made(SUITS)).routes
    # At A 06:10, changed 06:16. Then W 06:59 · A 07:04, changed 07:10.
    assert [stop.wait_s for stop in way.stops] == [0, 0, 0, 0, 0, 0]
    (way,) = _view(_made(None)).routes
    assert [stop.wait_s for stop in way.stops] == [0, 360, 0, 180, 360, 0]


def test_duty_ends_when_suits_are_off() -> None:
    (way,) = _view(_made(SUITS)).routes
    assert f"{way.duty[1]:%H:%M}" == "07:23"


@pytest.mark.parametrize(
    ("degrees", "said"),
    [
        (None, "In suits for 40 min at a time at most."),
        (34, "In suits for 40 min at a time at most."),
        (36, "In suits for 20 min at a time at most: it is hot (36 °C)."),
    ],
)
def test_the_top_of_the_page_says_how_long(degrees: int | None, said: str) -> None:
    made = _made({**SUITS, "suit_max_s": 2_400, "suit_max_hot_s": 1_200}, degrees)
    lines = suit_hours(Wording(made.scenario, "en"), made.scenario.vehicles[0])
    assert lines == [
        "Put protective suits on just before the first work, not sooner (6 min); take them off "
        "before each disinfection and at the end of the shift (3 min).",
        said,
    ]
