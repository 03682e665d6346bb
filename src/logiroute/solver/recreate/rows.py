"""What the kernel reads: the columns of the rules, laid out for compiled code."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import inlined
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.insertion import units_of
from logiroute.solver.problem import Problem, Role
from logiroute.solver.recreate.board import Board, cube, matrix, vector
from logiroute.solver.recreate.shared import Shared, shared_of
from logiroute.solver.rules import (
    access,
    beds,
    capacity,
    coverage,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    travel,
    windows,
)

#: Seconds of a leg without a path, and the end of time: longer than any shift.
FAR = 2**31 - 2

#: What compiled code reads of a task.
TASK = np.dtype(
    [
        ("opens", np.int64),  # first second its work may start
        ("closes", np.int64),  # last second
        ("service", np.int64),
        ("place", np.int32),
        ("order", np.int32),
        ("paired", np.bool_),  # a pick-up or set-down …
        ("set_down", np.bool_),  # … and which
        ("unit", np.int32),  # it is put in and taken out with
        ("class_", np.int32),  # of the people who board, -1 for goods
    ],
    align=True,
)

#: What compiled code reads of shifts that no rule can tell apart.
KIND = np.dtype(
    [
        ("opens", np.int64),
        ("closes", np.int64),
        ("duty", np.int64),  # longest time on duty
        ("fixed", np.int64),
        ("metre_cost", np.int64),
        ("second_cost", np.int64),
        ("table", np.int64),  # first entry of its matrices in the flat ones
        ("start", np.int32),
        ("end", np.int32),
    ],
    align=True,
)

#: Orders that are served as a whole.
UNIT = np.dtype(
    [
        ("penalty", np.int64),
        ("first", np.int32),  # its site or pick-up task
        ("choice_begin", np.int32),  # its set-downs in `Rows.choice`
        ("choice_end", np.int32),
        ("member_begin", np.int32),  # its members in `Rows.member`, if it is a group
        ("member_end", np.int32),
    ],
    align=True,
)


class Rows(NamedTuple):
    """A problem as arrays.

    Attributes
    ----------
    task, kind, unit : record arrays
        Of `TASK`, `KIND` and `UNIT`. Units are orders, in their order, then groups.
    top : ndarray of int32
        Units that are inserted: groups, and orders that are in none.
    choice : ndarray of int32
        Set-down tasks of all units.
    member : ndarray of int32
        Orders of all groups.
    kind_of_shift : ndarray of int32, shape (shifts,)
    span, metres : ndarray of int32, flat
        Per set of tables, place by place: seconds from the end of one task to the start of the
        next, metres. Zero where the place stays.
    ends : ndarray of int64, shape (kinds, places, 4)
        Seconds and metres from the start of duty to a first task at a place, and from the last
        one there to the end of duty.
    change : ndarray of int64, shape (tasks, dimensions)
    capacity : ndarray of int64, shape (kinds, dimensions)
    allowed : ndarray of bool, shape (tasks, kinds)
    shared : Shared
        What all routes share.
    places : int
    timed : bool
        Whether time matters at all.
    """

    task: Any
    kind: Any
    unit: Any
    top: NDArray[np.int32]
    choice: NDArray[np.int32]
    member: NDArray[np.int32]
    kind_of_shift: NDArray[np.int32]
    span: NDArray[np.int32]
    metres: NDArray[np.int32]
    ends: NDArray[np.int64]
    change: NDArray[np.int64]
    capacity: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    shared: Shared
    places: int
    timed: bool

    def arrays(self) -> list[NDArray[Any]]:
        """What `rows_at` reads."""
        fixed = np.array([self.places, self.timed], np.int64)
        return [*self[:13], *self.shared, fixed]


#: Rows of the board that `Rows` takes.
ROWS_END = 19


@inlined
def rows_at(board: Board) -> Rows:
    """The rows on a board."""
    fixed = vector(board, 18, np.int64)
    return Rows(
        vector(board, 0, TASK),
        vector(board, 1, KIND),
        vector(board, 2, UNIT),
        vector(board, 3, np.int32),
        vector(board, 4, np.int32),
        vector(board, 5, np.int32),
        vector(board, 6, np.int32),
        vector(board, 7, np.int32),
        vector(board, 8, np.int32),
        cube(board, 9, np.int64),
        matrix(board, 10, np.int64),
        matrix(board, 11, np.int64),
        matrix(board, 12, np.bool_),
        Shared(
            vector(board, 13, np.int32),
            vector(board, 14, np.int32),
            vector(board, 15, np.int32),
            vector(board, 16, np.int64),
            vector(board, 17, np.int64),
        ),
        fixed[0],
        fixed[1] != 0,
    )


def _kinds(problem: Problem) -> tuple[NDArray[np.int32], list[int]]:
    """Number of the kind per shift, and the first shift of every kind."""
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot
    numbers: dict[tuple[int, bytes], int] = {}
    of_shift = np.empty(problem.shifts, np.int32)
    firsts: list[int] = []
    for shift in range(problem.shifts):
        able = (refusal[:, shift] != 0) | wrong[:, shift]
        key = problem.shift_alike[shift], np.packbits(able).tobytes()
        of_shift[shift] = numbers.setdefault(key, len(numbers))
        if of_shift[shift] == len(firsts):
            firsts.append(shift)
    return of_shift, firsts


def _tasks(problem: Problem) -> Any:
    task = np.zeros(problem.tasks, TASK)
    task["place"] = problem.task_place
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    task["order"] = problem.task_order
    task["paired"] = problem.task_role != Role.SITE
    task["set_down"] = problem.task_role == Role.SET_DOWN
    unit_of = np.arange(problem.orders, dtype=np.int32)
    for row, group in enumerate(groups):
        unit_of[list(group)] = problem.orders + row
    task["unit"] = unit_of[problem.task_order]
    task["class_"] = problem.of(Rule.MIXING, mixing.Columns).party_class
    task["service"] = problem.of(Rule.SERVICE, service.Columns).service_s
    spans = problem.of(Rule.WINDOWS, windows.Columns).open
    task["opens"] = [of_task[0][0] if of_task else 1 for of_task in spans]
    task["closes"] = [of_task[-1][1] if of_task else 0 for of_task in spans]
    arrive_by = problem.of(Rule.PAIRING, pairing.Columns).arrive_by
    for order, choices in enumerate(problem.choices):
        if arrive_by[order] != -1:
            for row in choices:
                task["closes"][row] = min(task["closes"][row], arrive_by[order])
    task["closes"] = np.minimum(task["closes"], FAR - 1)
    return task


def _units(problem: Problem) -> tuple[Any, NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    unit = np.zeros(problem.orders + len(groups), UNIT)
    choice: list[int] = []
    for order, choices in enumerate(problem.choices):
        begin = len(choice)
        choice += choices
        row = (penalty[order], problem.first_task[order], begin, len(choice), 0, 0)
        unit[order] = row
    member: list[int] = []
    number = {group: problem.orders + row for row, group in enumerate(groups)}
    for group, row in number.items():
        begin = len(member)
        member += group
        total = sum(penalty[order] for order in group)
        unit[row] = (total, problem.first_task[group[0]], 0, 0, begin, len(member))
    top = [number[one] if one in number else one[0] for one in units_of(problem)]
    return unit, np.array(top, np.int32), np.array(choice, np.int32), np.array(member, np.int32)


class _Tables:
    """Flat matrices per set of travel tables; a single table without stops is not copied."""

    def __init__(self, problem: Problem) -> None:
        columns = problem.of(Rule.TRAVEL, travel.Columns)
        self._stop = np.array(problem.of(Rule.SERVICE, service.Columns).stop_s, np.int64)
        self._seconds, self._metres = columns.seconds, columns.metres
        self.places = self._seconds.shape[1]
        self._rows: dict[tuple[int, ...], int] = {}
        self.least_seconds: list[NDArray[np.int32]] = []
        self.least_metres: list[NDArray[np.int32]] = []

    def row(self, tables: tuple[int, ...]) -> int:
        """Which of the sets of tables it is."""
        if tables not in self._rows:
            self._rows[tables] = len(self._rows)
            first, *others = tables
            seconds, metres = self._seconds[first], self._metres[first]
            for other in others:
                seconds = np.minimum(seconds, self._seconds[other])
                metres = np.minimum(metres, self._metres[other])
            self.least_seconds.append(seconds)
            self.least_metres.append(metres)
        return self._rows[tables]

    def flat(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Spans and metres from task to task."""
        metres = [self._still(each) for each in self.least_metres]
        same = [
            one is two or np.shares_memory(one, two)
            for one, two in zip(self.least_seconds, self.least_metres, strict=True)
        ]
        spans = [
            of_metres
            if alike and not self._stop.any() and not (each == UNREACHABLE).any()
            else self._span(each)
            for each, of_metres, alike in zip(self.least_seconds, metres, same, strict=True)
        ]
        if len(metres) == 1:
            return spans[0].reshape(-1), metres[0].reshape(-1)
        return np.concatenate([m.reshape(-1) for m in spans]), np.concatenate(
            [m.reshape(-1) for m in metres]
        )

    def _still(self, matrix: NDArray[np.int32]) -> NDArray[np.int32]:
        if np.diagonal(matrix).any():
            matrix = matrix.copy()
            np.fill_diagonal(matrix, 0)
        return np.ascontiguousarray(matrix)

    def _span(self, seconds: NDArray[np.int32]) -> NDArray[np.int32]:
        found = np.empty_like(seconds)
        for row in range(self.places):  # row by row: no second matrix of wider numbers
            total = np.minimum(seconds[row] + self._stop, FAR)
            total[seconds[row] == UNREACHABLE] = FAR
            total[row] = 0
            found[row] = total
        return found

    def ends(self, row: int, start: int, end: int) -> NDArray[np.int64]:
        """See `Rows.ends`."""
        seconds, metres = self.least_seconds[row], self.least_metres[row]
        found = np.empty((self.places, 4), np.int64)
        found[:, 0] = seconds[start].astype(np.int64) + self._stop + self._stop[start]
        found[:, 1] = metres[start]
        found[:, 2] = seconds[:, end]
        found[:, 3] = metres[:, end]
        found[seconds[start] == UNREACHABLE, 0] = FAR
        found[seconds[:, end] == UNREACHABLE, 2] = FAR
        return found


def rows_of(problem: Problem) -> Rows:
    """Lay out a problem."""
    kind_of_shift, firsts = _kinds(problem)
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    tables = _Tables(problem)
    metre_cost = problem.of(Rule.TRAVEL, travel.Columns).metre_cost
    kind = np.zeros(len(firsts), KIND)
    ends = []
    for row, shift in enumerate(firsts):
        table = tables.row(problem.tables_of(shift))
        start, end = int(problem.shift_start[shift]), int(problem.shift_end[shift])
        kind[row] = (
            own.start[shift],
            min(own.end[shift], FAR - 1),
            FAR - 1,
            own.fixed_cost[shift],
            metre_cost[shift],
            own.second_cost[shift],
            table * tables.places**2,
            start,
            end,
        )
        if hasattr(own, "duty_s"):
            kind[row]["duty"] = min(own.duty_s[shift], FAR - 1)
        ends.append(tables.ends(table, start, end))
    span, metres = tables.flat()
    task = _tasks(problem)
    unit, top, choice, member = _units(problem)
    loads = problem.of(Rule.CAPACITY, capacity.Columns)
    change, most = _with_company(problem, loads, firsts)
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal[:, firsts]
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot[:, firsts]
    allowed = (refusal == 0) & ~wrong & (task["opens"] <= task["closes"])[:, None]
    allowed[list(problem.of(Rule.BEDS, beds.Columns).not_accepted)] = False
    opens, closes = kind["opens"].min(), kind["closes"].max()
    timed = bool(
        kind["second_cost"].any()
        or (kind["duty"] < closes - opens).any()
        or (task["opens"] > opens).any()
        or (span == FAR).any()
        or (task["closes"] < FAR // 2).any()
        or (kind["closes"] < FAR // 2).any()
    )
    return Rows(
        task=task,
        kind=kind,
        unit=unit,
        top=top,
        choice=choice,
        member=member,
        kind_of_shift=kind_of_shift,
        span=span,
        metres=metres,
        ends=np.array(ends),
        change=change,
        capacity=most,
        allowed=np.ascontiguousarray(allowed),
        shared=shared_of(problem, kind["start"]),
        places=tables.places,
        timed=timed,
    )


def _with_company(
    problem: Problem, loads: capacity.Columns, firsts: list[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Loads, and a dimension that an exclusive party fills alone."""
    change, most = loads.change.T, loads.capacity[:, firsts].T
    company = parties.company(problem)
    if any(company):
        everybody = max(company)
        change = np.column_stack([change, company])
        most = np.column_stack([most, np.full(len(firsts), everybody)])
    return np.ascontiguousarray(change), np.ascontiguousarray(most)
