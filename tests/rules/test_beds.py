"""Beds: no site receives more people than it has beds, nor a class it does not take."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Party, Transfer
from logiroute.model.place import FreedBeds, PlaceKind
from logiroute.model.policy import StayLocal
from logiroute.model.rules import Rule
from tests.rules.by_hand import findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    day,
    depot,
    place,
    policy,
    quarantine,
    site,
    transfer,
    vehicle,
    window,
)

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


def _freed(*later: tuple[str, int], beds: int = 0, **more: Any) -> Day:
    """A party of 3 at A, and Q with no free bed until some leave."""
    freed = tuple(FreedBeds(at=at(clock), beds=number) for clock, number in later)
    return day(
        [depot(), site("A"), place("Q", PlaceKind.QUARANTINE_SITE, beds=beds, freed=freed)],
        [vehicle(per_hour=60)],
        [transfer("s", "A", "Q", persons=3, **more)],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )


@pytest.mark.parametrize(
    ("later", "gets_out", "short"),
    [
        # D 06:00 · A 06:10 · Q 06:15: the beds are free at 06:25, ten minutes too late.
        ([("06:25", 3)], "06:15", 3),
        ([("06:25", 3)], "06:25", 0),
        ([("06:25", 3)], "06:24:59", 3),
        # In two parts, of which one is there.
        ([("06:15", 2), ("06:40", 1)], "06:30", 1),
        ([("06:15", 2), ("06:40", 1)], "06:40", 0),
        # Written in any order.
        ([("06:40", 1), ("06:15", 2)], "06:40", 0),
    ],
)
def test_beds_that_become_free(later: list[tuple[str, int]], gets_out: str, short: int) -> None:
    made = _freed(*later)
    stops = visit("A", "board s"), visit("Q", "alight s", not_before=gets_out)
    found = findings(made, plan(made, route(made, "V", *stops)))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


def test_it_is_said_when_the_site_is_full() -> None:
    made = _freed(("06:25", 3), beds=1)
    early = plan(made, route(made, "V", visit("A", "board s"), visit("Q", "alight s")))
    (found,) = audit_plan(made.scenario, made.travel, early, geometry=False).violations
    assert found.text == (
        "vehicle V: place Q has 1 free bed, the plan brings 3 persons; with order s at 06:15 it "
        "is full."
    )


def _staying_local(*needs: str) -> Day:
    """A party of one at A; Q is near and takes neither infants nor who is pregnant, R is far."""
    party = Party(persons=1, party_class="contact", needs=needs)
    order = Transfer(id="s", origin_id="A", destination_ids=("Q", "R"), party=party)
    near = place("Q", PlaceKind.QUARANTINE_SITE, refuses=("infant", "pregnant"))
    return day([depot(), site("A"), near, quarantine("R", 10)], [vehicle()], [order], WAYS)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ((), []),
        (("wheelchair",), []),
        (("wheelchair", "pregnant"), [(Rule.BEDS, 1, "persons")]),
        (("孕妇 pregnant",), [(Rule.BEDS, 1, "persons")]),
        (("Pregnant (8th month)",), [(Rule.BEDS, 1, "persons")]),
    ],
)
def test_who_cannot_be_taken_in(needs: tuple[str, ...], found: list[Any]) -> None:
    made = _staying_local(*needs)
    there = plan(made, route(made, "V", visit("A", "board s"), visit("Q", "alight s")))
    assert findings(made, there) == found
    away = plan(made, route(made, "V", visit("A", "board s"), visit("R", "alight s")))
    assert findings(made, away) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize("need", ["pregnant", "孕妇 pregnant", "Pregnant", "pregnant (8th month)"])
def test_solver_reads_a_refused_word_as_the_auditor_does(need: str, search: str) -> None:
    best = solved(_staying_local(need), search)
    # D A R D is 10 + 20 + 20 km, D A Q D only 25.
    assert (left_out(best), best.cost) == ([], 6_000)


def _at_the_site_already() -> Day:
    """A party that is at the only place where it may end."""
    order = transfer("s", "Q", "Q", persons=2)
    return day([depot(), quarantine("Q", 9)], [vehicle()], [order], {"D-Q": 10})


def test_nobody_is_set_down_where_they_got_in() -> None:
    made = _at_the_site_already()
    there = plan(made, route(made, "V", visit("Q", "board s", "alight s")))
    assert (Rule.BEDS, 2, "persons") in findings(made, there)


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_solver_leaves_out_who_is_there_already(search: str) -> None:
    best = solved(_at_the_site_already(), search)
    assert why(best) == {"s": [(Rule.BEDS, 0)]}
    assert best.unserved[0].reasons[0].text == "Place Q is where they are."


#: Infants, the very old and the pregnant.
LOCAL = StayLocal(under_years=3, from_years=80, needs=("pregnant",))


def _off_county(
    ages: Sequence[int] = (), needs: Sequence[str] = (), *, local: StayLocal = LOCAL
) -> Day:
    """A party s at A; Q is near and off-county, R is far and in the county."""
    persons = len(ages) or 2
    party = Party(persons=persons, party_class="contact", ages=tuple(ages), needs=tuple(needs))
    order = Transfer(id="s", origin_id="A", destination_ids=("Q", "R"), party=party)
    near = place("Q", PlaceKind.QUARANTINE_SITE, off_county=True)
    rules = policy(stay_local=local)
    return day([depot(), site("A"), near, quarantine("R")], [vehicle()], [order], WAYS, rules=rules)


@pytest.mark.parametrize(
    ("ages", "needs", "who"),
    [
        ((), (), ""),
        ((3, 79), ("wheelchair",), ""),
        ((2, 34), (), "age 2"),
        ((0, 0, 34, 80), (), "age 0, age 80"),
        ((34, 34), ("Pregnant, 8th month",), "Pregnant, 8th month"),
        ((90,), ("wheelchair", "孕妇 pregnant"), "age 90, 孕妇 pregnant"),
    ],
)
def test_who_stays_local(ages: Sequence[int], needs: Sequence[str], who: str) -> None:
    made = _off_county(ages, needs)
    there = plan(made, route(made, "V", visit("A", "board s"), visit("Q", "alight s")))
    persons = len(ages) or 2
    assert findings(made, there) == ([(Rule.BEDS, persons, "persons")] if who else [])
    if who:
        (found,) = audit_plan(made.scenario, made.travel, there, geometry=False).violations
        assert found.text == (
            f"vehicle V: order s: place Q is off-county, and the party must stay local ({who})."
        )
    # In the county everybody may be set down; and everywhere, if the policy keeps nobody.
    away = plan(made, route(made, "V", visit("A", "board s"), visit("R", "alight s")))
    assert findings(made, away) == []
    free = _off_county(ages, needs, local=StayLocal())
    assert findings(free, plan(free, there.routes[0])) == []


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize(("ages", "cost"), [((3, 79), 3_500), ((2, 79), 6_000)])
def test_solver_keeps_local_whom_it_must(search: str, ages: Sequence[int], cost: int) -> None:
    # D A Q D is 25 km, D A R D is 50 km; 10.00 for the shift.
    assert solved(_off_county(ages), search=search).cost == cost


def test_solver_says_who_stays_local_and_where_not() -> None:
    made = _off_county((1, 34))
    only = made.scenario.orders[0].model_copy(update={"destination_ids": ("Q",)})
    best = solved(Day(made.scenario.model_copy(update={"orders": (only,)}), made.travel))
    (reason,) = best.unserved[0].reasons
    assert reason.text == "Place Q is off-county, and the party must stay local (age 1)."
    assert best.shortage is None


def test_solver_looks_beyond_many_parts_of_the_day() -> None:
    # A bed becomes free every quarter of an hour until 09:15; s is fetched at 09:30.
    times = [f"{6 + number // 4:02}:{15 * (number % 4):02}" for number in range(14)]
    made = _freed(*((clock, 1) for clock in times), windows=(window("09:30", "09:40"),))
    assert left_out(solved(made)) == []


def test_solver_looks_beyond_many_sites_that_do_not_take_them() -> None:
    # Twenty sites nearby refuse infants, the twenty-first is far.
    near = [
        place(f"Q{number}", PlaceKind.QUARANTINE_SITE, refuses=("infant",)) for number in range(20)
    ]
    party = Party(persons=1, party_class="contact", needs=("infant",))
    names = (*(site.id for site in near), "R")
    order = Transfer(id="s", origin_id="A", destination_ids=names, party=party)
    ways = {f"{name}-Q{number}": 5 for name in "DA" for number in range(20)}
    made = day(
        [depot(), site("A"), *near, quarantine("R", 10)],
        [vehicle()],
        [order],
        {"D-A": 10, "A-R": 20, "D-R": 20, **ways},
    )
    assert left_out(solved(made)) == []


@pytest.mark.parametrize(("needs", "cost"), [((), 3_500), (("infant",), 6_000)])
def test_solver_finds_a_site_that_can_take_them(needs: tuple[str, ...], cost: int) -> None:
    # D A Q D is 25 km, D A R D is 50 km; 10.00 for the shift.
    assert solved(_staying_local(*needs)).cost == cost


def test_solver_says_whom_a_site_does_not_take() -> None:
    made = _staying_local("infant")
    only = made.scenario.orders[0].model_copy(update={"destination_ids": ("Q",)})
    best = solved(Day(made.scenario.model_copy(update={"orders": (only,)}), made.travel))
    (reason,) = best.unserved[0].reasons
    assert reason.text == "Place Q does not take in people with infant."


def test_solver_waits_for_a_bed() -> None:
    # The beds are free at 08:00: off at 07:45, which costs no waiting, home at 08:10.
    best = solved(_freed(("08:00", 3)))
    (task,) = best.routes[0].stops[2].tasks
    assert task.start == at("08:00")
    assert best.routes[0].seconds == 25 * 60


@pytest.mark.parametrize(("by", "left"), [("07:50", ["s"]), ("07:59", ["s"]), ("08:00", [])])
def test_a_bed_that_is_needed_before_it_is_free(by: str, left: list[str]) -> None:
    assert left_out(solved(_freed(("08:00", 3), arrive_by=at(by)))) == left


def test_solver_gives_the_first_bed_to_who_cannot_wait() -> None:
    # One bed now, one at 09:00; t has to be there by 08:00.
    freed = (FreedBeds(at=at("09:00"), beds=1),)
    made = day(
        [depot(), site("A"), place("Q", PlaceKind.QUARANTINE_SITE, beds=1, freed=freed)],
        [vehicle(), vehicle("W")],
        [transfer("s", "A", "Q"), transfer("t", "A", "Q", arrive_by=at("08:00"))],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
    )
    assert left_out(solved(made)) == []


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


@pytest.mark.parametrize(
    ("far", "left", "reasons"), [(4, [], {}), (0, ["f"], {"f": [(Rule.BEDS, 1)]})]
)
def test_a_family_of_four_for_three_beds(
    far: int, left: list[str], reasons: dict[str, list[tuple[Rule, int]]]
) -> None:
    """Nobody is left behind: all go to the site farther away that has beds for them, or none."""
    made = day(
        [depot(), site("A"), quarantine("Q", 3), quarantine("R", far)],
        [vehicle()],
        [transfer("f", "A", "Q", "R", persons=4)],
        WAYS,
    )
    best = solved(made)
    assert left_out(best) == left
    assert why(best) == reasons
    assert not left or best.routes == ()


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


@pytest.mark.parametrize(
    ("later", "said", "remedy"),
    [
        ("06:25", "; 3 more from 06:25", "order s to arrive by 06:25"),
        ("07:20", "; 3 more from 07:20", "order s to arrive by 07:20"),
        # More than an hour is a larger change than three beds.
        ("07:21", "; 3 more from 07:21", "3 more beds at place Q"),
        # Nobody leaves any, or too few.
        ("", "", "3 more beds at place Q"),
        ("06:25 2", "; 2 more from 06:25", "3 more beds at place Q"),
    ],
)
def test_who_is_told_when_beds_become_free(later: str, said: str, remedy: str) -> None:
    clock, _, beds = later.partition(" ")
    made = _freed(*([(clock, int(beds or 3))] if clock else []), arrive_by=at("06:20"))
    (reason,) = solved(made).unserved[0].reasons
    assert (reason.rule, reason.amount, reason.unit) == (Rule.BEDS, 3, "persons")
    assert reason.text == f"Place Q is 3 beds short{said}."
    assert reason.remedy == remedy
