"""Suits: nobody is in a protective suit longer than the policy allows, and less long in heat."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from tests.rules.by_hand import Visit, done, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    call,
    day,
    depot,
    policy,
    quarantine,
    relief,
    site,
    station,
    transfer,
    vehicle,
    window,
)

SEARCHES = pytest.mark.parametrize("search", ["recreate", "ortools"])

#: D -10- A -20- Q -5- W -5- D, and B as far as A.
WAYS = {"D-A": 10, "D-B": 10, "A-Q": 20, "B-Q": 20, "A-B": 10, "D-Q": 10} | {
    f"{name}-W": 5 for name in "DABQ"
}

#: 6 minutes on, 3 off; half an hour in suits.
SUITS = {"suit_on_s": 360, "suit_off_s": 180, "suit_max_s": 1_800}


def _made(
    *orders: Order,
    fleet: Sequence[Vehicle] = (),
    places: Sequence[Place] = (),
    disinfect: int = 15,
    hot_from_c: int | None = None,
    temperature_c: int | None = None,
    **suits: Any,
) -> Day:
    """Depot D, sites A and B, quarantine site Q, station W; contacts need a disinfection."""
    return day(
        [depot(), site("A"), site("B"), quarantine("Q"), station(), *places],
        fleet or [vehicle()],
        orders or [transfer("s", "A", "Q")],
        WAYS,
        rules=policy(
            disinfect={"contact": disinfect}, suits={**SUITS, **suits}, hot_from_c=hot_from_c
        ),
        temperature_c=temperature_c,
    )


#: In suits from 06:16 until 06:44: A 06:10, changed 06:16 · Q 06:36 · W 06:41, changed 06:44.
S = (
    visit("A", "board s", not_before="06:16"),
    visit("Q", "alight s"),
    visit("W", "disinfect 15", not_before="06:44"),
)


def _planned(made: Day, *visits: Visit, unserved: Sequence[str] = (), **more: Any) -> Plan:
    return plan(made, route(made, "V", *visits, **more), unserved=unserved)


def _texts(made: Day, of: Plan) -> list[str]:
    result = audit_plan(made.scenario, made.travel, of, geometry=False)
    return [found.text for found in result.violations]


def _facts(made: Day, of: Plan) -> int:
    return audit_plan(made.scenario, made.travel, of, geometry=False).facts[Rule.SUITS]


def test_as_long_as_is_allowed_and_a_second_more() -> None:
    assert findings(_made(suit_max_s=28 * 60), _planned(_made(), *S)) == []
    made = _made(suit_max_s=28 * 60 - 1)
    long = _planned(made, *S)
    assert findings(made, long) == [(Rule.SUITS, 1, "s")]
    # Two times of changing and one stint.
    assert _facts(made, long) == 3
    made = _made(suit_max_s=20 * 60)
    assert _texts(made, _planned(made, *S)) == [
        "vehicle V: its crew is in suits for 28 min from place A until place W; 20 min are allowed."
    ]


def test_less_long_on_a_hot_day() -> None:
    limits: dict[str, Any] = {"suit_max_hot_s": 1_200, "hot_from_c": 35}
    for degrees in (None, 34):
        made = _made(**limits, temperature_c=degrees)
        assert findings(made, _planned(made, *S)) == []
    made = _made(**limits, temperature_c=35)
    hot = _planned(made, *S)
    assert findings(made, hot) == [(Rule.SUITS, 480, "s")]
    assert _texts(made, hot)[0].endswith("; 20 min are allowed at 35 °C.")
    # The limit of any day holds on hot ones too.
    made = _made(suit_max_s=600, suit_max_hot_s=1_200, hot_from_c=35, temperature_c=40)
    assert findings(made, _planned(made, *S)) == [(Rule.SUITS, 1_080, "s")]


def test_without_limit_and_without_suits_nothing_is_looked_at() -> None:
    made = _made(suit_max_s=None)
    assert findings(made, _planned(made, *S)) == []
    assert _facts(made, _planned(made, *S)) == 2
    made = _made(suit_max_s=None, suit_on_s=0, suit_off_s=0)
    plain = _planned(
        made, visit("A", "board s"), visit("Q", "alight s"), visit("W", "disinfect 15")
    )
    assert findings(made, plain) == []
    assert _facts(made, plain) == 0


def test_changing_takes_time() -> None:
    made = _made()
    hasty = _planned(made, visit("A", "board s", not_before="06:15"), *S[1:])
    assert findings(made, hasty) == [(Rule.SUITS, 60, "s")]
    assert _texts(made, hasty) == [
        "vehicle V: work on order s at place A is said to start at 06:15, but its crew puts suits "
        "on first, until 06:16."
    ]
    # A minute too soon at the station.
    hasty = _planned(made, *S[:2], visit("W", "disinfect 15", not_before="06:43"))
    assert _texts(made, hasty) == [
        "vehicle V: disinfecting at place W is said to start at 06:43, but its crew takes suits "
        "off first, until 06:44."
    ]


def test_a_late_start_is_told_once_and_makes_others_late() -> None:
    # Without time to change it would be home at 11:59; the own clock says 12:01.
    last = [vehicle(shifts=[window("06:00", "12:00")])]
    made = _made(call("c", "A"), fleet=last, suit_max_s=None, suit_on_s=120, suit_off_s=0)
    hasty = _planned(made, visit("A", "serve c"), start="11:39")
    assert findings(made, hasty) == [(Rule.SHIFTS, 60, "s"), (Rule.SUITS, 120, "s")]


def test_suits_are_off_before_duty_ends() -> None:
    # A 06:16 · D 06:26, off at 06:29: 13 minutes in suits.
    made = _made(call("c", "A"), suit_max_s=13 * 60)
    serve = visit("A", "serve c", not_before="06:16")
    assert findings(made, _planned(made, serve, lingers=3)) == []
    ends = _planned(made, serve)
    assert findings(made, ends) == [(Rule.SUITS, 180, "s")]
    assert _texts(made, ends) == [
        "vehicle V: its duty is said to end at place D at 06:26, but its crew takes suits off "
        "until 06:29."
    ]
    # Nobody lingers for longer than that.
    assert findings(made, _planned(made, serve, lingers=4))[0] == (Rule.SHIFTS, 240, "s")
    made = _made(call("c", "A"), suit_max_s=13 * 60 - 1)
    assert findings(made, _planned(made, serve, lingers=3)) == [(Rule.SUITS, 1, "s")]
    # Off within the shift: home at 11:58, off at 12:01.
    late = _planned(
        made := _made(call("c", "A")),
        visit("A", "serve c", not_before="11:48"),
        start="11:32",
        lingers=3,
    )
    assert findings(made, late) == [(Rule.SHIFTS, 60, "s")]


def test_waiting_before_the_first_work_is_not_in_suits() -> None:
    """Q opens at 08:00: who boards as soon as can be waits there in a suit."""
    made = _made(places=[])
    late = [
        place.model_copy(update={"windows": (window("08:00", "09:00"),)})
        if place.id == "Q"
        else place
        for place in made.scenario.places
    ]
    made = Day(made.scenario.model_copy(update={"places": tuple(late)}), made.travel)
    # 06:16 until 08:08, where 30 minutes are allowed.
    waits = _planned(
        made,
        S[0],
        visit("Q", "alight s", not_before="08:00"),
        visit("W", "disinfect 15", not_before="08:08"),
    )
    assert findings(made, waits) == [(Rule.SUITS, 82 * 60, "s")]
    # 07:40 until 08:08; it may be at A as early as it likes.
    for start in ("06:00", "07:24"):
        waits = _planned(
            made,
            visit("A", "board s", not_before="07:40"),
            visit("Q", "alight s"),
            visit("W", "disinfect 15", not_before="08:08"),
            start=start,
        )
        assert findings(made, waits) == []


def test_two_runs_with_a_disinfection_between() -> None:
    # 06:16–06:44, disinfected until 06:59, B 07:04, changed 07:10, Q 07:30, W 07:35, off 07:38.
    made = _made(transfer("s", "A", "Q"), transfer("t", "B", "Q"))
    second = (
        visit("B", "board t", not_before="07:10"),
        visit("Q", "alight t"),
        visit("W", "disinfect 15", not_before="07:38"),
    )
    both = _planned(made, *S, *second)
    assert findings(made, both) == []
    assert _facts(made, both) == 6
    # Suits that were not changed are on all the time, here until the end of duty: 06:16–07:37.
    made = _made(transfer("s", "A", "Q"), call("c", "A"), disinfect=0)
    calls = _planned(made, *S[:2], visit("A", "serve c", not_before="07:14"), lingers=3)
    assert findings(made, calls) == [(Rule.SUITS, (71 - 30) * 60, "s")]


def test_a_rest_before_the_first_work_is_not_in_suits() -> None:
    # R is a relief area, 5 minutes from A: R 06:05–06:25 · A 06:30, changed 06:36 · D 06:46, 06:49.
    made = _rested()
    rests, serve = visit("R", "rest 20"), visit("A", "serve c", not_before="06:36")
    assert findings(made, _planned(made, rests, serve, lingers=3)) == []
    # A 06:16 · R 06:21–06:41 · D 06:46, off 06:49: 33 minutes.
    serve = visit("A", "serve c", not_before="06:16")
    assert findings(made, _planned(made, serve, rests, lingers=3)) == [(Rule.SUITS, 180, "s")]


def _rested() -> Day:
    return day(
        [depot(), site("A"), relief()],
        [vehicle()],
        [call("c", "A")],
        {"D-A": 10, "A-R": 5, "D-R": 5},
        rules=policy(suits=SUITS),
    )


def _opening_late(made: Day, place_id: str, start: str, end: str) -> Day:
    """The same day, with one place open at these hours only."""
    places = tuple(
        place.model_copy(update={"windows": (window(start, end),)})
        if place.id == place_id
        else place
        for place in made.scenario.places
    )
    return Day(made.scenario.model_copy(update={"places": places}), made.travel)


@SEARCHES
def test_changing_is_planned(search: str) -> None:
    best = solved(_made(suit_max_s=28 * 60), search=search)
    assert left_out(best) == []
    (way,) = best.routes
    board, alight, wash = (stop.tasks[0] for stop in way.stops[1:4])
    assert way.stops[1].arrive + timedelta(minutes=6) == board.start
    assert wash.start - board.start == timedelta(minutes=28)
    assert alight.start - board.start == timedelta(minutes=20)
    # Not in suits any more: nothing to take off at the end.
    assert way.stops[-1].arrive == way.stops[-1].depart


@SEARCHES
def test_what_would_take_a_second_too_long_is_left_out(search: str) -> None:
    best = solved(_made(suit_max_s=28 * 60 - 1), search=search)
    assert why(best) == {"s": [(Rule.SUITS, 1)]}
    ((reason,),) = (entry.reasons for entry in best.unserved)
    assert reason.text == (
        "Even straight from vehicle V's start: the crew would be in suits 1 s too long around "
        "place A; 28 min are allowed."
    )
    assert reason.remedy == "up to 28 min in suits for van"


def test_the_reason_says_how_hot_it_is() -> None:
    made = _made(suit_max_s=7_200, suit_max_hot_s=1_200, hot_from_c=35, temperature_c=36)
    best = solved(made)
    ((reason,),) = (entry.reasons for entry in best.unserved)
    assert "in suits 8 min too long around place A; 20 min are allowed at 36 °C" in reason.text
    # On a day that is less hot it goes.
    cool = made.scenario.model_copy(update={"temperature_c": 34})
    assert left_out(solved(Day(cool, made.travel))) == []


@SEARCHES
def test_a_crew_waits_before_it_changes(search: str) -> None:
    # Q opens at 08:00: who boards at 06:16 would wait there in suits for 84 minutes.
    best = solved(_opening_late(_made(), "Q", "08:00", "09:00"), search=search)
    assert left_out(best) == []
    (way,) = best.routes
    assert way.stops[3].tasks[0].start - way.stops[1].tasks[0].start <= timedelta(minutes=30)
    assert way.stops[1].tasks[0].start >= at("07:38")


@SEARCHES
@pytest.mark.parametrize("bays", [None, 1])
def test_a_crew_waits_after_a_disinfection(search: str, bays: int | None) -> None:
    # The first run is over at 06:59 or soon after; R lets the second in at 09:00 only.
    late = quarantine("R").model_copy(update={"windows": (window("09:00", "10:00"),)})
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q"), late, station(bays=bays)],
        [vehicle(per_km=1)],
        [
            transfer("s", "A", "Q", windows=(window("06:00", "07:00"),)),
            transfer("t", "B", "R"),
        ],
        WAYS | {"B-R": 20, "R-W": 5, "Q-R": 10, "A-R": 20, "D-R": 10},
        rules=policy(disinfect={"contact": 15}, suits={**SUITS, "suit_max_s": 30 * 60}),
    )
    best = solved(made, search=search)
    assert left_out(best) == []
    assert done(best)["V"] == [
        "board s",
        "alight s",
        "disinfect",
        "board t",
        "alight t",
        "disinfect",
    ]


@SEARCHES
def test_two_calls_of_a_stint_too_long_take_two_vehicles(search: str) -> None:
    # A -10- B: both from 06:16 until 06:39 are 23 minutes; each alone 13.
    calls = (call("c", "A"), call("d", "B"))
    for limit, vehicles in ((23, 1), (22, 2)):
        made = _made(
            *calls,
            fleet=[vehicle(), vehicle("W")],
            suit_max_s=limit * 60,
        )
        best = solved(made, search=search)
        assert left_out(best) == []
        assert len(best.routes) == vehicles


@SEARCHES
def test_suits_are_off_within_the_shift(search: str) -> None:
    # D 06:00 · A 06:10–06:16 · D 06:26, off 06:29.
    for end, out in (("06:29", []), ("06:28", ["c"])):
        made = _made(call("c", "A"), fleet=[vehicle(shifts=[window("06:00", end)])])
        best = solved(made, search=search)
        assert left_out(best) == out
    assert why(best) == {"c": [(Rule.SHIFTS, 60)]}
