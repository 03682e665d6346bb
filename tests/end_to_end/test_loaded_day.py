"""A transfer bus and a control zone on real streets: round it with people, through it without."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.end_to_end.conftest import Cli, on_the_nights_streets

#: The zone lies across the ring road between P1, where people board, and the site Q1.
WEST, SOUTH, EAST, NORTH = 114.258, 30.600, 114.270, 30.635
ZONE = shapely.box(WEST, SOUTH, EAST, NORTH)
#: On both carriageways of the road, about 25 m apart.
GATES = f"""\
id,name,zone,lon_wgs84,lat_wgs84,delay_min,vehicle_classes
GW,West gate,K1,{WEST},30.618815,1,transfer_bus
GE,East gate,K1,{EAST},30.622228,1,transfer_bus
"""

PLACES = """\
id,name,kind,lon_wgs84,lat_wgs84,stop_min,beds
BASE,Bus base,depot,114.235987,30.613119,,
P1,Hotel,site,114.288590,30.614977,2,
Q1,Site,quarantine_site,114.240,30.614,2,10
W1,Station,disinfection_station,114.285,30.618,2,
"""

VEHICLES = """\
id,name,vehicle_class,profile,seats,shifts,start,fixed_cost,cost_per_km,cost_per_hour
B1,Bus 1,transfer_bus,bus,49,06:00-12:00,BASE,60,1.60,60
"""

ORDERS = """\
id,kind,origin,destinations,persons,party_class,service_min,priority
T1,transfer,P1,Q1,10,close_contact,5,2
"""


def _day(folder: Path) -> Path:
    on_the_nights_streets(folder)
    ring = [list(point) for point in ZONE.exterior.coords]
    zone = {
        "type": "Feature",
        "properties": {"id": "K1", "name": "Lake control zone", "zone_class": "control"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    collection = {"type": "FeatureCollection", "features": [zone]}
    (folder / "zones.geojson").write_text(json.dumps(collection), "utf-8")
    tables = {"places": PLACES, "vehicles": VEHICLES, "orders": ORDERS, "gates": GATES}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, "utf-8")
    return folder


@pytest.fixture(scope="module")
def planned(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The day, and its plan."""
    day = _day(tmp_path_factory.mktemp("loaded") / "day")
    out = day.parent / "out"
    result = cli("plan", day, "--out", out, "--iterations", "40", "--seed", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    plan: dict[str, Any] = json.loads((out / "plan.json").read_text("utf-8"))
    return day, plan


def _legs(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (route,) = plan["routes"]
    return {f"{leg['from_id']}-{leg['to_id']}": leg for t in route["trips"] for leg in t["legs"]}


def _inside_m(leg: dict[str, Any]) -> float:
    """Metres of a leg in the zone, about."""
    return float(shapely.LineString(leg["geometry"]).intersection(ZONE).length) * 100_000


def test_through_without_people_and_round_with_them(planned: tuple[Path, dict[str, Any]]) -> None:
    _, plan = planned
    assert plan["unserved"] == []
    legs = _legs(plan)
    assert list(legs) == ["BASE-P1", "P1-Q1", "Q1-W1", "W1-BASE"]
    for name in ("BASE-P1", "Q1-W1", "W1-BASE"):
        assert _inside_m(legs[name]) > 1_000
        assert legs[name]["zones"] == ["K1"]
    assert [gate["gate_id"] for gate in legs["BASE-P1"]["gates"]] == ["GW", "GE"]
    assert [gate["gate_id"] for gate in legs["W1-BASE"]["gates"]] == ["GE", "GW"]
    ride = legs["P1-Q1"]
    assert _inside_m(ride) == pytest.approx(0, abs=1)
    assert (ride["zones"], ride["gates"]) == ([], [])
    assert ride["metres"] == pytest.approx(11_557, abs=20)  # 8,266 through the zone


def test_the_audit_agrees_and_finds_a_ride_through(
    cli: Cli, planned: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    day, plan = planned
    assert cli("audit", day, day.parent / "out" / "plan.json").returncode == 0
    # By hand: the ride along the way that the bus takes home from the station.
    edited = json.loads(json.dumps(plan))
    legs = _legs(edited)
    ride, home = legs["P1-Q1"], legs["W1-BASE"]
    depart = datetime.fromisoformat(_departs(edited, "P1"))
    moved = depart - datetime.fromisoformat(_departs(edited, "W1"))
    ride["geometry"] = [ride["geometry"][0], *home["geometry"][1:-1], ride["geometry"][-1]]
    ride["zones"] = home["zones"]
    ride["gates"] = [_later(gate, moved) for gate in home["gates"]]
    (tmp_path / "plan.json").write_text(json.dumps(edited), "utf-8")
    result = cli("audit", day, tmp_path / "plan.json")
    assert result.returncode == 4
    said = " ".join((result.stdout + result.stderr).split())
    assert "through Lake control zone with people aboard from Hotel to Site" in said
    assert "it may not pass through" in said


def _departs(plan: dict[str, Any], place: str) -> str:
    stops = [stop for trip in plan["routes"][0]["trips"] for stop in trip["stops"]]
    return str(next(stop["depart"] for stop in stops if stop["place_id"] == place))


def _later(gate: dict[str, Any], by: timedelta) -> dict[str, Any]:
    return {**gate, "at": (datetime.fromisoformat(gate["at"]) + by).isoformat()}


def test_the_commands_know_both_ways(cli: Cli, planned: tuple[Path, dict[str, Any]]) -> None:
    day, plan = planned
    roads = Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet"
    ends = ("--from", "114.288590,30.614977", "--to", "114.240,30.614")
    asked = ("route", roads, *ends, "--day", day, "--vehicle", "B1")
    metres = {}
    for options in ((), ("--loaded",)):
        result = cli(*asked, *options)
        assert result.returncode == 0, result.stderr
        (way, *_) = json.loads(result.stdout)["features"]
        metres[options] = way["properties"]["metres"]
    assert metres["--loaded",] == _legs(plan)["P1-Q1"]["metres"]
    assert metres[()] < metres["--loaded",] - 500
    refused = cli("route", roads, *ends, "--loaded")
    assert refused.returncode == 2
    assert "--loaded: only a day has zones that take note of it" in refused.stderr
    matrix = day.parent / "points.csv"
    with matrix.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["id", "lon_wgs84", "lat_wgs84"],
                ["P1", "114.288590", "30.614977"],
                ["Q1", "114.240", "30.614"],
            ]
        )
    out = day.parent / "matrix.csv"
    who = ("--day", day, "--vehicle", "B1", "--loaded")
    assert cli("matrix", roads, matrix, "--out", out, *who).returncode == 0
    with out.open(encoding="utf-8") as file:
        rows = {(row["from"], row["to"]): row["metres"] for row in csv.DictReader(file)}
    assert int(rows["P1", "Q1"]) == metres["--loaded",]
