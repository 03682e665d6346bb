"""Where jobs are done: a problem and a search that goes on from job to job."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import SEARCHES, Searcher

#: Called with better routes and their cost units.
Tell = Callable[[Routes, int], None]


class Bench:
    """What a job works with.

    Parameters
    ----------
    problem : Problem
    search : str
        A name of `SEARCHES`.
    seed : int
        Of the search.
    tell : callable
        Takes note of better routes.
    stopped : callable
        Whether a job that explores shall come to an end.
    """

    def __init__(
        self, problem: Problem, search: str, seed: int, tell: Tell, stopped: Callable[[], bool]
    ) -> None:
        self.problem = problem
        self._kind = SEARCHES[search]
        self._seed = seed
        self._tell = tell
        self._stopped = stopped

    def tell(self, routes: Routes, cost: int) -> None:
        """Take note of better routes."""
        self._tell(routes, cost)

    def stopped(self) -> bool:
        """Whether to come to an end."""
        return self._stopped()

    @cached_property
    def evaluator(self) -> Evaluator:
        """Checks and prices routes."""
        return Evaluator(self.problem)

    @cached_property
    def searcher(self) -> Searcher:
        """The search, begun when it is first asked for."""
        begun = self._kind.begin(self.problem, self._seed)
        routes, cost = begun.best
        if any(routes):
            self.tell(routes, cost)
        return begun


class Job(Protocol):
    """Something to do at a bench; picklable, as its result."""

    def run(self, bench: Bench) -> Any:
        """Do it."""
