"""Tables of Solomon's and of Li & Lim's form by hand, and each mistake with its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from logiroute.model.rules import Rule
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.rules import capacity, windows
from tests.solver.instances.files import LI_LIM, SOLOMON, problems, read, swapped


def test_solomon(tmp_path: Path) -> None:
    instance = read(tmp_path, SOLOMON)
    assert (instance.name, instance.kind, instance.label) == ("line", "VRPTW", (1, 2))
    problem = instance.problem
    assert problem.of(Rule.WINDOWS, windows.Columns).open == (
        ((0, 500_000),),
        ((30_000, 600_000),),
    )
    cost = instance.objective([(0, 1), ()], Evaluator(problem))
    # Four roots of two, to four digits each leg.
    assert cost == Decimal("5.6568")


def test_nothing_is_feasible_in_whole_numbers_that_is_not_in_exact_ones(tmp_path: Path) -> None:
    # The first customer is √2 away: there at 1.4142 is too early to be true.
    for due, legal in (("1.4142", False), ("1.4143", True)):
        text = swapped(SOLOMON, {"4          0         50": f"4          0         {due}"})
        problem = read(tmp_path, text).problem
        assert (Evaluator(problem).miss([(0,), ()]) is None) == legal


def test_li_lim(tmp_path: Path) -> None:
    instance = read(tmp_path, LI_LIM)
    assert (instance.name, instance.kind) == ("file", "PDPTW")
    problem = instance.problem
    assert (problem.first_task, problem.choices) == ((0,), ((1,),))
    assert problem.of(Rule.CAPACITY, capacity.Columns).change.tolist() == [[6, -6]]
    assert instance.objective([(0, 1), ()], Evaluator(problem)) == 8
    fewest = read(tmp_path, LI_LIM, fewest_vehicles=True)
    assert fewest.objective([(0, 1), ()], Evaluator(fewest.problem)) == 8


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (SOLOMON, {"  2          10": "  2  ten"}, [(5, "", "S502")]),
        (SOLOMON, {"  2          10": "  0  10"}, [(5, "", "S504")]),
        (SOLOMON, {"4          0         50          1": "4 0 50"}, [(11, "", "S502")]),
        (SOLOMON, {"4          0         50          1": "4 60 50 1"}, [(11, "", "S504")]),
        (SOLOMON, {"    2      2": "    3      2"}, [(12, "", "S504")]),
        (LI_LIM, {"2 10 1": "2 10 1.5"}, [(1, "speed", "S505")]),
        (LI_LIM, {"50 1 0 2": "50 1 0 0"}, [(3, "", "S504"), (4, "", "S504")]),
        (LI_LIM, {"-6": "-5"}, [(3, "", "S504"), (4, "", "S504")]),
    ],
)
def test_each_mistake(
    tmp_path: Path, text: str, changes: dict[str, str], expected: list[tuple[int, str, str]]
) -> None:
    assert problems(tmp_path, swapped(text, changes)) == expected


def test_a_table_without_rows_is_a_mistake(tmp_path: Path) -> None:
    assert problems(tmp_path, SOLOMON[: SOLOMON.index("    0")]) == [(0, "", "S503")]
