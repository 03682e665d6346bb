"""What OSRM is told about a network, on drawn streets."""

from pathlib import Path

import numpy as np
import osmium
import pytest

from benchmarks.drivable import Drivable
from benchmarks.mirrored import mirror
from benchmarks.osrm import Server
from benchmarks.osrm_prepare import customize, write_closures
from benchmarks.osrm_profile import lua_profile, vehicles_of, way_speeds
from benchmarks.osrm_programs import Programs, kept_programs
from benchmarks.ours import Ours, without_restrictions
from benchmarks.places import places_on
from benchmarks.street_file import copy_original, export_streets
from logiroute.geo.loading.access import ACCESS_KEYS
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.restrictions import read_restriction
from logiroute.geo.loading.ways import MODE_BITS
from logiroute.geo.loading.ways_builder import WaysBuilder
from logiroute.geo.profiles import PROFILES
from tests.geo.drawn import write_osm

NODES = {
    "a": (0.0, 0.0),
    "b": (400.0, 0.0),
    "c": (400.0, 300.0),
    "d": (0.0, 300.0),
    "m": (210.0, 190.0),
    "z": (-200.0, 0.0),
}
A, B, C, D, M, Z = range(1, 7)
#: The street from c over m to a is drawn against its one way. At d, the only street that arrives
#: is 3, and 4 leads on. Street 4 goes on to z, where it ends.
WAYS = [
    ("a b", {"highway": "residential"}),
    ("b c", {"highway": "residential"}),
    ("c d", {"highway": "residential"}),
    ("d a z", {"highway": "primary", "oneway": "yes"}),
    ("a m c", {"highway": "tertiary", "oneway": "-1"}),
]
RESTRICTION = """<relation id="9" version="1">
<member type="way" ref="1" role="from"/><member type="node" ref="2" role="via"/>
<member type="way" ref="2" role="to"/>
<tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation></osm>"""

Members = list[tuple[str, int, str]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_osm(tmp_path / "square.osm", NODES, WAYS)


@pytest.fixture
def drivable(source: Path) -> Drivable:
    return Ours(load_roads(source, cache=False), "truck", "cch").drivable


def relations(path: Path) -> list[tuple[str, Members]]:
    return [
        (entity.tags["restriction"], [(m.type, m.ref, m.role) for m in entity.members])
        for entity in osmium.FileProcessor(str(path))
        if isinstance(entity, osmium.osm.Relation)
    ]


def ways(path: Path) -> dict[int, list[int]]:
    return {
        entity.id: [node.ref for node in entity.nodes]
        for entity in osmium.FileProcessor(str(path))
        if isinstance(entity, osmium.osm.Way)
    }


def segment_of(drivable: Drivable, way: int) -> int:
    (segment,) = np.flatnonzero(drivable.roads.way_id == way).tolist()
    return int(segment)


def test_turning_back_is_forbidden_only_where_a_one_way_street_leads_on(drivable: Drivable) -> None:
    ((segment, end),) = drivable.false_dead_ends().tolist()
    assert segment == segment_of(drivable, 3)
    assert drivable.roads.node_id[drivable.roads.ends[segment, end]] == D


def test_a_copy_keeps_the_restrictions_of_the_original(source: Path, drivable: Drivable) -> None:
    source.write_text(source.read_text("utf-8").replace("</osm>", RESTRICTION), "utf-8")
    copy = copy_original(drivable, source, source.with_name("copy.osm.pbf"))
    assert ways(copy.path) == ways(source)
    assert relations(copy.path) == [
        ("no_left_turn", [("w", 1, "from"), ("n", B, "via"), ("w", 2, "to")]),
        ("no_u_turn", [("w", 3, "from"), ("n", D, "via"), ("w", 3, "to")]),
    ]


def test_a_copy_knows_ids_directions_and_what_the_network_left_out(
    source: Path, drivable: Drivable
) -> None:
    copy = copy_original(drivable, source, source.with_name("copy.osm.pbf"))
    across = segment_of(drivable, 5)
    part = slice(*drivable.roads.offset[across : across + 2].tolist())
    assert copy.node[part].tolist() == [C, M, A]
    assert copy.against.tolist() == (drivable.roads.way_id == 5).tolist()
    assert copy.unused.tolist() == [[A, Z], [Z, A]]
    assert sorted(copy.pieces(drivable.roads, np.array([across])).tolist()) == [
        [A, M], [C, M], [M, A], [M, C],
    ]  # fmt: skip


def test_a_copy_of_another_file_is_refused(source: Path, drivable: Drivable) -> None:
    moved = {name: (x + 50.0, y) for name, (x, y) in NODES.items()}
    other = write_osm(source.with_name("other.osm"), moved, WAYS)
    with pytest.raises(ValueError, match="not the file"):
        copy_original(drivable, other, source.with_name("copy.osm.pbf"))


def test_an_export_has_a_way_per_segment_that_meet_in_nodes(
    tmp_path: Path, drivable: Drivable
) -> None:
    file = export_streets(drivable, tmp_path / "export.osm.pbf")
    written = ways(file.path)
    roads = drivable.roads
    assert len(written) == len(roads)
    at = {(roads.ends[i, k], refs[-k]) for i, refs in enumerate(written.values()) for k in (0, 1)}
    assert len(at) == roads.nodes
    (relation,) = relations(file.path)
    assert relation[0] == "no_u_turn"


def test_speeds_are_given_in_the_direction_in_which_a_way_is_drawn(
    source: Path, drivable: Drivable
) -> None:
    copy = copy_original(drivable, source, source.with_name("copy.osm.pbf"))
    speeds = way_speeds(drivable, copy.way, copy.against)
    assert {way: (a > 0, b > 0) for way, (a, b) in speeds.items()} == {
        1: (True, True),
        2: (True, True),
        3: (True, True),
        4: (True, False),
        5: (False, True),
    }
    assert speeds[5][1] == pytest.approx(27.0, rel=1e-4)  # a truck on a tertiary street


def test_the_lua_profile_says_who_is_bound() -> None:
    lua = lua_profile({7: (15.0, 0.0)}, "truck", [4, 3])
    assert "[7]={15.000000,0.000000}" in lua
    assert "local barriers = {[3]=true,[4]=true}" in lua
    assert "restrictions = {'hgv', 'motor_vehicle', 'vehicle'}" in lua
    assert "use_turn_restrictions = false" in lua_profile({}, "foot")


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_restrictions_bind_the_same_vehicles_on_both_sides(profile: str) -> None:
    named = set(vehicles_of(profile))
    bit = MODE_BITS[PROFILES[profile].mode]
    for key in {key for keys in ACCESS_KEYS.values() for key in keys} - {"access"}:
        builder = WaysBuilder()
        members = [("from", "w", 1), ("via", "n", 2), ("to", "w", 3)]
        read_restriction(builder, {f"restriction:{key}": "no_left_turn"}, members)
        bound = any(one.modes & bit for one in builder.restrictions)
        assert bound == (key in named), key


def test_a_ban_over_a_way_keeps_places_off_it(source: Path) -> None:
    over = RESTRICTION.replace('<member type="node" ref="2"', '<member type="way" ref="2"')
    over = over.replace('ref="2" role="to"', 'ref="3" role="to"')
    source.write_text(source.read_text("utf-8").replace("</osm>", over), "utf-8")
    drivable = Ours(load_roads(source, cache=False), "truck", "cch").drivable
    assert drivable.between().tolist() == [segment_of(drivable, 2)]
    assert len(without_restrictions(drivable.roads).ban_modes) == 0


def test_places_lie_well_inside_their_segment(drivable: Drivable) -> None:
    places = places_on(drivable, 50, seed=3)
    roads = drivable.roads
    assert len(places) == 50
    for segment, lonlat in zip(places.segment.tolist(), places.lonlat, strict=True):
        point = roads.plane.metres(lonlat)
        ends = roads.xy[[roads.offset[segment], roads.offset[segment + 1] - 1]]
        assert np.hypot(*(ends - point).T).min() > 40.0
    again = places_on(drivable, 50, seed=3, without=np.unique(places.segment)[:2])
    assert not set(again.segment.tolist()) & set(np.unique(places.segment)[:2].tolist())


@pytest.fixture
def osrm() -> Programs:
    found = kept_programs()
    if found is None:
        pytest.skip("OSRM is not in the cache; python benchmarks/matrix.py puts it there")
    return found


def test_osrm_drives_as_drawn(
    osrm: Programs, source: Path, drivable: Drivable, tmp_path: Path
) -> None:
    made = mirror(osrm, source, drivable, "truck", tmp_path / "osrm")
    places = places_on(drivable, 12, seed=1)
    ours = Ours(drivable.roads, "truck", "scipy").table(places).ms
    with Server(osrm, made.ch, "ch") as ch, Server(osrm, made.mld, "mld") as mld:
        tables = [server.table(places.lonlat, metres=True) for server in (ch, mld)]
    for theirs in tables:
        # OSRM's way of placing a point on a segment is as exact as its coordinates: 0.1 m.
        assert np.abs(theirs.ms - ours).max() < 50
        assert theirs.metres is not None
        assert (theirs.metres >= 0).all()


def test_osrm_closes_what_is_closed(
    osrm: Programs, source: Path, drivable: Drivable, tmp_path: Path
) -> None:
    made = mirror(osrm, source, drivable, "truck", tmp_path / "osrm")
    lonlat = places_on(drivable, 60, seed=1)
    on = [lonlat.segment == segment_of(drivable, way) for way in (1, 3)]
    pair = np.array([lonlat.lonlat[mask][0] for mask in on])
    closures = tmp_path / "closures.csv"
    write_closures(
        closures, made.streets.pieces(drivable.roads, np.array([segment_of(drivable, 2)]))
    )
    customize(osrm, made.mld, closures)
    with Server(osrm, made.mld, "mld") as server:
        found = server.table(pair, metres=False).ms
    # Without the street b - c there is no way from a - b to c - d; back it is over d.
    assert found[0, 1] == -1
    assert found[1, 0] > 0
