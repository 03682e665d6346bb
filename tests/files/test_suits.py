"""How hot the day is, and who has to know."""

from importlib import resources

import pytest

from logiroute.files.day import inspect_day, read_scenario
from tests.files.day_builder import DayBuilder


def _held(day: DayBuilder, vehicle_class: str) -> None:
    """A policy by which crews of one class are in suits for less long in heat."""
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    own = f"[vehicle_classes.{vehicle_class}]\n"
    text = shipped.read_text("utf-8").replace(own, f"{own}suit_max_hot_min = 120\n")
    day.policy, day.scenario["policy"] = f"hot_from_c = 35\n{text}", "own.toml"


def _said(day: DayBuilder) -> list[tuple[str, str, str]]:
    return [
        (problem.code, problem.column, problem.message)
        for problem in inspect_day(day.write()).problems
        if problem.code == "S308"
    ]


@pytest.mark.parametrize(
    ("written", "degrees"), [(36, 36), ("35.1", 36), (-4, -4), ("-4.5", -4), ("", None)]
)
def test_degrees_are_rounded_up(day: DayBuilder, written: object, degrees: int | None) -> None:
    day.scenario["temperature_c"] = written
    assert read_scenario(day.write()).temperature_c == degrees


def test_the_chinese_key(day: DayBuilder) -> None:
    day.scenario['"最高气温"'] = 36
    assert read_scenario(day.write()).temperature_c == 36


def test_who_is_held_to_less_in_heat_has_to_know(day: DayBuilder) -> None:
    used = day.tables["vehicles"][0]["vehicle_class"]
    _held(day, used)
    ((_, key, message),) = _said(day)
    assert key == "temperature_c"
    assert f"crews of {used} are in protective suits for less long from 35 °C on" in message
    day.scenario["temperature_c"] = 20
    assert _said(day) == []


def test_nobody_else_has_to(day: DayBuilder) -> None:
    used = {row["vehicle_class"] for row in day.tables["vehicles"]}
    assert "ambulance" not in used
    _held(day, "ambulance")
    assert _said(day) == []


def _suits(day: DayBuilder, **minutes: int) -> list[tuple[str, str]]:
    """What is said of a policy by which truck crews are in suits."""
    own = "[vehicle_classes.general_truck]\n"
    keys = "".join(f"{key}_min = {value}\n" for key, value in minutes.items())
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    text = shipped.read_text("utf-8").replace(own, own + keys)
    day.policy, day.scenario["policy"] = f"hot_from_c = 35\n{text}", "own.toml"
    day.scenario["temperature_c"] = 20
    return [(p.code, p.column.rpartition(".")[2]) for p in inspect_day(day.write()).problems]


def test_suits_that_are_never_off_in_time(day: DayBuilder) -> None:
    assert _suits(day, suit_off=61, suit_max=60) == [("S242", "suit_off_min")]
    assert _suits(day, suit_off=61, suit_max=90, suit_max_hot=60) == [("S242", "suit_off_min")]
    # Putting them on is before that time begins.
    assert _suits(day, suit_on=61, suit_off=60, suit_max=60) == []


def test_longer_in_heat_is_not_meant(day: DayBuilder) -> None:
    assert _suits(day, suit_max=60, suit_max_hot=61) == [("S318", "suit_max_hot_min")]
    assert _suits(day, suit_max=60, suit_max_hot=60) == []
