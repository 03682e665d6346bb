"""Read logiroute's own compact street files (``.parquet``; data/roads/README.md)."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from logiroute.errors import RoadsError
from logiroute.geo.loading import roads_file
from logiroute.geo.loading.polylines import polylines
from logiroute.geo.loading.ways import DEFAULT_MODES, FOOT, NO_LIMIT, Ways
from logiroute.geo.roads import Roads

FORMAT = "logiroute-streets-1"


def read_streets(path: Path) -> Ways | Roads:
    """All streets of a compact street file, of the first format or the second.

    Raises
    ------
    RoadsError
        The file is no Parquet file, is damaged, or is Parquet of another kind.
    """
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise RoadsError(f"{path}: cannot be read as a Parquet file ({error})") from error
    if b"geo" in (table.schema.metadata or {}):
        from logiroute.geo.loading.edges_file import read_edges

        return read_edges(path)
    notes = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    if notes.get("format") not in (FORMAT, roads_file.FORMAT):
        raise RoadsError(
            f"{path}: a Parquet file, but not one of logiroute's street files (its metadata has "
            f"no format {FORMAT!r} or {roads_file.FORMAT!r}), nor a table of streets with a "
            "geometry; give the OpenStreetMap file it was made from"
        )
    try:
        if notes["format"] == roads_file.FORMAT:
            return roads_file.roads_of_table(table, notes)
        return _ways(table, notes)
    except (KeyError, ValueError, IndexError, pa.ArrowException) as error:
        raise RoadsError(f"{path}: a damaged street file ({error})") from error


def _ways(table: pa.Table, notes: dict[str, str]) -> Ways:
    first, last = (table[name].to_numpy() for name in ("from_node", "to_node"))
    count = len(first)
    micro, offset = polylines(table)
    node = np.empty(offset[-1], dtype=np.int64)
    node[:] = np.arange(len(node)) + 1 + int(max(first.max(initial=0), last.max(initial=0)))
    node[offset[:-1]] = first
    node[offset[1:] - 1] = last
    highway = tuple(table["highway"].to_pylist())
    modes = np.array([DEFAULT_MODES.get(name, 0) for name in highway], dtype=np.uint8)
    oneway = table["oneway"].to_numpy().astype(np.bool_)
    unlimited = np.full(count, NO_LIMIT, dtype=np.int32)
    unknown = np.zeros(count, dtype=np.bool_)
    return Ways(
        offset=offset,
        node=node,
        micro=micro,
        highway=highway,
        name=("",) * count,
        access=np.stack([modes, np.where(oneway, modes & FOOT, modes)], axis=1),
        maxspeed=np.full(count, np.nan, dtype=np.float32),
        max_kg=unlimited,
        max_height_cm=unlimited,
        max_width_cm=unlimited,
        bridge=unknown,
        tunnel=unknown,
        mainline=np.array([name == "motorway" for name in highway], dtype=np.bool_),
        way_id=np.arange(count, dtype=np.int64),
        notes={key: notes.get(key, "") for key in ("source", "licence", "attribution")},
    )
