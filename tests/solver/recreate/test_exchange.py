"""Exchanges between two routes: found where they are the way, never made where a rule forbids."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import (
    OrderRows,
    ReloadRows,
    SharedRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recreate.recreation import Recreation
from tests.properties.scenarios import days
from tests.properties.trip_days import trip_days
from tests.solver.recreate.drawn_problems import drawn_problem
from tests.solver.recreate.exchanging import Exchanging, reached

# Depots X and Y at 0. Going east: A at 10, B at 20, E at 30. Going west: C at -10, D at -20.
X, PLACE_A, PLACE_B, PLACE_C, PLACE_D, PLACE_E, Y = range(7)
A, B, C, D, E = range(5)
WAY = np.abs(np.subtract.outer([0, 10, 20, -10, -20, 30, 0], [0, 10, 20, -10, -20, 30, 0]))
WAYS = TravelRows(WAY.astype(np.int32), WAY.astype(np.int32))
TASKS = TaskRows(place=[PLACE_A, PLACE_B, PLACE_C, PLACE_D], open=[[(0, 999)]] * 4)
ORDERS = OrderRows(first=[A, B, C, D])
FLEET = ShiftRows(start=[X, Y], end=[X, Y], opens=[0, 0], closes=[999, 999], metre_cost=[1, 1])

#: East and west on both: 60 metres each.
CROSSED: Routes = ((A, D), (C, B))

#: All tails exchanged: 40 metres each.
STRAIGHT: Routes = ((A, B), (C, D))


def test_tails_are_exchanged() -> None:
    found = reached(assemble(WAYS, TASKS, ORDERS, FLEET), CROSSED, tails=1.0)
    assert found[STRAIGHT] == 2 * 40 - 2 * 60


def test_all_of_a_route_may_go_behind_another() -> None:
    # A route out to B and back by A, and one to D: one vehicle less.
    problem = assemble(WAYS, TASKS, ORDERS, replace(FLEET, fixed_cost=[100, 100]))
    found = reached(problem, ((A, B), (C, D)), tails=1.0)
    # D comes home to X instead of Y, which is the same place: 80 metres as before.
    assert found[((A, B, C, D), ())] == -100


def test_a_segment_goes_where_a_tail_cannot() -> None:
    # Three to a vehicle in the east, two in the west: the tails after A and C would be A B, C D E.
    problem = assemble(
        WAYS,
        TaskRows(
            place=[PLACE_A, PLACE_B, PLACE_C, PLACE_D, PLACE_E],
            open=[[(0, 999)]] * 5,
            change=[[-1] * 5],
        ),
        OrderRows(first=[A, B, C, D, E]),
        replace(FLEET, capacity=[[3, 2]]),
    )
    routes = ((A, D, E), (C, B))
    straight = ((A, B, E), (C, D))
    # 60 and 40 metres, for 10 + 30 + 50 + 30 and 60.
    assert reached(problem, routes, tails=0.0)[straight] == 60 + 40 - 120 - 60
    assert straight not in reached(problem, routes, tails=1.0)


def test_a_reload_goes_along_whatever_group_rides_elsewhere() -> None:
    # Two vehicles go east and west, loading in between; a group of two rides on the third.
    last = 5
    problem = assemble(
        WAYS,
        TaskRows(
            place=[PLACE_A, PLACE_B, PLACE_C, PLACE_D, PLACE_E, PLACE_E],
            open=[[(0, 999)]] * 6,
            change=[[-1] * 6],
        ),
        OrderRows(first=[A, B, C, D, E, last], together=[[E, last]]),
        ShiftRows(
            start=[X] * 3,
            end=[X] * 3,
            opens=[0] * 3,
            closes=[999] * 3,
            metre_cost=[1] * 3,
            capacity=[[2] * 3],
        ),
        ReloadRows(place=[X]),
    )
    one, two, *_ = range(6, problem.tasks)
    crossed = ((A, one, D), (C, two, B), (E, last))
    assert reached(problem, crossed)[(A, B), (C, D), (E, last)] == 2 * 40 - 2 * 60


def test_nothing_is_exchanged_that_costs_more_than_the_bound() -> None:
    problem = assemble(WAYS, TASKS, ORDERS, FLEET)
    found = reached(problem, STRAIGHT)
    # Tails are a detour of 40, a task that goes to the other side of 20; all on one are none.
    assert set(found.values()) == {0, 20, 40}
    for bound in (0.0, 20.0, 40.0):
        below = {plan: cost for plan, cost in found.items() if cost < bound}
        assert reached(problem, STRAIGHT, bound=bound) == below


def _forbidden() -> dict[str, Problem]:
    """Problems in which the routes as they cross are legal, and those going straight are not."""
    every = [[(0, 999)]] * 4
    pairs = TaskRows(place=TASKS.place, open=every, change=[[2, 0, 0, -2]])
    two_loads = TaskRows(place=TASKS.place, open=every, change=[[-2, -2, -1, -1]])
    # After A, at 50, it is too late for B; after C it is not.
    late = TaskRows(place=TASKS.place, open=[[(50, 999)], [(0, 40)], [(0, 999)], [(0, 999)]])
    refused = np.zeros((4, 2), np.bool_)
    refused[B, 0] = True
    goods = {A: [(0, 1)], B: [(0, 2)], C: [(0, 1)], D: [(0, 1)]}
    return {
        "capacity": assemble(WAYS, two_loads, ORDERS, replace(FLEET, capacity=[[3, 3]])),
        "windows": assemble(WAYS, late, ORDERS, FLEET),
        "pairing": assemble(
            WAYS,
            pairs,
            OrderRows(first=[A, B, C], choices=[[D], [], []]),
            replace(FLEET, capacity=[[2, 2]]),
        ),
        "parties": assemble(WAYS, TASKS, replace(ORDERS, together=[[A, D]]), FLEET),
        "mixing": assemble(WAYS, TASKS, replace(ORDERS, party_class=[0, 1, -1, -1]), FLEET),
        "access": assemble(WAYS, TASKS, ORDERS, replace(FLEET, refused=refused)),
        "shifts": assemble(
            WAYS, replace(TASKS, service_s=[9, 30, 0, 9]), ORDERS, replace(FLEET, duty_s=[78, 999])
        ),
        # X has enough for A and D, Y for B and C, and X would run out with A and B.
        "stock": assemble(
            WAYS,
            TASKS,
            ORDERS,
            FLEET,
            shared=SharedRows(stock={(X, 0): 2, (Y, 0): 3}, goods=goods),
        ),
    }


@pytest.mark.parametrize("rule", _forbidden())
def test_an_exchange_that_breaks_a_rule_is_not_made(rule: str) -> None:
    problem = _forbidden()[rule]
    miss = Evaluator(problem).miss(STRAIGHT)
    assert Evaluator(problem).miss(CROSSED) is None
    assert miss is not None
    assert miss.rule == rule
    assert STRAIGHT not in reached(problem, CROSSED)


def test_what_is_all_drawn_on_may_still_change_routes() -> None:
    # No bed and no piece is left, and an exchange needs none.
    problem = assemble(
        WAYS,
        TASKS,
        ORDERS,
        replace(FLEET, start=[X, X]),
        shared=SharedRows(
            room=dict.fromkeys(TASKS.place, 1),
            staying=[1, 1, 1, 1],
            stock={(X, 0): 4},
            goods={task: [(0, 1)] for task in range(4)},
        ),
    )
    assert reached(problem, CROSSED)[STRAIGHT] == -40


def _drawn(problem: Problem, routes: Routes) -> list[int]:
    search = Recreation(problem, 0)
    search.adopt(routes)
    drawn: list[int] = search._state.drawn.tolist()
    return drawn


def _exchange_and_judge(problem: Problem, seed: int, *, kinds: bool) -> int:
    """Many exchanges, of which half are taken back; how many were made."""
    evaluator = Evaluator(problem)
    start = Recreation(problem, seed)
    start.run(20, 0.3)
    exchanging = Exchanging(problem, start.best[0], seed)
    chance = np.random.default_rng(seed)
    made = 0
    for _ in range(150):
        routes, known = exchanging.routes, exchanging.known
        if exchanging.look(tails=chance.choice([0.0, 0.5, 1.0]), kinds=kinds):
            made += 1
            assert evaluator.miss(exchanging.routes) is None
            assert evaluator.total(exchanging.routes)[0] == exchanging.cost
            assert exchanging.drawn == _drawn(problem, exchanging.routes)
            if chance.random() < 0.5:
                continue
        exchanging.take_back()
        assert exchanging.routes == routes
        assert exchanging.known == known
    exchanging.run(20)
    assert exchanging.account == sum(evaluator.total(exchanging.routes))
    return made


_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=60)
@given(
    day=days(min_orders=4, max_orders=9) | trip_days(max_orders=7),
    seed=st.integers(0, 99),
    kinds=st.booleans(),
)
def test_exchanges_of_random_days_are_legal_and_can_be_taken_back(
    day: tuple[Scenario, TravelTimes], seed: int, kinds: bool
) -> None:
    made = _exchange_and_judge(build_problem(*day), seed, kinds=kinds)
    event("some exchanges" if made else "no exchange")


@pytest.mark.parametrize("seed", range(40))
def test_exchanges_of_drawn_problems_are_legal_and_can_be_taken_back(seed: int) -> None:
    _exchange_and_judge(drawn_problem(seed, most_tasks=14), seed, kinds=seed % 2 == 0)
