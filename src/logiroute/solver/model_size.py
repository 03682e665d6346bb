"""How large the OR-Tools model of a problem is, and how long it takes to build; measured."""

import numpy as np

from logiroute.solver.problem import Problem
from logiroute.solver.role import VISITS

#: Larger problems are not modelled as a whole: routes are checked one by one, and not polished.
#: At 1,500 tasks the model takes 0.6 s and 450 MB.
_MOST_TASKS = 1500

#: Seconds per pair of tasks and per matrix, with what is read from it: 0.3 s at 1,000 tasks.
#: Rather too long than too short.
_PAIR_S = 5e-7

#: Seconds per route that is checked alone.
_ROUTE_S = 0.02

#: The model may take this share of the time that there is to search with it.
_MOST_SHARE = 0.4


def modelled_tasks(problem: Problem) -> int:
    """Tasks in the model, but for washes and rests: of these it has only those that routes use."""
    return int(np.count_nonzero(~np.isin(problem.task_role, VISITS)))


def is_modelled_whole(problem: Problem) -> bool:
    """Whether the OR-Tools model of the whole problem is built at all."""
    return modelled_tasks(problem) <= _MOST_TASKS


def build_seconds(problem: Problem) -> float:
    """About how long it takes to build the model of the whole problem."""
    matrices = {problem.tables_of(shift) for shift in range(problem.shifts)}
    return _PAIR_S * modelled_tasks(problem) ** 2 * len(matrices)


def check_seconds(problem: Problem) -> float:
    """About how long it takes to check routes."""
    if is_modelled_whole(problem):
        return 0.1 + build_seconds(problem)
    return 0.1 + _ROUTE_S * problem.shifts


def can_polish(problem: Problem, seconds: float | None) -> bool:
    """Whether there is time to build the model and to search with it."""
    if not is_modelled_whole(problem):
        return False
    return seconds is None or build_seconds(problem) < seconds * _MOST_SHARE
