"""One way as GeoJSON."""

import json
from datetime import UTC, datetime

from logiroute.model.plan import Maneuver, Step
from logiroute.model.zone import Gate, Zone
from logiroute.report.journey_geojson import GateMark, Way, way_geojson

GATE = Gate(id="G1", name="North", zone_id="Z1", point=(114.31, 30.6), papers=("pass",))
RING = ((114.3, 30.5), (114.4, 30.5), (114.4, 30.7), (114.3, 30.5))
ZONE = Zone(id="Z1", name="Quarter", zone_class="sealed", polygons=((RING,),))
WAY = Way(
    seconds=100,
    metres=700,
    from_m=3.14,
    to_m=0.0,
    geometry=((114.3, 30.6), (114.31, 30.6)),
    gates=(GateMark(GATE, 40, 60),),
    zones=(ZONE,),
    steps=(
        Step(maneuver=Maneuver.DEPART, street="A", metres=300),
        Step(maneuver=Maneuver.GATE, street="A", metres=100, gate_id="G1"),
        Step(maneuver=Maneuver.LEFT, street="B", metres=300),
        Step(maneuver=Maneuver.ARRIVE, street="B"),
    ),
    depart=datetime(2022, 4, 10, 6, 30, tzinfo=UTC),
)


def test_line_gate_and_directions() -> None:
    found = way_geojson(WAY, {"attribution": "© someone"})
    assert json.loads(json.dumps(found)) == found
    line, gate = found["features"]
    assert (found["type"], found["attribution"]) == ("FeatureCollection", "© someone")
    assert line["geometry"]["coordinates"] == [[114.3, 30.6], [114.31, 30.6]]
    about = line["properties"]
    assert (about["seconds"], about["metres"], about["from_m"], about["to_m"]) == (100, 700, 3.1, 0)
    assert about["depart"] == "2022-04-10T06:30:00+00:00"
    assert about["arrive"] == "2022-04-10T06:31:40+00:00"
    assert about["streets"] == ["A", "B"]
    assert about["zones"] == [{"zone": "Z1", "name": "Quarter", "zone_class": "sealed"}]
    assert [step["text"] for step in about["steps"]] == [
        "Set off on A and drive 300 m",
        "Checkpoint North: stop for the check (1 min), then drive 100 m",
        "Turn left into B and drive 300 m",
        "Arrive at your destination",
    ]
    assert about["steps"][2] | {"text": ""} == {
        "text": "",
        "maneuver": "left",
        "street": "B",
        "metres": 300,
    }
    assert gate["geometry"] == {"type": "Point", "coordinates": [114.31, 30.6]}
    assert {"feature": "gate", **about["gates"][0]} == gate["properties"]
    assert gate["properties"]["at"] == "2022-04-10T06:30:40+00:00"
    assert gate["properties"]["delay_s"] == 60


def test_without_a_time_there_is_no_clock() -> None:
    about = way_geojson(Way(1, 2, 0, 0, WAY.geometry), {})["features"][0]["properties"]
    assert not {"depart", "arrive"} & set(about)
