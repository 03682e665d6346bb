"""A part of a problem as a problem of its own: some shifts and orders, while all else stays."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.role import VISITS, Role
from logiroute.solver.rules import RULES, trips
from logiroute.solver.rules import shifts as shift_rule

Value = TypeVar("Value")


def _numbered(rows: Sequence[int]) -> dict[int, int]:
    return {row: at for at, row in enumerate(rows)}


@dataclass(frozen=True)
class Excerpt:
    """Which rows of a problem are kept; their new rows are their positions here.

    Attributes
    ----------
    tasks, orders, shifts, places : tuple of int
    outside : Routes
        What the other shifts do, one tuple per shift of the whole problem: what they draw from
        beds, stock, bays and reload tasks is gone.
    horizon_s : int
        Last second of the shifts that are kept.
    """

    tasks: tuple[int, ...]
    orders: tuple[int, ...]
    shifts: tuple[int, ...]
    places: tuple[int, ...]
    outside: Routes
    horizon_s: int

    @cached_property
    def task_row(self) -> Mapping[int, int]:
        """New row of every task that is kept."""
        return _numbered(self.tasks)

    @cached_property
    def order_row(self) -> Mapping[int, int]:
        """New row of every order that is kept."""
        return _numbered(self.orders)

    @cached_property
    def place_row(self) -> Mapping[int, int]:
        """New row of every place that is kept."""
        return _numbered(self.places)

    def of_tasks(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """Values of the tasks that are kept."""
        return tuple(values[row] for row in self.tasks)

    def of_orders(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """Values of the orders that are kept."""
        return tuple(values[row] for row in self.orders)

    def of_shifts(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """Values of the shifts that are kept."""
        return tuple(values[row] for row in self.shifts)

    def of_places(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """Values of the places that are kept."""
        return tuple(values[row] for row in self.places)

    def cut(self, routes: Routes) -> Routes:
        """The routes of the shifts that are kept, in new rows."""
        return tuple(tuple(self.task_row[task] for task in routes[shift]) for shift in self.shifts)

    def whole(self, routes: Routes) -> Routes:
        """Routes of the excerpt, and those outside it, in rows of the whole problem."""
        found = list(self.outside)
        for shift, tasks in zip(self.shifts, routes, strict=True):
            found[shift] = tuple(self.tasks[task] for task in tasks)
        return tuple(found)


def excerpt_of(
    problem: Problem,
    routes: Routes,
    shifts: Iterable[int],
    orders: Iterable[int],
    *,
    idle_visits: bool = True,
    idle_set_downs: bool = True,
) -> Excerpt:
    """Keep some shifts and orders.

    Parameters
    ----------
    problem : Problem
    routes : Routes
        Legal routes of the whole problem.
    shifts : iterable of int
    orders : iterable of int
        Every order that these shifts serve in the routes, and any that no shift serves; groups as
        a whole.
    idle_visits : bool
        Whether washes and rests are kept that no shift has.
    idle_set_downs : bool
        Whether set-downs are kept where an order could end that ends elsewhere; of one that no
        shift serves the first is kept in any case.
    """
    kept_shifts, kept_orders = tuple(sorted(shifts)), tuple(sorted(orders))
    inside = set(kept_shifts)
    outside = tuple(() if at in inside else done for at, done in enumerate(routes))
    done = {task for shift in kept_shifts for task in routes[shift]}
    tasks = []
    for order in kept_orders:
        choices = problem.choices[order]
        ends = choices if idle_set_downs else _one_of(choices, done)
        tasks += [problem.first_task[order], *ends]
    tasks += _reloads(problem, routes, kept_shifts, outside)
    visits = _visits(problem, routes, kept_shifts, outside, idle=idle_visits)
    # Of berths there are many, so none are kept where there is no work.
    worked_at = set(problem.task_place[tasks].tolist())
    tasks += [
        task
        for task in visits
        if problem.task_role[task] != Role.BERTH or int(problem.task_place[task]) in worked_at
    ]
    kept_tasks = tuple(sorted(tasks))
    places = set(problem.task_place[list(kept_tasks)].tolist())
    for halts in (problem.shift_start, problem.shift_end):
        places |= set(halts[list(kept_shifts)].tolist())
    ends = problem.of(Rule.SHIFTS, shift_rule.Columns).end
    return Excerpt(
        tasks=kept_tasks,
        orders=kept_orders,
        shifts=kept_shifts,
        places=tuple(sorted(places)),
        outside=outside,
        horizon_s=max(ends[shift] for shift in kept_shifts),
    )


def _reloads(problem: Problem, routes: Routes, shifts: Sequence[int], outside: Routes) -> list[int]:
    """Reload tasks for some shifts: their own, and of those that are free what they may need."""
    loading = problem.of(Rule.TRIPS, trips.Columns)
    own = {task for shift in shifts for task in routes[shift] if loading.kind[task] >= 0}
    taken = own | {task for tasks in outside for task in tasks}
    found = sorted(own)
    for kind in range(len(loading.place)):
        need = sum(loading.most_reloads[shift] for shift in shifts if loading.usable[kind, shift])
        free = [t for t, of in enumerate(loading.kind) if of == kind and t not in taken]
        found += free[: max(0, need - sum(loading.kind[task] == kind for task in own))]
    return found


def _visits(
    problem: Problem, routes: Routes, shifts: Sequence[int], outside: Routes, *, idle: bool
) -> list[int]:
    """Visits of some shifts, and those that are free if idle ones are kept."""
    visits = set(np.flatnonzero(np.isin(problem.task_role, VISITS)).tolist())
    if idle:
        return sorted(visits.difference(*outside))
    return sorted(visits & {task for shift in shifts for task in routes[shift]})


def take(problem: Problem, rows: Excerpt) -> Problem:
    """The problem of an excerpt."""
    tasks, shifts = list(rows.tasks), list(rows.shifts)

    def ordered(order: int) -> int:
        return -1 if order < 0 else rows.order_row[order]

    def placed(places: Iterable[int]) -> "np.ndarray[tuple[int], np.dtype[np.int32]]":
        return np.array([rows.place_row[place] for place in places], dtype=np.int32)

    return Problem(
        task_order=np.array([ordered(o) for o in problem.task_order[tasks].tolist()], np.int32),
        task_place=placed(problem.task_place[tasks].tolist()),
        task_role=problem.task_role[tasks],
        first_task=tuple(rows.task_row[task] for task in rows.of_orders(problem.first_task)),
        choices=tuple(
            tuple(rows.task_row[task] for task in choices if task in rows.task_row)
            for choices in rows.of_orders(problem.choices)
        ),
        shift_vehicle=problem.shift_vehicle[shifts],
        shift_number=problem.shift_number[shifts],
        shift_start=placed(problem.shift_start[shifts].tolist()),
        shift_end=placed(problem.shift_end[shifts].tolist()),
        shift_table=problem.shift_table[shifts],
        shift_parts=rows.of_shifts(problem.shift_parts),
        shift_alike=rows.of_shifts(problem.shift_alike),
        columns={module.RULE: module.excerpt(problem, rows) for module in RULES},
    )


def _one_of(choices: Sequence[int], done: Container[int]) -> Sequence[int]:
    """The set-downs that are done, or else the first."""
    return [task for task in choices if task in done] or choices[:1]


def as_modelled(
    problem: Problem, routes: Routes, *, idle_set_downs: bool = True
) -> tuple[Problem, Excerpt]:
    """A problem without the visits that routes leave idle.

    Washes are many, as there are some for every cell of the day, and OR-Tools' local search hardly
    ever puts one in: it would need its run as well. So its model goes without them; where it only
    has to judge routes, without other set-downs too.
    """
    rows = excerpt_of(
        problem,
        routes,
        range(problem.shifts),
        range(problem.orders),
        idle_visits=False,
        idle_set_downs=idle_set_downs,
    )
    return (problem if len(rows.tasks) == problem.tasks else take(problem, rows)), rows
