"""From scenario to plan."""

import time

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.errors import NoPlanError
from logiroute.model.order import Order
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.solve import solve
from tests.solver.tiny import call, collection, day, delivery, transfer, travel, vehicle


def _day() -> Scenario:
    orders: list[Order] = [
        *(delivery(f"d{n}", f"P{n}", n) for n in range(1, 9)),
        collection("c", "P4", ["P12", "P2"], 3),
        transfer("t", "P5", ["P20", "P7"], 2, priority=2),
    ]
    return day(orders, [vehicle("V", kg=200), vehicle("W", kg=200), vehicle("B", "bus", seats=4)])


def _same(one: Plan, two: Plan) -> bool:
    return one.model_dump(exclude={"created"}) == two.model_dump(exclude={"created"})


def test_a_plan_is_whole_and_passes_the_audit() -> None:
    scenario = _day()
    plan = solve(scenario, travel(scenario), seconds=None, iterations=40)
    assert not plan.unserved
    assert audit_plan(scenario, travel(scenario), plan, geometry=False).clean
    assert plan.scenario_id == "tiny"
    assert plan.created.utcoffset() is not None
    assert plan.created.microsecond == 0
    assert (plan.run.seed, plan.run.iterations, plan.run.seconds) == (0, 40, None)


def test_child_and_own_process_find_the_same_plan() -> None:
    scenario = _day()
    child = solve(scenario, travel(scenario), seconds=None, iterations=40, seed=3)
    here = solve(scenario, travel(scenario), seconds=None, iterations=40, seed=3, in_process=True)
    assert _same(child, here)


def test_no_orders_no_routes() -> None:
    scenario = day([], [vehicle()])
    plan = solve(scenario, travel(scenario))
    assert (plan.routes, plan.unserved, plan.cost, plan.penalty) == ((), (), 0, 0)


def test_nothing_that_can_be_served_is_a_plan_with_reasons() -> None:
    scenario = day([call("a", "P3", skills=("x",)), transfer("t", "P3", ["P4"])], [vehicle()])
    plan = solve(scenario, travel(scenario), seconds=None, iterations=10, in_process=True)
    assert plan.routes == ()
    assert [entry.order_id for entry in plan.unserved] == ["a", "t"]
    assert all(entry.reasons for entry in plan.unserved)
    assert plan.penalty == 4_000
    assert audit_plan(scenario, travel(scenario), plan, geometry=False).clean


def test_missing_travel_times_are_no_plan() -> None:
    scenario = _day()
    with pytest.raises(NoPlanError, match="travel times are missing for"):
        solve(scenario, TravelTimes(travel(scenario).place_ids, {}, "none"))
    with pytest.raises(NoPlanError, match="travel times are missing for P0"):
        solve(scenario, TravelTimes((), travel(scenario).tables, "none"))


def test_a_search_needs_an_end() -> None:
    with pytest.raises(ValueError, match="seconds, iterations or a plateau"):
        solve(_day(), travel(_day()), seconds=None)
    with pytest.raises(ValueError, match="more than 0"):
        solve(_day(), travel(_day()), seconds=0)


def test_an_unknown_search_is_told() -> None:
    with pytest.raises(ValueError, match="no search is called 'magic'; there are"):
        solve(_day(), travel(_day()), search="magic")


def test_good_enough_is_enough() -> None:
    scenario = _day()
    best = solve(scenario, travel(scenario), seconds=None, iterations=40)
    began = time.monotonic()
    plan = solve(scenario, travel(scenario), seconds=60, target=best.cost, processes=1)
    assert time.monotonic() - began < 30
    assert plan.cost + plan.penalty <= best.cost


def test_a_search_without_news_ends() -> None:
    began = time.monotonic()
    plan = solve(_day(), travel(_day()), seconds=60, plateau_seconds=2, processes=1)
    assert time.monotonic() - began < 30
    assert not plan.unserved
