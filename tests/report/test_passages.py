"""Gates as they are passed, worked by hand: time, check, closing, passes."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.model.place import Window
from logiroute.model.plan import GatePassage
from logiroute.model.zone import Gate, Pass, Timed
from logiroute.report.passages import (
    Passing,
    check_text,
    open_hours,
    pass_text,
    passing_text,
    passings,
    passings_by_gate,
    scarce_text,
)
from logiroute.report.view import PlanView
from logiroute.report.wording import Wording
from tests.report.sample_day import sample
from tests.report.sample_maker import at, window

ENGLISH = Wording(sample().scenario, "en")
CHINESE = Wording(sample().scenario, "zh_CN")


def gate(*windows: Window) -> Gate:
    return Gate(id="G", name="North gate", zone_id="Z1", point=(114.3, 30.6), windows=windows)


def passing(when: datetime, here: Gate, *passes: Pass, delay_s: int = 200) -> Passing:
    route = PlanView(sample().scenario, sample().plan).routes[0]
    passage = GatePassage(gate_id=here.id, at=when, delay_s=delay_s)
    return Passing(route, route.stops[1], here, passage, passes)


def test_the_sample_passes_its_gate_in_time_and_on_a_pass() -> None:
    view = PlanView(sample().scenario, sample().plan)
    stop = next(stop for stop in view.routes[0].stops if stop.leg and stop.leg.gates)
    [found] = passings(ENGLISH, view.routes[0], stop)
    # 3 min for the vehicle, 20 s for the one person in it.
    assert found.passage.delay_s == 200
    assert passing_text(ENGLISH, found) == "07:22 学府路卡口 · check 4 min"
    assert passing_text(CHINESE, found) == "07:22 学府路卡口 · 查验 4 分钟"
    # The check ends at 07:25:28, the gate closes at 07:36.
    assert scarce_text(ENGLISH, found) == "Closes at 07:36: 10 min to spare"
    assert [pass_text(ENGLISH, leave) for leave in found.passes] == [
        "Pass for 学府小区封控区, valid 06:00–12:00"
    ]


def test_a_full_bus_takes_longer_and_its_expired_pass_is_not_shown() -> None:
    view = PlanView(sample().scenario, sample().plan)
    by_gate = passings_by_gate(view, ENGLISH)
    bus, truck = by_gate["G-Z1-08"]
    assert (bus.route.label, truck.route.label) == ("B01", "T01")
    assert bus.passage.delay_s == 180 + 20 * 50
    assert [pass_text(CHINESE, leave) for leave in bus.passes] == ["学府路卡口通行证"]
    assert scarce_text(ENGLISH, bus) == ""


@pytest.mark.parametrize(
    ("minute", "said"),
    [
        (44, ""),
        (45, "Closes at 08:00: 14 min to spare"),
        (56, "Closes at 08:00: 3 min to spare"),
        (59, "Closes at 08:00: 0 min to spare"),
    ],
)
def test_warned_when_less_than_fifteen_minutes_are_left_after_the_check(
    minute: int, said: str
) -> None:
    # 40 s of check: at 07:44 it ends 15 min 20 s before eight.
    entry = passing(at(7, minute), gate(window(6, 8)), delay_s=40)
    assert scarce_text(ENGLISH, entry) == said


def test_a_gate_that_opens_again_at_once_does_not_close() -> None:
    entry = passing(at(7, 50), gate(window(6, 8), window(8, 10), window(9, 12)))
    assert entry.closes == at(12)
    assert scarce_text(ENGLISH, entry) == ""


def test_a_gate_without_hours_never_closes() -> None:
    assert passing(at(7), gate()).closes is None


def test_the_last_pass_counts_and_one_without_end_for_ever() -> None:
    until = [Pass(zone_id="Z1", valid_to=at(hour)) for hour in (8, 9)]
    assert passing(at(7, 50), gate(), *until).runs_out == at(9)
    assert passing(at(7, 50), gate(), *until, Pass(zone_id="Z1")).runs_out is None
    entry = passing(at(7, 50), gate(window(6, 8.5)), until[0])
    assert scarce_text(ENGLISH, entry) == "Pass runs out at 08:00: 6 min to spare"
    assert scarce_text(CHINESE, entry) == "通行证 08:00 到期，仅剩 6 分钟"


def test_a_gate_without_check_is_passed_without_a_word_of_it() -> None:
    entry = passing(at(7), gate(), delay_s=0)
    assert check_text(ENGLISH, entry) == ""
    assert passing_text(ENGLISH, entry) == "07:00 North gate"


def test_hours_that_touch_are_one() -> None:
    here = gate(window(15, 18), window(6.5, 7.5), window(5, 6.5))
    assert open_hours(ENGLISH, here) == "05:00–07:30, 15:00–18:00"
    assert open_hours(ENGLISH, gate()) == ""


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), min_size=1, max_size=6),
    st.integers(0, 50),
)
def test_a_gate_is_open_until_it_closes_and_not_after(
    spans: list[tuple[int, int]], quarter: int
) -> None:
    windows = [window(start / 4, (start + length) / 4) for start, length in spans]
    here, when = gate(*windows), at(0, 15 * quarter)
    closes = passing(when, here).closes
    if closes is None:
        assert not here.open_during(when, when)
    else:
        assert here.open_during(when, closes)
        assert not here.open_during(when, closes + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Timed(), ""),
        (Timed(valid_from=at(6), valid_to=at(26)), "06:00–02:00 +1"),
        (Timed(valid_from=at(6)), "from 06:00"),
        (Timed(valid_to=at(12)), "until 12:00"),
        (Timed(valid_from=at(-30), valid_to=at(50)), "2022-04-16 18:00–2022-04-20 02:00"),
    ],
)
def test_validity_in_words(entry: Timed, said: str) -> None:
    assert ENGLISH.validity(entry) == said


def test_seconds_where_minutes_are_too_rough() -> None:
    assert [ENGLISH.seconds(amount) for amount in (20, 90, 60, 180)] == [
        "20 s", "90 s", "1 min", "3 min",
    ]  # fmt: skip
