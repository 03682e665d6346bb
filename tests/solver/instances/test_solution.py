"""Solutions in VRPLIB's form: written, read, and each mistake with its line."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.errors import InputError
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import read_solution, solution_text, write_solution
from tests.solver.instances.files import VRP, read, swapped, written

DEPOTS = Path(__file__).parents[2] / "data" / "instances" / "OkSmallMultipleDepots.txt"


def test_routes_by_hand(tmp_path: Path) -> None:
    instance = read(tmp_path, VRP)
    text = solution_text(instance, [(0, 1), (), (2,)], Decimal("28.00"))
    assert text == "Route #1: 1 2\nRoute #2: 3\nCost 28\n"
    solution = read_solution(written(tmp_path, text, "file.sol"), instance)
    assert solution.routes == ((0, 1), (2,), ())
    assert solution.cost == 28


def test_vehicles_that_differ_are_all_listed() -> None:
    instance = read_instance(DEPOTS)
    text = solution_text(instance, [(0,), (), (2, 1)], Decimal(1))
    assert text.splitlines()[:3] == ["Route #1: 2", "Route #2:", "Route #3: 4 3"]


def test_costs_are_written_without_exponents(tmp_path: Path) -> None:
    instance = read(tmp_path, VRP)
    for cost, told in ((Decimal("1E+3"), "1000"), (Decimal("12.50"), "12.5"), (Decimal(0), "0")):
        assert solution_text(instance, [(0,), (), ()], cost).endswith(f"Cost {told}\n")


def test_a_depot_between_others_is_a_reload(tmp_path: Path) -> None:
    instance = read_instance(DEPOTS.with_name("OkSmallMultipleTrips.txt"))
    text = "Route #1: 1 0 2\nRoute #2:\nRoute #3: 3 0 4\nCost 1\n"
    solution = read_solution(written(tmp_path, text, "file.sol"), instance)
    assert solution.routes == ((0, 4, 1), (), (2, 5, 3))
    assert solution_text(instance, solution.routes, Decimal(1)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Route #1: 1 2\nRoute #2: 2", [(2, "Route")]),
        ("Route #1: 1 1", [(1, "Route")]),
        ("Route #1: 1 0 2", [(1, "Route")]),
        ("Route #1: 7", [(1, "Route")]),
        ("Route #1: one", [(1, "Route")]),
        ("Route #4: 1", [(1, "Route")]),
        ("Route #1: 1\nRoute #1: 2", [(2, "Route")]),
        ("Route #1: 1\nCost: much", [(2, "Cost")]),
        ("nothing", [(0, "Route")]),
    ],
)
def test_each_mistake(tmp_path: Path, text: str, expected: list[tuple[int, str]]) -> None:
    instance = read(tmp_path, VRP)
    with pytest.raises(InputError) as caught:
        read_solution(written(tmp_path, text, "file.sol"), instance)
    assert [(found.row, found.column) for found in caught.value.problems] == expected
    assert {found.code for found in caught.value.problems} == {"S507"}


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    instance = read(tmp_path, VRP)
    out = tmp_path / "out.sol"
    write_solution(out, instance, [(0,), (), ()], Decimal(6))
    before = out.read_text(encoding="utf-8")
    with pytest.raises(IndexError):
        write_solution(out, instance, [(99,), (), ()], Decimal(6))
    assert out.read_text(encoding="utf-8") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.vrp", "out.sol"]


#: Instances by name, read once.
_KNOWN: dict[str, Instance] = {}


@st.composite
def plans(draw: st.DrawFn) -> tuple[Instance, tuple[tuple[int, ...], ...]]:
    """Any distribution of some tasks over the routes of a shipped instance."""
    name = draw(st.sampled_from(["OkSmallMultipleDepots", "E-n22-k4", "SmallShipments"]))
    instance = _KNOWN.setdefault(name, read_instance(DEPOTS.with_name(f"{name}.txt")))
    tasks = draw(st.permutations(range(instance.problem.tasks)))
    cuts = draw(
        st.lists(
            st.integers(0, len(tasks)),
            min_size=instance.problem.shifts,
            max_size=instance.problem.shifts,
        )
    )
    edges = sorted(cuts)
    routes = [tuple(tasks[a:b]) for a, b in zip([0, *edges], edges, strict=False)]
    return instance, tuple(routes)


@given(plan=plans(), cents=st.integers(0, 10**9))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory,
    plan: tuple[Instance, tuple[tuple[int, ...], ...]],
    cents: int,
) -> None:
    instance, routes = plan
    if not any(routes):
        return
    path = tmp_path_factory.mktemp("solution") / "out.sol"
    write_solution(path, instance, routes, Decimal(cents) / 100)
    solution = read_solution(path, instance)
    assert solution.cost == Decimal(cents) / 100
    if instance.lists_all:
        assert solution.routes == routes
    else:
        assert [tasks for tasks in solution.routes if tasks] == [t for t in routes if t]


def test_the_first_node_of_a_solution_is_zero(tmp_path: Path) -> None:
    # Node 1 of the file is the depot, node 2 the first customer: 1 in a solution.
    instance = read(tmp_path, swapped(VRP, {"DEPOT_SECTION\n1\n-1\n": ""}))
    assert instance.label == (1, 2, 3)
