"""Beds that people leave to others: the kernel never holds more people than there are beds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import beds, shifts
from tests.counts import examples
from tests.properties.rule_days import Day, people_days
from tests.properties.transfer_days import transfer_days
from tests.rules.day import day, depot, place, site, transfer, vehicle, window


def _kept(search: Recreation) -> bool:
    """Whether what is drawn is what the routes at hand draw, and no more than there is."""
    rows, state = search._rows, search._state
    drawn = np.zeros_like(state.drawn)
    for r in range(len(state.route)):
        full = int(state.route["full"][r])
        length = int(state.route["length"][r])
        tasks = state.full[r, :full] if full else state.seq[r, :length]
        for task in tasks.tolist():
            own = slice(rows.draw_begin[task], rows.draw_begin[task + 1])
            there = rows.draw_depot[own] < 0
            np.add.at(drawn, rows.draw_source[own][there], rows.draw_amount[own][there])
    return np.array_equal(drawn, state.drawn) and bool((drawn <= rows.draw_limit).all())


def _dear(problem: Problem) -> Problem:
    """With vehicles so dear that the search looks for fewer of them."""
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    fixed = tuple(each + 10**11 for each in own.fixed_cost)
    columns = {**problem.columns, Rule.SHIFTS: replace(own, fixed_cost=fixed)}
    return replace(problem, columns=columns)


@settings(
    max_examples=examples(25, 1000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    made=people_days(special=20) | people_days() | transfer_days(),
    seed=st.integers(0, 99),
    dear=st.booleans(),
)
def test_nobody_is_brought_to_a_bed_that_nobody_left(made: Day, seed: int, *, dear: bool) -> None:
    problem = build_problem(*made)
    problem = _dear(problem) if dear else problem
    search = Recreation(problem, seed)
    assume(search._rows.leaving)
    evaluator = Evaluator(problem)
    for step in range(40):
        search.run(3, step / 40)
        assert _kept(search)
    leavers = beds.leavers(problem) & evaluator.served(search.best[0])
    event(f"{len(leavers)} leave beds")
    assert evaluator.miss(search.best[0]) is None


@pytest.mark.parametrize("homes", [1, 2, 6])
def test_all_beds_are_left_and_given_again(homes: int) -> None:
    # As many come as leave; each of two buses takes six, and all have to be fetched first.
    hotel = place("Q", PlaceKind.QUARANTINE_SITE, beds=0, bed_turnover_s=600)
    leave = window("06:30", "07:30")
    orders = [transfer(f"r{n}", "Q", "H", windows=(leave,)) for n in range(homes)]
    orders += [transfer(f"s{n}", "A", "Q") for n in range(homes)]
    made = day(
        [depot(), site("A"), site("H"), hotel],
        [vehicle(seats=6), vehicle("W", seats=6)],
        orders,
        {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-H": 5, "D-H": 10, "A-H": 10},
    )
    problem = build_problem(made.scenario, made.travel)
    search = Recreation(problem, 0)
    for step in range(20):
        search.run(10, step / 20)
    assert len(Evaluator(problem).served(search.best[0])) == 2 * homes


def test_nothing_is_looked_at_where_beds_are_enough() -> None:
    # Two, as each of the two parts of the day is a way to set s down.
    hotel = place("Q", PlaceKind.QUARANTINE_SITE, beds=2, bed_turnover_s=600)
    orders = [
        transfer("r", "Q", "H", windows=(window("06:30", "07:30"),)),
        transfer("s", "A", "Q"),
    ]
    made = day(
        [depot(), site("A"), site("H"), hotel],
        [vehicle()],
        orders,
        {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-H": 5, "D-H": 10, "A-H": 10},
    )
    problem = build_problem(made.scenario, made.travel)
    assert problem.of(Rule.BEDS, beds.Columns).leaving
    assert not Recreation(problem, 0)._rows.leaving
