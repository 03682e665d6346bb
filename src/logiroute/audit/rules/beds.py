"""Beds: no site receives more people than it has beds, nor a class it does not take."""

from collections import defaultdict
from collections.abc import Iterator

from logiroute.audit.moments import moment
from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, Work
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.place import Place
from logiroute.model.policy import Policy
from logiroute.model.rules import Rule
from logiroute.units import numbered

_RULE = Rule.BEDS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every party that is set down or leaves a bed, then at every place with beds."""
    arrivals: dict[str, list[tuple[Work, Transfer]]] = defaultdict(list)
    left: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for works in replay.works.values():
        for work in works:
            order, place = work.task.order, work.stop.place
            if work.task.part is Part.SET_DOWN and isinstance(order, Transfer) and place:
                arrivals[place.id].append((work, order))
                yield _taken_in(replay.scenario.policy, work, order, place)
            elif work.task.part is Part.PICK_UP and isinstance(order, Transfer) and place:
                free = _free_again(work, order, place)
                if free is not None:
                    known = left[place.id].get(order.id, (free, 0))[0]
                    left[place.id][order.id] = max(known, free), order.party.persons
                    yield None
    for place in replay.scenario.places:
        if place.beds is not None:
            again = list(left[place.id].values())
            yield _room(replay, place, place.beds, arrivals[place.id], again)


def _free_again(work: Work, order: Transfer, place: Place) -> int | None:
    """When others may have the beds of people who have boarded; ``None`` if nobody may.

    They are gone when the vehicle's work with them is over, also if it is stated to take longer.
    """
    if place.bed_turnover_s is None or place.id != order.origin_id:
        return None
    return max(work.task.end, work.task.stated_end) + place.bed_turnover_s


def _taken_in(policy: Policy, work: Work, order: Transfer, place: Place) -> Violation | None:
    party_class = order.party.party_class
    refused = place.refused(order.party.needs)
    local = policy.stay_local.whom(order.party.ages, order.party.needs)
    if place.id == order.origin_id:
        text = f"order {order.id}: {place.name} is where they got in."
    elif place.accepts and party_class not in place.accepts:
        text = f"order {order.id}: {place.name} does not take in people of class {party_class}."
    elif refused:
        text = f"order {order.id}: {place.name} does not take in people with {', '.join(refused)}."
    elif place.off_county and local:
        text = (
            f"order {order.id}: {place.name} is off-county, and the party must stay local "
            f"({', '.join(local)})."
        )
    else:
        return None
    return work.route.breach(
        _RULE, text, stop=work.stop, order_id=order.id, amount=order.party.persons, unit="persons"
    )


def _room(
    replay: Replay,
    place: Place,
    beds: int,
    arrivals: list[tuple[Work, Transfer]],
    again: list[tuple[int, int]],
) -> Violation | None:
    """Add up all who arrive, by the time they get out; told is when most are without a bed.

    The one named is the first who finds none. ``again`` says when others may have beds of people
    who were fetched, and how many.
    """
    coming = sorted(arrivals, key=lambda arrival: arrival[0].task.start)
    freed = sorted([*((moment(entry.at), entry.beds) for entry in place.freed), *again])
    taken, free, short, most = 0, beds, 0, (0, 0)
    first: tuple[Work, Transfer] | None = None
    for work, order in coming:
        while freed and freed[0][0] <= work.task.start:
            free += freed.pop(0)[1]
        taken += order.party.persons
        if taken > free and first is None:
            first = (work, order)
        if taken - free > short:
            short, most = taken - free, (taken, free)
    if first is None:
        return None
    work, order = first
    brought, had = most
    timed = place.freed or place.bed_turnover_s is not None
    until = f" at {replay.clock(work.task.start)}" if timed else ""
    text = (
        f"{place.name} has {numbered(had, 'free bed')}, the plan brings "
        f"{numbered(brought, 'person')}; with order {order.id}{until} it is full."
    )
    return work.route.breach(
        _RULE, text, stop=work.stop, order_id=order.id, amount=short, unit="persons"
    )
