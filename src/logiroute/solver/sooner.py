"""Docks that are free sooner than a route has them, taken at no cost.

A search times a route when it changes, beside the others as they are then. Where they leave a dock
later on, and waiting costs nothing, it does not come back to it.
"""

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes
from logiroute.solver.role import Role
from logiroute.solver.rules import slots
from logiroute.solver.washing import washer_of, without_visits


def sooner(evaluator: Evaluator, routes: Routes) -> Routes:
    """The same routes, each timed anew if it ends sooner then and costs no more.

    Parameters
    ----------
    evaluator : Evaluator
    routes : Routes
        Legal ones.
    """
    problem = evaluator.problem
    if not problem.of(Rule.SLOTS, slots.Columns).places:
        return routes
    washer = washer_of(problem)
    found = list(routes)
    for shift, tasks in enumerate(routes):
        if washer is None or all(problem.task_role[task] != Role.BERTH for task in tasks):
            continue
        washer.beside(found, shift)
        best = _price(evaluator, shift, tasks)
        for other in washer.ways(shift, without_visits(problem, tasks)):
            price = _price(evaluator, shift, other)
            if best is not None and price is not None and price < best:
                best, found[shift] = price, other
    return routes if evaluator.plan_miss(found) is not None else tuple(found)


def _price(evaluator: Evaluator, shift: int, tasks: tuple[int, ...]) -> tuple[int, int] | None:
    """What a route costs, and when it ends; None if it is not legal."""
    times = evaluator.timetable(shift, tasks)
    if isinstance(times, Miss):
        return None
    return evaluator.cost(shift, tasks, times), times.duty_end
