"""Solve a day: scenario and travel times in, plan out."""

import time
from collections.abc import Callable
from datetime import datetime

from logiroute.errors import NoPlanError
from logiroute.model.plan import Plan, SolverRun
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.budget import Budget
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.explain import Explainer
from logiroute.solver.problem import Routes, build_problem
from logiroute.solver.progress import Progress
from logiroute.solver.worker import Request, search_in_child, search_in_process
from logiroute.units import COST_UNITS_PER_CENT, ceil_div

#: What the plan says found it.
ENGINE = "or-tools"


def solve(
    scenario: Scenario,
    travel: TravelTimes,
    *,
    seconds: float | None = 30,
    iterations: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    in_process: bool = False,
) -> Plan:
    """Find a good plan.

    Parameters
    ----------
    scenario : Scenario
    travel : TravelTimes
        Tables for every movement of the fleet.
    seconds : float or None
        Time to search; None searches by iterations alone.
    iterations : int or None
        Moves of the local search. Without ``seconds`` the same scenario, iterations and seed
        give the same plan again.
    seed : int
        Of the search.
    on_progress : callable, optional
        Told a few times a second how far the search has come. A KeyboardInterrupt it raises
        stops the search.
    in_process : bool
        Search in this process: simpler to debug, but nothing else runs meanwhile and an
        interrupt from the keyboard waits.

    Returns
    -------
    Plan
        The best plan found, also after an interrupt; orders that are left out carry reasons.
        Legs have no geometry yet.

    Raises
    ------
    NoPlanError
        The search ended or was interrupted before its first plan, or travel times are missing.
    ValueError
        Neither seconds nor iterations are given.
    """
    if seconds is None and iterations is None:
        raise ValueError("give seconds, iterations or both")
    try:
        problem = build_problem(scenario, travel)
    except KeyError as error:
        raise NoPlanError(f"travel times are missing for {error.args[0]}") from error
    evaluator = Evaluator(problem)
    watch = _Watch(evaluator, on_progress)
    request = Request(problem, Budget(seconds, iterations), seed)
    if problem.orders == 0:
        routes: Routes = ((),) * problem.shifts
    elif in_process:
        routes = search_in_process(request, watch.event)
    else:
        routes = search_in_child(request, watch.event)
    run = SolverRun(engine=ENGINE, seed=seed, seconds=seconds, iterations=iterations)
    unserved = Explainer(scenario, travel, evaluator, routes).unserved()
    created = datetime.now(scenario.tz).replace(microsecond=0)
    return Decoder(scenario, evaluator).plan(routes, run, unserved, created)


class _Watch:
    """Turns what a search tells into progress."""

    def __init__(
        self, evaluator: Evaluator, on_progress: Callable[[Progress], None] | None
    ) -> None:
        self._evaluator = evaluator
        self._on_progress = on_progress
        self._began = time.monotonic()
        self._cost = 0
        self._served = 0

    def event(self, routes: Routes | None) -> None:
        """Take note of better routes, or that time has passed."""
        if self._on_progress is None:
            return
        if routes is not None:
            self._cost = ceil_div(self._evaluator.total(routes)[0], COST_UNITS_PER_CENT)
            self._served = len(self._evaluator.served(routes))
        self._on_progress(
            Progress(
                elapsed_s=time.monotonic() - self._began,
                cost=self._cost,
                served=self._served,
                total=self._evaluator.problem.orders,
            )
        )
