"""Mixing: people of two party classes never share a shift without disinfection between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import cleaning

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.MIXING


@dataclass(frozen=True)
class Columns:
    """``party_class``: per task, the policy's row of the class that boards here, or -1."""

    party_class: tuple[int, ...]


def columns(frame: "Frame") -> Columns:
    """Number the classes."""
    from logiroute.model.order import Transfer

    row = {entry.id: at for at, entry in enumerate(frame.scenario.policy.party_classes)}
    boards = set(frame.first_task)
    classes = []
    for task in range(len(frame.task_order)):
        order = frame.order_of(task)
        if isinstance(order, Transfer) and task in boards:
            classes.append(row[order.party.party_class])
        else:
            classes.append(-1)
    return Columns(tuple(classes))


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Classes of the tasks that are kept."""
    return Columns(rows.of_tasks(problem.of(RULE, Columns).party_class))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Classes are visit types that never meet on a route, or between two washes."""
    classes = problem.of(RULE, Columns).party_class
    carried = sorted(set(classes) - {-1})
    if any(problem.of(Rule.CLEANING, cleaning.Columns).need):
        routing.washes.one_class_between([carried.index(c) if c >= 0 else -1 for c in classes])
        return
    for task, party_class in enumerate(classes):
        if party_class >= 0:
            routing.visit_type(task, party_class)
    for one, two in combinations(carried, 2):
        routing.never_together(one, two)


def route_check(problem: "Problem") -> RouteCheck:
    """At most one class on the route, or between two washes."""
    classes = problem.of(RULE, Columns).party_class
    wash = problem.of(Rule.CLEANING, cleaning.Columns).kind

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        met = -1
        for task in tasks:
            here = classes[task]
            if wash[task] >= 0:
                met = -1
            if here >= 0:
                if met >= 0 and here != met:
                    return Miss(RULE, task=task, why="mixed")
                met = here
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
