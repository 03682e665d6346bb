"""What a plan costs and which rule it breaks, worked out from a case by plain counting.

It shares nothing with the solver package, nor with any engine: whatever an engine says about its
own plan is not looked at.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from benchmarks.peers.case import NONE, Case, Ints, Routes

#: What an infeasible plan counts as.
INFINITE = float("inf")


@dataclass(frozen=True)
class Verdict:
    """What a plan costs, or what is wrong with it.

    Attributes
    ----------
    cost : float
        In the units of the instance; infinite if anything is wrong.
    faults : tuple of str
    driven : int
        Number of shifts that are driven.
    left_out : int
        Number of orders that are not served.
    """

    cost: float
    faults: tuple[str, ...]
    driven: int
    left_out: int


class _BrokenError(Exception):
    """A rule is broken."""


def judge(case: Case, routes: Routes | None) -> Verdict:
    """Check and price a plan.

    Parameters
    ----------
    case : Case
    routes : dict of int to list of int, or None
        Tasks per shift; a shift that is absent or without tasks is not driven. None is no plan.
    """
    if routes is None:
        return Verdict(INFINITE, ("no plan",), 0, case.orders)
    faults: list[str] = []
    driven = {shift: tasks for shift, tasks in routes.items() if tasks}
    cost = 0
    for shift, tasks in driven.items():
        try:
            cost += _route_cost(case, shift, tasks)
        except _BrokenError as broken:
            faults.append(f"shift {shift}: {broken}")
    done = [task for tasks in driven.values() for task in tasks]
    faults += _done_twice(done)
    left_out, found = _orders(case, driven)
    faults += found
    cost += int(case.penalty[left_out].sum())
    return Verdict(INFINITE if faults else cost, tuple(faults), len(driven), len(left_out))


def _done_twice(done: list[int]) -> list[str]:
    tasks, times = np.unique(np.array(done, dtype=np.int64), return_counts=True)
    return [f"task {task} is done twice" for task in tasks[times > 1]]


def _orders(case: Case, driven: Routes) -> tuple[list[int], list[str]]:
    """Orders left out, and what is wrong with orders over all routes."""
    where = {
        task: (shift, position)
        for shift, tasks in driven.items()
        for position, task in enumerate(tasks)
    }
    left_out, faults = [], []
    for order in range(case.orders):
        first, second = int(case.first[order]), int(case.second[order])
        if first in where and (second == NONE or second in where):
            if second != NONE:
                (van, before), (other, after) = where[first], where[second]
                if van != other:
                    faults.append(f"order {order} is set down by another shift")
                elif before > after:
                    faults.append(f"order {order} is set down before it is picked up")
        elif first in where or second in where:
            faults.append(f"order {order} is served by half")
        else:
            left_out.append(order)
            if case.required[order]:
                faults.append(f"order {order} is left out")
    return left_out, faults


def _route_cost(case: Case, shift: int, tasks: list[int]) -> int:
    """Cost of one route.

    Raises
    ------
    _BrokenError
    """
    if not 0 <= shift < case.shifts:
        raise _BrokenError("there is no such shift")
    for task in tasks:
        if not 0 <= task < case.tasks:
            raise _BrokenError(f"there is no task {task}")
        if case.refused[task, shift]:
            raise _BrokenError(f"may not do task {task}")
    trips = _trips(case, tasks)
    if case.max_trips[shift] != NONE and len(trips) > case.max_trips[shift]:
        raise _BrokenError(f"{len(trips)} trips")
    for trip in trips:
        _check_load(case, shift, trip)
    places = [int(case.start[shift]), *case.place[tasks].tolist(), int(case.end[shift])]
    table = int(case.table[shift])
    drives = [int(case.seconds[table, a, b]) for a, b in itertools.pairwise(places)]
    metres = [int(case.metres[table, a, b]) for a, b in itertools.pairwise(places)]
    if NONE in drives:
        raise _BrokenError("there is no way between two tasks")
    duty = _least_duty(case, shift, _Timeline(case, shift, tasks, trips, drives))
    return (
        sum(metres) * int(case.metre_cost[shift])
        + duty * int(case.second_cost[shift])
        + int(case.fixed_cost[shift])
    )


def _trips(case: Case, tasks: list[int]) -> list[list[int]]:
    """Tasks of each trip, without the reloads between."""
    trips: list[list[int]] = [[]]
    reloads = set(case.reload.tolist())
    for task in tasks:
        if task in reloads:
            trips.append([])
        else:
            trips[-1].append(task)
    return trips


def _check_load(case: Case, shift: int, trip: list[int]) -> None:
    """Follow what is aboard: what is brought from the start, what is fetched to the end.

    Raises
    ------
    _BrokenError
    """
    own = {int(task) for task in case.first[case.second == NONE]}
    change: Ints = case.change[:, trip]
    alone = np.array([task in own for task in trip], dtype=bool)
    aboard = np.maximum(-change[:, alone], 0).sum(axis=1)
    if (aboard > case.capacity[:, shift]).any():
        raise _BrokenError("leaves with more than it can carry")
    for column, task in enumerate(trip):
        aboard = aboard + change[:, column]
        if (aboard > case.capacity[:, shift]).any():
            raise _BrokenError(f"more aboard than it can carry after task {task}")


class _Timeline:
    """When a route can be where, given when it sets out."""

    def __init__(
        self,
        case: Case,
        shift: int,
        tasks: list[int],
        trips: list[list[int]],
        drives: list[int],
    ) -> None:
        self._drives = drives
        self._closes = int(case.closes[shift])
        self._service = case.service[tasks].tolist()
        brought = {
            int(task): int(when)
            for task, when in zip(case.first, case.release, strict=True)
            if when != NONE
        }
        released = [max((brought.get(task, 0) for task in trip), default=0) for trip in trips]
        self.earliest = max(int(case.opens[shift]), released[0])
        reloads = iter(released[1:])
        stops = set(case.reload.tolist())
        self._spans = []
        for task in tasks:
            spans = case.windows(task)
            if task in stops:
                ready = next(reloads)
                spans = [(max(a, ready), b) for a, b in spans if b >= ready]
            self._spans.append(spans)

    def back(self, sets_out: int) -> int | None:
        """When the route is over if it sets out then, or None if it comes too late somewhere."""
        if sets_out < self.earliest:
            return None
        now = sets_out
        for drive, spans, service in zip(self._drives, self._spans, self._service, strict=False):
            now += drive
            begins = [max(now, opens) for opens, closes in spans if closes >= now]
            if not begins:
                return None
            now = min(begins) + service
        now += self._drives[-1]
        return now if now <= self._closes else None

    def moments(self) -> set[int]:
        """Every moment of setting out at which waiting may end or a task may come too late.

        Time on duty falls while setting out later eats waiting up, and rises never otherwise but
        where a task drops out of a span: the least is at one of these.
        """
        moments = {self.earliest}
        offset = 0
        for drive, spans, service in zip(self._drives, self._spans, self._service, strict=False):
            offset += drive
            moments |= {moment - offset for span in spans for moment in span}
            offset += service
        return moments


def _least_duty(case: Case, shift: int, timeline: _Timeline) -> int:
    """Least time on duty.

    Raises
    ------
    _BrokenError
    """
    limit = int(case.max_duty[shift])
    matters = limit != NONE or case.second_cost[shift] > 0
    moments = timeline.moments() if matters else {timeline.earliest}
    backs = ((moment, timeline.back(moment)) for moment in moments)
    duties = [back - moment for moment, back in backs if back is not None]
    if not duties:
        raise _BrokenError("comes too late")
    if limit != NONE and min(duties) > limit:
        raise _BrokenError(f"{min(duties)} on duty, {limit} allowed")
    return min(duties)
