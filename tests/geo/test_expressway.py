"""An expressway through a sealed zone: its main carriageway may be driven, its ramps are shut.

The expressway runs along y = 0 from (-500, 0) to (900, 0), both ways. A ramp leaves it inside the
zone at (200, 0) and one outside at (700, 0); both lead up to a street along y = 200.
"""

from pathlib import Path

import numpy as np
import pytest

from logiroute.geo.loading.load import load_roads
from logiroute.geo.roads import Roads
from logiroute.geo.travel import travel_times
from logiroute.model.travel import UNREACHABLE
from logiroute.model.zone_access import ZoneAccess
from tests.geo.drawn import Metres, at, box, gate, scenario, write_osm, zone

NODES = {
    "w": (-500.0, 0.0),
    "m": (200.0, 0.0),
    "x": (700.0, 0.0),
    "e": (900.0, 0.0),
    "w2": (-500.0, 200.0),
    "m2": (200.0, 200.0),
    "x2": (700.0, 200.0),
    "e2": (900.0, 200.0),
}
ZONE = box(0, -100, 400, 100)
MAIN = {"highway": "motorway", "oneway": "no"}
RAMP = {"highway": "motorway_link", "oneway": "no"}
STREET = {"highway": "residential"}
WAYS = [
    ("w m x e", MAIN),
    ("m m2", RAMP),
    ("x x2", RAMP),
    ("w w2", RAMP),
    ("e e2", RAMP),
    ("w2 m2", {"highway": "residential", "oneway": "-1"}),
    ("x2 e2", STREET),
    ("m2 x2", {"highway": "residential", "oneway": "-1"}),
]
PLACES: dict[str, Metres] = {"W": (-500.0, 100.0), "E": (750.0, 200.0), "U": (200.0, 150.0)}


@pytest.fixture
def roads(tmp_path: Path) -> Roads:
    return load_roads(write_osm(tmp_path / "x.osm", NODES, WAYS), cache=False)


def metres(roads: Roads, access: ZoneAccess, start: str, end: str, **more: object) -> int:
    day = scenario(PLACES, zones=[zone("Z", ZONE)], access={"truck": access}, **more)  # type: ignore[arg-type]
    times = travel_times(day, roads)
    table = times.table(day.movement(day.vehicles[0]))
    return int(table.metres[times.index[start], times.index[end]])


def test_closed_to_the_main_carriageway_as_well(roads: Roads) -> None:
    # y = 200 is one-way westward, so without the expressway there is no way east.
    assert metres(roads, ZoneAccess(), "W", "E") == UNREACHABLE


def test_the_main_carriageway_is_outside(roads: Roads) -> None:
    transit = ZoneAccess(mainline_transit=True)
    # 100 down, 1,200 along, 200 up, 50 on.
    assert metres(roads, transit, "W", "E") == pytest.approx(1550, abs=2)


def test_the_ramp_inside_stays_shut(roads: Roads) -> None:
    transit = ZoneAccess(mainline_transit=True)
    # U lies on the ramp beyond the zone: up to x2 and back along y = 200, not up the ramp at m.
    assert metres(roads, transit, "W", "U") == pytest.approx(100 + 1200 + 200 + 500 + 50, abs=2)
    assert metres(roads, ZoneAccess(enter="yes", leave="yes", through=True), "W", "U") == (
        pytest.approx(100 + 700 + 150, abs=2)
    )


def test_a_gate_where_the_ramp_leaves(roads: Roads) -> None:
    # Down the ramp and out again at its upper end: two gates, one at each edge of the zone.
    gated = ZoneAccess(enter="gate", leave="gate", through=True, mainline_transit=True)
    gates = [gate("M", "Z", (200, 0), 10), gate("N", "Z", (200, 100), 10)]
    assert metres(roads, gated, "W", "U", gates=gates) == pytest.approx(950, abs=2)
    assert metres(roads, gated, "W", "U", gates=gates[:1]) == pytest.approx(2050, abs=2)


def test_auditors_get_the_carriageway(roads: Roads) -> None:
    day = scenario(
        PLACES, zones=[zone("Z", ZONE)], access={"truck": ZoneAccess(mainline_transit=True)}
    )
    lines = travel_times(day, roads).mainline
    drawn = [[at((-500, 0)), at((200, 0))], [at((200, 0)), at((700, 0))]]
    for line, expected in zip(sorted(lines), drawn, strict=True):
        assert np.allclose(line, expected, atol=2e-6)
    assert travel_times(scenario(PLACES, zones=[zone("Z", ZONE)]), roads).mainline == ()
