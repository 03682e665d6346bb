"""Small problems with any of the rules, solved exactly: the search ends in the optimum."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import (
    beds,
    capacity,
    coverage,
    lifo,
    parties,
    shifts,
    stock,
    suits,
    trips,
    windows,
)
from tests.counts import examples
from tests.solver.recreate.drawn_problems import (
    drawn_problem,
    leaving_problem,
    stacked_problem,
    suited_problem,
)
from tests.solver.recreate.enumeration import Enumeration

#: Iterations of a search, in steps of falling temperature.
_ITERATIONS, _STEPS = 3000, 30


@pytest.mark.counted
@pytest.mark.parametrize("seed", range(examples(20, 200)))
def test_the_search_ends_in_the_optimum(seed: int) -> None:
    _ends_in_the_optimum(drawn_problem(seed, most_tasks=8), seed)


@pytest.mark.counted
@pytest.mark.parametrize("seed", range(examples(10, 200)))
def test_so_it_does_where_the_load_is_a_stack(seed: int) -> None:
    _ends_in_the_optimum(stacked_problem(seed), seed)


@pytest.mark.counted
@pytest.mark.parametrize("seed", range(examples(8, 200)))
def test_so_it_does_where_people_leave_beds_to_others(seed: int) -> None:
    _ends_in_the_optimum(leaving_problem(seed), seed)


def test_beds_that_people_leave_make_plans_cheaper() -> None:
    cheaper = worth_it = 0
    for seed in range(8):
        problem = leaving_problem(seed)
        own = problem.of(Rule.BEDS, beds.Columns)
        taken = {**problem.columns, Rule.BEDS: replace(own, leaving={})}
        routes, cost = Enumeration(problem).best()
        as_taken, most = Enumeration(replace(problem, columns=taken)).best()
        cheaper += cost < most
        # Some are fetched only for the sake of who gets their bed.
        before = {task for tasks in as_taken for task in tasks}
        fetched = {task for tasks in routes for task in tasks} & set(own.leaving)
        worth_it += not fetched <= before
    assert cheaper >= 3
    assert worth_it >= 1


@pytest.mark.counted
@pytest.mark.parametrize("seed", range(examples(10, 200)))
def test_so_it_does_where_crews_wear_suits(seed: int) -> None:
    _ends_in_the_optimum(suited_problem(seed, most_tasks=7), seed)


def test_suits_are_in_the_way() -> None:
    costlier = 0
    for seed in range(20):
        problem = suited_problem(seed, most_tasks=6)
        without = {**problem.columns, Rule.SUITS: suits.unworn(problem.shifts)}
        free = replace(problem, columns=without)
        costlier += Enumeration(free).best()[1] < Enumeration(problem).best()[1]
    assert costlier >= 8


def test_stacks_are_in_the_way() -> None:
    costlier = 0
    for seed in range(8):
        problem = stacked_problem(seed)
        any_order = lifo.any_order(problem.tasks, problem.orders, problem.shifts)
        free = replace(problem, columns={**problem.columns, Rule.LIFO: any_order})
        costlier += Enumeration(free).best()[1] < Enumeration(problem).best()[1]
    assert costlier >= 4


def _ends_in_the_optimum(problem: Problem, seed: int) -> None:
    evaluator = Evaluator(problem)
    best, least = Enumeration(problem).best()
    assert evaluator.miss(best) is None
    assert sum(evaluator.total(best)) == least
    search = Recreation(problem, seed)
    for step in range(_STEPS):
        search.run(_ITERATIONS // _STEPS, step / _STEPS)
    routes, cost = search.best
    assert evaluator.miss(routes) is None
    assert sum(evaluator.total(routes)) == cost
    assert cost == least, f"{routes}, where {best} is best"


def _features(problem: Problem) -> Iterator[str]:
    """What the search has to know of to solve a problem."""
    if any(not choices for choices in problem.choices):
        yield "sites"
    if any(len(choices) > 1 for choices in problem.choices):
        yield "pairs with several destinations"
    if len(set(problem.of(Rule.COVERAGE, coverage.Columns).penalty)) > 1:
        yield "prizes"
    spans = problem.of(Rule.WINDOWS, windows.Columns).open
    if len(set(spans)) > 1:
        yield "windows"
    if any(len(of_task) > 1 for of_task in spans):
        yield "windows with holes"
    if problem.of(Rule.CAPACITY, capacity.Columns).names:
        yield "capacities"
    if len(set(problem.shift_alike)) > 1:
        yield "several kinds of shift"
    if problem.of(Rule.TRIPS, trips.Columns).place:
        yield "reloads"
    yield from _of_orders_together(problem)
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    if any(own.second_cost):
        yield "time on duty that costs"


def _of_orders_together(problem: Problem) -> Iterator[str]:
    """What the search has to know of several orders at once."""
    if problem.of(Rule.PARTIES, parties.Columns).groups:
        yield "groups"
    if problem.of(Rule.LIFO, lifo.Columns).binds:
        yield "stacks"
    free = problem.of(Rule.BEDS, beds.Columns).beds
    if problem.of(Rule.STOCK, stock.Columns).counted or free:
        yield "beds or stock"


def test_drawn_problems_have_everything_the_search_knows() -> None:
    found = Counter(
        feature for seed in range(200) for feature in _features(drawn_problem(seed, most_tasks=8))
    )
    assert len(found) == 12
    assert min(found.values()) >= 20, found
