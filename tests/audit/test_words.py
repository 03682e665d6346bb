"""How moments and amounts are said."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from logiroute.audit.amounts import in_words
from logiroute.audit.moments import clock, duration, moment, outside
from tests.rules.day import TZ, at, window

DAY = date(2022, 4, 1)


@pytest.mark.parametrize(
    ("amount", "dimension", "words"),
    [
        (1_500, "mass_g", "1.5 kg"),
        (70_000, "mass_g", "70 kg"),
        (0, "mass_g", "0 kg"),
        (30_000, "volume_cm3", "0.03 m³"),
        (3, "seats", "3 seats"),
        (10**400, "mass_g", f"{10**397} kg"),
    ],
)
def test_amounts(amount: int, dimension: str, words: str) -> None:
    assert in_words(amount, dimension) == words


def test_clock_is_local_and_names_other_days() -> None:
    assert clock(moment(at("06:30")), TZ, DAY) == "06:30"
    assert clock(moment(at("06:30:05")), TZ, DAY) == "06:30:05"
    assert clock(moment(at("06:30")), ZoneInfo("UTC"), DAY) == "22:30 on 2022-03-31"
    assert "no date a calendar has" in clock(10**30, TZ, DAY)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (45, "45 s"),
        (720, "12 min"),
        (722, "12 min 02 s"),
        (3_900, "1 h 05 min"),
        (-3_901, "1 h 05 min 01 s"),
    ],
)
def test_duration(seconds: int, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("time", "gap"),
    [("05:59", -60), ("06:00", 0), ("06:10", 0), ("06:12", 120), ("06:19", -60), ("06:31", 60)],
)
def test_outside_of_two_windows(time: str, gap: int) -> None:
    windows = [window("06:00", "06:10"), window("06:20", "06:30")]
    assert outside(windows, moment(at(time))) == gap
    assert outside([], moment(at(time))) == 0
