"""Read OpenStreetMap files: ``.osm``, ``.osm.gz``, ``.osm.bz2``, ``.osm.pbf``."""

from pathlib import Path

import osmium

from logiroute.errors import RoadsError
from logiroute.geo.ways import Ways, WaysBuilder

_KEYS = (
    "highway",
    "name",
    "oneway",
    "junction",
    "area",
    "maxspeed",
    "access",
    "vehicle",
    "motor_vehicle",
    "bicycle",
    "foot",
)


def read_osm(path: Path) -> Ways:
    """All streets of an OpenStreetMap file.

    A way that refers to nodes the file does not have (an extract cut at a rectangle) is cut there:
    what is known of it stays.

    Raises
    ------
    RoadsError
        The file is no OpenStreetMap data or is damaged.
    """
    builder = WaysBuilder()
    try:
        streets = (
            osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
            .with_filter(osmium.filter.KeyFilter("highway"))
        )
        for way in streets:
            if not isinstance(way, osmium.osm.Way):
                continue
            tags = {key: way.tags[key] for key in _KEYS if key in way.tags}
            nodes: list[int] = []
            degrees: list[tuple[float, float]] = []
            for ref in way.nodes:
                if ref.location.valid():
                    nodes.append(ref.ref)
                    degrees.append((ref.lon, ref.lat))
                    continue
                builder.dangling += 1
                builder.add(way.id, nodes, degrees, tags)
                nodes, degrees = [], []
            builder.add(way.id, nodes, degrees, tags)
    except (RuntimeError, OSError, ValueError) as error:
        raise RoadsError(f"{path}: cannot be read as OpenStreetMap data ({error})") from error
    return builder.ways()
