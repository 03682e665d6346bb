"""How the numbers of a file become whole numbers, and costs become numbers of the file again.

Published best values of one file are only comparable under the convention they were found with.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Rounding(Enum):
    """What happens to the part behind the point."""

    NEAREST = "to the nearest whole number"
    CUT = "cut off"
    #: No route is legal that is not legal in exact numbers.
    SAFE = "up for times and down for ends of windows; distances to the nearest"


@dataclass(frozen=True)
class Convention:
    """A way to make whole numbers of a file's.

    Attributes
    ----------
    factor : int
        Times and distances are multiplied by it, then rounded.
    rounding : Rounding
    per_unit : int
        Cost units in one of the published objective: 1 where it is published multiplied.
    """

    factor: int
    rounding: Rounding
    per_unit: int

    def __str__(self) -> str:
        times = "" if self.factor == 1 else f"×{self.factor:,}, "
        cost = f", cost divided by {self.per_unit:,}" if self.per_unit != 1 else ""
        return f"times and distances {times}rounded {self.rounding.value}{cost}".replace(
            "rounded cut", "cut"
        )

    def durations(self, values: Floats) -> Rows:
        """Times that pass: travel, service, openings of windows."""
        return self._whole(values, np.ceil)

    def limits(self, values: Floats) -> Rows:
        """Times that bound: ends of windows, longest durations."""
        return self._whole(values, np.floor)

    def amounts(self, values: Floats) -> Rows:
        """What is only paid: distances, prizes, fixed costs."""
        return self._whole(values, np.rint)

    def _whole(self, values: Floats, safe: np.ufunc) -> Rows:
        scaled = values * self.factor
        if self.rounding is Rounding.SAFE:
            # What is whole but for the error of a float stays whole.
            near = np.rint(scaled)
            scaled = np.where(np.isclose(scaled, near, rtol=0, atol=1e-6), near, scaled)
            return np.asarray(safe(scaled)).astype(np.int64)
        if self.rounding is Rounding.CUT:
            return np.trunc(scaled).astype(np.int64)
        return np.rint(scaled).astype(np.int64)


class Conventions(Enum):
    """The conventions that published best values follow."""

    #: Distances to the nearest whole number, as TSPLIB has it: CVRPLIB.
    ROUND = Convention(1, Rounding.NEAREST, 1)
    #: Ten times, cut: DIMACS 2021; the objective is published divided by ten again.
    DIMACS = Convention(10, Rounding.CUT, 10)
    #: The same, but published as it comes out.
    DIMACS_TIMES_10 = Convention(10, Rounding.CUT, 1)
    #: A thousand times, to the nearest, published as it comes out: PyVRP's instances.
    EXACT = Convention(1000, Rounding.NEAREST, 1)
    #: As near to double precision as four digits come, and never looser: Gehring & Homberger,
    #: Li & Lim.
    DOUBLE = Convention(10_000, Rounding.SAFE, 10_000)


#: Type as a file names it → convention of its published best values.
OF_TYPE = {
    "CVRP": Conventions.ROUND,
    "VRP": Conventions.ROUND,
    "VRPTW": Conventions.DIMACS,
    "CVRPTW": Conventions.DIMACS,
    "MTVRPTW": Conventions.DIMACS,
    "MTVRPTWR": Conventions.DIMACS_TIMES_10,
    "PCVRPTW": Conventions.DIMACS_TIMES_10,
}
