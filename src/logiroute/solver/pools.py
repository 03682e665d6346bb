"""Tasks of no order, of which several are alike: reloads, washes, rests and berths."""

from collections import defaultdict
from collections.abc import Sequence

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.role import Role
from logiroute.solver.rules import cleaning, duty, service, slots, trips, windows


def pool_of(problem: Problem) -> tuple[int, ...]:
    """Per task, a number that tasks of no order share which no rule can tell apart; else -1."""
    reloads = problem.of(Rule.TRIPS, trips.Columns)
    washes = problem.of(Rule.CLEANING, cleaning.Columns)
    rests = problem.of(Rule.DUTY, duty.Columns)
    berths = problem.of(Rule.SLOTS, slots.Columns)
    found = [-1] * problem.tasks
    before = 0
    for pool in (reloads, washes, rests, berths):
        for task, kind in enumerate(pool.kind):
            if kind >= 0:
                found[task] = before + kind
        before += len(pool.place)
    return tuple(found)


def told_apart(problem: Problem, routes: Sequence[Sequence[int]]) -> Routes:
    """The same routes, each with tasks of the pools of its own."""
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

    Rests are left out of shifts whose drivers need none there, berths of places where they are not
    needed any more. Washes at stations whose bays are no longer counted may be at any time.
    """
    rows = {key: iter(tasks) for key, tasks in _alike(changed).items()}
    at_any_time = {key[:3]: key for key in rows}
    key_of = {
        task: key if key in rows else at_any_time.get(key[:3], key)
        for key, tasks in _alike(problem).items()
        for task in tasks
    }
    limits = changed.of(Rule.DUTY, duty.Columns).limits
    counted = changed.of(Rule.SLOTS, slots.Columns).places

    def needed(shift: int, task: int) -> bool:
        role = problem.task_role[task]
        if role == Role.BERTH:
            return int(problem.task_place[task]) in counted
        return role != Role.REST or limits[shift].stretch_s < MOST_S

    kept = [[t for t in tasks if needed(shift, t)] for shift, tasks in enumerate(routes)]
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
            # These are told by when their cells begin; it may be a longer day with longer hours.
            by_cell = role in (Role.WASH, Role.BERTH)
            cell = [first for first, _ in opens[task][:1]] if by_cell else []
            found.setdefault((role, place, seconds[task], *cell), []).append(task)
    return found
