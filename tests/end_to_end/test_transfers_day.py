"""Transfers that may not go, or not everywhere, from files to pages by the command line."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end.conftest import REPO, Cli, write_rows

Row = dict[str, Any]

#: The points of the tutorial. From home it is 1 km to the near site, 10 km to the far one.
PLACES: list[Row] = [
    {"id": "HOME", "kind": "site", "lon_wgs84": "114.244000", "lat_wgs84": "30.632700"},
    {"id": "BASE", "kind": "site", "lon_wgs84": "114.235987", "lat_wgs84": "30.613119"},
    {
        "id": "NEAR",
        "kind": "quarantine_site",
        "lon_wgs84": "114.250078",
        "lat_wgs84": "30.634712",
        "off_county": "yes",
    },
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
    {"id": "T3", "ages": "1|34"},
    {"id": "T4", "needs": "孕妇 pregnant", "exclusive": "yes"},
    {"id": "T5", "max_km": "3"},
    {"id": "T6", "max_km": "3", "destinations": "FAR"},
]


#: Columns by which some may not go everywhere.
LIMITS = ("ages", "needs", "max_km")

#: How the audit names them.
NAMED = [f"order {order['id']}" for order in ORDERS]


def _write_orders(folder: Path, orders: list[Row]) -> None:
    common = {
        "kind": "transfer",
        "origin": "HOME",
        "destinations": "NEAR|FAR",
        "persons": 2,
        "party_class": "close_contact",
    }
    write_rows(folder, "orders", [common | order for order in orders])


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
    write_rows(folder, "places", PLACES)
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
    write_rows(folder, "vehicles", cars)
    _write_orders(folder, ORDERS)
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
    assert _goes_to(plan) == {"T1": "NEAR", "T3": "FAR", "T4": "FAR", "T5": "NEAR"}


def test_what_may_not_go_says_why(plan: Row) -> None:
    why = _why(plan)
    ((text, remedy),) = why.pop("T6")
    assert re.fullmatch(
        r"FAR is \d+\.\d+ km of road from where order T6 boards, 3 km are allowed\.", text
    )
    assert re.fullmatch(r"up to \d+(\.\d)? km for order T6", remedy)
    said = "Order T2 is not approved yet; once it is, write yes under approved."
    assert why == {"T2": [(said, "approval of T2")]}


def test_what_may_not_be_is_seen_on_every_page_and_by_the_audit(
    cli: Cli, day: Path, tmp_path: Path
) -> None:
    """Planned as if all were approved grown-ups, and audited as what they are."""
    liberal, out = tmp_path / "day", tmp_path / "out"
    shutil.copytree(day, liberal)
    with (liberal / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write("plan_unapproved = true\n")
    _write_orders(liberal, [order | dict.fromkeys(LIMITS, "") for order in ORDERS])
    goes_to = _goes_to(_planned(cli, liberal, out))
    assert goes_to.pop("T6") == "FAR"
    assert goes_to == dict.fromkeys(("T1", "T2", "T3", "T4", "T5"), "NEAR")

    pages = [path.read_text("utf-8") for path in (out / "drivers").glob("C*.html")]
    assert any("Not approved yet, ask the desk first: T2" in page for page in pages)
    assert "not approved yet" in (out / "desk.html").read_text("utf-8")
    book = openpyxl.load_workbook(out / "plan.xlsx")
    aboard = [str(cell.value) for row in book["Manifest"].iter_rows() for cell in row]
    assert any(text.startswith("T2:") and "not approved yet" in text for text in aboard)

    result = cli("audit", day, out / "plan.json")
    assert result.returncode != 0
    said = {name: line for line in result.stdout.splitlines() for name in NAMED if name in line}
    assert "not approved yet" in said["order T2"]
    assert "NEAR is off-county, and the party must stay local (age 1)" in said["order T3"]
    assert "NEAR is off-county, and the party must stay local (孕妇 pregnant)" in said["order T4"]
    assert "farther than the 3 km that are allowed" in said["order T6"]
    assert said.keys() == {"order T2", "order T3", "order T4", "order T6"}


def test_an_infant_that_no_site_may_take_does_not_stop_the_day(
    cli: Cli, day: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(day, tmp_path / "day")
    write_rows(folder, "places", [PLACES[3] | {"off_county": "yes"}, *PLACES[:3], *PLACES[4:]])
    to_any = {"destinations": ""}
    _write_orders(folder, [{"id": "T1"} | to_any, {"id": "T2", "ages": "1|34"} | to_any])
    checked = cli("check", folder)
    assert checked.returncode == 0
    assert "orders.csv:3 destinations: it will be unserved: FAR is off-county" in checked.stdout
    plan = _planned(cli, folder, tmp_path / "out")
    assert _goes_to(plan) == {"T1": "NEAR"}
    ((text, remedy),) = _why(plan)["T2"]
    assert re.fullmatch(
        r"(NEAR|FAR) is off-county, and the party must stay local \(age 1\)\.", text
    )
    assert remedy == ""
    assert plan["unserved"][0]["reasons"][0]["rule"] == "beds"


def test_a_refused_word_counts_in_any_need(cli: Cli, day: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(day, tmp_path / "day")
    near = PLACES[2] | {"off_county": "", "refuses": "pregnant"}
    write_rows(folder, "places", [near, *PLACES[:2], *PLACES[3:]])
    orders = [{"id": "T1"}, {"id": "T2", "needs": "孕妇 Pregnant"}]
    _write_orders(folder, orders)
    plan = _planned(cli, folder, tmp_path / "out")
    assert _goes_to(plan) == {"T1": "NEAR", "T2": "FAR"}
