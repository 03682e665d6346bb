"""Tables of vehicles that stand still at some hours: long ways are closed then.

What may be driven at any hour of a table's window is the table without its long ways; before and
after the hours in question the table holds as it is. Like any way that closes for a time, a long
one is then under way before or after these hours, never in them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from logiroute.model.travel import UNREACHABLE, TravelTable

if TYPE_CHECKING:
    from logiroute.model.place import Window


class StandStill(NamedTuple):
    """When ways of more metres than so many are not driven: disjoint hours, in order of time."""

    hours: "tuple[Window, ...]"
    over_m: int


def standing_still(tables: Sequence[TravelTable], still: StandStill) -> tuple[TravelTable, ...]:
    """Tables by which legs may be driven where long ones stand still for a time.

    Parameters
    ----------
    tables : sequence of TravelTable
        Of one movement, the narrowest first.
    still : StandStill

    Returns
    -------
    tuple of TravelTable
        The narrowest first; those without such ways as they are.
    """
    found: list[TravelTable] = []
    for table in tables:
        met = [window for window in still.hours if _meets(table, window)]
        known = table.metres < UNREACHABLE
        long = known & (table.metres > still.over_m)
        if not met or not long.any():
            found.append(table)
            continue
        found += _between(table, met)
        seconds, metres = (
            np.where(long, UNREACHABLE, figures).astype(np.int32)
            for figures in (table.seconds, table.metres)
        )
        found.append(replace(table, seconds=seconds, metres=metres))
    return tuple(sorted(found, key=_width))


def _width(table: TravelTable) -> tuple[float, bool]:
    """Orders tables: the narrowest first, that without any bound last."""
    if table.valid_from is None or table.valid_to is None:
        return math.inf, table.valid_from is None and table.valid_to is None
    return (table.valid_to - table.valid_from).total_seconds(), False


def _meets(table: TravelTable, window: "Window") -> bool:
    begins = table.valid_from is None or table.valid_from < window.end
    return begins and (table.valid_to is None or window.start < table.valid_to)


def _between(table: TravelTable, hours: "Sequence[Window]") -> Iterator[TravelTable]:
    """The table for each span before, between and after some hours."""
    begins: list[datetime | None] = [table.valid_from, *(window.end for window in hours)]
    ends: list[datetime | None] = [*(window.start for window in hours), table.valid_to]
    for start, end in zip(begins, ends, strict=True):
        if start is None or end is None or start < end:
            yield replace(table, valid_from=start, valid_to=end)
