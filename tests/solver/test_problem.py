"""From scenario to rows and columns."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from logiroute.model.order import Order
from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule
from logiroute.model.travel import TravelTable
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import build_problem, has_tables
from logiroute.solver.role import Role
from logiroute.solver.rules import RULES, capacity, pairing, service, trips, windows
from logiroute.solver.rules import travel as travel_rule
from logiroute.solver.slices import Part
from tests.solver.tiny import (
    call,
    collection,
    day,
    delivery,
    minute,
    place,
    transfer,
    travel,
    vehicle,
    window,
)


def test_every_rule_has_a_module_and_every_module_a_rule() -> None:
    assert sorted(module.RULE for module in RULES) == sorted(Rule)


def test_rows_of_tasks_and_shifts() -> None:
    scenario = day(
        [delivery("d", "P3"), transfer("t", "P4", ["P5", "P6", "P5"]), delivery("e", "P7")],
        [vehicle("A", shifts=[window(0, 60), window(90, 120)]), vehicle("B", "bus", seats=4)],
    )
    problem = build_problem(scenario, travel(scenario))
    places = [scenario.places[row].id for row in problem.task_place]
    assert places == ["P3", "P4", "P5", "P6", "P7"]
    assert problem.first_task == (0, 1, 4)
    assert problem.choices == ((), (2, 3), ())
    roles = [Role.SITE, Role.PICK_UP, Role.SET_DOWN, Role.SET_DOWN, Role.SITE]
    assert problem.task_role.tolist() == roles
    assert problem.shift_vehicle.tolist() == [0, 0, 1]
    assert problem.shift_number.tolist() == [0, 1, 0]
    # One table for the whole day and every movement.
    assert problem.shift_table.tolist() == [0, 0, 0]


def test_rows_of_reloads_come_last() -> None:
    orders: list[Order] = [
        delivery("d", "P3", release=minute(7)),
        delivery("e", "P4", depot_ids=["P9"]),
        collection("c", "P5", ["P6"]),
        call("f", "P7"),
    ]
    fleet = [
        vehicle("A", max_trips=9, reload_s=60, reload_ids=["P0", "P9"]),
        vehicle("B", max_trips=2, shifts=[window(0, 60), window(90, 120)]),
        vehicle("C"),
        vehicle("D", home="P1", reload_s=60, reload_ids=["P9"]),
        vehicle("E", home="P1", max_trips=2),
    ]
    places = [place(9, PlaceKind.DEPOT, windows=(window(10, 50),))]
    scenario = day(orders, fleet, places)
    problem = build_problem(scenario, travel(scenario))
    # Before them all is as it would be without; d may come from P0 and P9, e from P9 only.
    assert problem.task_order.tolist() == [0, 1, 2, 2, 3, *[-1] * 4]
    assert [scenario.places[row].id for row in problem.task_place[5:]] == ["P0", "P9", "P9", "P0"]
    assert problem.task_role[5:].tolist() == [Role.RELOAD] * 4
    loading = problem.of(Rule.TRIPS, trips.Columns)
    assert loading.kind == (-1,) * 5 + (0, 1, 1, 2)
    assert [scenario.places[row].id for row in loading.place] == ["P0", "P9", "P0"]
    # A; B twice; C, which makes one trip; D, which loads for its only trip at P9; E, which never.
    assert loading.most_reloads == (8, 1, 1, 0, 1, 0)
    assert loading.usable.tolist() == [
        [True, False, False, False, False, False],
        [True, False, False, False, True, False],
        [False, True, True, False, False, False],
    ]
    assert loading.wrong_depot[1].tolist() == [True, False, True]
    assert not loading.wrong_depot[[0, *range(2, 9)]].any()
    assert loading.release == (420, *[-MOST_S] * 8)
    assert problem.of(Rule.SERVICE, service.Columns).service_s[5:] == (60, 60, 60, 0)
    spans = problem.of(Rule.WINDOWS, windows.Columns).open
    assert spans[5:7] == (((0, 7200),), ((600, 3000),))
    assert not problem.of(Rule.CAPACITY, capacity.Columns).change[:, 5:].any()
    assert len(set(problem.shift_alike)) == 6


def test_a_shift_has_the_narrowest_table_that_holds_it() -> None:
    shifts = [[window(0, 60)], [window(0, 60), window(60, 120)], [window(30, 90)], [window(0, 59)]]
    names = "ABCD"
    fleet = [vehicle(name, shifts=duty) for name, duty in zip(names, shifts, strict=True)]
    scenario = day([delivery("d", "P3")], fleet)
    times = travel(scenario)
    (whole,) = times.tables[scenario.movements[0]]
    slow = replace(whole, seconds=whole.seconds * 2)
    early = replace(slow, valid_from=minute(0), valid_to=minute(60))
    late = replace(slow, valid_from=minute(60), valid_to=minute(120))
    times = replace(times, tables={scenario.movements[0]: (early, late, whole)})
    problem = build_problem(scenario, times)
    # The early and the late table have the same figures, and so one row.
    assert problem.shift_table.tolist() == [0, 0, 0, 1, 0]
    driving = problem.of(Rule.TRAVEL, travel_rule.Columns)
    assert driving.seconds[:, 0, 1].tolist() == [120, 60]
    # Only the shift from minute 30 to 90 meets tables that hold for a part of it.
    halves = (Part(0, 0, 3600), Part(0, 3600, 7200))
    assert problem.shift_parts == ((), (), (), halves, ())
    assert problem.tables_of(3) == (0, 1)
    assert problem.shift_alike[0] == problem.shift_alike[1]
    assert len(set(problem.shift_alike)) == 4
    assert has_tables(scenario, times)
    times = replace(times, tables={scenario.movements[0]: (early, late)})
    assert not has_tables(scenario, times)
    with pytest.raises(KeyError, match="no travel table"):
        build_problem(scenario, times)


def test_tables_that_say_nothing_new_are_left_aside() -> None:
    scenario = day([delivery("d", "P3")], [vehicle(shifts=[window(0, 90)])])
    times = travel(scenario)
    (whole,) = times.tables[scenario.movements[0]]
    fast = replace(whole, seconds=whole.seconds // 2)

    def parts(*spans: tuple[TravelTable, int, int]) -> tuple[Part, ...]:
        tables = [
            replace(table, valid_from=minute(begin), valid_to=minute(end))
            for table, begin, end in spans
        ]
        of_movement = {scenario.movements[0]: (*tables, whole)}
        return build_problem(scenario, replace(times, tables=of_movement)).shift_parts[0]

    # Equal figures as those of the whole day, or of a wider part; another part, after the shift.
    again = replace(fast, seconds=fast.seconds.copy(), metres=fast.metres.copy())
    assert parts((whole, 0, 30)) == ()
    assert parts((again, 10, 30), (fast, 0, 60)) == (Part(1, 0, 3600),)
    assert parts((fast, 0, 30), (again, 20, 60)) == (Part(1, 0, 1800), Part(2, 1200, 3600))
    assert parts((fast, 90, 120)) == ()
    # A second table that holds for the whole shift is wider, and so no better on real streets.
    assert parts((whole, 0, 95), (fast, 0, 99)) == ()


def test_shifts_are_alike_but_for_names() -> None:
    scenario = day([], [vehicle("A"), vehicle("B"), vehicle("C", kg=2), vehicle("D", skills=["x"])])
    alike = build_problem(scenario, travel(scenario)).shift_alike
    assert alike[0] == alike[1]
    assert len({*alike[1:]}) == 3


def test_columns_of_time_and_load() -> None:
    scenario = day(
        [
            delivery("d", "P3", kits=7, service_s=10, windows=(window(0, 50),)),
            transfer("t", "P4", ["P5"], persons=3, windows=(window(5, 6),), arrive_by=minute(9)),
        ],
        [vehicle("A"), vehicle("B", "bus", seats=9)],
        [place(3, windows=(window(-10, 20), window(30, 40), window(35, 70)), stop_s=45)],
    )
    problem = build_problem(scenario, travel(scenario))
    work = problem.of(Rule.SERVICE, service.Columns)
    assert work.service_s == (10 + 18, 0, 0)  # 17.5 s of handling are 18
    assert work.stop_s[:3] == (0, 45, 0)  # P0, P3, P1
    spans = problem.of(Rule.WINDOWS, windows.Columns).open
    # The place's windows, clipped to the horizon and joined, met with the order's.
    assert spans == (((0, 1200), (1800, 3000)), ((300, 360),), ((0, 7200),))
    loads = problem.of(Rule.CAPACITY, capacity.Columns)
    assert loads.names == ("mass_g", "seats", "seats:contact")
    assert loads.change.tolist() == [[-70_000, 0, 0], [0, 3, -3], [0, 3, -3]]
    assert loads.capacity.tolist() == [[1_000_000, 1_000_000], [0, 9], [0, 4]]
    assert problem.of(Rule.PAIRING, pairing.Columns).arrive_by == (-1, 540)


def test_it_crosses_processes() -> None:
    scenario = day([collection("c", "P3", ["P4"])], [vehicle()])
    problem = build_problem(scenario, travel(scenario))
    again = pickle.loads(pickle.dumps(problem))  # noqa: S301 - just pickled
    assert np.array_equal(again.task_place, problem.task_place)
    table = again.of(Rule.TRAVEL, travel_rule.Columns).seconds
    assert np.array_equal(table, problem.of(Rule.TRAVEL, travel_rule.Columns).seconds)


def test_columns_of_another_kind_are_refused() -> None:
    scenario = day([], [vehicle()])
    problem = build_problem(scenario, travel(scenario))
    with pytest.raises(TypeError, match="columns of service"):
        problem.of(Rule.SERVICE, windows.Columns)


def test_travel_times_follow_the_places_of_the_scenario() -> None:
    scenario = day([delivery("d", "P3")], [vehicle()])
    turned = scenario.model_copy(update={"places": scenario.places[::-1]})
    problem = build_problem(scenario, travel(turned))
    assert problem.of(Rule.TRAVEL, travel_rule.Columns).seconds[0, 0, 3] == 180
