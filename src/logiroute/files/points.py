"""Points of a table, from whichever datum its columns name."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import TypeVar

import numpy as np

from logiroute.datum import to_wgs84
from logiroute.files.geometry import metres_between, swap_hint
from logiroute.files.headers import datum_of
from logiroute.files.problems import Problems
from logiroute.files.rows_point import PointRow
from logiroute.files.table import Entry, Table
from logiroute.model.place import Point

P = TypeVar("P", bound=PointRow)

#: A day's places lie within a region; farther than this from the others asks for a second look.
FAR_M = 1_000_000.0


def read_points(table: Table[P], problems: Problems) -> dict[int, Point]:
    """Position of the row in ``table.entries`` → point in WGS-84; bad ones are noted.

    A point that may be left out (`Row.point_optional`) is so where both its cells are empty.
    """
    entries = table.entries
    datum = datum_of(entries[0].headers) if entries else None
    if datum is None:
        return {}
    fields = (f"lon_{datum}", f"lat_{datum}")
    kept: list[int] = []
    degrees: list[tuple[float, float]] = []
    for position, entry in enumerate(entries):
        pair = [getattr(entry.row, field) for field in fields]
        if entry.row.point_optional and pair == [None, None]:
            continue
        for field, value in zip(fields, pair, strict=True):
            if value is None:
                problems.error(
                    "S201", entry.at, entry.column(field), "the cell is empty; write the degrees"
                )
        if all(isinstance(value, Decimal) for value in pair):
            lon, lat = float(pair[0]), float(pair[1])
            if abs(lon) > 180 or abs(lat) > 90:
                wrong = fields[0] if abs(lon) > 180 else fields[1]
                problems.error(
                    "S209",
                    entry.at,
                    entry.column(wrong),
                    f"the point {pair[0]}, {pair[1]} is outside the world{swap_hint(lon, lat)}",
                )
            else:
                kept.append(position)
                degrees.append((lon, lat))
    if not kept:
        return {}
    given = np.asarray(degrees, dtype=np.float64)
    lons, lats = to_wgs84(given[:, 0], given[:, 1], datum)
    return dict(zip(kept, zip(lons.tolist(), lats.tolist(), strict=True), strict=True))


def warn_far(
    entries: Sequence[Entry[P]],
    points: dict[int, Point],
    around: Sequence[Point],
    problems: Problems,
) -> None:
    """Note points that lie far from all others but would be near with the two swapped."""
    if len(around) < 3:
        return
    centre = (median(lon for lon, _ in around), median(lat for _, lat in around))
    for position, (lon, lat) in points.items():
        swaps = abs(lon) <= 90 and metres_between((lat, lon), centre) < FAR_M / 2
        if swaps and metres_between((lon, lat), centre) > FAR_M:
            entry = entries[position]
            datum = datum_of(entry.headers)
            problems.warn(
                "S267",
                entry.at,
                entry.column(f"lon_{datum}"),
                "the point lies more than 1,000 km from the other places; longitude and latitude "
                "look swapped",
            )
