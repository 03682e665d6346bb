"""Comparing tables, worked by hand."""

import numpy as np
import pytest

from benchmarks.agreement import Pair, compare, growth_exponent, relative_gaps, same_times

OURS = np.array([[0, 1000, 2100], [-1, 0, 500], [1000, -1, 0]])
THEIRS = np.array([[0, 1000, 2000], [700, 0, 500], [990, 300, 0]])


def test_differences_are_relative_to_the_other_and_reach_is_counted() -> None:
    found = compare(OURS, THEIRS, worst=3)
    assert (found.pairs, found.only_ours, found.only_theirs) == (4, 0, 2)
    assert not found.same_reach
    # 0, 100/2000, 0, 10/990; exactly 5 % is not above 5 %.
    assert found.median == pytest.approx((0 + 10 / 990) / 2)
    assert found.largest == pytest.approx(0.05)
    assert found.share_large == 0.0
    assert found.exact == 0.5
    assert found.worst == (Pair(1, 0, -1, 700), Pair(2, 1, -1, 300), Pair(0, 2, 2100, 2000))


def test_equal_tables_have_no_worst_pair() -> None:
    found = compare(OURS, OURS)
    assert found.same_reach
    assert (found.largest, found.exact, found.worst) == (0.0, 1.0, ())


def test_the_diagonal_does_not_count() -> None:
    theirs = OURS.copy()
    np.fill_diagonal(theirs, 999)
    assert compare(OURS, theirs).largest == 0.0


def test_tables_that_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="shapes"):
        compare(OURS, THEIRS[:2, :2])
    with pytest.raises(ValueError, match="no pair"):
        compare(np.full((2, 2), -1), np.zeros((2, 2), np.int64))


def test_growth_is_the_slope_on_logarithms() -> None:
    assert growth_exponent([1, 2, 4], [3, 12, 48]) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="two different"):
        growth_exponent([5, 5], [1, 1])
    with pytest.raises(ValueError, match="positive"):
        growth_exponent([1, 2], [0, 1])


def test_lengths_are_compared_where_the_times_are_the_same() -> None:
    same = same_times(OURS, THEIRS)
    # 1000 and 500 are the same, 2100 is not 2000; 1000 and 990 are at most 50 ms apart.
    assert same.tolist() == [[False, True, False], [False, False, True], [True, False, False]]
    gaps = relative_gaps(np.full((3, 3), 102.0), np.array([[1.0, 100, 1]] * 3), same)
    assert gaps.tolist() == pytest.approx([0.02, 101.0, 101.0])
