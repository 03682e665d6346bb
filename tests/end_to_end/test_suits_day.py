"""A bus whose crew works in protective suits, on the streets of the example, hot or not."""

import json
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Cli, on_the_nights_streets

#: P04 lies in the sealed zone; the hotel takes people in from 10:00 on.
PLACES = """\
id,name,kind,lon_wgs84,lat_wgs84,stop_min,beds,open
BASE,Base,site,114.191111,30.516087,,,
P04,Works,site,114.161602,30.499076,4,,
HOTEL,Hotel,quarantine_site,114.250078,30.634712,2,40,10:00-16:00
W1,Station,disinfection_station,114.224365,30.606140,3,,
"""

VEHICLES = """\
id,name,vehicle_class,profile,seats,shifts,start,fixed_cost,cost_per_km,cost_per_hour
B1,Bus 1,transfer_bus,bus,49,08:00-16:00,BASE,60,1.60,60
"""

ORDERS = """\
id,kind,origin,destinations,persons,party_class,priority
T1,transfer,P04,HOTEL,20,close_contact,1
T2,transfer,P04,HOTEL,20,close_contact,1
"""

SUITS = "suit_on_min = 10\nsuit_off_min = 5\nsuit_max_min = 240\n"


def _day(folder: Path, degrees: int, hot_min: int) -> Path:
    on_the_nights_streets(folder)
    shipped = resources.files("logiroute") / "policies" / "cn-2022-9.toml"
    bus = "[vehicle_classes.transfer_bus]\n"
    keys = f"{bus}{SUITS}suit_max_hot_min = {hot_min}\n"
    own = "hot_from_c = 35\n" + shipped.read_text("utf-8").replace(bus, keys)
    (folder / "own.toml").write_text(own, "utf-8")
    settings = (
        (folder / "scenario.toml")
        .read_text("utf-8")
        .replace('policy = "cn-2021-8"', 'policy = "own.toml"')
    )
    assert "own.toml" in settings
    (folder / "scenario.toml").write_text(f"temperature_c = {degrees}\n{settings}", "utf-8")
    tables = {"places": PLACES, "vehicles": VEHICLES, "orders": ORDERS}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, "utf-8")
    return folder


def _planned(cli: Cli, day: Path) -> tuple[dict[str, Any], str]:
    out = day.parent / f"{day.name}-out"
    result = cli("plan", day, "--out", out, "--iterations", "60", "--seed", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert cli("audit", day, out / "plan.json").returncode == 0
    plan: dict[str, Any] = json.loads((out / "plan.json").read_text("utf-8"))
    return plan, result.stdout


def _stops(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [stop for route in plan["routes"] for trip in route["trips"] for stop in trip["stops"]]


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _stints(plan: dict[str, Any]) -> list[timedelta]:
    """From each first boarding to the disinfection after it; suits are put on and off in time."""
    found, begun = [], None
    for stop in _stops(plan):
        stop_min = {"P04": 4, "W1": 3}.get(stop["place_id"], 0)
        for task in stop["tasks"]:
            start = _at(task["start"])
            ready = _at(stop["arrive"]) + timedelta(minutes=stop_min)
            if task["kind"] == "disinfect":
                assert begun is not None
                assert start >= ready + timedelta(minutes=5)
                found.append(start - begun)
                begun = None
            elif begun is None:
                assert start >= ready + timedelta(minutes=10)
                begun = start
    assert begun is None
    return found


@pytest.fixture(scope="module")
def hot(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A hot day with two hours in suits, and its plan."""
    day = _day(tmp_path_factory.mktemp("suits") / "day", 36, 120)
    return day, _planned(cli, day)[0]


def test_two_runs_in_suits(hot: tuple[Path, dict[str, Any]]) -> None:
    day, plan = hot
    assert plan["unserved"] == []
    stints = _stints(plan)
    assert len(stints) == 2
    # The first waits for the hotel before it changes, not in suits.
    assert max(stints) <= timedelta(hours=2)
    proof = json.loads((day.parent / "day-out" / "proof.json").read_text("utf-8"))
    assert proof["facts"]["suits"] == 6
    page = next((day.parent / "day-out").glob("drivers/B1*.html")).read_text("utf-8")
    assert "In suits for 2 h at a time at most: it is hot (36 °C)." in page
    assert page.count("Put protective suits on, 10 min; off again by") == 2
    assert page.count("Take protective suits off, 5 min") == 2


def test_who_changes_too_late_is_found(
    cli: Cli, hot: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    day, plan = hot
    edited = json.loads(json.dumps(plan))
    board = next(task for stop in _stops(edited) for task in stop["tasks"])
    stop = next(stop for stop in _stops(edited) if board in stop["tasks"])
    hasty = _at(stop["arrive"]) + timedelta(minutes=4 + 9)
    board["end"] = (hasty + (_at(board["end"]) - _at(board["start"]))).isoformat()
    board["start"] = hasty.isoformat()
    (tmp_path / "plan.json").write_text(json.dumps(edited), "utf-8")
    result = cli("audit", day, tmp_path / "plan.json")
    assert result.returncode == 4
    assert "but its crew puts suits on first, until" in result.stdout + result.stderr


def test_too_hot_for_the_way(cli: Cli, tmp_path: Path) -> None:
    plan, told = _planned(cli, _day(tmp_path / "day", 36, 20))
    assert [entry["order_id"] for entry in plan["unserved"]] == ["T1", "T2"]
    (reason,) = plan["unserved"][0]["reasons"]
    assert reason["rule"] == "suits"
    assert "too long around Works; 20 min are allowed at 36 °C" in reason["text"]
    assert reason["remedy"].startswith("up to ")
    assert "in suits" in told.replace("\n", " ")
    # A degree less and the four hours of other days hold.
    assert _planned(cli, _day(tmp_path / "cool", 34, 20))[0]["unserved"] == []


def test_how_hot_it_is_has_to_be_said(cli: Cli, tmp_path: Path) -> None:
    day = _day(tmp_path / "day", 36, 120)
    settings = (day / "scenario.toml").read_text("utf-8")
    (day / "scenario.toml").write_text(settings.replace("temperature_c = 36\n", ""), "utf-8")
    checked = cli("check", day)
    assert checked.returncode == 0
    assert "S308" in checked.stdout + checked.stderr
