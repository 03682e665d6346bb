"""The best routes that OR-Tools has accepted so far."""

from logiroute.solver.acceptance import price
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import Watch


class Record:
    """Keeps the best routes.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.evaluator = Evaluator(problem)
        self.routes: Routes = ((),) * problem.shifts
        self.cost = sum(self.evaluator.total(self.routes))

    @property
    def complete(self) -> bool:
        """Whether every order is served."""
        return len(self.evaluator.served(self.routes)) == self.problem.orders

    def offer(self, routes: Routes, watch: Watch | None = None) -> None:
        """Keep routes that the model has accepted, if they are better.

        What the model says they cost does not count: where legs have several tables it takes the
        least metres of them, and in windows with holes it may wait in vain.
        """
        cost = sum(self.evaluator.total(routes))
        if cost < self.cost:
            self.routes, self.cost = routes, cost
            if watch is not None:
                watch.tell(routes, cost)

    def judge(self, routes: Routes, watch: Watch | None = None) -> None:
        """Keep routes made outside the model, if they are better and the model accepts them."""
        if routes != self.routes and price(self.problem, routes) is not None:
            self.offer(routes, watch)

    def mend(self, until: float | None, watch: Watch) -> None:
        """Insert what is left out: local search moves one order at a time, this moves groups.

        Parameters
        ----------
        until : float or None
            Moment of the monotonic clock after which nothing more is tried.
        watch : Watch
        """
        if not self.complete:
            self.judge(fill(self.evaluator, self.routes, until), watch)
