"""Local searches of OR-Tools: guided from given routes, and iterated from none."""

import weakref
from collections.abc import Callable

from logiroute.solver.excerpt import as_modelled
from logiroute.solver.parameters import Moves, iterated_parameters, search_parameters
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.routing import Routing

#: Called with the cost of a solution and a way to read its routes; whether to end here.
AtSolution = Callable[[int, Callable[[], Routes]], bool]

#: Called with the routes of a solution; whether to end here.
AtRoutes = Callable[[Routes], bool]

#: Shortest search by the clock.
_SHORTEST_S = 0.1

#: A search that accepts no move at all (nothing can move) ends after so many branches.
_BRANCHES_PER_ITERATION = 500


def guided_local_search(
    problem: Problem,
    routes: Routes,
    at_solution: AtSolution,
    *,
    seconds: float | None,
    iterations: int | None,
    moves: Moves,
    seed: int,
) -> bool:
    """Search from given routes.

    Parameters
    ----------
    problem : Problem
    routes : Routes
    at_solution : callable
        Told of every solution, better or not.
    seconds, iterations : float and int, or None
        Limits; an iteration is a move that is accepted.
    moves : Moves
    seed : int

    Returns
    -------
    bool
        Whether the model accepts the routes to begin with; else nothing was searched.
    """
    # No name for its model: that would outlive what Python owns of it, which OR-Tools still touches
    # when it takes the model apart.
    modelled, rows = as_modelled(problem, routes)
    routing = Routing(modelled, seed)
    parameters = search_parameters(
        None if seconds is None else max(seconds, _SHORTEST_S), iterations, moves
    )
    if iterations is not None:
        limit = routing.solver.BranchesLimit(_BRANCHES_PER_ITERATION * iterations)
        routing.model.AddSearchMonitor(limit)
    routing.close(parameters)

    # The model keeps the callback: a plain reference back would keep the model for ever.
    watched = weakref.proxy(routing)
    accepted = False

    def note() -> None:
        nonlocal accepted
        accepted = True

        def read() -> Routes:
            return rows.whole(watched.routes_now())

        if at_solution(int(watched.model.CostVar().Value()), read):
            watched.solver.FinishCurrentSearch()

    routing.model.AddAtSolutionCallback(note)
    start = routing.start(rows.cut(routes))
    if start is not None:
        routing.model.SolveFromAssignmentWithParameters(start, parameters)
    return accepted


def iterated_local_search(
    problem: Problem,
    at_routes: AtRoutes,
    *,
    seconds: float,
    iterations: int | None,
    seed: int,
) -> None:
    """Build routes; then take some apart, put them together and improve them, again and again.

    It cannot start from given routes, and returns routes that may be worse than others it met:
    the caller keeps the best. Their cost is not settled when it tells of them.

    Parameters
    ----------
    problem : Problem
    at_routes : callable
        Told of all routes, better or not.
    seconds : float
        Limit.
    iterations : int or None
        Another one: solutions.
    seed : int
    """
    modelled, rows = as_modelled(problem, ((),) * problem.shifts)
    routing = Routing(modelled, seed)
    parameters = iterated_parameters(max(seconds, _SHORTEST_S), iterations)
    routing.close(parameters)
    watched = weakref.proxy(routing)

    def note() -> None:
        if at_routes(rows.whole(watched.routes_now())):
            watched.solver.FinishCurrentSearch()

    routing.model.AddAtSolutionCallback(note)
    # SolveWithParameters would ignore that it is to be iterated.
    routing.model.SolveWithIteratedLocalSearch(parameters)
