"""Beds: no site receives more people than it has beds, nor a class it does not take."""

from collections import defaultdict
from collections.abc import Iterator

from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, Work
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.place import Place
from logiroute.model.rules import Rule

_RULE = Rule.BEDS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every party that is set down, then at every place with counted beds."""
    arrivals: dict[str, list[tuple[Work, Transfer]]] = defaultdict(list)
    for works in replay.works.values():
        for work in works:
            order, place = work.task.order, work.stop.place
            if work.task.part is Part.SET_DOWN and isinstance(order, Transfer) and place:
                arrivals[place.id].append((work, order))
                yield _taken_in(work, order, place)
    for place in replay.scenario.places:
        if place.beds is not None:
            yield _room(place, place.beds, arrivals[place.id])


def _taken_in(work: Work, order: Transfer, place: Place) -> Violation | None:
    party_class = order.party.party_class
    if not place.accepts or party_class in place.accepts:
        return None
    text = f"order {order.id}: {place.name} does not take in people of class {party_class}."
    return work.route.breach(
        _RULE, text, stop=work.stop, order_id=order.id, amount=order.party.persons, unit="persons"
    )


def _room(place: Place, beds: int, arrivals: list[tuple[Work, Transfer]]) -> Violation | None:
    """Add up all who arrive; the one who finds no bed is the one who comes when they are gone."""
    taken, too_late = 0, None
    for work, order in sorted(arrivals, key=lambda arrival: arrival[0].task.start):
        taken += order.party.persons
        if taken > beds and too_late is None:
            too_late = (work, order)
    if too_late is None:
        return None
    work, order = too_late
    text = (
        f"{place.name} has {beds} free beds, the plan brings {taken} persons; with order "
        f"{order.id} it is full."
    )
    return work.route.breach(
        _RULE, text, stop=work.stop, order_id=order.id, amount=taken - beds, unit="persons"
    )
