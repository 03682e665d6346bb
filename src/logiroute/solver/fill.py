"""Insertion of all that is left out, one after the other, and what that takes."""

import time
from collections.abc import Sequence

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.insertion import Inserter
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import beds, cleaning, slots
from logiroute.solver.rules.parties import units_of

#: A place takes so many times as long to try where washes or docks have to be found.
_WASHED = 40


def places_for(
    problem: Problem, routes: Sequence[Sequence[int]], shifts: Sequence[int], unit: Sequence[int]
) -> int:
    """How much work it is to try a unit in some shifts: places in their routes.

    A place at which washes or docks have to be found counts for many.
    """
    several = [len(problem.choices[order]) for order in unit]
    lengths = [len(routes[shift]) + 1 for shift in shifts]
    needs = problem.of(Rule.CLEANING, cleaning.Columns).need.max(axis=0)
    docks = problem.of(Rule.SLOTS, slots.Columns).places
    tasks = [t for order in unit for t in (problem.first_task[order], *problem.choices[order])]
    visits = any(needs[t] or int(problem.task_place[t]) in docks for t in tasks)
    return (_WASHED if visits else 1) * sum(
        choices * length * (length + 1) // 2 if choices else length
        for choices in several
        for length in lengths
    )


def fill(
    evaluator: Evaluator,
    routes: Routes,
    until: float | None = None,
    most_places: int | None = None,
) -> Routes:
    """Insert what is left out, the hardest first, wherever it costs less than its penalty.

    Parameters
    ----------
    evaluator : Evaluator
    routes : Routes
        Legal routes to start from.
    until : float or None
        Moment of the monotonic clock after which nothing more is tried.
    most_places : int or None
        Places that are tried, about.

    Returns
    -------
    Routes
        The given routes with more orders in them.
    """
    problem = evaluator.problem
    inserter = Inserter(evaluator)
    served = evaluator.served(routes)
    waiting = [unit for unit in units_of(problem) if unit[0] not in served]
    # Whoever leaves a bed comes first: somebody else may want it.
    stay = beds.leavers(problem).isdisjoint
    waiting.sort(
        key=lambda unit: (stay(unit), -sum(evaluator.penalty[order] for order in unit), unit)
    )
    now = [tuple(tasks) for tasks in routes]
    for unit in waiting:
        if until is not None and time.monotonic() > until:
            break
        if most_places is not None:
            most_places -= places_for(problem, now, range(problem.shifts), unit)
            if most_places < 0:
                break
        found = inserter.best(now, unit)
        penalty = sum(evaluator.penalty[order] for order in unit)
        if found is not None and found.extra < penalty:
            now[found.shift] = found.tasks
    return tuple(now)
