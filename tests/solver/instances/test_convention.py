"""Numbers of files as whole numbers, by hand."""

import numpy as np
import pytest

from logiroute.solver.instances.convention import Conventions
from logiroute.solver.instances.distances import Distances, Weights


def test_each_convention_by_hand() -> None:
    values = np.array([2**0.5])
    for convention, times, limits, paid in (
        (Conventions.ROUND, 1, 1, 1),
        (Conventions.DIMACS, 14, 14, 14),
        (Conventions.DIMACS_TIMES_10, 14, 14, 14),
        (Conventions.EXACT, 1414, 1414, 1414),
        # 14142.13…: never looser, but paid as it is.
        (Conventions.DOUBLE, 14143, 14142, 14142),
    ):
        assert convention.value.durations(values).tolist() == [times]
        assert convention.value.limits(values).tolist() == [limits]
        assert convention.value.amounts(values).tolist() == [paid]


def test_what_is_whole_but_for_a_float_stays_whole() -> None:
    # 0.1 + 0.2 is a little more than 0.3, which is not a reason for another ten-thousandth.
    assert Conventions.DOUBLE.value.durations(np.array([0.1 + 0.2])).tolist() == [3000]
    assert Conventions.DOUBLE.value.limits(np.array([0.3 - 1e-15])).tolist() == [3000]


def test_conventions_say_what_they_are() -> None:
    assert str(Conventions.ROUND.value) == "times and distances rounded to the nearest whole number"
    assert str(Conventions.DIMACS.value) == ("times and distances ×10, cut off, cost divided by 10")


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (Weights.EUC_2D, 14142),
        (Weights.CEIL_2D, 20000),
        (Weights.FLOOR_2D, 10000),
        (Weights.EXACT_2D, 14140000),
    ],
)
def test_ways_to_make_a_distance(weights: Weights, expected: int) -> None:
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    _, metres = Distances(points, weights=weights).whole(Conventions.DOUBLE.value)
    assert metres.tolist() == [[0, expected], [expected, 0]]


def test_seconds_and_metres_are_one_array_where_they_may() -> None:
    points = np.random.default_rng(1).integers(0, 1000, (700, 2)).astype(float)
    for convention in Conventions:
        seconds, metres = Distances(points).whole(convention.value)
        assert (seconds is metres) == (convention is not Conventions.DOUBLE)
        away = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
        assert np.abs(metres - away * convention.value.factor).max() <= 1
        assert (seconds >= metres).all()


def test_distances_that_do_not_fit_are_refused() -> None:
    with pytest.raises(OverflowError, match="31 bits"):
        Distances(np.array([[0.0, 0.0], [3e6, 0.0]])).whole(Conventions.EXACT.value)
