"""What the kernel reads: the columns of the rules, laid out for compiled code."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import clock_rows_of
from logiroute.solver.recreate.layout import FAR, KIND, TASK, UNIT, Rows
from logiroute.solver.recreate.shared import shared_of
from logiroute.solver.recreate.stations import soiled_of, washes_of
from logiroute.solver.recreate.tables import Tables
from logiroute.solver.role import Role
from logiroute.solver.rules import (
    access,
    beds,
    capacity,
    cleaning,
    coverage,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    travel,
    trips,
    windows,
)
from logiroute.solver.rules.parties import units_of
from logiroute.solver.times import until


def _kinds(problem: Problem) -> tuple[NDArray[np.int64], list[int]]:
    """Number of the kind per shift, and the first shift of every kind."""
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot
    usable = problem.of(Rule.TRIPS, trips.Columns).usable
    numbers: dict[tuple[int, bytes, bytes], int] = {}
    of_shift = np.empty(problem.shifts, np.int64)
    firsts: list[int] = []
    for shift in range(problem.shifts):
        barred = np.packbits((refusal[:, shift] != 0) | wrong[:, shift]).tobytes()
        key = problem.shift_alike[shift], barred, usable[:, shift].tobytes()
        of_shift[shift] = numbers.setdefault(key, len(numbers))
        if of_shift[shift] == len(firsts):
            firsts.append(shift)
    return of_shift, firsts


def _tasks(problem: Problem, places: NDArray[np.int64]) -> Any:
    """What compiled code reads of the tasks, each at its place of the kernel's own."""
    task = np.zeros(problem.tasks, TASK)
    task["place"] = places
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    task["order"] = problem.task_order
    task["paired"] = np.isin(problem.task_role, (Role.PICK_UP, Role.SET_DOWN))
    task["set_down"] = problem.task_role == Role.SET_DOWN
    unit_of = np.arange(problem.orders, dtype=np.int64)
    for row, group in enumerate(groups):
        unit_of[list(group)] = problem.orders + row
    of_orders = problem.task_order >= 0
    task["unit"] = np.where(of_orders, unit_of[problem.task_order], -1)
    clean = problem.of(Rule.CLEANING, cleaning.Columns)
    task["need"], task["straight"] = clean.need, clean.straight
    task["wash"] = np.array(clean.kind, np.int64) >= 0
    boarding = np.array(problem.of(Rule.MIXING, mixing.Columns).party_class, np.int64)
    # Whose vehicle is washed afterwards are told apart run by run, the others by route.
    task["class_"] = np.where(task["straight"], -1, boarding)
    task["party"] = boarding
    for order, choices in enumerate(problem.choices):
        task["party"][list(choices)] = boarding[problem.first_task[order]]
    task["service"] = problem.of(Rule.SERVICE, service.Columns).service_s
    spans: list[Sequence[tuple[int, int]]] = list(problem.of(Rule.WINDOWS, windows.Columns).open)
    arrive_by = problem.of(Rule.PAIRING, pairing.Columns).arrive_by
    for order, choices in enumerate(problem.choices):
        for row in choices:
            spans[row] = until(spans[row], arrive_by[order])
    task["opens"] = [of_task[0][0] if of_task else 1 for of_task in spans]
    task["closes"] = [of_task[-1][1] if of_task else 0 for of_task in spans]
    task["closes"] = np.minimum(task["closes"], FAR - 1)
    of_trips = problem.of(Rule.TRIPS, trips.Columns)
    # Of no order are washes too.
    task["reload"] = np.where(task["wash"], len(of_trips.place), of_trips.kind)
    task["release"] = np.minimum(of_trips.release, FAR)
    transfer = problem.of(Rule.PARTIES, parties.Columns).transfer
    task["boards"] = trips.boarding(problem, transfer)
    return task


def _units(
    problem: Problem, metres: NDArray[np.int32]
) -> tuple[Any, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Units, those that are in none, their set-downs and members; metres are of one table."""
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    unit = np.zeros(problem.orders + len(groups), UNIT)
    choice: list[int] = []
    for order, choices in enumerate(problem.choices):
        begin = len(choice)
        places = problem.task_place[[problem.first_task[order], *choices]]
        nearest = np.argsort(metres[places[0], places[1:]], kind="stable").tolist()
        choice += [choices[at] for at in nearest]
        row = (penalty[order], problem.first_task[order], begin, len(choice), 0, 0)
        unit[order] = row
    member: list[int] = []
    number = {group: problem.orders + row for row, group in enumerate(groups)}
    for group, at in number.items():
        begin = len(member)
        member += group
        total = sum(penalty[order] for order in group)
        unit[at] = (total, problem.first_task[group[0]], 0, 0, begin, len(member))
    top = [number[one] if one in number else one[0] for one in units_of(problem)]
    return unit, np.array(top, np.int64), np.array(choice, np.int64), np.array(member, np.int64)


def clock_of(problem: Problem) -> CompiledClock | None:
    """The clock of a problem that needs one: holes in windows, limits aboard, the hour, washes."""
    rows = clock_rows_of(problem)
    washes = any(problem.of(Rule.CLEANING, cleaning.Columns).need)
    if washes or rows.timed.any() or rows.several_windows.any() or rows.limited.any():
        return CompiledClock(rows)
    return None


def rows_of(problem: Problem, clock: CompiledClock | None) -> Rows:
    """Lay out a problem.

    Parameters
    ----------
    problem : Problem
    clock : CompiledClock or None
        Made by `clock_of`; it has to outlive the rows.
    """
    kind_of_shift, firsts = _kinds(problem)
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    soiled, washes = soiled_of(problem), washes_of(problem)
    tables = Tables(problem, soiled, washes)
    metre_cost = problem.of(Rule.TRAVEL, travel.Columns).metre_cost
    of_trips = problem.of(Rule.TRIPS, trips.Columns)
    kind = np.zeros(len(firsts), KIND)
    ends = []
    for row, shift in enumerate(firsts):
        table = tables.row(problem.tables_of(shift))
        start, end = int(problem.shift_start[shift]), int(problem.shift_end[shift])
        kind[row] = (
            own.start[shift],
            min(own.end[shift], FAR - 1),
            min(own.duty_s[shift], FAR - 1),
            own.fixed_cost[shift],
            metre_cost[shift],
            own.second_cost[shift],
            table * tables.places**2,
            start,
            end,
            min(of_trips.most_reloads[shift], problem.tasks),
            False,
            0,
        )
        if clock is not None:
            kind[row]["exact"] = clock.rows.timed[shift]
        ends.append(tables.ends(table, start, end))
    kind["hours"] = _hours(problem, firsts)
    span, metres = tables.flat()
    legs_in = tables.legs_in(span, metres)
    task = _tasks(problem, soiled.of_task)
    cleaned = bool(task["straight"].any())
    if clock is not None:
        task["exact"] = clock.rows.several_windows | clock.rows.limited | task["straight"]
    unit, top, choice, member = _units(problem, tables.least_metres[0])
    loads = problem.of(Rule.CAPACITY, capacity.Columns)
    change, issued, most = _with_company(problem, loads, firsts)
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal[:, firsts]
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot[:, firsts]
    allowed = (refusal == 0) & (task["opens"] <= task["closes"])[:, None]
    allowed[list(problem.of(Rule.BEDS, beds.Columns).not_accepted)] = False
    opens, closes = kind["opens"].min(), kind["closes"].max()
    timed = bool(
        kind["second_cost"].any()
        or (kind["duty"] < closes - opens).any()
        or (task["opens"] > opens).any()
        or (span.max(initial=0) >= FAR)
        or (task["closes"] < FAR // 2).any()
        or (kind["closes"] < FAR // 2).any()
    )
    shared = shared_of(problem, [*kind["start"].tolist(), *of_trips.place])
    trips_matter = bool(of_trips.place) or bool((task["release"] > opens).any())
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
        span_in=legs_in.span,
        metres_in=legs_in.metres,
        span_most=tables.most(span),
        ends=np.array(ends),
        change=change,
        issued=issued,
        capacity=most,
        allowed=np.ascontiguousarray(allowed),
        from_start=np.ascontiguousarray(~wrong),
        reload_place=np.array(of_trips.place, np.int64),
        usable=np.ascontiguousarray(of_trips.usable[:, firsts] & allowed[_first_of(of_trips)]),
        from_reload=np.ascontiguousarray(~of_trips.wrong_depot),
        pool=np.argsort(task["reload"], kind="stable")[np.sum(task["reload"] < 0) :].astype(
            np.int64
        ),
        pool_begin=np.searchsorted(
            np.sort(task["reload"]), np.arange(len(of_trips.place) + 1)
        ).astype(np.int64)
        - np.int64(np.sum(task["reload"] < 0)),
        wash_place=washes.place,
        wash_seconds=washes.seconds,
        wash_begin=washes.begin,
        wash_first=washes.first,
        wash_last=washes.last,
        wash_task=washes.task,
        draw_begin=shared.begin,
        draw_source=shared.source,
        draw_depot=shared.depot,
        draw_amount=shared.amount,
        draw_limit=shared.limit,
        clock=0 if clock is None else clock.board,
        places=tables.places,
        in_here=legs_in.here,
        in_before=legs_in.before,
        timed=timed or trips_matter or cleaned,
        trips=trips_matter,
        homeward=bool((capacity.brought_home(problem) > 0).any()),
        cleaning=cleaned,
    )


def _hours(problem: Problem, firsts: list[int]) -> list[int]:
    """Per kind, a number of the parts of the day and of the places where the hour decides."""
    rooms = problem.of(Rule.ACCESS, access.Columns).rooms
    keys = [(problem.shift_parts[shift], tuple(sorted(rooms[shift].items()))) for shift in firsts]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return [numbers[key] for key in keys]


def _with_company(
    problem: Problem, loads: capacity.Columns, firsts: list[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Changes, what is issued, and limits, with a dimension that an exclusive party fills alone."""
    change, issued, most = loads.change.T, loads.issued.T, loads.capacity[:, firsts].T
    company = parties.company(problem)
    if any(company):
        change = np.column_stack([change, company])
        issued = np.column_stack([issued, np.zeros(problem.tasks, np.int64)])
        most = np.column_stack([most, np.full(len(firsts), max(company))])
    return (
        np.ascontiguousarray(change),
        np.ascontiguousarray(issued),
        np.ascontiguousarray(most),
    )


def _first_of(of_trips: trips.Columns) -> list[int]:
    """The first task of every kind of reload."""
    return [of_trips.kind.index(kind) for kind in range(len(of_trips.place))]


def longest_of(rows: Rows) -> int:
    """Most tasks on a route, without washes: of every order no more than two."""
    first = int(np.count_nonzero(~rows.task["set_down"] & ~rows.task["wash"]))
    return first + int(np.count_nonzero(rows.unit["choice_end"] > rows.unit["choice_begin"]))


def alike_in_time(rows: Rows) -> NDArray[np.bool_]:
    """Whether two kinds differ in loads, in what they may do and in costs only; not to themselves.

    Returns
    -------
    ndarray of bool, shape (kinds, kinds)
    """
    names = ["opens", "closes", "duty", "table", "start", "end", "reloads", "hours"]
    kind = rows.kind
    same = np.ones((len(kind), len(kind)), np.bool_)
    for name in names:
        same &= kind[name][:, None] == kind[name][None, :]
    usable = rows.usable.T
    np.fill_diagonal(same, val=False)
    alike: NDArray[np.bool_] = same & (usable[:, None, :] == usable[None, :, :]).all(axis=2)
    return alike
