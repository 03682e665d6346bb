"""Cleaning: after a transfer run the vehicle is disinfected before anything else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place
from logiroute.model.plan import Plan, Stop
from logiroute.model.rules import Rule
from tests.rules.by_hand import (
    Visit,
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
    Day,
    at,
    by_hours,
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

#: D -10- A -10- Q -5- W -5- D, and B in between.
WAYS = {
    "D-A": 10,
    "D-B": 10,
    "D-Q": 10,
    "A-Q": 10,
    "A-B": 5,
    "B-Q": 5,
    **{f"{name}-W": 5 for name in "DABQ"},
}
#: Minutes after each class.
MINUTES = {"contact": 45, "released": 10}


def _made(
    *orders: Order,
    minutes: Mapping[str, int] = MINUTES,
    straight: Mapping[str, bool] | None = None,
    fleet: Sequence[Vehicle] = (),
    stations: Sequence[Place] = (),
    **of_station: Any,
) -> Day:
    """Depot D, sites A and B, quarantine site Q, station W where a stop takes 2 minutes."""
    washes = stations or (station("W", **{"stop_s": 120, **of_station}),)
    return day(
        [depot(), site("A"), site("B"), quarantine("Q"), *washes],
        fleet or [vehicle()],
        orders or [transfer("s", "A", "Q"), transfer("t", "B", "Q")],
        WAYS | {f"Q-{wash.id}": 5 for wash in washes} | {f"D-{wash.id}": 5 for wash in washes},
        rules=policy(disinfect=minutes, straight=straight),
    )


S = (visit("A", "board s"), visit("Q", "alight s"))
T = (visit("B", "board t"), visit("Q", "alight t"))


def _wash(minutes: int = 45, **more: Any) -> Visit:
    return visit("W", f"disinfect {minutes}", **more)


def _planned(made: Day, *visits: Visit) -> Plan:
    """The visits by V; what they do not do is unserved."""
    does = {what.split()[1] for stop in visits for what in stop.does}
    left = [order.id for order in made.scenario.orders if order.id not in does]
    return plan(made, route(made, "V", *visits), unserved=left)


def _texts(made: Day, of: Plan) -> list[tuple[str, str]]:
    result = audit_plan(made.scenario, made.travel, of, geometry=False)
    return [(found.order_id, found.text) for found in result.violations]


def test_a_run_by_the_clock() -> None:
    # D 06:00 · A 06:10 · Q 06:20 · W 06:25, stopped 06:27, disinfected 07:12 · D 07:17.
    made = _made()
    clean = _planned(made, *S, _wash())
    at_station, home = clean.routes[0].stops[3:]
    (task,) = at_station.tasks
    assert (task.order_id, task.start, task.end) == (None, at("06:27"), at("07:12"))
    assert home.arrive == at("07:17")
    assert findings(made, clean) == []


def test_missing_at_the_end_of_the_shift() -> None:
    made = _made()
    dirty = _planned(made, *S)
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")]
    text = (
        "vehicle V: its shift ends at place D too early: after people of class contact the vehicle "
        "must be disinfected first."
    )
    assert _texts(made, dirty) == [("", text)]


def test_missing_before_the_next_boarding() -> None:
    # Even the same class needs one between two runs.
    made = _made()
    dirty = _planned(made, *S, *T, _wash())
    text = (
        "vehicle V: order t at place B comes too early: after people of class contact the vehicle "
        "must be disinfected first."
    )
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")]
    assert _texts(made, dirty) == [("t", text)]
    assert findings(made, _planned(made, *S, _wash(), *T, _wash())) == []


def test_each_one_that_is_missing_is_told_once() -> None:
    # Before t, and at the end.
    made = _made()
    dirty = _planned(made, *S, *T)
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")] * 2
    assert [order_id for order_id, _ in _texts(made, dirty)] == ["t", ""]


def test_a_run_may_fetch_many_and_set_down_many() -> None:
    # s and t board one after the other, and get out at Q and at A: one run.
    made = _made(transfer("s", "A", "Q"), transfer("t", "B", "A"))
    run = (visit("A", "board s"), visit("B", "board t"), S[1], visit("A", "alight t"))
    assert findings(made, _planned(made, *run, _wash())) == []


def test_nobody_boards_after_somebody_got_out() -> None:
    # s gets out at Q while u rides on; then t boards at Q.
    made = _made(transfer("s", "A", "Q"), transfer("u", "A", "B"), transfer("t", "Q", "B"))
    run = (visit("A", "board s", "board u"), visit("Q", "alight s", "board t"))
    dirty = _planned(made, *run, visit("B", "alight u", "alight t"), _wash())
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")]
    assert [order_id for order_id, _ in _texts(made, dirty)] == ["t"]


@pytest.mark.parametrize(
    ("other", "does"), [(call("o", "B"), "serve o"), (delivery("o", "B"), "unload o")]
)
def test_other_work_waits_until_it_is_clean(other: Order, does: str) -> None:
    made = _made(transfer("s", "A", "Q"), other)
    dirty = _planned(made, *S, visit("B", does), _wash())
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")]
    assert [order_id for order_id, _ in _texts(made, dirty)] == ["o"]
    # After the disinfection, or before anybody got in, it is in order.
    assert findings(made, _planned(made, *S, _wash(), visit("B", does))) == []
    assert findings(made, _planned(made, visit("B", does), *S, _wash())) == []


@pytest.mark.parametrize(
    ("other", "does"), [(call("o", "B"), "serve o"), (delivery("o", "B"), "unload o")]
)
def test_people_are_taken_straight_there(other: Order, does: str) -> None:
    made = _made(transfer("s", "A", "Q"), other)
    round_about = _planned(made, S[0], visit("B", does), S[1], _wash())
    assert findings(made, round_about) == [(Rule.CLEANING, 0, "")]
    text = (
        "vehicle V: work on order o is done at place B while the people of order s are aboard: "
        "they must be taken straight to where they get out."
    )
    assert _texts(made, round_about) == [("o", text)]


# D -10- A -5- B -5- Q: a call at B lies on the way of who is brought from A to Q.
ROUND_ABOUT = (S[0], visit("B", "serve o"), S[1])


def test_straight_there_without_a_disinfection() -> None:
    free = _made(transfer("s", "A", "Q"), call("o", "B"), minutes={})
    assert findings(free, _planned(free, *ROUND_ABOUT)) == []
    held = _made(transfer("s", "A", "Q"), call("o", "B"), minutes={}, straight={"contact": True})
    assert findings(held, _planned(held, *ROUND_ABOUT)) == [(Rule.CLEANING, 0, "")]
    ((order_id, text),) = _texts(held, _planned(held, *ROUND_ABOUT))
    assert order_id == "o"
    assert "work on order o is done at place B while the people of order s are aboard" in text
    # Before and after, and nobody asks for a disinfection.
    assert findings(held, _planned(held, *S, visit("B", "serve o"))) == []
    assert findings(held, _planned(held, visit("B", "serve o"), *S)) == []


def test_not_straight_there_but_disinfected_after() -> None:
    made = _made(transfer("s", "A", "Q"), call("o", "B"), straight={"contact": False})
    assert findings(made, _planned(made, *ROUND_ABOUT, _wash())) == []
    assert findings(made, _planned(made, *ROUND_ABOUT)) == [(Rule.CLEANING, 0, "")]


def test_others_who_go_straight_may_board_on_the_way() -> None:
    # Without a disinfection afterwards even after somebody has got out.
    orders = (transfer("s", "A", "Q"), transfer("t", "B", "Q"), transfer("u", "A", "B"))
    made = _made(*orders, minutes={}, straight={"contact": True})
    together = _planned(
        made,
        visit("A", "board s", "board u"),
        visit("B", "alight u", "board t"),
        visit("Q", "alight s", "alight t"),
    )
    assert findings(made, together) == []
    # Of another class, who does not, nobody boards: that would be mixing, too.
    mixed = _made(
        transfer("s", "A", "Q"),
        transfer("t", "B", "Q", party_class="released"),
        minutes={},
        straight={"contact": True},
    )
    found = findings(mixed, _planned(mixed, S[0], T[0], S[1], T[1]))
    assert (Rule.MIXING, 0, "") in [(rule, 0, "") for rule, _, _ in found]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize(
    ("straight", "does"),
    [
        # On the way it costs no metre more: 30 km in all; before or after 35 km.
        (False, ["board s", "serve o", "alight s"]),
        (True, None),
    ],
)
def test_solver_takes_people_straight_there(
    search: str, straight: bool, does: list[str] | None
) -> None:
    made = _made(
        transfer("s", "A", "Q"), call("o", "B"), minutes={}, straight={"contact": straight}
    )
    best = solved(made, search)
    assert left_out(best) == []
    if does is not None:
        assert done(best) == {"V": does}
    else:
        tasks = done(best)["V"]
        assert tasks.index("alight s") == tasks.index("board s") + 1


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_solver_fills_seats_anew_on_the_way(search: str) -> None:
    # Two seats: u gets out at B, where t boards, while s stays aboard. One vehicle, 30 minutes.
    orders = (transfer("s", "A", "Q"), transfer("t", "B", "Q"), transfer("u", "A", "B"))
    fleet = [vehicle(seats=2, shifts=[window("06:00", "06:30")])]
    made = _made(*orders, fleet=fleet, minutes={}, straight={"contact": True})
    best = solved(made, search)
    assert left_out(best) == []


def test_goods_for_a_further_trip_are_loaded_into_a_clean_vehicle() -> None:
    made = _made(transfer("s", "A", "Q"), delivery("o", "B"), fleet=[vehicle(max_trips=2)])
    again = [visit("B", "unload o")]
    assert findings(made, plan(made, trips(made, "V", [*S, _wash()], again))) == []
    dirty = plan(made, trips(made, "V", [*S], again))
    # The goods at D come too early; at the end of the shift it is told already.
    assert findings(made, dirty) == [(Rule.CLEANING, 0, "")]
    assert [order_id for order_id, _ in _texts(made, dirty)] == ["o"]


@pytest.mark.parametrize(("minutes", "short"), [(45, 0), (60, 0), (35, 600), (0, 2_700)])
def test_as_long_as_the_class_asks_for(minutes: int, short: int) -> None:
    made = _made()
    washed = _planned(made, *S, _wash(minutes))
    assert findings(made, washed) == ([(Rule.CLEANING, short, "s")] if short else [])
    if minutes == 35:
        text = (
            "vehicle V: is disinfected for 35 min at place W; after people of class contact it "
            "takes 45 min."
        )
        assert _texts(made, washed) == [("", text)]


def test_two_classes_with_a_disinfection_between() -> None:
    # Back at the station after the released people, 10 minutes are enough.
    four = transfer("t", "B", "Q", party_class="released", persons=4)
    made = _made(transfer("s", "A", "Q"), four)
    assert findings(made, _planned(made, *S, _wash(), *T, _wash(10))) == []
    # Cleaned for the wrong class first: 10 minutes after contacts are 35 too few.
    short = _planned(made, *S, _wash(10), *T, _wash())
    assert findings(made, short) == [(Rule.CLEANING, 2_100, "s")]
    # Not at all: mixing, and the missing one.
    assert findings(made, _planned(made, *S, *T, _wash())) == [
        (Rule.MIXING, 4, "persons"),
        (Rule.CLEANING, 0, ""),
    ]


def test_the_strictest_of_all_carried_since_the_last_one_counts() -> None:
    # Contact and released mixed in one run, against rule mixing: 45 minutes, not 10.
    made = _made(transfer("s", "A", "Q"), transfer("t", "B", "Q", party_class="released"))
    run = (visit("A", "board s"), visit("B", "board t"), visit("Q", "alight s", "alight t"))
    mixed = _planned(made, *run, _wash(10))
    assert findings(made, mixed) == [(Rule.MIXING, 1, "persons"), (Rule.CLEANING, 2_100, "s")]


def test_one_disinfection_clears_a_full_bus() -> None:
    # Nine parties: were each to be washed out by itself, eight would still be on the seats.
    parties = [transfer(f"s{number}", "A", "Q") for number in range(9)]
    made = _made(*parties, transfer("t", "B", "Q", party_class="released"))
    out = visit("A", *(f"board {party.id}" for party in parties))
    back = visit("Q", *(f"alight {party.id}" for party in parties))
    assert findings(made, _planned(made, out, back, _wash(), *T, _wash(10))) == []


def test_at_a_station_only() -> None:
    made = _made(stations=[site("W", stop_s=120)])
    assert findings(made, _planned(made, *S, _wash())) == [(Rule.CLEANING, 0, "")]


def test_with_nobody_aboard() -> None:
    # W lies between A and Q as well: 3 people sit there while it is done.
    made = _made(transfer("s", "A", "Q", persons=3))
    early = _planned(made, S[0], _wash(), S[1], _wash())
    assert findings(made, early) == [(Rule.CLEANING, 3, "persons")]
    assert [order_id for order_id, _ in _texts(made, early)] == ["s"]
    # Nothing is clean after they got out: that is told as well.
    assert findings(made, _planned(made, S[0], _wash(), S[1])) == [
        (Rule.CLEANING, 3, "persons"),
        (Rule.CLEANING, 0, ""),
    ]


def test_one_that_nobody_asks_for_is_legal() -> None:
    made = _made(transfer("s", "A", "Q", party_class="positive"), delivery("o", "B"))
    for legal in (S, (*S, _wash(1)), (_wash(1), visit("B", "unload o"), _wash(0))):
        assert findings(made, _planned(made, *legal)) == []


@pytest.mark.parametrize(("opens", "off"), [("06:27", 0), ("06:30", 180)])
def test_it_starts_while_the_station_is_open(opens: str, off: int) -> None:
    made = _made(windows=[window(opens, "12:00")])
    early = _planned(made, *S, _wash())
    assert findings(made, early) == ([(Rule.WINDOWS, off, "s")] if off else [])
    # It may wait for it.
    assert findings(made, _planned(made, *S, _wash(not_before=opens))) == []


def test_the_stop_time_of_the_station_comes_first() -> None:
    made = _made()
    hasty = edit(
        _planned(made, *S, _wash(47)), routes__0__trips__0__stops__3__tasks__0__start=at("06:25")
    )
    assert findings(made, hasty) == [(Rule.SERVICE, 120, "s")]


def test_at_home_it_takes_its_stop_time_too() -> None:
    # The bus lives at W, and is disinfected at the last stop of its route.
    # W 06:00–06:02 · A 06:07 · Q 06:17 · W 06:22, stopped 06:24, disinfected 07:09.
    made = _made(fleet=[vehicle(start="W", end="W")])
    clean = _planned(made, *S, _wash())
    assert clean.routes[0].stops[-2].depart == clean.routes[0].stops[-1].arrive == at("07:09")
    assert findings(made, clean) == []
    (trip,) = clean.routes[0].trips
    trip = trip.model_copy(update={"stops": trip.stops[:-1], "legs": trip.legs[:-1]})
    ends = clean.routes[0].model_copy(update={"trips": (trip,)})
    clean = clean.model_copy(update={"routes": (ends,)})
    assert findings(made, clean) == []
    hasty = edit(clean, routes__0__trips__0__stops__3__tasks__0__start=at("06:22"))
    assert findings(made, hasty) == [(Rule.SERVICE, 120, "s")]


def _buses(made: Day, *last: Visit) -> Plan:
    """Buses U, V and W, each with a party of its own, and where they are disinfected."""
    return plan(
        made,
        *(
            route(made, name, visit("A", f"board {party}"), visit("Q", f"alight {party}"), wash)
            for name, party, wash in zip("UVW", "uvw", last, strict=True)
        ),
    )


def _three(bays: int | None, *starts: str) -> tuple[Day, Plan]:
    """The three at W, disinfected from then on."""
    made = _made(*PARTIES, fleet=BUSES, bays=bays)
    return made, _buses(made, *(_wash(not_before=start) for start in starts))


PARTIES = [transfer(name, "A", "Q") for name in "uvw"]
BUSES = [vehicle(name) for name in "UVW"]


@pytest.mark.parametrize(
    ("bays", "starts", "over"),
    [
        # All at 06:27: two too many for one bay.
        (1, ("06:27", "06:27", "06:27"), [2]),
        (2, ("06:27", "06:27", "06:27"), [1]),
        (3, ("06:27", "06:27", "06:27"), []),
        (None, ("06:27", "06:27", "06:27"), []),
        # One after the other: 06:27–07:12–07:57–08:42. A bay is free the second it is left.
        (1, ("06:27", "07:12", "07:57"), []),
        # The third a second too early.
        (1, ("06:27", "07:12", "07:56:59"), [1]),
        # 06:27–07:12, 07:00–07:45, 07:44–08:29: too many twice, each for a while.
        (1, ("06:27", "07:00", "07:44"), [1, 1]),
        # 06:27–07:12, 07:00–07:45, 07:10–07:55: three at once at the worst.
        (1, ("06:27", "07:00", "07:10"), [2]),
    ],
)
def test_no_more_than_there_are_bays(
    bays: int | None, starts: tuple[str, str, str], over: list[int]
) -> None:
    made, buses = _three(bays, *starts)
    assert findings(made, buses) == [(Rule.CLEANING, count, "vehicles") for count in over]


def test_who_came_last_is_named() -> None:
    made, buses = _three(1, "07:10", "06:27", "07:00")
    (found,) = audit_plan(made.scenario, made.travel, buses, geometry=False).violations
    assert (found.route, found.stop, found.place_id) == (("U", 0), 3, "W")
    assert found.text == (
        "vehicle U: from 07:10 on 3 vehicles are disinfected at place W at once; it has room for "
        "1 vehicle."
    )


def test_bays_are_counted_station_by_station() -> None:
    wash = [station(name, stop_s=120, bays=1) for name in "WXY"]
    made = _made(*PARTIES, fleet=BUSES, stations=wash)
    apart = _buses(made, *(visit(name, "disinfect 45") for name in "WXY"))
    assert findings(made, apart) == []


def test_what_was_looked_at() -> None:
    # Two runs; where, with whom and for how long each of two disinfections is done; two bays.
    made = _made(bays=1)
    clean = _planned(made, *S, _wash(), *T, _wash())
    facts = audit_plan(made.scenario, made.travel, clean, geometry=False).facts
    assert facts[Rule.CLEANING] == 2 + 3 * 2 + 2


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def test_solver_fetches_both_in_one_run() -> None:
    # D 06:00 · A 06:10 · B 06:15 · Q 06:20 · W 06:25, stopped 06:27, disinfected 07:12 · D 07:17.
    best = solved(_made(fleet=[vehicle(per_hour=60)]))
    assert done(best) == {"V": ["board s", "board t", "alight s", "alight t", "disinfect"]}
    assert best.routes[0].seconds == 77 * 60


def test_solver_cleans_between_two_classes_and_at_the_end() -> None:
    # 45 minutes after s, 10 after t: 06:00 A 06:10 Q 06:20 W 06:27–07:12 B 07:17 Q 07:22
    # W 07:29–07:39 D 07:44, or t first: the same.
    made = _made(
        transfer("s", "A", "Q"),
        transfer("t", "B", "Q", party_class="released"),
        fleet=[vehicle(per_hour=60)],
    )
    best = solved(made)
    (route_of_v,) = best.routes
    assert left_out(best) == []
    assert done(best)["V"].count("disinfect") == 2
    assert route_of_v.seconds == 104 * 60


def test_cleaning_makes_the_second_class_late() -> None:
    # One bus; s has to be at Q by 06:30. Then W 06:27–07:12, B 07:17, Q 07:22: t is in time by
    # 07:22, and a minute less is too little. (The other way round s would be late.)
    def made(by: str) -> Day:
        first = transfer("s", "A", "Q", arrive_by=at("06:30"), priority=1)
        other = transfer("t", "B", "Q", party_class="released", arrive_by=at(by))
        return _made(first, other)

    assert left_out(solved(made("07:22"))) == []
    assert left_out(solved(made("07:21"))) == ["t"]


def test_solver_keeps_the_same_class_waiting_too() -> None:
    # Each fills the bus: two runs, 45 minutes of disinfection after each.
    made = _made(
        transfer("s", "A", "Q", persons=10),
        transfer("t", "B", "Q", persons=10),
        fleet=[vehicle(per_hour=60)],
    )
    best = solved(made)
    assert left_out(best) == []
    assert best.routes[0].seconds == (10 + 10 + 5 + 2 + 45 + 5 + 5 + 5 + 2 + 45 + 5) * 60


def test_one_bay_and_three_buses() -> None:
    # Each bus fetches a party that rides alone; they leave Q at 06:20 at the earliest. The bay is
    # taken 06:27–07:12–07:57–08:42: the third is home at 08:47.
    def made(last: str) -> Day:
        hours = [window("06:00", last)]
        fleet = [vehicle(name, shifts=hours, per_km=0, fixed=0) for name in "UVW"]
        parties = [transfer(name, "A", "Q", exclusive=True) for name in "uvw"]
        return _made(*parties, fleet=fleet, bays=1)

    best = solved(made("08:47"))
    assert left_out(best) == []
    starts = sorted(
        task.start
        for of in best.routes
        for stop in of.stops
        for task in stop.tasks
        if task.order_id is None
    )
    assert starts == [at("06:27"), at("07:12"), at("07:57")]
    assert len(left_out(solved(made("08:46")))) == 1


def test_solver_takes_the_station_that_is_free() -> None:
    # W is nearer, but has one bay; X is 10 minutes off. Both buses have to be home by 07:30.
    wash = [station("W", stop_s=120, bays=1), station("X", stop_s=120, bays=1)]
    fleet = [vehicle(name, shifts=[window("06:00", "07:30")]) for name in "UV"]
    parties = [transfer(name, "A", "Q", exclusive=True) for name in "uv"]
    best = solved(_made(*parties, fleet=fleet, stations=wash))
    assert left_out(best) == []
    places = {stop.place_id for of in best.routes for stop in of.stops if _disinfects(stop)}
    assert places == {"W", "X"}


def _disinfects(stop: Stop) -> bool:
    return any(task.order_id is None for task in stop.tasks)


def test_solver_waits_until_the_station_opens() -> None:
    made = _made(transfer("s", "A", "Q"), windows=[window("08:00", "09:00")])
    best = solved(made)
    assert left_out(best) == []
    (task,) = (task for stop in best.routes[0].stops for task in stop.tasks if not task.order_id)
    assert task.start == at("08:00")


def test_an_exclusive_party_when_one_vehicle_is_left() -> None:
    # Until 08:00 one run is possible: the exclusive party is the more urgent.
    parties = [
        transfer("s", "A", "Q", exclusive=True, priority=1),
        transfer("t", "B", "Q"),
        transfer("u", "B", "Q"),
    ]
    best = solved(_made(*parties, fleet=[vehicle(shifts=[window("06:00", "08:00")])]))
    assert done(best) == {"V": ["board s", "alight s", "disinfect"]}
    assert left_out(best) == ["t", "u"]


def test_solver_says_that_no_bay_is_free_in_time() -> None:
    # Open until 06:26, a minute before the bus can be there.
    best = solved(_made(transfer("s", "A", "Q"), windows=[window("06:00", "06:26")], bays=1))
    ((rule, _),) = why(best)["s"]
    assert rule is Rule.CLEANING
    (text,) = (reason.text for reason in best.unserved[0].reasons)
    assert text == "No disinfection station has a bay in time after place Q."


@pytest.mark.parametrize(("buses", "bays"), [("UV", 1), ("UVW", 1), ("UVW", 2)])
def test_one_more_bay_where_others_have_them(buses: str, bays: int) -> None:
    # Each is back at 07:17 if it is disinfected from 06:27 on; there is time for one after another
    # at no bay. With as many bays as runs they are not counted any more.
    hours = [window("06:00", "07:17")]
    fleet = [vehicle(name, shifts=hours) for name in buses]
    parties = [transfer(name.lower(), "A", "Q", exclusive=True) for name in buses]
    best = solved(_made(*parties, fleet=fleet, bays=bays))
    out = left_out(best)
    assert len(out) == len(buses) - bays
    for entry in best.unserved:
        (reason,) = entry.reasons
        assert (reason.rule, reason.amount, reason.unit) == (Rule.CLEANING, 1, "vehicles")
        assert reason.text == "No disinfection station has a bay in time after place Q."
        assert reason.remedy == "one more bay at place W"
    assert len(left_out(solved(_made(*parties, fleet=fleet, bays=bays + 1)))) == len(out) - 1


def test_no_bay_is_named_where_it_would_not_help() -> None:
    # The only vehicle has no time for a second run, however many bays there are.
    parties = [transfer(name, "A", "Q", persons=10) for name in "uv"]
    best = solved(_made(*parties, fleet=[vehicle(shifts=[window("06:00", "07:30")])], bays=1))
    ((reason,),) = (entry.reasons for entry in best.unserved)
    assert reason.text == (
        "The only van is busy; the nearest miss is vehicle V: it is 10 seats too much."
    )


@pytest.mark.parametrize("later", ["06:00", "06:59", "07:00"])
def test_a_class_that_comes_later_and_needs_less(later: str) -> None:
    """One bay: 06:15 to 07:00 for the first bus, 07:00 to 07:45 for the second, home by 07:50.

    The bay's minutes are counted for the others too, whose vehicle is on duty from then on.
    """
    bus = policy().vehicle_class("bus")
    one, other = (
        bus.model_copy(update={"id": name, "party_classes": (name,), "seat_percent": {}})
        for name in ("contact", "released")
    )
    early = [vehicle(name, "contact", shifts=[window("06:00", "07:50")], seats=1) for name in "UV"]
    at_once: dict[str, Any] = {"windows": (window("06:05", "06:05"),)}
    made = day(
        [depot(), site("A"), quarantine("Q"), station(bays=1)],
        [*early, vehicle("X", "released", shifts=[window(later, "07:50")], seats=1)],
        [
            transfer("a", "A", "Q", **at_once),
            transfer("b", "A", "Q", **at_once),
            transfer("c", "A", "Q", party_class="released", windows=(window("05:00", "05:10"),)),
        ],
        {"D-A": 5, "D-Q": 10, "A-Q": 5, "D-W": 5, "A-W": 5, "Q-W": 5},
        rules=policy([one, other], disinfect=MINUTES),
    )
    assert left_out(solved(made)) == ["c"]


def test_a_disinfection_of_one_minute_takes_a_bay_too() -> None:
    # Both could be there at 06:27; the second waits a minute.
    fleet = [vehicle(name, per_km=0, fixed=0, shifts=[window("06:00", "06:34")]) for name in "UV"]
    parties = [transfer(name, "A", "Q", exclusive=True) for name in "uv"]
    made = day(
        [depot(), site("A"), site("B"), quarantine("Q"), station("W", stop_s=120, bays=1)],
        fleet,
        parties,
        WAYS,
        rules=policy(disinfect={"contact": 1}),
    )
    best = solved(made)
    assert left_out(best) == []
    assert sorted(_starts(best)) == [at("06:27"), at("06:28")]


def _starts(of: Plan) -> list[datetime]:
    """When vehicles are disinfected."""
    tasks = [task for own in of.routes for stop in own.stops for task in stop.tasks]
    return [task.start for task in tasks if task.order_id is None]


def test_the_last_disinfection_is_where_the_vehicle_lives() -> None:
    # W 06:00–06:02 · A 06:07 · B 06:12 · Q 06:17 · W 06:22, stopped 06:24, disinfected 07:09.
    best = solved(_made(fleet=[vehicle(start="W", end="W", per_hour=60)]))
    assert left_out(best) == []
    assert best.routes[0].seconds == 69 * 60


def test_people_may_get_out_at_the_station_itself() -> None:
    # D 06:00 · A 06:10 · W 06:15, stopped 06:17, out, disinfected at once until 07:02 · D 07:07.
    made = _made(transfer("s", "A", "W"), fleet=[vehicle(per_hour=60)])
    best = solved(made)
    assert left_out(best) == []
    assert best.routes[0].seconds == 67 * 60


@pytest.mark.parametrize("bays", [None, 1])
def test_hours_of_a_party_may_have_a_hole(bays: int | None) -> None:
    # s is fetched by 06:05, which is too early, or from 08:00 on; then t.
    hours = (window("06:00", "06:05"), window("08:00", "08:10"))
    made = _made(
        transfer("s", "A", "Q", persons=10, windows=hours),
        transfer("t", "B", "Q", persons=10, windows=(window("06:00", "06:30"),)),
        bays=bays,
    )
    assert left_out(solved(made)) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize("bays", [None, 1])
def test_a_station_to_which_the_way_opens_later(search: str, bays: int | None) -> None:
    # At Q by 06:30; from there to W from 08:00 on, in 5 minutes: stopped 08:07, disinfected until
    # 08:52, home 08:57. The parties need two runs, or ride together: bays are counted for two.
    parties = [transfer(name, "A", "Q", arrive_by=at("06:30")) for name in "st"]
    shut = {pair: minutes for pair, minutes in WAYS.items() if pair != "Q-W"}
    for home, left in (("08:57", []), ("08:56", ["s", "t"])):
        made = day(
            [depot(), site("A"), site("B"), quarantine("Q"), station(bays=bays, stop_s=120)],
            [vehicle(shifts=[window("06:00", home)])],
            parties,
            shut,
            rules=policy(disinfect=MINUTES),
        )
        best = solved(by_hours(made, ("08:00", "12:00", {**WAYS})), search)
        assert left_out(best) == left
        assert left or _starts(best) == [at("08:07")]


def test_goods_that_come_later_and_a_run() -> None:
    # The goods are at D from 08:00 on: the run is over by 07:17, or comes after them.
    made = _made(transfer("s", "A", "Q"), delivery("o", "B", release=at("08:00")), bays=1)
    assert left_out(solved(made)) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_both_searches_keep_it(search: str) -> None:
    made = _made(
        transfer("s", "A", "Q", persons=10),
        transfer("t", "B", "Q", party_class="released"),
        delivery("o", "B"),
        bays=1,
    )
    best = solved(made, search)
    assert left_out(best) == []
