"""Ways to places beyond the roads: what the day declares, held against table and line.

Beyond the roads nothing is drawn and no zone is looked at: a line goes straight from an exit to
the place. So the exit has to be one that the place is declared to be reached by, and time and
distance have to be what lies on the roads and what is declared together.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.audit.geometry import distance_m
from logiroute.audit.record import LegReplay, Replay
from logiroute.model.place import Approach, Place
from logiroute.model.travel import UNREACHABLE, TravelTable


class Split(NamedTuple):
    """A leg's line: what of it lies on the roads, and the metres declared beyond them."""

    on_roads: NDArray[np.float64]
    beyond_m: int


def fastest(replay: Replay, leg: LegReplay) -> tuple[int, int] | None:
    """Seconds and metres of the fastest way by declared exits, of equally fast ones the shortest.

    Of a leg with a place beyond the roads and a table; None where no exit can be reached.
    """
    index, table = replay.travel.index, leg.table
    if table is None:
        raise ValueError("a leg without a table has no way")
    found = []
    for start_id, before_s, before_m in _feet(leg.origin.place):
        for end_id, after_s, after_m in _feet(leg.target.place):
            row, column = index[start_id], index[end_id]
            seconds, metres = int(table.seconds[row, column]), int(table.metres[row, column])
            if seconds < UNREACHABLE:
                found.append((seconds + before_s + after_s, metres + before_m + after_m))
    return min(found, default=None)


def is_beyond(place: Place | None) -> bool:
    """Whether a place lies beyond the roads."""
    return place is not None and bool(place.approaches)


def split(
    replay: Replay, leg: LegReplay, line: NDArray[np.float64], reach_m: float
) -> Split | None:
    """Cut off a line what lies beyond the roads; None if it leaves them at no declared exit.

    Parameters
    ----------
    replay : Replay
    leg : LegReplay
        With a table.
    line : ndarray, shape (n, 2)
        Degrees.
    reach_m : float
        How near an exit is passed.
    """
    beyond_m = 0
    if leg.origin.place == leg.target.place:
        return Split(line, beyond_m)
    for side, place in enumerate((leg.origin.place, leg.target.place)):
        if place is None or not place.approaches:
            continue
        inner = line[1:] if side == 0 else line[:-1]
        if not len(inner):
            return None
        used = _passed(replay, leg.table, place.approaches, inner[0 if side == 0 else -1], reach_m)
        if used is None:
            return None
        line, beyond_m = inner, beyond_m + used.metres
    return Split(line, beyond_m)


def _feet(place: Place | None) -> Iterator[tuple[str, int, int]]:
    """Where the way of a place meets the roads, with seconds and metres beyond."""
    if place is None:
        return
    if not place.approaches:
        yield place.id, 0, 0
    for approach in place.approaches:
        yield approach.exit_id, approach.seconds, approach.metres


def _passed(
    replay: Replay,
    table: TravelTable | None,
    approaches: Sequence[Approach],
    point: NDArray[np.float64],
    reach_m: float,
) -> Approach | None:
    """The approach whose exit is at a point."""
    for approach in approaches:
        road = None if table is None else table.snapped[replay.travel.index[approach.exit_id]]
        if road is not None and distance_m(point.tolist(), road) <= reach_m:
            return approach
    return None
