"""Capacity: no load dimension is ever exceeded, and the manifests tell the truth."""

import pytest

from logiroute.model.rules import Rule
from tests.rules.by_hand import (
    done,
    edit,
    findings,
    left_out,
    plan,
    route,
    solved,
    trips,
    visit,
    why,
)
from tests.rules.day import (
    KG,
    collection,
    day,
    delivery,
    depot,
    quarantine,
    site,
    transfer,
    vehicle,
)


def test_delivered_goods_make_room_for_collected_ones() -> None:
    # 60 kg out to A, 50 kg fetched at A and brought to B: 60, then 60 - 60 + 50 = 50.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=60)],
        [delivery("a", "A", 6), collection("c", "A", "B", kits=5)],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    legal = plan(made, route(made, "V", visit("A", "unload a", "load c"), visit("B", "unload c")))
    assert legal.routes[0].stops[1].manifest.loads["mass_g"] == 50 * KG
    assert findings(made, legal) == []
    # The other way round both are aboard for the time between the two tasks: 110 kg on 60,
    # although the manifests on leaving are the same.
    wrong = plan(made, route(made, "V", visit("A", "load c", "unload a"), visit("B", "unload c")))
    assert findings(made, wrong) == [(Rule.CAPACITY, 50 * KG, "mass_g")]


def test_too_heavy_from_the_depot() -> None:
    # 7 + 5 kits are 120 kg; the vehicle takes 100. One overload, told once.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=100, max_trips=2)],
        [delivery("a", "A", 7), delivery("b", "B", 5)],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    heavy = plan(made, route(made, "V", visit("A", "unload a"), visit("B", "unload b")))
    assert findings(made, heavy) == [(Rule.CAPACITY, 20 * KG, "mass_g")]
    # In two trips it is 70 kg and then 50.
    two = plan(made, trips(made, "V", [visit("A", "unload a")], [visit("B", "unload b")]))
    assert findings(made, two) == []


def test_a_dimension_the_vehicle_does_not_have_is_zero() -> None:
    made = day([depot(), site("A")], [vehicle(kg=0)], [delivery("a", "A")], {"D-A": 10})
    heavy = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, heavy) == [(Rule.CAPACITY, 10 * KG, "mass_g")]


@pytest.mark.parametrize(("persons", "over"), [(24, 0), (26, 2)])
def test_contacts_fill_half_the_seats(persons: int, over: int) -> None:
    # 49 seats, 50 %: 24.5, rounded down to 24.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle(vehicle_class="bus", seats=49)],
        [transfer("t", "A", "Q", persons=persons)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    full = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, full) == ([(Rule.CAPACITY, over, "seats")] if over else [])


def test_who_lies_takes_no_seat() -> None:
    # Three of whom one lies: 2 seats and 1 stretcher. Half of 5 seats are 2, for contacts.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle(vehicle_class="bus", seats=5, stretchers=1)],
        [transfer(i, "A", "Q", persons=3, stretchers=1) for i in "st"],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    legal = plan(made, route(made, "V", visit("A", "board s"), visit("Q", "alight s")))
    aboard = legal.routes[0].stops[1].manifest.loads
    assert {name: load for name, load in aboard.items() if load} == {"seats": 2, "stretchers": 1}
    assert findings(made, legal) == [(Rule.COVERAGE, 1, "")]
    # Both at once: 2 on one stretcher, 4 on 2 seats (of 5, which is no breach of its own).
    both = plan(
        made,
        route(made, "V", visit("A", "board s", "board t"), visit("Q", "alight s", "alight t")),
    )
    assert findings(made, both) == [(Rule.CAPACITY, 2, "seats"), (Rule.CAPACITY, 1, "stretchers")]
    # D A Q A Q D: 10 + 5 + 5 + 5 + 10 km and 10 for the shift.
    best = solved(made)
    assert (best.cost, left_out(best)) == (4_500, [])


def test_a_child_needs_a_seat_and_a_child_seat() -> None:
    # Two children and a parent: 3 seats, of which 2 have child seats.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle("U", child_seats=1), vehicle("V", seats=3, child_seats=2, fixed=9_000)],
        [transfer("t", "A", "Q", persons=3, child_seats=2)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    wrong = plan(made, route(made, "U", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, wrong) == [(Rule.CAPACITY, 1, "child_seats")]
    best = solved(made)
    assert [route.vehicle_id for route in best.routes] == ["V"]


def test_two_overloads_are_two_breaches() -> None:
    # 4 seats: 3 + 2 persons aboard after the second boarding; all out; then 6 at once.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle(seats=4)],
        [transfer(i, "A", "Q", persons=n) for i, n in (("s", 3), ("t", 2), ("u", 6))],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    twice = plan(
        made,
        route(
            made,
            "V",
            visit("A", "board s", "board t"),
            visit("Q", "alight s", "alight t"),
            visit("A", "board u"),
            visit("Q", "alight u"),
        ),
    )
    # Seats are counted for all together and for the class of contacts (100 % in a van).
    assert findings(made, twice) == [
        (Rule.CAPACITY, 1, "seats"),
        (Rule.CAPACITY, 2, "seats"),
        (Rule.CAPACITY, 1, "seats"),
        (Rule.CAPACITY, 2, "seats"),
    ]


@pytest.mark.parametrize(
    ("path", "value", "amount"),
    [
        ("loads", {"mass_g": 69 * KG}, KG),
        ("loads", {}, 70 * KG),
        ("loads", {"mass_g": 70 * KG, "seats": 3}, 3),
        ("lines", [{"item_id": "kit", "quantity": 6}], 0),
        ("parties", ["a"], 0),
    ],
)
def test_a_manifest_that_is_not_true(path: str, value: object, amount: int) -> None:
    made = day([depot(), site("A")], [vehicle()], [delivery("a", "A", 7)], {"D-A": 10})
    legal = plan(made, route(made, "V", visit("A", "unload a")))
    assert findings(made, legal) == []
    ((rule, found, _),) = findings(
        made, edit(legal, **{f"routes__0__trips__0__stops__0__manifest__{path}": value})
    )
    assert (rule, found) == (Rule.CAPACITY, amount)


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize(("kg", "cost"), [(120, 3_100), (119, 6_000)])
def test_solver_takes_what_fits(kg: int, cost: int) -> None:
    # 6 + 6 kits are 120 kg. One round is 21 km: 10.00 + 21.00; two of 20 km 2 × 30.00.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=kg), vehicle("W", kg=kg)],
        [delivery("a", "A", 6), delivery("b", "B", 6)],
        {"D-A": 10, "A-B": 1, "D-B": 10},
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


@pytest.mark.parametrize(("seats", "cost"), [(12, 3_500), (11, 4_500)])
def test_solver_fills_half_the_seats_with_contacts(seats: int, cost: int) -> None:
    # Two parties of 3. Half of 12 seats take both at once: D A Q D, 25 km. Half of 11 are 5:
    # D A Q A Q D, 35 km.
    made = day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle(vehicle_class="bus", seats=seats)],
        [transfer("s", "A", "Q", persons=3), transfer("t", "A", "Q", persons=3)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    best = solved(made)
    assert (best.cost, left_out(best)) == (cost, [])


def test_solver_unloads_before_it_loads() -> None:
    # 60 kg out and 50 kg back on a vehicle for 60.
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle(kg=60)],
        [collection("c", "A", "B", kits=5), delivery("a", "A", 6)],
        {"D-A": 10, "A-B": 5, "D-B": 10},
    )
    assert done(solved(made)) == {"V": ["unload a", "load c", "unload c"]}


def test_solver_says_why() -> None:
    # 70 kg on a vehicle for 60.
    made = day([depot(), site("A")], [vehicle(kg=60)], [delivery("a", "A", 7)], {"D-A": 10})
    assert why(solved(made)) == {"a": [(Rule.CAPACITY, 10 * KG)]}
