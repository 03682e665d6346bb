"""Travel times between places: one table per movement and window of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from logiroute.model.place import Point
    from logiroute.model.zone import Pass

#: Entry of a table where no legal path exists.
UNREACHABLE = 2**31 - 1


class Movement(NamedTuple):
    """What decides how a vehicle may move: two vehicles of one movement share their tables.

    Attributes
    ----------
    profile, vehicle_class, own_zone_id : str
        As in `Vehicle`; an empty zone for none.
    passes : tuple of Pass
        Those of the vehicle, where its class needs any.
    people : int
        The most that can be aboard, where some gate counts heads; else 0.
    """

    profile: str
    vehicle_class: str
    own_zone_id: str = ""
    passes: "tuple[Pass, ...]" = ()
    people: int = 0


@dataclass(frozen=True)
class TravelTable:
    """Times and distances between all places for one movement and one window of time.

    Every leg of it may be driven at any moment of the window: what is closed at some moment of it
    is closed, what is open only for a part of it is closed.

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
        The window, from (inclusive) to (exclusive); ``None`` is open-ended.
    """

    seconds: "NDArray[np.int32]"
    metres: "NDArray[np.int32]"
    snapped: "tuple[Point | None, ...]"
    snap_metres: tuple[float, ...]
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether a leg that is under way from ``start`` to ``end`` lies in the window."""
        return (self.valid_from is None or self.valid_from <= start) and (
            self.valid_to is None or end <= self.valid_to
        )


@dataclass(frozen=True)
class TravelTimes:
    """All tables of a day.

    Attributes
    ----------
    place_ids : tuple of str
        Row and column order of every table.
    tables : mapping of Movement to tuple of TravelTable
        Their windows may overlap; narrower ones come first, then earlier ones. The last one
        covers the whole day.
    mainline : tuple of tuple of Point
        Main carriageways of expressways inside zones, for policies that let them be driven.
    roads_hash : str
        SHA-256 of the road network the tables were made from.
    """

    place_ids: tuple[str, ...]
    tables: Mapping[Movement, tuple[TravelTable, ...]]
    roads_hash: str
    mainline: "tuple[tuple[Point, ...], ...]" = ()

    @cached_property
    def index(self) -> dict[str, int]:
        """Place id → row and column."""
        return {place_id: row for row, place_id in enumerate(self.place_ids)}

    def covering(
        self, movement: Movement, start: datetime, end: datetime
    ) -> tuple[TravelTable, ...]:
        """The tables whose window holds all of ``[start, end]``, the narrowest first.

        Raises
        ------
        KeyError
            No table for this movement.
        """
        return tuple(table for table in self.tables[movement] if table.covers(start, end))

    def table(
        self, movement: Movement, start: datetime | None = None, end: datetime | None = None
    ) -> TravelTable:
        """The narrowest table that covers ``[start, end]``; without them, that of the whole day.

        Raises
        ------
        KeyError
            No table for this movement, or none that covers the window.
        """
        if start is None:
            return self.tables[movement][-1]
        found = self.covering(movement, start, start if end is None else end)
        if not found:
            raise KeyError(f"no travel table for {movement} from {start} to {end}")
        return found[0]
