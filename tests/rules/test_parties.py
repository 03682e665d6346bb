"""Parties: groups ride together, exclusive parties ride alone, no party is split."""

import pytest
from tests.rules.by_hand import edit, findings, plan, route, visit
from tests.rules.day import Day, day, delivery, depot, quarantine, site, transfer, vehicle

from logiroute.model.rules import Rule

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
