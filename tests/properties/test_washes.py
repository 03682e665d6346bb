"""All judges agree on routes with washes, and plans of washing days keep every bay and class."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.plan import Route, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.judges import agree
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
    evaluator = Evaluator(build_problem(*day))
    agree(day, evaluator, data.draw(runs_of(evaluator)))


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
