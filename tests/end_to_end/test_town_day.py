"""The shipped example through the public command line."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, Point, box, get_num_geometries
from shapely.geometry import mapping

from logiroute.files.day import read_scenario
from logiroute.model.rules import Rule
from tests.end_to_end.conftest import SEARCH, TOWN_DAY, Cli

OUTPUTS = {"plan.json", "desk.html", "drivers", "plan.xlsx", "routes.geojson", "proof.json"}


def without_time_stamp(plan: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(plan.read_text("utf-8"))
    del loaded["created"]
    return loaded


def test_every_output_is_there(town_plan: Path) -> None:
    assert {entry.name for entry in town_plan.iterdir()} == OUTPUTS
    plan = json.loads((town_plan / "plan.json").read_text("utf-8"))
    vehicles = {route["vehicle_id"] for route in plan["routes"]}
    pages = {page.stem for page in (town_plan / "drivers").glob("*.html")} - {"index"}
    assert len(pages) == len(vehicles)
    proof = json.loads((town_plan / "proof.json").read_text("utf-8"))
    assert proof["clean"] is True
    assert set(proof["facts"]) == set(Rule)
    # Of its vehicles none is unloaded at the rear only, and no crew wears suits.
    idle = [rule for rule, count in proof["facts"].items() if not count]
    assert idle == [Rule.LIFO, Rule.SUITS]


def test_every_order_of_the_example_is_served(town_plan: Path) -> None:
    plan = json.loads((town_plan / "plan.json").read_text("utf-8"))
    assert plan["unserved"] == []


def test_audit_of_the_written_plan_is_clean(cli: Cli, town_plan: Path) -> None:
    result = cli("audit", TOWN_DAY, town_plan / "plan.json")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "clean" in result.stdout


def test_no_general_truck_comes_into_the_sealed_zone(town_plan: Path) -> None:
    """Independent of audit and geo: plain shapely on the written lines."""
    scenario = read_scenario(TOWN_DAY)
    sealed = [zone.shape.buffer(-1e-5) for zone in scenario.zones if zone.zone_class == "sealed"]
    assert sealed
    plan = json.loads((town_plan / "plan.json").read_text("utf-8"))
    legs = 0
    for route in plan["routes"]:
        if scenario.vehicle[route["vehicle_id"]].vehicle_class != "general_truck":
            continue
        for trip in route["trips"]:
            for leg in trip["legs"]:
                if len(leg["geometry"]) > 1:
                    legs += 1
                    assert not any(zone.intersects(LineString(leg["geometry"])) for zone in sealed)
    assert legs > 60


def test_three_edits_by_hand_are_three_violations(
    cli: Cli, town_plan: Path, tmp_path: Path
) -> None:
    scenario = read_scenario(TOWN_DAY)
    plan = json.loads((town_plan / "plan.json").read_text("utf-8"))
    trucks = [
        route["trips"][0]
        for route in plan["routes"]
        if scenario.vehicle[route["vehicle_id"]].vehicle_class == "general_truck"
    ]
    early, heavy, astray = trucks[:3]

    # one stop's time: said to be reached a minute before the streets allow
    stop = early["stops"][1]
    minute_earlier = datetime.fromisoformat(stop["arrive"]) - timedelta(minutes=1)
    stop["arrive"] = minute_earlier.isoformat()
    # one load: a kilogram less aboard than what is still to be delivered
    heavy["stops"][0]["manifest"]["loads"]["mass_g"] -= 1000
    # one leg led through the sealed zone
    sealed = next(zone for zone in scenario.zones if zone.zone_class == "sealed")
    leg = max(astray["legs"], key=lambda leg: len(leg["geometry"]))
    middle = len(leg["geometry"]) // 2
    inside = sealed.shape.representative_point()
    leg["geometry"].insert(middle, [inside.x, inside.y])

    edited = tmp_path / "plan.json"
    edited.write_text(json.dumps(plan), "utf-8")
    result = cli("audit", TOWN_DAY, edited)
    assert result.returncode == 4, result.stdout + result.stderr
    found = [line.strip() for line in result.stdout.splitlines() if line.startswith("  ")]
    assert {line.partition(":")[0] for line in found} == {"travel", "capacity", "access"}
    assert sum(line.startswith("travel: ") and "1 min later" in line for line in found) == 1
    assert sum(line.startswith("capacity: ") for line in found) == 1
    # The zone has bays: the straight line to its middle may go in more than once.
    inside_zone = LineString(leg["geometry"]).intersection(sealed.shape)
    assert sum(
        line.startswith("access: ") and f"inside {sealed.name}" in line for line in found
    ) == get_num_geometries(inside_zone)


@pytest.mark.slow
def test_second_run_and_workbook_give_the_same_plan(
    cli: Cli, town_plan: Path, tmp_path: Path
) -> None:
    from logiroute.files.workbook_out import day_to_workbook

    again = cli("plan", TOWN_DAY, "--out", tmp_path / "again", *SEARCH)
    assert again.returncode == 0, again.stderr
    workbook = tmp_path / "town-day.xlsx"
    day_to_workbook(TOWN_DAY, workbook)
    from_book = cli("plan", workbook, "--out", tmp_path / "book", *SEARCH)
    assert from_book.returncode == 0, from_book.stderr
    first = without_time_stamp(town_plan / "plan.json")
    assert without_time_stamp(tmp_path / "again" / "plan.json") == first
    assert without_time_stamp(tmp_path / "book" / "plan.json") == first


def _copied(tmp_path: Path) -> Path:
    """The example in another folder, on the same streets."""
    day = shutil.copytree(TOWN_DAY, tmp_path / "day")
    scenario_toml = (day / "scenario.toml").read_text("utf-8")
    roads = (TOWN_DAY / "../../data/roads/wuhan.parquet").resolve()
    (day / "scenario.toml").write_text(
        scenario_toml.replace("../../data/roads/wuhan.parquet", roads.as_posix()), "utf-8"
    )
    return day


def test_posts_are_served_before_they_are_sealed(cli: Cli, tmp_path: Path) -> None:
    """At 06:20 a quarter with eight posts is sealed; trucks are on duty from 05:50 to 07:30."""
    day = _copied(tmp_path)
    quarter = box(114.2440, 30.6073, 114.2794, 30.6236)
    zones = json.loads((day / "zones.geojson").read_text("utf-8"))
    zones["features"].append(
        {
            "type": "Feature",
            "properties": {"id": "ZX", "zone_class": "sealed", "valid_from": "06:20"},
            "geometry": mapping(quarter),
        }
    )
    (day / "zones.geojson").write_text(json.dumps(zones), "utf-8")
    out = tmp_path / "out"
    result = cli("plan", day, "--out", out, *SEARCH)
    assert result.returncode == 0, result.stderr
    scenario = read_scenario(day)
    posts = {
        place.id
        for place in scenario.places
        if place.id.startswith("P") and quarter.contains(Point(place.point))
    }
    assert len(posts) == 8
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    left = [
        datetime.fromisoformat(stop["depart"]).strftime("%H:%M:%S")
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        if stop["place_id"] in posts
    ]
    assert len(left) == 8
    assert max(left) <= "06:20:00"


def test_ten_breakfast_vehicles_are_not_enough(cli: Cli, tmp_path: Path) -> None:
    """3 min of service and about 4 min of driving: a vehicle does four posts in half an hour."""
    day = _copied(tmp_path)
    vehicles = (day / "vehicles.csv").read_text("utf-8").splitlines()
    gone = {line.split(",")[0] for line in vehicles if ",05:50-07:30" in line}
    gone = set(sorted(gone)[10:])
    assert len(gone) == 6
    for table, column in (("vehicles.csv", 0), ("crew.csv", 1)):
        rows = (day / table).read_text("utf-8").splitlines()
        left = [row for row in rows if row.split(",")[column] not in gone]
        assert len(left) < len(rows)
        (day / table).write_text("\n".join(left) + "\n", "utf-8")
    out = tmp_path / "out"
    result = cli("plan", day, "--out", out, *SEARCH)
    assert result.returncode == 0, result.stderr
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert sum(entry["order_id"].startswith("B") for entry in plan["unserved"]) >= 10
    for entry in plan["unserved"]:
        assert entry["reasons"]
        assert all(reason["text"] for reason in entry["reasons"])
        assert f"not served: {entry['order_id']}" in result.stdout


def test_routes_geojson_is_where_the_plan_is(town_plan: Path) -> None:
    collection = json.loads((town_plan / "routes.geojson").read_text("utf-8"))
    wuhan = box(113.98, 30.37, 114.56, 30.79)
    kinds = set()
    for feature in collection["features"]:
        geometry = feature["geometry"]
        kinds.add(geometry["type"])
        points = (
            [geometry["coordinates"]] if geometry["type"] == "Point" else geometry["coordinates"]
        )
        assert all(wuhan.contains(Point(point)) for point in points)
    assert kinds == {"Point", "LineString"}
