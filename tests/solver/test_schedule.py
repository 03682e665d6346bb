"""Timetables worked out by hand on the line of minutes."""

from collections.abc import Sequence
from dataclasses import replace

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Order
from logiroute.model.place import Place
from logiroute.model.plan import SolverRun
from logiroute.model.rules import Rule
from logiroute.solver.acceptance import accepts
from logiroute.solver.decode import Decoder
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.miss import Miss
from logiroute.solver.problem import build_problem
from logiroute.solver.rules.shifts import clock_of
from logiroute.solver.schedule import Clock
from logiroute.solver.times import Timetable
from tests.solver.tiny import (
    ZONE,
    call,
    collection,
    day,
    delivery,
    minute,
    place,
    travel,
    vehicle,
    window,
)


def _clock(orders: Sequence[Order], places: Sequence[Place] = ()) -> Clock:
    scenario = day(orders, [vehicle()], places)
    return clock_of(build_problem(scenario, travel(scenario)))


def _minutes(found: Timetable | Miss) -> tuple[float, list[float], float]:
    assert isinstance(found, Timetable), found
    return found.duty_start / 60, [start / 60 for start in found.starts], found.duty_end / 60


def test_duty_starts_as_late_as_delays_nothing() -> None:
    clock = _clock([call("a", "P10", windows=(window(30, 40),), service_s=300)])
    # There at 30 for the window's opening, 5 min of work, home 10 min later.
    assert _minutes(clock.timetable(0, [0])) == (20, [30], 45)


def test_stop_time_is_charged_once_a_stop_and_at_the_start() -> None:
    depot, site = place(0, stop_s=120), place(10, stop_s=60)
    clock = _clock([call("a", "P10", service_s=60), call("b", "P10", service_s=60)], [depot, site])
    # Drives off at 2, there at 12, works from 13 to 14 to 15, home at 25.
    assert _minutes(clock.timetable(0, [0, 1])) == (0, [13, 14], 25)


def test_handling_is_rounded_up_to_a_second() -> None:
    clock = _clock([delivery("a", "P10", kits=3)])
    # 3 kits of 2.5 s are 7.5 s of work.
    found = clock.timetable(0, [0])
    assert isinstance(found, Timetable)
    assert found.duty_end == 10 * 60 + 8 + 10 * 60


def test_a_later_start_saves_waiting_between_windows() -> None:
    clock = _clock(
        [
            call("a", "P10", windows=(window(10, 12), window(50, 55))),
            call("b", "P11", windows=(window(60, 70),)),
        ]
    )
    # The early window of a would mean waiting for b from 13 on: 58 minutes of duty. The late one
    # needs 10 + 5 + 11 of driving and waiting, from 55 to 60.
    assert _minutes(clock.timetable(0, [0, 1])) == (45, [55, 60], 71)


def test_a_limit_aboard_delays_the_pick_up() -> None:
    order = collection("c", "P10", ["P20"], max_aboard_s=900)
    clock = _clock([order], [place(20, windows=(window(50, 60),))])
    # Set down at 50 at the earliest, so picked up (3 s of handling) no earlier than 35 less 3 s.
    start, (pick_up, set_down), end = _minutes(clock.timetable(0, [0, 1]))
    assert (pick_up, set_down) == (50 - 10 - 3 / 60, 50)
    assert (start, end) == (30 - 3 / 60, 70 + 3 / 60)


def test_pick_up_waits_where_the_way_is_shorter_than_the_limit() -> None:
    order = collection("c", "P10", ["P20"], windows=(window(0, 36),), max_aboard_s=900)
    clock = _clock([order], [place(20, windows=(window(50, 60),))])
    start, (pick_up, set_down), _ = _minutes(clock.timetable(0, [0, 1]))
    assert (start, pick_up, set_down) == (26, 36, 50)


def test_misses_say_by_how_much() -> None:
    late = _clock([call("a", "P10", windows=(window(0, 8),))]).timetable(0, [0])
    assert late == Miss(Rule.WINDOWS, 120, "s", 0, "late")
    home = _clock([call("a", "P10", windows=(window(115, 130),))]).timetable(0, [0])
    assert home == Miss(Rule.SHIFTS, 300, "s", 0, "late_home")
    by = _clock([collection("c", "P10", ["P20"], arrive_by=minute(15))]).timetable(0, [0, 1])
    assert by == Miss(Rule.PAIRING, 303, "s", 1, "arrive_by")


def test_too_long_aboard_is_said_so() -> None:
    order = collection("c", "P10", ["P20"], windows=(window(0, 20),), max_aboard_s=600)
    found = _clock([order], [place(20, windows=(window(45, 60),))]).timetable(0, [0, 1])
    # Aboard from 20:03 to 45: 24:57 instead of 10.
    assert found == Miss(Rule.PAIRING, 15 * 60 - 3, "s", 1, "too_long_aboard")


def test_too_long_aboard_is_the_ride_not_what_pushing_it_does_to_the_day() -> None:
    # 10 min from P10 to P20, of which 5 are allowed, whenever it is.
    order = collection("c", "P10", ["P20"], max_aboard_s=300)
    found = _clock([order]).timetable(0, [0, 1])
    assert found == Miss(Rule.PAIRING, 300, "s", 1, "too_long_aboard")


def test_of_two_limits_the_one_that_cannot_be_kept_is_named() -> None:
    # c is aboard from 20:03 to 50, of which 15 min are allowed; d only has to be fetched later.
    first = collection("c", "P10", ["P20"], windows=(window(0, 20),), max_aboard_s=900)
    second = collection("d", "P12", ["P20"], max_aboard_s=1200)
    clock = _clock([first, second], [place(20, windows=(window(50, 60),))])
    found = clock.timetable(0, [0, 2, 1, 3])
    assert found == Miss(Rule.PAIRING, 15 * 60 - 3, "s", 1, "too_long_aboard")


def _parts(*spans: tuple[float, float, int]) -> Clock:
    """The clock for a call at P10 where ways take a share as long in parts of the shift."""
    scenario = day([call("a", "P10")], [vehicle()])
    times = travel(scenario)
    (whole,) = times.tables[scenario.movements[0]]
    tables = [
        replace(
            whole, seconds=whole.seconds // share, valid_from=minute(begin), valid_to=minute(end)
        )
        for begin, end, share in spans
    ]
    of_movement = {scenario.movements[0]: (*tables, whole)}
    return clock_of(build_problem(scenario, replace(times, tables=of_movement)))


def test_a_way_that_lasts_longer_than_a_table_holds_is_not_driven_by_it() -> None:
    # A minute home by a table that holds for a minute; not by one that holds for half of it.
    assert _minutes(_parts((20, 21, 10)).timetable(0, [0])) == (10, [20], 21)
    assert _minutes(_parts((20, 20.5, 10)).timetable(0, [0])) == (0, [10], 20)


def test_the_shortest_duty_is_found_among_all_hours() -> None:
    # From 60 on both ways take a minute; before that 5 each between 30 and 50.
    clock = _parts((30, 50, 2), (60, 120, 10))
    assert _minutes(clock.timetable(0, [0])) == (60, [61], 62)
    found = clock.timetable(0, [0])
    assert isinstance(found, Timetable)
    assert [(leg.depart, leg.seconds) for leg in found.legs] == [(3600, 60), (3660, 60)]


def test_a_slower_way_is_driven_where_there_is_no_standing_before_or_after() -> None:
    # P9 has to be left by 20 and P12 may not be reached before 50: on the quick way of three
    # minutes it would have to wait on the road.
    begins = ZONE.model_copy(update={"valid_from": minute(20)})
    shape = ((((11.5, -1), (12.5, -1), (12.5, 1), (11.5, 1), (11.5, -1)),),)
    ends = ZONE.model_copy(update={"id": "Y", "polygons": shape, "valid_to": minute(50)})
    scenario = day([call("a", "P9"), call("b", "P12")], [vehicle()], zones=[begins, ends])
    times = travel(scenario)
    (quick,) = times.tables[scenario.movements[0]]
    here, there = times.index["P9"], times.index["P12"]
    slow = replace(quick, seconds=quick.seconds.copy(), valid_from=minute(0), valid_to=minute(60))
    slow.seconds[here, there] = 35 * 60
    times = replace(times, tables={scenario.movements[0]: (slow, quick)})
    problem = build_problem(scenario, times)
    evaluator = Evaluator(problem)
    found = evaluator.clock.timetable(0, [0, 1])
    assert _minutes(found) == (6, [15, 50], 62)
    assert accepts(problem, ((0, 1),))
    run = SolverRun(engine="test", seed=0)
    plan = Decoder(scenario, evaluator).plan(((0, 1),), run, (), minute(0))
    assert audit_plan(scenario, times, plan, geometry=False).clean


def test_a_route_that_breaks_rules_still_gets_times() -> None:
    clock = _clock([call("a", "P10", windows=(window(0, 8),), service_s=60)])
    assert clock.hurried(0, [0]) == Timetable(0, 21 * 60, (600,))
