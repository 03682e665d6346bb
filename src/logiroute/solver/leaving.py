"""Beds that others may have once the plan has fetched who is in them.

Whoever leaves is surely gone by the end of the last window in which they may be fetched. From then
on, and after the time the rooms need, their beds count: whether they are fetched is for the search
to decide, when that is at the latest is known before. So what is free stays a sum.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.slices import seconds_down
from logiroute.units import ceil_div

if TYPE_CHECKING:
    from logiroute.model.order import Transfer
    from logiroute.model.place import Place
    from logiroute.model.scenario import Scenario

#: Moments of a place, at most: each is one more set-down of everybody who may be brought there.
_MOST_MOMENTS = 12

#: Where there are more, they are moved on to the next full quarter of an hour, half hour, …
_COARSER_S = (900, 1800, 3600, 7200, 14_400, 28_800, 86_400)


class LeftBeds(NamedTuple):
    """Where and from which second on others may have the beds of a party."""

    place_id: str
    second: int


def beds_left(scenario: "Scenario", horizon_s: int) -> Mapping[int, LeftBeds]:
    """From when on beds of people who are fetched may be given to others.

    Parameters
    ----------
    scenario : Scenario
    horizon_s : int
        Last second.

    Returns
    -------
    mapping of int to LeftBeds
        By row of a transfer. It is absent if nobody may have its beds within the horizon.
    """
    from logiroute.model.order import Transfer

    start = scenario.horizon.start
    moments: dict[str, dict[int, int]] = {}
    for row, order in enumerate(scenario.orders):
        if not isinstance(order, Transfer):
            continue
        place = scenario.place[order.origin_id]
        if place.bed_turnover_s is not None:
            moment = _fetched_by(order, place, start, horizon_s) + place.bed_turnover_s
            moments.setdefault(place.id, {})[row] = moment
    found = {}
    for place_id, of_place in moments.items():
        within = {row: moment for row, moment in of_place.items() if moment < horizon_s}
        moved = dict(zip(within, _few(list(within.values()), start), strict=True))
        for row, moment in moved.items():
            if moment < horizon_s:
                found[row] = LeftBeds(place_id, moment)
    return found


def _fetched_by(order: "Transfer", place: "Place", start: datetime, horizon_s: int) -> int:
    """The second by which a party is aboard, if it is fetched at all."""
    last = horizon_s
    for windows in (order.windows, place.windows):
        if windows:
            last = min(last, max(seconds_down(start, window.end) for window in windows))
    aboard = last + order.service_s
    if order.arrive_by is not None:
        aboard = min(aboard, seconds_down(start, order.arrive_by))
    return max(0, aboard)


def _few(moments: Sequence[int], start: datetime) -> list[int]:
    """The moments, or later ones by the clock if there are too many."""
    moved = list(moments)
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    since = (start - day) // timedelta(seconds=1)
    for step in _COARSER_S:
        if len(set(moved)) <= _MOST_MOMENTS:
            break
        moved = [ceil_div(since + moment, step) * step - since for moment in moments]
    return moved
