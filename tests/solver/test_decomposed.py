"""OR-Tools on a problem that it takes part by part."""

import numpy as np
import pytest

from logiroute.solver.acceptance import accepts
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, SharedRows, ShiftRows, TaskRows, TravelRows
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import Stretch
from logiroute.solver.searches.decomposed import DecomposedSearcher


class _Nobody:
    """Follows a search, remembers what it was told, and stops it after so many tellings."""

    def __init__(self, most: int = 10**9) -> None:
        self.told: list[int] = []
        self._most = most

    def tell(self, _routes: Routes, cost: int) -> None:
        self.told.append(cost)

    def stopped(self) -> bool:
        return len(self.told) >= self._most


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logiroute.solver.searches.decomposed._PART_TASKS", 10)
    monkeypatch.setattr("logiroute.solver.searches._MOST_TASKS_AS_A_WHOLE", 20)


def _town(orders: int = 36, seed: int = 0, beds: int | None = None) -> Problem:
    """Sites in a square with a depot in the middle, half of them in the morning only.

    With beds, every third order is a person brought to one place that has so many.
    """
    rng = np.random.default_rng(seed)
    at = rng.integers(0, 1000, (orders + 2, 2))
    at[0] = 500
    way = np.rint(np.hypot(*(at[:, None] - at[None, :]).T)).astype(np.int32)
    persons = range(0, orders, 3) if beds is not None else range(0)
    place = list(range(1, orders + 1)) + [orders + 1] * len(persons)
    choices: list[list[int]] = [[] for _ in range(orders)]
    change = [-1] * orders + [-1] * len(persons)
    for row, order in enumerate(persons):
        choices[order] = [orders + row]
        change[order] = 1
    ends = [4000 if task % 2 else 20_000 for task in range(orders)] + [20_000] * len(persons)
    return assemble(
        TravelRows(way, way),
        TaskRows(
            place=place,
            open=[[(0, end)] for end in ends],
            change=[change],
            service_s=[60] * len(place),
        ),
        OrderRows(first=list(range(orders)), choices=choices, penalty=[50_000] * orders),
        ShiftRows(
            start=[0] * 12,
            end=[0] * 12,
            opens=[0] * 12,
            closes=[20_000] * 12,
            capacity=[[6] * 12],
            metre_cost=[1] * 12,
            fixed_cost=[300] * 12,
        ),
        shared=None
        if beds is None
        else SharedRows(room={orders + 1: beds}, staying=_staying(orders, len(place))),
    )


def _staying(orders: int, tasks: int) -> list[int]:
    return [0] * orders + [1] * (tasks - orders)


def test_every_round_is_legal_and_none_is_worse() -> None:
    problem = _town()
    evaluator = Evaluator(problem)
    searcher = DecomposedSearcher(problem, 0)
    costs = []
    for _ in range(4):
        searcher.explore(Stretch(iterations=80), _Nobody())
        routes, cost = searcher.best
        assert evaluator.miss(routes) is None
        assert sum(evaluator.total(routes)) == cost
        costs.append(cost)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]
    assert len(evaluator.served(routes)) == problem.orders
    assert accepts(problem, routes)


def test_what_it_tells_gets_better_each_time() -> None:
    watch = _Nobody()
    searcher = DecomposedSearcher(_town(seed=1), 0)
    for _ in range(3):
        searcher.explore(Stretch(iterations=80), watch)
    assert len(watch.told) > 1
    assert watch.told == sorted(watch.told, reverse=True)
    assert watch.told[-1] == searcher.best[1]


def test_it_stops_when_it_is_told_to() -> None:
    watch = _Nobody(most=1)
    searcher = DecomposedSearcher(_town(), 0)
    searcher.explore(Stretch(iterations=80), watch)
    assert len(watch.told) == 1
    assert len(Evaluator(_town()).served(searcher.best[0])) < 36


def test_a_part_sees_only_the_beds_that_others_leave() -> None:
    problem = _town(beds=5)
    evaluator = Evaluator(problem)
    searcher = DecomposedSearcher(problem, 0)
    for _ in range(3):
        searcher.explore(Stretch(iterations=80), _Nobody())
        assert evaluator.miss(searcher.best[0]) is None
    moved = sum(1 for order in evaluator.served(searcher.best[0]) if problem.choices[order])
    assert moved == 5


def test_routes_from_elsewhere_are_kept_if_they_are_better() -> None:
    problem = _town()
    good = DecomposedSearcher(problem, 0)
    for _ in range(3):
        good.explore(Stretch(iterations=80), _Nobody())
    other = DecomposedSearcher(problem, 1)
    other.adopt(good.best[0])
    assert other.best[1] == good.best[1]


def test_large_problems_are_taken_so_and_seed_and_steps_decide() -> None:
    problem = _town()
    found = [
        search_problem(problem, Budget(iterations=120), seed=3, search="ortools", in_process=True)
        for _ in range(2)
    ]
    assert found[0] == found[1]
    assert Evaluator(problem).miss(found[0]) is None
