"""Rule pairing: what it costs to be set down late, or where it is less welcome."""

from datetime import timedelta
from typing import Any

import pytest

from logiroute.model.place import Window
from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.in_step import in_step
from logiroute.solver.problem import build_problem
from logiroute.solver.recreate import set_downs
from logiroute.solver.rules import travel
from logiroute.units import COST_UNITS_PER_CENT
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    cohort,
    collection,
    day,
    depot,
    policy,
    quarantine,
    site,
    transfer,
    vehicle,
)

# D -10- A -5- Q -10- D; R is 3 km farther: A -8- R -10- D. A metre costs 0.1 cents, a route 1,000.
WAYS = {"D-A": 10, "A-Q": 5, "D-Q": 10, "A-R": 8, "D-R": 10}
SEARCHES = ("ortools", "recreate")


def _made(extra: int = 0, **more: Any) -> Day:
    places = (depot(), site("A"), quarantine("Q", extra_cost=extra), quarantine("R"))
    return day(places, [vehicle()], [transfer("t", "A", "Q", "R", **more)], WAYS)


def _there(made: Day, place: str = "Q", *, late: int = 0, extra: int = 0, **more: Any) -> Any:
    """Boards at 06:10, alights at Q at 06:15; the route alone costs 3,500 by way of Q."""
    of = plan(made, route(made, "V", visit("A", "board t"), visit(place, "alight t", **more)))
    cost = of.cost + late + extra
    changes = {"cost": cost, "late_cost": late, "extra_cost": extra}
    return edit(of, cost=cost, **{f"routes__0__{name}": value for name, value in changes.items()})


@pytest.mark.parametrize(
    ("due", "hours"),
    [
        (None, 0),
        ("06:15", 0),
        ("06:14:59", 1),
        ("05:15", 1),
        ("05:14:59", 2),
        ("02:15", 4),
        ("02:14:59", 8),
        ("00:00", 8),
    ],
)
def test_begun_hours_are_counted(due: str | None, hours: int) -> None:
    # 5 yuan an hour; set down at 06:15.
    made = _made(due=None if due is None else at(due))
    assert findings(made, _there(made, late=500 * hours)) == []
    assert findings(made, _there(made, late=500 * hours + 500)) == [(Rule.PAIRING, 500, "cents")]


def test_more_than_eight_hours_count_as_a_day() -> None:
    made = _made(due=at("00:00"))
    for clock, hours in (("08:00", 8), ("08:00:01", 24), ("11:00", 24)):
        assert findings(made, _there(made, late=500 * hours, not_before=clock)) == []


def test_the_class_says_how_long_after_the_notice() -> None:
    # Contacts are due half an hour after the notice, released people at no time.
    for party_class, own, late in (
        ("contact", None, 500),
        ("released", None, 0),
        ("released", "06:00", 500),
        ("contact", "04:00", 1_500),
    ):
        order = transfer(
            "t", "A", "Q", party_class=party_class, notice=at("05:44"), due=own and at(own)
        )
        places = (depot(), site("A"), quarantine("Q"))
        made = day(places, [vehicle()], [order], WAYS_Q, rules=policy(due={"contact": 30}))
        assert findings(made, _there(made, late=late)) == []


WAYS_Q = {pair: minutes for pair, minutes in WAYS.items() if "R" not in pair}


def test_what_is_paid_for_a_place_is_stated() -> None:
    made = _made(extra=700)
    assert findings(made, _there(made, extra=700)) == []
    assert findings(made, _there(made)) == [(Rule.PAIRING, 700, "cents")]
    assert findings(made, _there(made, "R")) == []
    wrong = edit(_there(made, extra=700), cost=3_500, routes__0__cost=3_500)
    assert findings(made, wrong) == [(Rule.TRAVEL, 700, "cents")]


def test_households_count_each() -> None:
    # Seven people in two households are late, and pay for the place, twice.
    places = (depot(), site("A"), quarantine("Q", extra_cost=300))
    orders = cohort("t", "A", "Q", parts=[(3, 4)], due=at("06:00"))
    made = day(places, [vehicle()], orders, WAYS_Q)
    of = plan(made, route(made, "V", visit("A", "board t/1"), visit("Q", "alight t/1")))
    cost = {"cost": 3_500 + 1_600, "late_cost": 1_000, "extra_cost": 600}
    changes = {f"routes__0__{name}": value for name, value in cost.items()}
    assert findings(made, edit(of, cost=5_100, **changes)) == []
    assert solved(made, "ortools").cost == 5_100


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize(
    ("extra", "there", "cost"), [(0, "Q", 3_500), (299, "Q", 3_799), (301, "R", 3_800)]
)
def test_a_place_is_preferred_up_to_its_cost(
    search: str, extra: int, there: str, cost: int
) -> None:
    best = solved(_made(extra), search)
    assert best.cost == cost
    assert best.routes[0].stops[2].place_id == there
    assert best.routes[0].extra_cost == (extra if there == "Q" else 0)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_preferred_place_is_found_behind_many_nearer_ones(search: str) -> None:
    # Fifteen places 5 km away, 10 yuan each; the sixteenth is 3 km farther.
    names = [f"Q{number}" for number in range(15)]
    places = [depot(), site("A"), *(quarantine(name, extra_cost=1_000) for name in names)]
    ways = {"D-A": 10, "A-R": 8, "D-R": 10}
    ways |= {
        pair: 5 if pair[0] == "A" else 10 for name in names for pair in (f"A-{name}", f"D-{name}")
    }
    order = transfer("t", "A", *names, "R")
    best = solved(day([*places, quarantine("R")], [vehicle()], [order], ways), search)
    assert best.cost == 3_800


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize(
    ("households", "first", "late"), [(1, "board t", 500), (3, "board u/1", 1_000)]
)
def test_of_two_parties_the_cheaper_one_is_late(
    search: str, households: int, first: str, late: int
) -> None:
    # Metres cost nothing. t first: t is there at 06:15, u at 06:15 + 60 + 60 = 08:15, 45 min late:
    # an hour for each of its households. u first: at 07:30, and t at 07:40, 85 min late: two.
    places = (depot(), site("A"), site("B"), quarantine("Q"))
    ways = {"D-A": 10, "A-Q": 5, "D-Q": 10, "D-B": 30, "B-Q": 60, "A-B": 65}
    orders = [
        transfer("t", "A", "Q", exclusive=True, due=at("06:15")),
        *cohort("u", "B", "Q", parts=[(1,) * households], exclusive=True, due=at("07:30")),
    ]
    made = day(places, [vehicle(per_km=0)], orders, ways)
    best = solved(made, search)
    assert done(best)["V"][0] == first
    assert (best.cost, best.routes[0].late_cost) == (1_000 + late, late)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_collection_late_is_better_than_left_out(search: str) -> None:
    order = collection("c", "A", "Q", due=at("02:00"))
    made = day((depot(), site("A"), quarantine("Q")), [vehicle()], [order], WAYS_Q)
    best = solved(made, search)
    assert (best.cost, best.routes[0].late_cost, left_out(best)) == (7_500, 4_000, [])


def test_nobody_waits_for_the_next_hour_to_begin() -> None:
    # Set down at 06:15, due at 06:00, and put into the step from 07:00:01 on.
    made = _made(due=at("06:00"))
    problem = build_problem(made.scenario, made.travel)
    evaluator = Evaluator(problem)
    steps = [task for task in problem.choices[0] if problem.task_place[task] == 2]
    late = ((problem.first_task[0], steps[2]),)
    assert evaluator.miss(late) is None
    assert evaluator.total(late)[0] == (3_500 + 1_000) * COST_UNITS_PER_CENT
    assert in_step(evaluator, late) == ((problem.first_task[0], steps[1]),)
    # The first step is over before anybody can be there.
    assert evaluator.miss(((problem.first_task[0], steps[0]),)) is not None


def test_more_set_downs_than_a_place_can_tell_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    made = _made(due=at("06:00"))
    problem = build_problem(made.scenario, made.travel)
    count = len(problem.choices[0])
    metres = problem.of(Rule.TRAVEL, travel.Columns).metres[0]
    monkeypatch.setattr(set_downs, "MOST_SET_DOWNS", count)
    assert sorted(set_downs.cheapest_first(problem, metres)[0]) == sorted(problem.choices[0])
    monkeypatch.setattr(set_downs, "MOST_SET_DOWNS", count - 1)
    with pytest.raises(OverflowError, match="name fewer destinations"):
        set_downs.cheapest_first(problem, metres)


def _tonight(minutes: int, **more: Any) -> Day:
    """Boards at 23:50, alights so many minutes later; contacts have to be there the same day."""
    night = vehicle(shifts=[Window(start=at("22:00"), end=at("22:00") + timedelta(hours=6))])
    order = transfer("t", "A", "Q", "R", **more)
    return day(
        (depot(), site("A"), quarantine("Q"), quarantine("R")),
        [night],
        [order],
        {"D-A": 110, "A-Q": minutes, "D-Q": 10, "A-R": minutes, "D-R": 10},
        rules=policy(due={"contact": 60}, same_day=("contact",)),
    )


@pytest.mark.parametrize("search", SEARCHES)
def test_nobody_is_left_overnight(search: str) -> None:
    in_time = solved(_tonight(10, notice=at("20:00")), search)
    assert (left_out(in_time), in_time.routes[0].late_cost) == ([], 1_500)
    too_late = solved(_tonight(15, notice=at("20:00")), search)
    assert why(too_late) == {"t": [(Rule.PAIRING, 300)]}
    text = too_late.unserved[0].reasons[0].text
    assert "5 min late" in text
    assert "by 24:00 of the day of its notice" in text


def test_the_auditor_sees_who_comes_after_midnight() -> None:
    made = _tonight(15, notice=at("20:00"))
    there = route(made, "V", visit("A", "board t"), visit("Q", "alight t"), start="22:00")
    # Due at 21:00 and 3 h 05 min late, which counts as four.
    late = {"cost": there.cost + 2_000, "late_cost": 2_000}
    of = plan(made, there.model_copy(update=late))
    assert findings(made, of) == [(Rule.PAIRING, 300, "s")]


@pytest.mark.parametrize(
    ("notice", "class_of", "in_time"),
    [
        (-1, "contact", False),
        (-30, "contact", False),
        (4.25, "contact", True),
        (0, "released", True),
    ],
)
def test_an_older_notice_counts_for_the_planned_day(
    notice: float, class_of: str, in_time: bool
) -> None:
    # Hours after 20:00: yesterday's is as today's, and at 00:15 there is a day left.
    made = _tonight(15, notice=at("20:00") + timedelta(hours=notice), party_class=class_of)
    there = route(made, "V", visit("A", "board t"), visit("Q", "alight t"), start="22:00")
    found = findings(made, plan(made, there))
    assert ((Rule.PAIRING, 300, "s") in found) != in_time


def test_what_could_cost_more_than_leaving_out_is_refused() -> None:
    with pytest.raises(ValueError, match="order t: a place may cost 12501, more than one in 4"):
        _made(extra=12_501)
    assert _made(extra=12_500)
    rules = policy(late_cost=521)
    with pytest.raises(ValueError, match="order t: being late may cost 12504"):
        day(
            (depot(), site("A"), quarantine("Q")),
            [vehicle()],
            [transfer("t", "A", "Q", due=at("07:00"))],
            WAYS_Q,
            rules=rules,
        )
