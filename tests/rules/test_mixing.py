"""Mixing: two party classes never share a vehicle without disinfection between them."""

import pytest

from logiroute.model.fleet import Vehicle
from logiroute.model.rules import Rule
from tests.rules.by_hand import findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    call,
    day,
    delivery,
    depot,
    policy,
    quarantine,
    site,
    station,
    transfer,
    vehicle,
    window,
)

PLACES = (depot(), site("A"), site("B"), quarantine("Q"))
WAYS = {"D-A": 10, "A-B": 5, "B-Q": 5, "A-Q": 10, "D-Q": 10, "D-B": 12}
MADE = day(
    (*PLACES, station("W")),
    [
        vehicle(shifts=[window("06:00", "09:00"), window("10:00", "12:00")]),
        vehicle("W"),
    ],
    [
        transfer("s", "A", "Q"),
        transfer("t", "B", "Q", party_class="released", persons=4),
        delivery("a", "A"),
    ],
    WAYS | {"A-W": 5, "Q-W": 5, "W-B": 5},
)
S = (visit("A", "board s"), visit("Q", "alight s"))
T = (visit("B", "board t"), visit("Q", "alight t"))


def test_each_class_in_a_vehicle_of_its_own() -> None:
    apart = plan(MADE, route(MADE, "V", *S), route(MADE, "W", *T), unserved=["a"])
    assert findings(MADE, apart) == []


def test_even_one_after_the_other_is_mixing() -> None:
    # 4 released people ride where a contact sat.
    mixed = plan(MADE, route(MADE, "V", *S, *T), unserved=["a"])
    assert findings(MADE, mixed) == [(Rule.MIXING, 4, "persons")]


def test_aboard_together_is_mixing_however_often_it_is_disinfected() -> None:
    together = (visit("A", "board s"), visit("B", "board t"), visit("Q", "alight s", "alight t"))
    mixed = plan(MADE, route(MADE, "V", *together), unserved=["a"])
    assert findings(MADE, mixed) == [(Rule.MIXING, 4, "persons")]
    # The contact stays aboard while it is done: 1 person, and 4 who still ride with it.
    around = (visit("W", "disinfect 0"), visit("B", "board t"), visit("Q", "alight s", "alight t"))
    mixed = plan(MADE, route(MADE, "V", S[0], *around), unserved=["a"])
    assert findings(MADE, mixed) == [(Rule.MIXING, 4, "persons"), (Rule.CLEANING, 1, "persons")]


def test_disinfected_in_between_is_no_mixing() -> None:
    # No class of this day asks for any length of it, but one after the other it takes.
    clean = plan(MADE, route(MADE, "V", *S, visit("W", "disinfect 0"), *T), unserved=["a"])
    assert findings(MADE, clean) == []


def test_another_shift_is_another_vehicle() -> None:
    shifts = plan(
        MADE,
        route(MADE, "V", *S),
        route(MADE, "V", *T, start="10:00", shift=1),
        unserved=["a"],
    )
    assert findings(MADE, shifts) == []


def test_goods_have_no_class() -> None:
    with_goods = (visit("A", "unload a", "board s"), visit("Q", "alight s"))
    assert findings(MADE, plan(MADE, route(MADE, "V", *with_goods), route(MADE, "W", *T))) == []


def _apart(*vehicles: Vehicle, people_and_goods: bool = False) -> Day:
    """A party and goods, and a station; by the policy they share no shift."""
    rules = policy(disinfect={"contact": 30}, people_and_goods=people_and_goods)
    return day(
        (*PLACES, station("W")),
        vehicles or [vehicle()],
        [transfer("s", "A", "Q", persons=3), delivery("a", "A", priority=2)],
        WAYS | {"D-W": 5, "Q-W": 5, "A-W": 5},
        rules=rules,
    )


GOODS_FIRST = (
    visit("A", "unload a", "board s"),
    visit("Q", "alight s"),
    visit("W", "disinfect 30"),
)
PEOPLE_FIRST = (visit("A", "board s"), visit("Q", "alight s"), visit("W", "disinfect 30"))


def test_people_and_goods_share_no_shift() -> None:
    made = _apart()
    together = plan(made, route(made, "V", *GOODS_FIRST))
    assert findings(made, together) == [(Rule.MIXING, 3, "persons")]
    # The goods are aboard from the depot on; after a wash they would be no better.
    later = plan(made, route(made, "V", *PEOPLE_FIRST, visit("A", "unload a")))
    assert (Rule.MIXING, 3, "persons") in findings(made, later)
    assert findings(made, plan(made, route(made, "V", *PEOPLE_FIRST), unserved=["a"])) == []
    alone = plan(made, route(made, "V", visit("A", "unload a")), unserved=["s"])
    assert findings(made, alone) == []


def test_a_policy_may_allow_people_and_goods() -> None:
    made = _apart(people_and_goods=True)
    assert findings(made, plan(made, route(made, "V", *GOODS_FIRST))) == []


def test_a_visit_without_goods_is_no_goods() -> None:
    made = day(
        PLACES,
        [vehicle()],
        [transfer("s", "A", "Q"), call("c", "A")],
        WAYS,
        rules=policy(people_and_goods=False),
    )
    both = (visit("A", "serve c", "board s"), visit("Q", "alight s"))
    assert findings(made, plan(made, route(made, "V", *both))) == []
    assert left_out(solved(made)) == []


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("second", "cost"), [("contact", 4_000), ("released", 7_700)])
def test_solver_takes_a_vehicle_for_each_class(second: str, cost: int) -> None:
    # Together: D A B Q D, 30 km, 40.00. Apart: D A Q D, 30 km, 40.00 and D B Q D, 27 km, 37.00.
    made = day(
        PLACES,
        [vehicle(), vehicle("W")],
        [transfer("s", "A", "Q"), transfer("t", "B", "Q", party_class=second)],
        WAYS,
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_leaves_one_class_out_for_want_of_a_vehicle() -> None:
    made = day(
        PLACES,
        [vehicle()],
        [transfer("s", "A", "Q"), transfer("t", "B", "Q", party_class="released", priority=1)],
        WAYS,
    )
    assert left_out(solved(made)) == ["s"]


def test_solver_says_why() -> None:
    # The only vehicle carries the more urgent party, of another class.
    made = day(
        PLACES,
        [vehicle()],
        [transfer("s", "A", "Q"), transfer("t", "B", "Q", party_class="released", priority=1)],
        WAYS,
    )
    assert why(solved(made)) == {"s": [(Rule.MIXING, 0)]}


@pytest.mark.parametrize("minutes", [0, 30])
def test_solver_keeps_people_and_goods_apart(minutes: int) -> None:
    # One van: the goods are more urgent. Two: one for each. Washed afterwards or not.
    def made(*vehicles: Vehicle) -> Day:
        return day(
            (*PLACES, station("W")),
            vehicles,
            [transfer("s", "A", "Q"), delivery("a", "A", priority=2)],
            WAYS | {"D-W": 5, "Q-W": 5, "A-W": 5},
            rules=policy(disinfect={"contact": minutes}, people_and_goods=False),
        )

    one = solved(made(vehicle()))
    assert left_out(one) == ["s"]
    assert why(one) == {"s": [(Rule.MIXING, 0)]}
    assert "people and goods would ride in one shift" in one.unserved[0].reasons[0].text
    two = solved(made(vehicle(), vehicle("W")))
    assert (left_out(two), len(two.routes)) == ([], 2)


def test_solver_lets_classes_follow_each_other_where_goods_are_apart() -> None:
    # A contact, a wash, then somebody released: the one van is kept for people, for want of time
    # for anything else, and the goods go with the other.
    made = day(
        (*PLACES, station("W")),
        [vehicle(), vehicle("U")],
        [
            transfer("s", "A", "Q"),
            transfer("t", "B", "Q", party_class="released"),
            delivery("a", "A"),
        ],
        WAYS | {"D-W": 5, "Q-W": 5, "A-W": 5, "W-B": 5},
        rules=policy(disinfect={"contact": 30}, people_and_goods=False),
    )
    assert left_out(solved(made)) == []


def test_of_a_group_of_two_classes_it_is_said_that_they_belong_together() -> None:
    # One after the other, with 45 minutes of disinfection in between, there is no time for.
    made = day(
        [depot(), site("A"), quarantine("Q"), station()],
        [vehicle(shifts=[window("06:00", "07:12")])],
        [
            transfer("s", "A", "Q", together="g"),
            transfer("t", "A", "Q", party_class="released", together="g"),
        ],
        {"D-A": 5, "A-Q": 5, "D-Q": 5, "Q-W": 5, "A-W": 5, "D-W": 5},
        rules=policy(disinfect={"contact": 45, "released": 45}),
    )
    best = solved(made)
    assert left_out(best) == ["s", "t"]
    (reason,) = best.unserved[0].reasons
    assert reason.rule is Rule.MIXING
    assert reason.text == (
        "People of different classes belong together, and no disinfection fits in between them."
    )
