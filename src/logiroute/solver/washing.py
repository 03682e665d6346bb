"""Washes for those who put orders into routes one by one: the kernel decides where they go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.role import Role
from logiroute.solver.rules import cleaning

if TYPE_CHECKING:
    from logiroute.solver.recreate.washer import Washer


def washer_of(problem: Problem) -> "Washer | None":
    """Who puts washes into routes, if any order needs one."""
    if not any(problem.of(Rule.CLEANING, cleaning.Columns).need):
        return None
    # It compiles, or loads what was compiled.
    from logiroute.solver.recreate.washer import Washer

    return Washer(problem)


def without_idle_washes(problem: Problem, tasks: Sequence[int]) -> tuple[int, ...]:
    """A route without the washes that clean nothing."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    needed = False
    found = []
    for task in tasks:
        if columns.kind[task] < 0:
            needed |= columns.need[task] > 0
        elif not needed:
            continue
        else:
            needed = False
        found.append(task)
    return tuple(found)


def without_washes(problem: Problem, tasks: Sequence[int]) -> tuple[int, ...]:
    """A route without its washes."""
    return tuple(task for task in tasks if int(problem.task_role[task]) != Role.WASH)
