"""Orders that hardly pay: what is told is what it truly costs, and ways that pay are found."""

import numpy as np
import pytest

from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.best import CURRENT
from logiroute.solver.recreate.loading import left_out
from logiroute.solver.recreate.recreation import Recreation
from tests.solver.recreate.lines import line


def _posts(places: list[int], penalty: list[int], vehicles: int = 2) -> Problem:
    """Posts on a line, the depot at 0; a metre costs one."""
    count = len(places)
    return assemble(
        line([0, *places]),
        TaskRows(
            place=list(range(1, count + 1)), open=[[(0, 9_999)]] * count, change=[[-1] * count]
        ),
        OrderRows(first=list(range(count)), penalty=penalty),
        ShiftRows(
            start=[0] * vehicles,
            end=[0] * vehicles,
            opens=[0] * vehicles,
            closes=[9_999] * vehicles,
            capacity=[[4] * vehicles],
            metre_cost=[1] * vehicles,
        ),
    )


def _weights(search: Recreation) -> list[int]:
    return [int(each) for each in search._rows.unit["penalty"]]


def test_by_hand_who_counts_for_how_much() -> None:
    # The mean leg to the nearest neighbours is 20 / 3 on this line: 25 of them are 166.
    problem = _posts([100, 105, 110], [40, 160, 5_000])
    search = Recreation(problem, 0)
    assert int(25 * search.unit) == 166
    prizes = search._prizes
    assert prizes.matter
    prizes.weigh(0.0)
    # Half as much again, but no more than an order that is worth a way of its own.
    assert _weights(search) == [60, 166, 5_000]
    prizes.weigh(0.45)
    assert _weights(search) == [50, 166, 5_000]
    prizes.weigh(0.9)
    assert _weights(search) == [40, 160, 5_000]


def test_where_all_are_worth_a_way_nothing_is_weighed() -> None:
    search = Recreation(_posts([100, 105, 110], [5_000] * 3), 0)
    assert not search._prizes.matter
    search._prizes.weigh(0.0)
    assert _weights(search) == [5_000] * 3


def test_posts_that_only_pay_together_are_served() -> None:
    # Four posts around 100 are there and back for 206: none is worth it by itself, all four are.
    search = Recreation(_posts([100, 101, 102, 103, -100], [55, 55, 55, 55, 55]), 1)
    for step in range(20):
        search.run(20, step / 19)
    routes, cost = search.best
    assert sorted(task for tasks in routes for task in tasks) == [0, 1, 2, 3]
    assert cost == 206 + 55


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_is_true_and_never_gets_worse(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(3, 30))
    places = chance.choice(np.arange(-300, 300), count, replace=False)
    penalty = chance.integers(1, 400, count)
    problem = _posts(places.tolist(), penalty.tolist(), vehicles=4)
    search, evaluator = Recreation(problem, seed), Evaluator(problem)
    told = search.best[1]
    for step in range(12):
        search.run(30, step / 11)
        routes, cost = search.best
        assert evaluator.miss(routes) is None
        assert sum(evaluator.total(routes)) == cost <= told
        assert Recreation(problem, 0).verdict(routes) == cost
        # What the kernel keeps is what it works out anew from the penalties as they are now.
        at_hand = int(search._state.route["cost"].sum()) + left_out(search._board)
        assert search._best.number[CURRENT] == at_hand
        told = cost
        if step == 6:
            search.adopt(((),) * problem.shifts)
            assert search.best[1] == told


def test_routes_taken_over_are_the_best_if_they_truly_are() -> None:
    # There and back to the first is 200, to both 220. Serving both: 220; the first: 200 and 19.
    problem = _posts([100, 110], [250, 19])
    search = Recreation(problem, 0)
    assert search.best[1] == 220  # The first plan serves whom it can.
    search._prizes.weigh(0.0)
    search.adopt(((0,), ()))  # As weighted it is dearer: 200 and 28.
    assert search.best == (((0,), ()), 219)
    search.adopt(((0, 1), ()))
    assert search.best == (((0,), ()), 219)
