"""Cohorts put together again, for people to read.

A plan has a task for every part of a cohort. Whoever reads it wants one line for all who get in at
one stop and out at another, and one for all who are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from logiroute.model.order import Order, Transfer
from logiroute.model.plan import Plan, Route, Stop, Task, TaskKind, Unserved
from logiroute.model.scenario import Scenario

#: Where a part rides: route, stop of boarding, stop of alighting.
_Ride = tuple[int, int | None, int | None]

#: The same of those left out.
_LEFT_OUT: _Ride = (-1, None, None)


def gathered(scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """Day and plan with one order for all parts of a cohort that ride alike, or do not ride.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        The plan, and what it is a plan of.

    Returns
    -------
    tuple of Scenario and Plan
        The same ones where there is no cohort. The ids of the new orders name their parts; to
        people they are known by their ``asked_id``.
    """
    if not scenario.cohorts:
        return scenario, plan
    parts = {part.id: part for found in scenario.cohorts.values() for part in found}
    rides = _rides(plan)
    alike: dict[tuple[str, _Ride | None], list[Transfer]] = defaultdict(list)
    for part in parts.values():
        alike[part.asked_id, rides.get(part.id)].append(part)
    whole: dict[str, Transfer] = {}
    for of_it in alike.values():
        whole |= dict.fromkeys((part.id for part in of_it), _one(of_it))
    orders = dict.fromkeys(whole.get(order.id, order) for order in scenario.orders)
    routes = tuple(_route(route, whole) for route in plan.routes)
    return (
        scenario.model_copy(update={"orders": tuple(orders)}),
        plan.model_copy(
            update={"routes": routes, "unserved": tuple(_unserved(plan.unserved, parts, whole))}
        ),
    )


def _rides(plan: Plan) -> Mapping[str, _Ride]:
    """Where each order's people get in and out."""
    found: dict[str, _Ride] = {entry.order_id: _LEFT_OUT for entry in plan.unserved}
    for number, route in enumerate(plan.routes):
        at: dict[tuple[str, TaskKind], int] = {}
        for position, stop in enumerate(route.stops):
            at.update(((task.order_id or "", task.kind), position) for task in stop.tasks)
        for name, _kind in at:
            boards, alights = at.get((name, TaskKind.BOARD)), at.get((name, TaskKind.ALIGHT))
            found[name] = (number, boards, alights)
    return found


def _one(parts: Sequence[Transfer]) -> Transfer:
    """One order for some parts of a cohort."""
    first = parts[0]
    households = [size for part in parts for size in part.party.households or (part.party.persons,)]
    update = {"persons": sum(households), "households": tuple(sorted(households, reverse=True))}
    name = "+".join(part.id for part in parts)
    return first.model_copy(update={"id": name, "party": first.party.model_copy(update=update)})


def _route(route: Route, whole: Mapping[str, Order]) -> Route:
    trips = [
        trip.model_copy(update={"stops": tuple(_stop(stop, whole) for stop in trip.stops)})
        for trip in route.trips
    ]
    return route.model_copy(update={"trips": tuple(trips)})


def _stop(stop: Stop, whole: Mapping[str, Order]) -> Stop:
    tasks: dict[object, Task] = {}
    for position, task in enumerate(stop.tasks):
        order = whole.get(task.order_id or "")
        if order is None:
            tasks[position] = task
            continue
        before = tasks.get((order.id, task.kind))
        update = {"order_id": order.id}
        tasks[order.id, task.kind] = _joined(before, task.model_copy(update=update))
    parties = {whole[name].id if name in whole else name for name in stop.manifest.parties}
    manifest = stop.manifest.model_copy(update={"parties": tuple(sorted(parties))})
    return stop.model_copy(update={"tasks": tuple(tasks.values()), "manifest": manifest})


def _joined(before: Task | None, task: Task) -> Task:
    """Two tasks as one, from the start of the first to the end of the last."""
    if before is None:
        return task
    update = {
        "start": min(before.start, task.start),
        "end": max(before.end, task.end),
        "persons": before.persons + task.persons,
    }
    return before.model_copy(update=update)


def _unserved(
    entries: Iterable[Unserved], parts: Mapping[str, Transfer], whole: Mapping[str, Transfer]
) -> Iterable[Unserved]:
    """Every order left out once; a cohort with the reasons of its smallest part that is."""
    found: dict[str, Unserved] = {}
    for entry in entries:
        if entry.order_id not in whole:
            found[entry.order_id] = entry
            continue
        name = whole[entry.order_id].id
        known = found.get(name, entry)
        smaller = min((known, entry), key=lambda each: parts[each.order_id].party.persons)
        found[name] = smaller
    for name, entry in found.items():
        yield entry if name == entry.order_id else _of_all(entry, parts, whole)


def _of_all(
    entry: Unserved, parts: Mapping[str, Transfer], whole: Mapping[str, Transfer]
) -> Unserved:
    """What is said of one part, said of all that are left out; what was tried for one says so."""
    order, some = whole[entry.order_id], parts[entry.order_id].party.persons
    reasons = [
        reason.model_copy(
            update={"remedy": f"{reason.remedy} (tried for {some} of {order.party.persons})"}
        )
        if reason.remedy
        else reason
        for reason in entry.reasons
    ]
    return Unserved.model_construct(order_id=order.id, reasons=tuple(reasons))
