"""Pairing: what comes aboard is set down later by the same vehicle, once, and in time.

Where and when it is set down may cost something, as a number of the task.

Goods of deliveries and calls come aboard where their trip starts: that has to be a depot, and one
the order allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_COST, MOST_S
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import service, trips
from logiroute.units import COST_UNITS_PER_CENT

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.PAIRING


@dataclass(frozen=True)
class Columns:
    """Where goods may come from, and time limits of pairs; -1 where there is none.

    Attributes
    ----------
    wrong_depot : ndarray of bool, shape (tasks, shifts)
        Where the shift starts at a place the task's goods may not come from: no matter where they
        come aboard at a reload (see `trips.Columns`).
    arrive_by : tuple of int
        Per order: latest start of setting down. A moment before the horizon is cut to -2, which
        no start can keep.
    max_aboard_s : tuple of int
        Per order: longest time from the end of picking up to the start of setting down.
    cost : tuple of int
        Per task: cost units of setting down there, and in the hours of the task; 0 of all others.
    """

    wrong_depot: NDArray[np.bool_]
    arrive_by: tuple[int, ...]
    max_aboard_s: tuple[int, ...]
    cost: tuple[int, ...]


def _wrong_depot(frame: "Frame") -> NDArray[np.bool_]:
    from logiroute.model.order import Call, Delivery
    from logiroute.model.place import PlaceKind

    wrong = np.zeros((len(frame.task_order), len(frame.shift_vehicle)), dtype=np.bool_)
    shift_start = np.array(frame.shift_start)
    for task in range(len(frame.task_order)):
        order = frame.order_of(task)
        if not isinstance(order, Delivery | Call) or not order.lines:
            continue
        for start in sorted(set(frame.shift_start)):
            depot = frame.scenario.places[start]
            listed = not order.depot_ids or depot.id in order.depot_ids
            if depot.kind is not PlaceKind.DEPOT or not listed:
                wrong[task, shift_start == start] = True
    return wrong


def columns(frame: "Frame") -> Columns:
    """Read depots, limits and costs."""
    from logiroute.model.lateness import latest_of
    from logiroute.model.order import Collection, Transfer

    arrive_by, aboard = [], []
    for order in frame.scenario.orders:
        limits = (-1, -1)
        if isinstance(order, Transfer | Collection):
            latest = latest_of(frame.scenario, order)
            by = -1 if latest is None else max(-2, frame.second_before(latest))
            if latest is not None and by == -1:
                by = -2
            aboard_s = frame.scenario.max_aboard_s(order)
            limits = (by, -1 if aboard_s is None else min(aboard_s, MOST_S))
        arrive_by.append(limits[0])
        aboard.append(limits[1])
    return Columns(_wrong_depot(frame), tuple(arrive_by), tuple(aboard), _cost(frame))


def _cost(frame: "Frame") -> tuple[int, ...]:
    """What set-downs cost: their place, and how late they are."""
    from logiroute.model.lateness import households_of

    places, an_hour = frame.scenario.places, frame.scenario.policy.late_cost_per_hour
    cost = [0] * len(frame.task_order)
    for order, choices in zip(frame.scenario.orders, frame.choices, strict=True):
        for task in choices:
            step = frame.task_step[task]
            cents = places[frame.task_place[task]].extra_cost
            cents += 0 if step is None else step.hours * an_hour
            cost[task] = min(cents * households_of(order) * COST_UNITS_PER_CENT, MOST_COST)
    return tuple(cost)


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Depots of the rows, limits of the orders and costs of the tasks that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(
        wrong_depot=columns.wrong_depot[np.ix_(rows.tasks, rows.shifts)],
        arrive_by=rows.of_orders(columns.arrive_by),
        max_aboard_s=rows.of_orders(columns.max_aboard_s),
        cost=rows.of_tasks(columns.cost),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Right depot; same vehicle, exactly one destination, in this order, within the limits."""
    columns = problem.of(RULE, Columns)
    _declare_depots(routing, problem, columns.wrong_depot)
    service_s = problem.of(Rule.SERVICE, service.Columns).service_s
    for order, choices in enumerate(problem.choices):
        if not choices:
            continue
        first = problem.first_task[order]
        routing.pair(order, first, choices)
        if columns.arrive_by[order] != -1:
            for task in choices:
                routing.latest_start(task, columns.arrive_by[order])
        if columns.max_aboard_s[order] >= 0:
            routing.within(first, choices, service_s[first] + columns.max_aboard_s[order])


def _declare_depots(routing: "Routing", problem: "Problem", wrong_depot: NDArray[np.bool_]) -> None:
    """Keep tasks off shifts that load nowhere right, and off trips from a wrong depot."""
    loading = problem.of(Rule.TRIPS, trips.Columns)
    start = problem.shift_start
    reload_place = np.array(loading.place, dtype=np.int64)
    for task in range(problem.tasks):
        wrong = wrong_depot[task]
        wrong_reload = loading.wrong_depot[task]
        somewhere = ~wrong | (loading.usable & ~wrong_reload[:, None]).any(axis=0)
        routing.forbid(task, np.flatnonzero(~somewhere).tolist())
        mixed = wrong | (loading.usable & wrong_reload[:, None]).any(axis=0)
        if (somewhere & mixed).any():
            routing.trips.never_from(
                task, sorted({*start[wrong].tolist(), *reload_place[wrong_reload].tolist()})
            )


def route_check(problem: "Problem") -> RouteCheck:
    """Right depot; every pick-up is followed by exactly one set-down, none is without it."""
    wrong_start = problem.of(RULE, Columns).wrong_depot
    loading = problem.of(Rule.TRIPS, trips.Columns)
    kind, wrong_reload = loading.kind, loading.wrong_depot
    order_of = problem.task_order.tolist()
    choices = problem.choices
    first_task = problem.first_task

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        aboard: set[int] = set()
        reload = -1
        for task in tasks:
            if kind[task] >= 0:
                reload = kind[task]
                continue
            if wrong_start[task, shift] if reload < 0 else wrong_reload[task, reload]:
                return Miss(RULE, task=task, why="wrong_depot")
            order = order_of[task]
            if order < 0 or not choices[order]:
                continue
            if task == first_task[order]:
                aboard.add(order)
            elif order in aboard:
                aboard.discard(order)
            else:
                return Miss(RULE, task=task, why="before")
        if aboard:
            return Miss(RULE, task=first_task[min(aboard)], why="left_aboard")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
