"""Mixing: two party classes never share a vehicle without disinfection between them.

Nor do people and goods share it in one shift, disinfected or not.
"""

from collections.abc import Iterator

from logiroute.audit.parts import lines_of
from logiroute.audit.record import Replay, RouteReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.rules import Rule

_RULE = Rule.MIXING


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every party that boards or alights; each class that comes to another is told once.

    Whether a disinfection is long enough, and done where it must be, is said by rule cleaning.
    """
    for route in replay.routes:
        if not replay.scenario.policy.people_and_goods:
            yield _with_goods(route)
        classes: list[str] = []
        for stop, task in route.works:
            if task.disinfects:
                classes = sorted(task.aboard.persons)  # of whoever stays aboard meanwhile
                continue
            order = task.order
            if task.part is None or not isinstance(order, Transfer):
                continue
            party_class = order.party.party_class
            if party_class in classes or not classes:
                yield None
            else:
                text = (
                    f"order {order.id} at {stop.name} is of class {party_class}; the vehicle "
                    f"carries {classes[0]} with no disinfection between."
                )
                persons = order.party.persons
                yield route.breach(
                    _RULE, text, stop=stop, order_id=order.id, amount=persons, unit="persons"
                )
            classes.append(party_class)


def _with_goods(route: RouteReplay) -> Violation | None:
    """Look whether the route carries people and goods; told of the first party that it carries."""
    works = [(stop, task.order) for stop, task in route.works if task.order and task.part]
    goods = next((order for _, order in works if lines_of(order)), None)
    if goods is None:
        return None
    for stop, order in works:
        if isinstance(order, Transfer):
            text = (
                f"order {order.id} at {stop.name} is people; the vehicle carries goods in the same "
                f"shift, those of order {goods.id}."
            )
            persons = order.party.persons
            return route.breach(
                _RULE, text, stop=stop, order_id=order.id, amount=persons, unit="persons"
            )
    return None
