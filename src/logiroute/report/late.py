"""Who is set down later than due."""

from collections.abc import Iterator
from typing import NamedTuple

from logiroute.model.lateness import due_of
from logiroute.model.order import Order
from logiroute.model.plan import Task, TaskKind
from logiroute.report.stop_view import StopView, order_of
from logiroute.report.view import PlanView, RouteView
from logiroute.report.wording import Wording


class Late(NamedTuple):
    """A set-down after the order was due, and by how many seconds."""

    route: RouteView
    stop: StopView
    task: Task
    order: Order
    seconds: int


def late_s(wording: Wording, task: Task) -> int:
    """Seconds by which a task comes after its order was due; 0 if it is in time, or none is due."""
    order = order_of(wording.scenario, task)
    if order is None or task.kind not in (TaskKind.ALIGHT, TaskKind.UNLOAD):
        return 0
    due = due_of(wording.scenario, order)
    return 0 if due is None else max(0, int((task.start - due).total_seconds()))


def late_text(wording: Wording, task: Task) -> str:
    """``40 min late``; empty for a task that is not."""
    seconds = late_s(wording, task)
    late = wording.duration(seconds)
    return wording.gettext("{duration} late").format(duration=late) if seconds else ""


def late_ones(view: PlanView, wording: Wording) -> tuple[Late, ...]:
    """All that are late, the latest first."""
    return tuple(sorted(_found(view, wording), key=lambda late: -late.seconds))


def _found(view: PlanView, wording: Wording) -> Iterator[Late]:
    for route in view.routes:
        for stop in route.stops:
            for task in stop.stop.tasks:
                order, seconds = order_of(wording.scenario, task), late_s(wording, task)
                if order is not None and seconds:
                    yield Late(route, stop, task, order, seconds)
