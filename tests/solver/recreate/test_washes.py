"""Washes in routes that the kernel is given, and what it holds of bays meanwhile."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import cleaning
from tests.counts import examples
from tests.properties.rule_days import washing_days
from tests.rules.day import (
    Day,
    box,
    day,
    depot,
    policy,
    quarantine,
    site,
    spot,
    station,
    transfer,
    vehicle,
)
from tests.rules.ground import zone


def _problem(made: Day) -> Problem:
    return build_problem(made.scenario, made.travel)


def _washes(problem: Problem) -> list[int]:
    columns = problem.of(Rule.CLEANING, cleaning.Columns)
    return [task for task, kind in enumerate(columns.kind) if kind >= 0]


def _held(search: Recreation, problem: Problem) -> bool:
    """Whether the bays held are those that the routes at hand need."""
    rows, state = search._rows, search._state
    drawn = np.zeros_like(state.drawn)
    for r in range(problem.shifts):
        full = int(state.route["full"][r])
        length = int(state.route["length"][r])
        tasks = state.full[r, :full] if full else state.seq[r, :length]
        for task in tasks.tolist():
            own = slice(rows.draw_begin[task], rows.draw_begin[task + 1])
            np.add.at(drawn, rows.draw_source[own], rows.draw_amount[own])
    return np.array_equal(drawn, state.drawn)


@settings(max_examples=examples(40, 400))
@given(made=washing_days() | washing_days(special=2), seed=st.integers(0, 99))
def test_bays_held_are_those_of_the_routes(made: tuple[Scenario, TravelTimes], seed: int) -> None:
    scenario, travel = made
    # Whatever all tasks together cannot pass is not summed up; without beds only bays are.
    places = tuple(
        place.model_copy(update={"beds": None, "freed": (), "bed_turnover_s": None})
        for place in scenario.places
    )
    problem = build_problem(scenario.model_copy(update={"places": places}), travel)
    search = Recreation(problem, seed)
    for step in range(8):
        search.run(20, step / 8)
        assert _held(search, problem)
    best: Routes = search.best[0]
    assert search.verdict(best) == sum(Evaluator(problem).total(best))
    search.adopt(fill(Evaluator(problem), ((),) * problem.shifts))
    assert _held(search, problem)


def _plain(penalty: int = 50_000) -> Problem:
    return _problem(
        day(
            [depot(), site("A"), quarantine("Q"), station("W", bays=1)],
            [vehicle(), vehicle("U")],
            [transfer("s", "A", "Q"), transfer("t", "A", "Q")],
            {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-W": 5, "D-W": 5, "A-W": 5},
            rules=policy(disinfect={"contact": 45}).model_copy(
                update={"penalties": dict.fromkeys((1, 2, 3), penalty)}
            ),
        )
    )


def test_washes_that_nobody_needs_are_left_aside() -> None:
    problem = _plain()
    washes = _washes(problem)
    search = Recreation(problem, 0)
    # One route of nothing else, and one with many more than it has tasks.
    for routes in (((washes[0],), ()), (tuple(washes[:90:3]), ())):
        search.adopt(routes)
        assert _held(search, problem)
        assert search.verdict(routes) == search.verdict(((), ()))
        search.run(20, 0.5)
        assert _held(search, problem)


def test_a_plan_taken_over_is_told_without_the_washes_that_nobody_needs() -> None:
    problem = _plain(penalty=5_000)
    search, evaluator = Recreation(problem, 0), Evaluator(problem)
    # Where some orders hardly pay, the best plan taken over is kept beside the kernel's.
    assert search._prizes.matter
    served = Recreation(problem, 0).best[0]
    assert any(served)
    shift = next(shift for shift, tasks in enumerate(served) if tasks)
    idle = next(wash for wash in _washes(problem) if wash not in served[shift])
    search.adopt(tuple((idle, *tasks) if tasks else () for tasks in served))
    routes, cost = search.best
    assert idle not in routes[shift]
    assert cost == sum(evaluator.total(routes))


def test_a_station_where_the_vehicle_may_not_stop() -> None:
    made = day(
        [depot(), site("A"), quarantine("Q"), station("W", point=spot(-5_000, 0))],
        [vehicle("V", "truck"), vehicle("U", "bus")],
        [transfer("s", "A", "Q")],
        {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-W": 5, "D-W": 5, "A-W": 5},
        zones=[zone("Z", "sealed", (box(-9_000, -9_000, -1_000, 9_000),))],
        rules=policy(disinfect={"contact": 45}),
    )
    problem = _problem(made)
    routes = ((), (0, 1, _washes(problem)[0]))
    assert Evaluator(problem).miss(routes) is not None
    assert Recreation(problem, 0).verdict(routes) is None


def test_a_route_that_ends_one_order_at_every_site_is_no_route() -> None:
    sites = [quarantine(f"Q{number}") for number in range(9)]
    made = day(
        [depot(), site("A"), *sites],
        [vehicle()],
        [transfer("s", "A", *(place.id for place in sites))],
        {"D-A": 10, **{f"{name}-Q{number}": 5 for name in "DA" for number in range(9)}},
    )
    problem = _problem(made)
    search = Recreation(problem, 0)
    assert search.verdict((tuple(range(problem.tasks)),)) is None
    assert search.verdict(search.best[0]) is not None
