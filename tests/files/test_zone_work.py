"""A day with work in zones after which vehicles are disinfected, and nowhere to do so."""

from importlib import resources

import pytest

from logiroute.files.day import inspect_day
from tests.files.day_builder import DayBuilder


def _with_call(day: DayBuilder, lon: str, lat: str, vehicle_class: str = "sampling_team") -> None:
    """A call at a place, a vehicle of a class, no station, and no class that asks for one."""
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    text = shipped.read_text("utf-8")
    for minutes in (45, 10):
        text = text.replace(f"disinfect_min = {minutes}", "disinfect_min = 0")
    day.policy, day.scenario["policy"] = text, "own.toml"
    tables = day.tables
    tables["places"] = [row for row in tables["places"] if row["id"] != "W1"]
    tables["places"].append(
        {"id": "P9", "name": "Block", "kind": "site", "lon_wgs84": lon, "lat_wgs84": lat}
    )
    tables["vehicles"].append(
        {
            "id": "S1",
            "name": "Van",
            "vehicle_class": vehicle_class,
            "profile": "van",
            "shifts": "07:00-15:00",
            "start": "D1",
        }
    )
    tables["orders"].append({"id": "O9", "kind": "call", "site": "P9"})


def _said(day: DayBuilder) -> list[tuple[str, int | None, str]]:
    return [
        (problem.code, problem.row, problem.message)
        for problem in inspect_day(day.write()).problems
        if problem.code == "S273"
    ]


def test_work_in_the_zone_is_warned_of(day: DayBuilder) -> None:
    _with_call(day, "114.331", "30.631")
    ((_, row, message),) = _said(day)
    assert row == 6
    assert "(20 min of a sampling_team in sealed)" in message


@pytest.mark.parametrize(("lon", "lat"), [("114.335", "30.635"), ("114.320", "30.620")])
def test_in_the_hole_and_outside_nothing_is_asked_for(day: DayBuilder, lon: str, lat: str) -> None:
    _with_call(day, lon, lat)
    assert _said(day) == []


def test_nor_of_other_classes(day: DayBuilder) -> None:
    _with_call(day, "114.331", "30.631", "general_truck")
    assert _said(day) == []


def test_nor_where_there_is_a_station(day: DayBuilder) -> None:
    station = day.tables["places"][6]
    assert station["kind"] == "disinfection_station"
    _with_call(day, "114.331", "30.631")
    day.tables["places"].append(station)
    assert _said(day) == []
