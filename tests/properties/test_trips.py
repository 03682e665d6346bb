"""On days of several trips the judges agree too, and the search ends in legal plans."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.acceptance import accepts, price
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.rules import trips
from logiroute.solver.solve import solve
from tests.properties.judges import counts_on_beds_later
from tests.properties.plans import plan_of
from tests.properties.trip_days import trip_days, trip_routes

Day = tuple[Scenario, TravelTimes]

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _reloads(problem: Problem, routes: Routes) -> int:
    kind = problem.of(Rule.TRIPS, trips.Columns).kind
    return sum(kind[task] >= 0 for tasks in routes for task in tasks)


def _judge(day: Day, problem: Problem, routes: Routes) -> bool:
    """Whether the routes are legal; all three judges must say the same."""
    scenario, travel = day
    evaluator = Evaluator(problem)
    miss = evaluator.miss(routes)
    plan = plan_of(scenario, evaluator, routes)
    violations = audit_plan(scenario, travel, plan, geometry=False).violations
    said = "; ".join(str(violation) for violation in violations)
    if not counts_on_beds_later(scenario, miss):
        assert (miss is None) == (not violations), f"checks: {miss}, auditor: {said}"
    assert accepts(problem, routes) == (miss is None), f"checks: {miss}"
    verdict = "legal" if miss is None else f"misses {miss.rule} {miss.why}"
    event(f"{verdict}, {_reloads(problem, routes)} reloads")
    return miss is None


@settings(_SLOW, max_examples=400)
@given(day=trip_days(), data=st.data())
def test_three_judges_give_one_verdict_on_any_trips(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    _judge(day, problem, data.draw(trip_routes(problem)))


@settings(_SLOW, max_examples=200)
@given(day=trip_days(), data=st.data())
def test_trips_that_insertion_makes_are_legal_to_all(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    evaluator = Evaluator(problem)
    routes = fill(evaluator, ((),) * problem.shifts)
    assert _judge(day, problem, routes)
    if not any(problem.shift_parts):
        assert price(problem, routes) == sum(evaluator.total(routes))
    # One task less, or two swapped.
    shift = data.draw(st.integers(0, problem.shifts - 1))
    tasks = list(routes[shift])
    if tasks:
        one, two = (data.draw(st.integers(0, len(tasks) - 1)) for _ in range(2))
        tasks[one], tasks[two] = tasks[two], tasks[one]
        if data.draw(st.booleans()):
            tasks.pop()
    _judge(day, problem, (*routes[:shift], tuple(tasks), *routes[shift + 1 :]))


@settings(_SLOW, max_examples=60)
@given(day=trip_days(max_orders=7))
def test_solved_days_of_trips_pass_the_audit(day: Day) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=20, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    event(f"{max([0, *(len(route.trips) for route in plan.routes)])} trips at most")
