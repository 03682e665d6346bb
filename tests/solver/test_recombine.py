"""The best plan from a pool of routes, against every choice there is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.model.order import Order
from logiroute.model.place import PlaceKind
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.choice import Choice, Row, choose
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recombine import recombine
from logiroute.solver.searches import PoolRoute
from logiroute.solver.times import Timetable
from tests.properties.scenarios import days
from tests.solver.double import Double
from tests.solver.tiny import call, day, delivery, place, transfer, travel, vehicle, window


def _legal(evaluator: Evaluator, most: int) -> Iterator[PoolRoute]:
    """Every legal route of up to so many orders, one shift of each kind."""
    problem = evaluator.problem
    shift_of = {alike: shift for shift, alike in enumerate(problem.shift_alike)}
    ends: list[list[tuple[int, ...]]] = [
        [(problem.first_task[order], task) for task in choices] or [(problem.first_task[order],)]
        for order, choices in enumerate(problem.choices)
    ]
    for count in range(1, most + 1):
        for orders in permutations(range(problem.orders), count):
            for chosen in product(*(ends[order] for order in orders)):
                # One after the other, or all set down once all are aboard.
                after = tuple(task for tasks in chosen for task in tasks)
                boards = tuple(tasks[0] for tasks in chosen)
                alights = tuple(task for tasks in chosen for task in tasks[1:])
                for tasks in dict.fromkeys((after, boards + alights)):
                    for alike, shift in shift_of.items():
                        found = evaluator.timetable(shift, tasks)
                        if isinstance(found, Timetable):
                            yield PoolRoute(alike, tasks, evaluator.cost(shift, tasks, found))


def _cheapest(evaluator: Evaluator, pool: list[PoolRoute]) -> int:
    """The least cost of any legal plan made of the routes of a pool, or of none."""
    problem = evaluator.problem
    empty: Routes = ((),) * problem.shifts
    best = sum(evaluator.total(empty))
    by_shift = [
        [(), *(route.tasks for route in pool if route.alike == alike)]
        for alike in problem.shift_alike
    ]
    for routes in product(*by_shift):
        if evaluator.plan_miss(routes) is None:
            done = [int(problem.task_order[task]) for tasks in routes for task in tasks]
            # A pair has two tasks; the same order on two routes has more.
            if all(done.count(o) <= 1 + bool(problem.choices[o]) for o in set(done)):
                best = min(best, sum(evaluator.total(routes)))
    return best


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=days(min_orders=2, max_orders=4), data=st.data())
def test_no_choice_is_better(made: tuple[Scenario, TravelTimes], data: st.DataObject) -> None:
    problem = build_problem(*made)
    evaluator = Evaluator(problem)
    every = list(_legal(evaluator, 2))
    size = 60 if problem.shifts < 3 else 18 if problem.shifts == 3 else 8
    pool = data.draw(st.permutations(every))[: size // max(1, problem.shifts - 1)]
    nothing: Routes = ((),) * problem.shifts
    found = recombine(evaluator, pool, nothing, effort=5)
    event(f"{sum(map(bool, found))} of {problem.shifts} shifts driven")
    assert evaluator.miss(found) is None
    assert sum(evaluator.total(found)) == _cheapest(evaluator, pool)


def _whole(problem: Problem, *routes: tuple[int, ...]) -> Routes:
    return (*routes, *((),) * (problem.shifts - len(routes)))


def test_two_halves_of_different_plans_make_one() -> None:
    orders = [call(f"c{n}", f"P{n}", priority=2) for n in (1, 2, 20, 21)]
    scenario = day(orders, [vehicle(name) for name in "UVWX"])
    problem = build_problem(scenario, travel(scenario))
    evaluator = Evaluator(problem)
    near, far, wrong, mixed = (0, 1), (2, 3), (0, 2), (1, 3)

    def priced(*routes: tuple[int, ...]) -> list[PoolRoute]:
        found = []
        for tasks in routes:
            timetable = evaluator.timetable(0, tasks)
            assert isinstance(timetable, Timetable)
            found.append(
                PoolRoute(problem.shift_alike[0], tasks, evaluator.cost(0, tasks, timetable))
            )
        return found

    bad = _whole(problem, wrong, mixed)
    found = recombine(evaluator, priced(near, far, (0,), (3,)), bad, effort=5)
    assert sorted(found) == [(), (), near, far]
    # A plan that cannot be bettered stays as it is, shift by shift.
    good = _whole(problem, (), far, near)
    assert recombine(evaluator, priced(wrong, mixed), good, effort=5) == good
    assert recombine(evaluator, [], good, effort=5) == good


def test_beds_stock_and_groups_are_shared_by_all_routes() -> None:
    orders: list[Order] = [
        transfer("t1", "P1", ["P5"], 2, priority=2),
        transfer("t2", "P2", ["P5"], 2, priority=2),
        delivery("d1", "P1", 3),
        delivery("d2", "P2", 3),
        call("g1", "P1", together="g"),
        call("g2", "P9", together="g"),
    ]
    fleet = [*(vehicle(name, "bus", seats=4) for name in "AB"), *(vehicle(n) for n in "CDEF")]
    site = place(5, PlaceKind.QUARANTINE_SITE, beds=3)
    scenario = day(orders, fleet, [site], stock={"P0": 5})
    problem = build_problem(scenario, travel(scenario))
    evaluator = Evaluator(problem)
    pool = list(_legal(evaluator, 1))
    both = tuple(problem.first_task[order] for order in (4, 5))
    nothing: Routes = ((),) * problem.shifts
    found = recombine(evaluator, pool, nothing, effort=5)
    # One transfer of two, one delivery of two, and no half of the group.
    assert len(evaluator.served(found)) == 2
    found = recombine(evaluator, [*pool, *_legal(evaluator, 2)], nothing, effort=5)
    assert both in found or both[::-1] in found


def test_the_same_pool_gives_the_same_plan() -> None:
    orders = [
        call(f"c{n}", f"P{n}", windows=(window(7 * n % 90, 7 * n % 90 + 25),)) for n in range(1, 29)
    ]
    scenario = day(orders, [vehicle(name) for name in "TUVWX"])
    problem = build_problem(scenario, travel(scenario))
    evaluator = Evaluator(problem)
    seen = Double(problem, 1)
    seen.run(60, 0.3)
    start = fill(evaluator, ((),) * problem.shifts)
    found = {recombine(evaluator, seen.pool(), start, effort=0.5) for _ in range(3)}
    assert len(found) == 1
    (routes,) = found
    assert sum(evaluator.total(routes)) <= sum(evaluator.total(seen.best[0]))


def test_reloads_are_given_out_anew() -> None:
    fleet = [vehicle(name, kg=12).model_copy(update={"max_trips": 2}) for name in "UV"]
    scenario = day([delivery(f"d{n}", f"P{n}", 1) for n in (3, 4, 5, 6)], fleet)
    problem = build_problem(scenario, travel(scenario))
    evaluator = Evaluator(problem)
    reloads = [task for task in range(problem.tasks) if problem.task_order[task] < 0]
    assert len(reloads) >= 2
    pool = []
    for one, two in ((0, 1), (2, 3)):
        # Both were seen with the same reload task, in plans of their own.
        tasks = (problem.first_task[one], reloads[0], problem.first_task[two])
        timetable = evaluator.timetable(0, tasks)
        assert isinstance(timetable, Timetable)
        pool.append(PoolRoute(problem.shift_alike[0], tasks, evaluator.cost(0, tasks, timetable)))
    found = recombine(evaluator, pool, ((),) * problem.shifts, effort=5)
    assert len(evaluator.served(found)) == 4


def test_who_leaves_a_bed_is_chosen_for_the_sake_of_who_gets_it() -> None:
    # Order 0 leaves a bed and costs more than it is worth; order 1 needs the bed.
    choice = Choice(
        costs=[30, 5],
        orders=[frozenset({0}), frozenset({1})],
        penalty=[10, 100],
        rows=[Row((0, 1), (-1, 1), 0)],
        known=[],
    )
    assert choose(choice, 5.0) == [0, 1]
    alone = replace(choice, penalty=[10, 20])
    assert choose(alone, 5.0) == []


def test_sums_count_what_is_given_wherever_it_is() -> None:
    takes, gives = Draw(0, (7,), 2), Draw(1, (7,), -1)
    draws = Draws({(7,): 1}, lambda shift, _: iter([(takes, gives)[shift]]), gives=True)
    assert draws.short([(0,), (1,)]) is None
    assert draws.short([(0,)]) == (takes, 1)
    assert draws.left([(0,), (1,)]) == {(7,): 0}
    # Others elsewhere count on what is given here.
    owed = replace(draws, most={(7,): -1})
    nothing = replace(owed, of_route=lambda _shift, _tasks: iter(()))
    assert nothing.short([()]) == (Draw(-1, (7,), 0), 1)
    only = replace(owed, of_route=lambda _shift, _tasks: iter([gives]))
    assert only.short([(1,)]) is None
