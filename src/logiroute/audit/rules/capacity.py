"""Capacity: no load dimension is ever exceeded, and the manifests tell the truth."""

from collections.abc import Iterator

from logiroute.audit.aboard import Aboard
from logiroute.audit.amounts import in_words
from logiroute.audit.record import Replay, RouteReplay, StopReplay
from logiroute.audit.violation import Violation
from logiroute.model.plan import Manifest
from logiroute.model.rules import Rule
from logiroute.units import SEATS

_RULE = Rule.CAPACITY


def check(replay: Replay) -> Iterator[Violation | None]:
    """Hold the replayed loads against the vehicle after every task, and against every manifest.

    An overload that lasts over several tasks is one breach, told where it is worst.
    """
    for route in replay.routes:
        for stop in route.stops:
            yield _manifest(route, stop)
        if route.vehicle is not None and route.vehicle_class is not None:
            yield from _loads(route)


def _manifest(route: RouteReplay, stop: StopReplay) -> Violation | None:
    stated = stop.stop.manifest
    if stop.aboard.agrees(stated):
        return None
    real = _aboard(stop.aboard)
    text = f"the manifest on leaving {stop.name} says {_said(stated)}; aboard is {real}."
    amount, unit = 0, ""
    for dimension in sorted({*stated.loads, *stop.aboard.loads}):
        off = abs(stated.loads.get(dimension, 0) - stop.aboard.loads[dimension])
        if off and not amount:
            amount, unit = off, dimension
    return route.breach(_RULE, text, stop=stop, amount=amount, unit=unit)


def _said(manifest: Manifest) -> str:
    goods = ", ".join(f"{line.quantity} {line.item_id}" for line in manifest.lines)
    return _words(goods, ", ".join(manifest.parties), dict(manifest.loads))


def _aboard(aboard: Aboard) -> str:
    goods = ", ".join(f"{count} {item}" for item, count in sorted(aboard.items.items()))
    return _words(goods, ", ".join(sorted(aboard.parties)), dict(aboard.loads))


def _words(goods: str, parties: str, loads: dict[str, int]) -> str:
    said = [goods] if goods else []
    if parties:
        said.append(f"the parties {parties}")
    amounts = ", ".join(in_words(amount, name) for name, amount in sorted(loads.items()) if amount)
    if amounts:
        said.append(f"({amounts})")
    return " ".join(said) or "nothing"


def _loads(route: RouteReplay) -> Iterator[Violation | None]:
    limits: dict[tuple[str, str], int] = {}
    for _, task in route.works:
        for key in _dimensions(task.aboard):
            limits.setdefault(key, _limit(route, *key))
    for key, limit in sorted(limits.items()):
        yield from _dimension(route, key, limit)


def _dimensions(aboard: Aboard) -> Iterator[tuple[str, str]]:
    """Yield load dimensions aboard; seats again for each party class."""
    for dimension in aboard.loads:
        yield dimension, ""
    for party_class in aboard.seated:
        yield SEATS, party_class


def _limit(route: RouteReplay, dimension: str, party_class: str) -> int:
    if route.vehicle is None or route.vehicle_class is None:
        return 0
    capacity = route.vehicle.capacity.get(dimension, 0)
    return route.vehicle_class.usable_seats(capacity, party_class) if party_class else capacity


def _dimension(route: RouteReplay, key: tuple[str, str], limit: int) -> Iterator[Violation | None]:
    dimension, party_class = key
    worst: tuple[int, StopReplay, str] | None = None
    for stop, task in route.works:
        aboard = task.aboard
        load = aboard.seated[party_class] if party_class else aboard.loads[dimension]
        if load > limit:
            yield None
            if worst is None or load > worst[0]:
                worst = (load, stop, task.order_id)
            continue
        yield None if worst is None else _over(route, key, limit, worst)
        worst = None
    if worst is not None:
        yield _over(route, key, limit, worst)


def _over(
    route: RouteReplay, key: tuple[str, str], limit: int, worst: tuple[int, StopReplay, str]
) -> Violation:
    dimension, party_class = key
    load, stop, order_id = worst
    of = f" for people of class {party_class}" if party_class else ""
    text = (
        f"carries {in_words(load, dimension)} after order {order_id} at {stop.name}; it may carry "
        f"{in_words(limit, dimension)}{of}."
    )
    return route.breach(
        _RULE, text, stop=stop, order_id=order_id, amount=load - limit, unit=dimension
    )
