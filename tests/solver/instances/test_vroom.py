"""VROOM's JSON: read, answered and written by hand; each mistake with its key."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logiroute.errors import InputError, ProblemError
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows, TravelRows
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.vroom_out import vroom_solution
from logiroute.solver.instances.vroom_problem import vroom_problem
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem
from logiroute.solver.rules import coverage, service, suits, travel, windows
from logiroute.solver.suited import Suits
from tests.solver.instances.files import written
from tests.solver.recreate.drawn_problems import with_stacks

#: Of VROOM's own documents, example 2, and a third place beside.
DURATIONS = [
    [0, 2104, 197, 1299],
    [2103, 0, 2255, 3152],
    [197, 2256, 0, 1102],
    [1299, 3153, 1102, 0],
]


def document(**changes: Any) -> dict[str, Any]:
    return {
        "vehicles": [{"id": 7, "start_index": 0, "end_index": 0, "capacity": [4]}],
        "jobs": [{"id": 14, "location_index": 1, "delivery": [1], "service": 10}],
        "matrices": {"car": {"durations": DURATIONS}},
        **changes,
    }


def read(tmp_path: Path, told: dict[str, Any]) -> Instance:
    return read_instance(written(tmp_path, json.dumps(told), "file.json"))


def problems(tmp_path: Path, told: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, told)
    return [(problem.column, problem.code) for problem in caught.value.problems]


def test_the_answer_is_vrooms_to_the_letter(tmp_path: Path) -> None:
    """As pyvroom 1.15.2 answers this, but for its computing times."""
    told = document(
        vehicles=[
            {
                "id": 7,
                "start_index": 0,
                "end_index": 0,
                "capacity": [4],
                "time_window": [100, 10000],
                "costs": {"fixed": 50, "per_hour": 3600},
                "skills": [1],
                "description": "v",
            },
            {"id": 8, "start_index": 0, "capacity": [4]},
        ],
        jobs=[
            {
                "id": 14,
                "location_index": 1,
                "delivery": [1],
                "service": 10,
                "setup": 5,
                "time_windows": [[3000, 4000], [6000, 7000]],
                "skills": [1],
                "description": "j",
            },
            {"id": 15, "location_index": 2, "priority": 3, "delivery": [1]},
            {"id": 16, "location_index": 3, "delivery": [9]},
        ],
        shipments=[
            {
                "amount": [1],
                "priority": 1,
                "pickup": {"id": 1, "location_index": 2, "service": 3},
                "delivery": {"id": 1, "location_index": 3, "time_windows": [[0, 9000]]},
            }
        ],
    )
    instance = read(tmp_path, told)
    evaluator = Evaluator(instance.problem)
    # Task rows: three jobs, then the pick-up and the delivery of the shipment.
    routes = [(0,), (3, 1, 4)]
    assert instance.objective(routes, evaluator) == 5556
    assert instance.missing(evaluator.served(routes)) == 1
    idle = {"setup": 0, "service": 0, "waiting_time": 0, "violations": []}
    assert vroom_solution(instance, routes, evaluator) == {
        "code": 0,
        "summary": {
            **idle,
            "cost": 5556,
            "routes": 2,
            "unassigned": 1,
            "delivery": [3],
            "amount": [3],
            "pickup": [1],
            "setup": 5,
            "service": 13,
            "duration": 5506,
            "priority": 5,
        },
        "unassigned": [{"id": 16, "location_index": 3, "type": "job"}],
        "routes": [
            {
                **idle,
                "vehicle": 7,
                "cost": 4257,
                "description": "v",
                "delivery": [1],
                "amount": [1],
                "pickup": [0],
                "setup": 5,
                "service": 10,
                "duration": 4207,
                "priority": 0,
                "steps": [
                    {**idle, "type": "start", "location_index": 0, "load": [1], "arrival": 896,
                     "duration": 0},
                    {**idle, "type": "job", "description": "j", "location_index": 1, "id": 14,
                     "setup": 5, "service": 10, "job": 14, "load": [0], "arrival": 3000,
                     "duration": 2104},
                    {**idle, "type": "end", "location_index": 0, "load": [0], "arrival": 5118,
                     "duration": 4207},
                ],
            },
            {
                **idle,
                "vehicle": 8,
                "cost": 1299,
                "delivery": [2],
                "amount": [2],
                "pickup": [1],
                "service": 3,
                "duration": 1299,
                "priority": 5,
                "steps": [
                    {**idle, "type": "start", "location_index": 0, "load": [1], "arrival": 0,
                     "duration": 0},
                    {**idle, "type": "pickup", "location_index": 2, "id": 1, "job": 1,
                     "service": 3, "load": [2], "arrival": 197, "duration": 197},
                    {**idle, "type": "job", "location_index": 2, "id": 15, "job": 15,
                     "load": [1], "arrival": 200, "duration": 197},
                    {**idle, "type": "delivery", "location_index": 3, "id": 1, "job": 1,
                     "load": [0], "arrival": 1302, "duration": 1299},
                    {**idle, "type": "end", "location_index": 3, "load": [0], "arrival": 1302,
                     "duration": 1299},
                ],
            },
        ],
    }  # fmt: skip


def test_costs_by_hour_by_kilometre_and_of_its_own(tmp_path: Path) -> None:
    distances = [[10 * entry for entry in row] for row in DURATIONS]
    for costs, expected in (
        ({}, 4207),
        ({"per_hour": 1800}, 2103.5),
        ({"per_hour": 0, "per_km": 5}, 210.35),
        ({"per_hour": 1800, "per_km": 5, "fixed": 7}, 2103.5 + 210.35 + 7),
    ):
        vehicle = {**document()["vehicles"][0], "costs": costs}
        matrices = {"car": {"durations": DURATIONS, "distances": distances}}
        instance = read(tmp_path, document(vehicles=[vehicle], matrices=matrices))
        cost = instance.objective([(0,)], Evaluator(instance.problem))
        assert float(cost) == pytest.approx(expected, rel=1e-12)
    matrices = {"car": {"durations": DURATIONS, "costs": [[0, 1, 1, 1]] * 4}}
    vehicle = {**document()["vehicles"][0], "costs": {"fixed": 7}}
    # Costs have a one on the diagonal of every row but the first: a way to itself that costs.
    assert problems(tmp_path, document(vehicles=[vehicle], matrices=matrices)) == [
        ("matrices.car.costs", "S504")
    ]
    matrices["car"]["costs"] = (1 - np.eye(4, dtype=int)).tolist()
    instance = read(tmp_path, document(vehicles=[vehicle], matrices=matrices))
    assert instance.objective([(0,)], Evaluator(instance.problem)) == 9


def test_every_way_to_drive_has_a_table(tmp_path: Path) -> None:
    vehicles = [
        {"id": 1, "start_index": 0, "profile": "car"},
        {"id": 2, "start_index": 0, "profile": "truck"},
        {"id": 3, "start_index": 0, "profile": "truck", "speed_factor": 2},
        {"id": 4, "start_index": 0, "profile": "car", "costs": {"fixed": 3}},
    ]
    slow = [[2 * entry + (entry > 0) for entry in row] for row in DURATIONS]
    jobs = [{"id": 1, "location_index": 1}]
    instance = read(
        tmp_path,
        document(
            vehicles=vehicles,
            jobs=jobs,
            matrices={"car": {"durations": DURATIONS}, "truck": {"durations": slow}},
        ),
    )
    problem = instance.problem
    assert problem.shift_table.tolist() == [0, 1, 2, 0]
    ways = problem.of(Rule.TRAVEL, travel.Columns)
    start, task = int(problem.shift_start[0]), int(problem.task_place[0])
    # Half of 4,209 is rounded up.
    assert ways.seconds[:, start, task].tolist() == [2104, 4209, 2105]
    # No end: home is everywhere.
    assert ways.seconds[:, task, int(problem.shift_end[0])].tolist() == [0, 0, 0]


def test_pairs_without_a_way_stay_without_one(tmp_path: Path) -> None:
    far = [[0, 2**32 - 1], [5, 0]]
    told = document(matrices={"car": {"durations": far}}, jobs=[{"id": 1, "location_index": 1}])
    instance = read(tmp_path, told)
    assert instance.problem.of(Rule.TRAVEL, travel.Columns).seconds.max() == UNREACHABLE
    assert Evaluator(instance.problem).miss([(0,)]) == Miss(Rule.TRAVEL, task=0, why="unreachable")


def test_timestamps_come_back_as_they_went(tmp_path: Path) -> None:
    noon = 1_650_000_000
    vehicle = {"id": 1, "start_index": 0, "time_window": [noon, noon + 9000]}
    job = {"id": 1, "location_index": 2, "time_windows": [[noon + 500, noon + 600]]}
    instance = read(tmp_path, document(vehicles=[vehicle], jobs=[job]))
    assert instance.problem.of(Rule.WINDOWS, windows.Columns).open == (((500, 600),),)
    told = vroom_solution(instance, [(0,)], Evaluator(instance.problem))
    assert [step["arrival"] - noon for step in told["routes"][0]["steps"]] == [303, 500, 500]


def test_duty_without_a_window_may_begin_before_the_first_window(tmp_path: Path) -> None:
    job = {"id": 1, "location_index": 1, "time_windows": [[2104, 2104]]}
    instance = read(tmp_path, document(jobs=[job]))
    evaluator = Evaluator(instance.problem)
    assert evaluator.miss([(0,)]) is None
    (route,) = vroom_solution(instance, [(0,)], evaluator)["routes"]
    assert [step["arrival"] for step in route["steps"]] == [0, 2104, 4207]
    # Seconds are counted from zero: nobody may begin before that.
    job["time_windows"] = [[2103, 2103]]
    assert Evaluator(read(tmp_path, document(jobs=[job])).problem).miss([(0,)]) is not None


def test_a_setup_at_a_place_of_several_is_that_of_the_stop(tmp_path: Path) -> None:
    jobs = [{"id": n, "location_index": 1, "setup": 60, "service": 5} for n in (1, 2)]
    instance = read(tmp_path, document(jobs=jobs))
    problem = instance.problem
    work = problem.of(Rule.SERVICE, service.Columns)
    assert (work.service_s, work.stop_s[int(problem.task_place[0])]) == ((5, 5), 60)
    (route,) = vroom_solution(instance, [(0, 1)], Evaluator(problem))["routes"]
    assert [step["setup"] for step in route["steps"]] == [0, 60, 0, 0]
    assert [step["arrival"] for step in route["steps"]] == [0, 2104, 2169, 2174 + 2103]
    assert {step["waiting_time"] for step in route["steps"]} == {0}
    jobs[1]["setup"] = 61
    assert problems(tmp_path, document(jobs=jobs)) == [
        ("jobs[0].setup", "S505"),
        ("jobs[1].setup", "S505"),
    ]


def test_priorities_come_before_numbers_and_numbers_before_costs(tmp_path: Path) -> None:
    jobs = [{"id": n, "location_index": n % 4, "priority": p} for n, p in enumerate((0, 0, 1, 3))]
    problem = read(tmp_path, document(jobs=jobs)).problem
    least, same, one, three = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    assert least == same > 5 * 3153
    assert one > least + same
    assert three > one + least + same
    assert three - one == 2 * (one - least)


def test_what_jobs_pick_up_is_brought_home(tmp_path: Path) -> None:
    jobs = [
        {"id": 1, "location_index": 1, "delivery": [3], "pickup": [4]},
        {"id": 2, "location_index": 2, "delivery": [2]},
    ]
    vehicle = {**document()["vehicles"][0], "capacity": [5]}
    instance = read(tmp_path, document(jobs=jobs, vehicles=[vehicle]))
    evaluator = Evaluator(instance.problem)
    assert evaluator.miss([(0, 1)]) == Miss(Rule.CAPACITY, 1, "load 0", 0, "over")
    (route,) = vroom_solution(instance, [(1, 0)], evaluator)["routes"]
    assert [step["load"] for step in route["steps"]] == [[5], [3], [4], [4]]
    assert (route["delivery"], route["pickup"]) == ([5], [4])


def test_a_largest_number_of_tasks_is_kept(tmp_path: Path) -> None:
    vehicle = {**document()["vehicles"][0], "max_tasks": 1}
    jobs = [{"id": n, "location_index": n} for n in (1, 2)]
    evaluator = Evaluator(read(tmp_path, document(vehicles=[vehicle], jobs=jobs)).problem)
    assert evaluator.miss([(0,)]) is None
    assert evaluator.miss([(0, 1)]) == Miss(Rule.CAPACITY, 1, "load 1", 0, "over")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"vehicles": []}, [("vehicles", "S502")]),
        ({"vehicle": []}, [("vehicle", "S506")]),
        ({"jobs": []}, [("jobs", "S503")]),
        ({"jobs": [{"location_index": 1}]}, [("jobs[0].id", "S503")]),
        ({"jobs": [{"id": 1}]}, [("jobs[0].location_index", "S503")]),
        ({"jobs": [{"id": 1, "location": [1, 2]}]}, [("jobs[0].location_index", "S503")]),
        ({"jobs": [{"id": 1, "location_index": 9}]}, [("matrices.car.durations", "S504")]),
        ({"jobs": [{"id": 1.5, "location_index": 1}]}, [("jobs[0].id", "S502")]),
        (
            {"jobs": [{"id": 1, "location_index": 1}, {"id": 1, "location_index": 2}]},
            [("jobs[1].id", "S504")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "servise": 2}]},
            [("jobs[0].servise", "S506")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "priority": 101}]},
            [("jobs[0].priority", "S502")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "delivery": [1, 2]}]},
            [("jobs[0].delivery", "S504")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "pickup": [1, 1]}]},
            [("jobs[0].pickup", "S504")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "service_per_type": {"van": 1}}]},
            [("jobs[0].service_per_type", "S505")],
        ),
        (
            {"jobs": [{"id": 1, "location_index": 1, "time_windows": [[9, 8]]}]},
            [("jobs[0].time_windows[0]", "S504")],
        ),
        (
            {"vehicles": [{"id": 1, "start_index": 0, "capacity": [4], "breaks": [{"id": 1}]}]},
            [("vehicles[0].breaks", "S505")],
        ),
        (
            {"vehicles": [{"id": 1, "start": [0, 0], "capacity": [4]}]},
            [("vehicles[0].start_index", "S503")],
        ),
        ({"vehicles": [{"id": 1, "capacity": [4]}]}, [("vehicles[0]", "S503")]),
        (
            {"vehicles": [{"id": 1, "start_index": 0, "capacity": [4], "profile": "van"}]},
            [("matrices.van.durations", "S503")],
        ),
        (
            {"vehicles": [{"id": 1, "start_index": 0, "capacity": [4], "costs": {"per_km": 1}}]},
            [("matrices.car.distances", "S503")],
        ),
        ({"matrices": {}}, [("matrices.car.durations", "S503")]),
        ({"matrices": {"car": {"durations": [[0, 1], [1]]}}}, [("matrices.car.durations", "S504")]),
        (
            {"matrices": {"car": {"durations": DURATIONS, "costs": DURATIONS}},
             "vehicles": [{"id": 1, "start_index": 0, "capacity": [4], "costs": {"per_km": 1}}]},
            [("vehicles[0].costs", "S504")],
        ),
    ],
)  # fmt: skip
def test_each_mistake(
    tmp_path: Path, changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(tmp_path, document(**changes)) == expected


def test_broken_json_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_instance(written(tmp_path, '{"jobs": [\n1,\n}', "file.json"))
    (problem,) = caught.value.problems
    assert (problem.row, problem.code) == (3, "S502")


def test_the_old_key_for_a_matrix_is_understood(tmp_path: Path) -> None:
    told = document(matrix=DURATIONS)
    del told["matrices"]
    instance = read(tmp_path, told)
    assert instance.objective([(0,)], Evaluator(instance.problem)) == 4207


def test_rules_that_vroom_does_not_know_are_named() -> None:
    line = np.abs(np.subtract.outer([0, 3, 5], [0, 3, 5])).astype(np.int32)
    fleet = ShiftRows(start=[0], end=[0], opens=[0], closes=[99], duty_s=[50], second_cost=[1])
    problem = assemble(
        TravelRows(line, line, stop_s=[1, 1, 1]),
        TaskRows(place=[1, 2], open=[((0, 9),), ()]),
        OrderRows(first=[0, 1], penalty=[3, 4]),
        fleet,
    )
    with pytest.raises(ProblemError) as caught:
        vroom_problem(problem)
    assert caught.value.wrong == (
        "VROOM does not know orders of different penalties",
        "VROOM does not know longest times on duty",
        "VROOM does not know costs of time on duty",
        "VROOM does not know times of stops",
        "VROOM does not know tasks that may never start",
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[Problem, list[tuple[int, ...]]]:
    """A problem that VROOM can be asked, and routes that keep its pairs in order."""
    places = draw(st.integers(2, 5))
    ways = np.array(
        [[0 if a == b else draw(st.integers(0, 50)) for b in range(places)] for a in range(places)],
        dtype=np.int32,
    )
    alone, pairs, shifts = draw(st.integers(1, 3)), draw(st.integers(0, 3)), draw(st.integers(1, 4))
    count = alone + 2 * pairs
    amount = [draw(st.integers(0, 4)) for _ in range(alone + pairs)]
    issued = amount[:alone] + [0] * (2 * pairs)
    change = [draw(st.integers(0, 4)) - load for load in amount[:alone]]
    for load in amount[alone:]:
        change += [load, -load]
    starts = [draw(st.integers(0, 300)) for _ in range(count)]
    order = draw(st.permutations(range(alone + pairs)))
    first = [*range(alone), *range(alone, count, 2)]
    routes: list[tuple[int, ...]] = [()] * shifts
    for row in order:
        tasks = (first[row],) if row < alone else (first[row], first[row] + 1)
        shift = draw(st.integers(0, shifts))
        if shift < shifts:
            routes[shift] += tasks
    problem = assemble(
        TravelRows(ways, (2 * ways).astype(np.int32)),
        TaskRows(
            place=[draw(st.integers(0, places - 1)) for _ in range(count)],
            service_s=[draw(st.integers(0, 9)) for _ in range(count)],
            open=[[(opens, opens + 200), (opens + 300, opens + 400)] for opens in starts],
            change=[change],
            issued=[issued],
        ),
        OrderRows(first=first, choices=[()] * alone + [(row + 1,) for row in first[alone:]]),
        ShiftRows(
            start=[draw(st.integers(0, places - 1)) for _ in range(shifts)],
            end=[draw(st.integers(0, places - 1)) for _ in range(shifts)],
            opens=[draw(st.integers(0, 50)) for _ in range(shifts)],
            closes=[draw(st.integers(400, 900)) for _ in range(shifts)],
            capacity=[[draw(st.integers(0, 9)) for _ in range(shifts)]],
            metre_cost=[draw(st.integers(0, 3)) for _ in range(shifts)],
            fixed_cost=[draw(st.integers(0, 9)) for _ in range(shifts)],
            refused=np.array(
                [[draw(st.integers(0, 4)) == 0 for _ in range(shifts)] for _ in range(count)],
                dtype=np.bool_,
            ).reshape(count, shifts),
        ),
    )
    return problem, routes


@settings(deadline=None)
@given(case=asked())
def test_a_problem_that_went_through_vrooms_json_judges_routes_alike(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Problem, list[tuple[int, ...]]]
) -> None:
    problem, routes = case
    told = vroom_problem(problem)
    instance = read(tmp_path_factory.mktemp("vroom"), told)
    named = instance.vroom.tasks if instance.vroom else ()
    row = {task.step.id: number for number, task in enumerate(named)}
    again = [tuple(row[task] for task in tasks) for tasks in routes]
    before, after = Evaluator(problem), Evaluator(instance.problem)
    one, two = before.miss(routes), after.miss(again)
    assert (one is None) == (two is None), (one, two)
    if one is None:
        assert before.total(routes)[0] == instance.objective(again, after)


def test_vroom_knows_no_rear_doors() -> None:
    line = np.abs(np.subtract.outer([0, 3, 5], [0, 3, 5])).astype(np.int32)
    problem = assemble(
        TravelRows(line, line),
        TaskRows(place=[1, 2, 0], change=[[-1, 1, -1]]),
        OrderRows(first=[0, 1], choices=[[], [2]]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[99], capacity=[[2]]),
    )
    assert len(vroom_problem(problem)["shipments"]) == 1
    with pytest.raises(ProblemError) as caught:
        vroom_problem(with_stacks(problem, (True,), (True,) * 3, (True,) * 2))
    assert caught.value.wrong == ("VROOM does not know loads that leave at the rear only",)


def test_vroom_knows_no_suits() -> None:
    line = np.abs(np.subtract.outer([0, 3], [0, 3])).astype(np.int32)
    problem = assemble(
        TravelRows(line, line),
        TaskRows(place=[1]),
        OrderRows(first=[0]),
        ShiftRows(start=[0], end=[0], opens=[0], closes=[99]),
    )
    assert len(vroom_problem(problem)["jobs"]) == 1
    worn = suits.Columns((Suits(on_s=5),))
    with pytest.raises(ProblemError) as caught:
        vroom_problem(replace(problem, columns={**problem.columns, Rule.SUITS: worn}))
    assert caught.value.wrong == ("VROOM does not know protective suits",)
