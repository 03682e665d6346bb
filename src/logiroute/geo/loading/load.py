"""Load a road network from whatever file it is in."""

import warnings
from collections.abc import Callable
from pathlib import Path

from logiroute.errors import RoadsError
from logiroute.geo.loading import cache as disk
from logiroute.geo.loading.network import build_roads
from logiroute.geo.loading.ways import Ways
from logiroute.geo.loading.ways_builder import DANGLING
from logiroute.geo.roads import Roads


def _osm(path: Path) -> Ways:
    from logiroute.geo.loading.osm_file import read_osm

    return read_osm(path)


def _graphml(path: Path) -> Ways:
    from logiroute.geo.loading.graphml_file import read_graphml

    return read_graphml(path)


def _edges(path: Path) -> Ways:
    from logiroute.geo.loading.edges_file import read_edges

    return read_edges(path)


def _streets(path: Path) -> Ways | Roads:
    from logiroute.geo.loading.streets_file import read_streets

    return read_streets(path)


#: Kind of file by the end of its name.
_READERS: dict[str, Callable[[Path], Ways | Roads]] = {
    ".osm": _osm,
    ".osm.gz": _osm,
    ".osm.bz2": _osm,
    ".osm.pbf": _osm,
    ".pbf": _osm,
    ".graphml": _graphml,
    ".parquet": _streets,
    ".gpkg": _edges,
    ".geojson": _edges,
}


def is_road_file(name: str) -> bool:
    """Whether a name ends as those of road files do."""
    return name.lower().endswith(tuple(_READERS))


def load_roads(source: Path | str, *, cache: bool = True) -> Roads:
    """Read a road network.

    Parameters
    ----------
    source : path
        ``.osm``, ``.osm.gz``, ``.osm.bz2``, ``.osm.pbf`` (OpenStreetMap), ``.graphml`` (saved by
        OSMnx), ``.parquet`` (logiroute's own, or a GeoParquet table of streets), ``.gpkg`` or
        ``.geojson`` (tables of streets with a column ``highway``).
    cache : bool
        Keep the network in the user's cache folder, under the hash of the file, and take it from
        there next time.

    Raises
    ------
    RoadsError
        The file is missing, unreadable, damaged, of an unknown kind, or has no street in it.

    Warns
    -----
    UserWarning
        The file is an extract that was cut at its edge (also when it comes from the cache).
    """
    path = Path(source)
    if not path.is_file():
        what = "a folder, not a file" if path.is_dir() else "no such file"
        raise RoadsError(f"{path}: {what}")
    name = path.name.lower()
    reader = next((_READERS[end] for end in _READERS if name.endswith(end)), None)
    if reader is None:
        known = ", ".join(_READERS)
        raise RoadsError(f"{path}: unknown kind of road file; known are {known}")
    key = disk.key_of(path) if cache else ""
    roads = disk.fetch(key) if cache else None
    if roads is None:
        read = reader(path)
        roads = read if isinstance(read, Roads) else build_roads(read, path.name)
        if cache:
            disk.store(key, roads)
    if missing := roads.dropped.get(DANGLING):
        warnings.warn(
            f"{path.name}: {missing} {DANGLING}; the streets were cut there",
            UserWarning,
            stacklevel=2,
        )
    return roads
