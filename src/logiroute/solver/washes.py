"""The pool of wash tasks: visits to a disinfection station within a shift.

Bays are shared by all vehicles over time, while a route is timed by itself. So a day is cut into
cells of a minute: where bays are counted, a wash starts with a cell, and takes a bay in every cell
that it touches. What fits cell by cell fits at every second.
"""

from collections.abc import Iterator
from typing import NamedTuple

from logiroute.model.order import Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.scenario import Scenario
from logiroute.units import ceil_div

#: Length of a cell. A vehicle waits less than one before a wash.
_CELL_S = 60


class Wash(NamedTuple):
    """Wash tasks that no rule can tell apart.

    Attributes
    ----------
    place : int
        The station.
    seconds : int
        How long disinfection takes.
    cell : int
        With which cell it starts; -1 at a station whose bays are not counted.
    tasks : int
        How many there are.
    """

    place: int
    seconds: int
    cell: int
    tasks: int

    def spans(self, horizon_s: int) -> tuple[tuple[int, int]]:
        """When it may start, as far as its cell says."""
        if self.cell < 0:
            return ((0, horizon_s),)
        return ((self.cell * _CELL_S, self.cell * _CELL_S),)

    @property
    def cells(self) -> range:
        """Cells in which it holds a bay."""
        if self.cell < 0:
            return range(0)
        return range(self.cell, self.cell + ceil_div(self.seconds, _CELL_S))


def wash_pool(scenario: Scenario, horizon_s: int) -> tuple[Wash, ...]:
    """Every kind of wash that a transfer of the day may need.

    Parameters
    ----------
    scenario : Scenario
    horizon_s : int
        Seconds from the start of the day to its end.
    """
    needs = [
        scenario.disinfect_s(order) for order in scenario.orders if isinstance(order, Transfer)
    ]
    lengths = sorted(set(needs) - {0})
    runs = sum(need > 0 for need in needs)
    return tuple(
        wash
        for row, place in enumerate(scenario.places)
        if place.kind is PlaceKind.DISINFECTION_STATION
        for seconds in lengths
        for wash in _washes(row, seconds, place.bays, runs, horizon_s)
    )


def _washes(
    place: int, seconds: int, bays: int | None, runs: int, horizon_s: int
) -> Iterator[Wash]:
    if bays is None or bays >= runs:
        yield Wash(place, seconds, -1, runs)
        return
    for cell in range(horizon_s // _CELL_S + 1):
        yield Wash(place, seconds, cell, bays)
