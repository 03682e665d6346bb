"""Windows: work starts inside a window of its order and inside one of its place.

Loading within a shift and disinfection are work too; loading before a shift's first leg has no
window.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.lateness import Step
from logiroute.solver.miss import Miss, RouteCheck

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.WINDOWS

#: Disjoint closed spans of seconds, in order of time.
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Columns:
    """``open``: per task, when its work may start within the horizon; empty means never."""

    open: tuple[Spans, ...]


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order of time, those that touch made one; empty ones are left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] <= span[1]):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def meet(first: Spans, second: Spans) -> Spans:
    """Seconds that lie in both."""
    return union((max(one[0], two[0]), min(one[1], two[1])) for one in first for two in second)


def columns(frame: "Frame") -> Columns:
    """Meet the windows of order and place; an order's own bind where its work begins.

    Nobody gets in before the notice of their order.
    """
    from logiroute.model.order import Transfer

    day: Spans = ((0, frame.horizon_s),)
    of_place = [
        meet(union(frame.span(window) for window in place.windows), day) if place.windows else day
        for place in frame.scenario.places
    ]
    spans = []
    first_tasks = set(frame.first_task)
    # Of set-downs there may be many, and few that differ.
    known: dict[tuple[int, int, Step | None], Spans] = {}
    for task, place in enumerate(frame.task_place):
        key = (place, frame.task_period[task], frame.task_step[task])
        if key not in known:
            known[key] = _hours(frame, of_place[place], *key)
        order = frame.order_of(task) if task in first_tasks else None
        windows = () if order is None else order.windows
        own = union(frame.span(window) for window in windows) if windows else day
        if isinstance(order, Transfer) and order.notice is not None:
            own = meet(own, ((max(0, frame.second_after(order.notice)), frame.horizon_s),))
        if frame.task_wash[task] >= 0:
            own = frame.washes[frame.task_wash[task]].spans(frame.horizon_s)
        if frame.task_berth[task] >= 0:
            second = frame.berths[frame.task_berth[task]].second
            own = ((second, second),)
        spans.append(known[key] if own is day else meet(known[key], own))
    return Columns(tuple(spans))


def _hours(frame: "Frame", opens: Spans, place: int, part: int, step: Step | None) -> Spans:
    """When a place is open in a period there, if it is one, and in a step of lateness."""
    if part >= 0:
        period = frame.periods[place][part]
        opens = meet(opens, ((period.first, period.last),))
    return opens if step is None else meet(opens, ((step.first, step.last),))


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Windows of the tasks that are kept, as far as the shifts that are kept last."""
    spans = rows.of_tasks(problem.of(RULE, Columns).open)
    return Columns(tuple(meet(span, ((0, rows.horizon_s),)) for span in spans))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Cut every task's start down to its spans."""
    for task, spans in enumerate(problem.of(RULE, Columns).open):
        if not spans:
            routing.never(task)
            continue
        start = routing.start_of(task)
        start.SetRange(spans[0][0], spans[-1][1])
        for (_, closes), (opens, _) in itertools.pairwise(spans):
            start.RemoveInterval(closes + 1, opens - 1)


def route_check(problem: "Problem") -> RouteCheck:
    """No task that never opens; the rest is the timetable, which ``shifts`` checks."""
    never = frozenset(
        task for task, spans in enumerate(problem.of(RULE, Columns).open) if not spans
    )

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        for task in tasks:
            if task in never:
                return Miss(RULE, task=task, why="closed")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
