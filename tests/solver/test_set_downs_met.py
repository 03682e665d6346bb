"""Where set-downs at one place have hours of their own, and something else bears on the time."""

from typing import Any

import pytest

from logiroute.model.driving import DrivingRule
from logiroute.model.place import FreedBeds
from logiroute.solver.crew.bench import Bench
from logiroute.solver.crew.jobs import FillIn
from logiroute.solver.problem import build_problem
from tests.rules.by_hand import left_out, solved
from tests.rules.day import (
    Day,
    at,
    collection,
    day,
    depot,
    policy,
    quarantine,
    relief,
    site,
    station,
    transfer,
    vehicle,
    window,
)

#: 4 hours, then 20 minutes of rest.
_RULE = DrivingRule(id="rule", label="rule", drive_s=4 * 3600, rest_s=1200)


def _far(beds_at: str | None = None, **more: Any) -> Day:
    """From A to Q by a relief area: there at 10:50 without the rest, at 11:10 with it."""
    later = [FreedBeds(at=at(beds_at), beds=1)] if beds_at else []
    places = (depot(), site("A"), relief("R"), quarantine("Q", 3, freed=later))
    ways = {"D-A": 10, "D-R": 150, "A-R": 140, "A-Q": 280, "D-Q": 60, "R-Q": 140}
    bus = vehicle(shifts=[window("06:00", "23:00")])
    return day(places, [bus], [transfer("t", "A", "Q", **more)], ways, rules=policy(driving=_RULE))


@pytest.mark.parametrize("due", ["10:49", "10:51", "11:00", "11:05", "11:30", "06:55"])
def test_a_rest_on_the_way_makes_late_and_does_not_leave_out(due: str) -> None:
    plan = solved(_far(due=at(due)))
    assert left_out(plan) == []
    hours = {"11:30": 0, "06:55": 8}.get(due, 1)
    assert plan.routes[0].late_cost == hours * 500


@pytest.mark.parametrize("moment", ["10:30", "11:00", "11:30"])
def test_a_rest_on_the_way_passes_the_moment_a_bed_becomes_free(moment: str) -> None:
    assert left_out(solved(_far(moment))) == []


@pytest.mark.parametrize("sites", [1, 12, 16])
def test_suits_make_late_at_every_site_and_leave_nobody_out(sites: int) -> None:
    names = [f"Q{number}" for number in range(sites)]
    places = (depot(), site("A"), station(), *(quarantine(name) for name in names))
    ways = {"D-A": 10, "D-W": 10, "A-W": 20}
    ways |= {f"{one}-{name}": 20 for one in ("A", "D", "W") for name in names}
    ways |= {f"{one}-{two}": 5 for one in names for two in names if one < two}
    worn = policy(suits={"suit_on_s": 360})
    # At 06:30 without suits, at 06:36 with them.
    order = transfer("t", "A", *names, due=at("06:31"))
    plan = solved(day(places, [vehicle()], [order], ways, rules=worn))
    assert left_out(plan) == []
    assert plan.routes[0].late_cost == 500


@pytest.mark.parametrize("search", ["ortools", "recreate"])
def test_specimens_that_are_due_do_not_wait_for_beds(search: str) -> None:
    places = (depot(), site("A"), quarantine("Q", 1, freed=[FreedBeds(at=at("08:00"), beds=1)]))
    order = collection("c", "A", "Q", due=at("07:00"))
    plan = solved(day(places, [vehicle()], [order], {"D-A": 10, "A-Q": 10, "D-Q": 10}), search)
    assert left_out(plan) == []
    assert plan.routes[0].late_cost == 0


def _why(shift: str, **more: Any) -> tuple[str, int]:
    places = (depot(), site("A"), quarantine("Q", windows=[window("06:00", "07:20")]))
    ways = {"D-A": 30, "A-Q": 40, "D-Q": 60}
    bus = vehicle(shifts=[window("06:00", shift)])
    plan = solved(day(places, [bus], [transfer("t", "A", "Q", **more)], ways), "ortools")
    reason = plan.unserved[0].reasons[0]
    return reason.text, reason.amount


@pytest.mark.parametrize("due", ["06:30", "07:00", "07:30"])
@pytest.mark.parametrize("limit", [{}, {"arrive_by": at("06:50")}])
def test_who_may_be_late_is_not_told_to_be_too_late(due: str, limit: dict[str, Any]) -> None:
    shift = "07:15" if not limit else "12:00"
    assert _why(shift, due=at(due), **limit) == _why(shift, **limit)


def test_what_a_search_left_out_is_filled_in() -> None:
    made = _far(due=at("11:00"))
    problem = build_problem(made.scenario, made.travel)
    bench = Bench(problem, "ortools", 0, lambda *_: None, lambda: False)
    empty = ((),) * problem.shifts
    found = FillIn(empty, None).run(bench)
    assert bench.evaluator.served(found.routes) == {0}
    assert bench.evaluator.miss(found.routes) is None
    assert found.cost == sum(bench.evaluator.total(found.routes))
    assert FillIn(found.routes, 1.0).run(bench).routes == found.routes
    assert FillIn(empty, -1.0).run(bench).routes == empty
