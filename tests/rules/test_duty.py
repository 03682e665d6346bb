"""Duty: nobody drives longer than the driving rule lets them, nor without a rest."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.driving import DrivingRule, Hours
from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from tests.rules.by_hand import Visit, done, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    day,
    delivery,
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

_ALL_DAY = (window("00:00", "23:59"),)


def _rule(**more: Any) -> DrivingRule:
    """4 hours, then 20 minutes."""
    return DrivingRule(id="rule", label="the rule", **{"drive_s": 14_400, "rest_s": 1_200, **more})


def _made(
    rule: DrivingRule,
    ways: dict[str, int],
    *places: Place,
    fleet: Sequence[Vehicle] = (),
    orders: Sequence[Order] = (),
    **of_policy: Any,
) -> Day:
    """Depot D, site A and what else is given; one delivery to A."""
    return day(
        [depot(), site("A"), *places],
        fleet or [vehicle(shifts=_ALL_DAY, per_km=10)],
        orders or [delivery("a", "A", item="box")],
        ways,
        rules=policy(driving=rule, **of_policy),
    )


def _planned(made: Day, *visits: Visit, start: str = "06:00") -> Plan:
    return plan(made, route(made, "V", *visits, start=start))


def _texts(made: Day, of: Plan) -> list[str]:
    result = audit_plan(made.scenario, made.travel, of, geometry=False)
    return [found.text for found in result.violations]


A = visit("A", "unload a")


def test_four_hours_are_enough_and_a_minute_more_is_not() -> None:
    # D -120- A -120- D: 4 hours. D -120- A -121- D would be one minute more.
    made = _made(_rule(), {"D-A": 120})
    assert findings(made, _planned(made, A)) == []
    made = _made(_rule(drive_s=14_340), {"D-A": 120})
    long = _planned(made, A)
    assert findings(made, long) == [(Rule.DUTY, 60, "s")]
    text = (
        "vehicle V: its driver has driven 4 h 00 min without a rest on reaching place D; the rule "
        "allows 3 h 59 min."
    )
    assert _texts(made, long) == [text]


def test_a_rest_begins_the_count_anew() -> None:
    # D -150- A -150- D, and R, 10 minutes from A on the way home.
    ways = {"D-A": 150, "A-R": 10, "R-D": 140}
    made = _made(_rule(), ways, relief())
    assert findings(made, _planned(made, A)) == [(Rule.DUTY, 3_600, "s")]
    assert findings(made, _planned(made, A, visit("R", "rest 20"))) == []
    assert findings(made, _planned(made, A, visit("R", "rest 19"))) == [(Rule.DUTY, 3_600, "s")]


def test_waiting_and_work_are_no_rest() -> None:
    made = _made(_rule(), {"D-A": 150})
    waits = _planned(made, visit("A", "unload a", not_before="10:00"))
    assert findings(made, waits) == [(Rule.DUTY, 3_600, "s")]


def test_only_where_one_may_rest() -> None:
    made = _made(_rule(), {"D-A": 150}, fleet=[vehicle(shifts=_ALL_DAY)])
    rests = _planned(made, visit("A", "unload a", "rest 20"))
    assert findings(made, rests) == [(Rule.DUTY, 0, "")]
    assert _texts(made, rests) == [
        "vehicle V: the driver rests at place A, which is no place to rest."
    ]
    # The same site, where the desk says that one may.
    made = day(
        [depot(), site("A", rest=True)],
        [vehicle(shifts=_ALL_DAY)],
        [delivery("a", "A", item="box")],
        {"D-A": 150},
        rules=policy(driving=_rule()),
    )
    assert findings(made, _planned(made, visit("A", "unload a", "rest 20"))) == []


def test_two_drivers_change_over() -> None:
    made = _made(_rule(), {"D-A": 150}, fleet=[vehicle(shifts=_ALL_DAY, drivers=2)])
    assert findings(made, _planned(made, A)) == []


def test_a_rest_in_two_parts() -> None:
    # 4 h 30, then 45 minutes, or 15 and 30 in this order.
    rule = _rule(drive_s=16_200, rest_s=2_700, rest_parts_s=(900, 1_800))
    ways = {"D-R": 100, "R-A": 100, "A-S": 10, "S-D": 190}
    made = _made(rule, ways, relief(), relief("S"))
    first, second = visit("R", "rest 15"), visit("S", "rest 30")
    assert findings(made, _planned(made, first, A, second)) == []
    # The other way about: only the second of them would count, and nothing follows it.
    wrong = _planned(made, visit("R", "rest 30"), A, visit("S", "rest 15"))
    assert findings(made, wrong) == [(Rule.DUTY, 400 * 60 - 16_200, "s")]


def test_at_night_two_hours() -> None:
    # 20:30 D -150- A 23:00 · D 01:30. Driven at night: 22:00–01:30, 3 h 30; allowed are 2 h.
    rule = _rule(drive_s=36_000, night=Hours(start=time(22), end=time(6)), night_drive_s=7_200)
    late = (window("20:00", "23:59"),)
    made = _made(rule, {"D-A": 75}, fleet=[vehicle(shifts=late)])
    # 20:30 D · A 21:45 · D 23:00: an hour of the night.
    assert findings(made, _planned(made, A, start="20:30")) == []
    made = _made(rule, {"D-A": 100}, fleet=[vehicle(shifts=(window("02:00", "08:00"),))])
    # 02:40 D · A 04:20 · D 06:00: all of it at night, 3 h 20.
    assert findings(made, _planned(made, A, start="02:40")) == [(Rule.DUTY, 80 * 60, "s")]
    # An hour later 2 h 20 of it are.
    assert findings(made, _planned(made, A, start="03:40")) == [(Rule.DUTY, 20 * 60, "s")]
    assert findings(made, _planned(made, A, start="04:00")) == []


@pytest.mark.parametrize(("driven", "over"), [(0, 0), (3_600, 0), (3_660, 60)])
def test_what_a_day_and_a_week_leave(driven: int, over: int) -> None:
    # 4 hours on the road; 5 hours a day, of which so much is gone.
    made = _made(
        _rule(drive_s=36_000, day_drive_s=18_000),
        {"D-A": 120},
        fleet=[vehicle(shifts=_ALL_DAY, driven_day_s=driven)],
    )
    found = findings(made, _planned(made, A))
    assert found == ([(Rule.DUTY, over, "s")] if over else [])
    if over:
        text = "vehicle V: drives 4 h 00 min in all; its driver may drive 3 h 59 min on this day."
        assert _texts(made, _planned(made, A)) == [text]


def test_two_drivers_share_the_day() -> None:
    fleet = [vehicle(shifts=_ALL_DAY, drivers=2, driven_day_s=3_600)]
    # 2 x (3 h - 1 h) = 4 h.
    made = _made(_rule(day_drive_s=10_800), {"D-A": 120}, fleet=fleet)
    assert findings(made, _planned(made, A)) == []
    made = _made(_rule(day_drive_s=10_799), {"D-A": 120}, fleet=fleet)
    assert findings(made, _planned(made, A)) == [(Rule.DUTY, 2, "s")]


STILL = Hours(start=time(2), end=time(5))


@pytest.mark.parametrize(("minutes", "breach"), [(100, False), (101, True)])
def test_the_night_exemption_just_under_and_just_over(minutes: int, breach: bool) -> None:
    # A minute is a kilometre: 100 km may be driven between two and five, 101 may not.
    rule = _rule(stands_still=STILL, stands_still_over_m=100_000)
    made = _made(rule, {"D-A": minutes}, fleet=[vehicle(shifts=(window("01:00", "09:00"),))])
    # Off at 04:00: an hour of the way there lies before five.
    night = _planned(made, A, start="04:00")
    assert findings(made, night) == ([(Rule.DUTY, 3_600, "s")] if breach else [])
    if breach:
        text = (
            "vehicle V: drives 101.0 km to place A, 1 h 00 min of it between 02:00 and 05:00, when "
            "it must stand still on ways of more than 100 km."
        )
        assert _texts(made, night) == [text]
    assert findings(made, _planned(made, A, start="05:00")) == []


def test_duty_and_time_off() -> None:
    rule = _rule(duty_s=7_200, off_duty_s=39_600)
    shifts = (window("00:00", "06:00"), window("12:00", "23:59"))
    made = _made(rule, {"D-A": 61}, fleet=[vehicle(shifts=shifts)])
    assert findings(made, _planned(made, A, start="00:30")) == [(Rule.DUTY, 120, "s")]
    two = [delivery("a", "A", item="box"), delivery("b", "A", item="box")]
    made = _made(rule, {"D-A": 60}, fleet=[vehicle(shifts=shifts)], orders=two)
    first = route(made, "V", A, start="01:00")
    # Back at 03:00; eleven hours later it is 14:00.
    late = route(made, "V", visit("A", "unload b"), start="14:00", shift=1)
    assert findings(made, plan(made, first, late)) == []
    soon = route(made, "V", visit("A", "unload b"), start="13:00", shift=1)
    assert findings(made, plan(made, first, soon)) == [(Rule.DUTY, 3_600, "s")]


def test_the_next_shift_begins_after_a_rest() -> None:
    # Two hours there and back in each shift; between them ten minutes, twenty are a rest.
    shifts = (window("06:00", "08:00"), window("08:10", "12:00"))
    two = [delivery("a", "A", item="box"), delivery("b", "A", item="box")]
    made = _made(_rule(), {"D-A": 60}, fleet=[vehicle(shifts=shifts)], orders=two)
    first = route(made, "V", A, start="06:00")
    soon = route(made, "V", visit("A", "unload b"), start="08:10", shift=1)
    assert findings(made, plan(made, first, soon)) == [(Rule.DUTY, 600, "s")]
    late = route(made, "V", visit("A", "unload b"), start="08:20", shift=1)
    assert findings(made, plan(made, first, late)) == []


@SEARCHES
def test_a_shift_that_follows_at_once_is_begun_after_a_rest(search: str) -> None:
    shifts = (window("06:00", "08:00"), window("08:00", "12:00"))
    two = [delivery("a", "A", item="box"), delivery("b", "A", item="box")]
    fleet = [vehicle(shifts=shifts, kg=1, per_km=1)]
    best = solved(_made(_rule(), {"D-A": 60}, fleet=fleet, orders=two), search=search)
    assert left_out(best) == []
    first, second = sorted(best.routes, key=lambda each: each.shift)
    assert second.stops[0].arrive - first.stops[-1].arrive >= timedelta(minutes=20)


@pytest.mark.parametrize(
    ("roles", "drivers"),
    [((), 1), (("司机 driver", "Co-driver"), 2), (("nurse",), 1), (("驾驶员", "护士 nurse"), 1)],
)
def test_who_drives(roles: Sequence[str], drivers: int) -> None:
    crew = tuple(CrewMember(id=role, name=role, role=role) for role in roles)
    assert vehicle().model_copy(update={"crew": crew}).drivers == drivers


@SEARCHES
@pytest.mark.parametrize("bays", [None, 1])
def test_a_rest_before_a_disinfection_with_few_bays(search: str, bays: int | None) -> None:
    # 75 minutes at a stretch: A -25- R -25- Q -20- W, and twice so with one bay.
    made = day(
        [depot(), site("A"), quarantine("Q"), relief(), station(bays=bays)],
        [vehicle(shifts=_ALL_DAY, per_km=1, seats=20)],
        [transfer("p", "A", "Q", persons=3), transfer("q", "A", "Q", persons=3)],
        {
            "D-A": 10,
            "A-Q": 50,
            "A-R": 25,
            "R-Q": 25,
            "Q-W": 20,
            "D-W": 10,
            "D-R": 30,
            "A-W": 10,
            "R-W": 20,
        },
        rules=policy(driving=_rule(drive_s=4_500), disinfect={"contact": 45}),
    )
    best = solved(made, search=search)
    assert left_out(best) == []
    assert "rest" in done(best)["V"]


#: People ride from A to Q, 300 minutes; R lies half way, E too, but is no relief area.
_RIDE = {"D-A": 10, "A-Q": 300, "A-R": 150, "R-Q": 150, "A-E": 150, "E-Q": 150, "Q-D": 200}
_RIDE |= {"Q-W": 5, "W-D": 195, "Q-E": 150}


def _ride(rule: DrivingRule, **more: Any) -> Day:
    return _made(
        rule,
        _RIDE,
        quarantine("Q"),
        relief(),
        depot("E"),
        station(),
        orders=[transfer("p", "A", "Q", persons=3)],
        disinfect={"contact": 45},
        **more,
    )


BOARD, ALIGHT, WASH = visit("A", "board p"), visit("Q", "alight p"), visit("W", "disinfect 45")


def test_people_aboard_rest_at_relief_areas_only() -> None:
    made = _ride(_rule(disinfection_rests=True))
    # A -300- Q is an hour too long in one go.
    assert findings(made, _planned(made, BOARD, ALIGHT, WASH)) == [
        (Rule.DUTY, (10 + 300 - 240) * 60, "s")
    ]
    assert findings(made, _planned(made, BOARD, visit("R", "rest 20"), ALIGHT, WASH)) == []
    at_depot = _planned(made, BOARD, visit("E", "rest 20"), ALIGHT, WASH)
    assert findings(made, at_depot) == [(Rule.DUTY, 3, "persons")]
    assert _texts(made, at_depot) == [
        "vehicle V: the driver rests at place E, which is no relief area, while the people of p "
        "are aboard."
    ]


def test_a_vehicle_that_is_not_clean_stands_at_no_depot() -> None:
    made = _ride(_rule(disinfection_rests=True))
    dirty = _planned(made, BOARD, visit("R", "rest 20"), ALIGHT, visit("E", "rest 20"), WASH)
    assert (Rule.CLEANING, 0, "") in findings(made, dirty)


def test_disinfection_rests_where_the_rule_says_so() -> None:
    made = _ride(_rule(disinfection_rests=False))
    rides = _planned(made, BOARD, visit("R", "rest 20"), ALIGHT, WASH)
    # From R: 150 + 5 + 195 minutes without a rest.
    assert findings(made, rides) == [(Rule.DUTY, (350 - 240) * 60, "s")]


@SEARCHES
def test_a_rest_is_put_where_it_costs_least(search: str) -> None:
    # Five hours of driving. R lies on the way home, S half an hour off it.
    ways = {"D-A": 150, "A-R": 10, "R-D": 140, "A-S": 40, "S-D": 140, "R-S": 40}
    best = solved(_made(_rule(), ways, relief(), relief("S")), search)
    assert done(best) == {"V": ["unload a", "rest"]}
    assert [stop.place_id for stop in best.routes[0].stops] == ["D", "A", "R", "D"]


@SEARCHES
def test_where_nobody_may_rest_the_order_is_left_out(search: str) -> None:
    best = solved(_made(_rule(), {"D-A": 150}), search)
    assert left_out(best) == ["a"]
    assert why(best) == {"a": [(Rule.DUTY, 3_600)]}
    (reason,) = best.unserved[0].reasons
    assert reason.text == (
        "Even straight from vehicle V's start: its driver would drive 1 h 00 min too long without "
        "a rest around place A."
    )
    assert reason.remedy == "one more driver on vehicle V"


@SEARCHES
def test_two_drivers_need_no_rest(search: str) -> None:
    made = _made(_rule(), {"D-A": 150}, fleet=[vehicle(shifts=_ALL_DAY, drivers=2)])
    assert done(solved(made, search)) == {"V": ["unload a"]}


@SEARCHES
def test_a_rest_that_only_fits_at_a_relief_area(search: str) -> None:
    # The depot E lies as well on the way as R, but the people are aboard.
    best = solved(_ride(_rule(disinfection_rests=True)), search)
    assert done(best) == {"V": ["board p", "rest", "alight p", "disinfect"]}
    assert "R" in [stop.place_id for stop in best.routes[0].stops]


@SEARCHES
def test_without_the_relief_area_the_ride_is_left_out(search: str) -> None:
    ways = {pair: minutes for pair, minutes in _RIDE.items() if "R" not in pair}
    made = _made(
        _rule(disinfection_rests=True),
        ways,
        quarantine("Q"),
        depot("E"),
        station(),
        orders=[transfer("p", "A", "Q", persons=3)],
        disinfect={"contact": 45},
    )
    assert left_out(solved(made, search)) == ["p"]


@SEARCHES
@pytest.mark.parametrize(("minutes", "served"), [(100, True), (101, False)])
def test_by_night_only_short_ways(search: str, minutes: int, served: bool) -> None:
    # On duty from two to half past five: there and back takes 200 or 202 minutes.
    rule = _rule(stands_still=STILL, stands_still_over_m=100_000)
    shift = (window("02:00", "05:30"),)
    made = _made(rule, {"D-A": minutes}, fleet=[vehicle(shifts=shift)])
    assert left_out(solved(made, search)) == ([] if served else ["a"])


@pytest.mark.parametrize(("ends", "late"), [("05:30", "1 h 11 min"), ("05:21", "1 h 20 min")])
def test_standing_still_is_named_if_it_is_to_blame(ends: str, late: str) -> None:
    # Off at five, at A at 06:41. Who drove at once would be home at 05:22.
    rule = _rule(stands_still=STILL, stands_still_over_m=100_000)
    shift = (window("02:00", ends),)
    best = solved(_made(rule, {"D-A": 101}, fleet=[vehicle(shifts=shift)]))
    (text,) = (reason.text for reason in best.unserved[0].reasons if reason.unit == "s")
    still = ", as it stands still 02:00–05:00 on ways of more than 100 km" if ends > "05:22" else ""
    assert text == f"Even straight from vehicle V's start: {late} late at place A{still}."


@SEARCHES
def test_a_long_way_waits_until_five(search: str) -> None:
    rule = _rule(stands_still=STILL, stands_still_over_m=100_000)
    made = _made(rule, {"D-A": 101}, fleet=[vehicle(shifts=(window("02:00", "09:00"),))])
    best = solved(made, search)
    assert left_out(best) == []
    assert best.routes[0].stops[0].depart >= at("05:00")


@SEARCHES
def test_the_night_asks_for_more_rests(search: str) -> None:
    # 220 minutes of driving: none is needed by day, by night one after two hours.
    rule = _rule(night=Hours(start=time(22), end=time(6)), night_drive_s=7_200)
    ways = {"D-A": 110, "A-R": 5, "R-D": 110}
    by_night = [vehicle(shifts=(window("00:00", "06:00"),))]
    best = solved(_made(rule, ways, relief(), fleet=by_night), search)
    assert done(best) == {"V": ["unload a", "rest"]}
    by_day = [vehicle(shifts=(window("08:00", "14:00"),))]
    best = solved(_made(rule, ways, relief(), fleet=by_day), search)
    assert done(best) == {"V": ["unload a"]}


@SEARCHES
def test_what_is_left_of_the_day_is_shared_out(search: str) -> None:
    # 4 hours there and back to A, 2 to B; 3 hours are left.
    orders = [delivery("a", "A", item="box"), delivery("b", "B", item="box", priority=1)]
    fleet = [vehicle(shifts=_ALL_DAY, driven_day_s=5 * 3_600)]
    made = _made(
        _rule(day_drive_s=8 * 3_600, drive_s=36_000),
        {"D-A": 120, "D-B": 60, "A-B": 100},
        site("B"),
        fleet=fleet,
        orders=orders,
    )
    best = solved(made, search)
    assert done(best) == {"V": ["unload b"]}
    assert why(best) == {"a": [(Rule.DUTY, 3_600)]}
