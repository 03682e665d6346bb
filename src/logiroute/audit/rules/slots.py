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
        for stops in _visits(route):
            place_id = stops[0].stop.place_id
            if place_id in held:
                held[place_id] += _holds(route, stops)
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


def _visits(route: RouteReplay) -> Iterator[list[StopReplay]]:
    """Stops of a route; those at one place between which nobody drives are one."""
    visit: list[StopReplay] = []
    for stop in route.stops:
        if visit and not _stays(visit[-1], stop):
            yield visit
            visit = []
        visit.append(stop)
    if visit:
        yield visit


def _stays(before: StopReplay, stop: StopReplay) -> bool:
    """Whether a vehicle is still where it was, and has not paid for a stop anew."""
    same = before.stop.place_id == stop.stop.place_id
    return same and stop.arrive == before.depart and not stop.stop_s


def _holds(route: RouteReplay, stops: list[StopReplay]) -> Iterator[_Hold]:
    """The dock that a visit takes: from its own time, begun as late as can be, to its last task.

    Goods that are issued for a trip, disinfecting and rests take none. Work that is stated to take
    longer than it needs holds the dock as long as that.
    """
    work = [task for stop in stops for task in stop.tasks if task.part not in (None, Part.ISSUE)]
    if work:
        first = stops[0]
        start = max(first.arrive, min(task.start for task in work) - first.stop_s)
        end = max(max(task.end, task.stated_end) for task in work)
        yield _Hold(start, end, route, first)


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
