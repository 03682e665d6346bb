"""A `Case` of a problem: the only place where the benchmark reads the solver's columns."""

import numpy as np

from benchmarks.peers.case import NONE, Case, Ints
from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.instances.instance import Instance
from logiroute.solver.problem import Problem
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
    stock,
    travel,
    trips,
    windows,
)


def case_of(instance: Instance) -> Case:
    """Write an instance down as plain integers.

    Raises
    ------
    ValueError
        It has rules that a case has no words for, and the other engines neither.
    """
    problem = instance.problem
    _no_more_rules(problem)
    driving = problem.of(Rule.TRAVEL, travel.Columns)
    duty = problem.of(Rule.SHIFTS, shifts.Columns)
    work = problem.of(Rule.SERVICE, service.Columns)
    loads = problem.of(Rule.CAPACITY, capacity.Columns)
    spans = problem.of(Rule.WINDOWS, windows.Columns).open
    second = [choices[0] if choices else NONE for choices in problem.choices]
    longest = _ints(duty.duty_s)
    trip = problem.of(Rule.TRIPS, trips.Columns)
    kind = _ints(trip.kind)
    none = np.full(problem.shifts, NONE, dtype=np.int64)
    refused = problem.of(Rule.ACCESS, access.Columns).refusal != 0
    refused[kind >= 0] |= ~trip.usable[kind[kind >= 0]]
    return Case(
        seconds=_table(driving.seconds),
        metres=_table(driving.metres),
        place=_ints(problem.task_place),
        service=_ints(work.service_s),
        span_row=np.cumsum([0, *(len(of_task) for of_task in spans)], dtype=np.int64),
        spans=_ints([span for of_task in spans for span in of_task]).reshape(-1, 2),
        change=_ints(loads.change),
        first=_ints(problem.first_task),
        second=_ints(second),
        release=_ints([max(NONE, trip.release[task]) for task in problem.first_task]),
        penalty=_ints(problem.of(Rule.COVERAGE, coverage.Columns).penalty),
        required=(_ints(instance.prize) == 0).astype(np.int64),
        reload=np.flatnonzero(kind >= 0),
        start=_ints(problem.shift_start),
        end=_ints(problem.shift_end),
        table=_ints(problem.shift_table),
        opens=_ints(duty.start),
        closes=_ints(duty.end),
        max_duty=np.where(longest >= MOST_S, NONE, longest),
        max_trips=_ints(trip.most_reloads) + 1 if (kind >= 0).any() else none,
        metre_cost=_ints(driving.metre_cost),
        second_cost=_ints(duty.second_cost),
        fixed_cost=_ints(duty.fixed_cost) - instance.vehicle_cost,
        alike=_ints(problem.shift_alike),
        capacity=_ints(loads.capacity),
        refused=refused.astype(np.int64),
    )


def _no_more_rules(problem: Problem) -> None:
    """Whatever a case leaves out has to say nothing.

    Raises
    ------
    ValueError
    """
    pairs = problem.of(Rule.PAIRING, pairing.Columns)
    together = problem.of(Rule.PARTIES, parties.Columns)
    said = {
        "several set-downs": any(len(choices) > 1 for choices in problem.choices),
        "tables by the hour": any(problem.shift_parts),
        "wrong depots": bool(
            pairs.wrong_depot.any() or problem.of(Rule.TRIPS, trips.Columns).wrong_depot.any()
        ),
        "time limits of pairs": max((*pairs.arrive_by, *pairs.max_aboard_s), default=-1) >= 0,
        "time of a stop": any(problem.of(Rule.SERVICE, service.Columns).stop_s),
        "places closed for a time": any(problem.of(Rule.ACCESS, access.Columns).rooms),
        "groups and loners": bool(together.groups) or any(together.exclusive),
        "classes of people": max(problem.of(Rule.MIXING, mixing.Columns).party_class, default=-1)
        >= 0,
        "room at places": bool(problem.of(Rule.BEDS, beds.Columns).beds),
        "disinfection": problem.of(Rule.CLEANING, cleaning.Columns).any_need,
        "stock": problem.of(Rule.STOCK, stock.Columns).counted,
    }
    found = [what for what, is_said in said.items() if is_said]
    if found:
        raise ValueError(f"not comparable, for it has {', '.join(found)}")


def _ints(values: object) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _table(values: object) -> Ints:
    table = _ints(values)
    return np.where(table == UNREACHABLE, NONE, table)
