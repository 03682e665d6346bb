"""Slots: at no moment do more vehicles work at a place than it has docks, over the whole plan."""

from collections.abc import Iterator
from dataclasses import dataclass

from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, RouteReplay, StopReplay
from logiroute.audit.violation import Violation
from logiroute.model.place import Place
from logiroute.model.rules import Rule

_RULE = Rule.SLOTS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every stop with work at a place whose docks are counted."""
    held: dict[str, list[_Hold]] = {
        place.id: [] for place in replay.scenario.places if place.docks is not None
    }
    for route in replay.routes:
        for stop in route.stops:
            if stop.stop.place_id in held:
                held[stop.stop.place_id] += _holds(route, stop)
    for place in replay.scenario.places:
        if place.docks is not None:
            yield from _docks(replay, place, place.docks, held[place.id])


@dataclass(frozen=True)
class _Hold:
    """A vehicle at a dock, from (inclusive) to (exclusive)."""

    start: int
    end: int
    route: RouteReplay
    stop: StopReplay


def _holds(route: RouteReplay, stop: StopReplay) -> Iterator[_Hold]:
    """The dock that a stop takes: from its own time, begun as late as can be, to its last task.

    Goods that are issued for a trip, disinfecting and rests take none.
    """
    work = [task for task in stop.tasks if task.part not in (None, Part.ISSUE)]
    if work:
        start = max(stop.arrive, min(task.start for task in work) - stop.stop_s)
        yield _Hold(start, max(task.end for task in work), route, stop)


def _docks(
    replay: Replay, place: Place, docks: int, holds: list[_Hold]
) -> Iterator[Violation | None]:
    """Look at each stop when it comes to a dock; one dock too few for a while is told once.

    A dock is free again at the second in which work ends. It is told when most vehicles are too
    many, and of the one that came last.
    """
    inside: list[_Hold] = []
    worst: list[_Hold] = []
    for coming in sorted(holds, key=lambda hold: hold.start):
        inside = [hold for hold in inside if hold.end > coming.start]
        if worst and len(inside) <= docks:
            yield _too_many(replay, place, docks, worst)
            worst = []
        if coming.end > coming.start:
            inside.append(coming)
        if len(inside) <= docks:
            yield None
        elif len(inside) > len(worst):
            worst = list(inside)
    if worst:
        yield _too_many(replay, place, docks, worst)


def _too_many(replay: Replay, place: Place, docks: int, worst: list[_Hold]) -> Violation:
    last = worst[-1]
    others = ", ".join(hold.route.name for hold in worst[:-1])
    text = (
        f"from {replay.clock(last.start)} on it works at {place.name} together with {others}; "
        f"there {'is 1 dock' if docks == 1 else f'are {docks} docks'} for {len(worst)} vehicles."
    )
    return last.route.breach(
        _RULE, text, stop=last.stop, amount=len(worst) - docks, unit="vehicles"
    )
