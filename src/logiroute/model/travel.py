"""Travel times between places: one table per movement and time slice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from logiroute.model.place import Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Entry of a table where no legal path exists.
UNREACHABLE = 2**31 - 1


class Movement(NamedTuple):
    """What decides how a vehicle may move: two vehicles of one movement share their tables."""

    profile: str
    vehicle_class: str
    own_zone_id: str


@dataclass(frozen=True)
class TravelTable:
    """Times and distances between all places for one movement in one time slice.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (n, n)
        Row = from, column = to, in the order of `TravelTimes.place_ids`; seconds are rounded up,
        metres belong to the same (fastest) path; `UNREACHABLE` where there is no legal path.
    snapped : tuple of Point or None
        Where each place meets the road for this movement; ``None`` where it cannot.
    snap_metres : tuple of float
        Distance from place to that point (``inf`` where it cannot be snapped).
    valid_from, valid_to : datetime or None
        The slice of the day this table holds for; ``None`` is open-ended.
    """

    seconds: "NDArray[np.int32]"
    metres: "NDArray[np.int32]"
    snapped: tuple[Point | None, ...]
    snap_metres: tuple[float, ...]
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True)
class TravelTimes:
    """All tables of a day.

    Attributes
    ----------
    place_ids : tuple of str
        Row and column order of every table.
    tables : mapping of Movement to tuple of TravelTable
        One entry per time slice, in order of time.
    roads_hash : str
        SHA-256 of the road network the tables were made from.
    """

    place_ids: tuple[str, ...]
    tables: Mapping[Movement, tuple[TravelTable, ...]]
    roads_hash: str

    @cached_property
    def index(self) -> dict[str, int]:
        """Place id → row and column."""
        return {place_id: row for row, place_id in enumerate(self.place_ids)}

    def table(self, movement: Movement, at: datetime | None = None) -> TravelTable:
        """The table in force at a moment (the first one when ``at`` is None).

        Raises
        ------
        KeyError
            No table for this movement or moment.
        """
        slices = self.tables[movement]
        if at is None:
            return slices[0]
        for table in slices:
            if (table.valid_from is None or table.valid_from <= at) and (
                table.valid_to is None or at < table.valid_to
            ):
                return table
        raise KeyError(f"no travel table for {movement} at {at}")
