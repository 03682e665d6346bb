"""The cheapest place of an order on a long route with windows, against every place there is."""

from collections.abc import Callable, Iterator
from random import Random

import numpy as np
import pytest

from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import (
    OrderRows,
    ReloadRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.insertion import best_place
from logiroute.solver.recreate.places import NEVER
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.times import Timetable

#: Orders on the route; the one after them is to be put in.
_ON_ROUTE = 26

#: The last second of duty.
_END = 4000


def _way(rng: Random, places: int) -> TravelRows:
    """Points of a plane; no detour is shorter than the straight way."""
    at = np.array([[rng.randrange(100), rng.randrange(100)] for _ in range(places)])
    between = at[:, None] - at[None, :]
    way = np.ceil(np.hypot(between[..., 0], between[..., 1])).astype(np.int32)
    return TravelRows(way, way)


def _windows(rng: Random, tasks: list[int], route: list[int]) -> list[list[tuple[int, int]]]:
    """Around when the route would come by, were it as slow as it may be; of others anywhere."""
    step = _END / (len(route) + 1)
    found = []
    for task in tasks:
        at = route.index(task) if task in route else rng.randrange(len(route))
        middle, width = (at + 1) * step, rng.choice((40, 120, 300, 900))
        opens = max(0, int(middle - rng.random() * width))
        found.append([(opens, min(_END, opens + width))])
    return found


def _cheapest(evaluator: Evaluator, now: list[int], candidates: Iterator[list[int]]) -> int:
    before = evaluator.timetable(0, now)
    assert isinstance(before, Timetable)
    least = NEVER
    for tasks in candidates:
        timetable = evaluator.timetable(0, tasks)
        if isinstance(timetable, Timetable):
            least = min(least, evaluator.cost(0, tasks, timetable))
    return least if least == NEVER else least - evaluator.cost(0, now, before)


def _found(problem: Problem, now: list[int]) -> int:
    search = Recreation(problem, 0)
    search.adopt((tuple(now),))
    cost, _ = best_place(search._board, problem.orders - 1, 0, 0)
    return int(cost)


def _shift(rng: Random, load: int) -> ShiftRows:
    return ShiftRows(
        start=[0],
        end=[0],
        opens=[0],
        closes=[_END],
        capacity=[[load]],
        metre_cost=[rng.choice((1, 3))],
        second_cost=[rng.choice((0, 1))],
    )


def _legal(problem: Problem, now: list[int]) -> Evaluator | None:
    evaluator = Evaluator(problem)
    return evaluator if isinstance(evaluator.timetable(0, now), Timetable) else None


def _site(rng: Random) -> tuple[Problem, list[int], Iterator[list[int]]]:
    tasks = list(range(_ON_ROUTE + 1))
    now = tasks[:-1]
    rng.shuffle(now)
    change = [rng.choice((-1, -1, 0, 1)) for _ in tasks]
    problem = assemble(
        _way(rng, len(tasks) + 1),
        TaskRows(
            place=[task + 1 for task in tasks],
            service_s=[rng.randrange(30) for _ in tasks],
            open=_windows(rng, tasks, now),
            change=[change],
        ),
        OrderRows(first=tasks),
        _shift(rng, rng.randrange(12, 28)),
    )
    new = tasks[-1]
    return problem, now, ([*now[:at], new, *now[at:]] for at in range(len(now) + 1))


def _pair(rng: Random) -> tuple[Problem, list[int], Iterator[list[int]]]:
    pairs = _ON_ROUTE // 2
    goals = rng.choice((1, 1, 2, 3))
    tasks = list(range(2 * pairs + 1 + goals))
    new, choices = 2 * pairs, tasks[2 * pairs + 1 :]
    # Every set-down a few tasks after its pick-up.
    now: list[int] = []
    for pair in range(pairs):
        at = max(0, len(now) - rng.randrange(6))
        now.insert(at, 2 * pair)
        now.insert(rng.randint(at + 1, len(now)), 2 * pair + 1)
    load = [rng.randint(1, 2) for _ in range(pairs + 1)]
    change = [load[task // 2] * (1 if task % 2 == 0 else -1) for task in range(2 * pairs)]
    change += [load[pairs]] + [-load[pairs]] * goals
    problem = assemble(
        _way(rng, len(tasks) + 1),
        TaskRows(
            place=[task + 1 for task in tasks],
            service_s=[rng.randrange(30) for _ in tasks],
            open=_windows(rng, tasks, now),
            change=[change],
            cost=[0] * (new + 1) + [rng.randrange(40) for _ in choices],
        ),
        OrderRows(
            first=[*range(0, 2 * pairs, 2), new],
            choices=[*([task] for task in range(1, 2 * pairs, 2)), choices],
        ),
        _shift(rng, rng.randrange(6, 12)),
    )
    every = (
        [*now[:at], new, *now[at:on], goal, *now[on:]]
        for goal in choices
        for at in range(len(now) + 1)
        for on in range(at, len(now) + 1)
    )
    return problem, now, every


def _trips(rng: Random) -> tuple[Problem, list[int], Iterator[list[int]]]:
    tasks = list(range(_ON_ROUTE + 1))
    sites = tasks[:-1]
    rng.shuffle(sites)
    problem = assemble(
        _way(rng, len(tasks) + 1),
        TaskRows(
            place=[task + 1 for task in tasks],
            service_s=[rng.randrange(30) for _ in tasks],
            open=_windows(rng, tasks, sites),
            change=[[-1] * len(tasks)],
        ),
        OrderRows(first=tasks),
        _shift(rng, _ON_ROUTE // 3 + rng.randrange(3)),
        ReloadRows(place=[0], service_s=[rng.randrange(20)]),
    )
    reloads = list(range(len(tasks), problem.tasks))
    cuts = _ON_ROUTE // 3, 2 * _ON_ROUTE // 3
    now = [*sites[: cuts[0]], reloads[0], *sites[cuts[0] : cuts[1]], reloads[1], *sites[cuts[1] :]]
    new = tasks[-1]
    every = (
        [*now[:at], *with_it, *now[at:]]
        for at in range(len(now) + 1)
        for with_it in ([new], [reloads[2], new], [new, reloads[2]])
    )
    return problem, now, every


@pytest.mark.parametrize("draw", [_site, _pair, _trips])
def test_the_cheapest_place_is_the_cheapest_of_all(
    draw: Callable[[Random], tuple[Problem, list[int], Iterator[list[int]]]],
) -> None:
    rng = Random(7)  # noqa: S311
    fits = fits_nowhere = 0
    while fits < 25 or fits_nowhere < 5:
        problem, now, every = draw(rng)
        evaluator = _legal(problem, now)
        if evaluator is None:
            continue
        least = _cheapest(evaluator, now, every)
        assert _found(problem, now) == least
        if least == NEVER:
            fits_nowhere += 1
        else:
            fits += 1
