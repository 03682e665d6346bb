"""Road networks of OSMnx and GeoPandas, taken and given."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from logiroute.errors import RoadsError
from logiroute.geo.loading.edge_tags import access_tags, edge_tags, limit_tags
from logiroute.geo.loading.network import build_roads
from logiroute.geo.loading.ways import MODE_BITS, Ways
from logiroute.geo.loading.ways_builder import WaysBuilder
from logiroute.geo.roads import Roads


def from_networkx(graph: Any) -> Roads:
    """A road network of a graph of OSMnx.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        Nodes with ``x, y`` in degrees, edges with ``highway`` and, where they bend, ``geometry``.
        A two-way street, which OSMnx has as two edges, becomes one segment.

    Raises
    ------
    RoadsError
        It is projected, lacks an attribute, or has no street.
    """
    try:
        ways = ways_of_graph(graph)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RoadsError(
            f"the graph is not as OSMnx makes them ({type(error).__name__}: {error}); its nodes"
            " need x and y, its edges highway"
        ) from error
    return build_roads(ways, "a graph")


def ways_of_graph(graph: Any) -> Ways:
    """The streets of a graph of OSMnx, each once.

    Raises
    ------
    ValueError
        The graph is projected.
    KeyError
        A node has no place.
    """
    from pyproj import CRS

    if CRS.from_user_input(graph.graph["crs"]).is_projected:
        raise ValueError("its coordinates are projected, not longitude and latitude")
    builder = WaysBuilder()
    builder.notes |= {key: str(graph.graph.get(key, "")) for key in _NOTES}
    place = {}
    for node, data in graph.nodes(data=True):
        place[node] = (float(data["x"]), float(data["y"]))
        if isinstance(data.get("barrier"), str):
            builder.add_barrier(node, {k: v for k, v in data.items() if isinstance(v, str)})
    inner = -1  # points between two nodes get ids of their own
    seen: set[object] = set()
    for u, v, data in graph.edges(data=True):
        line = data.get("geometry")
        points = list(line.coords) if line is not None else [place[u], place[v]]
        tags = edge_tags(data)
        if not fresh(seen, (u, v), points, tags):
            continue
        between = list(range(inner, inner - (len(points) - 2), -1))
        inner -= len(between)
        ids = data.get("osmid", 0)
        way_id = int(ids[0] if isinstance(ids, list) else ids)
        builder.add(way_id, [u, *between, v], [(p[0], p[1]) for p in points], tags)
    return builder.ways()


def fresh(
    seen: set[object],
    ends: tuple[int, int],
    points: Sequence[tuple[float, ...]],
    tags: dict[str, str],
) -> bool:
    """Whether an edge is not the other direction of one that was met before; notes it if so."""
    drawn = tuple(points)
    oneway = tags.get("oneway")
    if oneway not in ("yes", "-1"):
        ends, drawn = (min(ends), max(ends)), min(drawn, drawn[::-1])
    key = (*ends, drawn, tags.get("highway"), oneway)
    if key in seen:
        return False
    seen.add(key)
    return True


_NOTES = ("source", "licence", "attribution", "date")


def to_networkx(roads: Roads) -> Any:
    """The network as a graph of OSMnx; `from_networkx` makes the same segments of it.

    Returns
    -------
    networkx.MultiDiGraph
        ``crs``; nodes with ``x, y`` and, at barriers, ``barrier`` and access tags; edges with
        ``osmid, length`` (metres), ``geometry, oneway, highway, name`` and OpenStreetMap's tags of
        access and limits. A segment is two edges, there and back, unless it is one-way for motor
        vehicles. Turn restrictions have no place in such a graph and are left out.
    """
    from networkx import MultiDiGraph

    graph: Any = MultiDiGraph(
        crs="epsg:4326", simplified=True, **{key: getattr(roads, key) for key in _NOTES}
    )
    place = np.empty((roads.nodes, 2), dtype=np.int64)
    place[roads.ends[:, 0]] = roads.micro[roads.offset[:-1]]
    place[roads.ends[:, 1]] = roads.micro[roads.offset[1:] - 1]
    for node, (x, y), stopped in zip(
        roads.node_id.tolist(), (place / 1e6).tolist(), roads.barrier.tolist(), strict=True
    ):
        graph.add_node(node, x=x, y=y, **_barrier_tags(stopped))
    tails, heads = roads.node_id[roads.ends].T.tolist()
    for segment, (u, v) in enumerate(zip(tails, heads, strict=True)):
        tags = _segment_tags(roads, segment)
        data = {**tags, "oneway": tags["oneway"] == "yes", "osmid": int(roads.way_id[segment])}
        data["length"] = float(roads.length_m[segment])
        line = shapely.LineString(roads.points(segment))
        graph.add_edge(u, v, **data, reversed=False, geometry=line)
        if not data["oneway"]:
            back = {**data, **_turned(tags)}
            graph.add_edge(v, u, **back, reversed=True, geometry=line.reverse())
    return graph


def to_geodataframes(roads: Roads) -> tuple[Any, Any]:
    """The network as two tables, in the form of ``osmnx.graph_to_gdfs``.

    Returns
    -------
    nodes : geopandas.GeoDataFrame
        Indexed by ``osmid``.
    edges : geopandas.GeoDataFrame
        Indexed by ``u, v, key``; columns as the edges of `to_networkx`.
    """
    import osmnx

    nodes, edges = osmnx.graph_to_gdfs(to_networkx(roads))
    return nodes, edges


def _segment_tags(roads: Roads, segment: int) -> dict[str, str]:
    highway = roads.classes[roads.highway[segment]]
    ahead, back = roads.access[segment].tolist()
    tags = access_tags(highway, ahead, back)
    tags |= limit_tags(
        int(roads.max_kg[segment]),
        int(roads.max_height_cm[segment]),
        int(roads.max_width_cm[segment]),
    )
    if name := roads.names[roads.name[segment]]:
        tags["name"] = name
    if not np.isnan(roads.maxspeed[segment]):
        tags["maxspeed"] = str(roads.maxspeed[segment])
    for key in ("bridge", "tunnel"):
        if getattr(roads, key)[segment]:
            tags[key] = "yes"
    if roads.mainline[segment] and highway == "trunk":
        tags["motorroad"] = "yes"
    return tags


def _turned(tags: dict[str, str]) -> dict[str, str]:
    """One-way rules of single modes, seen from the other end."""
    other = {"yes": "-1", "-1": "yes"}
    return {k: other.get(v, v) for k, v in tags.items() if k.startswith("oneway:")}


def _barrier_tags(stopped: int) -> dict[str, str]:
    if not stopped:
        return {}
    keys = {"motor": "motorcar"}
    refused = {keys.get(name, name): "no" for name, bit in MODE_BITS.items() if stopped & bit}
    return {"barrier": "gate", **refused}
