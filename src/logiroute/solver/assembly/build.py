"""From plain arrays to a `Problem`, all rules' columns included."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.assembly.checks import Checks
from logiroute.solver.assembly.consistency import check_orders, check_sums
from logiroute.solver.assembly.numbers import Numbers, read
from logiroute.solver.assembly.reloads import with_reloads
from logiroute.solver.assembly.rows import (
    MANDATORY,
    NO_LIMIT,
    OrderRows,
    ReloadRows,
    SharedRows,
    ShiftRows,
    TaskRows,
    TravelRows,
)
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem
from logiroute.solver.role import Role
from logiroute.solver.rules import (
    access,
    beds,
    capacity,
    cleaning,
    coverage,
    duty,
    lifo,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    slots,
    stock,
    suits,
    travel,
    trips,
    windows,
)


def assemble(
    ways: TravelRows,
    tasks: TaskRows,
    orders: OrderRows,
    fleet: ShiftRows,
    reloads: ReloadRows | None = None,
    shared: SharedRows | None = None,
) -> Problem:
    """Make a problem of plain arrays, without a scenario.

    Every task belongs to exactly one order. Shifts that nothing tells apart share a number in
    `Problem.shift_alike`. Tasks of reloading are added behind the tasks given, as many of a kind as
    could be of use.

    Parameters
    ----------
    ways : TravelRows
    tasks : TaskRows
    orders : OrderRows
    fleet : ShiftRows
    reloads : ReloadRows, optional
        Without them every route is one trip.
    shared : SharedRows, optional
        Sums over all routes.

    Returns
    -------
    Problem
        Its travel tables are the arrays that were given, not copies, where they are of int32.

    Raises
    ------
    ProblemError
        The arrays make no problem; says all that is wrong with them.

    Examples
    --------
    Two tasks on a line, one vehicle that goes out and back for a cost unit per metre:

    >>> line = np.abs(np.subtract.outer([0, 3, 5], [0, 3, 5])).astype(np.int32)
    >>> problem = assemble(
    ...     TravelRows(line, line),
    ...     TaskRows(place=[1, 2]),
    ...     OrderRows(first=[0, 1]),
    ...     ShiftRows(start=[0], end=[0], opens=[0], closes=[100], metre_cost=[1]),
    ... )
    >>> problem.tasks, problem.shifts
    (2, 1)
    """
    checks = Checks()
    numbers = read(
        checks, ways, tasks, orders, fleet, reloads or ReloadRows(), shared or SharedRows()
    )
    checks.close()
    check_orders(checks, numbers)
    numbers = with_reloads(numbers)
    mandatory = check_sums(checks, numbers)
    checks.close()
    order, role = _rows(numbers)
    return Problem(
        task_order=order,
        task_place=numbers.place.astype(np.int32),
        task_role=role,
        first_task=tuple(numbers.first.tolist()),
        choices=numbers.choices,
        shift_vehicle=numbers.vehicle.astype(np.int32),
        shift_number=_number(numbers.vehicle),
        shift_start=numbers.start.astype(np.int32),
        shift_end=numbers.end.astype(np.int32),
        shift_table=numbers.table.astype(np.int32),
        shift_parts=((),) * len(numbers.start),
        shift_alike=_alike(numbers),
        columns=_columns(numbers, mandatory),
    )


def _rows(numbers: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Order and role of every task."""
    order = np.full(len(numbers.place), -1, dtype=np.int32)
    role = np.where(numbers.kind < 0, Role.SITE, Role.RELOAD).astype(np.int32)
    order[numbers.first] = np.arange(len(numbers.first))
    for row, tasks in enumerate(numbers.choices):
        if tasks:
            role[numbers.first[row]] = Role.PICK_UP
            order[list(tasks)] = row
            role[list(tasks)] = Role.SET_DOWN
    return order, role


def _number(vehicle: NDArray[np.int64]) -> NDArray[np.int32]:
    """Per shift, how many of the same vehicle come before it."""
    seen: dict[int, int] = {}
    found = np.zeros(len(vehicle), dtype=np.int32)
    for shift, row in enumerate(vehicle.tolist()):
        found[shift] = seen[row] = seen.get(row, -1) + 1
    return found


def _alike(numbers: Numbers) -> tuple[int, ...]:
    """Number the shifts by everything but their vehicle."""
    told_apart = np.vstack(
        [
            numbers.start,
            numbers.end,
            numbers.table,
            numbers.opens,
            numbers.closes,
            numbers.metre_cost,
            numbers.second_cost,
            numbers.fixed_cost,
            numbers.duty_s,
            numbers.most_reloads,
            numbers.usable,
            numbers.capacity,
        ]
    )
    rows, refused = np.ascontiguousarray(told_apart.T), np.ascontiguousarray(numbers.refused.T)
    known: dict[tuple[bytes, bytes], int] = {}
    return tuple(
        known.setdefault((row.tobytes(), tasks.tobytes()), len(known))
        for row, tasks in zip(rows, refused, strict=True)
    )


def _columns(numbers: Numbers, mandatory: int) -> Mapping[Rule, Any]:
    penalty = np.where(numbers.penalty == MANDATORY, mandatory, numbers.penalty)
    party_class = np.full(len(numbers.place), -1, dtype=np.int64)
    party_class[numbers.first] = numbers.party_class
    nothing: tuple[tuple[int, int], ...] = ()
    return {
        Rule.COVERAGE: coverage.Columns(_tuple(penalty)),
        Rule.ACCESS: access.Columns(
            numbers.refused, ({},) * len(numbers.start), (-1,) * len(numbers.first)
        ),
        Rule.TRAVEL: travel.Columns(numbers.seconds, numbers.metres, _tuple(numbers.metre_cost)),
        Rule.SERVICE: service.Columns(_tuple(numbers.service_s), _tuple(numbers.stop_s)),
        Rule.WINDOWS: windows.Columns(numbers.open),
        Rule.CAPACITY: capacity.Columns(
            names=tuple(f"load {row}" for row in range(len(numbers.change))),
            change=numbers.change,
            issued=numbers.issued,
            capacity=numbers.capacity,
        ),
        Rule.MIXING: mixing.Columns(_tuple(party_class), (False,) * len(numbers.place)),
        Rule.CLEANING: cleaning.unsoiled(len(numbers.place), len(numbers.start)),
        Rule.PAIRING: pairing.Columns(
            wrong_depot=np.zeros(numbers.refused.shape, dtype=np.bool_),
            arrive_by=_tuple(numbers.arrive_by),
            max_aboard_s=_tuple(numbers.max_aboard_s),
            cost=_tuple(numbers.cost),
        ),
        Rule.PARTIES: parties.Columns(
            groups=numbers.together,
            transfer=tuple(bool(tasks) for tasks in numbers.choices),
            exclusive=tuple(numbers.exclusive.tolist()),
        ),
        Rule.BEDS: beds.Columns(
            arriving=_tuple(numbers.staying),
            period=(0,) * len(numbers.place),
            beds={
                (place, 0): room for place, room in enumerate(numbers.room.tolist()) if room >= 0
            },
            not_accepted=frozenset(),
        ),
        Rule.STOCK: stock.Columns(
            counted=numbers.stock is not None,
            goods=tuple(numbers.goods.get(task, nothing) for task in range(len(numbers.place))),
            available=dict(numbers.stock or {}),
        ),
        Rule.SHIFTS: shifts.Columns(
            start=_tuple(numbers.opens),
            end=_tuple(numbers.closes),
            second_cost=_tuple(numbers.second_cost),
            fixed_cost=_tuple(numbers.fixed_cost),
            duty_s=_tuple(numbers.duty_s),
        ),
        Rule.LIFO: lifo.any_order(len(numbers.place), len(numbers.first), len(numbers.start)),
        Rule.DUTY: duty.unlimited(len(numbers.place), len(numbers.start)),
        Rule.SUITS: suits.unworn(len(numbers.start)),
        Rule.SLOTS: slots.uncounted(len(numbers.place)),
        Rule.TRIPS: trips.Columns(
            kind=_tuple(numbers.kind),
            place=_tuple(numbers.reload_place),
            usable=numbers.usable,
            most_reloads=_tuple(numbers.most_reloads),
            wrong_depot=np.zeros((len(numbers.place), len(numbers.reload_place)), dtype=np.bool_),
            release=_tuple(np.where(numbers.release == NO_LIMIT, -MOST_S, numbers.release)),
        ),
    }


def _tuple(values: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(values.tolist())
