"""Shifts as the kernel reads them: kinds that no rule can tell apart."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.layout import FAR, KIND, UNLIMITED, Rows
from logiroute.solver.recreate.tables import Tables
from logiroute.solver.rules import (
    access,
    cleaning,
    duty,
    lifo,
    pairing,
    shifts,
    suits,
    travel,
    trips,
)


def kinds_of(problem: Problem) -> tuple[NDArray[np.int64], list[int]]:
    """Number of the kind per shift, and the first shift of every kind."""
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot
    usable = problem.of(Rule.TRIPS, trips.Columns).usable
    levels = problem.of(Rule.CLEANING, cleaning.Columns).row
    numbers: dict[tuple[int, int, bytes, bytes], int] = {}
    of_shift = np.empty(problem.shifts, np.int64)
    firsts: list[int] = []
    for shift in range(problem.shifts):
        barred = np.packbits((refusal[:, shift] != 0) | wrong[:, shift]).tobytes()
        key = problem.shift_alike[shift], levels[shift], barred, usable[:, shift].tobytes()
        of_shift[shift] = numbers.setdefault(key, len(numbers))
        if of_shift[shift] == len(firsts):
            firsts.append(shift)
    return of_shift, firsts


def kind_rows(
    problem: Problem, firsts: list[int], tables: Tables, exact: NDArray[np.bool_] | None
) -> tuple[Any, NDArray[np.int64]]:
    """Rows of `KIND`, and the hours of the night that they refer to.

    Parameters
    ----------
    problem : Problem
    firsts : list of int
        The first shift of every kind.
    tables : Tables
    exact : ndarray of bool, shape (shifts,), or None
        Whether only the clock can say when a shift's routes run; no shift's if None.
    """
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    driving = problem.of(Rule.DUTY, duty.Columns)
    suited = problem.of(Rule.SUITS, suits.Columns).suits
    metre_cost = problem.of(Rule.TRAVEL, travel.Columns).metre_cost
    most_reloads = problem.of(Rule.TRIPS, trips.Columns).most_reloads
    levels = problem.of(Rule.CLEANING, cleaning.Columns).row
    kind = np.zeros(len(firsts), KIND)
    nights: list[tuple[int, int]] = []
    for row, shift in enumerate(firsts):
        kind["opens"][row] = own.start[shift]
        kind["closes"][row] = min(own.end[shift], FAR - 1)
        kind["duty"][row] = min(own.duty_s[shift], FAR - 1)
        kind["fixed"][row] = own.fixed_cost[shift]
        kind["metre_cost"][row] = metre_cost[shift]
        kind["second_cost"][row] = own.second_cost[shift]
        table = tables.row(problem.tables_of(shift), levels[shift])
        kind["table"][row] = table * tables.places**2
        kind["start"][row] = problem.shift_start[shift]
        kind["end"][row] = problem.shift_end[shift]
        kind["reloads"][row] = min(most_reloads[shift], problem.tasks)
        limits = driving.limits[shift]
        kind["drives"][row] = _most(limits.least_s)
        kind["drive"][row] = _most(limits.drive_s)
        kind["night"][row] = _most(limits.night_s)
        kind["in_all"][row] = _most(limits.in_all_s)
        kind["rest"][row] = limits.rest_s
        kind["washes"][row] = limits.washes
        kind["suit_on"][row] = suited[shift].on_s
        kind["suit_off"][row] = suited[shift].off_s
        kind["levels"][row] = levels[shift]
        kind["night_begin"][row] = len(nights)
        nights += driving.nights[shift]
        kind["night_end"][row] = len(nights)
    kind["lifo"] = np.array(problem.of(Rule.LIFO, lifo.Columns).lifo)[firsts]
    if exact is not None:
        kind["exact"] = exact[firsts]
    kind["hours"] = _hours(problem, firsts)
    return kind, np.array(nights, np.int64).reshape(-1, 2)


def _most(seconds: int) -> int:
    """A limit of driving as the kernel reads it."""
    return UNLIMITED if seconds == MOST_S else seconds


def _hours(problem: Problem, firsts: list[int]) -> list[int]:
    """Per kind, a number of all for which the hour decides: ways, places, the night, suits."""
    rooms = problem.of(Rule.ACCESS, access.Columns).rooms
    nights = problem.of(Rule.DUTY, duty.Columns).nights
    worn = problem.of(Rule.SUITS, suits.Columns).suits
    keys = [
        (
            problem.shift_parts[shift],
            tuple(sorted(rooms[shift].items())),
            nights[shift],
            worn[shift],
        )
        for shift in firsts
    ]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [numbers[key] for key in keys]


def alike_in_time(rows: Rows) -> NDArray[np.bool_]:
    """Whether two kinds differ in loads, in what they may do and in costs only; not to themselves.

    Returns
    -------
    ndarray of bool, shape (kinds, kinds)
    """
    names = ["opens", "closes", "duty", "table", "start", "end", "reloads", "hours"]
    names += ["drive", "night", "in_all", "rest", "washes", "levels"]
    kind = rows.kind
    same = np.ones((len(kind), len(kind)), np.bool_)
    for name in names:
        same &= kind[name][:, None] == kind[name][None, :]
    usable = rows.usable.T
    np.fill_diagonal(same, val=False)
    alike: NDArray[np.bool_] = same & (usable[:, None, :] == usable[None, :, :]).all(axis=2)
    return alike
