"""The pool of berth tasks: moments from which a vehicle has a dock at a place, for its work there.

Docks are shared by all vehicles over time, while a route is timed by itself. So where they are
counted, the work of a stop begins with a cell of the day, after a berth task of that place and
second, and the vehicle has a dock in every cell that its work touches. What fits cell by cell fits
at every second. A berth is no task of the plan: there it is the wait before the stop.
"""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import CELL_S
from logiroute.solver.slices import seconds_down, seconds_up
from logiroute.units import ceil_div

if TYPE_CHECKING:
    from logiroute.model.place import Place
    from logiroute.model.scenario import Scenario


class Berth(NamedTuple):
    """Berth tasks that no rule can tell apart.

    Attributes
    ----------
    place : int
    second : int
        When the work begins, the stop's own time being over.
    tasks : int
        How many there are.
    """

    place: int
    second: int
    tasks: int


def berth_pool(scenario: "Scenario", horizon_s: int) -> tuple[Berth, ...]:
    """Every berth that a vehicle of the day may need.

    Parameters
    ----------
    scenario : Scenario
    horizon_s : int
        Seconds from the start of the day to its end.
    """
    if all(place.docks is None for place in scenario.places):
        return ()
    visits = _most_visits(scenario)
    shifts = [shift for vehicle in scenario.vehicles for shift in vehicle.shifts]
    if not shifts:
        return ()
    zero = scenario.horizon.start
    first = max(min(seconds_down(zero, shift.start) for shift in shifts), 0)
    last = min(max(seconds_down(zero, shift.end) for shift in shifts), horizon_s)
    return tuple(
        Berth(row, cell * CELL_S, place.docks)
        for row, place in enumerate(scenario.places)
        # With as many docks as there may be stops nobody ever waits.
        if place.docks is not None and place.docks < visits[place.id]
        for cell in _cells(scenario, place, first, last)
    )


def _most_visits(scenario: "Scenario") -> Counter[str]:
    """Place → stops with work there, at most: one a task of an order."""
    from logiroute.model.order import Collection, Transfer

    found: Counter[str] = Counter()
    for order in scenario.orders:
        if isinstance(order, Transfer | Collection):
            found.update([order.origin_id, *dict.fromkeys(order.destination_ids)])
        else:
            found[order.site_id] += 1
    return found


def _cells(scenario: "Scenario", place: "Place", first: int, last: int) -> list[int]:
    """Cells with whose first second work may begin at a place."""
    zero = scenario.horizon.start
    spans = [(first, last)]
    if place.windows:
        spans = [
            (max(first, seconds_up(zero, window.start)), min(last, seconds_down(zero, window.end)))
            for window in place.windows
        ]
    return sorted(
        {
            cell
            for begins, ends in spans
            for cell in range(ceil_div(begins, CELL_S), ends // CELL_S + 1)
        }
    )


def cells_held(begins: int, ends: int) -> range:
    """Cells of a dock that is held from a second to another: at least one."""
    first = max(begins, 0) // CELL_S
    return range(first, max(first + 1, ceil_div(ends, CELL_S)))
