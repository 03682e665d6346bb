"""Whether the model of record accepts given routes, and at what price."""

from logiroute.solver.problem import Problem, Routes
from logiroute.solver.routing import Routing


def price(problem: Problem, routes: Routes) -> int | None:
    """What given routes cost in the OR-Tools model, or None if it does not accept them.

    Parameters
    ----------
    problem : Problem
    routes : Routes
        One tuple of tasks per shift; a task in two places is not accepted.

    Returns
    -------
    int or None
        Cost units, penalties of orders left out included.
    """
    tasks = [task for route in routes for task in route]
    if len(set(tasks)) != len(tasks):
        return None  # The model has one node a task: such routes cannot even be stated.
    routing = Routing(problem)
    routing.close()
    assignment = routing.assignment(routes)
    return None if assignment is None else int(assignment.ObjectiveValue())


def accepts(problem: Problem, routes: Routes) -> bool:
    """Whether the OR-Tools model accepts given routes as a solution; see `price`."""
    return price(problem, routes) is not None
