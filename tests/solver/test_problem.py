"""From scenario to rows and columns."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from logiroute.model.rules import Rule
from logiroute.model.travel import TravelTable
from logiroute.solver.problem import build_problem, has_tables
from logiroute.solver.role import Role
from logiroute.solver.rules import RULES, capacity, pairing, service, windows
from logiroute.solver.rules import travel as travel_rule
from logiroute.solver.slices import Part
from tests.solver.tiny import (
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
