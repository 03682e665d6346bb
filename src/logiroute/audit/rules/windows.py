"""Windows: work starts inside the windows of the order and of the place."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from logiroute.audit.moments import duration, moment, outside
from logiroute.audit.parts import Part, binds_windows
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Transfer
from logiroute.model.place import Window
from logiroute.model.rules import Rule

_RULE = Rule.WINDOWS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Hold the start of every task against both kinds of window, as stated and as it will be.

    Loading at the depot before the first leg has no window. Loading there again has the depot's,
    and is looked at once a stop.
    """
    for route in replay.routes:
        for stop, task in route.works:
            if task.at_opening and not (stop.reloads and task is _loading(stop)):
                continue
            if stop.place is not None and stop.place.windows:
                yield _start(replay, route, stop, task, stop.place.windows, stop.name)
            order, part = task.order, task.part
            if order and part and order.windows and binds_windows(order, part):
                yield _start(replay, route, stop, task, order.windows, f"order {order.id}")
            if isinstance(order, Transfer) and part is Part.PICK_UP and order.notice is not None:
                yield _told(replay, route, stop, task, order.notice)


def _told(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay, notice: datetime
) -> Violation | None:
    """Nobody gets in before it is decided that they go."""
    start = min(task.stated_start, task.start)
    early = moment(notice) - start
    if early <= 0:
        return None
    text = (
        f"{task.what} at {stop.name} starts at {replay.clock(start)}, {duration(early)} before the "
        f"notice at {replay.clock(moment(notice))}."
    )
    return route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=early, unit="s")


def _loading(stop: StopReplay) -> TaskReplay:
    """The task that stands for all loading where a trip starts: the one that begins first."""
    return min((task for task in stop.tasks if task.at_opening), key=lambda task: task.stated_start)


def _start(
    replay: Replay,
    route: RouteReplay,
    stop: StopReplay,
    task: TaskReplay,
    windows: Sequence[Window],
    owner: str,
) -> Violation | None:
    for start, really in ((task.stated_start, False), (task.start, True)):
        gap = outside(windows, start)
        if not gap:
            continue
        said = f" (the plan says {replay.clock(task.stated_start)})" if really else ""
        text = (
            f"{task.what} at {stop.name} starts at "
            f"{replay.clock(start)}{said}, {duration(gap)} "
            f"{'after the window of' if gap > 0 else 'before the window of'} {owner} "
            f"{'has closed' if gap > 0 else 'opens'}."
        )
        return route.breach(
            _RULE, text, stop=stop, order_id=task.order_id, amount=abs(gap), unit="s"
        )
    return None
