"""The pool of wash tasks: visits to a disinfection station within a shift.

Bays are shared by all vehicles over time, while a route is timed by itself. So a day is cut into
cells of a minute: where bays are counted, a wash starts with a cell, and takes a bay in every cell
that it touches. What fits cell by cell fits at every second.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import CELL_S
from logiroute.solver.levels import Levels
from logiroute.solver.slices import seconds_down
from logiroute.units import ceil_div

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.order import Order
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


def wash_pool(scenario: "Scenario", levels: Levels, horizon_s: int) -> tuple[Wash, ...]:
    """Every kind of wash that an order of the day may need.

    Parameters
    ----------
    scenario : Scenario
    levels : Levels
    horizon_s : int
        Seconds from the start of the day to its end.
    """
    from logiroute.model.order import Transfer
    from logiroute.model.place import PlaceKind

    index = {place.id: row for row, place in enumerate(scenario.places)}
    hours: dict[int, list[tuple[int, int]]] = defaultdict(list)
    needs = {
        order.party.party_class: scenario.disinfect_s(order)
        for order in scenario.orders
        if isinstance(order, Transfer) and scenario.disinfect_s(order)
    }
    places = [_work_places(order) for order in scenario.orders]
    worked_at = sorted({index[name] for of_order in places for name in of_order})
    left = [sorted({row[at].seconds for at in worked_at} - {0}) for row in levels.marks]
    for vehicle, span, row in _shifts(scenario, levels, horizon_s):
        carried = scenario.policy.vehicle_class(vehicle.vehicle_class).party_classes
        for seconds in {*(needs[name] for name in carried if name in needs), *left[row]}:
            hours[seconds].append(span)
    asks = {at for row in levels.marks for at in worked_at if row[at].seconds}
    runs = 0
    for order, of_order in zip(scenario.orders, places, strict=True):
        in_zones = sum(index[name] in asks for name in of_order)
        if isinstance(order, Transfer):
            runs += bool(in_zones or scenario.disinfect_s(order))
        else:
            runs += in_zones
    spans = [
        (seconds, min(first for first, _ in on), max(last for _, last in on))
        for seconds, on in sorted(hours.items())
    ]
    return tuple(
        wash
        for row, place in enumerate(scenario.places)
        if place.kind is PlaceKind.DISINFECTION_STATION
        for seconds, first, last in spans
        for wash in _washes(row, seconds, place.bays, runs, first, last)
    )


def _work_places(order: "Order") -> tuple[str, ...]:
    """Where an order may be worked on, but for loading at a depot."""
    from logiroute.model.order import Collection, Transfer

    if isinstance(order, Transfer | Collection):
        return (order.origin_id, *dict.fromkeys(order.destination_ids))
    return (order.site_id,)


def _shifts(
    scenario: "Scenario", levels: Levels, horizon_s: int
) -> Iterator[tuple["Vehicle", tuple[int, int], int]]:
    """Every shift: its vehicle, first and last second on duty, and row of levels."""
    zero = scenario.horizon.start
    rows = iter(levels.row)
    for vehicle in scenario.vehicles:
        for shift in vehicle.shifts:
            first, last = seconds_down(zero, shift.start), seconds_down(zero, shift.end)
            yield vehicle, (max(first, 0), min(last, horizon_s)), next(rows)


def _washes(
    place: int, seconds: int, bays: int | None, runs: int, first: int, last: int
) -> Iterator[Wash]:
    if bays is None or bays >= runs:
        yield Wash(place, seconds, -1, runs)
        return
    for cell in range(first // CELL_S, last // CELL_S + 1):
        yield Wash(place, seconds, cell, bays)
