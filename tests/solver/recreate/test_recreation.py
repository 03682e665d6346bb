"""The kernel: verdicts and prices against the rules' own checks, optima, and repetition."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ReloadRows, ShiftRows, TaskRows, TravelRows
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate import tables
from logiroute.solver.recreate.insertion import best_place
from logiroute.solver.recreate.places import first_of, second_of
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import access, pairing, trips
from tests.solver.recreate.drawn_problems import drawn_problem
from tests.solver.recreate.exchanging import at_hand
from tests.solver.recreate.lines import line


def _search(problem: Problem, iterations: int, seed: int = 0) -> tuple[Routes, int]:
    search = Recreation(problem, seed)
    for step in range(10):
        search.run(iterations // 10, step / 10)
    return search.best


def _checked(problem: Problem, found: tuple[Routes, int]) -> Evaluator:
    evaluator = Evaluator(problem)
    assert evaluator.miss(found[0]) is None
    assert sum(evaluator.total(found[0])) == found[1]
    return evaluator


def test_the_best_of_three_posts_on_aline() -> None:
    # Depot at 0, posts at 10, 20 and -5; one vehicle carries two of the three loads of 1.
    problem = assemble(
        line([0, 10, 20, -5]),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)]] * 3, change=[[-1, -1, -1]]),
        OrderRows(first=[0, 1, 2]),
        ShiftRows(
            start=[0, 0],
            end=[0, 0],
            opens=[0, 0],
            closes=[999, 999],
            capacity=[[2, 2]],
            metre_cost=[1, 1],
        ),
    )
    routes, cost = _search(problem, 200)
    # There and back to 20 with 10 on the way: 40; to -5 and back: 10.
    assert cost == 50
    assert sorted(len(tasks) for tasks in routes) == [1, 2]
    _checked(problem, (routes, cost))


def test_a_second_trip_where_one_load_is_too_much() -> None:
    # One vehicle for one load at a time: 10 and back, 20 and back, -5 and back.
    problem = assemble(
        line([0, 10, 20, -5]),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)]] * 3, change=[[-1, -1, -1]]),
        OrderRows(first=[0, 1, 2]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[1]], metre_cost=[1]),
        ReloadRows(place=[0]),
    )
    found = _search(problem, 200)
    assert found[1] == 20 + 40 + 10
    assert len(found[0][0]) == 5
    _checked(problem, found)


def test_an_order_that_costs_more_than_its_penalty_is_left_out() -> None:
    problem = assemble(
        line([0, 10, 50]),
        TaskRows(place=[1, 2], open=[[(0, 999)]] * 2),
        OrderRows(first=[0, 1], penalty=[100, 60]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    found = _search(problem, 200)
    # 20 for the near one; the far one would cost 80 more and is worth 60.
    assert found[1] == 20 + 60
    _checked(problem, found)


@pytest.mark.parametrize("seed", range(8))
def test_a_route_that_was_emptied_has_all_its_room_again(seed: int) -> None:
    # Room for one of two: whichever is served first, the one worth more is served in the end.
    problem = assemble(
        line([0, 10, -10]),
        TaskRows(place=[1, 2], change=[[-1, -1]]),
        OrderRows(first=[0, 1], penalty=[60, 50]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[1]], metre_cost=[1]),
    )
    search = Recreation(problem, seed)
    search.adopt(((1,),))
    search.run(200, 0.5)
    assert search.best == (((0,),), 20 + 50)
    assert search.verdict(((1,),)) == 20 + 60


def test_a_group_that_fills_a_vehicle_is_served() -> None:
    problem = assemble(
        line([0, 10, 20]),
        TaskRows(place=[1, 2], change=[[-2, -2]]),
        OrderRows(first=[0, 1], penalty=[100, 100], together=[[0, 1]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[4]], metre_cost=[1]),
    )
    found = _search(problem, 100)
    assert found[1] == 40
    _checked(problem, found)


def test_members_of_a_group_are_placed_with_regard_to_one_another() -> None:
    # Picked up at 10; set down at 5 by second 20, or at 40, where the other member is served.
    problem = assemble(
        line([0, 10, 5, 40]),
        TaskRows(place=[1, 2, 3, 3], open=[[(0, 999)], [(0, 20)], [(0, 999)], [(0, 50)]]),
        OrderRows(first=[0, 3], choices=[[1, 2], []], together=[[0, 1]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    # Alone, the first member is cheapest by way of 5: 20. With the other that makes 90.
    found = _search(problem, 50)
    assert found[1] == 80
    _checked(problem, found)


def test_classes_do_not_mix_on_shifts_of_several_trips() -> None:
    problem = assemble(
        line([0, 10, 20]),
        TaskRows(place=[1, 2], change=[[-1, -1]]),
        OrderRows(first=[0, 1], penalty=[100, 90], party_class=[0, 1]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[1]], metre_cost=[1]),
        ReloadRows(place=[0]),
    )
    found = _search(problem, 100)
    # There and back to 10; the other is of another class.
    assert found[1] == 20 + 90
    _checked(problem, found)


def test_goods_are_loaded_where_they_are() -> None:
    # Depots at 0 and 50, a reload at each. The goods of the second order are at the far one.
    made = assemble(
        line([0, 50, 10, 20]),
        TaskRows(place=[2, 3], change=[[-1, -1]]),
        OrderRows(first=[0, 1]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], capacity=[[1]], metre_cost=[1]),
        ReloadRows(place=[0, 1]),
    )
    near, far = (made.of(Rule.TRIPS, trips.Columns).kind.index(kind) for kind in (0, 1))
    pairs, reloads = made.of(Rule.PAIRING, pairing.Columns), made.of(Rule.TRIPS, trips.Columns)
    on_start, on_reload = pairs.wrong_depot.copy(), reloads.wrong_depot.copy()
    on_start[1, 0] = on_reload[1, 0] = True
    problem = replace(
        made,
        columns={
            **made.columns,
            Rule.PAIRING: replace(pairs, wrong_depot=on_start),
            Rule.TRIPS: replace(reloads, wrong_depot=on_reload),
        },
    )
    search = Recreation(problem, 0)
    assert search.verdict(((0, near, 1),)) is None
    # 0-10-50-20-0.
    assert search.verdict(((0, far, 1),)) == 10 + 40 + 30 + 20
    assert _search(problem, 50) == (((0, far, 1),), 100)


def test_a_cheaper_shift_that_may_not_stand_there_at_that_hour_is_not_taken() -> None:
    made = assemble(
        line([0, 10]),
        TaskRows(place=[1], open=[[(100, 200)]]),
        OrderRows(first=[0], penalty=[500]),
        ShiftRows(start=[0, 0], end=[0, 0], opens=[0, 0], closes=[999, 999], metre_cost=[3, 1]),
    )
    # The second is cheaper, and has to leave the place before second 50.
    doors = replace(made.of(Rule.ACCESS, access.Columns), rooms=({}, {1: ((-999, 50),)}))
    problem = replace(made, columns={**made.columns, Rule.ACCESS: doors})
    assert _search(problem, 50) == (((0,), ()), 60)


def test_a_set_down_with_one_window_is_weighed_against_one_with_two() -> None:
    # Picked up at 10, set down at 40 in either of two windows, or at 20.
    problem = assemble(
        line([0, 10, 40, 20]),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)], [(50, 60), (90, 99)], [(0, 999)]]),
        OrderRows(first=[0], choices=[[1, 2]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    assert _search(problem, 50) == (((0, 2),), 40)


def test_a_limit_that_lies_between_two_windows_leaves_the_first_one() -> None:
    # Aboard from 50 on, 30 on the way: 80, after the first window, in time for nothing.
    def problem(first_closes: int) -> Problem:
        return assemble(
            line([0, 10, 40]),
            TaskRows(
                place=[1, 2], service_s=[40, 0], open=[[(0, 20)], [(0, first_closes), (90, 99)]]
            ),
            OrderRows(first=[0], choices=[[1]], arrive_by=[85]),
            ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
        )

    for first_closes, cost in ((75, None), (80, 80)):
        made = problem(first_closes)
        assert Recreation(made, 0).verdict(((0, 1),)) == cost
        assert (Evaluator(made).miss(((0, 1),)) is None) == (cost is not None)


def _pairs(rng: np.random.Generator, orders: int) -> Problem:
    """Pick-ups with set-downs, windows, a limit aboard, two vehicles."""
    positions = rng.integers(0, 60, 1 + 2 * orders)
    height = rng.integers(0, 60, 1 + 2 * orders)
    way = np.rint(
        np.hypot(
            positions[:, None] - positions[None, :],
            height[:, None] - height[None, :],
        )
    ).astype(np.int32)
    opens = rng.integers(0, 100, 2 * orders)
    closes = opens + rng.integers(40, 300, 2 * orders)
    load = rng.integers(1, 3, orders)
    change = np.zeros(2 * orders, np.int64)
    change[0::2], change[1::2] = load, -load
    return assemble(
        TravelRows(way, way),
        TaskRows(
            place=list(range(1, 1 + 2 * orders)),
            service_s=rng.integers(0, 9, 2 * orders),
            open=[[(int(a), int(b))] for a, b in zip(opens, closes, strict=True)],
            change=[change],
        ),
        OrderRows(
            first=list(range(0, 2 * orders, 2)),
            choices=[[task] for task in range(1, 2 * orders, 2)],
            penalty=rng.integers(60, 400, orders),
            max_aboard_s=rng.integers(30, 200, orders),
        ),
        ShiftRows(
            start=[0, 0],
            end=[0, 0],
            opens=[0, 0],
            closes=[500, 400],
            capacity=[[3, 2]],
            metre_cost=[1, 2],
            second_cost=[1, 0],
            fixed_cost=[20, 0],
        ),
    )


def _least(problem: Problem) -> int:
    """The cost of the best routes, found by trying all."""
    evaluator = Evaluator(problem)
    least = sum(evaluator.penalty)
    price: list[dict[frozenset[int], int]] = []
    for shift in range(problem.shifts):
        best: dict[frozenset[int], int] = {frozenset(): 0}
        for chosen in _subsets(problem.orders):
            tasks = [t for o in chosen for t in (problem.first_task[o], *problem.choices[o][:1])]
            for tried in permutations(tasks):
                if evaluator.route_miss(shift, tried) is None:
                    routes = [()] * shift + [tried] + [()] * (problem.shifts - 1 - shift)
                    cost = evaluator.total(routes)[0]
                    key = frozenset(chosen)
                    best[key] = min(best.get(key, cost), cost)
        price.append(best)
    for one, cost in price[0].items():
        for two, more in price[1].items():
            if not one & two:
                left = set(range(problem.orders)) - one - two
                least = min(least, cost + more + sum(evaluator.penalty[o] for o in left))
    return least


def _subsets(count: int) -> list[tuple[int, ...]]:
    return [
        tuple(o for o in range(count) if mask >> o & 1)
        for mask in range(1, 1 << count)
        if mask.bit_count() <= 3
    ]


@pytest.mark.parametrize("seed", range(12))
def test_small_problems_are_solved_to_the_optimum(seed: int) -> None:
    problem = _pairs(np.random.default_rng(seed), 3)
    found = _search(problem, 2000, seed)
    _checked(problem, found)
    assert found[1] == _least(problem)


def test_seed_and_iterations_give_the_same_routes_again() -> None:
    problem = _pairs(np.random.default_rng(5), 12)
    assert _search(problem, 500, 3) == _search(problem, 500, 3)


def test_routes_from_elsewhere_are_gone_on_from() -> None:
    problem = _pairs(np.random.default_rng(6), 12)
    good = _search(problem, 2000, 1)
    search = Recreation(problem, 2)
    search.adopt(good[0])
    assert search.best[1] <= good[1]
    search.run(200, 1.0)
    _checked(problem, search.best)
    assert search.verdict(good[0]) == good[1]


def test_the_pool_holds_routes_and_their_cost() -> None:
    problem = _pairs(np.random.default_rng(7), 10)
    search = Recreation(problem, 0)
    for step in range(120):
        search.run(25, step / 120)
    evaluator = Evaluator(problem)
    shift_of = {alike: shift for shift, alike in enumerate(problem.shift_alike)}
    pool = search.pool()
    # Also those of other plans than the best.
    assert len(pool) > sum(1 for tasks in search.best[0] if tasks)
    for entry in pool:
        shift = shift_of[entry.alike]
        routes = [()] * shift + [entry.tasks] + [()] * (problem.shifts - 1 - shift)
        assert evaluator.total(routes)[0] == entry.cost


@pytest.mark.parametrize("seed", range(20))
def test_what_is_out_of_reach_without_a_stop_on_the_way(seed: int) -> None:
    # Depot 0, pick-up at 1, set-down at 2, a post at 3: from 1 to 2 there is no way but by the
    # post, where vehicles may turn. Two trucks, so that the post can also go to the other one.
    way = np.full((4, 4), 10, np.int32)
    np.fill_diagonal(way, 0)
    way[1, 2] = UNREACHABLE
    problem = assemble(
        TravelRows(way, way),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)]] * 3),
        OrderRows(first=[0, 2], choices=[[1], []]),
        ShiftRows(start=[0, 0], end=[0, 0], opens=[0, 0], closes=[999, 999], metre_cost=[1, 1]),
    )
    search = Recreation(problem, seed)
    evaluator = Evaluator(problem)
    for _ in range(60):
        search.run(1, 0.0)
        assert evaluator.miss(at_hand(search)) is None
    # Alone, the pair cannot be served: all on one truck, 0-1-3-2-0.
    assert search.best[1] == 40
    _checked(problem, search.best)


def test_a_pair_fits_where_only_its_first_half_would_not() -> None:
    # Depot 0, A at 1, pick-up at 2, set-down at 3, S at 4: from the pick-up to S there is no way.
    way = np.full((5, 5), 100, np.int32)
    np.fill_diagonal(way, 0)
    for here, there in ((0, 1), (1, 4), (4, 0), (1, 2), (2, 3), (3, 4)):
        way[here, there] = 10
    way[2, 4] = UNREACHABLE
    problem = assemble(
        TravelRows(way, way),
        TaskRows(place=[1, 4, 2, 3], open=[[(0, 999)]] * 4),
        OrderRows(first=[0, 1, 2], choices=[[], [], [3]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    search = Recreation(problem, 0)
    search.adopt(((0, 1),))
    cost, place = best_place(search._board, 2, 0, 0)
    # 0-A-S-0 is 30, 0-A-pick-up-set-down-S-0 is 50.
    assert (cost, first_of(place), second_of(place)) == (20, 1, 2)


@pytest.mark.parametrize("seed", range(8))
def test_a_member_is_not_moved_from_where_its_group_needs_it(seed: int) -> None:
    # A group of A, B and C at 1, 2 and 3. Straight from A to B takes too long for B; C on the way
    # saves it. In metres C would be cheaper after B.
    seconds = np.full((4, 4), 10, np.int32)
    np.fill_diagonal(seconds, 0)
    seconds[1, 2], seconds[2, 1], seconds[3, 1] = 60, UNREACHABLE, UNREACHABLE
    metres = np.full((4, 4), 10, np.int32)
    np.fill_diagonal(metres, 0)
    metres[1, 2], metres[2, 3], metres[3, 0] = 5, 5, 5
    metres[seconds == UNREACHABLE] = UNREACHABLE
    problem = assemble(
        TravelRows(seconds, metres),
        TaskRows(place=[1, 2, 3], open=[[(0, 999)], [(0, 40)], [(0, 999)]]),
        OrderRows(first=[0, 1, 2], together=[[0, 1, 2]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[999], metre_cost=[1]),
    )
    assert _search(problem, 50, seed) == (((0, 2, 1),), 40)


@pytest.mark.parametrize("seed", range(12))
def test_travel_tables_may_lie_either_way(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = drawn_problem(seed, most_tasks=14)
    found = []
    for entries in (2**24, 0):
        monkeypatch.setattr(tables, "_MOST_TWICE", entries)
        found.append(_search(problem, 200, seed))
    assert found[0] == found[1]
    _checked(problem, found[0])
