"""OR-Tools on its own: a first plan, then guided local search round after round.

The first plan is the better of cheapest insertion by the rules' own checks and by OR-Tools. Every
plan this search tells of was accepted by the OR-Tools model.
"""

import time
from collections.abc import Callable

from logiroute.solver.acceptance import price
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.insertion import fill
from logiroute.solver.local_search import local_search
from logiroute.solver.parameters import Moves, search_parameters
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.routing import Routing
from logiroute.solver.searches import PoolRoute, Stretch, Watch

#: Share of a stretch of seconds that cheapest insertion may use for its first plan.
_INSERTION_SHARE = 0.4


class _Record:
    """The best routes so far."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.routes: Routes = ((),) * evaluator.problem.shifts
        self.cost = sum(evaluator.total(self.routes))
        self._several = any(evaluator.problem.shift_parts)

    def offer(self, routes: Routes, cost: int) -> bool:
        """Keep routes that the OR-Tools model has accepted, if they are better.

        Where legs may be driven by several tables the model counts their least metres.
        """
        if self._several:
            cost = sum(self._evaluator.total(routes))
        if cost >= self.cost:
            return False
        self.routes, self.cost = routes, cost
        return True

    @property
    def complete(self) -> bool:
        """Whether every order is served."""
        return len(self._evaluator.served(self.routes)) == self._evaluator.problem.orders


class OrToolsSearcher:
    """Guided local search in rounds, and a filling in after each.

    Parameters
    ----------
    problem : Problem
    seed : int
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._seed = seed
        self._evaluator = Evaluator(problem)
        self._record = _Record(self._evaluator)
        self._rounds = 0

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""
        return self._record.routes, self._record.cost

    def adopt(self, routes: Routes) -> None:
        """Go on from routes found elsewhere."""
        self._accept(routes)

    def pool(self) -> tuple[PoolRoute, ...]:
        """None: its routes go from round to round as they are."""
        return ()

    def explore(self, stretch: Stretch, watch: Watch) -> int:
        """A round of guided local search; before the first, a first plan."""
        began = time.monotonic()
        ends = None if stretch.seconds is None else began + stretch.seconds
        if self._rounds == 0:
            self._start(stretch, watch)
        self._round(stretch, None if ends is None else ends - time.monotonic(), watch)
        self._mend(ends, watch)
        self._rounds += 1
        return stretch.iterations or 0

    def _offer(self, routes: Routes, cost: int, watch: Watch | None) -> None:
        if self._record.offer(routes, cost) and watch is not None:
            watch.tell(*self.best)

    def _accept(self, routes: Routes, watch: Watch | None = None) -> None:
        """Offer routes made outside the model, if the model accepts them."""
        cost = price(self._problem, routes)
        if cost is not None:
            self._offer(routes, cost, watch)

    def _start(self, stretch: Stretch, watch: Watch) -> None:
        """A first plan: what cheapest insertion finds, then what OR-Tools finds if better."""
        until = None
        if stretch.seconds is not None:
            until = time.monotonic() + stretch.seconds * _INSERTION_SHARE
        self._accept(fill(self._evaluator, self._record.routes, until), watch)
        routing = Routing(self._problem, self._seed)
        parameters = search_parameters(stretch.seconds)
        parameters.solution_limit = 1
        routing.close(parameters)
        found = routing.model.SolveWithParameters(parameters)
        if found is not None:
            self._offer(routing.routes_of(found), found.ObjectiveValue(), watch)
        self._mend(until, watch)

    def _mend(self, until: float | None, watch: Watch) -> None:
        """Insert what is left out: local search moves one order at a time, this moves groups."""
        if self._record.complete:
            return
        routes = fill(self._evaluator, self._record.routes, until)
        if routes != self._record.routes:
            self._accept(routes, watch)

    def _round(self, stretch: Stretch, seconds: float | None, watch: Watch) -> None:
        """One guided local search from the best routes so far."""
        record = self._record
        moves = Moves.USUAL
        if not record.complete:
            moves = Moves.ROOM_MAKING if self._rounds % 2 else Moves.REBUILDING

        def at_solution(cost: int, routes: Callable[[], Routes]) -> bool:
            if cost < record.cost:
                self._offer(routes(), cost, watch)
            enough = stretch.target is not None and record.cost <= stretch.target
            return enough or watch.stopped()

        accepted = local_search(
            self._problem,
            record.routes,
            at_solution,
            seconds=seconds,
            iterations=stretch.iterations,
            moves=moves,
            seed=self._seed + self._rounds,
        )
        if not accepted:
            raise RuntimeError("the model does not accept its own best routes")
