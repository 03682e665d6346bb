"""One truck that comes back for more, on the streets of the example, by the command line."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end.conftest import Cli, on_the_towns_streets, write_rows

#: A dozen posts of the example with 40 kits of 8 kg each: 12 × 320 kg for a truck of 1,500 kg.
POSTS = [f"P{number:02d}" for number in range(1, 13)]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day folder: the example's places, streets and zones, one truck, kits and waste."""
    folder = tmp_path_factory.mktemp("trips") / "day"
    on_the_towns_streets(folder, "trips-day")
    truck = {
        "id": "V01",
        "vehicle_class": "general_truck",
        "profile": "box_truck_4m2",
        "capacity_kg": 1500,
        "capacity_m3": 13,
        "shifts": "08:30-12:15",
        "start": "D1",
        "max_trips": 4,
        "reload_min": 15,
        "fixed_cost": 80,
        "cost_per_km": "2.20",
        "cost_per_hour": 45,
    }
    write_rows(folder, "vehicles", [truck])
    orders: list[dict[str, Any]] = [
        {"id": f"K{post[1:]}", "kind": "delivery", "site": post, "priority": 1} for post in POSTS
    ]
    # The kits of the last three come from the kitchen at 11:00.
    for order in orders[-3:]:
        order["release"] = "11:00"
    orders.append({"id": "W1", "kind": "collection", "origin": "P03", "destinations": "D1"})
    write_rows(folder, "orders", orders)
    write_rows(folder, "items", [{"id": "kit", "kg": 8, "m3": "0.03", "handling_s": "1.5"}])
    lines = [{"order": order["id"], "item": "kit", "quantity": 40} for order in orders]
    write_rows(folder, "order_lines", lines)
    stock = [{"depot": "D1", "item": "kit", "quantity": 40 * len(POSTS)}]
    write_rows(folder, "stock", stock)
    return folder


@pytest.fixture(scope="module")
def out(cli: Cli, day: Path) -> Path:
    """The outputs of its plan."""
    folder = day.parent / "out"
    result = cli("plan", day, "--out", folder, "--iterations", "60", "--seed", "3")
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


def test_one_truck_serves_all_in_trips(out: Path) -> None:
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert plan["unserved"] == []
    (route,) = plan["routes"]
    # 3,840 kg in loads of 4 × 320 kg at most.
    assert 3 <= len(route["trips"]) <= 4
    for trip in route["trips"]:
        first = trip["stops"][0]
        assert first["place_id"] == "D1"
        loads = {task["order_id"] for task in first["tasks"] if task["kind"] == "load"}
        unloads = {
            task["order_id"]
            for stop in trip["stops"][1:]
            for task in stop["tasks"]
            if task["kind"] == "unload" and task["order_id"].startswith("K")
        }
        assert loads == unloads
        assert 1 <= len(loads) <= 4
        if loads & {"K10", "K11", "K12"}:
            assert all(task["start"][11:16] >= "11:00" for task in first["tasks"])
    proof = json.loads((out / "proof.json").read_text("utf-8"))
    assert proof["clean"] is True
    assert proof["facts"]["trips"] > 10


def test_it_passes_the_audit_again(cli: Cli, day: Path, out: Path) -> None:
    result = cli("audit", day, out / "plan.json")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_depot_gets_a_slip_for_every_trip(out: Path) -> None:
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    slips = openpyxl.load_workbook(out / "plan.xlsx")["Issue slips"]
    rows = list(slips.iter_rows(min_row=2, values_only=True))
    trips = range(1, len(plan["routes"][0]["trips"]) + 1)
    assert [row[5] for row in rows] == list(trips)
    assert sum(int(str(row[9])) for row in rows) == 40 * len(POSTS)


def test_the_driver_sees_each_trip(out: Path) -> None:
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    page = (out / "drivers" / "V01.html").read_text("utf-8")
    trips = len(plan["routes"][0]["trips"])
    for number in range(1, trips + 1):
        assert f"Trip {number} of {trips}" in page
    assert page.count("Loaded, drive off") == trips
