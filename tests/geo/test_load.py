"""Every kind of road file through one function; what OpenStreetMap's tags mean; damaged files."""

import bz2
import gzip
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from logiroute.errors import RoadsError
from logiroute.geo.driving import driving
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.ways import FOOT
from logiroute.geo.profiles import PROFILES
from logiroute.geo.roads import Roads
from logiroute.geo.roads_summary import roads_summary
from tests.geo.drawn import write_osm

SHARED = Path(__file__).parents[3] / "shared" / "data"

#: Two blocks: a b c over d e f, 100 m apart; the way through the middle is one-way down.
NODES = {
    "a": (0.0, 100.0),
    "b": (100.0, 100.0),
    "c": (200.0, 100.0),
    "d": (0.0, 0.0),
    "e": (100.0, 0.0),
    "f": (200.0, 0.0),
    "bend": (250.0, 50.0),
    "x": (900.0, 900.0),
    "y": (990.0, 900.0),
}
STREET = {"highway": "residential"}
WAYS: list[tuple[str, dict[str, str]]] = [
    ("a b c bend f", {"highway": "primary", "name": "长江路", "maxspeed": "40"}),
    ("d e f", STREET),
    ("a d", STREET),
    ("b e", {"highway": "secondary", "oneway": "yes"}),
    ("x y", STREET),
    ("a e", {"highway": "footway"}),
    ("d b", {"highway": "proposed"}),
]


def _plain(folder: Path) -> Path:
    return write_osm(folder / "town.osm", NODES, WAYS)


def _gz(folder: Path) -> Path:
    path = folder / "town.osm.gz"
    path.write_bytes(gzip.compress(_plain(folder).read_bytes()))
    return path


def _bz2(folder: Path) -> Path:
    path = folder / "town.osm.bz2"
    path.write_bytes(bz2.compress(_plain(folder).read_bytes()))
    return path


def _pbf(folder: Path) -> Path:
    path = folder / "town.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for entry in osmium.FileProcessor(str(_plain(folder))):
            writer.add(entry)
    return path


@pytest.mark.parametrize("write", [_plain, _gz, _bz2, _pbf])
def test_openstreetmap_files(write: Callable[[Path], Path], tmp_path: Path) -> None:
    roads = load_roads(write(tmp_path), cache=False)
    # a-b, b-c-bend-f cut at b; d-e, e-f; a-d; b-e; a-e on foot. x-y is an island.
    assert len(roads) == 7
    assert roads.nodes == 5
    assert roads.dropped["segments outside the largest connected network"] == 1
    assert roads.names == ("", "长江路")
    by_class = roads_summary(roads).by_class
    assert {name: count for name, (count, _) in by_class.items()} == {
        "primary": 2,
        "residential": 3,
        "secondary": 1,
        "footway": 1,
    }
    assert by_class["primary"][1] == pytest.approx(0.3 + 0.0707 * 2 - 0.1, abs=0.001)
    assert roads.oneway.sum() == 1
    assert np.isnan(roads.maxspeed).sum() == 5
    assert roads.attribution == "© OpenStreetMap contributors"
    same = load_roads(_plain(tmp_path), cache=False)
    assert np.array_equal(roads.micro, same.micro)


def test_date_of_the_data(tmp_path: Path) -> None:
    plain = _plain(tmp_path)
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2026-04-01T20:20:02Z")
    with osmium.SimpleWriter(str(tmp_path / "town.osm.pbf"), header=header) as writer:
        for entry in osmium.FileProcessor(str(plain)):
            writer.add(entry)
    assert load_roads(tmp_path / "town.osm.pbf", cache=False).date == "2026-04-01T20:20:02Z"
    assert load_roads(plain, cache=False).date == ""
    text = plain.read_text().replace(
        'generator="tests">', 'generator="Overpass"><meta osm_base="2021-03-17T09:57:28Z"/>'
    )
    (tmp_path / "town.osm.bz2").write_bytes(bz2.compress(text.encode()))
    assert load_roads(tmp_path / "town.osm.bz2", cache=False).date == "2021-03-17T09:57:28Z"


def test_same_content_same_hash(tmp_path: Path) -> None:
    first = load_roads(_plain(tmp_path), cache=False)
    again = load_roads(_plain(tmp_path), cache=False)
    assert first.hash == again.hash
    other = [*WAYS[:-1], ("c f", STREET)]
    changed = load_roads(write_osm(tmp_path / "town.osm", NODES, other), cache=False)
    assert changed.hash != first.hash


def test_graphml_of_osmnx(tmp_path: Path) -> None:
    import osmnx

    osm = load_roads(_plain(tmp_path), cache=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = osmnx.graph_from_xml(tmp_path / "town.osm", simplify=True, retain_all=False)
    osmnx.save_graphml(graph, tmp_path / "town.graphml")
    roads = load_roads(tmp_path / "town.graphml", cache=False)
    # OSMnx joins a-d-e over d, and a-b and e-f with what follows; it takes the footway as well
    # and keeps the undirected "proposed" street, which is no street here.
    assert roads_summary(roads).by_class.keys() == roads_summary(osm).by_class.keys()
    assert roads.length_m.sum() == pytest.approx(osm.length_m.sum(), rel=1e-4)
    assert roads.oneway.sum() == 1
    assert roads.length_m[roads.oneway] == pytest.approx(100, abs=0.2)
    assert "长江路" in roads.names
    assert set(roads.maxspeed[~np.isnan(roads.maxspeed)].tolist()) == {40.0}


def test_clipped_extract_is_cut_with_a_warning(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "town.osm", NODES, WAYS, missing=["bend"])
    with pytest.warns(UserWarning, match="1 references to missing nodes"):
        roads = load_roads(path, cache=False)
    assert len(roads) == 7  # b-c is now a dead end; f alone is no line
    assert roads.length_m.max() == pytest.approx(141.4, abs=0.2)  # the footway, not the bend


def test_wuhan_counts() -> None:
    roads = load_roads(Path(__file__).parents[2] / "data" / "roads" / "wuhan.parquet", cache=False)
    inner = np.diff(roads.offset) - 1
    # Counted as the pieces of the source: each vertex a node, each straight piece an arc each way.
    assert roads.nodes + (inner - 1).sum() == 79_106
    assert inner.sum() + inner[~roads.oneway].sum() == 150_068
    assert len(roads) == 29_613
    summary = roads_summary(roads)
    assert summary.kilometres == pytest.approx(6_778, abs=1)
    assert summary.licence == "ODbL 1.0"
    motorways = np.isin(np.array(roads.classes)[roads.highway], ["motorway", "motorway_link"])
    assert roads.oneway[motorways].all()
    residential = np.array(roads.classes)[roads.highway] == "residential"
    assert not roads.oneway[residential].any()


@pytest.mark.parametrize(("name", "edges"), [("shenzhen_nanshan", 1000), ("guixi", 560)])
def test_real_extracts(name: str, edges: int) -> None:
    path = SHARED / f"{name}.osm.gz"
    if not path.is_file():
        pytest.skip(f"needs {path.name} in the folder of shared data beside the project")
    roads = load_roads(path, cache=False)
    car = driving(roads, PROFILES["car"])
    graph = car.graph
    classes = np.array(roads.classes)[roads.highway[graph.segment]]
    main = car.open_state & (classes != "service")
    assert edges / 2 < main.sum() < edges * 2
    assert len(graph.tail) > len(graph)
    assert any(any("\u4e00" <= char <= "\u9fff" for char in entry) for entry in roads.names)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("roads.osm", b"this is no xml", "OpenStreetMap", id="no XML"),
        pytest.param("roads.osm", b"", "roads.osm", id="empty"),
        # Names of tests, and what they read, are the same in every process: no clock in the file.
        pytest.param(
            "roads.osm.gz",
            gzip.compress(b"<osm version='0.6'>", mtime=0)[:-9],
            "OpenStreetMap",
            id="cut short",
        ),
        pytest.param("roads.osm.pbf", b"\0\0\0\x0dnonsense", "OpenStreetMap", id="no PBF"),
        pytest.param("roads.osm", b"<osm version='0.6'></osm>", "no street", id="no street"),
        pytest.param("roads.graphml", b"<graphml>", "GraphML", id="open element"),
        pytest.param(
            "roads.graphml",
            b"<graphml xmlns='http://graphml.graphdrawing.org/xmlns'/>",
            "GraphML",
            id="no graph",
        ),
        pytest.param("roads.parquet", b"PAR1 no PAR1", "Parquet", id="no Parquet"),
        pytest.param("roads.shp", b"", "unknown kind", id="unknown kind"),
    ],
)
def test_bad_files_are_named(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RoadsError, match=words) as caught:
        load_roads(tmp_path / name, cache=False)
    assert name in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(RoadsError, match="no such file"):
        load_roads(tmp_path / "none.osm")
    with pytest.raises(RoadsError, match="a folder"):
        load_roads(tmp_path)


def test_parquet_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    with pytest.raises(RoadsError, match="not one of logiroute's"):
        load_roads(path, cache=False)
    ours = pa.table({"a": [1]}).replace_schema_metadata({"format": "logiroute-streets-1"})
    pq.write_table(ours, path)
    with pytest.raises(RoadsError, match="damaged"):
        load_roads(path, cache=False)


def test_oneway_against_the_drawing_is_turned(tmp_path: Path) -> None:
    ways = [*WAYS[:3], ("e b", {"highway": "secondary", "oneway": "-1"})]
    roads = load_roads(write_osm(tmp_path / "town.osm", NODES, ways), cache=False)
    (segment,) = np.flatnonzero(roads.oneway)
    points = roads.points(int(segment))
    assert points[0, 1] > points[-1, 1]  # from b, north, down to e


def test_reversible_street_is_left_to_pedestrians(tmp_path: Path) -> None:
    ways = [*WAYS[:3], ("b e", {"highway": "secondary", "oneway": "reversible"})]
    roads = load_roads(write_osm(tmp_path / "town.osm", NODES, ways), cache=False)
    chosen = np.array(roads.classes)[roads.highway] == "secondary"
    assert roads.modes[chosen].tolist() == [FOOT]


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "logiroute" / "roads"


def _same(one: Roads, two: Roads) -> bool:
    return (
        one.hash == two.hash
        and one.names == two.names
        and dict(one.dropped) == dict(two.dropped)
        and np.array_equal(one.length_m, two.length_m)
        and np.array_equal(one.maxspeed, two.maxspeed, equal_nan=True)
    )


def test_cache_keeps_every_field(cache_folder: Path, tmp_path: Path) -> None:
    path = write_osm(
        tmp_path / "town.osm",
        NODES,
        WAYS,
        relations=[("from:1 via:b to:4", {"restriction": "no_right_turn"})],
        node_tags={"e": {"barrier": "bollard"}},
    )
    first, again = load_roads(path), load_roads(path)
    assert len(list(cache_folder.iterdir())) == 1
    assert len(first.ban_modes) == 2  # the way runs through b: coming from either side
    assert first.barrier.any()
    for name in Roads.ARRAYS:
        one, two = getattr(first, name), getattr(again, name)
        assert one.dtype == two.dtype
        assert np.array_equal(one, two, equal_nan=one.dtype.kind == "f")
        assert not two.flags.writeable


def test_cache_is_used(cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _plain(tmp_path)
    first = load_roads(path)
    assert len(list(cache_folder.iterdir())) == 1

    def never(*_: object) -> Roads:
        raise AssertionError("the network was built again")

    monkeypatch.setattr("logiroute.geo.loading.load.build_roads", never)
    assert _same(load_roads(path), first)
    path.write_text(path.read_text().replace("secondary", "tertiary"))
    with pytest.raises(AssertionError, match="built again"):
        load_roads(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:0],
        lambda data: b"nonsense" + data[:0],
        lambda data: data.replace(b"\x00\x00\x59\x40", b"\x00\x00\x00\x40"),
        lambda data: data[:-2000] + bytes(1000) + data[-1000:],
    ],
    ids=["cut", "empty", "nonsense", "changed", "zeros"],
)
def test_damaged_cache_is_rebuilt_silently(
    damage: Callable[[bytes], bytes], cache_folder: Path, tmp_path: Path
) -> None:
    path = _plain(tmp_path)
    first = load_roads(path)
    (entry,) = cache_folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert _same(load_roads(path), first)
    assert _same(load_roads(path), first)
    assert [found.name for found in cache_folder.iterdir()] == [entry.name]


def test_cache_of_another_version_is_not_found(
    cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _plain(tmp_path)
    load_roads(path)
    monkeypatch.setattr("logiroute.geo.loading.cache.FORMAT_VERSION", -1)
    load_roads(path)
    assert len(list(cache_folder.iterdir())) == 2


def test_cache_that_cannot_be_written_is_done_without(cache_folder: Path, tmp_path: Path) -> None:
    cache_folder.parent.mkdir(parents=True)
    cache_folder.write_text("a file where the folder should be")
    assert len(load_roads(_plain(tmp_path))) == 7


def test_warning_of_a_clipped_extract_comes_from_the_cache_too(
    cache_folder: Path, tmp_path: Path
) -> None:
    path = write_osm(tmp_path / "town.osm", NODES, WAYS, missing=["bend"])
    for _ in range(2):
        with pytest.warns(UserWarning, match="missing nodes"):
            load_roads(path)
    assert cache_folder.is_dir()
