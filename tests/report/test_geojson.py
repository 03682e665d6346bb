"""GeoJSON after RFC 7946, read back with shapely."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from logiroute.report.geojson import write_routes_geojson
from tests.report.sample_day import sample


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    day = sample()
    path = tmp_path_factory.mktemp("geojson") / "routes.geojson"
    write_routes_geojson(day.scenario, day.plan, path)
    first = path.read_bytes()
    write_routes_geojson(day.scenario, day.plan, path)
    assert path.read_bytes() == first
    found = json.loads(first)
    assert isinstance(found, dict)
    return found


def test_legs_are_lines_and_stops_are_points(collection: dict[str, Any]) -> None:
    day = sample()
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    legs = [f for f in collection["features"] if f["properties"]["feature"] == "leg"]
    stops = [f for f in collection["features"] if f["properties"]["feature"] == "stop"]
    assert len(legs) == sum(len(route.legs) for route in day.plan.routes)
    assert len(stops) == sum(len(route.stops) for route in day.plan.routes)
    for feature in legs:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.geom_type == "LineString"
        west, south, east, north = shape.bounds
        assert 114 < west <= east < 115
        assert 30 < south <= north < 31
    assert {f["geometry"]["type"] for f in stops} == {"Point"}


def test_properties_tell_who_when_and_what(collection: dict[str, Any]) -> None:
    day = sample()
    route = day.plan.routes[0]
    leg = next(f for f in collection["features"] if f["properties"]["feature"] == "leg")
    assert leg["properties"]["vehicle"] == route.vehicle_id
    assert leg["properties"]["metres"] == route.legs[0].metres
    assert leg["properties"]["traced"] is True
    assert datetime.fromisoformat(leg["properties"]["arrive"]) == route.stops[1].arrive
    assert leg["properties"]["arrive"].endswith("+08:00")
    stop = [f for f in collection["features"] if f["properties"]["feature"] == "stop"][1]
    assert stop["properties"]["number"] == 1
    assert stop["properties"]["tasks"][0]["lines"] == {"breakfast": 60, "kit": 12}
    assert stop["properties"]["loads_after"]["mass_g"] == 1_116_000


def test_legs_tell_gates_zones_and_steps(collection: dict[str, Any]) -> None:
    route = sample().plan.routes[0]
    legs = [f["properties"] for f in collection["features"] if f["properties"]["feature"] == "leg"]
    leg = next(properties for properties in legs if properties["gates"])
    passed = {
        "gate": "G-Z1-08",
        "name": "学府路卡口",
        "zone": "Z1",
        "at": "2022-04-18T07:22:08+08:00",
        "delay_s": 200,
        "papers": ["通行证", "48小时核酸证明"],
    }
    assert leg["gates"] == [passed]
    assert leg["zones"] == [{"zone": "Z1", "name": "学府小区封控区", "zone_class": "sealed"}]
    assert leg["steps"][-2:] == [
        {
            "text": "Checkpoint 学府路卡口: stop for the check (4 min), then drive 60 m",
            "maneuver": "gate",
            "street": "珞喻路",
            "metres": 60,
        },
        {"text": "Arrive at your destination", "maneuver": "arrive", "street": "", "metres": 0},
    ]
    assert [len(properties["steps"]) for properties in legs[: len(route.legs)]] == [
        len(leg.steps) for leg in route.legs
    ]
    gates = [f for f in collection["features"] if f["properties"]["feature"] == "gate"]
    assert len(gates) == 4
    assert gates[0]["geometry"] == {"type": "Point", "coordinates": [114.305, 30.58]}
    assert gates[0]["properties"] | passed == gates[0]["properties"]
    assert gates[0]["properties"]["vehicle"] == "T01"


def test_an_untraced_leg_says_so_and_is_still_a_line(tmp_path: Path) -> None:
    day = sample()
    route = day.plan.routes[0]
    trip = route.trips[0]
    legs = (trip.legs[0].model_copy(update={"geometry": ()}), *trip.legs[1:])
    bare = route.model_copy(update={"trips": (trip.model_copy(update={"legs": legs}),)})
    plan = day.plan.model_copy(update={"routes": (bare,)})
    write_routes_geojson(day.scenario, plan, tmp_path / "r.geojson")
    first = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"][0]
    assert first["properties"]["traced"] is False
    assert len(first["geometry"]["coordinates"]) == 2
