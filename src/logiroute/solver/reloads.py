"""The pool of reload tasks: visits to a depot within a shift, to load for a further trip."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario


class Reload(NamedTuple):
    """Reload tasks that no rule can tell apart.

    Attributes
    ----------
    place : int
        The depot.
    seconds : int
        How long loading takes.
    tasks : int
        How many there are: what the fleet may use, and no more than orders whose goods may come
        from there, as a trip without goods needs no loading.
    """

    place: int
    seconds: int
    tasks: int


def reload_pool(scenario: "Scenario") -> tuple[Reload, ...]:
    """Every kind of reload some shift may use, in the order of the vehicles.

    Vehicles that take the same time to load share those of a depot.
    """
    row = {place.id: at for at, place in enumerate(scenario.places)}
    visits: dict[tuple[str, int], int] = {}
    for vehicle in scenario.vehicles:
        for depot in scenario.reload_ids(vehicle):
            key = (depot, vehicle.reload_s)
            most = scenario.most_reloads(vehicle) * len(vehicle.shifts)
            visits[key] = visits.get(key, 0) + most
    return tuple(
        Reload(row[depot], seconds, tasks)
        for (depot, seconds), most in visits.items()
        if (tasks := min(most, _orders_from(scenario, depot)))
    )


def _orders_from(scenario: "Scenario", depot: str) -> int:
    """How many orders bring goods that may come from a depot."""
    from logiroute.model.order import Call, Delivery

    return sum(
        isinstance(order, Delivery | Call)
        and bool(order.lines)
        and (not order.depot_ids or depot in order.depot_ids)
        for order in scenario.orders
    )
