"""Lifo: of a vehicle with a rear door only, the goods that came aboard last leave first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.rules import Rule

_RULE = Rule.LIFO


@dataclass
class _Layer:
    """Goods that nothing separates: all that is loaded for a trip, or one collection.

    Attributes
    ----------
    trip : int or None
        The trip it was loaded for; ``None`` for a collection.
    order_ids : list of str
        What is left of it.
    """

    trip: int | None
    order_ids: list[str] = field(default_factory=list)


def check(replay: Replay) -> Iterator[Violation | None]:
    """Stack up the goods of every such vehicle; look at each order that leaves, and what covers it.

    What never came aboard, or is elsewhere, is said by other rules.
    """
    for route in replay.routes:
        if route.vehicle is not None and route.vehicle.lifo:
            yield from _route(route)


def _route(route: RouteReplay) -> Iterator[Violation | None]:
    pile: list[_Layer] = []
    for stop, task in route.works:
        if task.order is None or task.part is None or isinstance(task.order, Transfer):
            continue
        before, after = task.before.order_ids, task.aboard.order_ids
        if task.order_id in after - before:
            _put(pile, stop, task)
        elif task.order_id in before - after:
            yield _leaves(route, stop, task, _take(pile, task.order_id))


def _put(pile: list[_Layer], stop: StopReplay, task: TaskReplay) -> None:
    """Put an order on top: in the layer of its trip, if that lies there."""
    trip = stop.trip if task.at_opening else None
    if trip is None or not pile or pile[-1].trip != trip:
        pile.append(_Layer(trip))
    pile[-1].order_ids.append(task.order_id)


def _take(pile: list[_Layer], order_id: str) -> list[str]:
    """Take an order out; the orders above it, from the top down."""
    above: list[str] = []
    for depth in range(len(pile) - 1, -1, -1):
        layer = pile[depth]
        if order_id in layer.order_ids:
            layer.order_ids.remove(order_id)
            if not layer.order_ids:
                del pile[depth]
            break
        above += reversed(layer.order_ids)
    return above


def _leaves(
    route: RouteReplay, stop: StopReplay, task: TaskReplay, above: list[str]
) -> Violation | None:
    if not above:
        return None
    lies = f"order {above[0]} lies" if len(above) == 1 else f"orders {', '.join(above)} lie"
    text = (
        f"order {task.order_id} leaves at {stop.name} while {lies} on top of it; what came aboard "
        f"last leaves first."
    )
    return route.breach(
        _RULE, text, stop=stop, order_id=task.order_id, amount=len(above), unit="orders"
    )
