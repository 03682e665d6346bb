"""Parties that are due, and places that are preferred, from files to the audit by the command."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import REPO, Cli, write_rows
from tests.end_to_end.test_transfers_day import PLACES

Row = dict[str, Any]

#: From home the near site is 1 km away, the far one 10 km.
ORDERS: list[Row] = [
    {"id": "T1", "notice": "2022-04-10 20:30", "exclusive": "yes"},
    {"id": "T2", "due": "09:00", "notice": "07:00", "exclusive": "yes"},
    {"id": "T3", "due": "23:00"},
]

COMMON = {
    "kind": "transfer",
    "origin": "HOME",
    "destinations": "NEAR|FAR",
    "persons": 2,
    "party_class": "close_contact",
}


def _day(folder: Path, extra_cost: object = "", shifts: str = "08:00-18:00") -> Path:
    """One car on the streets of the example, and three parties at one home."""
    folder.mkdir()
    settings = {
        "id": "due-day",
        "title": "Due",
        "date": "2022-04-11",
        "timezone": "Asia/Shanghai",
        "roads": str(REPO / "data" / "roads" / "wuhan.parquet"),
        "policy": "cn-2022-9",
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    (folder / "scenario.toml").write_text(text, "utf-8")
    places = [{**place, "off_county": ""} for place in PLACES]
    for place in places:
        place["额外费用"] = extra_cost if place["id"] == "NEAR" else ""
    write_rows(folder, "places", places)
    car = {
        "id": "C1",
        "vehicle_class": "transfer_bus",
        "profile": "car",
        "seats": 7,
        "shifts": shifts,
        "start": "BASE",
        "fixed_cost": 60,
        "cost_per_km": "1.60",
    }
    write_rows(folder, "vehicles", [car])
    write_rows(folder, "orders", [COMMON | order for order in ORDERS])
    return folder


def _planned(cli: Cli, day: Path, *options: str) -> tuple[Row, str]:
    out = day.parent / "out"
    result = cli("plan", day, "--out", out, "--iterations", "100", "--seed", "3", *options)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit: clean" in result.stdout
    loaded: Row = json.loads((out / "plan.json").read_text("utf-8"))
    return loaded, result.stdout


def _alights(plan: Row) -> dict[str, tuple[str, str]]:
    """Order → where it is set down, and when."""
    return {
        task["order_id"]: (stop["place_id"], task["start"][11:16])
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        for task in stop["tasks"]
        if task["kind"] == "alight"
    }


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_who_is_late_is_told(cli: Cli, tmp_path: Path, search: str) -> None:
    plan, said = _planned(cli, _day(tmp_path / "day"), "--search", search)
    assert plan["unserved"] == []
    there = _alights(plan)
    assert {place for place, _ in there.values()} == {"NEAR"}
    # T1 is due at 08:30 and T2 at 09:00; a run and 45 min of disinfection are between them, so that
    # one of them is late: by less than an hour, whichever comes first.
    due = {"T1": "08:30", "T2": "09:00", "T3": "23:00"}
    (late,) = [order for order, moment in due.items() if there[order][1] > moment]
    (route,) = plan["routes"]
    assert (route["late_cost"], route["extra_cost"]) == (10_000, 0)
    assert "of the cost for lateness: 100.00 CNY" in said
    assert f"late: {late}, C1, at NEAR at {there[late][1]}, " in said
    assert said.count("\nlate: ") == 1


@pytest.mark.parametrize(("extra", "place"), [("5", "NEAR"), ("200", "FAR")])
def test_a_place_is_preferred_as_far_as_it_is_worth(
    cli: Cli, tmp_path: Path, extra: str, place: str
) -> None:
    plan, said = _planned(cli, _day(tmp_path / "day", extra))
    there = _alights(plan)
    assert there["T3"][0] == place
    spent = sum(int(extra) * 100 for at, _ in there.values() if at == "NEAR")
    assert sum(route["extra_cost"] for route in plan["routes"]) == spent
    assert ("of the cost for places" in said) == (spent > 0)


def test_an_audit_names_a_cost_that_is_wrong(cli: Cli, tmp_path: Path) -> None:
    day = _day(tmp_path / "day")
    plan, _ = _planned(cli, day)
    route = plan["routes"][0]
    route["cost"] -= route["late_cost"]
    plan["cost"] -= route.pop("late_cost")
    path = tmp_path / "edited.json"
    path.write_text(json.dumps(plan), "utf-8")
    result = cli("audit", day, path)
    assert result.returncode != 0
    assert "pairing: " in result.stdout
    assert "being late costs 10000 cents, the plan says 0" in result.stdout


def test_nobody_is_left_overnight(cli: Cli, tmp_path: Path) -> None:
    # T1 and T2 have to be there by midnight; T3 has no notice. One run fits in before.
    plan, said = _planned(cli, _day(tmp_path / "day", shifts="23:20-27:00"))
    left = {entry["order_id"]: entry["reasons"][0] for entry in plan["unserved"]}
    assert list(left) in (["T1"], ["T2"])
    (reason,) = left.values()
    assert reason["rule"] == "pairing"
    assert "by 24:00 of the day of its notice" in reason["text"]
    assert "not served: " in said


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_nobody_is_fetched_before_the_notice(cli: Cli, tmp_path: Path, search: str) -> None:
    day = _day(tmp_path / "day")
    orders = [{"id": "T1", "notice": "12:00"}, {"id": "T2", "notice": "2022-04-10 22:00"}]
    write_rows(day, "orders", [COMMON | order for order in orders])
    plan, _ = _planned(cli, day, "--search", search)
    assert plan["unserved"] == []
    boards = {
        task["order_id"]: task["start"][11:16]
        for route in plan["routes"]
        for stop in route["trips"][0]["stops"]
        for task in stop["tasks"]
        if task["kind"] == "board"
    }
    # T2 is to be there by 10:00.
    assert boards["T1"] == "12:00"
    assert boards["T2"] < "10:00"
