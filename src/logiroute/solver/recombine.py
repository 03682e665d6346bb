"""Set partitioning: the best plan that can be put together from routes seen so far.

A search finds many good routes that never stood in one plan. Which of them to drive is a choice:
every order on one route or left out at its penalty, no more routes than shifts of their kind, and
no more drawn from beds and stock than there is. The choice begins with the best plan known and is
never worse.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from logiroute.model.rules import Rule
from logiroute.solver.choice import Choice, Row, choose
from logiroute.solver.draws import Source
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.pools import pool_of, told_apart
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import SHARING, parties
from logiroute.solver.searches import PoolRoute


class _Column(NamedTuple):
    """A route that may be chosen, its orders, and whether the plan known drives one like it."""

    route: PoolRoute
    orders: frozenset[int]
    own: bool


def recombine(
    evaluator: Evaluator,
    pool: Iterable[PoolRoute],
    routes: Routes,
    *,
    effort: float,
    seconds: float | None = None,
) -> Routes:
    """Choose routes.

    Parameters
    ----------
    evaluator : Evaluator
    pool : iterable of PoolRoute
        Legal routes to choose from.
    routes : Routes
        The best legal routes known, to begin with.
    effort, seconds
        As for `choose`.

    Returns
    -------
    Routes
        Legal routes that cost less, or those given.
    """
    problem = evaluator.problem
    columns = _columns(problem, _own(evaluator, routes), pool)
    choice = Choice(
        costs=[column.route.cost for column in columns],
        orders=[column.orders for column in columns],
        penalty=evaluator.penalty,
        rows=list(_rows(problem, columns)),
        known=[at for at, column in enumerate(columns) if column.own],
    )
    chosen = [columns[at].route for at in choose(choice, effort, seconds)]
    found = _laid_out(problem, routes, chosen)
    if evaluator.miss(found) is not None:
        return routes
    return found if sum(evaluator.total(found)) < sum(evaluator.total(routes)) else routes


def _own(evaluator: Evaluator, routes: Routes) -> list[PoolRoute]:
    """The routes of a plan as routes of a pool."""
    found = []
    for shift, tasks in enumerate(routes):
        timetable = evaluator.timetable(shift, tasks) if tasks else None
        if timetable is not None and not isinstance(timetable, Miss):
            cost = evaluator.cost(shift, tasks, timetable)
            found.append(PoolRoute(evaluator.problem.shift_alike[shift], tasks, cost))
    return found


def _columns(
    problem: Problem, own: Sequence[PoolRoute], pool: Iterable[PoolRoute]
) -> list[_Column]:
    """Of routes that do the same in shifts that are alike, the cheapest; of equals the first.

    A route with a part of a group can be in no plan.
    """
    order_of = problem.task_order.tolist()
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    group_of = {order: frozenset(group) for group in groups for order in group}
    kind_of = pool_of(problem)
    best: dict[object, _Column] = {}
    for at, route in enumerate((*own, *pool)):
        orders = frozenset(order_of[task] for task in route.tasks) - {-1}
        if any(not group_of.get(order, orders) <= orders for order in orders):
            continue
        # Reloads decide from which depot goods come, so what lies between them counts.
        pooled = any(kind_of[task] >= 0 for task in route.tasks)
        done = route.tasks if pooled else frozenset(route.tasks)
        known = best.get((route.alike, done))
        if known is None or route.cost < known.route.cost:
            best[route.alike, done] = _Column(
                route, orders, at < len(own) or (known is not None and known.own)
            )
    return list(best.values())


def _rows(problem: Problem, columns: Sequence[_Column]) -> Iterator[Row]:
    """What routes share: shifts of a kind, reloads and washes, and what is drawn from."""
    shifts = Counter(problem.shift_alike)
    yield from _bounded(shifts, [Counter([column.route.alike]) for column in columns])
    kind_of = pool_of(problem)
    pooled = [Counter(kind_of[task] for task in column.route.tasks) for column in columns]
    yield from _bounded({**Counter(kind_of), -1: problem.tasks * len(columns)}, pooled)
    shift_of = {alike: shift for shift, alike in enumerate(problem.shift_alike)}
    for module in SHARING:
        draws = module.draws(problem)
        drawn = []
        for column in columns:
            sums: Counter[Source] = Counter()
            for draw in draws.of_route(shift_of[column.route.alike], column.route.tasks):
                sums[draw.source] += draw.amount
            drawn.append(sums)
        yield from _bounded(draws.most, drawn)


def _bounded(most: Mapping[Any, int], taken: Sequence[Counter[Any]]) -> Iterator[Row]:
    """Bounds of the sums of what columns take, source by source, where they could be passed."""
    takers: dict[Any, dict[int, int]] = defaultdict(dict)
    for at, sums in enumerate(taken):
        for source, amount in sums.items():
            takers[source][at] = amount
    for source, amounts in takers.items():
        limit = most.get(source, 0)
        # What some give back they need not.
        if sum(amount for amount in amounts.values() if amount > 0) > limit:
            yield Row(tuple(amounts), tuple(amounts.values()), limit)


def _laid_out(problem: Problem, before: Routes, chosen: Sequence[PoolRoute]) -> Routes:
    """Give every chosen route a shift of its kind, the one it had before if it had one.

    Reloads and washes of one kind are alike too: every route gets some of its own.
    """
    found: list[tuple[int, ...]] = [()] * problem.shifts
    rest = []
    for route in chosen:
        shift = next((s for s, tasks in enumerate(before) if tasks == route.tasks), None)
        if shift is not None and problem.shift_alike[shift] == route.alike:
            found[shift] = route.tasks
        else:
            rest.append(route)
    free = defaultdict(list)
    for shift in reversed(range(problem.shifts)):
        if not found[shift]:
            free[problem.shift_alike[shift]].append(shift)
    for route in rest:
        found[free[route.alike].pop()] = route.tasks
    return told_apart(problem, found)
