"""What a search is made of, each done by one member of the crew."""

import time
from dataclasses import dataclass

from logiroute.solver.crew.bench import Bench
from logiroute.solver.problem import Routes
from logiroute.solver.searches import PoolRoute, Stretch

#: Places that are tried when what is left out is inserted: a second or two.
_MOST_PLACES = 100_000


@dataclass(frozen=True)
class Explored:
    """What a stretch of search has brought.

    Attributes
    ----------
    routes : Routes
        The best ones this member has seen.
    cost : int
        Their cost units, penalties included.
    iterations : int
        It took.
    """

    routes: Routes
    cost: int
    iterations: int = 0


@dataclass(frozen=True)
class Begin:
    """Compile the search and find first routes."""

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        return Explored(*bench.searcher.best)


@dataclass(frozen=True)
class Explore:
    """Search on for a stretch.

    Attributes
    ----------
    stretch : Stretch
    start : Routes or None
        Routes to go on from, if not one's own.
    """

    stretch: Stretch
    start: Routes | None = None

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        searcher = bench.searcher
        if self.start is not None:
            searcher.adopt(self.start)
        iterations = searcher.explore(self.stretch, bench)
        return Explored(*searcher.best, iterations)


@dataclass(frozen=True)
class FillIn:
    """Insert what is left out.

    A search passes over places that are promising and turn out late, and looks at so many only.

    Attributes
    ----------
    routes : Routes
    seconds : float or None
        At most, where there is a clock.
    """

    routes: Routes
    seconds: float | None

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        from logiroute.solver.fill import fill

        until = None if self.seconds is None else time.monotonic() + self.seconds
        found = fill(bench.evaluator, self.routes, until, _MOST_PLACES)
        return Explored(found, sum(bench.evaluator.total(found)))


@dataclass(frozen=True)
class HandOver:
    """Hand over the good routes seen."""

    def run(self, bench: Bench) -> tuple[PoolRoute, ...]:
        """Do it."""
        return bench.searcher.pool()


@dataclass(frozen=True)
class Recombine:
    """Look for a better plan among the routes of a pool; see `recombine`.

    Attributes
    ----------
    pool : tuple of PoolRoute
    routes : Routes
        The best known.
    effort : float
    seconds : float or None
    """

    pool: tuple[PoolRoute, ...]
    routes: Routes
    effort: float
    seconds: float | None

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        from logiroute.solver.recombine import recombine

        found = recombine(
            bench.evaluator, self.pool, self.routes, effort=self.effort, seconds=self.seconds
        )
        return Explored(found, sum(bench.evaluator.total(found)))


@dataclass(frozen=True)
class Polish:
    """Improve routes by OR-Tools' local search; see `polish`.

    Attributes
    ----------
    routes : Routes
    seconds : float or None
    seed : int
    """

    routes: Routes
    seconds: float | None
    seed: int

    def run(self, bench: Bench) -> Explored | None:
        """Do it; None if the model does not accept the routes."""
        from logiroute.solver.polish import polish

        found = polish(bench.evaluator, self.routes, bench, seconds=self.seconds, seed=self.seed)
        return None if found is None else Explored(*found)


@dataclass(frozen=True)
class Check:
    """Find routes that the OR-Tools model accepts.

    Attributes
    ----------
    candidates : tuple of Routes
        Those that are wanted, the best first; where none is accepted, some are made.
    """

    candidates: tuple[Routes, ...]

    def run(self, bench: Bench) -> Routes:
        """Do it.

        Raises
        ------
        RuntimeError
            Not even the routes of cheapest insertion are accepted.
        """
        from logiroute.solver.acceptance import accepts
        from logiroute.solver.fill import fill

        for routes in self.candidates:
            if accepts(bench.problem, routes):
                return routes
        made = fill(bench.evaluator, ((),) * bench.problem.shifts)
        if not accepts(bench.problem, made):
            raise RuntimeError("the model accepts neither these routes nor simpler ones")
        return made
