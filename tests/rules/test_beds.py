"""Beds: no site receives more people than it has beds, nor a class it does not take."""

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import findings, left_out, plan, route, solved, visit, why
from tests.rules.day import Day, day, depot, quarantine, site, transfer, vehicle

WAYS = {"D-A": 10, "A-Q": 5, "D-Q": 10, "A-R": 20, "D-R": 20, "Q-R": 20}


def _made(beds: int | None, *, accepts: tuple[str, ...] = ()) -> Day:
    """Two parties of 2 and 3 at A; Q is near, R is far."""
    return day(
        [depot(), site("A"), quarantine("Q", beds, accepts), quarantine("R", 10)],
        [vehicle(), vehicle("W")],
        [transfer("s", "A", "Q", "R", persons=2), transfer("t", "A", "Q", "R", persons=3)],
        WAYS,
    )


@pytest.mark.parametrize(("beds", "over"), [(None, 0), (5, 0), (4, 1), (0, 5)])
def test_beds_are_counted_over_all_vehicles(beds: int | None, over: int) -> None:
    made = _made(beds)
    both = plan(
        made,
        route(made, "V", visit("A", "board s"), visit("Q", "alight s")),
        route(made, "W", visit("A", "board t"), visit("Q", "alight t")),
    )
    assert findings(made, both) == ([(Rule.BEDS, over, "persons")] if over else [])


def test_one_party_near_the_other_far() -> None:
    made = _made(3)
    apart = plan(
        made,
        route(
            made,
            "V",
            visit("A", "board s", "board t"),
            visit("Q", "alight t"),
            visit("R", "alight s"),
        ),
    )
    assert findings(made, apart) == []


def test_a_site_that_does_not_take_this_class() -> None:
    made = _made(None, accepts=("released",))
    wrong = plan(
        made, route(made, "V", visit("A", "board s"), visit("Q", "alight s")), unserved=["t"]
    )
    assert findings(made, wrong) == [(Rule.BEDS, 2, "persons")]
    made = _made(None, accepts=("released", "contact"))
    assert findings(made, wrong) == []


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("near", "cost"), [(5, 3_500), (3, 6_500)])
def test_solver_brings_nobody_to_a_full_site(near: int, cost: int) -> None:
    # Both to Q: D A Q D, 25 km. With 3 beds at Q and 4 at R the parties of 2 and 3 must part:
    # D A Q R D is 10 + 5 + 20 + 20 = 55 km.
    made = day(
        [depot(), site("A"), quarantine("Q", near), quarantine("R", 4)],
        [vehicle()],
        [transfer("s", "A", "Q", "R", persons=2), transfer("t", "A", "Q", "R", persons=3)],
        WAYS,
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_counts_beds_over_all_vehicles() -> None:
    # One bed, two parties of one that cannot share a vehicle: one must stay.
    made = day(
        [depot(), site("A"), quarantine("Q", 1)],
        [vehicle(seats=1), vehicle("W", seats=1)],
        [transfer("s", "A", "Q"), transfer("t", "A", "Q", priority=1)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    assert left_out(solved(made)) == ["s"]


def test_solver_looks_for_a_site_that_takes_the_class() -> None:
    # Q takes released people only: D A R D is 10 + 20 + 20 = 50 km.
    made = _made(None, accepts=("released",))
    assert solved(made).cost == 6_000


def test_solver_says_why() -> None:
    # 3 persons, 1 bed.
    made = day(
        [depot(), site("A"), quarantine("Q", 1)],
        [vehicle()],
        [transfer("t", "A", "Q", persons=3)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    assert why(solved(made)) == {"t": [(Rule.BEDS, 2)]}
