"""All judges agree on what lies on what, and plans of such days are legal."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import build_problem
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.judges import agree
from tests.properties.rule_days import Day
from tests.properties.stacked_days import stacked_days, stacked_routes

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.counted
def test_four_judges_give_one_verdict_on_stacks() -> None:
    said: Counter[str] = Counter()

    @settings(_SLOW, max_examples=examples(300, 5_000))
    @given(day=stacked_days(), data=st.data())
    def judge(day: Day, data: st.DataObject) -> None:
        evaluator = Evaluator(build_problem(*day))
        routes = data.draw(stacked_routes(evaluator.problem))
        agree(day, evaluator, routes)
        miss = evaluator.miss(routes)
        said["legal" if miss is None else str(miss.rule)] += 1

    judge()
    assert min(said["legal"], said[Rule.LIFO]) >= examples(15, 250), said


@settings(_SLOW, max_examples=examples(60, 600))
@given(day=stacked_days())
def test_what_insertion_stacks_up_is_legal_to_all(day: Day) -> None:
    scenario, travel = day
    problem = build_problem(scenario, travel)
    evaluator = Evaluator(problem)
    routes = fill(evaluator, ((),) * problem.shifts)
    assert accepts(problem, routes)
    agree(day, evaluator, routes)


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_plans_of_stacked_days_are_clean(search: str) -> None:
    @settings(_SLOW, max_examples=examples(25, 300))
    @given(day=stacked_days(max_orders=7), seed=st.integers(0, 99))
    def judge(day: Day, seed: int) -> None:
        scenario, travel = day
        plan = solve(
            scenario,
            travel,
            seconds=None,
            iterations=40,
            seed=seed,
            search=search,
            in_process=True,
        )
        result = audit_plan(scenario, travel, plan, geometry=False)
        assert result.clean, [str(violation) for violation in result.violations]
        event(f"{len(scenario.orders) - len(plan.unserved)} of {len(scenario.orders)} served")

    judge()
