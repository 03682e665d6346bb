"""Suits: nobody is in a protective suit longer than the policy allows, and less long in heat.

A crew puts suits on where it works on its first order, just before that work, and takes them off at
the station before the vehicle is disinfected, and at the end of duty. What lies between is a stint.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from logiroute.audit.moments import duration
from logiroute.audit.parts import Part
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.rules import Rule

_RULE = Rule.SUITS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at the time for changing, and at the length of every stint."""
    for route in replay.routes:
        own = route.vehicle_class
        if route.vehicle is None or own is None or not own.wears_suits:
            continue
        for stop in route.stops:
            yield from _changes(replay, route, stop)
        if route.suit_off_s:
            yield _at_the_end(replay, route)
        limit = replay.scenario.suit_max_s(route.vehicle)
        if limit is not None:
            for stint in _stints(route):
                yield _too_long(replay, route, stint, limit)


def _changes(replay: Replay, route: RouteReplay, stop: StopReplay) -> Iterator[Violation | None]:
    """Between what comes before a task and its start there is time to change."""
    free = stop.free
    for task in stop.tasks:
        if task.suit_s:
            least = free + task.suit_s
            # What is earlier than anybody is free at all is told by rule service.
            short = min(least - task.stated_start, task.suit_s)
            how = "takes suits off" if task.disinfects else "puts suits on"
            text = (
                f"{task.what} at {stop.name} is said to start at "
                f"{replay.clock(task.stated_start)}, but its crew {how} first, until "
                f"{replay.clock(least)}."
            )
            yield (
                route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=short, unit="s")
                if short > 0
                else None
            )
        free = max(free, task.stated_end)


def _at_the_end(replay: Replay, route: RouteReplay) -> Violation | None:
    """Time to take suits off after the last stop is reached, or the last task done."""
    last = route.stops[-1]
    done = max((task.stated_end for task in last.tasks), default=last.stated_arrive)
    short = min(done + route.suit_off_s - last.stated_depart, route.suit_off_s)
    if short <= 0:
        return None
    text = (
        f"its duty is said to end at {last.name} at {replay.clock(last.stated_depart)}, but its "
        f"crew takes suits off until {replay.clock(done + route.suit_off_s)}."
    )
    return route.breach(_RULE, text, stop=last, amount=short, unit="s")


@dataclass(frozen=True)
class _Stint:
    """From the first work in suits to when they are off, as stated and by the own clock."""

    first: StopReplay
    last: StopReplay
    order_id: str
    stated: int
    own: int


def _works(task: TaskReplay) -> bool:
    """Whether a task is done in suits: work on an order, but for loading at a depot."""
    return task.part is not None and task.part is not Part.ISSUE


def _stints(route: RouteReplay) -> Iterator[_Stint]:
    begun: tuple[StopReplay, TaskReplay] | None = None
    for stop, task in route.works:
        if begun is None:
            begun = (stop, task) if _works(task) else None
        elif task.disinfects:
            yield _stint(*begun, stop, task.stated_start, task.start)
            begun = None
    if begun is not None:
        yield _stint(*begun, route.stops[-1], route.stated_duty_end, route.duty_end)


def _stint(
    first: StopReplay, task: TaskReplay, last: StopReplay, stated_off: int, off: int
) -> _Stint:
    return _Stint(first, last, task.order_id, stated_off - task.stated_start, off - task.start)


def _too_long(replay: Replay, route: RouteReplay, stint: _Stint, limit: int) -> Violation | None:
    """Look at a stint as the plan states it, else at what it really is."""
    takes = stint.stated if stint.stated > limit else stint.own
    if takes <= limit:
        return None
    heat = f" at {replay.scenario.temperature_c} °C" if replay.scenario.hot else ""
    text = (
        f"its crew is in suits for {duration(takes)} from {stint.first.name} until "
        f"{stint.last.name}; {duration(limit)} are allowed{heat}."
    )
    return route.breach(
        _RULE, text, stop=stint.last, order_id=stint.order_id, amount=takes - limit, unit="s"
    )
