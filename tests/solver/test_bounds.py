"""Absurd amounts: nothing overflows, nothing that cannot be looks feasible."""

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Item
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import build_problem
from logiroute.solver.solve import solve
from tests.solver.tiny import POLICY, call, day, delivery, place, transfer, travel, vehicle

HUGE = 10**25
TRUCK, BUS = vehicle(), vehicle("B", "bus", seats=4)
AIR = Item(id="kit", name="weightless")


def _weightless(scenario: Scenario) -> Scenario:
    return scenario.model_copy(update={"items": (AIR,)})


@pytest.mark.parametrize(
    "scenario",
    [
        day([delivery("x", "P3", HUGE)], [TRUCK]),
        day([delivery("x", "P3", HUGE)], [vehicle(kg=HUGE)]),
        day([delivery("x", "P3", 2**51)], [vehicle(kg=2**50)]),
        day([transfer("x", "P3", ["P4"], HUGE)], [vehicle("B", "bus", seats=HUGE)]),
        _weightless(day([delivery("x", "P3", HUGE)], [TRUCK], stock={"P0": HUGE // 2})),
        day([call("x", "P3", service_s=HUGE)], [TRUCK]),
        day([call("x", "P3", service_s=10**11)], [TRUCK]),
        day([call("x", "P3")], [TRUCK], [place(3, stop_s=HUGE)]),
        day([call("x", "P3")], [vehicle(fixed=HUGE)]),
        day([call("x", "P3")], [vehicle(per_km=HUGE)]),
        day([call("x", "P3")], [vehicle(per_km=10**15)]),
        day([call("x", "P3")], [vehicle(per_hour=HUGE)]),
    ],
)
def test_what_is_too_much_is_left_out_with_reasons(scenario: Scenario) -> None:
    times = travel(scenario)
    plan = solve(scenario, times, seconds=None, iterations=3, in_process=True)
    assert [entry.order_id for entry in plan.unserved] == ["x"]
    assert all(reason.text for reason in plan.unserved[0].reasons)
    assert audit_plan(scenario, times, plan, geometry=False).clean
    problem = build_problem(scenario, times)
    routes = (tuple(range(problem.tasks)),)
    money = scenario.vehicles[0].cost_units(metres=1000, seconds=60, shifts=1) > 10**15
    assert (Evaluator(problem).miss(routes) is None) == money
    assert accepts(problem, routes) == money


@pytest.mark.parametrize(
    "scenario",
    [
        day([transfer("x", "P3", ["P4"])], [BUS], [place(4, beds=HUGE)]),
        day([transfer("x", "P3", ["P4"], max_aboard_s=HUGE)], [BUS]),
        day([delivery("x", "P3", 2), delivery("y", "P3", 2)], [vehicle(kg=HUGE)]),
        day([delivery("x", "P3", 2), delivery("y", "P3", 2)], [TRUCK], stock={"P0": HUGE}),
        _weightless(day([delivery(name, "P3", 2**50) for name in "xy"], [TRUCK])),
        day([call("x", "P3")], [TRUCK]).model_copy(
            update={"policy": POLICY.model_copy(update={"penalties": dict.fromkeys((1, 3), HUGE)})}
        ),
    ],
)
def test_plenty_is_enough(scenario: Scenario) -> None:
    times = travel(scenario)
    plan = solve(scenario, times, seconds=None, iterations=3, in_process=True)
    assert not plan.unserved
    assert audit_plan(scenario, times, plan, geometry=False).clean
