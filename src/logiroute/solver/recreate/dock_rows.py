"""Berths and docks as the kernel reads them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.rules import slots, windows


class Berths(NamedTuple):
    """When work may begin where docks are counted, and how many there are.

    Attributes
    ----------
    of_task : ndarray of int64, shape (tasks,)
        Row of the task's place among those whose docks are counted; -1 elsewhere.
    begin : ndarray of int64, shape (places + 1,)
        Where the berths of each such place begin in the next two.
    second, task : ndarray of int64
        When work begins, in order of time, and the first task of its kind.
    limit : ndarray of int64, flat
        Docks, place by place and cell by cell.
    cells : int
        Cells of the day.
    """

    of_task: NDArray[np.int64]
    begin: NDArray[np.int64]
    second: NDArray[np.int64]
    task: NDArray[np.int64]
    limit: NDArray[np.int64]
    cells: int


def berths_of(problem: Problem) -> Berths:
    """List every berth, place by place."""
    columns = problem.of(Rule.SLOTS, slots.Columns)
    opens = problem.of(Rule.WINDOWS, windows.Columns).open
    number = {place: row for row, place in enumerate(sorted(columns.places))}
    table = []
    known: set[int] = set()
    for task, kind in enumerate(columns.kind):
        if kind >= 0 and kind not in known and columns.place[kind] in number:
            known.add(kind)
            # A part of a problem may end before the day does.
            if opens[task]:
                table.append((number[columns.place[kind]], columns.second[kind], task))
    rows = np.array(sorted(table), np.int64).reshape(-1, 3)
    cells = 1 + max((cell for _, cell in columns.docks), default=-1)
    limit = np.zeros((len(number), cells), np.int64)
    for (place, cell), docks in columns.docks.items():
        if place in number:
            limit[number[place], cell] = docks
    return Berths(
        of_task=np.array([number.get(at, -1) for at in problem.task_place.tolist()], np.int64),
        begin=np.searchsorted(rows[:, 0], np.arange(len(number) + 1)).astype(np.int64),
        second=np.ascontiguousarray(rows[:, 1]),
        task=np.ascontiguousarray(rows[:, 2]),
        limit=limit.reshape(-1),
        cells=cells,
    )
