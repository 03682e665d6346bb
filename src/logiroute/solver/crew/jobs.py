"""What a search is made of, each done by one member of the crew."""

from dataclasses import dataclass

from logiroute.solver.crew.bench import Bench
from logiroute.solver.problem import Routes
from logiroute.solver.searches import PoolRoute, Stretch


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
    pool : tuple of PoolRoute
        Good routes seen, if they were asked for.
    """

    routes: Routes
    cost: int
    iterations: int
    pool: tuple[PoolRoute, ...]


@dataclass(frozen=True)
class Begin:
    """Compile the search and find first routes."""

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        return Explored(*bench.searcher.best, 0, ())


@dataclass(frozen=True)
class Explore:
    """Search on for a stretch.

    Attributes
    ----------
    stretch : Stretch
    start : Routes or None
        Routes to go on from, if not one's own.
    pooled : bool
        Whether to hand over the pool.
    """

    stretch: Stretch
    start: Routes | None = None
    pooled: bool = False

    def run(self, bench: Bench) -> Explored:
        """Do it."""
        searcher = bench.searcher
        if self.start is not None:
            searcher.adopt(self.start)
        iterations = searcher.explore(self.stretch, bench)
        return Explored(*searcher.best, iterations, searcher.pool() if self.pooled else ())


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
        from logiroute.solver.insertion import fill

        for routes in self.candidates:
            if accepts(bench.problem, routes):
                return routes
        made = fill(bench.evaluator, ((),) * bench.problem.shifts)
        if not accepts(bench.problem, made):
            raise RuntimeError("the model accepts neither these routes nor simpler ones")
        return made
