"""Turn restrictions and barriers on hand-drawn crossings, and those of a real city."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.geo.graph import build_graph
from logiroute.geo.loading import bans, restrictions
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.ways import BICYCLE, BUS, EMERGENCY, HGV, MOTOR, MOTOR_KINDS
from logiroute.geo.roads import Roads
from tests.geo.drawn import write_osm

VEHICLES = MOTOR_KINDS | BICYCLE
STREET = {"highway": "residential"}
#: A crossing: w – m – e and s – m – n, with a ring round it so that everything is connected.
NODES = {
    "w": (-100.0, 0.0),
    "m": (0.0, 0.0),
    "e": (100.0, 0.0),
    "s": (0.0, -100.0),
    "n": (0.0, 100.0),
}
WM, ME, SM, MN, RING = 1, 2, 3, 4, 5
CROSS = [(ends, STREET) for ends in ("w m", "m e", "s m", "m n", "w s e n w")]
#: A divided road, westward above eastward, with a link between: a U-turn takes three ways.
DIVIDED_NODES = {
    "a": (-100.0, 0.0),
    "b": (0.0, 0.0),
    "c": (100.0, 0.0),
    "h": (0.0, 10.0),
    "p": (-100.0, 20.0),
    "q": (0.0, 20.0),
    "r": (100.0, 20.0),
    "x": (50.0, 10.0),
}
ONEWAY = STREET | {"oneway": "yes"}
DIVIDED = [
    ("a b", ONEWAY),
    ("b c", ONEWAY),
    ("c r", STREET),
    ("r q", ONEWAY),
    ("q p", ONEWAY),
    ("p a", STREET),
    ("b h q", STREET),
    ("h x r", STREET),
]
AB, BQ, QP = 1, 7, 5

Relations = Sequence[tuple[str, dict[str, str]]]


def _drawn(
    folder: Path,
    relations: Relations,
    *,
    nodes: dict[str, tuple[float, float]] = NODES,
    ways: Sequence[tuple[str, dict[str, str]]] = tuple(CROSS),
) -> Roads:
    return load_roads(write_osm(folder / "x.osm", nodes, ways, relations=relations), cache=False)


def _bans(roads: Roads, nodes: dict[str, tuple[float, float]] = NODES) -> dict[str, int]:
    """Forbidden turns as words, "w m e": the nodes that are passed → the modes bound."""
    names = list(nodes)
    words = {}
    for i, modes in enumerate(roads.ban_modes.tolist()):
        path: list[str] = []
        for k in range(roads.ban_offset[i], roads.ban_offset[i + 1]):
            ends = roads.node_id[roads.ends[roads.ban_segment[k]]].tolist()
            start, end = ends if roads.ban_forward[k] else ends[::-1]
            assert not path or path[-1] == names[start - 1]  # each begins where the last one ends
            path = [*path, names[end - 1]] if path else [names[start - 1], names[end - 1]]
        words[" ".join(path)] = modes
    return words


def test_no_turn_at_a_node(tmp_path: Path) -> None:
    roads = _drawn(tmp_path, [("from:1 via:m to:4", {"restriction": "no_left_turn"})])
    assert _bans(roads) == {"w m n": VEHICLES}


def test_the_drawn_direction_of_the_ways_does_not_matter(tmp_path: Path) -> None:
    ways = [("m w", STREET), *CROSS[1:3], ("n m", STREET), CROSS[4]]
    roads = _drawn(tmp_path, [("from:1 via:m to:4", {"restriction": "no_left_turn"})], ways=ways)
    assert _bans(roads) == {"w m n": VEHICLES}


@given(st.lists(st.booleans(), min_size=5, max_size=5), st.permutations(range(5)))
def test_drawing_and_order_of_ways_do_not_matter(turned: list[bool], order: list[int]) -> None:
    relations = [
        ("from:1 via:m to:4", {"restriction": "no_left_turn", "except": "bus"}),
        ("from:3 via:m to:4", {"restriction": "only_straight_on"}),
    ]
    ways = [
        (" ".join(ends.split()[::-1]) if turn else ends, tags)
        for (ends, tags), turn in zip(CROSS, turned, strict=True)
    ]
    number = {str(old + 1): str(order.index(old) + 1) for old in range(5)}
    moved = [
        (re.sub(r"\d", lambda found: number[found[0]], members), tags)
        for members, tags in relations
    ]
    with TemporaryDirectory() as folder:
        roads = _drawn(Path(folder), moved, ways=[ways[old] for old in order])
    straight = dict.fromkeys(("s m w", "s m e", "s m s"), VEHICLES)
    assert _bans(roads) == {"w m n": VEHICLES & ~BUS, **straight}


def test_only_one_turn_at_a_node(tmp_path: Path) -> None:
    roads = _drawn(tmp_path, [("from:1 via:m to:2", {"restriction": "only_straight_on"})])
    assert _bans(roads) == dict.fromkeys(("w m n", "w m s", "w m w"), VEHICLES)


def test_only_one_turn_binds_those_who_may_make_it(tmp_path: Path) -> None:
    # Straight on is a bus lane: a car that were bound to it could go nowhere at all.
    lane = STREET | {"motor_vehicle": "psv", "bicycle": "no"}
    ways = [CROSS[0], ("m e", lane), *CROSS[2:]]
    relations = [("from:1 via:m to:2", {"restriction": "only_straight_on"})]
    roads = _drawn(tmp_path, relations, ways=ways)
    assert _bans(roads) == dict.fromkeys(("w m n", "w m s", "w m w"), BUS)


def test_no_u_turn_on_one_way(tmp_path: Path) -> None:
    roads = _drawn(tmp_path, [("from:1 via:m to:1", {"restriction": "no_u_turn"})])
    assert _bans(roads) == {"w m w": VEHICLES}


def test_a_way_through_the_node_is_meant_in_both_directions(tmp_path: Path) -> None:
    ways = [("w m e", STREET), ("s m n", STREET), ("w s e n w", STREET)]
    roads = _drawn(tmp_path, [("from:1 via:m to:2", {"restriction": "no_left_turn"})], ways=ways)
    assert set(_bans(roads)) == {"w m s", "w m n", "e m s", "e m n"}


def test_one_way_streets_settle_the_direction(tmp_path: Path) -> None:
    ways = [("w m e", ONEWAY), ("s m n", ONEWAY), ("w s e n w", STREET)]
    roads = _drawn(tmp_path, [("from:1 via:m to:2", {"restriction": "no_left_turn"})], ways=ways)
    assert set(_bans(roads)) == {"w m n"}


def test_no_entry_and_no_exit_have_several_members(tmp_path: Path) -> None:
    entry = ("from:1 from:3 via:m to:4", {"restriction": "no_entry"})
    leave = ("from:2 via:m to:1 to:3", {"restriction": "no_exit"})
    roads = _drawn(tmp_path, [entry, leave])
    assert set(_bans(roads)) == {"w m n", "s m n", "e m w", "e m s"}


def test_no_u_turn_over_a_way(tmp_path: Path) -> None:
    relation = (f"from:{AB} via:{BQ} to:{QP}", {"restriction": "no_u_turn"})
    roads = _drawn(tmp_path, [relation], nodes=DIVIDED_NODES, ways=DIVIDED)
    # The link is two segments, because a street leaves it in the middle.
    assert _bans(roads, DIVIDED_NODES) == {"a b h q p": VEHICLES}


def test_only_over_a_way_binds_at_its_end(tmp_path: Path) -> None:
    ways = [*DIVIDED[:3], ("r q", STREET), *DIVIDED[4:]]
    relation = (f"from:{AB} via:{BQ} to:{QP}", {"restriction": "only_u_turn"})
    roads = _drawn(tmp_path, [relation], nodes=DIVIDED_NODES, ways=ways)
    # Who leaves the link half-way is not bound.
    assert set(_bans(roads, DIVIDED_NODES)) == {"a b h q r", "a b h q h"}


def test_several_ways_between(tmp_path: Path) -> None:
    ways = [*DIVIDED[:6], ("b h", STREET), DIVIDED[7], ("h q", STREET)]
    relation = ("from:1 via:7 via:9 to:5", {"restriction": "no_u_turn"})
    roads = _drawn(tmp_path, [relation], nodes=DIVIDED_NODES, ways=ways)
    assert set(_bans(roads, DIVIDED_NODES)) == {"a b h q p"}


@pytest.mark.parametrize(
    ("tags", "modes"),
    [
        ({"restriction": "no_left_turn", "except": "bus"}, VEHICLES & ~BUS),
        ({"restriction": "no_left_turn", "except": "psv;bicycle"}, VEHICLES & ~(BUS | BICYCLE)),
        ({"restriction": "no_left_turn", "except": "emergency"}, VEHICLES & ~EMERGENCY),
        ({"restriction": "no_left_turn", "except": "motorcar; hgv"}, VEHICLES & ~(MOTOR | HGV)),
        ({"restriction": "no_left_turn", "except": "taxi"}, VEHICLES),
        ({"restriction:hgv": "no_left_turn"}, HGV),
        ({"restriction:bus": "no_left_turn"}, BUS),
        ({"restriction:motor_vehicle": "no_left_turn"}, MOTOR_KINDS),
        ({"restriction:hgv": "no_left_turn", "restriction:bus": "no_left_turn"}, HGV | BUS),
    ],
)
def test_who_is_bound(tags: dict[str, str], modes: int, tmp_path: Path) -> None:
    roads = _drawn(tmp_path, [("from:1 via:m to:4", tags)])
    assert _bans(roads) == {"w m n": modes}


def test_kinds_may_differ_by_vehicle(tmp_path: Path) -> None:
    tags = {"restriction:hgv": "only_straight_on", "restriction:bus": "no_straight_on"}
    roads = _drawn(tmp_path, [("from:1 via:m to:2", tags)])
    assert _bans(roads) == {"w m e": BUS} | dict.fromkeys(("w m n", "w m s", "w m w"), HGV)


@pytest.mark.parametrize(
    ("members", "tags", "reason"),
    [
        (
            "from:1 via:m to:4",
            {"restriction:conditional": "no_left_turn @ (07:00-09:00)"},
            restrictions.CONDITIONAL,
        ),
        ("from:1 via:m to:4", {"restriction": "no_nonsense"}, restrictions.UNKNOWN),
        ("from:1 via:m to:4", {}, restrictions.UNKNOWN),
        ("from:1 to:4", {"restriction": "no_left_turn"}, restrictions.INCOMPLETE),
        ("via:m to:4", {"restriction": "no_left_turn"}, restrictions.INCOMPLETE),
        ("from:1 via:m via:w to:4", {"restriction": "no_left_turn"}, restrictions.INCOMPLETE),
        (
            "from:1 via:m to:4",
            {"restriction:hgv": "no_left_turn", "except": "hgv"},
            restrictions.NOBODY,
        ),
        ("from:1 via:m to:99", {"restriction": "no_left_turn"}, bans.OUTSIDE),
        ("from:1 via:99 to:4", {"restriction": "no_left_turn"}, bans.OUTSIDE),
        ("from:1 via:e to:4", {"restriction": "no_left_turn"}, bans.OUTSIDE),
        ("from:1 via:w to:4", {"restriction": "no_left_turn"}, bans.APART),
        ("from:1 via:m to:5", {"restriction": "only_straight_on"}, bans.APART),
    ],
)
def test_what_is_ignored_is_counted(
    members: str, tags: dict[str, str], reason: str, tmp_path: Path
) -> None:
    ways = [*CROSS[:4], ("w s n w", STREET), ("e s", STREET)]
    if "via:e" in members:
        ways[5] = ("s n", STREET)  # nothing but a street's dead end at e
        ways[1] = ("m s", STREET)
    roads = _drawn(tmp_path, [(members, tags)], ways=ways)
    assert len(roads.ban_modes) == 0
    assert len(roads.ban_offset) == 1
    assert {
        key: count for key, count in roads.dropped.items() if "restriction" in key and count
    } == {reason: 1}


def test_two_restrictions_on_one_turn_are_one_ban(tmp_path: Path) -> None:
    one = ("from:1 via:m to:4", {"restriction:hgv": "no_left_turn"})
    two = ("from:1 via:m to:4", {"restriction:bus": "no_left_turn"})
    assert _bans(_drawn(tmp_path, [one, two])) == {"w m n": HGV | BUS}


def test_a_barrier_is_a_junction(tmp_path: Path) -> None:
    ways = [("w m e", STREET), ("w s e n w", STREET)]
    path = write_osm(
        tmp_path / "x.osm",
        NODES,
        ways,
        node_tags={"m": {"barrier": "bollard"}, "s": {"highway": "x"}},
    )
    roads = load_roads(path, cache=False)
    stopped = {int(roads.node_id[i]): int(roads.barrier[i]) for i in range(roads.nodes)}
    assert stopped == {1: 0, 2: MOTOR_KINDS, 3: 0}  # w, m, e
    assert len(roads) == 4
    open_gate = write_osm(tmp_path / "x.osm", NODES, ways, node_tags={"m": {"barrier": "gate"}})
    assert len(load_roads(open_gate, cache=False)) == 3


def test_fields_of_a_way(tmp_path: Path) -> None:
    tags = STREET | {"bridge": "viaduct", "tunnel": "no", "maxweight": "3.5", "ref": "G4"}
    ways = [("w m", tags), ("m e", {"highway": "trunk", "motorroad": "yes"}), CROSS[4]]
    tidy = ' timestamp="2024-11-05T00:00:00Z"'
    roads = load_roads(write_osm(tmp_path / "x.osm", NODES, ways, head=tidy), cache=False)
    (bridge,) = np.flatnonzero(roads.bridge)
    assert roads.way_id[bridge] == 1
    assert not roads.tunnel.any()
    assert roads.max_kg[bridge] == 3500
    assert roads.names[roads.name[bridge]] == "G4"
    assert roads.way_id[roads.mainline].tolist() == [2]
    assert roads.date == "2024-11-05T00:00:00Z"


def _may_turn_back(roads: Roads, way: int) -> int:
    """Bits of the wheeled modes that may turn back at the last vertex of a way's one segment."""
    graph = build_graph(roads, walking=False)
    (segment,) = np.flatnonzero(roads.way_id == way).tolist()
    ahead, back = graph.state_of[segment].tolist()
    arc = np.flatnonzero((graph.tail == ahead) & (graph.head == back))
    return VEHICLES & ~int(graph.refused[arc[0]]) if len(arc) else 0


def test_where_restrictions_leave_no_way_on_one_turns_round(tmp_path: Path) -> None:
    """From a to m there is a one-way street on to b, and another one from c arrives."""
    nodes = {"a": (-100.0, 0.0), "m": (0.0, 0.0), "b": (100.0, 0.0), "c": (0.0, 100.0)}
    ways = [("a m", STREET), ("m b", ONEWAY), ("b c", STREET), ("c m", ONEWAY), ("a c", STREET)]
    free = _drawn(tmp_path, [], nodes=nodes, ways=ways)
    assert _may_turn_back(free, 1) == 0
    all_but_bus = {"restriction": "no_straight_on", "except": "psv"}
    shut = _drawn(tmp_path, [("from:1 via:m to:2", all_but_bus)], nodes=nodes, ways=ways)
    assert _may_turn_back(shut, 1) == VEHICLES & ~BUS
    both = [("from:1 via:m to:2", {"restriction": "no_straight_on"})]
    both.append(("from:1 via:m to:1", {"restriction": "no_u_turn"}))
    assert _may_turn_back(_drawn(tmp_path, both, nodes=nodes, ways=ways), 1) == 0


def test_nobody_is_sent_where_he_may_not_go(tmp_path: Path) -> None:
    """Straight on is for buses and bicycles alone, so that the rest is not meant by only_."""
    ways = [*CROSS]
    ways[ME - 1] = ("m e", STREET | {"motor_vehicle": "no", "psv": "yes"})
    only = {"restriction": "only_straight_on"}
    roads = _drawn(tmp_path, [("from:1 via:m to:2", only)], ways=ways)
    bound = _bans(roads)
    assert set(bound) == {"w m s", "w m n", "w m w"}
    assert set(bound.values()) == {BUS | BICYCLE}
