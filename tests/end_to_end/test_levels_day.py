"""A sampling team in and out of a sealed zone, on the streets of the example."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Cli, on_the_nights_streets

#: P04 lies in the sealed zone, P05 outside.
PLACES = """\
id,name,kind,lon_wgs84,lat_wgs84,stop_min
BASE,Base,site,114.191111,30.516087,
P04,Works,site,114.161602,30.499076,4
P05,Corner,site,114.193436,30.512437,2
W1,Station,disinfection_station,114.193436,30.509437,3
"""

VEHICLES = """\
id,name,vehicle_class,profile,shifts,start,fixed_cost,cost_per_km,cost_per_hour
S1,Sampling van,sampling_team,van,07:30-14:30,BASE,60,1.60,60
"""

ORDERS = """\
id,kind,site,service_min,window_start,window_end,priority
C1,call,P04,30,08:00,09:00,2
C2,call,P05,30,10:00,13:00,2
"""


def _day(folder: Path, places: str = PLACES) -> Path:
    on_the_nights_streets(folder)
    gates = (folder / "gates.csv").read_text("utf-8")
    (folder / "gates.csv").write_text(
        gates.replace("transfer_bus|ambulance", "transfer_bus|sampling_team"), "utf-8"
    )
    tables = {"places": places, "vehicles": VEHICLES, "orders": ORDERS}
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


def _tasks(plan: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (stop["place_id"], task)
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        for task in stop["tasks"]
    ]


@pytest.fixture(scope="module")
def planned(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The day, and its plan."""
    day = _day(tmp_path_factory.mktemp("levels") / "day")
    return day, _planned(cli, day)[0]


def test_between_the_sealed_zone_and_outside(planned: tuple[Path, dict[str, Any]]) -> None:
    _, plan = planned
    assert plan["unserved"] == []
    tasks = _tasks(plan)
    assert [(place, task["kind"]) for place, task in tasks] == [
        ("P04", "serve"),
        ("W1", "disinfect"),
        ("P05", "serve"),
    ]
    wash = tasks[1][1]
    took = datetime.fromisoformat(wash["end"]) - datetime.fromisoformat(wash["start"])
    assert took == timedelta(minutes=20)


def test_the_page_says_so_without_people(planned: tuple[Path, dict[str, Any]]) -> None:
    day, _ = planned
    page = next((day.parent / "day-out").glob("drivers/S1*.html")).read_text("utf-8")
    assert "Disinfect the vehicle, 20 min" in page
    assert "after people" not in page


def test_one_that_is_shortened_by_hand_is_found(
    cli: Cli, planned: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    day, plan = planned
    edited = json.loads(json.dumps(plan))
    for _, task in _tasks(edited):
        if task["kind"] == "disinfect":
            end = datetime.fromisoformat(task["end"]) - timedelta(minutes=1)
            task["end"] = end.isoformat()
    (tmp_path / "plan.json").write_text(json.dumps(edited), "utf-8")
    result = cli("audit", day, tmp_path / "plan.json")
    assert result.returncode == 4
    said = result.stdout + result.stderr
    assert "is disinfected for 19 min at Station; after a stop in" in said
    assert "it takes 20 min" in said


def test_without_a_station_what_is_inside_is_left_out(cli: Cli, tmp_path: Path) -> None:
    without = "".join(line for line in PLACES.splitlines(keepends=True) if "W1" not in line)
    day = _day(tmp_path / "day", without)
    checked = cli("check", day)
    said = checked.stdout + checked.stderr
    assert checked.returncode == 0, said
    assert "S273" in said
    assert "20 min of a sampling_team in sealed" in said.replace("\n", " ")
    plan, told = _planned(cli, day)
    assert [entry["order_id"] for entry in plan["unserved"]] == ["C1"]
    reason = plan["unserved"][0]["reasons"][0]["text"]
    assert reason == "It must be disinfected after Works; the day has no disinfection station."
    assert "no disinfection station" in told.replace("\n", " ")
