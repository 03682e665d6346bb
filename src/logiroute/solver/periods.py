"""Parts of the day between moments at which beds become free, or may be left by who is fetched.

Who gets out in a part may have what was free by its begin. So that a sum of people per part says
all there is to say, the set-downs of an order are one per site and part, each in the part's hours.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.slices import seconds_up

if TYPE_CHECKING:
    from logiroute.model.place import Place


class Period(NamedTuple):
    """A part of the day: first and last second, beds free by its begin (-1: not counted).

    Those of people whom the plan may fetch are not among them.
    """

    first: int
    last: int
    beds: int


def periods_of(
    place: "Place", start: datetime, horizon_s: int, most: int, left: Iterable[int] = ()
) -> tuple[Period, ...]:
    """The parts of a day at a place, in order of time; one where no beds become free.

    Parameters
    ----------
    place : Place
    start : datetime
        Second zero.
    horizon_s : int
        Last second.
    most : int
        Beds beyond this number are as good as this number.
    left : iterable of int
        Seconds from which on others may have the beds of people who are fetched.
    """
    if place.beds is None:
        return (Period(0, horizon_s, -1),)
    free = {0: place.beds, **{second: 0 for second in left if second > 0}}
    for entry in place.freed:
        second = max(0, seconds_up(start, entry.at))
        if second <= horizon_s:
            free[second] = free.get(second, 0) + entry.beds
    begins = sorted(free)
    lasts = [begin - 1 for begin in begins[1:]] + [horizon_s]
    beds, found = 0, []
    for begin, last in zip(begins, lasts, strict=True):
        beds += free[begin]
        found.append(Period(begin, last, min(beds, most)))
    return tuple(found)
