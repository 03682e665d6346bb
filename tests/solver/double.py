"""A search for tests of what drives a search: ruin and recreate in a few lines of Python.

It looks like `logiroute.solver.recreate.recreation.Recreation` from outside and is told apart by
its name, ``double``.
"""

import math
import random
from typing import cast

from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.insertion import Inserter
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules.parties import units_of
from logiroute.solver.searches import SEARCHES, Kind, PoolRoute, Searcher
from logiroute.solver.searches.recreate import RecreateSearcher
from logiroute.solver.times import Timetable


class Double:
    """Takes a few units out and puts them back in, drawn at random."""

    def __init__(self, problem: Problem, seed: int, start: Routes | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - moves of a test, not secrets
        self._problem = problem
        self._evaluator = Evaluator(problem)
        self._units = units_of(problem)
        self._inserter = Inserter(self._evaluator)
        self._pool: dict[tuple[int, tuple[int, ...]], int] = {}
        routes = start or fill(self._evaluator, ((),) * problem.shifts)
        self._now = self.best = routes, sum(self._evaluator.total(routes))

    def run(self, iterations: int, fraction: float) -> bool:
        """A chunk of search."""
        before = self.best[1]
        heat = self.best[1] * 0.02 * (1 - fraction)
        for _ in range(iterations):
            routes = self._moved(self._now[0])
            cost = sum(self._evaluator.total(routes))
            if cost < self._now[1] - heat * math.log(self._random.random()):
                self._now = routes, cost
                self._note(routes)
            if cost < self.best[1]:
                self.best = routes, cost
        return self.best[1] < before

    def adopt(self, routes: Routes) -> None:
        """Go on from other routes."""
        self._now = routes, sum(self._evaluator.total(routes))
        self.best = min(self.best, self._now, key=lambda known: known[1])

    def pool(self) -> tuple[PoolRoute, ...]:
        """Every route of every state."""
        return tuple(PoolRoute(*key, cost) for key, cost in self._pool.items())

    def _note(self, routes: Routes) -> None:
        for shift, tasks in enumerate(routes):
            timetable = self._evaluator.timetable(shift, tasks) if tasks else None
            if isinstance(timetable, Timetable):
                cost = self._evaluator.cost(shift, tasks, timetable)
                self._pool[self._problem.shift_alike[shift], tasks] = cost

    def _moved(self, routes: Routes) -> Routes:
        order_of = self._problem.task_order.tolist()
        some = self._random.sample(self._units, min(len(self._units), self._random.randint(1, 3)))
        out = {order for unit in some for order in unit}
        now = [tuple(task for task in tasks if order_of[task] not in out) for tasks in routes]
        # Tables drawn at random know no triangles: a detour may have been all that was legal.
        if self._evaluator.miss(now) is not None:
            return routes
        for unit in some:
            found = self._inserter.best(now, unit)
            penalty = sum(self._evaluator.penalty[order] for order in unit)
            if found is not None and found.extra < penalty:
                now[found.shift] = found.tasks
        return tuple(now)


def _begin(problem: Problem, seed: int) -> Searcher:
    return RecreateSearcher(Double(problem, seed))


def register() -> None:
    """Make the double a search of this process."""
    cuts = (0.25, 0.5, 0.75, 1.0)
    kind = Kind("double", _begin, cuts, is_cold=lambda: False, load=lambda: None, polished=True)
    cast(dict[str, Kind], SEARCHES)["double"] = kind


#: What a child process runs to know the double.
CHILD = """
import sys
from tests.solver.double import register
from logiroute.solver.crew.child import child_main
from logiroute.solver.rules.parties import units_of
register()
sys.exit(child_main())
"""
