"""Tasks of no order, of which several are alike: reloads, washes and rests."""

from collections import defaultdict
from collections.abc import Sequence

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.role import Role
from logiroute.solver.rules import cleaning, duty, service, trips, windows


def pool_of(problem: Problem) -> tuple[int, ...]:
    """Per task, a number that tasks of no order share which no rule can tell apart; else -1."""
    reloads = problem.of(Rule.TRIPS, trips.Columns)
    washes = problem.of(Rule.CLEANING, cleaning.Columns)
    rests = problem.of(Rule.DUTY, duty.Columns)
    after_reloads = len(reloads.place)
    after_washes = after_reloads + len(washes.place)
    return tuple(
        max(reload, wash + after_reloads * (wash >= 0), rest + after_washes * (rest >= 0))
        for reload, wash, rest in zip(reloads.kind, washes.kind, rests.kind, strict=True)
    )


def told_apart(problem: Problem, routes: Sequence[Sequence[int]]) -> Routes:
    """The same routes, each with reloads, washes and rests of its own."""
    pool = pool_of(problem)
    rows = defaultdict(list)
    for task in reversed(range(problem.tasks)):
        rows[pool[task]].append(task)
    return tuple(
        tuple(task if pool[task] < 0 else rows[pool[task]].pop() for task in tasks)
        for tasks in routes
    )


def renumbered(routes: Routes, problem: Problem, changed: Problem) -> Routes:
    """Routes of a problem in one with the same orders, which may number its pools otherwise.

    Rests are left out of shifts whose drivers need none there.
    """
    rows = {key: iter(tasks) for key, tasks in _alike(changed).items()}
    key_of = {task: key for key, tasks in _alike(problem).items() for task in tasks}
    limits = changed.of(Rule.DUTY, duty.Columns).limits
    kept = [
        [t for t in tasks if limits[shift].stretch_s < MOST_S or problem.task_role[t] != Role.REST]
        for shift, tasks in enumerate(routes)
    ]
    return tuple(
        tuple(next(rows[key_of[task]]) if task in key_of else task for task in tasks)
        for tasks in kept
    )


def _alike(problem: Problem) -> dict[tuple[object, ...], list[int]]:
    """What tells tasks of pools apart in any problem of the same day → these tasks."""
    seconds = problem.of(Rule.SERVICE, service.Columns).service_s
    opens = problem.of(Rule.WINDOWS, windows.Columns).open
    found: dict[tuple[object, ...], list[int]] = {}
    for task, kind in enumerate(pool_of(problem)):
        if kind >= 0:
            role, place = int(problem.task_role[task]), int(problem.task_place[task])
            # A wash is told by when its cell begins; it may be a longer day with longer hours.
            cell = [first for first, _ in opens[task][:1]] if role == Role.WASH else []
            found.setdefault((role, place, seconds[task], *cell), []).append(task)
    return found
