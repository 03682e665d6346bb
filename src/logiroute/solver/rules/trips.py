"""Trips: a vehicle may load again within its shift, as often and where it may; goods are there.

A reload is a task of its own: the vehicle stops at a depot, sets down what is to be set down there
by tasks of their own, and loads. With it the next trip starts. A trip that starts, at the start of
duty or at a reload, starts no earlier than the goods it brings are at the depot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import parties

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.TRIPS


@dataclass(frozen=True)
class Columns:
    """Reloads, and when goods are at the depot.

    A trip is what a route does from its start, or from a reload, to the next reload or its end.
    What is delivered on a trip is aboard from its start on, and there only.

    Attributes
    ----------
    kind : tuple of int
        Per task: kind of reload, -1 for the tasks of orders. Reload tasks of one kind are rows that
        no rule can tell apart.
    place : tuple of int
        Per kind: the depot.
    usable : ndarray of bool, shape (kinds, shifts)
        Whether the shift may reload so.
    most_reloads : tuple of int
        Per shift: most reload tasks in its route.
    wrong_depot : ndarray of bool, shape (tasks, kinds)
        Where the task's goods may not come from the place of the reload. (`pairing.Columns` says
        the same of the start of a shift.)
    release : tuple of int
        Per task: first second at which the loading of its trip may start, that is the start of duty
        or the start of the reload task; ``-MOST_S`` where that is no matter.
    """

    kind: tuple[int, ...]
    place: tuple[int, ...]
    usable: NDArray[np.bool_]
    most_reloads: tuple[int, ...]
    wrong_depot: NDArray[np.bool_]
    release: tuple[int, ...]


def columns(frame: "Frame") -> Columns:
    """Read who may reload where, and releases."""
    from logiroute.model.order import Call, Delivery

    scenario = frame.scenario
    vehicles = [scenario.vehicles[row] for row in frame.shift_vehicle]
    depots = [scenario.places[reload.place].id for reload in frame.reloads]
    usable = [
        [
            vehicle.reload_s == reload.seconds
            and depot in scenario.reload_ids(vehicle)
            and scenario.most_reloads(vehicle) > 0
            for vehicle in vehicles
        ]
        for reload, depot in zip(frame.reloads, depots, strict=True)
    ]
    wrong = np.zeros((len(frame.task_order), len(depots)), dtype=np.bool_)
    release = [-MOST_S] * len(frame.task_order)
    for task in range(len(frame.task_order)):
        order = frame.order_of(task)
        if isinstance(order, Delivery | Call) and order.lines:
            if order.depot_ids:
                wrong[task] = [depot not in order.depot_ids for depot in depots]
            if order.release is not None:
                release[task] = frame.second_after(order.release)
    return Columns(
        kind=frame.task_reload,
        place=tuple(reload.place for reload in frame.reloads),
        usable=np.array(usable, dtype=np.bool_).reshape(len(depots), len(vehicles)),
        most_reloads=tuple(scenario.most_reloads(vehicle) for vehicle in vehicles),
        wrong_depot=wrong,
        release=tuple(release),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Reloads and releases of the rows that are kept; kinds without a task are gone."""
    columns = problem.of(RULE, Columns)
    of_tasks = rows.of_tasks(columns.kind)
    kinds = sorted(set(of_tasks) - {-1})
    return Columns(
        kind=tuple(-1 if kind < 0 else kinds.index(kind) for kind in of_tasks),
        place=tuple(rows.place_row[columns.place[kind]] for kind in kinds),
        usable=columns.usable[np.ix_(kinds, rows.shifts)],
        most_reloads=rows.of_shifts(columns.most_reloads),
        wrong_depot=columns.wrong_depot[np.ix_(rows.tasks, kinds)],
        release=rows.of_tasks(columns.release),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Free reloads of shifts that may; nobody aboard there; no trip starts before its releases."""
    columns = problem.of(RULE, Columns)
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.free(task)
            routing.forbid(task, np.flatnonzero(~columns.usable[kind]).tolist())
    routing.trips.at_most(columns.most_reloads)
    release = list(columns.release)
    for task, second in enumerate(release):
        if second > routing.horizon:
            routing.never(task)
            release[task] = -MOST_S
    if max(release, default=0) > 0:
        routing.trips.released(release, routing.horizon, routing.time)
    people = problem.of(Rule.PARTIES, parties.Columns)
    if columns.place and any(people.transfer):
        change = boarding(problem, people.transfer)
        routing.trips.none_at_reloads("parties", change, sum(people.transfer))


def boarding(problem: "Problem", transfer: Sequence[bool]) -> list[int]:
    """Per task: parties that board, less parties that alight."""
    change = [0] * problem.tasks
    for order, choices in enumerate(problem.choices):
        if transfer[order]:
            change[problem.first_task[order]] = 1
            for task in choices:
                change[task] = -1
    return change


def route_check(problem: "Problem") -> RouteCheck | None:
    """Follow the reloads; releases are the timetable's, see ``shifts``."""
    columns = problem.of(RULE, Columns)
    if not columns.place:
        return None
    kind, place, usable = columns.kind, columns.place, columns.usable.tolist()
    start_of = problem.shift_start.tolist()
    change = boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        aboard = reloads = 0
        for position, task in enumerate(tasks):
            aboard += change[task]
            if kind[task] < 0:
                continue
            reloads += 1
            if not usable[kind[task]][shift]:
                return Miss(RULE, task=task, why="wrong_place")
            if aboard:
                return Miss(RULE, task=task, why="people_aboard")
            after = tasks[position + 1] if position + 1 < len(tasks) else task
            if kind[after] >= 0 or (position == 0 and place[kind[task]] == start_of[shift]):
                return Miss(RULE, task=task, why="empty")
        if reloads > columns.most_reloads[shift]:
            return Miss(RULE, reloads - columns.most_reloads[shift], "trips", tasks[-1], "too_many")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
