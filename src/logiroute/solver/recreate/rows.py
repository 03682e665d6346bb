"""What the kernel reads: the columns of the rules, laid out for compiled code."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import clock_rows_of
from logiroute.solver.recreate.dock_rows import berths_of
from logiroute.solver.recreate.kind_rows import kind_rows, kinds_of
from logiroute.solver.recreate.layout import FAR, TASK, UNIT, Rows
from logiroute.solver.recreate.set_downs import cheapest_first
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
    duty,
    lifo,
    mixing,
    pairing,
    parties,
    service,
    slots,
    trips,
    windows,
)
from logiroute.solver.rules.parties import units_of
from logiroute.solver.times import until


def _tasks(problem: Problem, places: NDArray[np.int64], docks: NDArray[np.int64]) -> Any:
    """What compiled code reads of the tasks, each at its place of the kernel's own.

    ``docks`` is what `Berths.of_task` says.
    """
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
    task["straight"], task["runs"] = clean.straight, clean.runs
    task["wash"] = np.array(clean.kind, np.int64) >= 0
    boarding = np.array(problem.of(Rule.MIXING, mixing.Columns).party_class, np.int64)
    task["class_"] = mixing.classes_of_routes(problem)
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
    resting = problem.of(Rule.DUTY, duty.Columns)
    rest = np.array(resting.kind, np.int64)
    task["rest"] = rest >= 0
    task["rest_aboard"] = (rest >= 0) & np.array([*resting.aboard, False])[rest]
    task["rest_unclean"] = (rest >= 0) & (clean.asks.min(axis=0) == clean.top)
    task["berth"], task["dock"] = problem.task_role == Role.BERTH, docks
    # Of no order are visits too.
    of_none = task["wash"] | task["rest"] | task["berth"]
    task["reload"] = np.where(of_none, len(of_trips.place), of_trips.kind)
    task["release"] = np.minimum(of_trips.release, FAR)
    transfer = problem.of(Rule.PARTIES, parties.Columns).transfer
    task["boards"] = trips.boarding(problem, transfer)
    layers = problem.of(Rule.LIFO, lifo.Columns)
    task["goods"] = layers.goods
    task["collected"] = of_orders & np.array([*layers.collected, False])[problem.task_order]
    task["cost"] = problem.of(Rule.PAIRING, pairing.Columns).cost
    return task


def _units(
    problem: Problem, metres: NDArray[np.int32]
) -> tuple[Any, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Units, those that are in none, their set-downs and members; metres are of one table."""
    penalty = problem.of(Rule.COVERAGE, coverage.Columns).penalty
    groups = problem.of(Rule.PARTIES, parties.Columns).groups
    unit = np.zeros(problem.orders + len(groups), UNIT)
    choice: list[int] = []
    for order, ranked in enumerate(cheapest_first(problem, metres)):
        begin = len(choice)
        choice += ranked
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
    """The clock of a problem that needs one: holes in windows, limits, hours, suits, visits."""
    rows = clock_rows_of(problem)
    visits = problem.of(Rule.CLEANING, cleaning.Columns).matters
    visits = visits or problem.of(Rule.DUTY, duty.Columns).limited
    visits = visits or bool(problem.of(Rule.SLOTS, slots.Columns).places)
    visits = visits or bool(_stops_again(problem).any())
    by_clock = bool(rows.timed.any() or rows.suited.any())
    if visits or by_clock or rows.several_windows.any() or rows.limited.any():
        return CompiledClock(rows)
    return None


def _stops_again(problem: Problem) -> NDArray[np.bool_]:
    """Tasks of orders where vehicles load for a further trip, and where every stop takes time.

    Sequences do not know that such a task is a stop of its own where a reload comes before it.
    """
    stop_s = np.array(problem.of(Rule.SERVICE, service.Columns).stop_s)
    places = [place for place in problem.of(Rule.TRIPS, trips.Columns).place if stop_s[place] > 0]
    at_one: NDArray[np.bool_] = np.isin(problem.task_place, places) & (problem.task_order >= 0)
    return at_one


def rows_of(problem: Problem, clock: CompiledClock | None) -> Rows:
    """Lay out a problem.

    Parameters
    ----------
    problem : Problem
    clock : CompiledClock or None
        Made by `clock_of`; it has to outlive the rows.
    """
    kind_of_shift, firsts = kinds_of(problem)
    soiled, washes = soiled_of(problem), washes_of(problem)
    tables = Tables(problem, soiled, washes)
    of_trips = problem.of(Rule.TRIPS, trips.Columns)
    exact = None if clock is None else clock.rows.timed | clock.rows.suited
    kind, night = kind_rows(problem, firsts, tables, exact)
    ends = [
        tables.ends(tables.row(problem.tables_of(shift), levels), start, end)
        for shift, levels, start, end in zip(
            firsts, kind["levels"].tolist(), kind["start"], kind["end"], strict=True
        )
    ]
    span, metres = tables.flat()
    legs_in = tables.legs_in(span, metres)
    berths = berths_of(problem)
    task = _tasks(problem, soiled.of_task, berths.of_task)
    clean = problem.of(Rule.CLEANING, cleaning.Columns)
    cleaned = clean.matters
    if clock is not None:
        task["exact"] = clock.rows.several_windows | clock.rows.limited
        task["exact"] |= task["straight"] | task["runs"]
        task["exact"] |= (task["dock"] >= 0) | _stops_again(problem)
        # Where work in zones is washed off too, classes of people are told apart with the washes.
        task["exact"] |= (clean.need.max(axis=0) > 0) | (clean.zoned & (task["boards"] > 0))
    unit, top, choice, member = _units(problem, tables.least_metres[0])
    loads = problem.of(Rule.CAPACITY, capacity.Columns)
    change, issued, most = _with_company(problem, loads, firsts)
    refusal = problem.of(Rule.ACCESS, access.Columns).refusal[:, firsts]
    wrong = problem.of(Rule.PAIRING, pairing.Columns).wrong_depot[:, firsts]
    allowed = (refusal == 0) & (task["opens"] <= task["closes"])[:, None]
    allowed[list(problem.of(Rule.BEDS, beds.Columns).not_accepted)] = False
    usable = of_trips.usable[:, firsts] & allowed[_first_of(of_trips)]
    kind["does_all"] = allowed.all(axis=0) & ~wrong.any(axis=0) & usable.all(axis=0)
    opens, closes = kind["opens"].min(), kind["closes"].max()
    timed = bool(
        kind["second_cost"].any()
        or (kind["duty"] < closes - opens).any()
        or (task["opens"] > opens).any()
        or (span.max(initial=0) >= FAR)
        or (task["closes"] < FAR // 2).any()
        or (kind["closes"] < FAR // 2).any()
        or (clock is not None and clock.rows.suited.any())
    )
    shared = shared_of(problem, [*kind["start"].tolist(), *of_trips.place])
    leaving = bool((shared.amount < 0).any())
    leaver = np.zeros(len(unit), np.bool_)
    leaver[task["unit"][list(problem.of(Rule.BEDS, beds.Columns).leaving)]] = leaving
    resting = problem.of(Rule.DUTY, duty.Columns)
    docking = bool((berths.of_task >= 0).any())
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
        need=np.ascontiguousarray(clean.need.T),
        leaves=np.ascontiguousarray(clean.leaves.T),
        asks=np.ascontiguousarray(clean.asks.T),
        from_start=np.ascontiguousarray(~wrong),
        reload_place=np.array(of_trips.place, np.int64),
        usable=np.ascontiguousarray(usable),
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
        rest_place=np.array(resting.place, np.int64),
        rest_task=np.array(
            [resting.kind.index(row) for row in range(len(resting.place))], np.int64
        ),
        night=night,
        draw_begin=shared.begin,
        draw_source=shared.source,
        draw_depot=shared.depot,
        draw_amount=shared.amount,
        draw_limit=shared.limit,
        leaver=leaver,
        berth_begin=berths.begin,
        berth_second=berths.second,
        berth_task=berths.task,
        dock_limit=berths.limit,
        dock_cells=berths.cells,
        clock=0 if clock is None else clock.board,
        places=tables.places,
        in_here=legs_in.here,
        in_before=legs_in.before,
        timed=timed or trips_matter or cleaned or resting.limited or docking,
        trips=trips_matter,
        homeward=bool((capacity.brought_home(problem) > 0).any()),
        cleaning=cleaned,
        resting=resting.limited,
        lifo=problem.of(Rule.LIFO, lifo.Columns).binds,
        docking=docking,
        priced=bool(task["cost"].any()),
        leaving=leaving,
    )


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
    """Most tasks on a route, without visits: of every order no more than two."""
    visits = rows.task["wash"] | rows.task["rest"] | rows.task["berth"]
    first = int(np.count_nonzero(~rows.task["set_down"] & ~visits))
    return first + int(np.count_nonzero(rows.unit["choice_end"] > rows.unit["choice_begin"]))
