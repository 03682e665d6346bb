"""Solve a problem that has no scenario: rows in, routes out."""

from logiroute.errors import AuditError
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.crew.standby import Standby
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import DEFAULT_SEARCH
from logiroute.solver.standing import OnEvent


def solve_problem(
    problem: Problem,
    *,
    seconds: float | None = 30,
    iterations: int | None = None,
    target: int | None = None,
    plateau_seconds: float | None = None,
    plateau_iterations: int | None = None,
    seed: int = 0,
    processes: int | None = None,
    search: str = DEFAULT_SEARCH,
    on_event: OnEvent | None = None,
    in_process: bool = False,
    standby: Standby | None = None,
) -> Routes:
    """Find good routes.

    Parameters
    ----------
    problem : Problem
        Of `logiroute.read_instance`, or made with `logiroute.solver.assembly`.
    seconds, iterations, plateau_seconds, plateau_iterations, seed, processes, search
        As for `logiroute.solve`.
    in_process, standby
        As for `logiroute.solve`.
    target : int or None
        Cost units, penalties included, that are good enough.
    on_event : callable, optional
        Told a few times a second how far the search has come. A KeyboardInterrupt it raises ends
        the search, whose best routes are returned.

    Returns
    -------
    Routes
        Task rows, one tuple per shift. They keep every rule of the problem; orders may be left out.

    Raises
    ------
    NoPlanError
        The search ended or was interrupted before its first plan.
    AuditError
        The routes found miss a rule, which would be a mistake of logiroute's own.
    ValueError
        Nothing is sure to end the search, a limit is not positive, or there is no such search.
    """
    routes = search_problem(
        problem,
        Budget(seconds, iterations, target, plateau_seconds, plateau_iterations),
        seed=seed,
        processes=processes,
        search=search,
        on_event=on_event,
        in_process=in_process,
        standby=standby,
    )
    miss = Evaluator(problem).miss(routes)
    if miss is not None:
        raise AuditError([f"{miss}, which is a mistake of the search: please report it"])
    return routes
