"""Coverage: every order is served once and whole, or listed as unserved."""

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    at,
    call,
    cohort,
    day,
    delivery,
    depot,
    quarantine,
    site,
    vehicle,
    window,
)

# D -10- A -5- B -10- D. Two deliveries of 5 and 7 kits, one vehicle.
MADE = day(
    [depot(), site("A"), site("B")],
    [vehicle(), vehicle("W")],
    [delivery("a", "A", 5), delivery("b", "B", 7)],
    {"D-A": 10, "A-B": 5, "D-B": 10},
)
BOTH = plan(MADE, route(MADE, "V", visit("A", "unload a"), visit("B", "unload b")))
ONLY_A = route(MADE, "V", visit("A", "unload a"))


def test_all_served_or_listed_is_clean() -> None:
    assert findings(MADE, BOTH) == []
    assert findings(MADE, plan(MADE, ONLY_A, unserved=["b"])) == []
    assert findings(MADE, plan(MADE, unserved=["a", "b"])) == []


def test_forgotten_order() -> None:
    assert findings(MADE, plan(MADE, ONLY_A)) == [(Rule.COVERAGE, 1, "")]


def test_served_and_listed_as_unserved() -> None:
    # Its penalty of 50,000 is counted by the plan, so only the double listing is wrong.
    both = plan(MADE, ONLY_A, unserved=["a", "b"])
    assert findings(MADE, both) == [(Rule.COVERAGE, 0, "")]


def test_listed_twice() -> None:
    # Listed twice, paid once: penalty 50,000 and not 100,000.
    twice = edit(plan(MADE, ONLY_A, unserved=["b", "b"]), penalty=50_000)
    assert findings(MADE, twice) == [(Rule.COVERAGE, 1, "")]


def test_served_by_two_vehicles() -> None:
    # Both come with the goods: issued once too often and handed over once too often.
    other = route(MADE, "W", visit("A", "unload a"))
    twice = plan(MADE, ONLY_A, other, unserved=["b"])
    assert findings(MADE, twice) == [(Rule.COVERAGE, 1, ""), (Rule.COVERAGE, 1, "")]


def test_two_kits_of_seven_are_missing() -> None:
    short = edit(BOTH, routes__0__trips__0__stops__2__tasks__0__lines__0__quantity=5)
    assert findings(MADE, short) == [(Rule.COVERAGE, 2, "units")]


def test_loaded_but_never_handed_over() -> None:
    # Kits of b stay aboard to the end: 7 × 10 kg on leaving A, on leaving B and at D.
    left = BOTH
    full = {"mass_g": 70_000, "seats": 0}
    lines = [{"item_id": "kit", "quantity": 7}]
    left = edit(
        left,
        routes__0__trips__0__stops__2__tasks=[],
        routes__0__trips__0__stops__2__manifest={"lines": lines, "parties": [], "loads": full},
        routes__0__trips__0__stops__3__manifest={"lines": lines, "parties": [], "loads": full},
    )
    assert findings(MADE, left) == [(Rule.COVERAGE, 1, "")]


def test_task_for_nobody_and_task_of_the_wrong_kind() -> None:
    # At A from 06:10; the work on a ends at 06:10:10 (5 kits × 2 s).
    end = at("06:10:10").isoformat()
    tasks = BOTH.model_dump(mode="json")["routes"][0]["trips"][0]["stops"][1]["tasks"]
    for order_id, kind in (("nobody", "unload"), ("b", "alight")):
        extra = {"kind": kind, "order_id": order_id, "start": end, "end": end}
        more = edit(BOTH, routes__0__trips__0__stops__1__tasks=[*tasks, extra])
        assert findings(MADE, more) == [(Rule.COVERAGE, 0, "")]


def test_call_without_goods_needs_no_loading() -> None:
    made = day([depot(), site("A")], [vehicle()], [call("c", "A", service_s=600)], {"D-A": 10})
    assert findings(made, plan(made, route(made, "V", visit("A", "serve c")))) == []


def test_penalty_and_day() -> None:
    unserved = plan(MADE, ONLY_A, unserved=["b"])
    # Priority 3 costs 50,000.
    assert findings(MADE, edit(unserved, penalty=49_000)) == [(Rule.COVERAGE, 1_000, "cents")]
    assert findings(MADE, edit(BOTH, scenario_id="yesterday")) == [(Rule.COVERAGE, 0, "")]
    unknown = edit(BOTH, unserved=[{"order_id": "nobody"}])
    assert findings(MADE, unknown) == [(Rule.COVERAGE, 0, "")]


# Five people in two households and two who live alone and are one part, A -10- Q.
SPLIT = day(
    [depot(), site("A"), quarantine("Q")],
    [vehicle()],
    cohort("T", "A", "Q", parts=[(3,), (2,), (1, 1)]),
    {"D-A": 10, "A-Q": 10, "D-Q": 10},
)
TWO_PARTS = route(
    SPLIT, "V", visit("A", "board T/1", "board T/2"), visit("Q", "alight T/1", "alight T/2")
)


def test_a_part_of_a_cohort_weighs_by_its_households() -> None:
    # T/3 is two households: 2 × 50,000.
    left = plan(SPLIT, TWO_PARTS, unserved=["T/3"])
    assert left.penalty == 100_000
    assert findings(SPLIT, left) == []
    assert findings(SPLIT, edit(left, penalty=50_000)) == [(Rule.COVERAGE, 50_000, "cents")]


def test_people_of_a_cohort_are_forgotten() -> None:
    # T/3 by its id, and two persons of the seven who were ordered.
    assert findings(SPLIT, plan(SPLIT, TWO_PARTS)) == [
        (Rule.COVERAGE, 1, ""),
        (Rule.COVERAGE, 2, "persons"),
    ]


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_solver_leaves_out_the_less_urgent(first: str, second: str) -> None:
    # 60 kg each, room for 60: one must stay. Priority 1 costs 1,000,000, priority 3 50,000.
    priority = {first: 1, second: 3}
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=60)],
        [delivery(i, i.upper(), 6, priority=priority[i]) for i in "ab"],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    best = solved(made)
    assert (left_out(best), best.penalty) == ([second], 50_000)


@pytest.mark.parametrize(("minutes", "served"), [(240, True), (250, False)])
def test_solver_serves_what_is_worth_its_way(minutes: int, served: bool) -> None:
    # There and back 480 km cost 10.00 + 480.00 = 490.00, 500 km 510.00; leaving it out 500.00.
    made = day(
        [depot(), site("A")],
        [vehicle(shifts=[window("06:00", "23:00")])],
        [delivery("a", "A")],
        {"D-A": minutes},
    )
    best = solved(made)
    assert left_out(best) == ([] if served else ["a"])
    assert best.cost + best.penalty == (49_000 if served else 50_000)


def test_solver_says_why() -> None:
    # There and back 500 km cost 510.00, its priority weighs 500.00: 10.00 too dear.
    made = day(
        [depot(), site("A")],
        [vehicle(shifts=[window("06:00", "23:00")])],
        [delivery("a", "A")],
        {"D-A": 250},
    )
    assert why(solved(made)) == {"a": [(Rule.COVERAGE, 1_000)]}
