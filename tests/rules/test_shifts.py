"""Shifts: a route lies inside one shift of its vehicle, from start place to end place."""

from typing import Any

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import Day, at, day, delivery, depot, site, vehicle, window


# D -10- A -10- D and 2 s of work: 20 min 2 s from 06:00 to 06:20:02.
def _made(*shifts: tuple[str, str]) -> Day:
    return day(
        [depot(), depot("E"), site("A")],
        [vehicle(shifts=[window(*shift) for shift in shifts])],
        [delivery("a", "A")],
        {"D-A": 10, "A-E": 10, "D-E": 1},
    )


def test_inside_its_shift() -> None:
    made = _made(("06:00", "06:20:02"))
    legal = plan(made, route(made, "V", visit("A", "unload a")))
    assert legal.routes[0].stops[-1].arrive == at("06:20:02")
    assert findings(made, legal) == []


def test_back_after_its_shift() -> None:
    made = _made(("06:00", "06:15"))
    late = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, late) == [(Rule.SHIFTS, 302, "s")]


def test_duty_before_its_shift() -> None:
    made = _made(("06:00", "07:00"))
    early = plan(made, route(made, "V", visit("A", "unload a"), start="05:50"))
    assert findings(made, early) == [(Rule.SHIFTS, 600, "s")]


def test_second_shift() -> None:
    made = _made(("06:00", "07:00"), ("08:00", "09:00"))
    second = route(made, "V", visit("A", "unload a"), start="08:10", shift=1)
    assert findings(made, plan(made, second)) == []
    # The same times as a route of the first shift: back at 08:30:02, an hour and a half too late.
    wrong = edit(plan(made, second), routes__0__shift=0)
    assert findings(made, wrong) == [(Rule.SHIFTS, 5402, "s")]


@pytest.mark.parametrize(
    "change",
    [{"routes__0__shift": 7}, {"routes__0__vehicle_id": "nobody's"}],
)
def test_unknown_vehicle_or_shift(change: dict[str, Any]) -> None:
    made = _made(("06:00", "07:00"))
    legal = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, edit(legal, **change)) == [(Rule.SHIFTS, 0, "")]


def test_ends_at_another_depot() -> None:
    # A vehicle that ends at E, sent home to D instead; D and E are both 10 min from A.
    places = _made(("06:00", "07:00")).scenario.places
    ways = {"D-A": 10, "A-E": 10, "D-E": 1}
    home = day(places, [vehicle()], [delivery("a", "A")], ways)
    away = day(places, [vehicle(end="E")], [delivery("a", "A")], ways)
    to_d = plan(home, route(home, "V", visit("A", "unload a")))
    assert findings(home, to_d) == []
    assert findings(away, to_d) == [(Rule.SHIFTS, 0, "")]


def test_duty_ends_on_arrival() -> None:
    made = _made(("06:00", "07:00"))
    lingers = edit(
        plan(made, route(made, "V", visit("A", "unload a"))),
        routes__0__trips__0__stops__2__depart=at("06:21:02"),
    )
    assert findings(made, lingers) == [(Rule.SHIFTS, 60, "s")]


def test_one_route_a_shift_and_none_for_nothing() -> None:
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [delivery("a", "A"), delivery("b", "B")],
        {"D-A": 10, "D-B": 10},
    )
    twice = plan(
        made,
        route(made, "V", visit("A", "unload a")),
        route(made, "V", visit("B", "unload b"), start="07:00"),
    )
    assert findings(made, twice) == [(Rule.SHIFTS, 0, "")]
    idle = plan(made, route(made, "V"), unserved=["a", "b"])
    assert findings(made, idle) == [(Rule.SHIFTS, 0, "")]


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("end", "cost"), [("07:00", 5_000), ("06:30", 6_000)])
def test_solver_keeps_to_the_shift(end: str, cost: int) -> None:
    # A and B lie on opposite sides of D, 10 min each: both in one round take 40 min and cost
    # 10.00 + 40.00. In shifts of 30 min two vehicles must go: 2 × (10.00 + 20.00).
    shifts = [window("06:00", end)]
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(shifts=shifts), vehicle("W", shifts=shifts)],
        [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
        {"D-A": 10, "D-B": 10, "A-B": 20},
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_uses_the_second_shift_of_a_vehicle() -> None:
    shifts = [window("06:00", "06:30"), window("08:00", "08:30")]
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(shifts=shifts)],
        [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
        {"D-A": 10, "D-B": 10, "A-B": 20},
    )
    best = solved(made)
    assert sorted(route.shift for route in best.routes) == [0, 1]
    assert left_out(best) == []


def test_solver_says_why() -> None:
    # There and back takes 20 min, the shift 19.
    made = day(
        [depot(), site("A")],
        [vehicle(shifts=[window("06:00", "06:19")])],
        [delivery("a", "A", item="box")],
        {"D-A": 10},
    )
    assert why(solved(made)) == {"a": [(Rule.SHIFTS, 60)]}
