"""Whether the model of record accepts given routes, and at what price."""

from collections import Counter
from dataclasses import replace

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.excerpt import as_modelled, excerpt_of, take
from logiroute.solver.model_size import is_modelled_whole
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.routing import Routing
from logiroute.solver.rules import beds


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
    if _does_twice(routes):
        return None  # The model has one node a task: such routes cannot even be stated.
    modelled, rows = as_modelled(problem, routes, idle_set_downs=False)
    routing = Routing(modelled)
    # One solution is enough. Without the limit the model would go through all the times that routes
    # with holes in their windows may have, one by one.
    routing.model.AddSearchMonitor(routing.solver.SolutionsLimit(1))
    routing.close()
    assignment = routing.assignment(rows.cut(routes))
    return None if assignment is None else int(assignment.ObjectiveValue())


def accepts(problem: Problem, routes: Routes) -> bool:
    """Whether the OR-Tools model accepts given routes as a solution.

    The model of a large problem is not built: there every route is held against a model of its own
    shift and its own orders, and what routes share is summed up by the rules' own checks.
    """
    if is_modelled_whole(problem):
        return price(problem, routes) is not None
    if _does_twice(routes) or Evaluator(problem).plan_miss(routes) is not None:
        return False
    alone = _with_beds_of_others(problem)
    return all(_accepts_route(alone, shift, tasks) for shift, tasks in enumerate(routes))


def _with_beds_of_others(problem: Problem) -> Problem:
    """A problem in which a route may bring people into beds that other routes empty."""
    columns = problem.of(Rule.BEDS, beds.Columns)
    if not columns.leaving:
        return problem
    fetched = beds.all_fetched(columns, problem.task_place.tolist())
    return replace(problem, columns={**problem.columns, Rule.BEDS: fetched})


def _does_twice(routes: Routes) -> bool:
    done = Counter(task for tasks in routes for task in tasks)
    return any(times > 1 for times in done.values())


def _accepts_route(problem: Problem, shift: int, tasks: tuple[int, ...]) -> bool:
    """Whether the model of one shift and the orders of its route accepts the route."""
    if not tasks:
        return True
    alone: list[tuple[int, ...]] = [()] * problem.shifts
    alone[shift] = tasks
    orders = set(problem.task_order[list(tasks)].tolist()) - {-1}
    rows = excerpt_of(
        problem, tuple(alone), [shift], orders, idle_visits=False, idle_set_downs=False
    )
    return price(take(problem, rows), rows.cut(tuple(alone))) is not None
