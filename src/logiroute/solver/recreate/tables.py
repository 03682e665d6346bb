"""Travel tables as the kernel reads them: flat, from the end of a task to the start of the next."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.layout import FAR
from logiroute.solver.recreate.stations import Detours, Soiled, Washes
from logiroute.solver.rules import service, travel

#: Tables that are not symmetric are kept twice if they have no more entries than this.
_MOST_TWICE = 2**24


class LegsIn(NamedTuple):
    """Flat matrices of the legs to a place.

    Attributes
    ----------
    span, metres : ndarray of int32
        As ``span_in`` and ``metres_in`` of `Rows`: seconds and metres.
    here, before : int
        As ``in_here`` and ``in_before`` there.
    """

    span: NDArray[np.int32]
    metres: NDArray[np.int32]
    here: int
    before: int


class Tables:
    """Flat matrices per set of travel tables, in memory of the kernel's own.

    Copies lie in huge pages where the system has such; those that processes share do not, and the
    kernel, which reads here and there, would take half as long again at 10,000 places.

    Parameters
    ----------
    problem : Problem
    soiled : Soiled
        Places that come after those of the problem.
    washes : Washes
    """

    def __init__(self, problem: Problem, soiled: Soiled, washes: Washes) -> None:
        columns = problem.of(Rule.TRAVEL, travel.Columns)
        stop = np.array(problem.of(Rule.SERVICE, service.Columns).stop_s, np.int64)
        self._detours = Detours(soiled, washes, stop) if len(soiled.place) else None
        self._stop = np.concatenate([stop, stop[soiled.place]])
        self._seconds, self._metres = columns.seconds, columns.metres
        self._rows: dict[tuple[tuple[int, ...], int], int] = {}
        #: Per place, which one it is on the map; soiled ones are left by way of a station.
        self._on_map = np.concatenate([np.arange(len(stop)), soiled.place])
        self._soiled, self._plain = soiled, len(stop)
        self._stations = frozenset(washes.place.tolist())
        self.places = len(self._on_map)
        self.least_seconds: list[NDArray[np.int32]] = []
        self.least_metres: list[NDArray[np.int32]] = []
        self._most_seconds: list[NDArray[np.int32]] = []
        #: The row of the levels of each.
        self._levels: list[int] = []

    def row(self, tables: tuple[int, ...], levels: int) -> int:
        """Which of the sets of tables it is, with detours by a row of levels."""
        key = (tables, levels if self._detours is not None else 0)
        if key not in self._rows:
            self._rows[key] = len(self._rows)
            self._levels.append(levels)
            first, *others = tables
            seconds, metres = self._seconds[first], self._metres[first]
            most = seconds
            for other in others:
                seconds = np.minimum(seconds, self._seconds[other])
                metres = np.minimum(metres, self._metres[other])
                most = np.maximum(most, self._seconds[other])
            if self._detours is not None:
                most = self._detours.widened(most, metres, levels)[0] if others else most
                seconds, metres = self._detours.widened(seconds, metres, levels)
                self._most_seconds.append(most if others else seconds)
            self.least_seconds.append(seconds)
            self.least_metres.append(metres)
        return self._rows[key]

    def flat(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Spans and metres from task to task."""
        metres = [
            self._still(each, levels)
            for each, levels in zip(self.least_metres, self._levels, strict=True)
        ]
        same = [
            one is two or np.shares_memory(one, two)
            for one, two in zip(self.least_seconds, self.least_metres, strict=True)
        ]
        spans = [
            of_metres if alike and not self._stop.any() else self._span(each, levels)
            for each, of_metres, alike, levels in zip(
                self.least_seconds, metres, same, self._levels, strict=True
            )
        ]
        if len(metres) == 1:
            return spans[0].reshape(-1), metres[0].reshape(-1)
        return np.concatenate([m.reshape(-1) for m in spans]), np.concatenate(
            [m.reshape(-1) for m in metres]
        )

    def most(self, span: NDArray[np.int32]) -> NDArray[np.int32]:
        """Spans at the worst hour, flat as those of `flat`: these themselves where it is no matter.

        A way that some hour bars is as long as it is at other hours.
        """
        pairs = zip(self._most_seconds, self.least_seconds, strict=False)
        if all(one is other for one, other in pairs):
            return span
        barred = [
            np.where(most == UNREACHABLE, least, most)
            for most, least in zip(self._most_seconds, self.least_seconds, strict=True)
        ]
        return np.concatenate(
            [
                self._span(each, levels).reshape(-1)
                for each, levels in zip(barred, self._levels, strict=True)
            ]
        )

    def legs_in(self, span: NDArray[np.int32], metres: NDArray[np.int32]) -> LegsIn:
        """What `flat` made, by the place where a leg ends."""
        n = self.places
        if span.size > _MOST_TWICE:
            return LegsIn(span, metres, 1, n)
        metres_in = self._turned(metres)
        # One array for both stays one.
        return LegsIn(
            metres_in if np.shares_memory(span, metres) else self._turned(span), metres_in, n, 1
        )

    def _turned(self, flat: NDArray[np.int32]) -> NDArray[np.int32]:
        """A flat matrix with rows for columns: the same array if it is symmetric."""
        cube = flat.reshape(-1, self.places, self.places)
        turned = cube.transpose(0, 2, 1)
        return flat if np.array_equal(cube, turned) else np.ascontiguousarray(turned).reshape(-1)

    def _still(self, matrix: NDArray[np.int32], levels: int) -> NDArray[np.int32]:
        matrix = matrix.copy()
        for row in range(self.places):
            matrix[row, self._here(row, levels)] = 0
        return matrix

    def _span(self, seconds: NDArray[np.int32], levels: int) -> NDArray[np.int32]:
        if not self._stop.any():
            # A way that there is not takes `UNREACHABLE`, which is no less than `FAR`.
            return self._still(seconds, levels)
        found = np.empty_like(seconds)
        for row in range(self.places):  # row by row: no second matrix of wider numbers
            total = np.minimum(seconds[row] + self._stop, FAR)
            total[seconds[row] == UNREACHABLE] = FAR
            total[self._here(row, levels)] = 0
            found[row] = total
        return found

    def _here(self, row: int, levels: int) -> NDArray[np.int64]:
        """Places that are where one is, and not left by way of a station from there."""
        if self._detours is None:
            return np.array([row])
        same = np.flatnonzero(self._on_map == self._on_map[row])
        if row < self._plain or self._on_map[row] in self._stations:
            return same
        return same[self._soiled.free(levels, row - self._plain, self._plain)[same]]

    def ends(self, row: int, start: int, end: int) -> NDArray[np.int64]:
        """See `Rows.ends`."""
        seconds, metres = self.least_seconds[row], self.least_metres[row]
        found = np.empty((self.places, 4), np.int64)
        found[:, 0] = seconds[start].astype(np.int64) + self._stop + self._stop[start]
        found[:, 1] = metres[start]
        found[:, 2] = seconds[:, end]
        found[:, 3] = metres[:, end]
        found[seconds[start] == UNREACHABLE, 0] = FAR
        found[seconds[:, end] == UNREACHABLE, 2] = FAR
        return found
