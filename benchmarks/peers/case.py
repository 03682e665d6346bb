"""An instance as plain integers: what every engine of the comparison is given, and nothing else.

A case crosses into processes of other interpreters, where logiroute is not installed, so this
module knows numpy only. `benchmarks.peers.cases` makes one from a `Problem`.
"""

import hashlib
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
#: Tasks in the order they are done, per shift that is driven.
Routes = dict[int, list[int]]

#: Name of a case's file in the folder of an instance.
FILE = "case.npz"

#: No such task, release or limit.
NONE = -1


@dataclass(frozen=True)
class Case:
    """Tasks, orders and shifts as rows. Times and lengths are in the units of the instance.

    Attributes
    ----------
    seconds, metres : ndarray, shape (tables, places, places)
        Time and length of every leg; NONE where there is no way.
    place, service : ndarray, shape (tasks,)
        Where a task is done, and how long it takes.
    span_row : ndarray, shape (tasks + 1,)
        Row of the first span of each task in `spans`.
    spans : ndarray, shape (all spans, 2)
        First and last second at which the task may begin.
    change : ndarray, shape (dimensions, tasks)
        What a task adds to the load. What a trip unloads without having picked it up is aboard
        at its start, what it leaves aboard at its end is taken off there.
    first, second : ndarray, shape (orders,)
        The task of an order, and the task where it is set down, or NONE.
    release : ndarray, shape (orders,)
        The trip that brings the order is loaded no earlier; what is not brought has NONE.
    penalty : ndarray, shape (orders,)
        Cost of leaving the order out.
    required : ndarray of 0 and 1, shape (orders,)
        Orders that may not be left out at any cost.
    reload : ndarray, shape (reloads,)
        Tasks that end a trip and begin the next; none has to be done.
    start, end, table, opens, closes : ndarray, shape (shifts,)
        Places, table of travel, first and last second.
    max_duty, max_trips : ndarray, shape (shifts,)
        Longest time on duty and most trips, or NONE.
    metre_cost, second_cost, fixed_cost : ndarray, shape (shifts,)
    alike : ndarray, shape (shifts,)
        Equal for shifts that differ in nothing.
    capacity : ndarray, shape (dimensions, shifts)
    refused : ndarray of 0 and 1, shape (tasks, shifts)
        Where the shift may not do the task.
    """

    seconds: Ints
    metres: Ints
    place: Ints
    service: Ints
    span_row: Ints
    spans: Ints
    change: Ints
    first: Ints
    second: Ints
    release: Ints
    penalty: Ints
    required: Ints
    reload: Ints
    start: Ints
    end: Ints
    table: Ints
    opens: Ints
    closes: Ints
    max_duty: Ints
    max_trips: Ints
    metre_cost: Ints
    second_cost: Ints
    fixed_cost: Ints
    alike: Ints
    capacity: Ints
    refused: Ints

    @property
    def tasks(self) -> int:
        """Number of tasks, reloads included."""
        return len(self.place)

    @property
    def orders(self) -> int:
        """Number of orders."""
        return len(self.first)

    @property
    def shifts(self) -> int:
        """Number of shifts."""
        return len(self.start)

    def windows(self, task: int) -> list[tuple[int, int]]:
        """When a task may begin."""
        rows = self.spans[self.span_row[task] : self.span_row[task + 1]]
        return [(int(opens), int(closes)) for opens, closes in rows]

    def kinds(self) -> list[list[int]]:
        """Shifts by kind, those of a kind differing in nothing."""
        found: dict[int, list[int]] = {}
        for shift, kind in enumerate(self.alike.tolist()):
            found.setdefault(kind, []).append(shift)
        return list(found.values())

    def only_loads(self) -> bool:
        """Whether nothing but loads limits a route: no windows, limits, pairs or trips."""
        return not (
            len(self.reload)
            or (self.second != NONE).any()
            or (self.max_duty != NONE).any()
            or self.refused.any()
            or (self.spans[:, 0] > self.opens.min()).any()
            or (self.spans[:, 1] < self.closes.max()).any()
        )

    def enough(self) -> list[int]:
        """Shifts without those that no good plan drives, which some engines are slow with.

        Where nothing but loads limits a route, two routes of a kind that together fit one vehicle
        cost less as one. So all but one of a kind are more than half full in some dimension.
        """
        if not self.only_loads():
            return list(range(self.shifts))
        total = -self.change.sum(axis=1)
        kept: list[int] = []
        for shifts in self.kinds():
            room = np.maximum(self.capacity[:, shifts[0]], 1)
            most = int((2 * total // room).sum()) + 1
            kept += shifts[:most]
        return sorted(kept)

    def digest(self) -> str:
        """A hash of every integer, the same wherever it is worked out."""
        sum_ = hashlib.sha256()
        for field in fields(self):
            array = np.ascontiguousarray(getattr(self, field.name), dtype="<i8")
            sum_.update(f"{field.name}{array.shape}".encode())
            sum_.update(array.tobytes())
        return sum_.hexdigest()[:16]

    def save(self, folder: Path) -> None:
        """Write the case into the folder of an instance."""
        np.savez(folder / FILE, **{field.name: getattr(self, field.name) for field in fields(self)})


def read(folder: Path) -> Case:
    """Read what `Case.save` wrote."""
    with np.load(folder / FILE, allow_pickle=False) as archive:
        return Case(**{field.name: archive[field.name] for field in fields(Case)})
