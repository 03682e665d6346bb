"""Polylines as columns of a table: a first point and the steps from point to point."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_AXES = (("lon", "dlon"), ("lat", "dlat"))


def polyline_columns(micro: NDArray[np.int32], offset: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Columns ``lon, lat, dlon, dlat`` of polylines.

    Parameters
    ----------
    micro : ndarray of int32, shape (vertices, 2)
        Millionths of a degree.
    offset : ndarray of int64, shape (lines + 1,)
        Line ``i`` has the vertices ``offset[i]:offset[i + 1]``.
    """
    step = np.zeros_like(micro)
    step[1:] = np.diff(micro, axis=0)
    inner = np.ones(len(micro), dtype=np.bool_)
    inner[offset[:-1]] = False
    ends = pa.array((offset - np.arange(len(offset))).astype(np.int32))
    columns: dict[str, pa.Array] = {}
    for axis, (start, delta) in enumerate(_AXES):
        columns[start] = pa.array(micro[offset[:-1], axis])
        columns[delta] = pa.ListArray.from_arrays(ends, pa.array(step[inner, axis]))
    return columns


def polylines(table: pa.Table) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Vertices and offsets of those columns, as `polyline_columns` takes them.

    Raises
    ------
    KeyError, ValueError, pyarrow.ArrowException
        A column is missing or damaged.
    """
    ends = np.asarray(_whole(table, "dlon").offsets, dtype=np.int64)
    offset = (ends - ends[0]) + np.arange(table.num_rows + 1)
    inner = np.ones(offset[-1], dtype=np.bool_)
    inner[offset[:-1]] = False
    micro = np.empty((offset[-1], 2), dtype=np.int32)
    for axis, (start, delta) in enumerate(_AXES):
        # One running sum over the whole file: each line starts with the jump from the last
        # point of the line before.
        values = np.zeros(offset[-1], dtype=np.int64)
        values[inner] = _whole(table, delta).flatten().to_numpy(zero_copy_only=False)
        total = np.cumsum(values)
        origin = table[start].to_numpy().astype(np.int64) - total[offset[:-1]]
        micro[:, axis] = total + np.repeat(origin, np.diff(offset))
    return micro, offset


def _whole(table: pa.Table, name: str) -> pa.ListArray:
    column = table[name].combine_chunks()
    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column
