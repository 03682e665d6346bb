"""Parties: groups ride together, exclusive parties ride alone, no party is split."""

import pytest

from logiroute.model.plan import Route
from logiroute.model.rules import Rule
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    cohort,
    day,
    delivery,
    depot,
    quarantine,
    site,
    transfer,
    vehicle,
    window,
)

# D -10- A -5- B -5- Q -10- D.
PLACES = (depot(), site("A"), site("B"), quarantine("Q"))
WAYS = {"D-A": 10, "A-B": 5, "B-Q": 5, "A-Q": 10, "D-Q": 10, "D-B": 12}
SHARED = (visit("A", "board s"), visit("B", "board t"), visit("Q", "alight s", "alight t"))
ONE_BY_ONE = (
    visit("A", "board s"),
    visit("Q", "alight s"),
    visit("B", "board t"),
    visit("Q", "alight t"),
)


def _two(*, exclusive: bool = False) -> Day:
    orders = [transfer("s", "A", "Q", persons=3, exclusive=exclusive), transfer("t", "B", "Q")]
    return day(PLACES, [vehicle()], orders, WAYS)


def test_parties_that_may_share() -> None:
    made = _two()
    assert findings(made, plan(made, route(made, "V", *SHARED))) == []


def test_an_exclusive_party_rides_alone() -> None:
    made = _two(exclusive=True)
    assert findings(made, plan(made, route(made, "V", *ONE_BY_ONE))) == []
    assert findings(made, plan(made, route(made, "V", *SHARED))) == [(Rule.PARTIES, 1, "")]


def test_a_class_that_is_exclusive() -> None:
    orders = [transfer(i, p, "Q", party_class="positive") for i, p in (("s", "A"), ("t", "B"))]
    made = day(PLACES, [vehicle()], orders, WAYS)
    assert findings(made, plan(made, route(made, "V", *ONE_BY_ONE))) == []
    assert findings(made, plan(made, route(made, "V", *SHARED))) == [(Rule.PARTIES, 1, "")]


def test_one_out_before_the_next_gets_in_at_the_same_stop() -> None:
    made = day(
        PLACES,
        [vehicle()],
        [transfer("s", "A", "B", exclusive=True), transfer("t", "B", "Q", exclusive=True)],
        WAYS,
    )
    clean = (visit("A", "board s"), visit("B", "alight s", "board t"), visit("Q", "alight t"))
    assert findings(made, plan(made, route(made, "V", *clean))) == []
    crossed = (visit("A", "board s"), visit("B", "board t", "alight s"), visit("Q", "alight t"))
    assert findings(made, plan(made, route(made, "V", *crossed))) == [(Rule.PARTIES, 1, "")]


@pytest.mark.parametrize("second", ["V", "W"])
def test_groups_ride_in_one_route(second: str) -> None:
    orders = [delivery("a", "A", together="g"), delivery("b", "B", together="g")]
    made = day(PLACES, [vehicle(), vehicle("W")], orders, WAYS)
    together = plan(made, route(made, second, visit("A", "unload a"), visit("B", "unload b")))
    assert findings(made, together) == []
    apart = plan(
        made, route(made, "V", visit("A", "unload a")), route(made, "W", visit("B", "unload b"))
    )
    assert findings(made, apart) == [(Rule.PARTIES, 1, "")]
    half = plan(made, route(made, second, visit("A", "unload a")), unserved=["b"])
    assert findings(made, half) == [(Rule.PARTIES, 1, "")]
    assert findings(made, plan(made, unserved=["a", "b"])) == []


def test_a_party_is_never_split() -> None:
    made = _two()
    split = edit(
        plan(made, route(made, "V", *SHARED)),
        routes__0__trips__0__stops__1__tasks__0__persons=2,
    )
    assert findings(made, split) == [(Rule.PARTIES, 1, "persons")]


# Households of 3, 2, 2 and 1, for sites with 5 and 3 beds and two vans of 4 seats that have the
# time for one run each.
COHORT = cohort("T", "A", "Q", "R", parts=[(3,), (2,), (2,), (1,)])
SPLIT = day(
    (depot(), site("A"), quarantine("Q", 5), quarantine("R", 3)),
    [vehicle(name, seats=4, shifts=[window("06:00", "06:40")]) for name in "VW"],
    COHORT,
    {"D-A": 10, "A-Q": 10, "A-R": 10, "D-Q": 10, "D-R": 10, "Q-R": 5},
)
FOUR, REST = ("T/2", "T/3"), ("T/1", "T/4")


def _in_two(four: tuple[str, ...], rest: tuple[str, ...]) -> list[Route]:
    """Each van fetches some: V takes them to Q; W lets the first out at R and the last at Q."""
    return [
        route(
            SPLIT,
            "V",
            visit("A", *(f"board {i}" for i in four)),
            visit("Q", *(f"alight {i}" for i in four)),
        ),
        route(
            SPLIT,
            "W",
            visit("A", *(f"board {i}" for i in rest)),
            visit("R", f"alight {rest[0]}"),
            visit("Q", *(f"alight {i}" for i in rest[1:])),
        ),
    ]


def test_a_cohort_is_split_over_vehicles_and_sites_in_whole_households() -> None:
    assert findings(SPLIT, plan(SPLIT, *_in_two(FOUR, REST))) == []


def test_a_household_of_a_cohort_is_never_split() -> None:
    # One of the three stays behind.
    split = edit(
        plan(SPLIT, *_in_two(FOUR, REST)), routes__1__trips__0__stops__1__tasks__0__persons=2
    )
    assert findings(SPLIT, split) == [(Rule.PARTIES, 1, "persons")]


def test_a_cohort_fills_no_more_than_the_seats_and_the_beds() -> None:
    # Three and two ride in V: one seat too many. Q gets 5 of them and one more.
    crowded = plan(SPLIT, *_in_two(("T/1", "T/2"), ("T/3", "T/4")))
    assert {found[0] for found in findings(SPLIT, crowded)} == {Rule.CAPACITY, Rule.BEDS}


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("exclusive", "cost"), [(False, 4_000), (True, 5_000)])
def test_solver_lets_an_exclusive_party_ride_alone(exclusive: bool, cost: int) -> None:
    # Shared: D A B Q D, 30 km. One by one: D A Q B Q D, 10 + 10 + 5 + 5 + 10 = 40 km.
    best = solved(_two(exclusive=exclusive))
    assert (best.cost, left_out(best)) == (cost, [])


@pytest.mark.parametrize(("group", "cost"), [("", 4_000), ("g", 11_500)])
def test_solver_keeps_groups_in_one_vehicle(group: str, cost: int) -> None:
    # A is 5 from D, B is 5 from E, all else is 50: two rounds of 10 km, or one of 105.
    made = day(
        [depot(), depot("E"), site("A"), site("B")],
        [vehicle(), vehicle("W", start="E", end="E")],
        [delivery("a", "A", together=group), delivery("b", "B", together=group)],
        {"D-A": 5, "E-B": 5, "D-E": 50, "A-B": 50, "D-B": 50, "E-A": 50},
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_splits_a_cohort() -> None:
    # 8 people in 8 seats and 8 beds: both vans are full, the three go to R.
    best = solved(SPLIT)
    assert left_out(best) == []
    assert len(best.routes) == 2
    at_r = [
        task.order_id
        for way in best.routes
        for stop in way.stops
        for task in stop.tasks
        if stop.place_id == "R"
    ]
    people = {order.id: order.party.persons for order in COHORT}
    assert sum(people[name] for name in at_r if name) == 3


def test_solver_leaves_out_as_few_households_as_can_be() -> None:
    # One run of 4 seats. A family of three and somebody who lives alone are two households, the
    # four in one part are four: it is they who ride, although that leaves two parts behind.
    parts = cohort("T", "A", "Q", parts=[(3,), (1, 1, 1, 1), (1,)])
    van = vehicle(seats=4, shifts=[window("06:00", "06:40")])
    best = solved(day(PLACES, [van], parts, WAYS))
    assert left_out(best) == ["T/1", "T/3"]
    assert best.penalty == 2 * 50_000
    assert why(best) == {name: [(Rule.SHIFTS, 600)] for name in ("T/1", "T/3")}


def test_solver_leaves_out_the_whole_group() -> None:
    # Nothing leads to B, so a stays as well; c is of no group.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [
            delivery("a", "A", together="g", priority=1),
            delivery("b", "B", together="g"),
            delivery("c", "A"),
        ],
        {"D-A": 10},
    )
    best = solved(made)
    assert (sorted(left_out(best)), done(best)) == (["a", "b"], {"V": ["unload c"]})


def test_solver_says_why() -> None:
    # Nothing leads to B: the one of the group that could be served waits for the one that cannot.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [delivery("a", "A", together="g"), delivery("b", "B", together="g")],
        {"D-A": 10},
    )
    assert why(solved(made)) == {"a": [(Rule.TRAVEL, 0)], "b": [(Rule.TRAVEL, 0)]}
