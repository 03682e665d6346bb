"""Beds for who finds none: when others leave theirs, or more of them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from logiroute.model.order import Transfer
from logiroute.solver.sentences import count

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario

#: Waiting longer than this for a bed is a larger change than one bed more.
_SOON = timedelta(hours=1)


def beds_for(
    scenario: "Scenario",
    place_row: int,
    order_row: int,
    short: int,
    clock: Callable[[datetime], str],
) -> Iterator[tuple[str, dict[str, object]]]:
    """What would give an order's people beds at a place.

    Parameters
    ----------
    scenario : Scenario
    place_row, order_row : int
    short : int
        How many beds are lacking.
    clock : callable
        A moment in words.

    Yields
    ------
    (str, dict)
        In words, and what of the scenario is another.
    """
    place, order = scenario.places[place_row], scenario.orders[order_row]
    if isinstance(order, Transfer) and order.arrive_by is not None:
        for entry in sorted(place.freed, key=lambda entry: entry.at):
            if timedelta(0) < entry.at - order.arrive_by <= _SOON:
                later = order.model_copy(update={"arrive_by": entry.at})
                orders = (*scenario.orders[:order_row], later, *scenario.orders[order_row + 1 :])
                yield f"order {order.id} to arrive by {clock(entry.at)}", {"orders": orders}
    roomier = place.model_copy(update={"beds": (place.beds or 0) + short})
    places = (*scenario.places[:place_row], roomier, *scenario.places[place_row + 1 :])
    yield f"{count(short, 'more bed')} at {place.name}", {"places": places}
