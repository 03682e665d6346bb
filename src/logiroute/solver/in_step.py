"""Late orders put into the cheapest step of lateness that their route has time for.

A search that exchanges parts of routes leaves every order in the step it was put in with. Where its
vehicle could be there sooner now, it would stand and wait for the step to begin.
"""

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import pairing


def in_step(evaluator: Evaluator, routes: Routes) -> Routes:
    """The same routes, or such as cost less for being sooner at the same places.

    Parameters
    ----------
    evaluator : Evaluator
    routes : Routes
        Legal routes.
    """
    problem = evaluator.problem
    cost = problem.of(Rule.PAIRING, pairing.Columns).cost
    found = list(routes)
    for shift, tasks in enumerate(routes):
        for position, task in enumerate(tasks):
            if not cost[task]:
                continue
            for other in _cheaper(problem, cost, task):
                now = found[shift]
                changed = (*now[:position], other, *now[position + 1 :])
                trial = (*found[:shift], changed, *found[shift + 1 :])
                if _saves(evaluator, shift, now, changed) and evaluator.plan_miss(trial) is None:
                    found[shift] = changed
                    break
    return tuple(found)


def _cheaper(problem: Problem, cost: tuple[int, ...], task: int) -> list[int]:
    """Set-downs of the same order at the same place that cost less, the cheapest first."""
    place = problem.task_place
    choices = problem.choices[int(problem.task_order[task])]
    less = [row for row in choices if place[row] == place[task] and cost[row] < cost[task]]
    return sorted(less, key=lambda row: cost[row])


def _saves(
    evaluator: Evaluator, shift: int, now: tuple[int, ...], changed: tuple[int, ...]
) -> bool:
    """Whether a changed route is legal and costs less."""
    before, after = evaluator.timetable(shift, now), evaluator.timetable(shift, changed)
    if isinstance(before, Miss) or isinstance(after, Miss):
        return False
    return evaluator.cost(shift, changed, after) < evaluator.cost(shift, now, before)
