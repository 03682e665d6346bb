"""Published solutions cost what they say, under the convention of their files."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import read_solution
from logiroute.solver.miss import Miss
from logiroute.solver.rules import shifts

SHIPPED = Path(__file__).parents[2] / "data" / "instances"

#: More of them, beside the checkout of those who compare engines; not needed by the tests.
SHARED = Path(__file__).parents[4] / "shared" / "instances"

#: File → published cost in one unit of the objective, where it differs from that of its kind.
TIMES = {"X209-FSMFD": Decimal(100_000)}

#: A shipped solution that PyVRP too finds 102 seconds late.
LATE = {"OkSmallMultipleReloadDepots": Miss(Rule.WINDOWS, 102, "s", 1, "late")}


def _solved(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.sol"))


def _instance_of(solution: Path) -> Path:
    (found,) = [p for p in solution.parent.glob(f"{solution.stem}.*") if p.suffix != ".sol"]
    return found


def _agrees(path: Path) -> None:
    instance = read_instance(_instance_of(path))
    solution = read_solution(path, instance)
    evaluator = Evaluator(instance.problem)
    if path.stem in LATE:
        assert evaluator.miss(solution.routes) == LATE[path.stem]
        return
    assert evaluator.miss(solution.routes) is None
    cost = instance.objective(solution.routes, evaluator)
    if solution.cost is not None:
        assert cost == solution.cost * TIMES.get(path.stem, Decimal(1))


@pytest.mark.parametrize("path", _solved(SHIPPED), ids=lambda path: path.stem)
def test_shipped_solutions_cost_what_they_say(path: Path) -> None:
    _agrees(path)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared instances are not here")
@pytest.mark.parametrize("path", _solved(SHARED), ids=lambda path: path.stem)
def test_shared_solutions_cost_what_they_say(path: Path) -> None:
    _agrees(path)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared instances are not here")
def test_costs_in_the_table_of_best_values_are_those_of_the_solutions() -> None:
    with (SHARED / "bks.csv").open(encoding="utf-8") as file:
        best = {row["instance"]: Decimal(row["best_known_cost"]) for row in csv.DictReader(file)}
    for path in _solved(SHARED):
        assert read_solution(path, read_instance(_instance_of(path))).cost == best[path.stem]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared instances are not here")
@pytest.mark.parametrize(
    ("name", "orders", "shifts_", "kind"),
    [
        ("VRPTW/c1_6_3", 600, 150, "VRPTW"),
        ("PDPTW/lr101", 53, 25, "PDPTW"),
        ("PDPTW/lrc2_6_1", 303, 150, "PDPTW"),
    ],
)
def test_plain_tables_are_read_whole(name: str, orders: int, shifts_: int, kind: str) -> None:
    instance = read_instance(SHARED / f"{name}.txt")
    assert (instance.problem.orders, instance.problem.shifts) == (orders, shifts_)
    assert (instance.kind, instance.cost_scale) == (kind, 10_000)


def test_longest_durations_are_kept() -> None:
    problem = read_instance(SHIPPED / "PR01.vrp").problem
    assert set(problem.of(Rule.SHIFTS, shifts.Columns).duty_s) == {500_000}
