"""The best plan of a small problem, found by trying all."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import SHARING, parties, trips, windows
from logiroute.solver.times import Timetable


class _Use(NamedTuple):
    """What a route, or several, serve and draw on: orders as bits, and a sum per shared source."""

    orders: int
    drawn: tuple[int, ...]


class Enumeration:
    """All plans of a problem without tables for parts of a shift.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._evaluator = Evaluator(problem)
        self._loading = problem.of(Rule.TRIPS, trips.Columns)
        self._draws = [module.draws(problem) for module in SHARING]
        taken = {
            (row, draw.source)
            for row, draws in enumerate(self._draws)
            for shift in range(problem.shifts)
            for tasks in self._from_every_depot()
            for draw in draws.of_route(shift, tasks)
        }
        self._sources = sorted(taken)
        self._most = [self._draws[row].most.get(source, 0) for row, source in self._sources]
        #: Of sums to which some route gives, only the whole plan says whether they are kept.
        self._early = [not self._draws[row].gives for row, _ in self._sources]
        self._spans = problem.of(Rule.WINDOWS, windows.Columns).open
        #: Routes that were looked at.
        self.tried = 0

    def _from_every_depot(self) -> Iterator[tuple[int, ...]]:
        """All tasks, on a trip from wherever there is a depot: so that all sources are seen."""
        kind = self._loading.kind
        own = tuple(task for task, of in enumerate(kind) if of < 0)
        yield own
        for task, of in enumerate(kind):
            if of >= 0:
                yield (task, *own)

    def best(self) -> tuple[Routes, int]:
        """The best routes, and cost units of them and of what they leave out."""
        empty = _Use(0, (0,) * len(self._sources))
        plans: dict[_Use, tuple[int, Routes]] = {empty: (0, ())}
        known: dict[int, dict[_Use, tuple[int, tuple[int, ...]]]] = {}
        for shift, alike in enumerate(self._problem.shift_alike):
            if alike not in known:
                known[alike] = self._routes(shift)
            plans = self._joined(plans, known[alike])
        penalty = self._evaluator.penalty
        costs = (
            (
                cost + sum(units for o, units in enumerate(penalty) if not use.orders >> o & 1),
                routes,
            )
            for use, (cost, routes) in plans.items()
            if not self._short(use.drawn, [True] * len(self._sources))
        )
        cost, routes = min(costs)
        return self._own_reloads(routes), cost

    def _short(self, drawn: Sequence[int], counts: Sequence[bool]) -> bool:
        """Whether more is drawn than there is of some source that counts."""
        return any(
            taken > most and matters
            for taken, most, matters in zip(drawn, self._most, counts, strict=True)
        )

    def _joined(
        self,
        plans: dict[_Use, tuple[int, Routes]],
        routes: dict[_Use, tuple[int, tuple[int, ...]]],
    ) -> dict[_Use, tuple[int, Routes]]:
        """Plans with every route of one more shift."""
        joined: dict[_Use, tuple[int, Routes]] = {}
        for use, (cost, of_plan) in plans.items():
            for more, (of_route, tasks) in routes.items():
                if use.orders & more.orders:
                    continue
                drawn = tuple(a + b for a, b in zip(use.drawn, more.drawn, strict=True))
                if self._short(drawn, self._early):
                    continue
                both = _Use(use.orders | more.orders, drawn)
                if both not in joined or cost + of_route < joined[both][0]:
                    joined[both] = cost + of_route, (*of_plan, tasks)
        return joined

    def _routes(self, shift: int) -> dict[_Use, tuple[int, tuple[int, ...]]]:
        """The cheapest route of a shift for everything it may serve."""
        groups = [
            sum(1 << order for order in group)
            for group in self._problem.of(Rule.PARTIES, parties.Columns).groups
        ]
        best: dict[_Use, tuple[int, tuple[int, ...]]] = {
            _Use(0, (0,) * len(self._sources)): (0, ())
        }
        for tasks in self._sequences(shift, (), ()):
            self.tried += 1
            orders = sum(1 << order for order in self._evaluator.served([tasks]))
            if any(orders & group not in (0, group) for group in groups):
                continue
            found = self._evaluator.timetable(shift, tasks)
            if isinstance(found, Timetable):
                use = _Use(orders, self._drawn(shift, tasks))
                cost = self._evaluator.cost(shift, tasks, found)
                if use not in best or cost < best[use][0]:
                    best[use] = cost, tasks
        return best

    def _drawn(self, shift: int, tasks: Sequence[int]) -> tuple[int, ...]:
        drawn = dict.fromkeys(self._sources, 0)
        for row, draws in enumerate(self._draws):
            for draw in draws.of_route(shift, tasks):
                drawn[row, draw.source] += draw.amount
        return tuple(drawn.values())

    def _sequences(
        self, shift: int, tasks: tuple[int, ...], aboard: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        """All routes that begin with some tasks, of orders that are set down again.

        Whoever is late stays late, whatever is done afterwards.
        """
        if tasks and not aboard and self._loading.kind[tasks[-1]] < 0:
            yield tasks
        problem = self._problem
        for task in range(problem.tasks):
            order = int(problem.task_order[task])
            left = aboard
            if order < 0:
                if not self._may_reload(shift, tasks, task):
                    continue
            elif task == problem.first_task[order]:
                if task in tasks:
                    continue
                left = (*aboard, order) if problem.choices[order] else aboard
            elif order in aboard:
                left = tuple(other for other in aboard if other != order)
            else:
                continue
            longer = (*tasks, task)
            if not self._is_late(shift, longer):
                yield from self._sequences(shift, longer, left)

    def _may_reload(self, shift: int, tasks: tuple[int, ...], task: int) -> bool:
        """Whether a reload is the next of its kind, not right after another, and not too many."""
        loading, kind = self._loading, self._loading.kind
        done = [row for row in tasks if kind[row] >= 0]
        free = (row for row, of in enumerate(kind) if of == kind[task] and row not in done)
        return (
            next(free, -1) == task
            and bool(loading.usable[kind[task], shift])
            and len(done) < loading.most_reloads[shift]
            and not (tasks and kind[tasks[-1]] >= 0)
        )

    def _is_late(self, shift: int, tasks: tuple[int, ...]) -> bool:
        """Whether the last task cannot be begun in time, however long duty may be."""
        start = self._evaluator.clock.hurried(shift, tasks).starts[-1]
        return not any(opens <= start <= closes for opens, closes in self._spans[tasks[-1]])

    def _own_reloads(self, routes: Routes) -> Routes:
        """Every reload a task of its own, as routes were made one by one."""
        kind = self._loading.kind
        free = {of: [t for t, k in enumerate(kind) if k == of] for of in set(kind) - {-1}}
        return tuple(
            tuple(task if kind[task] < 0 else free[kind[task]].pop() for task in tasks)
            for tasks in routes
        )
