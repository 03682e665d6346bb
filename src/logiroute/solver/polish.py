"""The last touch: OR-Tools' local search on routes that another search has found."""

import time
from collections.abc import Callable

from logiroute.solver.evaluate import Evaluator
from logiroute.solver.local_search import guided_local_search
from logiroute.solver.model_size import build_seconds
from logiroute.solver.parameters import Moves
from logiroute.solver.problem import Routes
from logiroute.solver.searches import Watch

#: Without a clock, moves that are accepted.
_MOVES = 50

#: OR-Tools ends up to a fifth later than it should.
_IN_TIME = 0.85


def polish(
    evaluator: Evaluator, routes: Routes, watch: Watch, *, seconds: float | None, seed: int
) -> tuple[Routes, int] | None:
    """Improve routes.

    Parameters
    ----------
    evaluator : Evaluator
    routes : Routes
    watch : Watch
        Told of better routes.
    seconds : float or None
        With the building of the model; without, nothing depends on the clock.
    seed : int

    Returns
    -------
    tuple of Routes and int, or None
        The best routes, those given if there are none better, and their cost units, penalties
        included. None if the model does not accept the routes given.
    """
    began = time.monotonic()
    problem = evaluator.problem
    best, least = routes, sum(evaluator.total(routes))
    modelled: int | None = None

    def at_solution(cost: int, read: Callable[[], Routes]) -> bool:
        nonlocal best, least, modelled
        if modelled is None or cost < modelled:
            modelled = cost
            found = read()
            # Where legs have several tables, or windows have holes, the model counts otherwise.
            true = sum(evaluator.total(found))
            if true < least:
                best, least = found, true
                watch.tell(best, least)
        late = seconds is not None and time.monotonic() - began > seconds
        return late or watch.stopped()

    accepted = guided_local_search(
        problem,
        routes,
        at_solution,
        seconds=None if seconds is None else _IN_TIME * (seconds - build_seconds(problem)),
        iterations=None if seconds is not None else _MOVES,
        moves=Moves.USUAL,
        seed=seed,
    )
    return (best, least) if accepted else None
