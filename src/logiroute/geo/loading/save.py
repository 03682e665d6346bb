"""Write a road network for logiroute or for other tools."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from logiroute.atomic import write_bytes
from logiroute.errors import RoadsError
from logiroute.geo.roads import Roads


def _parquet(roads: Roads, path: Path) -> None:
    from logiroute.geo.loading.roads_file import roads_parquet

    path.write_bytes(roads_parquet(roads))


def _graphml(roads: Roads, path: Path) -> None:
    import osmnx

    from logiroute.geo.loading.interop import to_networkx

    osmnx.save_graphml(to_networkx(roads), path)


def _gpkg(roads: Roads, path: Path) -> None:
    from logiroute.geo.loading.interop import to_geodataframes

    nodes, edges = to_geodataframes(roads)
    nodes.reset_index().to_file(path, layer="nodes", driver="GPKG")
    edges.reset_index().to_file(path, layer="edges", driver="GPKG", mode="a")


def _geojson(roads: Roads, path: Path) -> None:
    from logiroute.geo.loading.interop import to_geodataframes

    to_geodataframes(roads)[1].reset_index().to_file(path, driver="GeoJSON")


_WRITERS: dict[str, Callable[[Roads, Path], None]] = {
    ".parquet": _parquet,
    ".graphml": _graphml,
    ".gpkg": _gpkg,
    ".geojson": _geojson,
}


def writer_of(path: Path) -> Callable[[Roads, Path], None]:
    """What writes files of that ending.

    Raises
    ------
    RoadsError
        Nothing does.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RoadsError(f"{path}: unknown kind of road file; written are {', '.join(_WRITERS)}")
    return writer


def save_roads(roads: Roads, path: Path | str) -> None:
    """Write a road network, the whole file or none.

    Parameters
    ----------
    roads : Roads
    path : path
        ``.parquet`` keeps everything, and `logiroute.geo.loading.load.load_roads` reads the very
        same network from it. ``.graphml`` (OSMnx), ``.gpkg`` and ``.geojson`` have no turn
        restrictions, and the last two no barriers either.

    Raises
    ------
    RoadsError
        Another ending.
    OSError
        The file cannot be written.
    """
    path = Path(path)
    writer = writer_of(path)
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / f"roads{path.suffix.lower()}"
        writer(roads, part)
        write_bytes(path, part.read_bytes())
