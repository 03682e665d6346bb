"""Read logiroute's own compact street files (``.parquet``; data/roads/README.md)."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from logiroute.errors import RoadsError
from logiroute.geo.ways import DEFAULT_MODES, FOOT, NO_LIMIT, Ways

FORMAT = "logiroute-streets-1"


def read_streets(path: Path) -> Ways:
    """All streets of a compact street file.

    Raises
    ------
    RoadsError
        The file is no Parquet file, is damaged, or is Parquet of another kind.
    """
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise RoadsError(f"{path}: cannot be read as a Parquet file ({error})") from error
    notes = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    if notes.get("format") != FORMAT:
        raise RoadsError(
            f"{path}: a Parquet file, but not one of logiroute's street files (its metadata has "
            f"no format {FORMAT!r}); give the OpenStreetMap file it was made from"
        )
    try:
        return _ways(table, notes)
    except (KeyError, ValueError, pa.ArrowException) as error:
        raise RoadsError(f"{path}: a damaged street file ({error})") from error


def _ways(table: pa.Table, notes: dict[str, str]) -> Ways:
    table = table.combine_chunks()
    first, last = (table[name].to_numpy() for name in ("from_node", "to_node"))
    count = len(first)
    steps = table["dlon"].combine_chunks()
    if isinstance(steps, pa.ChunkedArray):
        steps = pa.concat_arrays(steps.chunks)
    ends = np.asarray(steps.offsets, dtype=np.int64)
    offset = (ends - ends[0]) + np.arange(count + 1)
    inner = np.ones(offset[-1], dtype=np.bool_)
    inner[offset[:-1]] = False
    micro = np.empty((offset[-1], 2), dtype=np.int64)
    for axis, (start, delta) in enumerate((("lon", "dlon"), ("lat", "dlat"))):
        # One running sum over the whole file: each line starts with the jump from the last
        # point of the line before.
        values = np.empty(offset[-1], dtype=np.int64)
        lists = table[delta].combine_chunks()
        values[inner] = lists.flatten().to_numpy(zero_copy_only=False)
        values[offset[:-1]] = 0
        total = np.cumsum(values)
        origin = table[start].to_numpy().astype(np.int64) - total[offset[:-1]]
        micro[:, axis] = total + np.repeat(origin, np.diff(offset))
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
        micro=micro.astype(np.int32),
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
