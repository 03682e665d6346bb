"""A coach to a site an hour and a half away, by night, on the streets of the example."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Cli, on_the_nights_streets

#: A site 45 minutes beyond an exit, and a relief area near that.
PLACES = """\
id,name,kind,lon_wgs84,lat_wgs84,stop_min,rest,approaches
BASE,Base,site,114.191111,30.516087,,,
P04,Works,site,114.161602,30.499076,4,,
W1,Station,disinfection_station,114.193436,30.509437,3,,
XS,South exit,exit,114.290257,30.378561,,,
R1,Relief area,relief_area,114.289577,30.381275,2,,
FAR,Far site,quarantine_site,114.60,29.70,5,,XS:45min/40km
"""

VEHICLES = """\
id,name,vehicle_class,profile,seats,shifts,start,fixed_cost,cost_per_km,cost_per_hour
B1,Coach 1,transfer_bus,bus,49,22:00-32:00,BASE,300,4.50,70
"""

ORDERS = """\
id,kind,origin,destinations,persons,party_class,priority
T1,transfer,P04,FAR,20,close_contact,1
"""

ONE = "id,vehicle,name\nD1,B1,Li\n"
NURSE = "id,vehicle,name,role,skills\nD1,B1,Li,,\nD2,B1,Wu,,nurse\n"
TWO = "id,vehicle,name,role\nD1,B1,Li,driver\nD2,B1,Wang,司机\n"


def _day(folder: Path, crew: str, places: str = PLACES) -> Path:
    on_the_nights_streets(folder)
    tables = {"places": places, "vehicles": VEHICLES, "orders": ORDERS, "crew": crew}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, "utf-8")
    return folder


def _planned(cli: Cli, day: Path) -> tuple[dict[str, Any], str]:
    out = day.parent / f"{day.name}-out"
    result = cli("plan", day, "--out", out, "--iterations", "100", "--seed", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert cli("audit", day, out / "plan.json").returncode == 0
    plan: dict[str, Any] = json.loads((out / "plan.json").read_text("utf-8"))
    return plan, result.stdout


def _tasks(plan: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (stop["place_id"], task["kind"])
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        for task in stop["tasks"]
    ]


@pytest.fixture(scope="module")
def alone(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """One driver: the day, and its plan."""
    day = _day(tmp_path_factory.mktemp("duty") / "day", ONE)
    return day, _planned(cli, day)[0]


def test_one_driver_rests_at_the_relief_area(alone: tuple[Path, dict[str, Any]]) -> None:
    _, plan = alone
    assert plan["unserved"] == []
    done = _tasks(plan)
    assert ("R1", "rest") in done
    # With people aboard on the way out: by night two hours are the most.
    assert done.index(("R1", "rest")) < done.index(("FAR", "alight"))
    driven = timedelta()
    for route in plan["routes"]:
        for trip in route["trips"]:
            for leg, stop in zip(trip["legs"], trip["stops"][1:], strict=True):
                driven += timedelta(seconds=leg["seconds"])
                assert driven <= timedelta(hours=4)
                for task in stop["tasks"]:
                    took = datetime.fromisoformat(task["end"]) - datetime.fromisoformat(
                        task["start"]
                    )
                    if task["kind"] in ("rest", "disinfect") and took >= timedelta(minutes=20):
                        driven = timedelta()


def test_the_pages_name_the_rest(alone: tuple[Path, dict[str, Any]]) -> None:
    day, _ = alone
    out = day.parent / "day-out"
    page = next(out.glob("drivers/B1*.html")).read_text("utf-8")
    assert "Rest, 20 min" in page
    assert re.search(r"No way of more than 100(\.0)? km between 02:00 and 05:00\.", page)


def test_a_rest_that_is_shortened_by_hand_is_found(
    cli: Cli, alone: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    day, plan = alone
    text = json.dumps(plan)
    edited = json.loads(text)
    for trip in edited["routes"][0]["trips"]:
        for stop in trip["stops"]:
            for task in stop["tasks"]:
                if task["kind"] == "rest":
                    end = datetime.fromisoformat(task["end"]) - timedelta(minutes=1)
                    task["end"] = end.isoformat()
    (tmp_path / "plan.json").write_text(json.dumps(edited), "utf-8")
    result = cli("audit", day, tmp_path / "plan.json")
    assert result.returncode == 4
    assert re.search(r"its driver has driven .* without a rest", result.stdout + result.stderr)


def test_two_drivers_change_over(cli: Cli, tmp_path: Path) -> None:
    plan, _ = _planned(cli, _day(tmp_path / "day", TWO))
    assert plan["unserved"] == []
    assert "rest" not in {kind for _, kind in _tasks(plan)}
    page = next((tmp_path / "day-out").glob("drivers/B1*.html")).read_text("utf-8")
    assert "2 drivers: change over after 4 h of driving at most." in page


def test_without_relief_area_a_second_driver_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    without = "".join(line for line in PLACES.splitlines(keepends=True) if "R1" not in line)
    plan, said = _planned(cli, _day(tmp_path / "day", ONE, without))
    assert [entry["order_id"] for entry in plan["unserved"]] == ["T1"]
    assert "too long at night without a rest" in said
    assert "one more driver on Coach 1" in said


def test_a_nurse_without_a_role_is_no_second_driver(cli: Cli, tmp_path: Path) -> None:
    plan, _ = _planned(cli, _day(tmp_path / "day", NURSE))
    assert ("R1", "rest") in _tasks(plan)
    page = next((tmp_path / "day-out").glob("drivers/B1*.html")).read_text("utf-8")
    assert "2 drivers" not in page
