"""Steps of lateness: parts of the day, each of which counts as so many hours."""

import itertools

import pytest

from logiroute.solver.lateness import Step, met, steps_of
from logiroute.solver.periods import Period

_HOUR, _DAY, _EVER = 3600, 86_400, 2**40


def test_steps_of_a_day() -> None:
    due = 10 * _HOUR
    assert steps_of(due, _EVER, _DAY) == (
        Step(0, due, 0),
        Step(due + 1, due + _HOUR, 1),
        Step(due + _HOUR + 1, due + 2 * _HOUR, 2),
        Step(due + 2 * _HOUR + 1, due + 3 * _HOUR, 3),
        Step(due + 3 * _HOUR + 1, due + 4 * _HOUR, 4),
        Step(due + 4 * _HOUR + 1, due + 8 * _HOUR, 8),
        Step(due + 8 * _HOUR + 1, _DAY, 24),
    )


@pytest.mark.parametrize("latest", [7 * _HOUR + 1, 8 * _HOUR - 1, 8 * _HOUR])
def test_what_comes_after_the_limit_is_no_step(latest: int) -> None:
    # The part that the limit lies in goes on: who is later misses the limit.
    steps = steps_of(6 * _HOUR, latest, _DAY)
    assert steps[-1] == Step(7 * _HOUR + 1, _DAY, 2)
    assert [step.hours for step in steps] == [0, 1, 2]


@pytest.mark.parametrize(
    ("due", "hours"),
    [(0, 0), (-1, 1), (-_HOUR, 1), (-_HOUR - 1, 2), (-8 * _HOUR, 8), (-8 * _HOUR - 1, 24)],
)
def test_due_before_the_day_begins(due: int, hours: int) -> None:
    first = steps_of(due, _EVER, _DAY)[0]
    assert (first.first, first.hours) == (0, hours)


def test_due_after_the_day_ends() -> None:
    assert steps_of(2 * _DAY, _EVER, _DAY) == (Step(0, _DAY, 0),)


def test_a_limit_before_the_day_begins_leaves_a_step_to_miss_it_in() -> None:
    assert steps_of(-2 * _HOUR, -_HOUR, _DAY) == (Step(0, _DAY, 2),)


@pytest.mark.parametrize("due", [-5 * _HOUR, 0, 3 * _HOUR, 20 * _HOUR, _DAY, 3 * _DAY])
@pytest.mark.parametrize("latest", [0, 9 * _HOUR, _EVER])
def test_every_second_of_the_day_is_in_one_step(due: int, latest: int) -> None:
    steps = steps_of(due, latest, _DAY)
    assert (steps[0].first, steps[-1].last) == (0, _DAY)
    assert all(one.last + 1 == two.first for one, two in itertools.pairwise(steps))
    assert list(steps) == sorted(steps, key=lambda step: step.hours)


def test_steps_that_meet_a_period() -> None:
    steps = steps_of(100, _EVER, 10_000)
    assert met(steps, Period(100, 3_700, 5)) == [steps[0], steps[1]]
    assert met(steps, Period(101, 3_701, 5)) == [steps[1], steps[2]]
    assert met((None,), Period(0, 9, 5)) == [None]
