"""Read what an Overpass server answers (JSON)."""

from collections.abc import Mapping
from typing import Any

from logiroute.geo.loading.restrictions import read_restriction
from logiroute.geo.loading.ways import Ways
from logiroute.geo.loading.ways_builder import DANGLING, WaysBuilder


def read_overpass(answer: Mapping[str, Any]) -> Ways:
    """All streets, barriers and turn restrictions of an answer, in whatever order they come.

    Parameters
    ----------
    answer : mapping
        ``elements``: nodes with ``lat, lon``, ways with ``nodes``, relations with ``members``.

    Raises
    ------
    KeyError
        It is no such answer.
    """
    builder = WaysBuilder()
    builder.dropped[DANGLING] = 0
    builder.notes["date"] = str(answer.get("osm3s", {}).get("timestamp_osm_base", ""))
    place: dict[int, tuple[float, float]] = {}
    for node in (one for one in answer["elements"] if one["type"] == "node"):
        place[node["id"]] = (node["lon"], node["lat"])
        builder.add_barrier(node["id"], node.get("tags", {}))
    for one in answer["elements"]:
        tags = one.get("tags", {})
        if one["type"] == "way":
            builder.add_clipped(one["id"], ((ref, place.get(ref)) for ref in one["nodes"]), tags)
        elif one["type"] == "relation" and tags.get("type") == "restriction":
            members = [(m["role"], m["type"][0], m["ref"]) for m in one["members"]]
            read_restriction(builder, tags, members)
    return builder.ways()
