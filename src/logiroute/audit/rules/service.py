"""Service: work takes at least as long as the quantities need, one task after the other."""

from collections.abc import Iterator

from logiroute.audit.moments import duration
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.rules import Rule

_RULE = Rule.SERVICE


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at the length of every task, at the order of tasks, and at every departure.

    How long disinfecting must take is said by rule cleaning, and a rest by rule duty.
    """
    for route in replay.routes:
        for stop in route.stops:
            yield _whole_seconds(route, stop)
            free = stop.free
            for task in stop.tasks:
                if task.at_opening:
                    yield _issue(replay, route, stop, task)
                    continue
                yield _begin(replay, route, stop, task, free)
                if not task.for_no_order:
                    yield _length(route, stop, task)
                free = max(free, task.stated_end)
            yield _leave(replay, route, stop, free)


def _whole_seconds(route: RouteReplay, stop: StopReplay) -> Violation | None:
    """Look for fractions: the clock of a plan ticks in whole seconds."""
    times = [stop.stop.arrive, stop.stop.depart]
    times += [time for task in stop.tasks for time in (task.task.start, task.task.end)]
    if all(time.microsecond == 0 for time in times):
        return None
    return route.breach(_RULE, f"a time at {stop.name} is not in whole seconds.", stop=stop)


def _issue(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay
) -> Violation | None:
    """Loading at the depot lies between arrival and departure."""
    off = max(
        stop.stated_arrive - task.stated_start,
        task.stated_end - stop.stated_depart,
        task.stated_start - task.stated_end,
    )
    if off <= 0:
        return None
    text = (
        f"goods of order {task.order_id} are said to be loaded at {stop.name} from "
        f"{replay.clock(task.stated_start)} to {replay.clock(task.stated_end)}, but it stands "
        f"there from {replay.clock(stop.stated_arrive)} to {replay.clock(stop.stated_depart)}."
    )
    return route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=off, unit="s")


def _begin(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay, free: int
) -> Violation | None:
    early = free - task.stated_start
    if early <= 0:
        return None
    text = (
        f"{task.what} at {stop.name} is said to start at "
        f"{replay.clock(task.stated_start)}, but nobody is free for it before "
        f"{replay.clock(free)}."
    )
    return route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=early, unit="s")


def _length(route: RouteReplay, stop: StopReplay, task: TaskReplay) -> Violation | None:
    planned = task.stated_end - task.stated_start
    short = task.needed_s - planned
    if short <= 0:
        return None
    text = (
        f"order {task.order_id} at {stop.name} needs {duration(task.needed_s)} of work, "
        f"{duration(short)} more than planned."
    )
    return route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=short, unit="s")


def _leave(replay: Replay, route: RouteReplay, stop: StopReplay, free: int) -> Violation | None:
    early = free - stop.stated_depart
    if early <= 0:
        return None
    text = (
        f"is said to leave {stop.name} at {replay.clock(stop.stated_depart)}, "
        f"{duration(early)} before it can be done there."
    )
    return route.breach(_RULE, text, stop=stop, amount=early, unit="s")
