"""All judges agree on routes with washes, and plans of washing days keep every bay and class."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.plan import Route, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.solve import solve
from logiroute.solver.washing import without_idle_washes
from tests.counts import examples
from tests.properties.plans import misses_its_hours, plan_of
from tests.properties.rule_days import washing_days
from tests.properties.runs import runs_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=examples(100, 3000))
@given(day=washing_days(), data=st.data())
def test_four_judges_give_one_verdict_on_runs(
    day: tuple[Scenario, TravelTimes], data: st.DataObject
) -> None:
    scenario, travel = day
    problem = build_problem(scenario, travel)
    evaluator = Evaluator(problem)
    routes = data.draw(runs_of(evaluator))
    plan = plan_of(scenario, evaluator, routes)
    violations = audit_plan(scenario, travel, plan, geometry=False).violations
    miss = evaluator.miss(routes)
    event("legal" if miss is None else f"misses {miss.rule}")
    if misses_its_hours(evaluator, routes):
        # What the auditor saw is another plan.
        assert not accepts(problem, routes)
        return
    said = "; ".join(str(violation) for violation in violations)
    assert (miss is None) == (not violations), f"checks: {miss}, auditor: {said}"
    assert accepts(problem, routes) == (not violations), f"auditor: {said}"
    if any(without_idle_washes(problem, tasks) != tasks for tasks in routes):
        return
    price = Recreation(problem, 0).verdict(routes)
    assert (price is not None) == (miss is None), f"checks: {miss}"
    if miss is None:
        assert price == sum(evaluator.total(routes))


@settings(_SLOW, max_examples=examples(25, 300))
@given(day=washing_days(), seed=st.integers(0, 99))
def test_plans_of_washing_days_are_clean(day: tuple[Scenario, TravelTimes], seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=60, seed=seed, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    runs = sum(task.kind is TaskKind.DISINFECT for route in plan.routes for task in _tasks(route))
    event(f"{runs} runs, {'short' if plan.shortage else 'enough'} of vehicles")
    # Whoever got out has been followed by a disinfection, so there are no fewer than routes.
    assert runs >= len(plan.routes)
    if plan.shortage:
        assert plan.shortage.orders + plan.shortage.left_out == len(plan.unserved)


def _tasks(route: Route) -> list[Task]:
    return [task for stop in route.stops for task in stop.tasks]
