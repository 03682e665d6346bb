"""VRPLIB files by hand, and each mistake with its line, key and code."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from logiroute.errors import InputError
from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_LOAD, MOST_S
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.read import read_instance
from logiroute.solver.rules import access, capacity, coverage, shifts, travel, trips, windows
from tests.solver.instances.files import VRP, problems, read, swapped, written

SHIPPED = Path(__file__).parents[2] / "data" / "instances"

PAIRS = """NAME : pairs
TYPE : PDPTW
DIMENSION : 3
VEHICLES : 1
CAPACITY : 10
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 0
3 5 0
PICKUP_AND_DELIVERY_SECTION
1 0 0 100 0 0 0
2 -4 0 50 2 3 0
3 4 0 50 2 0 2
DEPOT_SECTION
1
EOF
"""


def test_a_line_of_customers(tmp_path: Path) -> None:
    instance = read(tmp_path, VRP)
    assert (instance.name, instance.kind, instance.label) == ("line", "CVRP", (1, 2, 3))
    problem = instance.problem
    assert problem.of(Rule.CAPACITY, capacity.Columns).change.tolist() == [[-4, -5, -6]]
    # 15 to deliver, 10 a vehicle: four halves of vehicles could be of use.
    assert problem.of(Rule.CAPACITY, capacity.Columns).capacity.tolist() == [[10] * 3]
    evaluator = Evaluator(problem)
    assert instance.objective([(0, 1), (2,), ()], evaluator) == 28
    assert evaluator.miss([(0, 2), (1,), ()]) is None
    assert evaluator.miss([(1, 2), (0,), ()]) is not None


def test_nobody_needs_more_vehicles_than_customers(tmp_path: Path) -> None:
    timed = swapped(
        VRP, {"DEPOT_SECTION": "TIME_WINDOW_SECTION\n1 0 90\n2 0 9\n3 0 9\n4 0 90\nDEPOT_SECTION"}
    )
    assert read(tmp_path, timed).problem.shifts == 3
    assert read(tmp_path, swapped(VRP, {"CAPACITY : 10": "CAPACITY : 1000"})).problem.shifts == 3
    assert read(tmp_path, swapped(VRP, {"CAPACITY": "VEHICLES : 9\nCAPACITY"})).problem.shifts == 9


def test_a_route_less_is_worth_any_cost_if_asked_for(tmp_path: Path) -> None:
    instance = read(
        tmp_path, swapped(VRP, {"CAPACITY : 10": "CAPACITY : 15"}), fewest_vehicles=True
    )
    evaluator = Evaluator(instance.problem)
    one, three = [(0, 1, 2), (), ()], [(0,), (1,), (2,)]
    assert instance.objective(one, evaluator) == 20
    assert instance.objective(three, evaluator) == 34
    # At most six legs of 10 in any plan.
    assert instance.vehicle_cost == 61
    assert evaluator.total(three)[0] - evaluator.total(one)[0] == 14 + 2 * 61


def test_everything_about_vehicles(tmp_path: Path) -> None:
    text = swapped(
        VRP,
        {
            "TYPE : CVRP": "TYPE : HFVRP",
            "CAPACITY : 10": "VEHICLES : 2\nVEHICLES_MAX_DURATION : 30",
            "DEPOT_SECTION\n1\n": "CAPACITY_SECTION\n1 10\n2 20\n"
            "VEHICLES_FIXED_COST_SECTION\n1 7\n2 0\n"
            "VEHICLES_UNIT_DISTANCE_COST_SECTION\n1 1.5\n2 2\n"
            "VEHICLES_DEPOT_SECTION\n1 1\n2 2\n"
            "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 3\n2 3 4\n"
            "SERVICE_TIME_SECTION\n1 0\n2 0\n3 2\n4 0.5\nDEPOT_SECTION\n1\n2\n",
            "2 4\n": "2 0\n",
        },
    )
    instance = read(tmp_path, text)
    problem = instance.problem
    assert (instance.label, instance.lists_all) == ((2, 3), True)
    assert (problem.shift_start.tolist(), problem.shift_end.tolist()) == ([0, 1], [0, 1])
    assert problem.of(Rule.ACCESS, access.Columns).refusal.astype(bool).tolist() == [
        [False, False],
        [True, False],
    ]
    assert problem.of(Rule.SHIFTS, shifts.Columns).duty_s == (30_000, 30_000)
    # Exact numbers, times 1,000; half units of cost make tens of them.
    assert problem.of(Rule.TRAVEL, travel.Columns).metre_cost == (15, 20)
    assert instance.cost_scale == 10
    # 7,000 for the vehicle and 8,000 at 1.5; 7 and 1 and 6 thousands at 2.
    assert instance.objective([(0,), (1,)], Evaluator(problem)) == 7000 + 12_000 + 28_000


def test_prizes_and_what_has_to_be_visited(tmp_path: Path) -> None:
    prizes = "PRIZE_SECTION\n1 0\n2 0\n3 5\n4 7.5\nDEPOT_SECTION"
    text = swapped(VRP, {"CVRP": "PCVRPTW", "DEPOT_SECTION": prizes})
    instance = read(tmp_path, text)
    penalty = instance.problem.of(Rule.COVERAGE, coverage.Columns).penalty
    assert penalty[1:] == (50, 75)
    assert penalty[0] == 6 * 100 + 1
    assert instance.objective([(0,), (), ()], Evaluator(instance.problem)) == 60 + 50 + 75
    assert [instance.missing(frozenset(served)) for served in ((), (0,), (1, 2))] == [1, 0, 1]


def test_windows_and_service(tmp_path: Path) -> None:
    rows = "TIME_WINDOW_SECTION\n1 0 100\n2 5 9.99\n3 0 200\n4 0 50\nDEPOT_SECTION"
    text = swapped(
        VRP, {"CVRP": "VRPTW", "CAPACITY": "SERVICE_TIME : 3\nCAPACITY", "DEPOT_SECTION": rows}
    )
    instance = read(tmp_path, text)
    found = instance.problem.of(Rule.WINDOWS, windows.Columns).open
    # Ten times, cut; nobody is on duty after 1,000.
    assert found == (((50, 99),), ((0, 1000),), ((0, 500),))
    times = Evaluator(instance.problem).timetable(0, (0, 1))
    assert times.starts == (50, 90)  # type: ignore[union-attr]
    assert instance.objective([(0, 1), (), ()], Evaluator(instance.problem)) == Decimal(8)


def test_what_is_brought_home(tmp_path: Path) -> None:
    backhaul = "BACKHAUL_SECTION\n1 0\n2 6\n3 0\n4 0\nDEPOT_SECTION"
    evaluator = Evaluator(read(tmp_path, swapped(VRP, {"DEPOT_SECTION": backhaul})).problem)
    # 4 off and 6 aboard at the first, with the 5 of the second: 11.
    found = evaluator.miss([(0, 1), (), ()])
    assert found is not None
    assert found.amount == 1
    assert evaluator.miss([(1, 0), (), ()]) is None


def test_a_shipped_instance_with_both() -> None:
    instance = read_instance(SHIPPED / "SmallVRPSPD.vrp")
    loads = instance.problem.of(Rule.CAPACITY, capacity.Columns)
    assert loads.issued.tolist() == [[1, 0, 16, 18]]
    assert (loads.change + loads.issued).tolist() == [[0, 3, 10, 40]]
    with pytest.raises(InputError, match="S505"):
        read_instance(SHIPPED / "X-n101-50-k13.vrp")


def test_trips() -> None:
    instance = read_instance(SHIPPED / "OkSmallMultipleTrips.txt")
    kinds = instance.problem.of(Rule.TRIPS, trips.Columns)
    assert kinds.most_reloads == (1, 0, 1)
    assert instance.label == (1, 2, 3, 4, 0, 0)
    assert kinds.usable.tolist() == [[True, False, True]]
    released = read_instance(SHIPPED / "OkSmallReleaseTimes.txt").problem
    assert released.of(Rule.TRIPS, trips.Columns).release == (20000, 5000, 5000, 1000)


def test_pairs(tmp_path: Path) -> None:
    instance = read(tmp_path, PAIRS)
    problem = instance.problem
    assert (problem.first_task, problem.choices) == ((1,), ((0,),))
    assert problem.of(Rule.CAPACITY, capacity.Columns).change.tolist() == [[-4, 4]]
    evaluator = Evaluator(problem)
    assert instance.objective([(1, 0)], evaluator) == 10_000
    assert evaluator.miss([(0, 1)]) is not None


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("FULL_MATRIX", "0 1 2 3 4 0 5 6 7 8 0 9 1 2 3 0"),
        ("LOWER_ROW", "1 2 5\n3 6 9"),
        ("LOWER_DIAG_ROW", "0 1 0 2 5 0 3 6 9 0"),
        ("UPPER_ROW", "1 2 3 5 6 9"),
        ("UPPER_DIAG_ROW", "0 1 2 3 0 5 6 0 9 0"),
    ],
)
def test_listed_distances(tmp_path: Path, form: str, numbers: str) -> None:
    weights = f"EXPLICIT\nEDGE_WEIGHT_FORMAT : {form}\nEDGE_WEIGHT_SECTION\n{numbers}"
    text = swapped(VRP, {"EUC_2D\nCAPACITY : 10\n": f"{weights}\n", "TYPE : CVRP": "CAPACITY : 10"})
    ways = read(tmp_path, text).problem.of(Rule.TRAVEL, travel.Columns)
    upper = [[0, 1, 2, 3], [0, 0, 5, 6], [0, 0, 0, 9], [0, 0, 0, 0]]
    assert np.triu(ways.metres[0]).tolist() == upper
    if form != "FULL_MATRIX":
        assert (ways.metres[0] == ways.metres[0].T).all()


def test_a_longest_distance_is_a_duration_where_only_driving_takes_time(tmp_path: Path) -> None:
    for name in ("VEHICLES_MAX_DISTANCE", "DISTANCE"):
        instance = read(tmp_path, swapped(VRP, {"CAPACITY": f"{name} : 14\nCAPACITY"}))
        assert set(instance.problem.of(Rule.SHIFTS, shifts.Columns).duty_s) == {14}
    service = swapped(VRP, {"CAPACITY": "SERVICE_TIME : 2\nVEHICLES_MAX_DISTANCE : 14\nCAPACITY"})
    assert problems(tmp_path, service) == [(6, "VEHICLES_MAX_DISTANCE", "S505")]
    # What TSPLIB calls a distance has service in it.
    instance = read(tmp_path, swapped(service, {"VEHICLES_MAX_DISTANCE": "DISTANCE"}))
    assert Evaluator(instance.problem).miss([(0, 1), (), ()]) is None
    assert Evaluator(instance.problem).miss([(0, 1, 2), (), ()]) is not None


def test_without_limits_there_are_none(tmp_path: Path) -> None:
    problem = read(tmp_path, swapped(VRP, {"CAPACITY : 10\n": ""})).problem
    assert set(problem.of(Rule.SHIFTS, shifts.Columns).duty_s) == {MOST_S}
    assert (problem.of(Rule.CAPACITY, capacity.Columns).capacity == MOST_LOAD).all()
    assert Evaluator(problem).miss([(0, 1, 2), (), ()]) is None


def test_files_of_other_systems_are_read_as_they_are(tmp_path: Path) -> None:
    text = "\ufeff# a comment\r\n" + VRP.replace("\n", "\t\r\n").replace("line", "línea")
    assert read(tmp_path, text).label == (1, 2, 3)
    path = tmp_path / "latin.vrp"
    path.write_bytes(VRP.replace("line", "Bulhões").encode("latin-1"))
    assert read_instance(path).problem.tasks == 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DIMENSION : 4\n": ""}, [(0, "DIMENSION", "S503")]),
        ({"DIMENSION : 4": "DIMENSION : four"}, [(3, "DIMENSION", "S502")]),
        (
            {"DIMENSION : 4": "DIMENSION : 5"},
            [(6, "NODE_COORD_SECTION", "S504"), (11, "DEMAND_SECTION", "S504")],
        ),
        ({"EUC_2D": "GEO"}, [(4, "EDGE_WEIGHT_TYPE", "S505")]),
        ({"CAPACITY": "CAPACTIY"}, [(5, "CAPACTIY", "S506")]),
        ({"DEMAND_SECTION": "DEMANDS_SECTION"}, [(11, "DEMANDS_SECTION", "S506")]),
        ({"TYPE : CVRP": "TYPE : VRPB"}, [(2, "TYPE", "S505")]),
        (
            {"DEMAND": "BACKHAUL_SECTION\n1 0 0\n2 1 1\n3 1 1\n4 0 0\nDEMAND"},
            [(11, "BACKHAUL_SECTION", "S504")],
        ),
        (
            {"DEMAND": "MUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 2 3\nDEMAND"},
            [(11, "MUTUALLY_EXCLUSIVE_GROUP_SECTION", "S505")],
        ),
        ({"CAPACITY : 10": "CAPACITY : -1"}, [(5, "CAPACITY", "S502")]),
        ({"CAPACITY : 10": "CAPACITY : 10\nCAPACITY : 11"}, [(6, "CAPACITY", "S502")]),
        ({"DEMAND_SECTION": "NODE_COORD_SECTION"}, [(11, "NODE_COORD_SECTION", "S502")]),
        ({"2 3 0": "2 3 zero"}, [(8, "", "S502")]),
        ({"2 3 0": "2 3 nan"}, [(8, "", "S502")]),
        ({"2 3 0": "2 3"}, [(8, "NODE_COORD_SECTION", "S502")]),
        ({"2 3 0": "5 3 0"}, [(8, "NODE_COORD_SECTION", "S504")]),
        ({"2 4\n": "2 -4\n"}, [(13, "DEMAND_SECTION", "S504")]),
        ({"DEPOT_SECTION\n1": "DEPOT_SECTION\n2"}, [(17, "DEPOT_SECTION", "S505")]),
        ({"DEPOT_SECTION\n1\n": "DEPOT_SECTION\n"}, [(16, "DEPOT_SECTION", "S503")]),
        ({"NAME : line": "line"}, [(1, "", "S502")]),
        (
            {"DEPOT_SECTION": "TIME_WINDOW_SECTION\n1 0 9\n2 5 4\n3 0 9\n4 0 9\nDEPOT_SECTION"},
            [(18, "TIME_WINDOW_SECTION", "S504")],
        ),
        (
            {"DEPOT_SECTION": "PRIZE_SECTION\n1 0\n2 5\n3 -1\n4 0\nDEPOT_SECTION"},
            [(19, "PRIZE_SECTION", "S504")],
        ),
        (
            {
                "CAPACITY": "VEHICLES : 2\nCAPACITY",
                "DEPOT_SECTION": "VEHICLES_DEPOT_SECTION\n1 1\n2 2\nDEPOT_SECTION",
            },
            [(19, "VEHICLES_DEPOT_SECTION", "S504")],
        ),
        (
            {"EUC_2D": "EUC_2D\nEDGE_WEIGHT_SECTION\n0 1\n1 0"},
            [(4, "EDGE_WEIGHT_TYPE", "S504")],
        ),
        (
            {"EUC_2D": "EXPLICIT\nEDGE_WEIGHT_SECTION\n0 1\n1 0"},
            [(5, "EDGE_WEIGHT_SECTION", "S504")],
        ),
        (
            {"EUC_2D": "EXPLICIT\nEDGE_WEIGHT_FORMAT : LOWER_COL\nEDGE_WEIGHT_SECTION\n0"},
            [(5, "EDGE_WEIGHT_FORMAT", "S505")],
        ),
    ],
)
def test_each_mistake(
    tmp_path: Path, changes: dict[str, str], expected: list[tuple[int, str, str]]
) -> None:
    assert problems(tmp_path, swapped(VRP, changes)) == expected


def test_a_partner_that_does_not_say_so_too_is_a_mistake(tmp_path: Path) -> None:
    found = problems(tmp_path, swapped(PAIRS, {"3 4 0 50 2 0 2": "3 5 0 50 2 0 2"}))
    assert found == [
        (13, "PICKUP_AND_DELIVERY_SECTION", "S504"),
        (14, "PICKUP_AND_DELIVERY_SECTION", "S504"),
    ]


def test_too_many_mistakes_are_counted(tmp_path: Path) -> None:
    rows = "\n".join(f"{row} x" for row in range(200))
    path = written(tmp_path, swapped(VRP, {"DEMAND_SECTION": f"DEMAND_SECTION\n{rows}"}))
    with pytest.raises(InputError) as caught:
        read_instance(path)
    assert len(caught.value.problems) == 51
    assert "more problems" in caught.value.problems[-1].message


@pytest.mark.parametrize("text", ["", "what is this?", "1 2 3\n4 5 6\n"])
def test_other_files_are_told_to_be_of_no_known_format(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == [(0, "", "S501")]


def test_another_convention_may_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, VRP)
    assert read_instance(path, convention="exact").cost_scale == 1
    exact = read_instance(path, convention="double")
    assert exact.objective([(0, 1), (2,), ()], Evaluator(exact.problem)) == 28
