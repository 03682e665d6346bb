"""Searches: from a problem to ever better routes.

`Search` is what any of them looks like from outside. `OrToolsSearch` builds a first plan (the
better of cheapest insertion by the rules' own checks and by OR-Tools), improves it by guided
local search in the OR-Tools model, and inserts what is still left out. Every plan it tells of
was accepted by that model.
"""

import time
import weakref
from collections.abc import Callable
from typing import Protocol

from logiroute.solver.budget import Budget
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.insertion import fill
from logiroute.solver.parameters import Moves, search_parameters
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.routing import Routing
from logiroute.units import ceil_div

#: Called with every plan better than all before.
OnBetter = Callable[[Routes], None]


class Search(Protocol):
    """A way to find routes."""

    def run(self, problem: Problem, budget: Budget, seed: int, on_better: OnBetter) -> None:
        """Search until the budget is spent, telling of every better plan."""


#: Rounds an iteration budget is cut into; each starts from the best routes with fresh penalties.
_ROUNDS = 4

#: Shortest round of a budget of seconds.
_ROUND_S = 4.0

#: Share of the seconds kept for writing down and filling in at the end.
_RESERVE = 0.02

#: Share of the seconds that cheapest insertion may use for its first plan.
_INSERTION_SHARE = 0.2

#: A round that accepts no move at all (nothing can move) ends after so many branches.
_BRANCHES_PER_ITERATION = 500


class _Record:
    """The best routes so far, and everything that has to know of them."""

    def __init__(self, evaluator: Evaluator, on_better: OnBetter) -> None:
        self._evaluator = evaluator
        self._on_better = on_better
        self.routes: Routes = ((),) * evaluator.problem.shifts
        self.cost = sum(evaluator.total(self.routes))
        self.told = False
        self._several = any(evaluator.problem.shift_parts)

    def offer(self, routes: Routes, cost: int) -> None:
        """Keep routes that the OR-Tools model has accepted, if they are better.

        Where legs may be driven by several tables the model counts their least metres.
        """
        if self._several:
            cost = sum(self._evaluator.total(routes))
        if cost < self.cost or not self.told:
            self.routes, self.cost, self.told = routes, cost, True
            self._on_better(routes)

    @property
    def complete(self) -> bool:
        """Whether every order is served."""
        return len(self._evaluator.served(self.routes)) == self._evaluator.problem.orders


class OrToolsSearch:
    """First solution, guided local search in rounds, and a last filling in."""

    def run(self, problem: Problem, budget: Budget, seed: int, on_better: OnBetter) -> None:
        """Search until the budget is spent, telling of every better plan.

        Raises
        ------
        ValueError
            Neither seconds nor iterations are given.
        """
        if budget.seconds is None and budget.iterations is None:
            raise ValueError("a search needs seconds or iterations")
        began = time.monotonic()
        ends = None if budget.seconds is None else began + budget.seconds
        evaluator = Evaluator(problem)
        record = _Record(evaluator, on_better)
        if problem.orders == 0:
            record.offer(record.routes, record.cost)
            return
        self._start(evaluator, record, budget, began, seed)
        iterations_left = budget.iterations
        number = 0
        while True:
            seconds = None
            if budget.seconds is not None:
                left = budget.seconds * (1 - _RESERVE) - (time.monotonic() - began)
                if left <= 0:
                    break
                seconds = min(left, max(_ROUND_S, budget.seconds / _ROUNDS))
            iterations = None
            if iterations_left is not None and budget.iterations is not None:
                if iterations_left <= 0:
                    break
                iterations = min(iterations_left, ceil_div(budget.iterations, _ROUNDS))
                iterations_left -= iterations
            self._round(problem, record, Budget(seconds, iterations), seed, number)
            self._mend(evaluator, record, seed, ends)
            number += 1

    def _start(
        self,
        evaluator: Evaluator,
        record: _Record,
        budget: Budget,
        began: float,
        seed: int,
    ) -> None:
        """A first plan: what cheapest insertion finds, then what OR-Tools finds if better."""
        problem = evaluator.problem
        until = None if budget.seconds is None else began + budget.seconds * _INSERTION_SHARE
        self._accept(Routing(problem, seed), fill(evaluator, record.routes, until), record)
        seconds = None
        if budget.seconds is not None:
            seconds = max(0.1, (budget.seconds - (time.monotonic() - began)) / _ROUNDS)
        routing = Routing(problem, seed)
        parameters = search_parameters(seconds)
        parameters.solution_limit = 1
        routing.close(parameters)
        found = routing.model.SolveWithParameters(parameters)
        if found is not None:
            record.offer(routing.routes_of(found), found.ObjectiveValue())
        self._mend(evaluator, record, seed, until)

    @staticmethod
    def _accept(routing: Routing, routes: Routes, record: _Record) -> None:
        """Offer routes made outside the model, if the model accepts them."""
        routing.close()
        assignment = routing.assignment(routes)
        if assignment is not None:
            record.offer(routes, assignment.ObjectiveValue())

    def _mend(self, evaluator: Evaluator, record: _Record, seed: int, until: float | None) -> None:
        """Insert what is left out: local search moves one order at a time, this moves groups."""
        if record.complete:
            return
        routes = fill(evaluator, record.routes, until)
        if routes != record.routes:
            self._accept(Routing(evaluator.problem, seed), routes, record)

    @staticmethod
    def _round(problem: Problem, record: _Record, budget: Budget, seed: int, number: int) -> None:
        """One guided local search from the best routes so far."""
        routing = Routing(problem, seed + number)
        model = routing.model
        moves = Moves.USUAL
        if not record.complete:
            moves = Moves.ROOM_MAKING if number % 2 else Moves.REBUILDING
        parameters = search_parameters(budget.seconds, budget.iterations, moves)
        if budget.iterations is not None:
            model.AddSearchMonitor(
                routing.solver.BranchesLimit(_BRANCHES_PER_ITERATION * budget.iterations)
            )
        routing.close(parameters)

        # The model keeps the callback: a plain reference back would keep the model for ever.
        watched = weakref.proxy(routing)

        def at_solution() -> None:
            cost = int(watched.model.CostVar().Value())
            if cost < record.cost:
                record.offer(watched.routes_now(), cost)

        model.AddAtSolutionCallback(at_solution)
        start = routing.assignment(record.routes)
        if start is None:
            raise RuntimeError("the model does not accept its own best routes")
        model.SolveFromAssignmentWithParameters(start, parameters)
