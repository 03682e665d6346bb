"""Plans of days on which one rule stands in the way are accepted by OR-Tools and the auditor."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.solve_problem import solve_problem
from tests.counts import examples
from tests.properties.dock_days import rush_days
from tests.properties.duty_days import duty_days
from tests.properties.level_days import level_days
from tests.properties.plans import plan_of
from tests.properties.relaxed import binds
from tests.properties.rule_days import (
    Day,
    goods_days,
    people_days,
    punctual_days,
    short_days,
    washing_days,
)
from tests.properties.scenarios import days
from tests.properties.stacked_days import stacked_days
from tests.properties.suit_days import suit_days
from tests.properties.trip_days import trip_days

#: Days on which a rule is in the way more often than on any.
_DAYS: Mapping[Rule, st.SearchStrategy[Day]] = {
    Rule.TRAVEL: trip_days(),
    Rule.SERVICE: short_days(),
    Rule.WINDOWS: punctual_days(),
    Rule.SHIFTS: short_days(),
    Rule.CAPACITY: trip_days(),
    Rule.BEDS: people_days(),
    Rule.PARTIES: people_days(special=2),
    Rule.MIXING: people_days(),
    Rule.CLEANING: washing_days() | level_days(min_orders=3),
    Rule.STOCK: goods_days(),
    Rule.TRIPS: trip_days(),
    Rule.LIFO: stacked_days(),
    Rule.DUTY: duty_days(),
    Rule.SUITS: suit_days(),
    Rule.SLOTS: rush_days(),
}


@pytest.mark.counted
@pytest.mark.parametrize("rule", Rule)
def test_final_plans_are_accepted_where_a_rule_is_in_the_way(rule: Rule) -> None:
    wanted = examples(2, 200)
    looked_at = 0

    @settings(
        max_examples=examples(100, 2400),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        day=_DAYS.get(rule, days(min_orders=3, max_orders=6)),
        seed=st.integers(0, 99),
    )
    def judge(day: Day, seed: int) -> None:
        nonlocal looked_at
        if looked_at == wanted:
            return
        scenario, travel = day
        problem = build_problem(scenario, travel)
        if not binds(problem, rule):
            return
        routes = solve_problem(problem, seconds=None, iterations=60, seed=seed, in_process=True)
        assert accepts(problem, routes)
        plan = plan_of(scenario, Evaluator(problem), routes)
        result = audit_plan(scenario, travel, plan, geometry=False)
        assert result.clean, [str(violation) for violation in result.violations]
        looked_at += 1

    judge()
    assert looked_at == wanted, f"{rule} is in the way on {looked_at} days only"
