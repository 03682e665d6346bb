"""When a search ends."""

import pytest

from logiroute.solver.budget import Budget, Spent
from logiroute.solver.pace import Pace
from logiroute.solver.searches import Stretch


@pytest.mark.parametrize(
    ("budget", "before", "at"),
    [
        (Budget(seconds=2), Spent(seconds=1.9), Spent(seconds=2.0)),
        (Budget(iterations=9), Spent(iterations=8), Spent(iterations=9)),
        (Budget(9, target=50), Spent(cost=51), Spent(cost=50)),
        (Budget(9, target=50), Spent(cost=None), Spent(cost=0)),
        (Budget(plateau_seconds=3), Spent(9, 9, 9, 2.9, 9), Spent(0, 0, 9, 3.0, 0)),
        (Budget(plateau_iterations=3), Spent(9, 9, 9, 9, 2), Spent(0, 0, 9, 0, 3)),
        (Budget(9, 9, 9, 9, 9), Spent(8, 8, 10, 8, 8), Spent(8, 8, 10, 8, 9)),
    ],
)
def test_the_first_limit_ends_the_search(budget: Budget, before: Spent, at: Spent) -> None:
    assert not budget.over(before)
    assert budget.over(at)


def test_only_limits_in_seconds_need_a_clock() -> None:
    assert Budget(seconds=1).by_clock
    assert Budget(iterations=1, plateau_seconds=1).by_clock
    assert not Budget(iterations=1, target=1, plateau_iterations=1).by_clock


@pytest.mark.parametrize("limits", [{}, {"target": 5}])
def test_a_search_needs_an_end(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="else a search has no end"):
        Budget(**limits)


@pytest.mark.parametrize(
    "limits", [{"seconds": 0}, {"seconds": -1, "iterations": 5}, {"plateau_iterations": 0}]
)
def test_limits_are_positive(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Budget(**limits)


_QUARTERS = (0.25, 0.5, 0.75, 1.0)


def _walk(pace: Pace, most: int = 100) -> list[Stretch]:
    """Every stretch of a search that takes just the time and iterations it is given."""
    spent, found = Spent(), []
    while not pace.over(spent):
        stretch = pace.stretch(spent)
        found.append(stretch)
        seconds = spent.seconds + (stretch.seconds or 0)
        iterations = spent.iterations + (stretch.iterations or 0)
        spent = Spent(seconds, iterations, None, seconds, iterations)
        assert len(found) <= most
    return found


def test_iterations_are_cut_into_stretches_and_none_is_lost() -> None:
    found = _walk(Pace(Budget(iterations=10, target=7), None, _QUARTERS))
    assert [stretch.iterations for stretch in found] == [3, 2, 3, 2]
    assert [stretch.seconds for stretch in found] == [None] * 4
    assert [stretch.target for stretch in found] == [7] * 4
    assert found[0].shares == (0.0, 0.25)
    assert found[-1].shares[1] == 1.0


def test_seconds_leave_what_is_kept_for_other_things() -> None:
    found = _walk(Pace(Budget(seconds=10), 8.0, _QUARTERS))
    assert [stretch.seconds for stretch in found] == [2.0] * 4
    assert [stretch.shares for stretch in found] == [
        (0.0, 0.25),
        (0.25, 0.5),
        (0.5, 0.75),
        (0.75, 1.0),
    ]


def test_stretches_are_never_too_short_to_be_worth_a_look_around() -> None:
    assert len(_walk(Pace(Budget(seconds=1), 1.0, tuple(n / 16 for n in range(1, 17))))) == 4


def test_a_plateau_alone_makes_pass_after_pass() -> None:
    pace = Pace(Budget(plateau_iterations=8), None, _QUARTERS)
    assert pace.stretch(Spent(iterations=8)).shares == (0.0, 0.25)
    assert pace.stretch(Spent(iterations=14)).shares == (0.75, 1.0)
    assert [stretch.iterations for stretch in _walk(pace)] == [2] * 4
    by_clock = Pace(Budget(plateau_seconds=8), None, _QUARTERS)
    assert by_clock.stretch(Spent(seconds=12)) == Stretch(2.0, None, None, (0.5, 0.75))
