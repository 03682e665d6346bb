"""Transfers that may not go, or not everywhere, from files to pages by the command line."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end.conftest import REPO, Cli

Row = dict[str, Any]

#: The points of the tutorial. From home it is 1 km to the near site, 10 km to the far one.
PLACES: list[Row] = [
    {"id": "HOME", "kind": "site", "lon_wgs84": "114.244000", "lat_wgs84": "30.632700"},
    {"id": "BASE", "kind": "site", "lon_wgs84": "114.235987", "lat_wgs84": "30.613119"},
    {"id": "NEAR", "kind": "quarantine_site", "lon_wgs84": "114.250078", "lat_wgs84": "30.634712"},
    {"id": "FAR", "kind": "quarantine_site", "lon_wgs84": "114.207000", "lat_wgs84": "30.593000"},
    {
        "id": "W1",
        "kind": "disinfection_station",
        "lon_wgs84": "114.224365",
        "lat_wgs84": "30.606140",
    },
]

ORDERS: list[Row] = [
    {"id": "T1"},
    {"id": "T2", "approved": "no"},
]


def _write(folder: Path, name: str, rows: list[Row]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day folder on the streets of the example: cars, people and two sites."""
    folder = tmp_path_factory.mktemp("transfers") / "day"
    folder.mkdir()
    settings = {
        "id": "transfers-day",
        "title": "Transfers",
        "date": "2022-04-11",
        "timezone": "Asia/Shanghai",
        "roads": str(REPO / "data" / "roads" / "wuhan.parquet"),
        "policy": "cn-2022-9",
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    (folder / "scenario.toml").write_text(text, "utf-8")
    _write(folder, "places", PLACES)
    cars = [
        {
            "id": f"C{number}",
            "vehicle_class": "transfer_bus",
            "profile": "car",
            "seats": 7,
            "shifts": "08:00-18:00",
            "start": "BASE",
            "fixed_cost": 60,
            "cost_per_km": "1.60",
        }
        for number in range(3)
    ]
    _write(folder, "vehicles", cars)
    common = {
        "kind": "transfer",
        "origin": "HOME",
        "destinations": "NEAR|FAR",
        "persons": 2,
        "party_class": "close_contact",
    }
    _write(folder, "orders", [{**common, **order} for order in ORDERS])
    return folder


def _planned(cli: Cli, day: Path, out: Path) -> Row:
    result = cli("plan", day, "--out", out, "--iterations", "60", "--seed", "3")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit: clean" in result.stdout
    assert "short of vehicles" not in result.stdout
    loaded: Row = json.loads((out / "plan.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def plan(cli: Cli, day: Path) -> Row:
    return _planned(cli, day, day.parent / "out")


def _goes_to(plan: Row) -> dict[str, str]:
    """Order → where it is set down."""
    return {
        task["order_id"]: stop["place_id"]
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        for task in stop["tasks"]
        if task["kind"] == "alight"
    }


def _why(plan: Row) -> dict[str, list[tuple[str, str]]]:
    """Order that is left out → reason and remedy."""
    return {
        entry["order_id"]: [(reason["text"], reason["remedy"]) for reason in entry["reasons"]]
        for entry in plan["unserved"]
    }


def test_all_go_where_they_may(plan: Row) -> None:
    assert _goes_to(plan) == {"T1": "NEAR"}


def test_what_may_not_go_says_why(plan: Row) -> None:
    assert _why(plan) == {
        "T2": [
            (
                "Order T2 is not approved yet; once it is, write yes under approved.",
                "approval of T2",
            )
        ],
    }


def test_a_plan_with_what_is_not_approved_is_refused(cli: Cli, day: Path, tmp_path: Path) -> None:
    """The day may plan it: then every page says so. Without the word the audit names it."""
    liberal = tmp_path / "day"
    shutil.copytree(day, liberal)
    with (liberal / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write("plan_unapproved = true\n")
    out = tmp_path / "out"
    assert "T2" in _goes_to(_planned(cli, liberal, out))
    pages = [path.read_text("utf-8") for path in (out / "drivers").glob("C*.html")]
    assert any("Not approved yet, ask the desk first: T2" in page for page in pages)
    assert "not approved yet" in (out / "desk.html").read_text("utf-8")
    book = openpyxl.load_workbook(out / "plan.xlsx")
    aboard = [str(cell.value) for row in book["Manifest"].iter_rows() for cell in row]
    assert any(text.startswith("T2:") and "not approved yet" in text for text in aboard)
    result = cli("audit", day, out / "plan.json")
    assert result.returncode != 0
    (line,) = [line for line in result.stdout.splitlines() if "T2" in line]
    assert "order T2 is not approved yet" in line
    assert "access" in line
