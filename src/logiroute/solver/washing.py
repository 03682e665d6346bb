"""Visits for those who put orders into routes: the kernel decides where washes and rests go."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.role import VISITS, Role
from logiroute.solver.rules import cleaning, duty, slots

if TYPE_CHECKING:
    from logiroute.solver.recreate.washer import Washer


def washer_of(problem: Problem) -> "Washer | None":
    """Who puts visits into routes, if any order or driver needs one."""
    washes = problem.of(Rule.CLEANING, cleaning.Columns).any_need
    docks = problem.of(Rule.SLOTS, slots.Columns).places
    if not (washes or docks or problem.of(Rule.DUTY, duty.Columns).limited):
        return None
    # It compiles, or loads what was compiled.
    from logiroute.solver.recreate.washer import Washer

    return Washer(problem)


def without_idle_washes(problem: Problem, shift: int, tasks: Sequence[int]) -> tuple[int, ...]:
    """A route of a shift without the washes that clean nothing."""
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    need = columns.need[columns.row[shift]]
    needed = False
    found = []
    for task in tasks:
        if columns.kind[task] < 0:
            needed |= bool(need[task] > 0)
        elif not needed:
            continue
        else:
            needed = False
        found.append(task)
    return tuple(found)


def without_visits(problem: Problem, tasks: Sequence[int]) -> tuple[int, ...]:
    """A route without its washes, rests and berths."""
    return tuple(task for task in tasks if int(problem.task_role[task]) not in VISITS)


def idle_visits_left_out(
    problem: Problem, shift: int, tasks: Sequence[int]
) -> Iterator[frozenset[int]]:
    """What may be left of a route: without idle washes, then without each of its visits.

    Whether it is legal without them is for the caller to see: a wash may be somebody's rest.
    """
    yield frozenset(without_idle_washes(problem, shift, tasks))
    # A wash that cleans something may be idle as well where others go on at the same level.
    zoned = problem.of(Rule.CLEANING, cleaning.Columns).zoned
    for task in tasks:
        if int(problem.task_role[task]) in (VISITS if zoned else (Role.REST,)):
            yield frozenset(tasks) - {task}
    if all(int(problem.task_role[task]) in VISITS for task in tasks):
        yield frozenset()
