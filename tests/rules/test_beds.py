"""Beds: no site receives more people than it has beds, nor a class it does not take."""

import pytest
from tests.rules.by_hand import findings, plan, route, visit
from tests.rules.day import Day, day, depot, quarantine, site, transfer, vehicle

from logiroute.model.rules import Rule

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
