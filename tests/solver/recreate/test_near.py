"""Who is near whom, by hand: five posts on a line, two vehicles that may not do all of them."""

import numpy as np

from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.near import near_of
from logiroute.solver.recreate.rows import clock_of, rows_of
from tests.solver.recreate.lines import line


def _posts(refused: list[list[int]]) -> Problem:
    """Posts at 10, 11, 12, 13 and 30 as tasks 0 to 4; rows of ``refused`` are tasks."""
    return assemble(
        line([0, 10, 11, 12, 13, 30]),
        TaskRows(place=[1, 2, 3, 4, 5], open=[[(0, 999)]] * 5),
        OrderRows(first=[0, 1, 2, 3, 4]),
        ShiftRows(
            start=[0, 0],
            end=[0, 0],
            opens=[0, 0],
            closes=[999, 999],
            refused=np.array(refused, bool),
        ),
    )


def _near(problem: Problem) -> list[list[int]]:
    found = near_of(rows_of(problem, clock_of(problem)))
    assert (found.by_way == found.by_hour).all()  # All windows are open all the time.
    return [[int(task) for task in row] for row in found.by_way]


def test_the_nearest_come_first() -> None:
    near = _near(_posts([[0, 0]] * 5))
    assert near[0] == [1, 2, 3, 4]
    assert near[4] == [3, 2, 1, 0]


def test_whom_no_vehicle_serves_as_well_come_last() -> None:
    # Post 0 is for the first vehicle only, 1 and 2 for the second only, 3 and 4 for both.
    near = _near(_posts([[0, 1], [1, 0], [1, 0], [0, 0], [0, 0]]))
    assert near[0] == [3, 4, 1, 2]
    assert near[1] == [2, 3, 4, 0]
    assert near[2] == [3, 1, 4, 0] or near[2] == [1, 3, 4, 0]
    assert near[3] == [2, 1, 0, 4]


def test_whom_nobody_may_serve_has_the_neighbours_it_would_have() -> None:
    near = _near(_posts([[1, 1], [0, 1], [0, 0], [0, 0], [0, 0]]))
    assert near[0] == [1, 2, 3, 4]
    assert near[1] == [2, 3, 4, 0]
    assert near[4] == [3, 2, 1, 0]
