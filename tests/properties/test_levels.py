"""All judges agree on routes in and out of zones, and plans of such days keep their levels."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.plan import TaskKind
from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.rules import cleaning
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.judges import agree
from tests.properties.level_days import level_days
from tests.properties.rule_days import Day
from tests.properties.scenarios import routes_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=examples(150, 5000))
@given(day=level_days(), data=st.data())
def test_four_judges_give_one_verdict_on_routes_in_zones(day: Day, data: st.DataObject) -> None:
    evaluator = Evaluator(build_problem(*day))
    zoned = evaluator.problem.of(Rule.CLEANING, cleaning.Columns).zoned
    event("with levels" if zoned else "without")
    agree(day, evaluator, data.draw(routes_of(evaluator.problem)))


@settings(_SLOW, max_examples=examples(25, 400))
@given(day=level_days(min_orders=3), seed=st.integers(0, 99))
def test_plans_of_days_with_levels_are_clean(day: Day, seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=60, seed=seed, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    tasks = [task for route in plan.routes for stop in route.stops for task in stop.tasks]
    event(f"{sum(task.kind is TaskKind.DISINFECT for task in tasks)} disinfections")
