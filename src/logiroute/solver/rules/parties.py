"""Parties: groups ride together or not at all; an exclusive party rides alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.miss import Miss, PlanCheck, RouteCheck

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.PARTIES


@dataclass(frozen=True)
class Columns:
    """Groups and loners.

    Attributes
    ----------
    groups : tuple of tuple of int
        Orders that go together, two or more each.
    transfer : tuple of bool
        Per order: whether it carries a party.
    exclusive : tuple of bool
        Per order: whether its party shares the vehicle with nobody.
    """

    groups: tuple[tuple[int, ...], ...]
    transfer: tuple[bool, ...]
    exclusive: tuple[bool, ...]


def columns(frame: "Frame") -> Columns:
    """Read groups and exclusive parties."""
    from logiroute.model.order import Transfer

    groups: dict[str, list[int]] = {}
    transfer, exclusive = [], []
    for row, order in enumerate(frame.scenario.orders):
        if order.together:
            groups.setdefault(order.together, []).append(row)
        transfer.append(isinstance(order, Transfer))
        exclusive.append(
            isinstance(order, Transfer)
            and (
                order.exclusive
                or frame.scenario.policy.party_class(order.party.party_class).exclusive
            )
        )
    return Columns(
        groups=tuple(tuple(rows) for rows in groups.values() if len(rows) > 1),
        transfer=tuple(transfer),
        exclusive=tuple(exclusive),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Groups and loners of the orders that are kept."""
    columns = problem.of(RULE, Columns)
    row = rows.order_row
    return Columns(
        groups=tuple(
            tuple(row[order] for order in group)
            for group in columns.groups
            if all(order in row for order in group)
        ),
        transfer=rows.of_orders(columns.transfer),
        exclusive=rows.of_orders(columns.exclusive),
    )


def units_of(problem: "Problem") -> tuple[tuple[int, ...], ...]:
    """Orders in units that are served as a whole: groups, and the others one by one."""
    groups = problem.of(RULE, Columns).groups
    grouped = {order for group in groups for order in group}
    alone = [(order,) for order in range(problem.orders) if order not in grouped]
    return tuple(sorted((*groups, *alone)))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Groups share one vehicle; an exclusive party fills a dimension others take one of."""
    columns = problem.of(RULE, Columns)
    for group in columns.groups:
        routing.same_route([problem.first_task[order] for order in group])
    change = company(problem)
    if any(change):
        routing.trips.load("company", change, [max(change)] * problem.shifts)


def company(problem: "Problem") -> list[int]:
    """Per task, what it changes of a load that an exclusive party fills alone; else zeros."""
    columns = problem.of(RULE, Columns)
    change = [0] * problem.tasks
    if not any(columns.exclusive):
        return change
    everybody = sum(columns.transfer)
    for order, choices in enumerate(problem.choices):
        if columns.transfer[order]:
            share = everybody if columns.exclusive[order] else 1
            change[problem.first_task[order]] = share
            for task in choices:
                change[task] = -share
    return change


def route_check(problem: "Problem") -> RouteCheck:
    """Nobody else is aboard while an exclusive party is."""
    columns = problem.of(RULE, Columns)
    order_of = problem.task_order.tolist()
    first_task = problem.first_task

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        aboard: set[int] = set()
        for task in tasks:
            order = order_of[task]
            if order < 0 or not columns.transfer[order]:
                continue
            if task == first_task[order]:
                if aboard and (
                    columns.exclusive[order] or any(columns.exclusive[o] for o in aboard)
                ):
                    return Miss(RULE, task=task, why="not_alone")
                aboard.add(order)
            else:
                aboard.discard(order)
        return None

    return check if any(columns.exclusive) else _anything


def _anything(_shift: int, _tasks: Sequence[int]) -> Miss | None:
    return None


def plan_check(problem: "Problem") -> PlanCheck:
    """A group is in one route, all of it, or in none."""
    columns = problem.of(RULE, Columns)
    order_of = problem.task_order.tolist()

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        if not columns.groups:
            return None
        shift_of = {order_of[task]: shift for shift, tasks in enumerate(routes) for task in tasks}
        for group in columns.groups:
            if len({shift_of.get(order, -1) for order in group}) > 1:
                return Miss(RULE, task=problem.first_task[group[0]], why="torn_apart")
        return None

    return check
