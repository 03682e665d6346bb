"""Service: work takes a base time and a time per unit, and every stop its own time once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.units import ceil_div

if TYPE_CHECKING:
    from logiroute.model.order import Order
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.SERVICE


@dataclass(frozen=True)
class Columns:
    """Times of work.

    Attributes
    ----------
    service_s : tuple of int
        Seconds of work per task; of a reload, seconds of loading; of a wash or a rest, how long
        it takes; a berth takes no time.
    stop_s : tuple of int
        Seconds each stop costs before work begins, per place.
    """

    service_s: tuple[int, ...]
    stop_s: tuple[int, ...]


def _work(order: "Order", handling_ms: dict[str, int]) -> int:
    from logiroute.model.order import Transfer

    if isinstance(order, Transfer):
        return order.service_s
    total_ms = sum(line.quantity * handling_ms[line.item_id] for line in order.lines)
    return order.service_s + ceil_div(total_ms, 1000)


def columns(frame: "Frame") -> Columns:
    """Work out the seconds of every task."""
    handling = {item.id: item.handling_ms for item in frame.scenario.items}
    of_order = [min(_work(order, handling), MOST_S) for order in frame.scenario.orders]
    of_reload = [min(reload.seconds, MOST_S) for reload in frame.reloads]
    of_wash = [min(wash.seconds, MOST_S) for wash in frame.washes]
    of_rest = [min(rest.seconds, MOST_S) for rest in frame.rests]
    work = [of_order[order] for order in frame.task_order if order >= 0]
    work += [of_reload[kind] for kind in frame.task_reload if kind >= 0]
    work += [of_wash[kind] for kind in frame.task_wash if kind >= 0]
    work += [of_rest[kind] for kind in frame.task_rest if kind >= 0]
    work += [0 for kind in frame.task_berth if kind >= 0]
    return Columns(
        service_s=tuple(work),
        stop_s=tuple(min(place.stop_s, MOST_S) for place in frame.scenario.places),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Work at the tasks and places that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(rows.of_tasks(columns.service_s), rows.of_places(columns.stop_s))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Add the work to the time a task and a stop take."""
    columns = problem.of(RULE, Columns)
    routing.work(columns.service_s, columns.stop_s)


def route_check(problem: "Problem") -> None:
    """Part of the timetable, which ``shifts`` checks."""


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
