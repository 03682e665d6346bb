"""OR-Tools model, kernel, the rules' own checks and the auditor agree on what is legal."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.acceptance import accepts, price
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import cleaning, mixing, trips
from logiroute.solver.rules import travel as travel_rule
from logiroute.solver.solve import solve
from logiroute.solver.stops import leg_before
from logiroute.solver.times import Timetable
from logiroute.solver.washing import without_idle_washes
from logiroute.units import COST_UNITS_PER_CENT, ceil_div
from tests.counts import examples
from tests.properties.judges import counts_on_beds_later, stops_with_caution
from tests.properties.plans import misses_its_hours, plan_of
from tests.properties.scenarios import days, routes_of

Day = tuple[Scenario, TravelTimes]

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.counted
@settings(_SLOW, max_examples=examples(400, 10_000))
@given(day=days(), data=st.data())
def test_four_judges_give_one_verdict_on_any_routes(day: Day, data: st.DataObject) -> None:
    scenario, travel = day
    problem = build_problem(scenario, travel)
    routes = data.draw(routes_of(problem))
    evaluator = Evaluator(problem)
    plan = plan_of(scenario, evaluator, routes)
    violations = audit_plan(scenario, travel, plan, geometry=False).violations
    miss = evaluator.miss(routes)
    assume(not misses_its_hours(evaluator, routes))
    if stops_with_caution(scenario, miss) and not violations:
        assert not accepts(problem, routes)
        return
    loading = problem.of(Rule.TRIPS, trips.Columns)
    several = any(loading.kind[task] >= 0 for tasks in routes for task in tasks)
    event(("legal" if miss is None else f"misses {miss.rule}") + ", several trips" * several)
    said = "; ".join(str(violation) for violation in violations)
    if not counts_on_beds_later(scenario, miss):
        assert (miss is None) == (not violations), f"checks: {miss}, auditor: {said}"
    assert accepts(problem, routes) == (miss is None), f"checks: {miss}"
    done = [task for tasks in routes for task in tasks]
    idle = any(
        without_idle_washes(problem, shift, tasks) != tasks for shift, tasks in enumerate(routes)
    )
    stricter = miss is None and _keeps_more_apart(problem)
    if len(set(done)) == len(done) and not idle and not stricter:
        # The kernel knows no way to do a task twice, nor washes that nobody needs.
        price_of_kernel = Recreation(problem, 0).verdict(routes)
        assert (price_of_kernel is not None) == (miss is None), f"checks: {miss}"
        if miss is None:
            assert price_of_kernel == sum(evaluator.total(routes))


def _keeps_more_apart(problem: Problem) -> bool:
    """Whether the kernel keeps classes apart by route that are legal with a wash in between."""
    of_goods = problem.of(Rule.MIXING, mixing.Columns)
    washed = problem.of(Rule.CLEANING, cleaning.Columns).runs
    pairs = zip(of_goods.party_class, washed, strict=True)
    by_route = {party_class for party_class, runs in pairs if party_class >= 0 and not runs}
    return any(of_goods.goods) and len(by_route) > 1


@settings(_SLOW, max_examples=150)
@given(day=days(), data=st.data())
def test_route_by_route_the_verdict_is_the_same(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    routes = data.draw(routes_of(problem))
    whole = accepts(problem, routes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("logiroute.solver.model_size._MOST_TASKS", 0)
        assert accepts(problem, routes) == whole


@settings(_SLOW, max_examples=150)
@given(day=days(min_orders=2), data=st.data())
def test_orders_that_insertion_serves_are_legal_to_all(day: Day, data: st.DataObject) -> None:
    scenario, travel = day
    problem = build_problem(scenario, travel)
    evaluator = Evaluator(problem)
    routes = fill(evaluator, ((),) * problem.shifts)
    event(f"{len(evaluator.served(routes))} of {problem.orders} served")
    assert evaluator.miss(routes) is None
    result = audit_plan(scenario, travel, plan_of(scenario, evaluator, routes), geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    # The same plan with one task less or two tasks swapped: still one verdict.
    shift = data.draw(st.integers(0, problem.shifts - 1))
    tasks = list(routes[shift])
    if tasks:
        one = data.draw(st.integers(0, len(tasks) - 1))
        two = data.draw(st.integers(0, len(tasks) - 1))
        tasks[one], tasks[two] = tasks[two], tasks[one]
        if data.draw(st.booleans()):
            tasks.pop()
    hurt = (*routes[:shift], tuple(tasks), *routes[shift + 1 :])
    assume(not misses_its_hours(evaluator, hurt))
    result = audit_plan(scenario, travel, plan_of(scenario, evaluator, hurt), geometry=False)
    miss = evaluator.miss(hurt)
    assume(not (stops_with_caution(scenario, miss) and result.clean))
    assert (miss is None) == result.clean or counts_on_beds_later(scenario, miss)
    assert accepts(problem, hurt) == (miss is None)


@settings(_SLOW, max_examples=150)
@given(day=days())
def test_model_and_plan_ask_the_same_price(day: Day) -> None:
    scenario, travel = day
    problem = build_problem(scenario, travel)
    evaluator = Evaluator(problem)
    routes = fill(evaluator, ((),) * problem.shifts)
    cost, penalty = evaluator.total(routes)
    plan = plan_of(scenario, evaluator, routes)
    # Each route of a plan is rounded up to a whole hundredth by itself.
    assert 0 <= plan.cost - ceil_div(cost, COST_UNITS_PER_CENT) <= len(plan.routes)
    assert plan.penalty * COST_UNITS_PER_CENT == penalty
    modelled = price(problem, routes)
    assert modelled is not None
    whole = all(len(order.windows) < 2 for order in scenario.orders) and all(
        len(place.windows) < 2 for place in scenario.places
    )
    several = any(problem.shift_parts)
    event(f"{'one window' if whole else 'windows'}, {'several tables' if several else 'one table'}")
    # Where legs may be driven by several tables the model counts the least metres of them. With
    # windows that have holes it may wait where the plan starts later.
    counted = cost + penalty - _saved_on_metres(problem, evaluator, routes)
    assert modelled >= counted
    if whole:
        assert modelled == counted


def _saved_on_metres(problem: Problem, evaluator: Evaluator, routes: Routes) -> int:
    """Cost units by which the metres of routes cost more than the least of all their tables."""
    driving = problem.of(Rule.TRAVEL, travel_rule.Columns)
    saved = 0
    for shift, tasks in enumerate(routes):
        found = evaluator.timetable(shift, tasks) if tasks else None
        if not isinstance(found, Timetable):
            continue
        halts = [problem.shift_start[shift], *problem.task_place[[*tasks]]]
        place, kind = problem.task_place, problem.of(Rule.TRIPS, trips.Columns).kind
        ways = [
            way
            for k, way in enumerate(pairwise(halts))
            if leg_before(place.tolist(), kind, tasks, k)
        ]
        least = driving.metres[[*problem.tables_of(shift)]].min(axis=0)
        metres = sum(int(least[way]) for way in (*ways, (halts[-1], problem.shift_end[shift])))
        more = evaluator.metres(shift, tasks, found) - metres
        saved += more * driving.metre_cost[shift]
    return saved


@settings(_SLOW, max_examples=60)
@given(day=days(min_orders=0, max_orders=7))
def test_solved_plans_pass_the_audit(day: Day) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=20, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    listed = Counter(entry.order_id for entry in plan.unserved)
    event(f"{len(scenario.orders) - len(listed)} of {len(scenario.orders)} served")
