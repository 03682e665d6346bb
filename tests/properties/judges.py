"""All who judge routes, held against one another: checks, auditor, OR-Tools model and kernel."""

from collections.abc import Sequence

from hypothesis import event

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Transfer
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Routes
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import duty
from logiroute.solver.washing import without_idle_washes
from tests.properties.plans import misses_its_hours, plan_of
from tests.properties.rule_days import Day
from tests.properties.scenarios import stops_by_who_is_aboard


def agree(day: Day, evaluator: Evaluator, routes: Routes) -> None:
    """Check that all say the same of routes, and the same price where they are legal."""
    scenario, travel = day
    problem = evaluator.problem
    plan = plan_of(scenario, evaluator, routes)
    violations = audit_plan(scenario, travel, plan, geometry=False).violations
    miss = evaluator.miss(routes)
    event("legal" if miss is None else f"misses {miss.rule}")
    if misses_its_hours(evaluator, routes):
        # What the auditor saw is another plan.
        assert not accepts(problem, routes)
        return
    if stops_with_caution(scenario, miss) and not violations:
        assert not accepts(problem, routes)
        return
    said = "; ".join(str(violation) for violation in violations)
    if not counts_on_beds_later(scenario, miss):
        assert (miss is None) == (not violations), f"checks: {miss}, auditor: {said}"
    assert accepts(problem, routes) == (miss is None), f"checks: {miss}"
    if any(
        without_idle_washes(problem, shift, tasks) != tasks for shift, tasks in enumerate(routes)
    ):
        return
    if any(is_a_short_cut(evaluator, shift, tasks) for shift, tasks in enumerate(routes)):
        return
    price = Recreation(problem, 0).verdict(routes)
    assert (price is not None) == (miss is None), f"checks: {miss}"
    if miss is None:
        assert price == sum(evaluator.total(routes))


def counts_on_beds_later(scenario: Scenario, miss: Miss | None) -> bool:
    """Whether beds may be lacking only to the planner, who counts on those of fetched people later.

    To it they have left by the end of their last window; to the auditor when they really have.
    """
    if miss is None or (miss.rule, miss.why) != (Rule.BEDS, "full"):
        return False
    return any(
        scenario.place[order.origin_id].bed_turnover_s is not None
        and not (len(order.windows) == 1 and order.windows[0].start == order.windows[0].end)
        for order in scenario.orders
        if isinstance(order, Transfer)
    )


def stops_with_caution(scenario: Scenario, miss: Miss | None) -> bool:
    """Whether a stop is refused by who may be aboard there, where it matters who is.

    The auditor knows who was.
    """
    return miss is not None and miss.rule is Rule.ACCESS and stops_by_who_is_aboard(scenario)


def is_a_short_cut(evaluator: Evaluator, shift: int, tasks: Sequence[int]) -> bool:
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
