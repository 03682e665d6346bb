"""Stock: no depot issues more of an item than it may, to trips that start there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_LOAD
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.miss import Miss, PlanCheck
from logiroute.solver.rules import pairing, trips

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.STOCK


@dataclass(frozen=True)
class Columns:
    """Goods and where they lie.

    Attributes
    ----------
    counted : bool
        Whether stock is counted at all.
    goods : tuple of tuple of (int, int)
        Per task: item and quantity taken from the depot, at site tasks only.
    available : dict of (int, int) to int
        ``(place, item)`` → units that may leave; a pair that is absent has none.
    """

    counted: bool
    goods: tuple[tuple[tuple[int, int], ...], ...]
    available: dict[tuple[int, int], int]


def columns(frame: "Frame") -> Columns:
    """Read goods, depots and stock."""
    from logiroute.model.order import Call, Delivery

    scenario = frame.scenario
    item = {entry.id: row for row, entry in enumerate(scenario.items)}
    place = {entry.id: row for row, entry in enumerate(scenario.places)}
    goods: list[tuple[tuple[int, int], ...]] = []
    for task in range(len(frame.task_order)):
        order = frame.order_of(task)
        if not isinstance(order, Delivery | Call) or not order.lines:
            goods.append(())
            continue
        wanted: dict[int, int] = {}
        for line in order.lines:
            wanted[item[line.item_id]] = wanted.get(item[line.item_id], 0) + line.quantity
        goods.append(tuple((row, min(wanted[row], MOST_LOAD + 1)) for row in sorted(wanted)))
    return Columns(
        counted=bool(scenario.stock),
        goods=tuple(goods),
        available={
            (place[s.depot_id], item[s.item_id]): min(s.available, MOST_LOAD)
            for s in scenario.stock
        },
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Goods of the tasks that are kept, and what routes outside leave of them."""
    columns = problem.of(RULE, Columns)
    row = rows.place_row
    return Columns(
        counted=columns.counted,
        goods=rows.of_tasks(columns.goods),
        available={
            (row[place], item): units
            for (place, item), units in draws(problem).left(rows.outside).items()
            if place in row
        },
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Sum what leaves each depot where it could run out."""
    columns = problem.of(RULE, Columns)
    if not columns.counted:
        return
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for task, goods in enumerate(columns.goods):
        for depot in _depots(problem, task) if goods else ():
            for item, quantity in goods:
                taken.setdefault((depot, item), []).append((task, quantity))
    loading = problem.of(Rule.TRIPS, trips.Columns)
    start = problem.shift_start
    # A shift that loads at one depot only takes from there whatever it delivers.
    elsewhere = loading.usable & (np.array(loading.place)[:, None] != start[None, :])
    for (depot, item), takers in taken.items():
        most = columns.available.get((depot, item), 0)
        shifts = np.flatnonzero(start == depot).tolist()
        for task, quantity in takers:
            if quantity <= most:
                continue
            if elsewhere.any():
                routing.trips.never_from(task, [depot])
            else:
                routing.forbid(task, shifts)
        takers = [(task, quantity) for task, quantity in takers if quantity <= most]
        tasks, quantities = [task for task, _ in takers], [quantity for _, quantity in takers]
        if sum(quantities) <= most:
            continue
        if elsewhere.any():
            routing.trips.at_most_from(depot, tasks, quantities, most)
        else:
            routing.at_most_on(shifts, tasks, quantities, most)


def _depots(problem: "Problem", task: int) -> list[int]:
    """Places where the goods of a task may come aboard."""
    wrong_start = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot[task]
    loading = problem.of(Rule.TRIPS, trips.Columns)
    again = zip(loading.place, loading.wrong_depot[task].tolist(), strict=True)
    starts = set(problem.shift_start[~wrong_start].tolist())
    return sorted(starts | {place for place, wrong in again if not wrong})


def route_check(problem: "Problem") -> None:
    """Nothing to see on one route alone."""


def draws(problem: "Problem") -> Draws:
    """Goods of the depots where routes, and trips after a reload, start."""
    columns = problem.of(RULE, Columns)
    start_of = problem.shift_start.tolist()
    loading = problem.of(Rule.TRIPS, trips.Columns)
    kind, place = loading.kind, loading.place

    def of_route(shift: int, tasks: Sequence[int]) -> Iterator[Draw]:
        depot = start_of[shift]
        for task in tasks if columns.counted else ():
            if kind[task] >= 0:
                depot = place[kind[task]]
            for item, quantity in columns.goods[task]:
                yield Draw(task, (depot, item), quantity)

    return Draws(dict(columns.available.items()), of_route)


def plan_check(problem: "Problem") -> PlanCheck:
    """Count what leaves each depot."""
    short_of = draws(problem).short

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        short = short_of(routes)
        if short is None:
            return None
        draw, lacking = short
        return Miss(RULE, lacking, "units", draw.task, "out_of_stock", draw.source[0])

    return check
