"""Solve a day: scenario and travel times in, plan out."""

from collections.abc import Callable
from datetime import datetime

from logiroute.errors import NoPlanError
from logiroute.model.plan import Plan, SolverRun
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import Shortage
from logiroute.model.travel import TravelTimes
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.crew.standby import Standby
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.explain import Explainer
from logiroute.solver.in_step import in_step
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.progress import Event, Progress
from logiroute.solver.rules import coverage
from logiroute.solver.searches import DEFAULT_SEARCH, SEARCHES, Stretch
from logiroute.solver.shortage import shortage_of
from logiroute.solver.sooner import sooner
from logiroute.solver.washing import idle_visits_left_out
from logiroute.units import COST_UNITS_PER_CENT, ceil_div


def solve(
    scenario: Scenario,
    travel: TravelTimes,
    *,
    seconds: float | None = 30,
    iterations: int | None = None,
    target: int | None = None,
    plateau_seconds: float | None = None,
    plateau_iterations: int | None = None,
    seed: int = 0,
    processes: int | None = None,
    search: str = DEFAULT_SEARCH,
    on_progress: Callable[[Progress], None] | None = None,
    in_process: bool = False,
    standby: Standby | None = None,
) -> Plan:
    """Find a good plan.

    The search ends with the first limit that is reached.

    Parameters
    ----------
    scenario : Scenario
    travel : TravelTimes
        Tables for every movement of the fleet.
    seconds : float or None
        Time to search; None searches by the other limits alone.
    iterations : int or None
        Steps of the search. With no limit in seconds the same scenario, limits, seed and
        processes give the same plan again.
    target : int or None
        Cost with penalties, in hundredths of the currency, that is good enough.
    plateau_seconds, plateau_iterations : float and int, or None
        How long to search on without a better plan.
    seed : int
        Of the search.
    processes : int or None
        To search with; see `search_problem`.
    search : str
        ``recreate`` for the search of our own, ``ortools`` for OR-Tools alone; see
        docs/kernel.md.
    on_progress : callable, optional
        Told a few times a second how far the search has come. A KeyboardInterrupt it raises
        stops the search.
    in_process : bool
        Search in this process: simpler to debug, but nothing else runs meanwhile and an
        interrupt from the keyboard waits.
    standby : Standby, optional
        Processes that were started before, see `logiroute.Standby`; they are used up.

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
        Nothing is sure to end the search, a limit is not positive, or there is no such search.
    """
    if target is not None:
        target *= COST_UNITS_PER_CENT
    budget = Budget(seconds, iterations, target, plateau_seconds, plateau_iterations)
    try:
        problem = build_problem(scenario, travel)
    except KeyError as error:
        raise NoPlanError(f"travel times are missing for {error.args[0]}") from error
    routes = search_problem(
        problem,
        budget,
        seed=seed,
        processes=processes,
        search=search,
        on_event=None if on_progress is None else _Telling(problem, on_progress).event,
        in_process=in_process,
        standby=standby,
    )
    evaluator = Evaluator(problem)
    routes = sooner(evaluator, in_step(evaluator, _without_idle_visits(evaluator, routes)))
    engine = SEARCHES[search].engine
    run = SolverRun(engine=engine, seed=seed, seconds=seconds, iterations=iterations)
    unserved = Explainer(scenario, travel, evaluator, routes).unserved()
    short: Shortage | None = None
    if unserved and not SEARCHES["recreate"].is_cold():
        stretch = _for_shortage(seconds, iterations)
        short = shortage_of(scenario, travel, evaluator, routes, stretch, seed)
    created = datetime.now(scenario.tz).replace(microsecond=0)
    return Decoder(scenario, evaluator).plan(routes, run, unserved, created, short)


def _without_idle_visits(evaluator: Evaluator, routes: Routes) -> Routes:
    """The same routes without washes that clean nothing, and rests that nobody needs."""
    found = list(routes)
    for shift in range(len(routes)):
        for needed in idle_visits_left_out(evaluator.problem, shift, routes[shift]):
            left = found[shift]
            kept = tuple(task for task in left if task in needed)
            if kept != left and (not kept or evaluator.route_miss(shift, kept) is None):
                found[shift] = kept
    return tuple(found)


def _for_shortage(seconds: float | None, iterations: int | None) -> Stretch:
    """How long to look for the vehicles that the day is short of: in part as long as for routes."""
    if iterations is not None:
        return Stretch(iterations=min(iterations, _SHORTAGE_ITERATIONS))
    return Stretch(seconds=min(max(_SHORTAGE_S[0], _SHORTAGE * (seconds or 0)), _SHORTAGE_S[1]))


#: Share of the search's time that it takes to see which vehicles are missing, and limits of it.
_SHORTAGE, _SHORTAGE_S, _SHORTAGE_ITERATIONS = 0.25, (0.5, 20.0), 500


class _Telling:
    """Turns what a search tells into progress."""

    def __init__(self, problem: Problem, on_progress: Callable[[Progress], None]) -> None:
        self._problem = problem
        self._penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
        self._on_progress = on_progress
        self._left_out = 0
        self._served = 0

    def event(self, event: Event) -> None:
        """Tell of better routes, or that time has passed."""
        if event.routes is not None:
            order_of = self._problem.task_order.tolist()
            served = {order_of[task] for tasks in event.routes for task in tasks}
            self._served = len(served)
            self._left_out = sum(
                penalty for order, penalty in enumerate(self._penalty) if order not in served
            )
        cost = 0 if event.cost is None else event.cost - self._left_out
        self._on_progress(
            Progress(
                elapsed_s=event.elapsed_s,
                cost=ceil_div(cost, COST_UNITS_PER_CENT),
                served=self._served,
                total=self._problem.orders,
                phase=event.phase,
            )
        )
