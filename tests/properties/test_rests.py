"""All judges agree on routes with rests, and plans of days with driving rules keep them."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.plan import TaskKind
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.duty_days import coach_days, duty_days, with_rests
from tests.properties.judges import agree
from tests.properties.rule_days import Day
from tests.properties.runs import runs_of
from tests.properties.scenarios import routes_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=examples(100, 3000))
@given(day=duty_days(), data=st.data())
def test_four_judges_give_one_verdict_on_rests(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    routes = data.draw(routes_of(problem))
    agree(day, Evaluator(problem), data.draw(with_rests(problem, routes)))


@settings(_SLOW, max_examples=examples(100, 3000))
@given(day=coach_days(), data=st.data())
def test_four_judges_give_one_verdict_on_runs_with_rests(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    routes = data.draw(runs_of(Evaluator(problem)))
    agree(day, Evaluator(problem), data.draw(with_rests(problem, routes)))


@settings(_SLOW, max_examples=examples(40, 300))
@given(day=st.one_of(duty_days(), coach_days()), seed=st.integers(0, 99))
def test_plans_keep_to_the_driving_rule(day: Day, seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=60, seed=seed, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    tasks = [task for route in plan.routes for stop in route.stops for task in stop.tasks]
    event(f"{sum(task.kind is TaskKind.REST for task in tasks)} rests")
