"""Lifo: of a vehicle with a rear door only, the goods that came aboard last leave first.

What a trip delivers is one layer, each collection is another on top of what is aboard. So whatever
happens between the two ends of a collection leaves the vehicle as it was: collections that come
aboard leave again, and of what was loaded for the trip nothing is delivered; where another trip
starts meanwhile, all of that trip's goods are, and none of the trip before is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import trips
from logiroute.solver.stops import trips_of

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.LIFO


@dataclass(frozen=True)
class Columns:
    """Whose load is a stack, and what lies in it.

    Attributes
    ----------
    lifo : tuple of bool
        Per shift.
    goods : tuple of bool
        Per task: whether goods leave there that were loaded where the trip started.
    collected : tuple of bool
        Per order: whether it is goods that are picked up on the way.
    """

    lifo: tuple[bool, ...]
    goods: tuple[bool, ...]
    collected: tuple[bool, ...]

    @property
    def binds(self) -> bool:
        """Whether anything could lie on anything else where that matters."""
        return any(self.lifo) and any(self.collected)


def columns(frame: "Frame") -> Columns:
    """Read which vehicles have a rear door only, and which orders are goods."""
    from logiroute.model.order import Call, Collection, Delivery

    orders = [frame.order_of(task) for task in range(len(frame.task_order))]
    return Columns(
        lifo=tuple(frame.scenario.vehicles[row].lifo for row in frame.shift_vehicle),
        goods=tuple(isinstance(order, Delivery | Call) and bool(order.lines) for order in orders),
        collected=tuple(isinstance(order, Collection) for order in frame.scenario.orders),
    )


def any_order(tasks: int, orders: int, shifts: int) -> Columns:
    """Columns of a problem whose vehicles are unloaded in any order."""
    return Columns((False,) * shifts, (False,) * tasks, (False,) * orders)


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Shifts, tasks and orders that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(
        lifo=rows.of_shifts(columns.lifo),
        goods=rows.of_tasks(columns.goods),
        collected=rows.of_orders(columns.collected),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """The stack is as high when a collection leaves as after it came, and was not cut under it.

    OR-Tools' own policy for vehicles would hold people too, and knows nothing of what is loaded at
    a depot.
    """
    columns = problem.of(RULE, Columns)
    if columns.binds:
        pairs = [
            (problem.first_task[order], choices)
            for order, choices in enumerate(problem.choices)
            if columns.collected[order]
        ]
        shifts = [shift for shift, lifo in enumerate(columns.lifo) if lifo]
        routing.trips.stacked(shifts, pairs, columns.goods)


def route_check(problem: "Problem") -> RouteCheck | None:
    """Follow the trips, and the collections that are aboard."""
    columns = problem.of(RULE, Columns)
    if not columns.binds:
        return None
    order_of = problem.task_order.tolist()
    first_task = problem.first_task
    reload_kind = problem.of(Rule.TRIPS, trips.Columns).kind

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        if not columns.lifo[shift]:
            return None
        aboard: list[tuple[int, int]] = []  # order and the trip on which it came, the last on top
        for trip, (begin, end) in enumerate(trips_of(reload_kind, tasks)):
            left = sum(columns.goods[task] for task in tasks[begin:end])
            for task in tasks[begin:end]:
                order = order_of[task]
                if columns.goods[task]:
                    if aboard and aboard[-1][1] == trip:
                        return Miss(RULE, task=task, why="under")
                    left -= 1
                elif order < 0 or not columns.collected[order]:
                    continue
                elif task == first_task[order]:
                    aboard.append((order, trip))
                elif aboard and (aboard[-1][0] != order or (aboard[-1][1] < trip and left)):
                    return Miss(RULE, task=task, why="under")
                elif aboard:
                    aboard.pop()
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
