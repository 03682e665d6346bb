"""Until when what is aboard has to be set down, or should be, as drivers and the desk read it."""

from datetime import datetime, timedelta

from logiroute.model.lateness import due_of, latest_of
from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.plan import Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.report.stop_view import order_of
from logiroute.report.view import RouteView
from logiroute.report.wording import Wording

_BOARDS = (TaskKind.BOARD, TaskKind.LOAD)
_LEAVES = (TaskKind.ALIGHT, TaskKind.UNLOAD)


def set_down_by(scenario: Scenario, route: RouteView, order: Order | None) -> datetime | None:
    """When an order on a route has to begin to be set down, at the latest.

    It is the soonest of its own moment, the end of the day for its class, and the end of the
    longest time aboard; ``None`` where nothing is said of it.
    """
    if not isinstance(order, Transfer | Collection):
        return None
    limits = (latest_of(scenario, order), _aboard_until(scenario, route, order))
    return min((limit for limit in limits if limit is not None), default=None)


def _aboard_until(
    scenario: Scenario, route: RouteView, order: Transfer | Collection
) -> datetime | None:
    longest = scenario.max_aboard_s(order)
    tasks = [task for view in route.stops for task in view.stop.tasks if task.order_id == order.id]
    boards = next((task for task in tasks if task.kind in _BOARDS), None)
    leaves = next((task for task in tasks if task.kind in _LEAVES), None)
    if longest is None or boards is None or leaves is None:
        return None
    if isinstance(order, Transfer) and order.cohort is not None:
        # Parts that ride together are one task here: counted from the first who gets in, it is too
        # soon for none, and where the plan is later by what boarding takes, the plan is right.
        return max(boards.start + timedelta(seconds=longest), leaves.start)
    return boards.end + timedelta(seconds=longest)


def deadline_text(wording: Wording, route: RouteView, task: Task) -> str:
    """``Set down by 06:00 at the latest · due by 05:30``; may be empty."""
    order = order_of(wording.scenario, task)
    if order is None:
        return ""
    return _text(wording, order, set_down_by(wording.scenario, route, order))


def order_deadline(wording: Wording, order: Order) -> str:
    """The same of an order that is in no route; with the longest time it may be aboard."""
    if not isinstance(order, Transfer | Collection):
        return ""
    said = [_text(wording, order, latest_of(wording.scenario, order))]
    longest = wording.scenario.max_aboard_s(order)
    if longest is not None:
        most = wording.gettext("aboard for {duration} at most")
        said.append(most.format(duration=wording.duration(longest)))
    return " · ".join(filter(None, said))


def _text(wording: Wording, order: Order, latest: datetime | None) -> str:
    _, due = wording.gettext, due_of(wording.scenario, order)
    said = []
    if latest is not None:
        said.append(_("set down by {time} at the latest").format(time=wording.clock(latest)))
    # A moment after the last one tells nobody anything.
    if due is not None and (latest is None or due < latest):
        said.append(_("due by {time}").format(time=wording.clock(due)))
    return " · ".join(said)
