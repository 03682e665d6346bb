"""Read tables of street edges: GeoPackage, GeoParquet, GeoJSON."""

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from logiroute.errors import RoadsError
from logiroute.geo.loading.edge_tags import edge_tags
from logiroute.geo.loading.interop import fresh
from logiroute.geo.loading.ways import Ways
from logiroute.geo.loading.ways_builder import WAY_KEYS, WaysBuilder


def read_edges(path: Path) -> Ways:
    """All streets of a table with ``highway`` and ``geometry``, one line a row.

    Lines meet where their ends have the same position; columns ``u, v`` are not needed, and where
    they do not follow the line (as in the edges of some tools) they do no harm. Further columns
    are read as OpenStreetMap's tags: ``name, oneway, maxspeed, access, hgv, maxheight, …``.

    Raises
    ------
    RoadsError
        The file cannot be read, or lacks lines, the column ``highway`` or its coordinate system.
    """
    frame = _frame(path)
    if "highway" not in frame.columns:
        columns = ", ".join(map(str, frame.columns))
        raise RoadsError(
            f"{path}: a table of streets needs a column highway with OpenStreetMap's classes"
            f" (residential, primary, …); it has {columns}"
        )
    if frame.crs is None:
        raise RoadsError(
            f"{path}: the table does not say its coordinate system; set it"
            " (GeoDataFrame.set_crs) and save it again"
        )
    if not frame.crs.equals("EPSG:4326"):
        frame = frame.to_crs("EPSG:4326")
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    frame = frame.explode(index_parts=False, ignore_index=True)
    if not (frame.geometry.geom_type == "LineString").all():
        kinds = ", ".join(sorted(set(frame.geometry.geom_type) - {"LineString"}))
        raise RoadsError(f"{path}: streets are lines, but there are rows with {kinds}")
    return _ways(frame)


def _frame(path: Path) -> Any:
    """The table as geopandas reads it; of a file with several layers, the one named ``edges``."""
    import geopandas
    import pyarrow as pa

    try:
        if path.name.lower().endswith(".parquet"):
            return geopandas.read_parquet(path)
        layers = list(geopandas.list_layers(path)["name"])
        layer = "edges" if "edges" in layers else None
        if layer is None and len(layers) > 1:
            names = ", ".join(map(str, layers))
            raise RoadsError(
                f"{path}: which layer has the streets? Name it edges; there are {names}"
            )
        return geopandas.read_file(path, layer=layer)
    except (OSError, RuntimeError, ValueError, KeyError, pa.ArrowException) as error:
        # pyogrio's errors are RuntimeErrors.
        raise RoadsError(f"{path}: cannot be read as a table of streets ({error})") from error


def _ways(frame: Any) -> Ways:
    lines = frame.geometry.to_numpy()
    micro = np.round(shapely.get_coordinates(lines) * 1e6).astype(np.int64)
    counts = shapely.get_num_coordinates(lines)
    last = np.cumsum(counts) - 1
    at_ends = micro[np.stack([last - counts + 1, last], axis=1).ravel()]
    _, node = np.unique(at_ends, axis=0, return_inverse=True)
    ends = node.reshape(-1, 2).tolist()
    ids = frame["osmid"].tolist() if "osmid" in frame.columns else range(len(frame))
    columns = [key for key in WAY_KEYS if key in frame.columns]
    rows = zip(*(frame[key].tolist() for key in columns), strict=True)
    builder = WaysBuilder()
    seen: set[object] = set()
    inner = -1  # points between two nodes get ids of their own
    for (u, v), stop, count, way_id, row in zip(
        ends, last.tolist(), counts.tolist(), ids, rows, strict=True
    ):
        points = list(map(tuple, micro[stop - count + 1 : stop + 1].tolist()))
        tags = edge_tags(dict(zip(columns, row, strict=True)))
        if not fresh(seen, (u, v), points, tags):
            continue
        between = list(range(inner, inner - (count - 2), -1))
        inner -= len(between)
        degrees = ((x / 1e6, y / 1e6) for x, y in points)
        builder.add(_whole(way_id), [u, *between, v], degrees, tags)
    return builder.ways()


def _whole(value: Any) -> int:
    """The id of a row, or the first of several; 0 if it is no number."""
    if hasattr(value, "__iter__") and not isinstance(value, str):
        value = next(iter(value), 0)
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
