"""The pool of wash tasks: visits to a disinfection station within a shift.

Bays are shared by all vehicles over time, while a route is timed by itself. So a day is cut into
cells of a minute: where bays are counted, a wash starts with a cell, and takes a bay in every cell
that it touches. What fits cell by cell fits at every second.
"""

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import CELL_S
from logiroute.solver.slices import seconds_down
from logiroute.units import ceil_div

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario


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
        return ((self.cell * CELL_S, self.cell * CELL_S),)

    @property
    def cells(self) -> range:
        """Cells in which it holds a bay."""
        if self.cell < 0:
            return range(0)
        return range(self.cell, self.cell + ceil_div(self.seconds, CELL_S))


def wash_pool(scenario: "Scenario", horizon_s: int) -> tuple[Wash, ...]:
    """Every kind of wash that a transfer of the day may need.

    Parameters
    ----------
    scenario : Scenario
    horizon_s : int
        Seconds from the start of the day to its end.
    """
    from logiroute.model.order import Transfer
    from logiroute.model.place import PlaceKind

    needs = {
        order.party.party_class: scenario.disinfect_s(order)
        for order in scenario.orders
        if isinstance(order, Transfer) and scenario.disinfect_s(order)
    }
    runs = sum(
        isinstance(order, Transfer) and order.party.party_class in needs
        for order in scenario.orders
    )
    spans = {
        seconds: _hours(scenario, {name for name in needs if needs[name] == seconds}, horizon_s)
        for seconds in sorted(set(needs.values()))
    }
    return tuple(
        wash
        for row, place in enumerate(scenario.places)
        if place.kind is PlaceKind.DISINFECTION_STATION
        for seconds, (first, last) in spans.items()
        for wash in _washes(row, seconds, place.bays, runs, first, last)
    )


def _hours(scenario: "Scenario", classes: Container[str], horizon_s: int) -> tuple[int, int]:
    """First and last second on duty of vehicles that may carry people of some classes."""
    zero = scenario.horizon.start
    shifts = [
        shift
        for vehicle in scenario.vehicles
        if any(
            name in classes
            for name in scenario.policy.vehicle_class(vehicle.vehicle_class).party_classes
        )
        for shift in vehicle.shifts
    ]
    first = min((seconds_down(zero, shift.start) for shift in shifts), default=0)
    last = max((seconds_down(zero, shift.end) for shift in shifts), default=-1)
    return max(first, 0), min(last, horizon_s)


def _washes(
    place: int, seconds: int, bays: int | None, runs: int, first: int, last: int
) -> Iterator[Wash]:
    if bays is None or bays >= runs:
        yield Wash(place, seconds, -1, runs)
        return
    for cell in range(first // CELL_S, last // CELL_S + 1):
        yield Wash(place, seconds, cell, bays)
