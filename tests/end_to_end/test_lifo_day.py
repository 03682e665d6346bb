"""A truck with a rear door on the streets of the example, by the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Cli, on_the_towns_streets, write_rows

#: Kits go to these posts, and waste from some of them to the depot's yard and to the hospital.
POSTS = [f"P{number:02d}" for number in range(1, 9)]
WASTE = {"P02": "D1", "P04": "P12", "P06": "P12", "P07": "D1"}


def _day(folder: Path, rear_door: str) -> Path:
    """A day folder: the example's places, streets and zones, one truck, kits and waste."""
    on_the_towns_streets(folder, "lifo-day")
    truck = {
        "id": "V01",
        "vehicle_class": "general_truck",
        "profile": "box_truck_4m2",
        "capacity_kg": 2000,
        "capacity_m3": 13,
        "shifts": "07:30-14:00",
        "start": "D1",
        "max_trips": 3,
        "后进先出": rear_door,
        "fixed_cost": 80,
        "cost_per_km": "2.20",
        "cost_per_hour": 45,
    }
    write_rows(folder, "vehicles", [truck])
    orders: list[dict[str, Any]] = [
        {"id": f"K{post[1:]}", "kind": "delivery", "site": post, "priority": 1} for post in POSTS
    ]
    orders += [
        {"id": f"W{post[1:]}", "kind": "collection", "origin": post, "destinations": to}
        for post, to in WASTE.items()
    ]
    write_rows(folder, "orders", [{**order, "priority": 1} for order in orders])
    write_rows(folder, "items", [{"id": "kit", "kg": 8, "m3": "0.03", "handling_s": "1.5"}])
    lines = [{"order": order["id"], "item": "kit", "quantity": 40} for order in orders]
    write_rows(folder, "order_lines", lines)
    return folder


@pytest.fixture(scope="module")
def plans(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Day folder and outputs, with a rear door and without."""
    found = {}
    for word in ("是", "no"):
        folder = tmp_path_factory.mktemp("lifo")
        day, out = _day(folder / "day", word), folder / "out"
        result = cli("plan", day, "--out", out, "--iterations", "60", "--seed", "3")
        assert result.returncode == 0, result.stdout + result.stderr
        found[word] = (day, out)
    return found


def _buried(plan: dict[str, Any]) -> list[str]:
    """Orders that leave from under others, in one route."""
    pile: list[str] = []
    found = []
    (route,) = plan["routes"]
    for trip, stops in enumerate(of_trip["stops"] for of_trip in route["trips"]):
        for number, stop in enumerate(stops):
            for task in stop["tasks"]:
                order = task["order_id"]
                # All kits of a trip are alike here.
                name = f"trip {trip}" if order.startswith("K") else order
                if task["kind"] == "load":
                    assert order.startswith("W") or number == 0
                    pile.append(name)
                elif pile[-1] == name:
                    pile.pop()
                else:
                    found.append(order)
                    pile.remove(name)
    assert pile == []
    return found


def test_a_rear_door_takes_another_way_round(plans: dict[str, tuple[Path, Path]]) -> None:
    costs = {}
    for word, (_, out) in plans.items():
        plan = json.loads((out / "plan.json").read_text("utf-8"))
        proof = json.loads((out / "proof.json").read_text("utf-8"))
        assert plan["unserved"] == []
        assert proof["clean"] is True
        assert proof["facts"]["lifo"] == (len(POSTS) + len(WASTE) if word == "是" else 0)
        assert bool(_buried(plan)) == (word == "no")
        costs[word] = plan["cost"]
    assert costs["no"] < costs["是"]


def test_the_audit_names_what_lies_on_top(cli: Cli, plans: dict[str, tuple[Path, Path]]) -> None:
    day, out = plans["是"]
    result = cli("audit", day, out / "plan.json")
    assert result.returncode == 0, result.stdout + result.stderr
    of_others = plans["no"][1] / "plan.json"
    result = cli("audit", day, of_others)
    assert result.returncode != 0
    said = " ".join((result.stdout + result.stderr).split())
    for order in _buried(json.loads(of_others.read_text("utf-8"))):
        assert f"order {order} leaves at" in said
    assert "on top of it; what came aboard last leaves first" in said


def test_drivers_see_the_loading_order_at_once(plans: dict[str, tuple[Path, Path]]) -> None:
    for word, (_, out) in plans.items():
        page = (out / "drivers" / "V01.html").read_text("utf-8")
        assert ("<details open><summary>Loading order" in page) == (word == "是")


def test_a_word_that_is_neither_yes_nor_no(cli: Cli, tmp_path: Path) -> None:
    result = cli("check", _day(tmp_path / "day", "rear"))
    assert result.returncode != 0
    said = " ".join((result.stdout + result.stderr).split())
    assert 'vehicles.csv:2 后进先出: expected yes or no (是 or 否), got "rear" [S206]' in said
