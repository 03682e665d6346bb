"""Problems of plain arrays: what is filled in, what is alike, and all that is wrong at once."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from logiroute.errors import LogirouteError, ProblemError
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.acceptance import price
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import (
    MANDATORY,
    NO_LIMIT,
    OrderRows,
    ReloadRows,
    SharedRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.bounds import MOST_COST, MOST_S
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.role import Role
from logiroute.solver.rules import RULES, coverage, shifts, travel, trips, windows

#: Places 0, 3, 5 and 9 seconds and metres along a line.
AT = np.array([0, 3, 5, 9])
LINE = np.abs(AT[:, None] - AT[None, :]).astype(np.int32)
WAYS = TravelRows(LINE, LINE)
TWO = TaskRows(place=[1, 2])
BOTH = OrderRows(first=[0, 1])
ONE = ShiftRows(start=[0], end=[0], opens=[0], closes=[100], metre_cost=[1])


def test_every_rule_has_columns_of_its_own_kind() -> None:
    problem = assemble(WAYS, TWO, BOTH, ONE)
    assert set(problem.columns) == set(Rule)
    for module in RULES:
        problem.of(module.RULE, module.Columns)  # type: ignore[attr-defined]


def test_travel_tables_are_shared_not_copied_even_through_a_pickle() -> None:
    problem = assemble(WAYS, TWO, BOTH, ONE)
    ways = problem.of(Rule.TRAVEL, travel.Columns)
    assert np.shares_memory(ways.seconds, LINE)
    assert ways.seconds is ways.metres
    again = pickle.loads(pickle.dumps(problem)).of(Rule.TRAVEL, travel.Columns)  # noqa: S301
    assert again.seconds is again.metres


def test_a_route_costs_what_it_says_by_hand_and_in_the_model_of_record() -> None:
    fleet = replace(ONE, metre_cost=[7], second_cost=[2], fixed_cost=[100])
    problem = assemble(WAYS, replace(TWO, service_s=[4, 6]), BOTH, fleet)
    # 5 out, 5 back, 10 of work: 10 metres and 20 seconds.
    assert Evaluator(problem).total([(0, 1)]) == (10 * 7 + 20 * 2 + 100, 0)
    assert price(problem, ((0, 1),)) == 210


def test_what_has_to_be_served_costs_more_to_leave_out_than_any_plan() -> None:
    fleet = replace(ONE, metre_cost=[7], second_cost=[2], fixed_cost=[100])
    problem = assemble(WAYS, TWO, OrderRows(first=[0, 1], penalty=[MANDATORY, 5]), fleet)
    # At most 3 legs of 9 metres, 100 seconds on duty, and the fixed cost.
    assert problem.of(Rule.COVERAGE, coverage.Columns).penalty == (3 * 9 * 7 + 200 + 100 + 1, 5)


def test_penalties_of_many_dear_orders_still_add_up() -> None:
    count = 20_000
    problem = assemble(
        WAYS,
        TaskRows(place=np.ones(count, dtype=int)),
        OrderRows(first=np.arange(count)),
        replace(ONE, fixed_cost=[MOST_COST]),
    )
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    assert 2**47 < penalty[0] < MOST_COST
    assert sum(penalty) < 2**62


def test_a_pick_up_with_several_set_downs_is_one_order() -> None:
    problem = assemble(
        WAYS,
        TaskRows(place=[1, 2, 3, 2], change=[[4, -4, -4, -1]]),
        OrderRows(first=[0, 3], choices=[(1, 2), ()]),
        replace(ONE, capacity=[[4]]),
    )
    assert problem.task_order.tolist() == [0, 0, 0, 1]
    assert problem.task_role.tolist() == [Role.PICK_UP, Role.SET_DOWN, Role.SET_DOWN, Role.SITE]
    evaluator = Evaluator(problem)
    assert evaluator.miss([(3, 0, 2)]) is None
    assert evaluator.miss([(0, 3, 2)]) == Miss(Rule.CAPACITY, 1, "load 0", 0, "over")
    assert price(problem, ((3, 0, 2),)) is not None
    assert price(problem, ((0, 3, 2),)) is None


def test_shifts_that_nothing_tells_apart_share_a_number() -> None:
    fleet = ShiftRows(
        start=[0] * 5,
        end=[0] * 5,
        opens=[0] * 5,
        closes=[100] * 5,
        capacity=[[4, 4, 5, 4, 4]],
        duty_s=[50, 50, 50, 60, 50],
        refused=np.array([[False, False, False, False, True], [False] * 5]),
    )
    problem = assemble(WAYS, replace(TWO, change=[[-1, -1]]), BOTH, fleet)
    assert problem.shift_alike == (0, 0, 1, 2, 3)
    assert problem.shift_vehicle.tolist() == [0, 1, 2, 3, 4]


def test_shifts_of_one_vehicle_are_numbered() -> None:
    fleet = ShiftRows(
        start=[0] * 3, end=[0] * 3, opens=[0, 0, 50], closes=[40, 40, 90], vehicle=[1, 0, 1]
    )
    assert assemble(WAYS, TWO, BOTH, fleet).shift_number.tolist() == [0, 0, 1]


def test_windows_are_put_in_order_and_cut_to_the_time_on_duty() -> None:
    spans = [[(50, 300), (10, 20), (15, 30)], [(200, 300)]]
    problem = assemble(WAYS, replace(TWO, open=spans), BOTH, ONE)
    assert problem.of(Rule.WINDOWS, windows.Columns).open == (((10, 30), (50, 100)), ())


def test_what_a_shift_refuses_neither_engine_lets_it_do() -> None:
    fleet = replace(ONE, refused=np.array([[True], [False]]))
    problem = assemble(WAYS, TWO, BOTH, fleet)
    assert Evaluator(problem).miss([(0,)]) == Miss(Rule.ACCESS, task=0, why="order_classes")
    assert price(problem, ((0,),)) is None
    assert price(problem, ((1,),)) is not None


def test_sums_over_all_routes_are_counted() -> None:
    fleet = ShiftRows(start=[0, 0], end=[0, 0], opens=[0, 0], closes=[100, 100])
    shared = SharedRows(
        room={1: 3}, staying=[2, 2], stock={(0, 7): 5}, goods={0: [(7, 3)], 1: [(7, 3)]}
    )
    tasks = TaskRows(place=[1, 1])
    evaluator = Evaluator(assemble(WAYS, tasks, BOTH, fleet, shared=shared))
    assert evaluator.miss([(0,), ()]) is None
    assert evaluator.miss([(0,), (1,)]) == Miss(Rule.BEDS, 1, "persons", 1, "full")
    roomy = assemble(WAYS, tasks, BOTH, fleet, shared=replace(shared, room={}))
    assert Evaluator(roomy).miss([(0,), (1,)]) == Miss(Rule.STOCK, 1, "units", 1, "out_of_stock", 0)


def test_groups_exclusive_parties_and_classes_are_kept() -> None:
    tasks = TaskRows(place=[1, 2, 1, 2])
    orders = OrderRows(first=[0, 2], choices=[(1,), (3,)])
    fleet = ShiftRows(start=[0, 0], end=[0, 0], opens=[0, 0], closes=[100, 100])
    shared = (0, 2, 1, 3)

    def miss(orders: OrderRows, *routes: tuple[int, ...]) -> Rule | None:
        problem = assemble(WAYS, tasks, orders, fleet)
        found = Evaluator(problem).miss(routes)
        assert (price(problem, routes) is None) == (found is not None)
        return found.rule if found else None

    assert miss(orders, shared, ()) is None
    assert miss(replace(orders, exclusive=[True, False]), shared, ()) is Rule.PARTIES
    assert miss(replace(orders, exclusive=[True, False]), (0, 1, 2, 3), ()) is None
    assert miss(replace(orders, party_class=[1, 2]), shared, ()) is Rule.MIXING
    assert miss(replace(orders, party_class=[1, -1]), shared, ()) is None
    assert miss(replace(orders, together=[(0, 1)]), (0, 1), (2, 3)) is Rule.PARTIES
    assert miss(replace(orders, together=[(0, 1)]), (0, 1), ()) is Rule.PARTIES
    assert miss(replace(orders, max_aboard_s=[2, NO_LIMIT]), shared, ()) is None
    assert miss(replace(orders, max_aboard_s=[1, NO_LIMIT]), shared, ()) is Rule.PAIRING
    assert miss(replace(orders, arrive_by=[5, NO_LIMIT]), shared, ()) is None
    assert miss(replace(orders, arrive_by=[4, NO_LIMIT]), shared, ()) is Rule.PAIRING


def test_a_longest_time_on_duty_is_kept_by_both_engines() -> None:
    # Out at 17 for the window from 20, the other from 40: 45 back. Out at 27 for 30: 18 seconds.
    tasks = replace(TWO, open=[[(0, 2), (20, 30)], [(40, 60)]])
    for most, fits in ((18, True), (17, False), (10, False), (9, False)):
        problem = assemble(WAYS, tasks, BOTH, replace(ONE, duty_s=[most]))
        found = Evaluator(problem).miss([(0, 1)])
        assert (found is None) == fits
        if not fits:
            # Below 10 not even without waiting.
            late = 1 if most == 9 else 18 - most
            assert found == Miss(Rule.SHIFTS, late, "s", 1, "too_long_on_duty")
        assert (price(problem, ((0, 1),)) is not None) == fits


def test_what_single_tasks_take_aboard_is_brought_home() -> None:
    # 3 out and 4 home at the first, 2 out and none home at the second: 5, 6 and 4 aboard.
    tasks = replace(TWO, change=[[1, -2]], issued=[[3, 2]])
    for room, first, second in ((6, True, True), (5, False, True), (4, False, False)):
        problem = assemble(WAYS, tasks, BOTH, replace(ONE, capacity=[[room]]))
        for route, fits in (((0, 1), first), ((1, 0), second)):
            assert (Evaluator(problem).miss([route]) is None) == fits
            assert (price(problem, (route,)) is not None) == fits


def test_trips_start_anew_with_what_they_bring() -> None:
    tasks = TaskRows(place=[1, 2, 3], change=[[-4, -4, 3]])
    orders = OrderRows(first=[0, 1, 2])
    fleet = replace(ONE, capacity=[[5]])
    problem = assemble(WAYS, tasks, orders, fleet, ReloadRows(place=[0], service_s=[10]))
    # As many reloads as tasks that bring something, or take it.
    assert problem.task_role.tolist() == [Role.SITE] * 3 + [Role.RELOAD] * 3
    assert problem.task_order.tolist() == [0, 1, 2, -1, -1, -1]
    evaluator = Evaluator(problem)
    assert evaluator.miss([(0, 1)]) == Miss(Rule.CAPACITY, 3, "load 0", 0, "over")
    assert evaluator.miss([(0, 3, 1)]) is None
    # Out to 3 and back, out to 5 and back.
    assert evaluator.total([(0, 3, 1)])[0] == 6 + 10
    assert price(problem, ((0, 3, 1),)) == sum(evaluator.total([(0, 3, 1)]))
    found = evaluator.timetable(0, (0, 3, 1))
    assert found.duty_end - found.duty_start == 6 + 10 + 10  # type: ignore[union-attr]
    # What was taken aboard at 9 is still there on the next trip.
    late = evaluator.miss([(2, 3, 1)])
    assert late is not None
    assert (late.rule, late.amount) == (Rule.CAPACITY, 2)
    assert price(problem, ((2, 3, 1),)) is None
    assert evaluator.miss([(1, 3, 2)]) is None
    assert price(problem, ((1, 3, 2),)) is not None


def test_reloads_of_no_use_are_gone() -> None:
    tasks = TaskRows(place=[1, 2], change=[[-1, -1]])
    fleet = replace(ONE, capacity=[[1]])
    never = assemble(WAYS, tasks, BOTH, fleet, ReloadRows(place=[0, 3], most=[0]))
    assert never.tasks == 2
    assert never.of(Rule.TRIPS, trips.Columns).place == ()
    nobody = np.array([[False], [True]])
    one = assemble(WAYS, tasks, BOTH, fleet, ReloadRows(place=[0, 3], usable=nobody))
    assert one.of(Rule.TRIPS, trips.Columns).place == (3,)
    assert one.of(Rule.TRIPS, trips.Columns).kind == (-1, -1, 0, 0)
    # Out to 3, on to the depot at 9, to 5 and home.
    assert Recreation(one, 0).verdict(((0, 2, 1),)) == 9 + 4 + 5


def test_who_may_reload_and_how_often() -> None:
    tasks = TaskRows(place=[1, 1, 1], change=[[-1] * 3])
    fleet = ShiftRows(
        start=[0] * 3, end=[0] * 3, opens=[0] * 3, closes=[100] * 3, capacity=[[3] * 3]
    )
    reloads = ReloadRows(
        place=[0, 2],
        usable=np.array([[True, True, False], [False, True, False]]),
        most=[1, 2, 2],
    )
    problem = assemble(WAYS, tasks, OrderRows(first=[0, 1, 2]), fleet, reloads)
    kinds = problem.of(Rule.TRIPS, trips.Columns)
    # Three visits to place 0 by the first two shifts, two to place 2 by the second.
    assert kinds.kind == (-1, -1, -1, 0, 0, 0, 1, 1)
    assert problem.shift_alike == (0, 1, 2)
    evaluator = Evaluator(problem)
    for routes, why in (
        ([(0, 3, 1), (), ()], None),
        ([(0, 3, 1, 4, 2), (), ()], "too_many"),
        ([(0, 6, 1), (), ()], "wrong_place"),
        ([(), (0, 3, 1, 6, 2), ()], None),
        ([(), (), (0, 3, 1)], "wrong_place"),
    ):
        found = evaluator.miss(routes)
        assert (found.why if found else None) == why
        assert (price(problem, tuple(routes)) is None) == (why is not None)


@pytest.mark.parametrize(("cost", "chosen"), [(0, 1), (7, 1), (9, 2)])
def test_of_two_set_downs_the_cheaper_one_in_all(cost: int, chosen: int) -> None:
    # From 3 on to 5 and home are 10 metres, to 9 and home 18.
    tasks = TaskRows(place=[1, 2, 3], cost=[0, cost, 0])
    problem = assemble(WAYS, tasks, OrderRows(first=[0], choices=[(1, 2)]), ONE)
    best = [(0, chosen)]
    total = Evaluator(problem).total(best)
    assert total == (10 + cost if chosen == 1 else 18, 0)
    assert price(problem, ((0, chosen),)) == total[0]
    search = Recreation(problem, 0)
    assert search.verdict(((0, chosen),)) == total[0]
    search.run(20, 0.0)
    assert search.best[0] == ((0, chosen),)


def test_trips_start_after_the_releases_of_what_they_bring() -> None:
    tasks = TaskRows(place=[1, 2], change=[[-1, -1]], release=[NO_LIMIT, 30])
    fleet = replace(ONE, capacity=[[2]])
    problem = assemble(WAYS, tasks, BOTH, fleet, ReloadRows(place=[0]))
    evaluator = Evaluator(problem)
    for route, starts in (((0,), (3,)), ((0, 1), (33, 35)), ((0, 2, 1), (27, 30, 35))):
        assert evaluator.timetable(0, route).starts == starts  # type: ignore[union-attr]
    late = assemble(WAYS, tasks, BOTH, replace(fleet, closes=[39]), ReloadRows(place=[0]))
    assert Evaluator(late).miss([(1,)]) is not None
    assert price(late, ((1,),)) is None


def test_duty_has_no_limit_unless_one_is_given() -> None:
    problem = assemble(WAYS, TWO, BOTH, ONE)
    assert problem.of(Rule.SHIFTS, shifts.Columns).duty_s == (MOST_S,)


def test_a_place_without_a_way_costs_nothing_by_itself() -> None:
    shut = LINE.copy()
    shut[:, 3] = shut[3, :] = UNREACHABLE
    problem = assemble(TravelRows(shut, shut), TWO, BOTH, ONE)
    # The farthest way there is has 5 metres, not 2³¹ - 1: 3 legs of it.
    assert problem.of(Rule.COVERAGE, coverage.Columns).penalty == (16, 16)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        assemble(
            TravelRows(LINE[:, :3], LINE.astype(float)),
            TaskRows(
                place=[1, 9], service_s=[1], open=[[(5, 4)], []], change=np.array([[-1, 0.5]])
            ),
            OrderRows(first=[0, 1], penalty=[-2, 3], exclusive=[0, 1]),  # type: ignore[list-item]
            replace(ONE, refused=np.zeros((1, 1), dtype=np.bool_)),
            shared=SharedRows(goods={0: [(0, 1)]}),
        )
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, LogirouteError)
    names = [message.split(" ", 1)[0] for message in caught.value.wrong]
    assert sorted(names) == [
        "fleet.capacity",
        "fleet.refused",
        "orders.exclusive",
        "orders.penalty[0]",
        "shared.goods",
        "tasks.change",
        "tasks.open[0]",
        "tasks.place[1]",
        "tasks.service_s",
        "ways.metres",
        "ways.seconds",
    ]


@pytest.mark.parametrize(
    ("tasks", "orders", "fleet", "words"),
    [
        (TWO, OrderRows(first=[0, 0]), ONE, "task 0 belongs to 2 orders"),
        (TWO, OrderRows(first=[0]), ONE, "task 1 belongs to no order"),
        (TWO, OrderRows(first=[0, 1], choices=[(1,), ()]), ONE, "task 1 belongs to 2 orders"),
        (TWO, replace(BOTH, max_aboard_s=[3, -1]), ONE, "nothing is picked up"),
        (TWO, replace(BOTH, together=[(0,)]), ONE, "a group has at least two"),
        (TWO, BOTH, replace(ONE, opens=[101]), "closes at 100, before it opens at 101"),
        (
            replace(TWO, change=[[2, -1]], issued=[[0, 0]]),
            BOTH,
            replace(ONE, capacity=[[9]]),
            "tasks.issued[0, 1] is 0: it has to be what the task takes off",
        ),
        (
            replace(TWO, change=[[2, -2]], issued=[[0, 2]]),
            OrderRows(first=[0], choices=[(1,)]),
            replace(ONE, capacity=[[9]]),
            "tasks.issued[0, 1] is 2: it has to be 0 for a task of a pair",
        ),
        (
            replace(TWO, cost=[4, 0]),
            BOTH,
            ONE,
            "tasks.cost[0] is given, but it is none of several set-downs to choose from",
        ),
        (
            replace(TWO, cost=[4, 0]),
            OrderRows(first=[0], choices=[(1,)]),
            ONE,
            "tasks.cost[0] is given, but it is none of several set-downs to choose from",
        ),
        (
            replace(TWO, release=[-1, 4]),
            OrderRows(first=[0], choices=[(1,)]),
            ONE,
            "tasks.release[1] is given, but what it moves is picked up on the way",
        ),
        (
            replace(TWO, change=[[2, -1]]),
            OrderRows(first=[0], choices=[(1,)]),
            replace(ONE, capacity=[[9]]),
            "the same, set down",
        ),
        (TWO, replace(BOTH, penalty=[2**52 + 1, 1]), ONE, "orders.penalty[0]"),
    ],
)
def test_rows_that_do_not_belong_together(
    tasks: TaskRows, orders: OrderRows, fleet: ShiftRows, words: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        assemble(WAYS, tasks, orders, fleet)
    assert words in str(caught.value)
