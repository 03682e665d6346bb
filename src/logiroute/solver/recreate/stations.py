"""Places with work that leaves something on a vehicle, and the stations that legs from there go by.

Which station a route takes is decided when it is timed (`cleaning`). Before that its legs are those
by way of any station: no longer than what they will be.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.levels import CLEAN
from logiroute.solver.problem import Problem
from logiroute.solver.role import VISITS, Role
from logiroute.solver.rules import cleaning, parties, service, trips, windows


class Soiled(NamedTuple):
    """Places of their own for work that leaves something, or does not mind what is left.

    Attributes
    ----------
    place : ndarray of int64, shape (soiled,)
        Which place it is. They come after all others, where nobody comes but clean.
    boards : ndarray of int64, shape (soiled,)
        1 where people board, -1 where they alight, 0 for other work.
    need, leaves, asks : ndarray of int64, shape (rows, soiled)
        As in `cleaning.Columns`.
    least : ndarray of int64, shape (rows,)
        The lowest level that any task leaves.
    top : int
    of_task : ndarray of int64, shape (tasks,)
        The place of every task.
    """

    place: NDArray[np.int64]
    boards: NDArray[np.int64]
    need: NDArray[np.int64]
    leaves: NDArray[np.int64]
    asks: NDArray[np.int64]
    least: NDArray[np.int64]
    top: int
    of_task: NDArray[np.int64]

    def free(self, row: int, one: int, plain: int) -> NDArray[np.bool_]:
        """To which places a soiled one may be left without a wash.

        Parameters
        ----------
        row : int
            Of the levels.
        one : int
            The soiled place.
        plain : int
            How many others there are, which come first.
        """
        leaves = self.leaves[row, one]
        free = np.full(plain + len(self.place), leaves == CLEAN)
        free[plain:] = leaves <= self.asks[row]
        if leaves > CLEAN and self.boards[one] == 0:
            free[plain:] &= self.boards != 1
        return free

    def stays_clean(self, row: int, one: int) -> bool:
        """Whether a vehicle that goes on from a soiled place is sure to be clean."""
        unsoiled = self.leaves[row, one] == CLEAN and self.asks[row, one] < self.least[row]
        return bool(unsoiled)


class Washes(NamedTuple):
    """When a wash may start where: see `Rows.wash_place` and what follows it."""

    place: NDArray[np.int64]
    seconds: NDArray[np.int64]
    begin: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    task: NDArray[np.int64]


def soiled_of(problem: Problem) -> Soiled:
    """Number the places with work that is told apart by what it leaves, and by what it minds."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    places = len(problem.of(Rule.SERVICE, service.Columns).stop_s)
    transfer = problem.of(Rule.PARTIES, parties.Columns).transfer
    boards = np.array(trips.boarding(problem, transfer), np.int64)
    left = np.where(columns.leaves > CLEAN, columns.leaves, columns.top + 1)
    least = left.min(axis=1, initial=columns.top + 1)
    told_apart = ((columns.leaves > CLEAN) | (columns.asks >= least[:, None])).max(axis=0)
    told_apart &= ~np.isin(problem.task_role, (Role.RELOAD, *VISITS))
    rows = np.flatnonzero(told_apart)
    of_task = problem.task_place.astype(np.int64)
    key = np.vstack([of_task, boards, columns.need, columns.leaves, columns.asks])[:, rows].T
    keys, number = np.unique(key, axis=0, return_inverse=True)
    of_task[rows] = places + number.reshape(-1)
    need, leaves, asks = np.split(np.ascontiguousarray(keys[:, 2:].T), 3)
    return Soiled(keys[:, 0], keys[:, 1], need, leaves, asks, least, columns.top, of_task)


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
        self._on_map = np.concatenate([np.arange(len(stop_s)), soiled.place])
        self._at_station = np.isin(self._on_map, washes.place)

    def widened(
        self, seconds: NDArray[np.int32], metres: NDArray[np.int32], row: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Legs with the soiled places as rows and columns after the others.

        Parameters
        ----------
        seconds, metres : ndarray of int32, shape (places, places)
        row : int
            Of the levels.

        Returns
        -------
        (ndarray, ndarray) of int32
            From a soiled place to others that do not mind the way is straight, and so it may be to
            a station. To any other place it is by the station that takes the least time, or fewest
            metres.
        """
        own, n = self._soiled, len(seconds)
        every = self._on_map
        wide_s = seconds[np.ix_(every, every)]
        wide_m = metres[np.ix_(every, every)]
        asks = np.concatenate([np.full(n, CLEAN), own.asks[row]])
        for one, place in enumerate(own.place.tolist()):
            if own.stays_clean(row, one):
                continue
            by_s, by_m = self._by_station(seconds, metres, place, max(own.need[row, one], 1))
            free = own.free(row, one, n)
            # Where people alight nobody was washed on the way. Elsewhere it may go straight, to be
            # washed or as it is, or on to somebody there after a wash elsewhere.
            straight = free & (asks == own.top)
            either = (free | self._at_station) & ~straight
            for wide, direct, by in (
                (wide_s, seconds[place][every], by_s[every]),
                (wide_m, metres[place][every], by_m[every]),
            ):
                legs = np.where(either, np.minimum(direct, by), by)
                wide[n + one] = np.where(straight, direct, legs)
        return wide_s, wide_m

    def _by_station(
        self, seconds: NDArray[np.int32], metres: NDArray[np.int32], place: int, need: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Seconds and metres from a place to all on the map, by the best stations for either."""
        washes, n = self._washes, len(seconds)
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
        return by_s, by_m
