"""More stock at a depot, so much that orders left out could be loaded there."""

from collections import Counter
from collections.abc import Sequence

from logiroute.model.order import Call, Delivery
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Stock
from logiroute.solver.problem import Problem
from logiroute.solver.rules import trips


def more_stock(
    scenario: Scenario,
    problem: Problem,
    place: int,
    unit: Sequence[int],
    routes: Sequence[Sequence[int]],
) -> tuple[str, tuple[Stock, ...]]:
    """What a unit's goods lack at a depot.

    Returns
    -------
    (str, tuple of Stock)
        In words, and the stock of the day with it.
    """
    depot = scenario.places[place]
    needed: Counter[str] = Counter()
    for row in _loaded_at(problem, place, routes).union(unit):
        order = scenario.orders[row]
        if isinstance(order, Delivery | Call):
            for line in order.lines:
                needed[line.item_id] += line.quantity
    wanted = {
        line.item_id
        for row in unit
        if isinstance(order := scenario.orders[row], Delivery | Call)
        for line in order.lines
    }
    stock = {(entry.depot_id, entry.item_id): entry for entry in scenario.stock}
    texts = []
    for item in sorted(wanted):
        entry = stock.get((depot.id, item), Stock(depot_id=depot.id, item_id=item, quantity=0))
        short = needed[item] - entry.available
        if short > 0:
            # Up to the reserve nothing may leave: the missing units come on top of it.
            quantity = max(entry.quantity, entry.reserve) + short
            stock[depot.id, item] = entry.model_copy(update={"quantity": quantity})
            texts.append(f"{short} more {scenario.item[item].name}")
    return f"{' and '.join(texts)} at {depot.name}", tuple(stock.values())


def _loaded_at(problem: Problem, place: int, routes: Sequence[Sequence[int]]) -> set[int]:
    """Orders on trips that start at a place."""
    loading = problem.of(Rule.TRIPS, trips.Columns)
    orders = set[int]()
    for shift, tasks in enumerate(routes):
        start = int(problem.shift_start[shift])
        for task in tasks:
            if loading.kind[task] >= 0:
                start = loading.place[loading.kind[task]]
            elif start == place:
                orders.add(int(problem.task_order[task]))
    return orders
