"""The 45 turn restrictions of the centre of Helsinki, one by one (tests/data/README.md)."""

from pathlib import Path

import numpy as np
import pytest

from logiroute.geo.loading import bans
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.ways import BICYCLE, BUS, MOTOR_KINDS
from logiroute.geo.roads import Roads

#: from, via node, to of the relations that forbid one turn.
FORBIDDEN = [
    (217644146, 25291564, 233999572),
    (77615452, 314935876, 123911189),
    (30471502, 56438018, 15466245),
    (122869893, 1371624190, 122869911),
    (30967467, 1371624191, 122869911),
    (34001455, 313962116, 8042608),
    (231995535, 1371624234, 122869887),
    (37778349, 1371624233, 122869887),
    (97129661, 25291568, 22672072),
    (333061573, 25291537, 30568275),
    (29049210, 659998488, 51707742),
    (26692205, 60072281, 30288023),
    (258783043, 1372477605, 230521085),
    (25455827, 277401793, 74307865),
]
#: from, via node, to of those that allow one turn, and the ways into which they forbid to turn.
#: A way may be forbidden to come back on, or onto its own other half.
ONLY = [
    (26428941, 256669737, 30260137, [28408148]),
    (372188349, 4435014140, 34732047, [26674838]),
    (77465140, 25469822, 25523727, [123406154]),
    (28584322, 313959167, 30259990, [158253280]),
    (29689101, 313959319, 28583925, [45150440]),
    (45150440, 313959329, 25522290, [28584322]),
    (158253280, 313959318, 30259989, [28583926, 29689101]),
    (30148323, 1533463009, 26448756, [30242130]),
    (17214423, 175882281, 30259987, [638833803]),
    (30260137, 60069401, 28920739, [4247642]),
    (27265277, 315280764, 30259803, [53355663]),
    (30260455, 317703803, 37137191, [30260452]),
    (33971193, 315280752, 28684237, [152248212]),
    (29498963, 266377967, 30259740, [30259741]),
    (606105695, 266377967, 30259741, [30259740]),
    (27132254, 246630384, 25522292, [122964115]),
    (8042608, 313962116, 28584320, [8042608, 30287785]),
    (30242130, 313781303, 30288211, [30288210]),
    (122869877, 313781303, 30288210, [30288211]),
    (30288237, 1533463021, 34905748, [30242129, 30288237]),
    (30288210, 313781304, 30148325, [30148323]),
    (25455797, 277401521, 25455795, [25455798]),
    (37264258, 434149261, 655405465, [655405463]),
    (31570125, 59628850, 37289251, [7973129]),
    (51707748, 1371750101, 8061216, [51707742, 51707748]),
    (8061216, 1371750101, 51707748, [8061216, 51707742]),
    (36730366, 176237857, 17058783, [30605639]),
    (655405465, 246630384, 122964115, [25522292]),
    (230521085, 434149261, 655405463, [655405465]),
]


@pytest.fixture(scope="module")
def helsinki() -> Roads:
    path = Path(__file__).parents[1] / "data" / "helsinki.osm.pbf"
    with pytest.warns(UserWarning, match="missing nodes"):
        return load_roads(path, cache=False)


def _turns(roads: Roads, from_way: int, via: int) -> dict[int, int]:
    """Ways into which one must not turn from a way at a node → modes bound."""
    found: dict[int, int] = {}
    for i, modes in enumerate(roads.ban_modes.tolist()):
        first, second = roads.ban_segment[roads.ban_offset[i] : roads.ban_offset[i + 1]]
        ahead = roads.ban_forward[roads.ban_offset[i]]
        node = roads.node_id[roads.ends[first, 1 if ahead else 0]]
        if roads.way_id[first] == from_way and node == via:
            found[int(roads.way_id[second])] = modes
    return found


@pytest.mark.parametrize(("from_way", "via", "to_way"), FORBIDDEN)
def test_forbidden_turns(from_way: int, via: int, to_way: int, helsinki: Roads) -> None:
    assert _turns(helsinki, from_way, via).keys() == {to_way}


@pytest.mark.parametrize(("from_way", "via", "to_way", "forbidden"), ONLY)
def test_prescribed_turns(
    from_way: int, via: int, to_way: int, forbidden: list[int], helsinki: Roads
) -> None:
    assert sorted(_turns(helsinki, from_way, via)) == forbidden
    # Everything that leaves the junction is either prescribed or forbidden.
    node = int(np.searchsorted(helsinki.node_id, via))
    vehicles = MOTOR_KINDS | BICYCLE
    leaving = {
        int(helsinki.way_id[segment])
        for side in (0, 1)
        for segment in np.flatnonzero(helsinki.ends[:, side] == node)
        if helsinki.access[segment, side] & vehicles
    }
    assert leaving - set(forbidden) <= {to_way}


def test_who_is_excepted(helsinki: Roads) -> None:
    assert _turns(helsinki, 333061573, 25291537)[30568275] == (MOTOR_KINDS | BICYCLE) & ~BUS
    assert _turns(helsinki, 26428941, 256669737)[28408148] == MOTOR_KINDS | BICYCLE  # but taxis


def test_none_is_forgotten(helsinki: Roads) -> None:
    assert len(FORBIDDEN) + len(ONLY) == 43
    ignored = {key: count for key, count in helsinki.dropped.items() if "restrictions" in key}
    # A way cut at the edge of the extract, and a street into which no motor vehicle may turn.
    assert ignored == {bans.OUTSIDE: 1, bans.APART: 1}
    assert len(helsinki.ban_modes) == 48
    used = helsinki.ends[helsinki.ban_segment]
    assert ((used >= 0) & (used < helsinki.nodes)).all()


def test_barriers_and_limits(helsinki: Roads) -> None:
    assert (helsinki.barrier > 0).sum() == 24
    assert helsinki.bridge.sum() == 5
    assert helsinki.tunnel.sum() == 358
    heights = helsinki.max_height_cm[helsinki.max_height_cm < 1000]
    assert len(heights) == 23
    assert heights.min() >= 200
