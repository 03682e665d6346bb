"""Graphs and tables of OSMnx and GeoPandas: taken, given, and the same streets again."""

from collections import Counter
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from logiroute.errors import RoadsError
from logiroute.geo.loading.access import access_of
from logiroute.geo.loading.edge_tags import access_tags, edge_tags
from logiroute.geo.loading.interop import from_networkx, to_geodataframes, to_networkx
from logiroute.geo.loading.load import load_roads
from logiroute.geo.loading.save import save_roads
from logiroute.geo.loading.ways import DEFAULT_MODES, MODE_BITS
from logiroute.geo.roads import Roads
from tests.geo.drawn import EAST_M, LAT, LON, NORTH_M, write_osm

SHARED = Path(__file__).parents[3] / "shared" / "data"
ALL = sum(MODE_BITS.values())

NODES = {
    "a": (0.0, 100.0),
    "b": (100.0, 100.0),
    "c": (200.0, 100.0),
    "d": (0.0, 0.0),
    "e": (100.0, 0.0),
    "f": (200.0, 0.0),
    "bend": (250.0, 50.0),
}
STREET = {"highway": "residential"}
WAYS: list[tuple[str, dict[str, str]]] = [
    ("a b c bend f", {"highway": "primary", "name": "长江路", "maxspeed": "30 mph"}),
    ("d e f", STREET | {"hgv": "no", "maxheight": "3.85", "maxwidth": "2.5"}),
    ("a d", {"highway": "trunk", "motorroad": "yes", "bridge": "yes", "maxweight": "7.5"}),
    ("b e", {"highway": "secondary", "oneway": "yes", "oneway:psv": "no", "tunnel": "yes"}),
    ("a e", {"highway": "footway", "bicycle": "yes"}),
]
RESTRICTED = [
    ("from:1 via:b to:4", {"restriction": "no_right_turn"}),
    ("from:3 via:a to:1", {"restriction:hgv": "only_left_turn"}),
]


@pytest.fixture
def town(tmp_path: Path) -> Roads:
    path = write_osm(
        tmp_path / "town.osm",
        NODES,
        WAYS,
        relations=RESTRICTED,
        node_tags={"e": {"barrier": "bollard", "bus": "yes"}},
        head=' timestamp="2024-11-05T00:00:00Z"',
    )
    return load_roads(path, cache=False)


def _streets(roads: Roads) -> Counter[tuple[object, ...]]:
    """Everything about each segment but its number, drawn in the smaller direction."""
    found: Counter[tuple[object, ...]] = Counter()
    for i in range(len(roads)):
        line = tuple(map(tuple, roads.micro[roads.offset[i] : roads.offset[i + 1]].tolist()))
        access = tuple(roads.access[i].tolist())
        if line[::-1] < line:
            line, access = line[::-1], access[::-1]
        found[
            (
                line,
                access,
                roads.classes[roads.highway[i]],
                roads.names[roads.name[i]],
                str(roads.maxspeed[i]),
                *(int(getattr(roads, key)[i]) for key in ("max_kg", "max_height_cm")),
                *(bool(getattr(roads, key)[i]) for key in ("bridge", "tunnel", "mainline")),
            )
        ] += 1
    return found


def _stopped(roads: Roads) -> dict[int, int]:
    return {int(roads.node_id[i]): int(roads.barrier[i]) for i in np.flatnonzero(roads.barrier)}


def test_networkx_and_back(town: Roads) -> None:
    graph = to_networkx(town)
    again = from_networkx(graph)
    assert _streets(again) == _streets(town)
    assert _stopped(again) == _stopped(town)
    assert again.date == town.date
    assert again.length_m.sum() == pytest.approx(town.length_m.sum())
    assert graph.graph["crs"] == "epsg:4326"
    # Seven streets both ways and one that is one-way.
    assert graph.number_of_edges() == 2 * (len(town) - 1) + 1
    (one,) = (data for _, _, data in graph.edges(data=True) if data["oneway"])
    assert one["highway"] == "secondary"
    assert one["length"] == pytest.approx(100, abs=0.1)


def test_osmnx_can_work_with_the_graph(town: Roads, tmp_path: Path) -> None:
    import osmnx

    graph = osmnx.routing.add_edge_travel_times(osmnx.routing.add_edge_speeds(to_networkx(town)))
    path = osmnx.routing.shortest_path(graph, 1, 6, weight="travel_time")  # a to f
    assert path is not None
    assert (path[0], path[-1]) == (1, 6)
    osmnx.save_graphml(graph, tmp_path / "town.graphml")
    assert _streets(load_roads(tmp_path / "town.graphml", cache=False)) == _streets(town)


def test_tables_for_geopandas(town: Roads) -> None:
    nodes, edges = to_geodataframes(town)
    assert len(nodes) == town.nodes
    assert edges.index.names == ["u", "v", "key"]
    assert edges.crs == "EPSG:4326"
    both = edges["length"].where(edges["oneway"], edges["length"] / 2).sum()
    assert both == pytest.approx(town.length_m.sum())


@pytest.mark.parametrize("end", ["graphml", "gpkg", "geojson"])
def test_files_for_other_tools(end: str, town: Roads, tmp_path: Path) -> None:
    path = tmp_path / f"out.{end}"
    save_roads(town, path)
    save_roads(town, path)  # over the old one
    assert _streets(load_roads(path, cache=False)) == _streets(town)
    assert not list(tmp_path.glob(".*"))


def test_our_own_file_is_the_very_same_network(town: Roads, tmp_path: Path) -> None:
    assert len(town.ban_modes) == 3  # a right turn; every way but one for trucks, back included
    save_roads(town, tmp_path / "town.parquet")
    again = load_roads(tmp_path / "town.parquet", cache=False)
    assert again.hash == town.hash
    assert dict(again.dropped) == dict(town.dropped)
    save_roads(again, tmp_path / "second.parquet")
    assert load_roads(tmp_path / "second.parquet", cache=False).hash == town.hash


@pytest.mark.filterwarnings("ignore:.*missing nodes")
@pytest.mark.parametrize(
    "path",
    [SHARED / "shenzhen_nanshan.osm.gz", Path(__file__).parents[1] / "data" / "helsinki.osm.pbf"],
    ids=lambda path: path.name,
)
def test_real_networks_survive(path: Path, tmp_path: Path) -> None:
    if not path.is_file():
        pytest.skip(f"needs {path.name} in the folder of shared data beside the project")
    roads = load_roads(path, cache=False)
    save_roads(roads, tmp_path / "roads.parquet")
    assert load_roads(tmp_path / "roads.parquet", cache=False).hash == roads.hash
    save_roads(roads, tmp_path / "roads.graphml")
    assert (
        _streets(load_roads(tmp_path / "roads.graphml", cache=False)).keys()
        == _streets(roads).keys()
    )


def test_a_changed_file_of_ours_is_damaged(town: Roads, tmp_path: Path) -> None:
    path = tmp_path / "town.parquet"
    save_roads(town, path)
    table = pq.read_table(path)
    column = table.schema.get_field_index("backward")
    changed = table.set_column(column, "backward", pa.array([63] * len(town), pa.uint8()))
    pq.write_table(changed.replace_schema_metadata(table.schema.metadata), path)
    with pytest.raises(RoadsError, match=r"damaged street file .its content differs"):
        load_roads(path, cache=False)


def test_unknown_kind_of_output(town: Roads, tmp_path: Path) -> None:
    with pytest.raises(RoadsError, match=r"written are \.parquet"):
        save_roads(town, tmp_path / "town.shp")


def test_graphs_that_are_none_of_osmnx(town: Roads) -> None:
    graph = to_networkx(town)
    graph.graph["crs"] = "epsg:32650"
    with pytest.raises(RoadsError, match="projected"):
        from_networkx(graph)
    graph.graph["crs"] = "epsg:4326"
    del graph.nodes[1]["x"]
    with pytest.raises(RoadsError, match="KeyError: 'x'"):
        from_networkx(graph)


def test_edges_that_are_no_streets_are_left_out(town: Roads) -> None:
    graph = to_networkx(town)
    graph.add_edge(1, 2, building="yes")  # as graph_from_xml takes whatever a file has
    assert _streets(from_networkx(graph)) == _streets(town)


bits = st.integers(0, ALL)


@given(st.sampled_from(sorted(DEFAULT_MODES)), bits, bits)
def test_tags_say_any_access(highway: str, ahead: int, back: int) -> None:
    assert access_of(access_tags(highway, ahead, back)) == (ahead, back)


def test_attributes_of_merged_edges() -> None:
    tags = edge_tags(
        {
            "highway": ["primary", "trunk"],
            "maxspeed": "['60', '40']",
            "maxheight": np.array(["4.5", "3.8"]),
            "name": float("nan"),
            "ref": None,
            "oneway": np.True_,
            "hgv": ["no", "yes"],
            "maxweight": 7.0,
        }
    )
    assert tags == {
        "highway": "trunk",
        "maxspeed": "40",
        "maxheight": "3.8",
        "oneway": "yes",
        "hgv": "no",
        "maxweight": "7",
    }


def _table(**columns: object) -> geopandas.GeoDataFrame:
    """A square with a diagonal, in metres of EPSG:32650; u, v run against half of the lines."""
    corner = [(0, 0), (100, 0), (100, 100), (0, 100)]
    pairs = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]
    lines = [shapely.LineString([corner[u], corner[v]]) for u, v in pairs]
    moved = shapely.transform(lines, lambda xy: np.add(xy, (240_000, 3_377_000)))
    content = {
        "u": [0, 2, 2, 0, 0],
        "v": [1, 1, 3, 3, 2],
        "highway": ["residential", "residential", "primary", "primary", "footway"],
        "oneway": [False, True, False, False, False],
        **columns,
    }
    return geopandas.GeoDataFrame(content, geometry=moved, crs=32650)


@pytest.mark.parametrize("end", ["parquet", "gpkg"])
def test_a_table_in_metres_whose_nodes_do_not_follow_the_lines(end: str, tmp_path: Path) -> None:
    path = tmp_path / f"streets.{end}"
    frame = _table(name=["", "南路", None, "x", "y"], maxspeed=[30, 30, None, 50.5, 60])
    if end == "parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="GPKG")
    roads = load_roads(path, cache=False)
    assert (len(roads), roads.nodes) == (5, 4)
    assert roads.length_m.tolist() == pytest.approx([100, 100, 100, 100, 141.4], rel=2e-3)
    (one,) = np.flatnonzero(roads.oneway)
    points = roads.points(int(one))
    assert points[1, 1] > points[0, 1]  # northward, as drawn
    assert roads.names[roads.name[one]] == "南路"
    assert np.nanmax(roads.maxspeed) == 60
    assert np.isnan(roads.maxspeed).sum() == 1


def test_a_street_given_twice_counts_once(tmp_path: Path) -> None:
    frame = _table()
    back = frame[~frame["oneway"]].copy()
    back.geometry = back.geometry.reverse()
    both = geopandas.pd.concat([frame, back], ignore_index=True)
    both.to_parquet(tmp_path / "both.parquet")
    assert len(load_roads(tmp_path / "both.parquet", cache=False)) == 5


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (_table().drop(columns="highway"), "needs a column highway"),
        (_table().set_crs(None, allow_override=True), "does not say its coordinate system"),
        (_table().set_geometry(_table().geometry.centroid), "streets are lines"),
        (_table(highway=["proposed"] * 5), "no street in this file"),
    ],
)
def test_tables_that_are_no_streets(
    frame: geopandas.GeoDataFrame, words: str, tmp_path: Path
) -> None:
    frame.to_parquet(tmp_path / "streets.parquet")
    with pytest.raises(RoadsError, match=words) as caught:
        load_roads(tmp_path / "streets.parquet", cache=False)
    assert "streets.parquet" in str(caught.value)


def test_several_layers_need_a_name(tmp_path: Path) -> None:
    path = tmp_path / "streets.gpkg"
    for layer in ("one", "two"):
        _table().to_file(path, layer=layer, driver="GPKG")
    with pytest.raises(RoadsError, match=r"which layer has the streets\? .* one, two"):
        load_roads(path, cache=False)


@pytest.mark.parametrize("name", ["streets.gpkg", "streets.geojson"])
def test_damaged_tables(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(RoadsError, match="cannot be read as a table") as caught:
        load_roads(tmp_path / name, cache=False)
    assert name in str(caught.value)


def test_the_raw_streets_of_wuhan() -> None:
    path = SHARED / "wuhan_streets.parquet"
    if not path.is_file():
        pytest.skip("needs wuhan_streets.parquet in the folder of shared data beside the project")
    roads = load_roads(path, cache=False)
    assert len(roads) > 90_000
    assert roads.length_m.sum() / 1000 == pytest.approx(7_050, abs=1)
    assert roads.oneway[np.array(roads.classes)[roads.highway] == "motorway"].all()


def test_geojson_drawn_by_hand(tmp_path: Path) -> None:
    corners = [(0, 0), (90, 0), (90, 90)]
    places = [[LON + x / EAST_M, LAT + y / NORTH_M] for x, y in corners]
    features = ",".join(
        f'{{"type":"Feature","properties":{{"highway":"service"}},"geometry":'
        f'{{"type":"LineString","coordinates":{line}}}}}'
        for line in (places[:2], places[1:], [places[2], places[0]])
    )
    path = tmp_path / "yard.geojson"
    path.write_text(f'{{"type":"FeatureCollection","features":[{features}]}}')
    roads = load_roads(path, cache=False)
    assert roads.length_m.tolist() == pytest.approx([90, 90, 127.3], abs=0.2)
