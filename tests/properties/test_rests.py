"""All judges agree on routes with rests, and plans of days with driving rules keep them."""

from collections.abc import Sequence

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.plan import TaskKind
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import duty
from logiroute.solver.solve import solve
from logiroute.solver.washing import without_idle_washes
from tests.counts import examples
from tests.properties.duty_days import coach_days, duty_days, with_rests
from tests.properties.plans import misses_its_hours, plan_of
from tests.properties.rule_days import Day
from tests.properties.runs import runs_of
from tests.properties.scenarios import routes_of

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _judge(day: Day, problem: Problem, routes: Routes) -> None:
    scenario, travel = day
    evaluator = Evaluator(problem)
    plan = plan_of(scenario, evaluator, routes)
    violations = audit_plan(scenario, travel, plan, geometry=False).violations
    miss = evaluator.miss(routes)
    limited = problem.of(Rule.DUTY, duty.Columns).limited
    event(
        f"{'limited' if limited else 'free'}, "
        + ("legal" if miss is None else f"misses {miss.rule}")
    )
    if misses_its_hours(evaluator, routes):
        assert not accepts(problem, routes)
        return
    said = "; ".join(str(violation) for violation in violations)
    assert (miss is None) == (not violations), f"checks: {miss}, auditor: {said}"
    assert accepts(problem, routes) == (not violations), f"auditor: {said}"
    if any(without_idle_washes(problem, tasks) != tasks for tasks in routes):
        return
    if any(_is_a_short_cut(evaluator, shift, tasks) for shift, tasks in enumerate(routes)):
        return
    price = Recreation(problem, 0).verdict(routes)
    assert (price is not None) == (miss is None), f"checks: {miss}"
    if miss is None:
        assert price == sum(evaluator.total(routes))


def _is_a_short_cut(evaluator: Evaluator, shift: int, tasks: Sequence[int]) -> bool:
    """Whether a route gets better by its rests, which happens in drawn tables only.

    The kernel takes what a route is without them for the least that it can be.
    """
    kinds = evaluator.problem.of(Rule.DUTY, duty.Columns).kind
    direct = tuple(task for task in tasks if kinds[task] < 0)
    found, straight = evaluator.timetable(shift, tasks), evaluator.clock.timetable(shift, direct)
    if isinstance(found, Miss) or not direct:
        return False
    if isinstance(straight, Miss):
        return True
    return evaluator.cost(shift, direct, straight) > evaluator.cost(shift, tasks, found)


@settings(_SLOW, max_examples=examples(100, 3000))
@given(day=duty_days(), data=st.data())
def test_four_judges_give_one_verdict_on_rests(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    routes = data.draw(routes_of(problem))
    _judge(day, problem, data.draw(with_rests(problem, routes)))


@settings(_SLOW, max_examples=examples(100, 3000))
@given(day=coach_days(), data=st.data())
def test_four_judges_give_one_verdict_on_runs_with_rests(day: Day, data: st.DataObject) -> None:
    problem = build_problem(*day)
    routes = data.draw(runs_of(Evaluator(problem)))
    _judge(day, problem, data.draw(with_rests(problem, routes)))


@settings(_SLOW, max_examples=examples(40, 300))
@given(day=st.one_of(duty_days(), coach_days()), seed=st.integers(0, 99))
def test_plans_keep_to_the_driving_rule(day: Day, seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=60, seed=seed, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    tasks = [task for route in plan.routes for stop in route.stops for task in stop.tasks]
    event(f"{sum(task.kind is TaskKind.REST for task in tasks)} rests")
