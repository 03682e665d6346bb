"""Instances of files become cases that the judge prices as their authors did."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.judge import judge
from benchmarks.peers.cases import case_of
from benchmarks.peers.entries import entries, files
from logiroute.model.rules import Rule
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import read_solution

_INSTANCES = Path(__file__).resolve().parent.parent / "data" / "instances"


@pytest.mark.parametrize(
    ("name", "units"), [("C201R0.25.vrp", 10), ("X115-HVRP.vrp", 1), ("RC208.vrp", 10)]
)
def test_plans_of_others_cost_what_they_say(name: str, units: int) -> None:
    instance = read_instance(_INSTANCES / name)
    solution = read_solution((_INSTANCES / name).with_suffix(".sol"), instance)
    verdict = judge(case_of(instance), dict(enumerate(map(list, solution.routes))))
    assert verdict.faults == ()
    assert solution.cost is not None
    assert verdict.cost == solution.cost * units


def test_mandatory_orders_and_prizes() -> None:
    case = case_of(read_instance(_INSTANCES / "OkSmallPrizes.txt"))
    # The file has a prize for all but the first.
    assert case.required.tolist() == [1, 0, 0, 0]
    assert (case.penalty > 0).all()
    assert case_of(read_instance(_INSTANCES / "OkSmall.txt")).required.all()


def test_what_has_no_words_is_refused() -> None:
    instance = read_instance(_INSTANCES / "OkSmall.txt")
    columns = dict(instance.problem.columns)
    room = columns[Rule.BEDS]
    columns[Rule.BEDS] = replace(room, beds={(0, 0): 3})
    with pytest.raises(ValueError, match="room at places"):
        case_of(replace(instance, problem=replace(instance.problem, columns=columns)))


def test_folders_are_searched_and_classes_picked() -> None:
    found = {entry.name: entry for entry in entries([_INSTANCES], "HFVRP")}
    assert "X115-HVRP" in found
    assert all(entry.kind == "HFVRP" for entry in found.values())
    assert found["X115-HVRP"].best_known is not None
    (alone,) = entries([_INSTANCES / "RC208.vrp"], None)
    assert alone.best_known is not None


def test_what_cannot_be_read_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.vrp").write_text("DIMENSION: 3\n")
    assert list(entries([tmp_path], None)) == []
    assert "broken.vrp is left out: " in capsys.readouterr().out


def test_empty_folders_are_told_of(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no instance"):
        files([tmp_path])
    with pytest.raises(FileNotFoundError, match="no such folder"):
        files([tmp_path / "missing"])


def test_the_list_of_best_known_counts_where_it_counts_alike(tmp_path: Path) -> None:
    text = (_INSTANCES / "OkSmall.txt").read_text()
    (tmp_path / "bks.csv").write_text(
        "family,instance,best_known_routes,best_known_cost,convention\n"
        "CVRP,one,2,9155,cost only; rounded Euclidean\n"
        'CVRP,two,2,9155,"vehicles first, then distance"\n'
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(text)
    best = {
        path.stem: entry.best_known for path in files([tmp_path]) for entry in entries([path], None)
    }
    scale = read_instance(tmp_path / "one.txt").cost_scale
    assert best == {"one": 9155 * scale, "two": None}
