"""Read street networks saved by OSMnx (``.graphml``)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from logiroute.errors import RoadsError
from logiroute.geo.ways import Ways
from logiroute.geo.ways_builder import WaysBuilder

_KEYS = ("name", "maxspeed", "access")


def read_graphml(path: Path) -> Ways:
    """All streets of a graph saved with ``osmnx.save_graphml``.

    OSMnx writes a two-way street as two edges; they become one street again.

    Raises
    ------
    RoadsError
        The file is no GraphML, or not a graph of OSMnx.
    """
    import osmnx
    from networkx import NetworkXError

    # What a damaged file makes of the XML parser, of networkx and of osmnx.
    faults = (OSError, SyntaxError, ValueError, KeyError, TypeError, AttributeError, NetworkXError)
    try:
        graph = osmnx.load_graphml(path)
        if osmnx.projection.is_projected(graph.graph["crs"]):
            raise ValueError("its coordinates are projected, not longitude and latitude")
        return _ways(graph)
    except faults as error:
        raise RoadsError(f"{path}: cannot be read as a GraphML file of OSMnx ({error})") from error


def _ways(graph: Any) -> Ways:
    builder = WaysBuilder()
    place = {node: (float(data["x"]), float(data["y"])) for node, data in graph.nodes(data=True)}
    inner = -1  # points between two nodes get ids of their own
    seen: set[tuple[object, ...]] = set()
    for u, v, data in graph.edges(data=True):
        line = data.get("geometry")
        points = list(line.coords) if line is not None else [place[u], place[v]]
        tags = _tags(data)
        if tags.get("oneway") != "yes":
            drawn = tuple(points)
            key = (min(u, v), max(u, v), min(drawn, drawn[::-1]))
            if key in seen:
                continue
            seen.add(key)
        between = list(range(inner, inner - (len(points) - 2), -1))
        inner -= len(between)
        ids = data.get("osmid", 0)
        way_id = int(ids[0] if isinstance(ids, list) else ids)
        builder.add(way_id, [u, *between, v], [(p[0], p[1]) for p in points], tags)
    return builder.ways()


def _tags(data: Mapping[str, Any]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for key in _KEYS:
        value = data.get(key)
        if isinstance(value, list):
            # OSMnx merges ways into one edge and keeps every value: the first speaks for all,
            # but the slowest limit counts.
            value = min(value, key=_leading_number) if key == "maxspeed" else value[0]
        if isinstance(value, str):
            tags[key] = value
    highway = data["highway"]
    tags["highway"] = str(highway[0] if isinstance(highway, list) else highway)
    # The edge runs the way it may be driven: OSMnx has already turned oneway=-1 round.
    tags["oneway"] = "yes" if data.get("oneway") in (True, "True", "yes") else "no"
    return tags


def _leading_number(text: str) -> float:
    digits = "".join(char for char in str(text).split(" ")[0] if char.isdigit() or char == ".")
    return float(digits) if digits else float("inf")
