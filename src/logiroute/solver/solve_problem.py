"""Solve a problem that has no scenario: rows in, routes out."""

from logiroute.errors import AuditError
from logiroute.solver.budget import Budget
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.worker import OnEvent, Request, search_in_child, search_in_process


def solve_problem(
    problem: Problem,
    *,
    seconds: float | None = 30,
    iterations: int | None = None,
    seed: int = 0,
    on_event: OnEvent | None = None,
    in_process: bool = False,
) -> Routes:
    """Find good routes.

    Parameters
    ----------
    problem : Problem
        Of `logiroute.read_instance`, or made with `logiroute.solver.assembly`.
    seconds, iterations, seed, in_process
        As for `logiroute.solve`.
    on_event : callable, optional
        Told the routes of every better plan, and called with None a few times a second in between.
        A KeyboardInterrupt it raises ends the search, whose best routes are returned.

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
        Neither seconds nor iterations are given.
    """
    if seconds is None and iterations is None:
        raise ValueError("give seconds, iterations or both")
    request = Request(problem, Budget(seconds, iterations), seed)
    search = search_in_process if in_process else search_in_child
    routes = search(request, on_event or _nobody)
    miss = Evaluator(problem).miss(routes)
    if miss is not None:
        raise AuditError([f"{miss}, which is a mistake of the search: please report it"])
    return routes


def _nobody(_routes: Routes | None) -> None:
    """Nobody listens."""
