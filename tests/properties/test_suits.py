"""All judges agree on routes of crews in suits, and plans of such days keep the limits."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.rules import suits
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.judges import agree
from tests.properties.rule_days import Day
from tests.properties.scenarios import routes_of
from tests.properties.suit_days import suit_days

_SLOW = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@settings(_SLOW, max_examples=examples(150, 5000))
@given(day=suit_days(), data=st.data())
def test_four_judges_give_one_verdict_on_routes_in_suits(day: Day, data: st.DataObject) -> None:
    evaluator = Evaluator(build_problem(*day))
    worn = evaluator.problem.of(Rule.SUITS, suits.Columns).worn
    event("in suits" if worn else "without")
    agree(day, evaluator, data.draw(routes_of(evaluator.problem)))


@settings(_SLOW, max_examples=examples(25, 400))
@given(day=suit_days(), seed=st.integers(0, 99))
def test_plans_of_days_in_suits_are_clean(day: Day, seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=60, seed=seed, in_process=True)
    result = audit_plan(scenario, travel, plan, geometry=False)
    assert result.clean, [str(violation) for violation in result.violations]
    event(f"{result.facts[Rule.SUITS]} facts")
