"""Places where people alight who need a wash, and the stations that legs from there go by.

Which station a route takes is decided when it is timed (`cleaning`). Before that its legs are those
by way of any station: no longer than what they will be.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.problem import Problem
from logiroute.solver.rules import cleaning, service, windows


class Soiled(NamedTuple):
    """Places of their own for those where people alight who need a wash.

    Attributes
    ----------
    place, need : ndarray of int64, shape (soiled,)
        Which place it is, and how long the wash has to be. They come after all others.
    of_task : ndarray of int64, shape (tasks,)
        The place of every task, a soiled one where it needs a wash.
    """

    place: NDArray[np.int64]
    need: NDArray[np.int64]
    of_task: NDArray[np.int64]


class Washes(NamedTuple):
    """When a wash may start where: see `Rows.wash_place` and what follows it."""

    place: NDArray[np.int64]
    seconds: NDArray[np.int64]
    begin: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    task: NDArray[np.int64]


def soiled_of(problem: Problem) -> Soiled:
    """Number the places where people alight, by what they need."""
    need = np.array(problem.of(Rule.CLEANING, cleaning.Columns).need, np.int64)
    places = len(problem.of(Rule.SERVICE, service.Columns).stop_s)
    of_task = problem.task_place.astype(np.int64)
    rows = np.flatnonzero(need > 0)
    keys, number = np.unique(
        np.column_stack([of_task[rows], need[rows]]).reshape(-1, 2), axis=0, return_inverse=True
    )
    of_task[rows] = places + number.reshape(-1)
    return Soiled(keys[:, 0], keys[:, 1], of_task)


def washes_of(problem: Problem) -> Washes:
    """List every second at which a wash may start, station by station."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    opens = problem.of(Rule.WINDOWS, windows.Columns).open
    spans: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    known: set[int] = set()
    for task, kind in enumerate(columns.kind):
        if kind < 0 or kind in known:
            continue
        known.add(kind)
        rows = spans.setdefault((columns.place[kind], columns.seconds[kind]), [])
        rows += [(first, last, task) for first, last in opens[task]]
    keys = sorted(key for key, rows in spans.items() if rows)
    table = np.array([row for key in keys for row in sorted(spans[key])], np.int64).reshape(-1, 3)
    return Washes(
        place=np.array([place for place, _ in keys], np.int64),
        seconds=np.array([seconds for _, seconds in keys], np.int64),
        begin=np.cumsum([0, *(len(spans[key]) for key in keys)], dtype=np.int64),
        first=np.ascontiguousarray(table[:, 0]),
        last=np.ascontiguousarray(table[:, 1]),
        task=np.ascontiguousarray(table[:, 2]),
    )


class Detours:
    """Widens travel tables by the soiled places.

    Parameters
    ----------
    soiled : Soiled
    washes : Washes
    stop_s : ndarray of int64, shape (places,)
    """

    def __init__(self, soiled: Soiled, washes: Washes, stop_s: NDArray[np.int64]) -> None:
        self._soiled, self._washes, self._stop = soiled, washes, stop_s

    def widened(
        self, seconds: NDArray[np.int32], metres: NDArray[np.int32]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Legs with the soiled places as rows and columns after the others.

        Parameters
        ----------
        seconds, metres : ndarray of int32, shape (places, places)

        Returns
        -------
        (ndarray, ndarray) of int32
            From a soiled place to another one the way is straight, and so it may be to a station.
            To any other place it is by the station that takes the least time, or fewest metres.
        """
        own, washes = self._soiled, self._washes
        n = len(seconds)
        every = np.concatenate([np.arange(n), own.place])
        wide_s = seconds[np.ix_(every, every)]
        wide_m = metres[np.ix_(every, every)]
        straight = np.isin(np.arange(n), washes.place)
        for row, (place, need) in enumerate(zip(own.place, own.need, strict=True), n):
            by_s = np.full(n, UNREACHABLE, np.int64)
            by_m = np.full(n, UNREACHABLE, np.int64)
            for station, length in zip(washes.place, washes.seconds, strict=True):
                if length < need or seconds[place, station] == UNREACHABLE:
                    continue
                there = int(length)
                if place != station:
                    there += int(seconds[place, station]) + int(self._stop[station])
                reached = seconds[station] != UNREACHABLE
                on_s = there + seconds[station].astype(np.int64)
                on_m = int(metres[place, station]) + metres[station].astype(np.int64)
                by_s[reached] = np.minimum(by_s, on_s)[reached]
                by_m[reached] = np.minimum(by_m, on_m)[reached]
            # To a station it may go to be washed, or on to somebody there after a wash elsewhere.
            wide_s[row, :n] = np.where(straight, np.minimum(seconds[place], by_s), by_s)
            wide_m[row, :n] = np.where(straight, np.minimum(metres[place], by_m), by_m)
        return wide_s, wide_m
