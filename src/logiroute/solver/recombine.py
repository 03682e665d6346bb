"""Set partitioning: the best plan that can be put together from routes seen so far.

A search finds many good routes that never stood in one plan. Which of them to drive is a choice of
CP-SAT's: every order on one route or left out at its penalty, no more routes than shifts of their
kind, and no more drawn from beds and stock than there is. The choice begins with the best plan
known and is never worse.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from logiroute.model.rules import Rule
from logiroute.solver.draws import Draws
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import SHARING, parties, trips
from logiroute.solver.searches import PoolRoute

#: Sums of the objective stay below this, as CP-SAT asks; costs are scaled down to it.
_MOST_SUM = 2**50


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
    effort : float
        Limit of CP-SAT's deterministic time, which is about a second each.
    seconds : float, optional
        Limit by the clock, which makes the choice depend on it.

    Returns
    -------
    Routes
        Legal routes that cost less, or those given.
    """
    problem = evaluator.problem
    columns = _columns(problem, _own(evaluator, routes), pool)
    chosen = _Model(evaluator, columns).choose(effort, seconds)
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
    kind_of = problem.of(Rule.TRIPS, trips.Columns).kind
    best: dict[object, _Column] = {}
    for at, route in enumerate((*own, *pool)):
        orders = frozenset(order_of[task] for task in route.tasks) - {-1}
        if any(not group_of.get(order, orders) <= orders for order in orders):
            continue
        # Reloads decide from which depot goods come, so what lies between them counts.
        reloads = any(kind_of[task] >= 0 for task in route.tasks)
        done = route.tasks if reloads else frozenset(route.tasks)
        known = best.get((route.alike, done))
        if known is None or route.cost < known.route.cost:
            best[route.alike, done] = _Column(
                route, orders, at < len(own) or (known is not None and known.own)
            )
    return list(best.values())


class _Model:
    """The choice as a model of CP-SAT.

    Parameters
    ----------
    evaluator : Evaluator
    columns : sequence of _Column
    """

    def __init__(self, evaluator: Evaluator, columns: Sequence[_Column]) -> None:
        self._problem = evaluator.problem
        self._columns = columns
        self._model = cp_model.CpModel()
        self._drive = [self._model.new_bool_var("") for _ in columns]
        self._leave = [self._model.new_bool_var("") for _ in evaluator.penalty]
        on = defaultdict(list)
        for drive, column in zip(self._drive, columns, strict=True):
            for order in column.orders:
                on[order].append(drive)
        for order, leave in enumerate(self._leave):
            self._model.add_exactly_one([*on[order], leave])
        self._limit_shifts()
        self._limit_reloads()
        for module in SHARING:
            self._limit_draws(module.draws(self._problem))
        costs = [*(column.route.cost for column in columns), *evaluator.penalty]
        scale = max(1, sum(costs) // _MOST_SUM)
        self._model.minimize(
            cp_model.LinearExpr.weighted_sum(
                [*self._drive, *self._leave], [cost // scale for cost in costs]
            )
        )

    def _limit_shifts(self) -> None:
        """No more routes than shifts of their kind."""
        shifts = Counter(self._problem.shift_alike)
        by_kind = defaultdict(list)
        for drive, column in zip(self._drive, self._columns, strict=True):
            by_kind[column.route.alike].append(drive)
        for alike, drives in by_kind.items():
            self._model.add(sum(drives) <= shifts[alike])

    def _limit_reloads(self) -> None:
        """No more reloads of a kind than there are tasks for them."""
        kind_of = self._problem.of(Rule.TRIPS, trips.Columns).kind
        tasks = Counter(kind_of)
        self._at_most(
            tasks,
            [
                Counter(kind_of[task] for task in column.route.tasks if kind_of[task] >= 0)
                for column in self._columns
            ],
        )

    def _limit_draws(self, draws: Draws) -> None:
        """No more drawn than there is."""
        shift_of = {alike: shift for shift, alike in enumerate(self._problem.shift_alike)}
        drawn = []
        for column in self._columns:
            sums: Counter[Any] = Counter()
            for draw in draws.of_route(shift_of[column.route.alike], column.route.tasks):
                sums[draw.source] += draw.amount
            drawn.append(sums)
        self._at_most(draws.most, drawn)

    def _at_most(self, most: Any, taken: Sequence[Counter[Any]]) -> None:
        """Bound the sums of what the chosen routes take, source by source."""
        takers = defaultdict(list)
        for drive, sums in zip(self._drive, taken, strict=True):
            for source, amount in sums.items():
                takers[source].append((drive, amount))
        for source, pairs in takers.items():
            drives, amounts = zip(*pairs, strict=True)
            limit = most.get(source, 0)
            if sum(amounts) > limit:
                self._model.add(cp_model.LinearExpr.weighted_sum(drives, amounts) <= limit)

    def choose(self, effort: float, seconds: float | None) -> list[PoolRoute]:
        """The routes of the best choice found, beginning with the plan known."""
        served: set[int] = set()
        for drive, column in zip(self._drive, self._columns, strict=True):
            self._model.add_hint(drive, column.own)
            served |= column.orders if column.own else set()
        for order, leave in enumerate(self._leave):
            self._model.add_hint(leave, order not in served)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = effort
        if seconds is not None:
            solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self._model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return []
        pairs = zip(self._drive, self._columns, strict=True)
        return [column.route for drive, column in pairs if solver.boolean_value(drive)]


def _laid_out(problem: Problem, before: Routes, chosen: Sequence[PoolRoute]) -> Routes:
    """Give every chosen route a shift of its kind, the one it had before if it had one.

    Reload tasks of one kind are alike too: every route gets some of its own.
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
    kind_of = problem.of(Rule.TRIPS, trips.Columns).kind
    reloads = defaultdict(list)
    for task in reversed(range(problem.tasks)):
        reloads[kind_of[task]].append(task)
    return tuple(
        tuple(task if kind_of[task] < 0 else reloads[kind_of[task]].pop() for task in tasks)
        for tasks in found
    )
