"""Travel tables of a VROOM problem: one for each way in which vehicles drive and pay for it."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Rows
from logiroute.solver.instances.vroom_document import Document, Square

#: A cost is seconds by rate per hour over 3,600 and metres by rate per kilometre over 1,000.
_PARTS = 3_600_000


class Drive(NamedTuple):
    """How a vehicle drives and pays: equal ones share a table."""

    profile: str
    speed_factor: float
    per_second: int
    per_metre: int


@dataclass(frozen=True)
class Tables:
    """All tables, over the rows of places.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (tables, places, places)
        ``metres`` is what is paid for: seconds, metres or a sum of both.
    table, rate : ndarray of int, shape (vehicles,)
        Which table, and cost units per entry of its ``metres``.
    scale : int
        Cost units in one unit of cost.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    table: Rows
    rate: Rows
    scale: int


def tables_of(document: Document, indices: Rows, complaints: Complaints) -> Tables:
    """Bring the matrices into the order of places.

    Parameters
    ----------
    document : Document
    indices : ndarray of int, shape (places,)
        Row of the matrices for every place; -1 for a place that is everywhere at once.
    complaints : Complaints
        Told what is missing.

    Raises
    ------
    InputError
        A matrix is missing or of the wrong size.
    """
    drives = _drives(document)
    shared = math.gcd(_PARTS, *(rate for drive in drives for rate in drive[2:]))
    seconds: list[NDArray[np.int32]] = []
    metres: list[NDArray[np.int32]] = []
    rates: dict[Drive, int] = {}
    rows = dict.fromkeys(drives)
    for drive in rows:
        made = _Maker(document, drive, indices, complaints)
        time = made.seconds()
        paid, rates[drive] = made.paid(time, shared)
        seconds.append(time)
        metres.append(paid)
    complaints.close()
    numbers = {drive: number for number, drive in enumerate(rows)}
    if len(seconds) == 1:
        times = seconds[0][None]
        return Tables(
            times,
            times if metres[0] is seconds[0] else metres[0][None],
            np.zeros(len(drives), dtype=np.int64),
            np.array([rates[drive] for drive in drives]),
            _PARTS // shared,
        )
    return Tables(
        np.stack(seconds),
        np.stack(metres),
        np.array([numbers[drive] for drive in drives]),
        np.array([rates[drive] for drive in drives]),
        _PARTS // shared,
    )


def _drives(document: Document) -> list[Drive]:
    """One a vehicle; where a profile has costs of its own, rates say nothing."""
    found = []
    for vehicle in document.vehicles:
        given = document.matrices.get(vehicle.profile)
        own = given is not None and given.costs is not None
        found.append(
            Drive(
                vehicle.profile,
                vehicle.speed_factor,
                0 if own else vehicle.costs.per_hour * 1000,
                0 if own else vehicle.costs.per_km * 3600,
            )
        )
    return found


class _Maker:
    """Makes the table of one way to drive."""

    def __init__(
        self, document: Document, drive: Drive, indices: Rows, complaints: Complaints
    ) -> None:
        self._document = document
        self._drive = drive
        self._indices = indices
        self._complaints = complaints

    def seconds(self) -> NDArray[np.int32]:
        """Driving times; rounded up where the vehicle is faster or slower."""
        found = self._matrix("durations")
        if self._drive.speed_factor == 1 or found is None:
            return self._placed(found)
        slower = np.ceil(found / self._drive.speed_factor)
        return self._placed(np.minimum(slower, UNREACHABLE).astype(np.int64))

    def paid(self, seconds: NDArray[np.int32], shared: int) -> tuple[NDArray[np.int32], int]:
        """What is paid for, and the rate."""
        per_second, per_metre = self._drive.per_second // shared, self._drive.per_metre // shared
        given = self._document.matrices.get(self._drive.profile)
        if given is not None and given.costs is not None:
            return self._placed(self._matrix("costs")), _PARTS // shared
        if not per_metre:
            return seconds, per_second
        distances = self._placed(self._matrix("distances"))
        if not per_second:
            return distances, per_metre
        rate = math.gcd(per_second, per_metre)
        paid = seconds.astype(np.int64) * (per_second // rate)
        paid += distances.astype(np.int64) * (per_metre // rate)
        barred = (seconds == UNREACHABLE) | (distances == UNREACHABLE)
        if paid.max(where=~barred, initial=0) >= UNREACHABLE:
            message = "costs per hour and kilometre do not fit in 31 bits; round one of them"
            self._complaints.say(0, f"matrices.{self._drive.profile}", message, "S504")
        return np.where(barred, UNREACHABLE, paid).astype(np.int32), rate

    def _placed(self, matrix: Rows | None) -> NDArray[np.int32]:
        """A matrix over places; nothing lies between a place that is everywhere and another."""
        count = len(self._indices)
        found = np.zeros((count, count), dtype=np.int32)
        somewhere = np.flatnonzero(self._indices >= 0)
        if matrix is not None:
            rows = self._indices[somewhere]
            found[np.ix_(somewhere, somewhere)] = matrix[np.ix_(rows, rows)]
        return found

    def _matrix(self, kind: str) -> Rows | None:
        """A matrix of the profile, looked through; None after a complaint."""
        name = f"matrices.{self._drive.profile}.{kind}"
        given = self._document.matrices.get(self._drive.profile)
        matrix: Square | None = None if given is None else getattr(given, kind)
        if matrix is None and kind == "durations" and self._drive.profile == "car":
            matrix = self._document.matrix
        if matrix is None:
            message = "it is missing; add it: coordinates alone say nothing of travel times"
            self._complaints.say(0, name, message, "S503")
            return None
        if any(len(row) != len(matrix) for row in matrix):
            message = "its rows are not as long as there are rows; make it square"
            self._complaints.say(0, name, message, "S504")
            return None
        if len(matrix) <= self._indices.max(initial=-1):
            message = f"it has {len(matrix)} rows, but location {self._indices.max()} is asked for"
            self._complaints.say(0, name, message, "S504")
            return None
        found: Rows = np.minimum(np.array(matrix, dtype=object), UNREACHABLE).astype(np.int64)
        if found.diagonal().any():
            message = "from a place to itself it takes something; put zeros on the diagonal"
            self._complaints.say(0, name, message, "S504")
        return found
