"""Routes that change to shifts of another kind."""

import numpy as np

from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ReloadRows, ShiftRows, TaskRows, TravelRows
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate.anneal import _begin
from logiroute.solver.recreate.kinds import carries, other_kind
from logiroute.solver.recreate.recreation import Recreation
from tests.solver.recreate.exchanging import at_hand

# Depot X at 0, depot Y at 10, A at 20, B at -10.
X, Y, PLACE_A, PLACE_B = range(4)
A, B = range(2)
AT = np.array([0, 10, 20, -10])
WAY = np.abs(np.subtract.outer(AT, AT)).astype(np.int32)


def _problem(start: list[int], capacity: list[int]) -> Problem:
    """One piece for A and two for B; the second shift is the cheaper one."""
    return assemble(
        TravelRows(WAY, WAY),
        TaskRows(place=[PLACE_A, PLACE_B], open=[[(0, 999)]] * 2, change=[[-1, -2]]),
        OrderRows(first=[A, B]),
        ShiftRows(
            start=start,
            end=[X, X],
            opens=[0, 0],
            closes=[999, 999],
            metre_cost=[5, 1],
            capacity=[capacity],
        ),
        ReloadRows(place=[X, Y]),
    )


def _after_change(problem: Problem, tasks: tuple[int, ...]) -> tuple[bool, Routes]:
    """Whether the second shift carries what is on the first; the routes after the change."""
    search = Recreation(problem, 0)
    search.adopt((tasks, ()))
    assert at_hand(search) == (tasks, ())
    _begin(search._board)
    second = int(search._state.route["kind"][1])
    carried = bool(carries(search._board, 0, second))
    other_kind(search._board, 0, second)
    assert Evaluator(problem).miss(at_hand(search)) is None
    return carried, at_hand(search)


def _reload_at(problem: Problem, place: int) -> int:
    """The first task of the reloads at a depot, which come after the two orders."""
    return next(t for t in range(2, problem.tasks) if problem.task_place[t] == place)


def test_a_route_goes_to_the_cheaper_shift() -> None:
    assert _after_change(_problem([X, Y], [3, 3]), (A, B)) == (True, ((), (A, B)))


def test_a_route_that_loads_first_stays_off_a_shift_that_starts_there() -> None:
    problem = _problem([X, Y], [3, 3])
    tasks = (_reload_at(problem, Y), A)
    assert _after_change(problem, tasks) == (False, (tasks, ()))
    # On one that starts where this one does, it may.
    carried, changed = _after_change(_problem([X, X], [3, 3]), tasks)
    assert carried
    assert changed[0] == ()
    assert changed[1][-1] == A


def test_what_is_most_aboard_decides() -> None:
    # Three pieces on one trip; two at most with a reload in between.
    tight, too_small = _problem([X, Y], [3, 2]), _problem([X, Y], [3, 1])
    assert _after_change(tight, (A, B)) == (False, ((A, B), ()))
    tasks = (A, _reload_at(tight, X), B)
    assert _after_change(tight, tasks)[0]
    assert _after_change(too_small, tasks) == (False, (tasks, ()))
