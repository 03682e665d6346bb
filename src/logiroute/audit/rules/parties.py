"""Parties: groups ride together, exclusive parties ride alone, nobody is left behind."""

from collections import defaultdict
from collections.abc import Iterator

from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Order, Transfer
from logiroute.model.rules import Rule
from logiroute.units import numbered

_RULE = Rule.PARTIES


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every group, at every task's persons, and at who is aboard together."""
    groups: dict[str, list[Order]] = defaultdict(list)
    for order in replay.scenario.orders:
        if order.together:
            groups[order.together].append(order)
    for name, orders in groups.items():
        yield _group(replay, name, orders)
    for route in replay.routes:
        for stop, task in route.works:
            if task.order is not None and task.part is not None:
                yield _whole(route, stop, task, task.order)
        yield from _alone(replay, route)


def _group(replay: Replay, name: str, orders: list[Order]) -> Violation | None:
    """Look whether all of a group are in one route, or none in any."""
    routes = {
        order.id: {id(work.route): work.route for work in replay.works.get(order.id, ())}
        for order in orders
    }
    served = {order_id: found for order_id, found in routes.items() if found}
    if not served:
        return None
    home = max(
        (route for found in served.values() for route in found.values()),
        key=lambda route: sum(id(route) in found for found in served.values()),
    )
    apart = [order_id for order_id, found in routes.items() if id(home) not in found]
    if not apart:
        return None
    text = f"group {name}: {', '.join(apart)} must ride in it with the others, or none at all."
    return home.breach(_RULE, text, order_id=apart[0], amount=len(apart))


def _whole(
    route: RouteReplay, stop: StopReplay, task: TaskReplay, order: Order
) -> Violation | None:
    persons = order.party.persons if isinstance(order, Transfer) else 0
    off = abs(task.task.persons - persons)
    if not off:
        return None
    text = (
        f"order {order.id} is {numbered(persons, 'person')}, the plan has {task.task.persons} "
        f"{task.task.kind} at {stop.name}; a party is never split."
    )
    return route.breach(_RULE, text, stop=stop, order_id=order.id, amount=off, unit="persons")


def _alone(replay: Replay, route: RouteReplay) -> Iterator[Violation | None]:
    """Look at who is aboard after every task; each exclusive party is told once."""
    told: set[str] = set()
    for stop, task in route.works:
        for order_id in sorted(task.aboard.parties - told):
            if order_id in told or not _exclusive(replay, order_id):
                continue
            others = sorted(task.aboard.parties - {order_id})
            if not others:
                yield None
                continue
            told |= {order_id, *(other for other in others if _exclusive(replay, other))}
            text = (
                f"the party of order {order_id} must ride alone, but at {stop.name} "
                f"{', '.join(others)} is aboard with it."
            )
            yield route.breach(_RULE, text, stop=stop, order_id=order_id, amount=len(others))


def _exclusive(replay: Replay, order_id: str) -> bool:
    order = replay.scenario.order[order_id]
    if not isinstance(order, Transfer):
        return False
    return order.exclusive or replay.scenario.policy.party_class(order.party.party_class).exclusive
