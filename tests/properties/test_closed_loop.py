"""300 transfer days: nobody meets whom they must not, no bed is promised twice, all are clean."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from logiroute.audit.audit_plan import audit_plan
from logiroute.audit.proof import proof
from logiroute.model.rules import Rule
from logiroute.solver.solve import solve
from tests.counts import examples
from tests.properties.closed_loop import bays_kept, beds_kept, everybody_once, runs_of
from tests.properties.rule_days import Day
from tests.properties.transfer_days import transfer_days

#: Rules whose facts the proof of a day with a run has to count.
_LOOKED_AT = (Rule.MIXING, Rule.CLEANING, Rule.BEDS, Rule.PARTIES, Rule.PAIRING, Rule.CAPACITY)


@pytest.mark.counted
@settings(
    max_examples=examples(25, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(day=transfer_days(), seed=st.integers(0, 99))
def test_the_loop_stays_closed(day: Day, seed: int) -> None:
    scenario, travel = day
    plan = solve(scenario, travel, seconds=None, iterations=100, seed=seed, in_process=True)
    runs, persons = runs_of(plan, scenario), beds_kept(plan, scenario)
    bays_kept(plan, scenario)
    everybody_once(plan, scenario)
    result = audit_plan(scenario, travel, plan, geometry=False)
    facts = proof(scenario, travel, plan, result)["facts"]
    assert isinstance(facts, dict)
    assert not persons or all(facts[str(rule)] for rule in _LOOKED_AT)
    assert bool(runs) == bool(persons)
    event(f"{runs} runs")
