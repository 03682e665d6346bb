"""Writing tables of times and distances for other tools: CSV, or numpy's .npz."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from logiroute.files.points_file import NamedPoint
from logiroute.files.whole_file import whole_file

#: Seconds and metres of some rows of a table, each of shape (rows, targets).
Rows = tuple[NDArray[np.int32], NDArray[np.int32]]

#: What a file of a table may end in.
ENDINGS = (".csv", ".npz")


def write_matrix_csv(
    path: Path | str,
    from_ids: Sequence[str],
    to_ids: Sequence[str],
    blocks: Iterable[Rows],
    unreachable: int,
) -> None:
    """Write a table as CSV, in one step: ``from,to,seconds,metres``, a line for each pair.

    Parameters
    ----------
    path : Path or str
    from_ids, to_ids : sequence of str
    blocks : iterable of (seconds, metres)
        Rows of the table in the order of ``from_ids``, some at a time; nothing is kept of them.
    unreachable : int
        The entry of a pair without a way; its seconds and metres stay empty.

    Raises
    ------
    InputError
        S115, the file cannot be written.
    """
    row = 0
    with whole_file(Path(path)) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(("from", "to", "seconds", "metres"))
        for seconds, metres in blocks:
            for times, distances in zip(seconds, metres, strict=True):
                known = times != unreachable
                cells = (_cells(times, known), _cells(distances, known))
                lines.writerows(zip(repeat(from_ids[row]), to_ids, *cells, strict=False))
                row += 1
        text.detach()


def _cells(values: NDArray[np.int32], known: NDArray[np.bool_]) -> list[int | None]:
    return [
        value if there else None
        for value, there in zip(values.tolist(), known.tolist(), strict=True)
    ]


def write_matrix_npz(
    path: Path | str,
    origins: Sequence[NamedPoint],
    targets: Sequence[NamedPoint],
    table: Rows,
    snap_metres: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Write a table as a ``.npz`` file, in one step.

    It holds ``seconds`` and ``metres`` (int32, row = from), ``from_ids`` and ``to_ids`` (text),
    ``from_lon_lat`` and ``to_lon_lat`` (float64, WGS-84, shape (n, 2)), ``from_snap_m`` and
    ``to_snap_m`` (float64, inf where a point is on no street).

    Raises
    ------
    InputError
        S115, the file cannot be written.
    """
    with whole_file(Path(path)) as file:
        np.savez(
            file,
            seconds=table[0],
            metres=table[1],
            from_ids=_ids(origins),
            to_ids=_ids(targets),
            from_lon_lat=_lon_lat(origins),
            to_lon_lat=_lon_lat(targets),
            from_snap_m=snap_metres[0],
            to_snap_m=snap_metres[1],
        )


def _ids(points: Sequence[NamedPoint]) -> NDArray[np.str_]:
    return np.array([point.id for point in points], dtype=np.str_)


def _lon_lat(points: Sequence[NamedPoint]) -> NDArray[np.float64]:
    return np.array([point.point for point in points], dtype=np.float64)
