"""Beds of people whom the plan fetches: others may have them, and not before."""

from collections.abc import Sequence
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.audit.proof import proof
from logiroute.model.order import Order
from logiroute.model.place import FreedBeds, PlaceKind
from logiroute.model.plan import TaskKind
from logiroute.model.rules import Rule
from logiroute.solver.problem import build_problem
from tests.rules.by_hand import edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import Day, at, day, depot, place, site, transfer, vehicle, window

#: Minutes, and as many kilometres.
WAYS = {"D-A": 10, "A-Q": 5, "D-Q": 10, "Q-H": 5, "D-H": 10, "A-H": 10}


def _made(
    *orders: Order,
    beds: int = 0,
    turnover: int | None = 10,
    freed: Sequence[FreedBeds] = (),
    fleet: Sequence[Any] = (vehicle(), vehicle("W")),
) -> Day:
    """Q has so many free beds, and gives those of who leaves again after so many minutes."""
    seconds = None if turnover is None else 60 * turnover
    hotel = place(
        "Q", PlaceKind.QUARANTINE_SITE, beds=beds, freed=tuple(freed), bed_turnover_s=seconds
    )
    return day([depot(), site("A"), site("H"), hotel], fleet, orders, WAYS)


def _home(order_id: str = "r", **more: Any) -> Order:
    """Somebody leaves Q for home."""
    return transfer(order_id, "Q", "H", **more)


def _one_leaves_one_comes(made: Day, gets_out: str) -> Any:
    """V is at Q at 06:10 for r; W brings s there at 06:15 or later."""
    return plan(
        made,
        route(made, "V", visit("Q", "board r"), visit("H", "alight r")),
        route(made, "W", visit("A", "board s"), visit("Q", "alight s", not_before=gets_out)),
    )


@pytest.mark.parametrize(
    ("turnover", "gets_out", "short"),
    [
        (10, "06:15", 1),
        (10, "06:19:59", 1),
        (10, "06:20", 0),
        (0, "06:15", 0),
        # Beds of who leaves are not given again where nobody says when.
        (None, "11:00", 1),
    ],
)
def test_a_bed_is_free_once_somebody_has_left_it(
    turnover: int | None, gets_out: str, short: int
) -> None:
    made = _made(_home(), transfer("s", "A", "Q"), turnover=turnover)
    found = findings(made, _one_leaves_one_comes(made, gets_out))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


@pytest.mark.parametrize(("gets_out", "short"), [("06:24:59", 1), ("06:25", 0)])
def test_they_have_left_when_all_are_aboard(gets_out: str, short: int) -> None:
    # Boarding takes five minutes, from 06:10 to 06:15; then ten for the room.
    made = _made(_home(service_s=300), transfer("s", "A", "Q"))
    found = findings(made, _one_leaves_one_comes(made, gets_out))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


def test_a_bed_counts_from_when_boarding_is_stated_to_end() -> None:
    made = _made(_home(), transfer("s", "A", "Q"))
    late = edit(
        _one_leaves_one_comes(made, "06:20"),
        routes__0__trips__0__stops__1__tasks__0__end=at("06:11"),
        routes__0__trips__0__stops__1__depart=at("06:11"),
        routes__0__trips__0__stops__2__arrive=at("06:16"),
        routes__0__trips__0__stops__2__tasks__0__start=at("06:16"),
        routes__0__trips__0__stops__2__tasks__0__end=at("06:16"),
        routes__0__trips__0__stops__2__depart=at("06:16"),
    )
    assert (Rule.BEDS, 1, "persons") in findings(made, late)


def test_who_is_left_out_leaves_no_bed() -> None:
    made = _made(_home(), transfer("s", "A", "Q"))
    only = plan(
        made,
        route(made, "W", visit("A", "board s"), visit("Q", "alight s", not_before="11:00")),
        unserved=["r"],
    )
    assert findings(made, only) == [(Rule.BEDS, 1, "persons")]


def test_nobody_leaves_a_bed_where_they_were_not() -> None:
    # r boards at A in this plan, which is wrong by itself; no bed at Q is free for it.
    made = _made(_home(), transfer("s", "A", "Q"))
    wrong = plan(
        made,
        route(made, "V", visit("A", "board r"), visit("H", "alight r")),
        route(made, "W", visit("A", "board s"), visit("Q", "alight s", not_before="11:00")),
    )
    assert (Rule.BEDS, 1, "persons") in findings(made, wrong)


@pytest.mark.parametrize(("beds", "gets_out", "short"), [(3, "06:15", 1), (3, "06:20", 0)])
def test_a_family_of_four_for_three_beds_and_one_that_is_left(
    beds: int, gets_out: str, short: int
) -> None:
    made = _made(_home(), transfer("s", "A", "Q", persons=4), beds=beds)
    found = findings(made, _one_leaves_one_comes(made, gets_out))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


@pytest.mark.parametrize(("gets_out", "short"), [("06:15", 1), ("06:19:59", 1), ("06:20", 0)])
def test_beds_that_are_left_come_on_top_of_those_the_desk_knows(gets_out: str, short: int) -> None:
    freed = (FreedBeds(at=at("06:15"), beds=1),)
    made = _made(_home(), transfer("s", "A", "Q", persons=2), freed=freed)
    found = findings(made, _one_leaves_one_comes(made, gets_out))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


@pytest.mark.parametrize(("brings_first", "short"), [(True, 1), (False, 0)])
def test_the_same_bus_brings_some_and_takes_others_home(brings_first: bool, short: int) -> None:
    made = _made(_home(service_s=60), transfer("s", "A", "Q"), turnover=0)
    there = [visit("A", "board s"), visit("Q", "alight s")]
    back = [visit("Q", "board r"), visit("H", "alight r")]
    stops = [*there, *back] if brings_first else [*back, *there]
    found = findings(made, plan(made, route(made, "V", *stops)))
    assert found == ([(Rule.BEDS, short, "persons")] if short else [])


def test_what_the_auditor_says_and_how_much_it_looked_at() -> None:
    made = _made(_home(), transfer("s", "A", "Q", persons=3), beds=1)
    early = _one_leaves_one_comes(made, "06:15")
    (found,) = audit_plan(made.scenario, made.travel, early, geometry=False).violations
    assert found.text == (
        "vehicle W: place Q has 1 free bed, the plan brings 3 persons; with order s at 06:15 it "
        "is full."
    )
    later = _one_leaves_one_comes(made, "06:20")
    (found,) = audit_plan(made.scenario, made.travel, later, geometry=False).violations
    assert found.text == (
        "vehicle W: place Q has 2 free beds, the plan brings 3 persons; with order s at 06:20 it "
        "is full."
    )
    sound = _made(_home(), transfer("s", "A", "Q"))
    legal = _one_leaves_one_comes(sound, "06:20")
    result = audit_plan(sound.scenario, sound.travel, legal, geometry=False)
    facts = proof(sound.scenario, sound.travel, legal, result)["facts"]
    # Two who get out, one who leaves a bed, one place with beds.
    assert isinstance(facts, dict)
    assert facts[str(Rule.BEDS)] == 4


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def _gets_out(of: Any, order_id: str) -> Any:
    (start,) = (
        task.start
        for one in of.routes
        for stop in one.stops
        for task in stop.tasks
        if task.order_id == order_id and task.kind is TaskKind.ALIGHT
    )
    return start


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_solver_brings_somebody_into_a_bed_that_is_left(search: str) -> None:
    # r is fetched by 07:30, so that the bed is counted on from 07:40.
    made = _made(_home(windows=(window("07:00", "07:30"),)), transfer("s", "A", "Q"))
    best = solved(made, search=search)
    assert left_out(best) == []
    assert _gets_out(best, "s") >= at("07:40")


@pytest.mark.parametrize(("by", "left"), [("07:39:59", ["s"]), ("07:40", [])])
def test_a_bed_that_is_needed_before_it_is_left(by: str, left: list[str]) -> None:
    made = _made(
        _home(windows=(window("07:00", "07:30"),)), transfer("s", "A", "Q", arrive_by=at(by))
    )
    assert left_out(solved(made)) == left


def test_who_cannot_wait_for_a_bed_is_brought_elsewhere() -> None:
    home = _home(windows=(window("07:00", "07:30"),))
    made = _made(home, transfer("s", "A", "Q", "H", arrive_by=at("07:00")))
    best = solved(made)
    (stop,) = (
        stop.place_id
        for one in best.routes
        for stop in one.stops
        for task in stop.tasks
        if task.order_id == "s" and task.kind is TaskKind.ALIGHT
    )
    assert (stop, left_out(best)) == ("H", [])


def test_the_solver_counts_on_it_by_arrive_by_too() -> None:
    # Set down by 08:00 at the latest, r has left by then, and the room is ready at 08:10.
    made = _made(_home(arrive_by=at("08:00")), transfer("s", "A", "Q"))
    best = solved(made)
    assert left_out(best) == []
    assert _gets_out(best, "s") >= at("08:10")


def test_without_a_window_a_bed_is_free_after_the_day() -> None:
    made = _made(_home(), transfer("s", "A", "Q"), turnover=0)
    assert left_out(solved(made)) == ["s"]
    # Nor is there one more way to set s down.
    assert build_problem(made.scenario, made.travel).choices == ((1,), (3,))


def test_a_bed_that_nobody_gives_again() -> None:
    home = _home(windows=(window("07:00", "07:30"),))
    assert left_out(solved(_made(home, transfer("s", "A", "Q"), turnover=None))) == ["s"]


def test_a_family_of_four_waits_for_the_one_bed_it_lacks() -> None:
    home = _home(windows=(window("07:00", "07:30"),))
    best = solved(_made(home, transfer("s", "A", "Q", persons=4), beds=3))
    assert left_out(best) == []
    assert _gets_out(best, "s") >= at("07:40")


def test_a_family_of_five_does_not_fit_even_then() -> None:
    home = _home(windows=(window("07:00", "07:30"),))
    best = solved(_made(home, transfer("s", "A", "Q", persons=5), beds=3))
    assert left_out(best) == ["s"]
    assert why(best) == {"s": [(Rule.BEDS, 1)]}


def test_who_is_not_fetched_keeps_a_bed_and_the_plan_says_so() -> None:
    # No vehicle takes anybody who lies.
    home = _home(windows=(window("07:00", "07:30"),), stretchers=1)
    best = solved(_made(home, transfer("s", "A", "Q"), fleet=[vehicle()]))
    assert left_out(best) == ["r", "s"]
    assert why(best)["s"] == [(Rule.BEDS, 1)]
    (reason,) = best.unserved[1].reasons
    assert reason.text == (
        "Place Q is 1 bed short; order r, whose people would leave beds there, is not served."
    )
    assert reason.remedy == "1 more bed at place Q"


def test_it_pays_to_fetch_somebody_for_whoever_gets_the_bed() -> None:
    # Alone, r is not worth the way: 15 km for its penalty of 5.00; with s it is.
    cheap = {1: 100_000, 2: 50_000, 3: 500}
    home = _home(windows=(window("07:00", "07:30"),))
    made = _made(home, transfer("s", "A", "Q", priority=1))
    policy = made.scenario.policy.model_copy(update={"penalties": cheap})
    alone = made.scenario.model_copy(update={"policy": policy, "orders": (home,)})
    assert left_out(solved(Day(alone, made.travel))) == ["r"]
    both = made.scenario.model_copy(update={"policy": policy})
    assert left_out(solved(Day(both, made.travel))) == []


def test_a_chain_of_beds() -> None:
    # r leaves Q, t leaves R for Q, s leaves A for R: each has the bed of the one before.
    ways = {**WAYS, "D-R": 10, "R-Q": 5, "A-R": 5}
    hotels = [
        place(name, PlaceKind.QUARANTINE_SITE, beds=0, bed_turnover_s=600) for name in ("Q", "R")
    ]
    orders = [
        _home(windows=(window("07:00", "07:30"),)),
        transfer("t", "R", "Q", windows=(window("07:30", "08:00"),)),
        transfer("s", "A", "R"),
    ]
    made = day([depot(), site("A"), site("H"), *hotels], [vehicle(), vehicle("W")], orders, ways)
    best = solved(made)
    assert left_out(best) == []
    assert _gets_out(best, "t") >= at("07:40")
    assert _gets_out(best, "s") >= at("08:10")


def test_many_moments_are_moved_on_to_full_hours() -> None:
    # Thirteen people leave five minutes one after the other; twelve moments are the most.
    homes = [
        _home(f"r{number}", windows=(window("06:30", f"07:{5 * number:02}"),))
        if number < 12
        else _home("r12", windows=(window("06:30", "08:00"),))
        for number in range(13)
    ]
    last = transfer("s", "A", "Q", persons=2, arrive_by=at("07:15"))
    made = _made(*homes, last, turnover=0, fleet=[vehicle(seats=20), vehicle("W")])
    # r0 leaves by 07:00, r1 to r3 by 07:15 when all is counted by quarters.
    best = solved(made)
    assert left_out(best) == []
    assert _gets_out(best, "s") == at("07:15")
    sooner = transfer("s", "A", "Q", persons=2, arrive_by=at("07:14"))
    orders = (*homes, sooner)
    made = Day(made.scenario.model_copy(update={"orders": orders}), made.travel)
    assert left_out(solved(made)) == ["s"]
