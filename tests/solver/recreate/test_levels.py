"""Small days with zones of two levels, solved by trying everything: the search finds the best."""

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
import pytest

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import cleaning
from tests.counts import examples
from tests.rules.day import Day, call, retime, vehicle, window
from tests.rules.zoned import zoned


def _drawn(seed: int) -> Day:
    """Four calls on a plane of half an hour, some at certain hours."""
    rng = np.random.default_rng(seed)
    orders = []
    for number in range(4):
        opens = int(rng.integers(6, 9))
        hours = (window(f"{opens:02d}:00", f"{opens + 1:02d}:30"),) if rng.random() < 0.6 else ()
        name = str(rng.choice(list("OABCAC")))
        orders.append(call(f"o{number}", name, service_s=300, windows=hours))
    of = str(rng.choice(["crew", "team", "mixed"]))
    made = zoned([vehicle(vehicle_class=of, per_hour=900, per_km=100)], orders)
    spots = {place.id: rng.random(2) * 1_800 for place in made.scenario.places}
    for one, two in permutations(spots, 2):
        way = int(np.ceil(np.hypot(*(spots[one] - spots[two])))) + 1
        made = retime(made, f"{one}-{two}", seconds=way, metres=10 * way)
    return made


def _routes(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Every order of every choice of tasks, with every choice of washes in between."""
    kinds = problem.of(Rule.CLEANING, cleaning.Columns).kind
    pools = [[t for t, of in enumerate(kinds) if of == kind] for kind in sorted(set(kinds) - {-1})]
    sites = [task for task, kind in enumerate(kinds) if kind < 0]
    for many in range(1, len(sites) + 1):
        for order in permutations(sites, many):
            for chosen in product(range(-1, len(pools)), repeat=many):
                if any(chosen.count(kind) > len(pool) for kind, pool in enumerate(pools)):
                    continue
                free = [iter(pool) for pool in pools]
                washed = [
                    (task, next(free[kind])) if kind >= 0 else (task,)
                    for task, kind in zip(order, chosen, strict=True)
                ]
                yield tuple(task for part in washed for task in part)


@pytest.mark.parametrize("seed", range(examples(12, 100)))
def test_the_search_ends_in_the_optimum(seed: int) -> None:
    made = _drawn(seed)
    problem = build_problem(made.scenario, made.travel)
    evaluator = Evaluator(problem)
    penalty = evaluator.penalty
    least = sum(penalty)
    for tasks in _routes(problem):
        found = evaluator.timetable(0, tasks)
        if not isinstance(found, Miss):
            served = evaluator.served([tasks])
            left = sum(units for order, units in enumerate(penalty) if order not in served)
            least = min(least, evaluator.cost(0, tasks, found) + left)
    search = Recreation(problem, seed)
    for step in range(10):
        search.run(40, step / 10)
    routes, cost = search.best
    assert evaluator.miss(routes) is None
    assert sum(evaluator.total(routes)) == cost == least


def test_the_drawn_days_differ_in_how_often_they_wash() -> None:
    found = set()
    for seed in range(12):
        made = _drawn(seed)
        problem = build_problem(made.scenario, made.travel)
        search = Recreation(problem, 0)
        search.run(200, 1.0)
        kinds = problem.of(Rule.CLEANING, cleaning.Columns).kind
        found.add(sum(kinds[task] >= 0 for task in search.best[0][0]))
    assert {1, 2} <= found
