"""Pairing: what comes aboard is set down later by the same vehicle, in the right place, in time."""

from typing import Any

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    collection,
    day,
    delivery,
    depot,
    policy,
    quarantine,
    site,
    station,
    transfer,
    vehicle,
)

# D -10- A -5- Q -10- D, and a second quarantine site R.
PLACES = (depot(), depot("E"), site("A"), quarantine("Q"), quarantine("R"))
WAYS = {"D-A": 10, "A-Q": 5, "D-Q": 10, "A-R": 5, "D-R": 10, "D-E": 1, "E-A": 10}


def _made(**more: Any) -> Day:
    order = transfer("t", "A", "Q", **more)
    return day(PLACES, [vehicle(), vehicle("W")], [order], WAYS)


def test_there_and_then_to_one_of_its_destinations() -> None:
    made = day(PLACES, [vehicle()], [transfer("t", "A", "Q", "R")], WAYS)
    for there in "QR":
        legal = plan(made, route(made, "V", visit("A", "board t"), visit(there, "alight t")))
        assert findings(made, legal) == []


def test_to_a_site_that_is_not_among_its_destinations() -> None:
    made = _made()
    wrong = plan(made, route(made, "V", visit("A", "board t"), visit("R", "alight t")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


def test_set_down_before_it_boards() -> None:
    # After A the party stays aboard for good: the manifests (made by counting) say so too.
    made = _made()
    wrong = plan(made, route(made, "V", visit("Q", "alight t"), visit("A", "board t")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


def test_boards_one_vehicle_and_leaves_another() -> None:
    made = _made()
    wrong = plan(
        made, route(made, "V", visit("A", "board t")), route(made, "W", visit("Q", "alight t"))
    )
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


def test_never_boards() -> None:
    made = _made()
    wrong = plan(made, route(made, "V", visit("Q", "alight t")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


@pytest.mark.parametrize(("clock", "over"), [("06:15", 0), ("06:13", 120)])
def test_latest_arrival(clock: str, over: int) -> None:
    # Boards at 06:10, alights at 06:15.
    made = _made(arrive_by=at(clock))
    there = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, there) == ([(Rule.PAIRING, over, "s")] if over else [])


@pytest.mark.parametrize(("most", "over"), [(300, 0), (240, 60)])
def test_longest_time_aboard(most: int, over: int) -> None:
    # 5 min from the end of loading at A to the start of unloading at Q, whatever the work takes.
    made = day(
        PLACES,
        [vehicle()],
        [collection("c", "A", "Q", kits=30, max_aboard_s=most, service_s=60)],
        WAYS,
    )
    there = plan(made, route(made, "V", visit("A", "load c"), visit("Q", "unload c")))
    assert findings(made, there) == ([(Rule.PAIRING, over, "s")] if over else [])


@pytest.mark.parametrize(
    ("own", "of_class", "over"), [(None, 5, 0), (None, 4, 60), (600, 4, 60), (240, 5, 60)]
)
def test_the_shorter_of_two_longest_times_counts(own: int | None, of_class: int, over: int) -> None:
    # Contacts may be aboard so many minutes, this party so many seconds; it is for 5 minutes.
    made = day(
        PLACES,
        [vehicle()],
        [transfer("t", "A", "Q", max_aboard_s=own)],
        WAYS,
        rules=policy(aboard={"contact": of_class}),
    )
    there = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, there) == ([(Rule.PAIRING, over, "s")] if over else [])


def test_goods_come_from_an_allowed_depot() -> None:
    # The vehicle starts at D; the goods are to come from E.
    made = day(PLACES, [vehicle()], [delivery("a", "A", depot_ids=("E",))], WAYS)
    wrong = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]
    made = day(PLACES, [vehicle(start="E")], [delivery("a", "A", depot_ids=("E",))], WAYS)
    assert findings(made, plan(made, route(made, "V", visit("A", "unload a")))) == []


def test_goods_come_from_a_depot_at_all() -> None:
    # The vehicle lives at the quarantine site Q, where there are no goods.
    ways = {"A-Q": 5}
    made = day(
        [site("A"), quarantine("Q")], [vehicle(start="Q", end="Q")], [delivery("a", "A")], ways
    )
    wrong = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


def test_goods_that_were_never_loaded() -> None:
    made = day(PLACES, [vehicle()], [delivery("a", "A")], WAYS)
    legal = plan(made, route(made, "V", visit("A", "unload a")))
    empty: dict[str, Any] = {"lines": [], "parties": [], "loads": {}}
    wrong = edit(
        legal,
        routes__0__trips__0__stops__0__tasks=[],
        routes__0__trips__0__stops__0__manifest=empty,
    )
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


def test_delivered_at_the_wrong_site() -> None:
    made = day(PLACES, [vehicle()], [delivery("a", "A")], WAYS)
    wrong = plan(made, route(made, "V", visit("Q", "unload a")))
    assert findings(made, wrong) == [(Rule.PAIRING, 0, "")]


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("most", "cost"), [(660, 4_100), (600, 4_400)])
def test_solver_keeps_the_longest_time_aboard(most: int, cost: int) -> None:
    # D A B Q D is 10 + 2 + 9 + 10 = 31 km, 11 min aboard. With 10 min allowed B comes first:
    # D B A Q D is 12 + 2 + 10 + 10 = 34 km.
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q")],
        [vehicle()],
        [transfer("t", "A", "Q", max_aboard_s=most), delivery("b", "B", item="box")],
        {"D-A": 10, "A-B": 2, "B-Q": 9, "D-Q": 10, "D-B": 12, "A-Q": 10},
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_arrives_in_time() -> None:
    # t must be at Q by 06:15: at once, although the round with b on the way is shorter.
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q")],
        [vehicle()],
        [transfer("t", "A", "Q", arrive_by=at("06:15")), delivery("b", "B", item="box")],
        {"D-A": 10, "A-B": 3, "B-Q": 3, "D-Q": 10, "D-B": 12, "A-Q": 5},
    )
    assert done(solved(made)) == {"V": ["board t", "alight t", "unload b"]}


def test_solver_sends_the_goods_from_their_depot() -> None:
    # D is next door, but the goods lie at E.
    made = day(
        PLACES,
        [vehicle(), vehicle("W", start="E", end="E")],
        [delivery("a", "A", depot_ids=("E",))],
        {**WAYS, "D-A": 1},
    )
    assert list(done(solved(made))) == ["W"]


def test_solver_says_why() -> None:
    # 5 min from A to Q, 4 allowed.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle()],
        [transfer("t", "A", "Q", max_aboard_s=240)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    assert why(solved(made)) == {"t": [(Rule.PAIRING, 60)]}


@pytest.mark.parametrize(
    ("own", "of_class", "whose"),
    [(240, None, "order t"), (None, 4, "contact"), (240, 4, "order t and contact")],
)
def test_remedy_for_too_long_aboard(own: int | None, of_class: int | None, whose: str) -> None:
    # 5 min from A to Q, 4 allowed; disinfected at W before it goes home.
    made = day(
        [depot(), site("A"), quarantine("Q"), station("W")],
        [vehicle()],
        [transfer("t", "A", "Q", max_aboard_s=own)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-W": 5, "D-W": 5},
        rules=policy(
            disinfect={"contact": 45}, aboard=None if of_class is None else {"contact": of_class}
        ),
    )
    ((reason,),) = (entry.reasons for entry in solved(made).unserved)
    assert (reason.rule, reason.amount) == (Rule.PAIRING, 60)
    assert reason.text == (
        "Even straight from vehicle V's start: 1 min too long aboard on the way to place Q."
    )
    assert reason.remedy == f"up to 5 min aboard for {whose}"
