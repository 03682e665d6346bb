"""Tables that hold for a part of a shift only.

What closes at noon is open before: a leg that is over by noon may be driven by a table whose window
ends then, one that leaves after by another, one that straddles noon by a table that holds on both
sides. The table of the whole shift may be used at any moment of it.
"""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from logiroute.model.travel import Movement, TravelTable, TravelTimes
from logiroute.solver.bounds import MOST_S
from logiroute.solver.stand_still import StandStill, standing_still

if TYPE_CHECKING:
    from logiroute.model.place import Window


class Part(NamedTuple):
    """A table of a part of a shift: legs leave from its first second on, and arrive by its last.

    ``table`` is its row.
    """

    table: int
    first: int
    last: int


def seconds_up(start: datetime, moment: datetime) -> int:
    """The first whole second not before a moment, counted from a start."""
    return math.ceil((moment - start).total_seconds())


def seconds_down(start: datetime, moment: datetime) -> int:
    """The last whole second not after a moment, counted from a start."""
    return math.floor((moment - start).total_seconds())


class TableRows:
    """Collects the tables of shifts; those with the same figures share a row.

    Parameters
    ----------
    start : datetime
        Second zero.
    travel : TravelTimes
    """

    def __init__(self, start: datetime, travel: TravelTimes) -> None:
        self._start = start
        self._travel = travel
        self._row: dict[tuple[int, int], int] = {}
        self._known: dict[
            tuple[Movement, Window, StandStill | None], tuple[int, tuple[Part, ...]]
        ] = {}
        self._still: dict[tuple[Movement, StandStill], tuple[TravelTable, ...]] = {}
        #: One a row.
        self.tables: list[TravelTable] = []

    def of(
        self, movement: Movement, shift: "Window", still: StandStill | None = None
    ) -> tuple[int, tuple[Part, ...]]:
        """Row of the table for a whole shift, and the tables for parts of it.

        Long ways are closed while vehicles stand still.

        Raises
        ------
        KeyError
            No table of the movement holds the shift.
        """
        key = movement, shift, still
        if key not in self._known:
            tables = self._tables(movement, still)
            whole = next((table for table in tables if table.covers(shift.start, shift.end)), None)
            if whole is None:
                raise KeyError(f"no travel table for {movement} from {shift.start} to {shift.end}")
            parts = partial_tables(tables, whole, shift)
            row = self._row_of(whole)
            self._known[key] = row, tuple(self._part(part) for part in parts)
        return self._known[key]

    def _tables(self, movement: Movement, still: StandStill | None) -> tuple[TravelTable, ...]:
        tables = self._travel.tables[movement]
        if still is None:
            return tables
        if (movement, still) not in self._still:
            self._still[movement, still] = standing_still(tables, still)
        return self._still[movement, still]

    def _row_of(self, table: TravelTable) -> int:
        key = id(table.seconds), id(table.metres)
        if key not in self._row:
            self._row[key] = len(self.tables)
            self.tables.append(table)
        return self._row[key]

    def _part(self, table: TravelTable) -> Part:
        first = -MOST_S if table.valid_from is None else seconds_up(self._start, table.valid_from)
        last = MOST_S if table.valid_to is None else seconds_down(self._start, table.valid_to)
        return Part(self._row_of(table), first, last)


def partial_tables(
    tables: Sequence[TravelTable], whole: TravelTable, shift: "Window"
) -> tuple[TravelTable, ...]:
    """Tables that hold for a part of a shift and say something that no wider one says.

    Parameters
    ----------
    tables : sequence of TravelTable
        Of the shift's movement, the narrowest first.
    whole : TravelTable
        The one for the whole shift.
    shift : Window
    """
    found: list[TravelTable] = []
    for table in reversed(tables):
        begin, end = _within(table, shift)
        if begin >= end or (begin, end) == (shift.start, shift.end):
            continue
        if not any(_says(wider, table, shift) for wider in (whole, *found)):
            found.append(table)
    return tuple(reversed(found))


def _within(table: TravelTable, shift: "Window") -> tuple[datetime, datetime]:
    """The part of a shift in which a table holds."""
    begin = shift.start if table.valid_from is None else max(shift.start, table.valid_from)
    return begin, shift.end if table.valid_to is None else min(shift.end, table.valid_to)


def _says(wider: TravelTable, table: TravelTable, shift: "Window") -> bool:
    """Whether one table has the figures of another, for at least its part of a shift."""
    (first, last), (begin, end) = _within(wider, shift), _within(table, shift)
    if not (first <= begin and end <= last):
        return False
    return (wider.seconds is table.seconds and wider.metres is table.metres) or (
        np.array_equal(wider.seconds, table.seconds) and np.array_equal(wider.metres, table.metres)
    )
