"""Mixing: two party classes never share a vehicle without disinfection between them."""

from collections.abc import Iterator

from logiroute.audit.record import Replay
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.rules import Rule

_RULE = Rule.MIXING


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every party that boards or alights; each class that comes to another is told once.

    Whether a disinfection is long enough, and done where it must be, is said by rule cleaning.
    """
    for route in replay.routes:
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
