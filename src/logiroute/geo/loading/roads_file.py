"""Whole road networks in one Parquet file, format ``logiroute-streets-2`` (docs/roads.md)."""

import io
import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from logiroute.geo.loading.polylines import polyline_columns, polylines
from logiroute.geo.loading.ways import NO_LIMIT
from logiroute.geo.roads import Roads, numbered, packed

FORMAT = "logiroute-streets-2"

_LIMITS = ("max_kg", "max_height_cm", "max_width_cm")
_FLAGS = ("bridge", "tunnel", "mainline")
_TEXTS = ("source", "licence", "attribution", "date", "hash")


def roads_parquet(roads: Roads) -> bytes:
    """A road network as a Parquet file that `roads_of_table` reads without any loss."""
    columns = {
        "from_node": roads.node_id[roads.ends[:, 0]],
        "to_node": roads.node_id[roads.ends[:, 1]],
        "way_id": roads.way_id,
        "highway": pa.DictionaryArray.from_arrays(roads.highway, roads.classes),
        "name": pa.DictionaryArray.from_arrays(roads.name, roads.names),
        "forward": roads.access[:, 0],
        "backward": roads.access[:, 1],
        "length_m": roads.length_m,
        "maxspeed": pa.array(roads.maxspeed, mask=np.isnan(roads.maxspeed)),
        **{name: _limit_column(getattr(roads, name)) for name in _LIMITS},
        **{name: getattr(roads, name) for name in _FLAGS},
        "from_barrier": roads.barrier[roads.ends[:, 0]],
        "to_barrier": roads.barrier[roads.ends[:, 1]],
        **_ban_columns(roads),
        **polyline_columns(roads.micro, roads.offset),
    }
    about = {name: getattr(roads, name) for name in _TEXTS}
    about |= {"format": FORMAT, "dropped": json.dumps(dict(roads.dropped), ensure_ascii=False)}
    file = io.BytesIO()
    table = pa.table(columns).replace_schema_metadata(about)
    pq.write_table(table, file, compression="zstd", compression_level=19)
    return file.getvalue()


def roads_of_table(table: pa.Table, notes: Mapping[str, str]) -> Roads:
    """The network that `roads_parquet` wrote.

    Raises
    ------
    KeyError, ValueError, IndexError, pyarrow.ArrowException
        Something is missing, or differs from what the file's hash says.
    """
    table = table.combine_chunks()
    micro, offset = polylines(table)
    pairs = np.stack([table[name].to_numpy() for name in ("from_node", "to_node")], axis=1)
    node_id, ends = np.unique(pairs, return_inverse=True)
    ends = ends.reshape(-1, 2).astype(np.int32)
    barrier = np.zeros(len(node_id), dtype=np.uint8)
    for side, column in enumerate(("from_barrier", "to_barrier")):
        barrier[ends[:, side]] = table[column].to_numpy()
    rows = np.arange(table.num_rows)
    classes, highway = numbered(table["highway"].to_pylist(), rows)
    names, name = numbered(table["name"].to_pylist(), rows, "")
    arrays: dict[str, NDArray[np.generic]] = {
        "micro": micro,
        "offset": offset,
        "ends": ends,
        "node_id": node_id,
        "way_id": table["way_id"].to_numpy(),
        "length_m": table["length_m"].to_numpy(),
        "highway": highway.astype(np.int16),
        "name": name,
        "access": np.stack([table[name].to_numpy() for name in ("forward", "backward")], axis=1),
        "maxspeed": table["maxspeed"].fill_null(np.nan).to_numpy(),
        **{key: table[key].fill_null(NO_LIMIT).to_numpy() for key in _LIMITS},
        **{key: table[key].to_numpy() for key in _FLAGS},
        "barrier": barrier,
        **_bans(table),
    }
    texts: dict[str, object] = {name: notes[name] for name in _TEXTS if name != "hash"}
    texts |= {"classes": classes, "names": names}
    # Arrow lends its buffers read-only and its booleans as they are: numpy takes copies.
    own = {name: np.array(array) for name, array in arrays.items()}
    roads = packed(own, texts, json.loads(notes["dropped"]))
    if roads.hash != notes["hash"]:
        raise ValueError("its content differs from its own checksum")
    return roads


def _limit_column(limit: NDArray[np.int32]) -> pa.Array:
    return pa.array(limit, mask=limit == NO_LIMIT)


def _ban_columns(roads: Roads) -> dict[str, pa.Array]:
    """Forbidden turns as lists on the rows of the segments where they begin."""
    starts = roads.ban_segment[roads.ban_offset[:-1]]
    of_row = pa.array(np.searchsorted(starts, np.arange(len(roads) + 1)).astype(np.int32))
    of_ban = pa.array(roads.ban_offset.astype(np.int32))
    segments = pa.ListArray.from_arrays(of_ban, pa.array(roads.ban_segment))
    forward = pa.ListArray.from_arrays(of_ban, pa.array(roads.ban_forward))
    return {
        "ban_segments": pa.ListArray.from_arrays(of_row, segments),
        "ban_forward": pa.ListArray.from_arrays(of_row, forward),
        "ban_modes": pa.ListArray.from_arrays(of_row, pa.array(roads.ban_modes)),
    }


def _bans(table: pa.Table) -> dict[str, NDArray[np.generic]]:
    segments = _flat(table, "ban_segments")
    lengths = segments.value_lengths().to_numpy(zero_copy_only=False).astype(np.int64)
    return {
        "ban_offset": np.append(0, np.cumsum(lengths)).astype(np.int64),
        "ban_segment": segments.flatten().to_numpy(zero_copy_only=False),
        "ban_forward": _flat(table, "ban_forward").flatten().to_numpy(zero_copy_only=False),
        "ban_modes": _flat(table, "ban_modes").to_numpy(zero_copy_only=False),
    }


def _flat(table: pa.Table, name: str) -> pa.Array:
    values = table[name].combine_chunks().flatten()
    return pa.concat_arrays(values.chunks) if isinstance(values, pa.ChunkedArray) else values
