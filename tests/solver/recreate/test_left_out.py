"""Who is left out, how many vehicles drive, and which routes are looked at."""

import numpy as np
import pytest

from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.recreate.best import CURRENT
from logiroute.solver.recreate.recreation import Recreation
from tests.solver.recreate.exchanging import at_hand
from tests.solver.recreate.lines import line


def _ever_left_out(fraction: float) -> set[int]:
    """Of three posts for a truck that has room for two, those left out at some time."""
    problem = assemble(
        line([0, 100, 101, 140]),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)]] * 3, change=[[-1, -1, -1]]),
        OrderRows(first=[0, 1, 2], penalty=[10**6] * 3),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[2]], metre_cost=[1]),
    )
    search = Recreation(problem, 0)
    out: set[int] = set()
    for _ in range(200):
        search.run(1, fraction)
        out |= {0, 1, 2} - {task for route in at_hand(search) for task in route}
    assert search.best[1] == 202 + 10**6
    return out


def test_an_order_out_for_long_takes_the_place_of_another() -> None:
    # The third costs 78 more than the others do, at a temperature of about ten.
    assert _ever_left_out(0.39) == {0, 1, 2}
    assert _ever_left_out(0.41) == {2}


def _packed(fixed_cost: int) -> Recreation:
    """Ten loads that fit on five of eight trucks, with room for three pieces more."""
    loads = [9, 8, 7, 5, 5, 4, 3, 3, 2, 1]
    problem = assemble(
        line([0, *range(10, 20)]),
        TaskRows(
            place=list(range(1, 11)),
            open=[[(0, 999)]] * 10,
            change=[[-load for load in loads]],
        ),
        OrderRows(first=list(range(10)), penalty=[10**7] * 10),
        ShiftRows(
            start=[0] * 8,
            end=[0] * 8,
            opens=[0] * 8,
            closes=[999] * 8,
            capacity=[[10] * 8],
            metre_cost=[1] * 8,
            fixed_cost=[fixed_cost] * 8,
        ),
    )
    return Recreation(problem, 0)


def test_where_vehicles_are_dear_routes_are_given_up() -> None:
    search = _packed(10**4)
    evaluator = Evaluator(search._problem)
    for _ in range(100):
        # While fewer vehicles are sought, what is left out counts in the account.
        search.run(1, 0.05)
        assert evaluator.miss(at_hand(search)) is None
        assert sum(evaluator.total(at_hand(search))) == search._best.number[CURRENT]
    routes, cost = search.best
    assert sum(1 for tasks in routes if tasks) == 5
    assert cost < 6 * 10**4
    # Then the search goes on from the best plan, in which all are served.
    search.run(1, 0.1)
    assert sum(evaluator.total(at_hand(search))) < 6 * 10**4


def test_where_vehicles_are_cheap_none_is_given_up() -> None:
    search = _packed(0)
    for _ in range(50):
        search.run(1, 0.05)
        assert sorted(task for route in at_hand(search) for task in route) == list(range(10))


@pytest.mark.parametrize("seed", range(5))
def test_the_first_routes_serve_all_that_can_be_served(seed: int) -> None:
    problem = assemble(
        line([0, 10]),
        TaskRows(place=[1], open=[[(0, 999)]]),
        OrderRows(first=[0]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    # No route is overlooked while the first ones are made.
    assert Recreation(problem, seed).best == (((0,),), 20)


@pytest.mark.parametrize("seed", range(5))
def test_of_many_routes_one_far_away_is_found_where_no_other_will_do(seed: int) -> None:
    # 60 posts with a truck each. The posts in their middle and far away are for the last truck
    # only; it goes far away, and none of the 40 neighbours of the post in the middle is on it.
    posts = 60
    refused = np.zeros((posts + 2, posts + 1), np.bool_)
    refused[:posts, posts] = True
    refused[posts:, :posts] = True
    problem = assemble(
        line([0, *range(1000, 1000 + 2 * posts, 2), 1061, 9000]),
        TaskRows(
            place=list(range(1, posts + 3)),
            open=[[(0, 99_999)]] * (posts + 2),
            change=[[-1] * (posts + 2)],
        ),
        OrderRows(first=list(range(posts + 2))),
        ShiftRows(
            start=[0] * (posts + 1),
            end=[0] * (posts + 1),
            opens=[0] * (posts + 1),
            closes=[99_999] * (posts + 1),
            capacity=[[1] * posts + [2]],
            metre_cost=[1] * (posts + 1),
            refused=refused,
        ),
    )
    search = Recreation(problem, seed)
    far, middle = posts + 1, posts
    assert search.best[0][posts] in ((far, middle), (middle, far))
    evaluator = Evaluator(problem)
    assert evaluator.miss(search.best[0]) is None
    assert evaluator.total(search.best[0])[1] == 0
