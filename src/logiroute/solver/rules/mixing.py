"""Mixing: people of two party classes never share a shift without disinfection between them.

Goods are in no shift with people at all, where the policy forbids it: to that a wash is no cure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import cleaning

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.MIXING


@dataclass(frozen=True)
class Columns:
    """Who boards, and what never rides in a shift with people.

    Attributes
    ----------
    party_class : tuple of int
        Per task, the policy's row of the class that boards here, or -1.
    goods : tuple of bool
        Per task, whether it is the first of an order of goods that may not share a shift with
        people. None are where no vehicle may carry both anyway.
    """

    party_class: tuple[int, ...]
    goods: tuple[bool, ...]


def columns(frame: "Frame") -> Columns:
    """Number the classes."""
    from logiroute.model.order import Transfer

    row = {entry.id: at for at, entry in enumerate(frame.scenario.policy.party_classes)}
    boards = set(frame.first_task)
    apart = _kept_apart(frame.scenario)
    classes, goods = [], []
    for task in range(len(frame.task_order)):
        order = frame.order_of(task) if task in boards else None
        if isinstance(order, Transfer):
            classes.append(row[order.party.party_class])
            goods.append(False)
        else:
            classes.append(-1)
            goods.append(apart and order is not None and bool(order.lines))
    return Columns(tuple(classes), tuple(goods))


def _kept_apart(scenario: "Scenario") -> bool:
    """Whether there is a vehicle that may carry people and may carry goods, but not both."""
    from logiroute.model.order import OrderKind

    if scenario.policy.people_and_goods:
        return False
    used = {vehicle.vehicle_class for vehicle in scenario.vehicles}
    kinds = [set(scenario.policy.vehicle_class(name).order_kinds) for name in used]
    return any(OrderKind.TRANSFER in may and len(may) > 1 for may in kinds)


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Classes of the tasks that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(rows.of_tasks(columns.party_class), rows.of_tasks(columns.goods))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Classes are visit types that never meet on a route, or between two washes; so are goods."""
    columns = problem.of(RULE, Columns)
    classes = columns.party_class
    carried = sorted(set(classes) - {-1})
    washed = problem.of(Rule.CLEANING, cleaning.Columns).any_need
    if washed:
        routing.washes.one_class_between([carried.index(c) if c >= 0 else -1 for c in classes])
        if not any(columns.goods):
            return
    # With washes people are of one type here, and the dimension above tells them apart.
    types = [min(c, 0) for c in classes] if washed else list(classes)
    goods = max(types) + 1
    types = [
        goods if is_goods else kind for kind, is_goods in zip(types, columns.goods, strict=True)
    ]
    for task, kind in enumerate(types):
        if kind >= 0:
            routing.visit_type(task, kind)
    for one, two in combinations(sorted(set(types) - {-1}), 2):
        routing.never_together(one, two)


def classes_of_routes(problem: "Problem") -> NDArray[np.int64]:
    """Per task, a number of which a route has one at most; -1 where it has any.

    Whose vehicle is washed afterwards are told apart run by run, and so is everybody where washes
    come after work in zones; the others by route, and so are goods. Where goods matter, the former
    are of the class of the latter, if that is one; else of one of their own, and then this keeps
    apart by route what a wash in between would allow.
    """
    columns = problem.of(RULE, Columns)
    boarding = np.array(columns.party_class, np.int64)
    goods = np.array(columns.goods, np.bool_)
    washing = problem.of(Rule.CLEANING, cleaning.Columns)
    run_by_run = np.array(washing.runs, np.bool_)
    if washing.zoned:
        run_by_run = boarding >= 0
    found = np.where(run_by_run, -1, boarding)
    if goods.any():
        top = int(boarding.max())
        by_route = set(found[found >= 0].tolist())
        found[run_by_run & (boarding >= 0)] = by_route.pop() if len(by_route) == 1 else top + 1
        found[goods] = top + 2
    return found


def route_check(problem: "Problem") -> RouteCheck:
    """At most one class on the route, or between two washes; and no goods where there is any."""
    columns = problem.of(RULE, Columns)
    classes, goods = columns.party_class, columns.goods
    wash = problem.of(Rule.CLEANING, cleaning.Columns).kind

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        met = -1
        people = things = False
        for task in tasks:
            here = classes[task]
            if wash[task] >= 0:
                met = -1
            people |= here >= 0
            things |= goods[task]
            if people and things:
                return Miss(RULE, task=task, why="goods")
            if here >= 0:
                if met >= 0 and here != met:
                    return Miss(RULE, task=task, why="mixed")
                met = here
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
