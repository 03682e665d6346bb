"""Ways to places beyond the roads: what the day declares, held against table and line.

Beyond the roads nothing is drawn and no zone is looked at: a line goes straight from an exit to
the place. So the exit has to be one that the place is declared to be reached by, and time and
distance have to be what lies on the roads and what is declared together.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.audit.geometry import distance_m
from logiroute.audit.record import LegReplay, Replay
from logiroute.model.place import Approach, Place, Point
from logiroute.model.travel import UNREACHABLE, TravelTable


class Split(NamedTuple):
    """A leg's line: what of it lies on the roads, and what is declared beyond them."""

    on_roads: NDArray[np.float64]
    beyond_m: int
    #: Where it leaves the roads or comes back to them.
    exits: tuple[Point, ...] = ()


class _Passed(NamedTuple):
    """An exit that a line passes, and where it meets the road."""

    approach: Approach
    road: Point


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
    places = (leg.origin.place, leg.target.place)
    if leg.origin.place == leg.target.place or not any(map(is_beyond, places)):
        return Split(line, 0)
    first, last = (int(is_beyond(place)) for place in places)
    inner = line[first : len(line) - last]
    if not len(inner):
        return None
    ways = product(
        _passed(replay, leg.table, places[0], inner[0], reach_m),
        _passed(replay, leg.table, places[1], inner[-1], reach_m),
    )
    # Exits may meet the road at one point: that one counts by which the leg's figures come about.
    best = min(
        ways,
        key=lambda way: _length(replay, leg, way) != (leg.seconds, leg.metres),
        default=None,
    )
    if best is None:
        return None
    used = [passed for passed in best if passed is not None]
    return Split(inner, sum(one.approach.metres for one in used), tuple(one.road for one in used))


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
    place: Place | None,
    point: NDArray[np.float64],
    reach_m: float,
) -> list[_Passed | None]:
    """The exits of a place that are at a point; None for a place on the roads."""
    if place is None or not place.approaches:
        return [None]
    found: list[_Passed | None] = []
    for approach in place.approaches:
        road = None if table is None else table.snapped[replay.travel.index[approach.exit_id]]
        if road is not None and distance_m(point.tolist(), road) <= reach_m:
            found.append(_Passed(approach, road))
    return found


def _length(
    replay: Replay, leg: LegReplay, way: tuple[_Passed | None, _Passed | None]
) -> tuple[int, int] | None:
    """Seconds and metres of a leg by given exits."""
    if leg.table is None or leg.origin.place is None or leg.target.place is None:
        return None
    index, (before, after) = replay.travel.index, way
    row = index[leg.origin.place.id if before is None else before.approach.exit_id]
    column = index[leg.target.place.id if after is None else after.approach.exit_id]
    beyond = [passed.approach for passed in way if passed is not None]
    return (
        int(leg.table.seconds[row, column]) + sum(approach.seconds for approach in beyond),
        int(leg.table.metres[row, column]) + sum(approach.metres for approach in beyond),
    )
