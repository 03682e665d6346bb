"""Travel: driving takes as long as the travel table says."""

from dataclasses import replace

import pytest

from logiroute.model.plan import Plan, Trip
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
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
    Day,
    at,
    by_hours,
    day,
    delivery,
    depot,
    retime,
    site,
    vehicle,
    window,
)

# D -10- A -5- B -10- D, no work anywhere: 06:00 D, 06:10 A, 06:15 B, 06:25 D; 25 km.
# Cost: 10.00 for the shift and 1.00 a kilometre, 35.00 in all.
MADE = day(
    [depot(), site("A"), site("B")],
    [vehicle(max_trips=2)],
    [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
    {"D-A": 10, "A-B": 5, "D-B": 10},
)
PLAN = plan(MADE, route(MADE, "V", visit("A", "unload a"), visit("B", "unload b")))


def test_legal_plan() -> None:
    stops = PLAN.routes[0].stops
    assert [stop.arrive for stop in stops] == [at(c) for c in ("06:00", "06:10", "06:15", "06:25")]
    assert (PLAN.routes[0].metres, PLAN.routes[0].seconds, PLAN.cost) == (25_000, 1500, 3_500)
    assert findings(MADE, PLAN) == []


@pytest.mark.parametrize(("clock", "off"), [("06:08", 120), ("06:08:30", 90)])
def test_arrives_before_it_can(clock: str, off: int) -> None:
    early = edit(PLAN, routes__0__trips__0__stops__1__arrive=at(clock))
    assert findings(MADE, early) == [(Rule.TRAVEL, off, "s")]


def test_arrives_later_than_it_drives() -> None:
    # Leaves A at 06:10 and is said to reach B at 06:17; the work there is moved with it, and it
    # leaves at 06:17 to be at D at 06:27. The table says 5 minutes, not 7.
    late = edit(
        PLAN,
        routes__0__trips__0__stops__2__arrive=at("06:17"),
        routes__0__trips__0__stops__2__depart=at("06:17"),
        routes__0__trips__0__stops__2__tasks__0__start=at("06:17"),
        routes__0__trips__0__stops__2__tasks__0__end=at("06:17"),
        routes__0__trips__0__stops__3__arrive=at("06:27"),
        routes__0__trips__0__stops__3__depart=at("06:27"),
        routes__0__seconds=27 * 60,
    )
    assert findings(MADE, late) == [(Rule.TRAVEL, 120, "s")]


def test_leaves_later_than_it_can_to_arrive_as_stated() -> None:
    late = edit(PLAN, routes__0__trips__0__stops__1__depart=at("06:11"))
    assert findings(MADE, late) == [(Rule.TRAVEL, 60, "s")]


@pytest.mark.parametrize(
    ("path", "value", "amount", "unit"),
    [
        ("routes__0__trips__0__legs__1__seconds", 240, 60, "s"),
        ("routes__0__trips__0__legs__1__metres", 5_100, 100, "m"),
        ("routes__0__metres", 24_000, 1_000, "m"),
        ("routes__0__seconds", 1_440, 60, "s"),
        ("cost", 3_499, 1, "cents"),
    ],
)
def test_figures_that_are_not_the_tables(path: str, value: int, amount: int, unit: str) -> None:
    assert findings(MADE, edit(PLAN, **{path: value})) == [(Rule.TRAVEL, amount, unit)]


def test_cost_of_a_route() -> None:
    # 25 km and one shift cost 3,500; the route says 3,400, the plan adds up what the route says.
    cheap = edit(PLAN, routes__0__cost=3_400, cost=3_400)
    assert findings(MADE, cheap) == [(Rule.TRAVEL, 100, "cents")]


def test_leg_that_does_not_join_its_stops() -> None:
    assert findings(MADE, edit(PLAN, routes__0__trips__0__legs__1__to_id="D")) == [
        (Rule.TRAVEL, 0, "")
    ]


def _with_trip(of: Plan, trip: Trip) -> Plan:
    route_ = of.routes[0].model_copy(update={"trips": (trip,)})
    return of.model_copy(update={"routes": (route_,)})


def test_missing_and_superfluous_legs() -> None:
    trip = PLAN.routes[0].trips[0]
    missing = trip.model_copy(update={"legs": trip.legs[:-1]})
    assert findings(MADE, _with_trip(PLAN, missing)) == [(Rule.TRAVEL, 0, "")]
    extra = trip.model_copy(update={"legs": (*trip.legs, trip.legs[0])})
    assert findings(MADE, _with_trip(PLAN, extra)) == [(Rule.TRAVEL, 1, "")]


def test_no_legal_way() -> None:
    # The same plan on a day when nothing leads from A to B.
    closed = day(
        MADE.scenario.places, MADE.scenario.vehicles, MADE.scenario.orders, {"D-A": 10, "D-B": 10}
    )
    assert findings(closed, PLAN) == [(Rule.TRAVEL, 0, "")]


def _slices(*windows: tuple[str, str, int]) -> Day:
    """Tables by window, ``""`` for open, in which the way from A to B takes so many seconds."""
    (movement, (table,)) = next(iter(MADE.travel.tables.items()))
    tables = []
    for start, end, seconds in windows:
        slow = table.seconds.copy()
        slow[1, 2] = seconds
        valid_from, valid_to = (at(clock) if clock else None for clock in (start, end))
        tables.append(replace(table, seconds=slow, valid_from=valid_from, valid_to=valid_to))
    return replace(MADE, travel=replace(MADE.travel, tables={movement: tuple(tables)}))


def test_a_way_by_any_table_that_holds_all_of_it() -> None:
    # The leg from A to B, 06:10 to 06:15, by the table of the slice or by that of the day.
    assert findings(_slices(("06:00", "06:15", 300), ("", "", 540)), PLAN) == []
    assert findings(_slices(("06:00", "06:15", 240), ("", "", 300)), PLAN) == []


def test_a_way_that_ends_after_its_table() -> None:
    # The slice ends a second before the arrival at B: the table of the day counts, with 9
    # minutes, 4 more than stated, in the leg's own figure and in the arrival at B.
    made = _slices(("06:00", "06:14:59", 300), ("", "", 540))
    assert findings(made, PLAN) == [(Rule.TRAVEL, 240, "s"), (Rule.TRAVEL, 240, "s")]
    # A way that no table holds is none.
    alone = _slices(("06:00", "06:14:59", 300), ("06:15", "", 300))
    assert findings(alone, PLAN) == [(Rule.TRAVEL, 0, "")]


def test_figures_of_no_table_are_held_against_the_narrowest() -> None:
    # Stated are 5 minutes; the tables that hold the way say 8 (the hour) and 9 (the day).
    made = _slices(("", "", 540), ("06:00", "07:00", 480))
    assert findings(made, PLAN) == [(Rule.TRAVEL, 180, "s"), (Rule.TRAVEL, 180, "s")]


def test_second_trip_begins_where_and_when_the_first_ends() -> None:
    # First trip 06:00–06:20 (D, A, D), second 06:20–06:40 (D, B, D).
    two = plan(MADE, trips(MADE, "V", [visit("A", "unload a")], [visit("B", "unload b")]))
    assert two.routes[0].stops[-1].arrive == at("06:40")
    assert findings(MADE, two) == []
    # Told to be loading again at 06:18: two minutes before it is back.
    early = edit(
        two,
        routes__0__trips__1__stops__0__arrive=at("06:18"),
        routes__0__trips__1__stops__0__tasks__0__start=at("06:18"),
    )
    assert findings(MADE, early) == [(Rule.TRAVEL, 120, "s")]


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


def test_solver_drives_the_shortest_round() -> None:
    # A square of sides 5 with diagonals 8: round it is 20 km, every other round 26.
    ways = {"D-A": 5, "A-B": 5, "B-C": 5, "D-C": 5, "D-B": 8, "A-C": 8}
    orders = [delivery(i, i.upper(), item="box") for i in "acb"]
    made = day([depot(), site("A"), site("B"), site("C")], [vehicle()], orders, ways)
    best = solved(made)
    assert best.routes[0].metres == 20_000
    assert best.cost == 1_000 + 2_000
    assert done(best)["V"] in (
        ["unload a", "unload b", "unload c"],
        ["unload c", "unload b", "unload a"],
    )


def test_solver_goes_nowhere_without_a_legal_way() -> None:
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [delivery("a", "A"), delivery("b", "B", priority=1)],
        {"D-A": 10},
    )
    best = solved(made)
    assert (done(best), left_out(best)) == ({"V": ["unload a"]}, ["b"])


# What closes or opens during a shift.
ALL_DAY = window("06:00", "18:00")


def _stop_times(of: Plan) -> list[tuple[str, str, str]]:
    """Place, arrival and departure of every stop of the only route."""
    (only,) = of.routes
    return [(s.place_id, f"{s.arrive:%H:%M}", f"{s.depart:%H:%M}") for s in only.stops]


def test_solver_drives_while_the_way_is_open() -> None:
    # Until noon D–A takes 10 minutes; afterwards there is no way.
    evening = vehicle("pm", shifts=[window("12:00", "18:00")], fixed=0)
    all_day = vehicle("day", shifts=[ALL_DAY])
    made = by_hours(
        day([depot(), site("A")], [evening, all_day], [delivery("a", "A")], {}),
        ("06:00", "12:00", {"D-A": 10}),
    )
    assert done(solved(made)) == {"day": ["unload a"]}
    late = made.scenario.model_copy(update={"vehicles": (evening,)})
    left = solved(replace(made, scenario=late))
    assert why(left) == {"a": [(Rule.TRAVEL, 0)]}
    assert left.unserved[0].reasons[0].text == (
        "Van has no legal way to place A and on during its shift, 12:00–18:00; "
        "there is one 06:00–12:00."
    )


def test_solver_does_not_stay_until_the_way_back_is_closed() -> None:
    # Wanted at 13:00; there by noon at the latest, and home by 11:50, 1 h 10 min before.
    order = delivery("a", "A", item="box", windows=(window("13:00", "14:00"),))
    made = by_hours(
        day([depot(), site("A")], [vehicle(shifts=[ALL_DAY])], [order], {}),
        ("06:00", "12:00", {"D-A": 10}),
    )
    left = solved(made)
    assert why(left) == {"a": [(Rule.TRAVEL, 4200)]}
    assert left.unserved[0].reasons[0].text == (
        "Even straight from vehicle V's start: 1 h 10 min late for the last legal way to place A "
        "and on; there is one 06:00–12:00."
    )


def _after_b(b: tuple[str, str], a: tuple[str, str]) -> Day:
    """Order b at B, 5 minutes from D, and a at A, each in its window; no way from B to A."""
    return day(
        [depot(), site("A"), site("B")],
        [vehicle(shifts=[ALL_DAY], per_hour=6_000)],
        [
            delivery("a", "A", item="box", windows=(window(*a),), priority=1),
            delivery("b", "B", item="box", windows=(window(*b),), priority=1),
        ],
        {"D-B": 5, "D-A": 20},
    )


def test_solver_waits_until_a_gate_opens() -> None:
    # Only by the gate, open from 08:00, is there a way from B to A: 5 minutes. B wants it by
    # 06:30, so the vehicle is there then, stands until 08:00, and is at A at 08:05.
    made = _after_b(("06:00", "06:30"), ("06:00", "18:00"))
    shut = retime(made, "D-A", seconds=UNREACHABLE, metres=UNREACHABLE)
    made = by_hours(shut, ("08:00", "18:00", {"A-B": 5, "D-A": 10}))
    best = solved(made)
    assert _stop_times(best) == [
        ("D", "06:25", "06:25"),
        ("B", "06:30", "08:00"),
        ("A", "08:05", "08:05"),
        ("D", "08:15", "08:15"),
    ]
    assert best.routes[0].metres == 20_000


def _across_eight(until_a: str) -> Day:
    """Before and after 08:00 it is 10 minutes from B to A, on different streets.

    What is open on both sides takes 12. B wants its goods at 07:52, A from 08:00 on.
    """
    made = _after_b(("07:52", "07:52"), ("08:00", until_a))
    made = retime(made, "A-B", seconds=720, metres=12_500)
    return by_hours(made, ("06:00", "08:00", {"A-B": 10}), ("08:00", "18:00", {"A-B": 10}))


def test_solver_straddles_a_change_on_what_is_open_on_both_sides() -> None:
    # Leaving at 07:52 it is there at 08:04; waiting for 08:00 it would be there at 08:10.
    best = solved(_across_eight("08:05"))
    assert left_out(best) == []
    (leg,) = [leg for leg in best.routes[0].legs if leg.from_id == "B"]
    assert (leg.seconds, leg.metres) == (720, 12_500)
    assert _stop_times(best)[2][1] == "08:04"
    # A minute earlier it cannot be there.
    left = solved(_across_eight("08:03"))
    assert [list(found.values()) for found in (why(left),)] == [[[(Rule.WINDOWS, 60)]]]


def test_solver_says_why() -> None:
    # Nothing leads to B.
    made = day([depot(), site("A"), site("B")], [vehicle()], [delivery("b", "B")], {"D-A": 10})
    assert why(solved(made)) == {"b": [(Rule.TRAVEL, 0)]}
