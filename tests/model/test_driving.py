"""Daily hours, and what is left of a day's driving."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from logiroute.model.driving import DrivingRule, Hours
from logiroute.model.place import Window

TZ = ZoneInfo("Asia/Shanghai")


def _span(start: str, end: str) -> Window:
    return Window(
        start=datetime.fromisoformat(start).replace(tzinfo=TZ),
        end=datetime.fromisoformat(end).replace(tzinfo=TZ),
    )


def _clocks(windows: list[Window]) -> list[tuple[str, str]]:
    return [(f"{w.start:%d %H:%M}", f"{w.end:%d %H:%M}") for w in windows]


def test_hours_over_midnight_meet_the_day_before() -> None:
    night = Hours(start=time(22), end=time(6))
    day = _span("2022-04-13T05:00", "2022-04-14T08:00")
    assert _clocks(list(night.windows(day, TZ))) == [
        ("12 22:00", "13 06:00"),
        ("13 22:00", "14 06:00"),
    ]


def test_hours_that_only_touch_are_left_out() -> None:
    night = Hours(start=time(2), end=time(5))
    day = _span("2022-04-13T05:00", "2022-04-14T02:00")
    assert list(night.windows(day, TZ)) == []


def test_hours_are_on_the_clock_of_the_place() -> None:
    # In Berlin the clock goes from two to three on 27 March 2022: this night is two hours long.
    berlin = ZoneInfo("Europe/Berlin")
    span = Window(
        start=datetime(2022, 3, 26, 20, tzinfo=UTC), end=datetime(2022, 3, 27, 12, tzinfo=UTC)
    )
    (night,) = Hours(start=time(1), end=time(4)).windows(span, berlin)
    assert (night.end - night.start).total_seconds() == 2 * 3600


def test_an_hour_that_is_left_out_is_no_hour_and_one_that_comes_twice_is_two() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = Window(
        start=datetime(2022, 3, 26, 20, tzinfo=UTC), end=datetime(2022, 3, 27, 12, tzinfo=UTC)
    )
    assert list(Hours(start=time(2, 30), end=time(3)).windows(spring, berlin)) == []
    autumn = Window(
        start=datetime(2022, 10, 29, 20, tzinfo=UTC), end=datetime(2022, 10, 30, 12, tzinfo=UTC)
    )
    (night,) = Hours(start=time(2), end=time(2, 30)).windows(autumn, berlin)
    assert (night.end - night.start).total_seconds() == 5400


def test_parts_of_a_rest_make_a_rest() -> None:
    with pytest.raises(ValidationError, match="shorter than the rest"):
        DrivingRule(id="r", label="r", drive_s=1, rest_s=2_700, rest_parts_s=(0, 0))


def test_hours_without_length_are_refused() -> None:
    with pytest.raises(ValidationError, match="same time"):
        Hours(start=time(2), end=time(2))


@pytest.mark.parametrize(
    ("drivers", "day_s", "week_s", "left"),
    [(1, 0, 0, 28_800), (1, 3_600, 0, 25_200), (2, 3_600, 0, 50_400), (1, 0, 150_000, 8_400)],
)
def test_what_is_left_of_the_day(drivers: int, day_s: int, week_s: int, left: int) -> None:
    rule = DrivingRule(
        id="r", label="r", drive_s=1, rest_s=1, day_drive_s=28_800, week_drive_s=158_400
    )
    assert rule.driving_left_s(drivers, day_s, week_s) == left


def test_nothing_is_left_of_a_day_that_was_too_long() -> None:
    rule = DrivingRule(id="r", label="r", drive_s=1, rest_s=1, day_drive_s=28_800)
    assert rule.driving_left_s(2, 30_000, 0) == 0
    free = DrivingRule(id="r", label="r", drive_s=1, rest_s=1)
    assert free.driving_left_s(1, 90_000, 900_000) is None
