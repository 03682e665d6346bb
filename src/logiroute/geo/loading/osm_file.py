"""Read OpenStreetMap files: ``.osm``, ``.osm.gz``, ``.osm.bz2``, ``.osm.pbf``."""

import bz2
import gzip
import re
from pathlib import Path
from typing import Any

import osmium

from logiroute.errors import RoadsError
from logiroute.geo.loading.restrictions import read_restriction
from logiroute.geo.loading.ways import Ways
from logiroute.geo.loading.ways_builder import DANGLING, WAY_KEYS, WaysBuilder

#: Where XML files say how old they are: Overpass's ``<meta osm_base=…>``, ``<osm timestamp=…>``.
_XML_DATE = re.compile(rb'<(?:meta|osm)\b[^>]*?\b(?:osm_base|timestamp)="([^"]+)"')
_HEAD_BYTES = 4096


def read_osm(path: Path) -> Ways:
    """All streets, barriers and turn restrictions of an OpenStreetMap file, in one pass.

    A way that refers to nodes the file does not have (an extract cut at a rectangle) is cut there:
    what is known of it stays.

    Raises
    ------
    RoadsError
        The file is no OpenStreetMap data or is damaged.
    """
    builder = WaysBuilder()
    builder.dropped[DANGLING] = 0
    try:
        # The filters run in C++, so that only what is looked at becomes a Python object.
        entries = (
            osmium.FileProcessor(str(path))
            .with_locations()
            .with_filter(_only(osmium.osm.NODE, osmium.filter.KeyFilter("barrier")))
            .with_filter(_only(osmium.osm.WAY, osmium.filter.KeyFilter("highway")))
            .with_filter(
                _only(osmium.osm.RELATION, osmium.filter.TagFilter(("type", "restriction")))
            )
        )
        builder.notes["date"] = _date(path, entries.header)
        for entry in entries:
            if isinstance(entry, osmium.osm.Way):
                _add_way(builder, entry)
            elif isinstance(entry, osmium.osm.Node):
                builder.add_barrier(entry.id, dict(entry.tags))
            elif isinstance(entry, osmium.osm.Relation):
                members = [(member.role, member.type, member.ref) for member in entry.members]
                read_restriction(builder, dict(entry.tags), members)
    except (RuntimeError, OSError, ValueError, EOFError) as error:
        raise RoadsError(f"{path}: cannot be read as OpenStreetMap data ({error})") from error
    return builder.ways()


def _only(kind: Any, chosen: Any) -> Any:
    """A filter that looks at nodes, ways or relations alone."""
    chosen.enable_for(kind)
    return chosen


def _add_way(builder: WaysBuilder, way: Any) -> None:
    tags = {key: way.tags[key] for key in WAY_KEYS if key in way.tags}
    refs = ((r.ref, (r.lon, r.lat) if r.location.valid() else None) for r in way.nodes)
    builder.add_clipped(way.id, refs, tags)


def _date(path: Path, header: Any) -> str:
    """Date of the data, empty where the file does not say."""
    for key in ("osmosis_replication_timestamp", "timestamp"):
        if value := header.get(key, ""):
            return str(value)
    opener: Any = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix.lower(), Path.open)
    with opener(path, "rb") as file:
        match = _XML_DATE.search(file.read(_HEAD_BYTES))
    return match[1].decode("utf-8", "replace") if match else ""
