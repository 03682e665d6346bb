"""Cleaning: after people of a class that asks for it, or work in a zone, a vehicle is disinfected.

A wash is a task of its own: the vehicle stops at a disinfection station, with nobody aboard. Until
then its level only rises: a task leaves it at one, and others ask for no more than theirs. Work in
a zone leaves the zone's level, and people who have got out one above all: nothing may come after
them but the alighting of others of the same run, that is from the first boarding to the wash.

While people are aboard who go straight there, no others than such people board or alight, and
nothing else is done. Whether they need a wash is another matter.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.levels import CLEAN
from logiroute.solver.miss import Miss, PlanCheck, RouteCheck
from logiroute.solver.role import VISITS, Role
from logiroute.solver.rules import parties, trips

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.CLEANING


@dataclass(frozen=True)
class Columns:
    """Washes, what tasks leave on a vehicle, and what they ask of it.

    Attributes
    ----------
    kind : tuple of int
        Per task: kind of wash, -1 for all others. Wash tasks of one kind are rows that no rule can
        tell apart.
    place, seconds : tuple of int
        Per kind: the station, and how long it takes.
    cells : tuple of range
        Per kind: cells of the day in which it holds a bay, see `washes`.
    bays : mapping of (int, int) to int
        Station and cell → bays, in order of station and time; of a station that is absent they are
        not counted.
    row : tuple of int
        Per shift, its row in the next three.
    need : ndarray of int64, shape (rows, tasks)
        Seconds that a wash after the task takes at least; 0 where none is needed.
    leaves : ndarray of int64, shape (rows, tasks)
        Level of the vehicle after the task; `CLEAN`, that is 0, where it adds nothing.
    asks : ndarray of int64, shape (rows, tasks)
        Highest level of a vehicle that may come to the task. Nobody boards where anything but
        boarding has left something.
    top : int
        The level above all, which the end of a run leaves and only alighting people do not mind.
    straight : tuple of bool
        Per task: whether people board or alight who go straight there.
    runs : tuple of bool
        Per task: whether people board or alight who need one afterwards.
    aboard : frozenset of int
        Rests that may be taken while people are aboard who go straight there, and berths: what
        follows a berth is looked at itself.
    """

    kind: tuple[int, ...]
    place: tuple[int, ...]
    seconds: tuple[int, ...]
    cells: tuple[range, ...]
    bays: Mapping[tuple[int, int], int]
    row: tuple[int, ...]
    need: NDArray[np.int64]
    leaves: NDArray[np.int64]
    asks: NDArray[np.int64]
    top: int
    straight: tuple[bool, ...]
    runs: tuple[bool, ...]
    aboard: frozenset[int]

    @property
    def any_need(self) -> bool:
        """Whether any wash is ever needed."""
        return bool(self.need.any())

    @property
    def matters(self) -> bool:
        """Whether any wash is ever needed, or anybody goes straight there."""
        return self.any_need or any(self.straight)

    @property
    def zoned(self) -> bool:
        """Whether work in zones leaves anything, to any shift."""
        return bool(((self.leaves > CLEAN) & (self.leaves < self.top)).any())


def unsoiled(tasks: int, shifts: int) -> Columns:
    """Columns of a problem in which nothing needs a wash."""
    nothing = np.zeros((1, tasks), np.int64)
    return Columns(
        kind=(-1,) * tasks,
        place=(),
        seconds=(),
        cells=(),
        bays={},
        row=(0,) * shifts,
        need=nothing,
        leaves=nothing,
        asks=nothing,
        top=1,
        straight=(False,) * tasks,
        runs=(False,) * tasks,
        aboard=frozenset(),
    )


def columns(frame: "Frame") -> Columns:
    """Read what needs a wash, and where there are bays."""
    from logiroute.model.order import Transfer

    places, levels = frame.scenario.places, frame.levels
    marks = np.array(levels.marks, np.int64).reshape(len(levels.marks), -1, 3)
    need, leaves, asks = np.moveaxis(marks[:, list(frame.task_place)], 2, 0).copy()
    straight, runs = [False] * len(frame.task_order), [False] * len(frame.task_order)
    for row, order in enumerate(frame.scenario.orders):
        if not isinstance(order, Transfer):
            continue
        first, seconds = frame.first_task[row], frame.scenario.disinfect_s(order)
        tasks = list(frame.choices[row])
        # What the pick-up leaves is due once they are out, whoever is still aboard.
        need[:, tasks] = np.maximum(np.maximum(need[:, tasks], need[:, [first]]), seconds)
        leaves[:, tasks] = np.where(need[:, tasks] > 0, levels.top, CLEAN)
        asks[:, tasks] = levels.top
        goes_straight = frame.scenario.goes_straight(order)
        for task in (first, *tasks):
            straight[task] = goes_straight
            runs[task] = seconds > 0
    of_none = np.flatnonzero(np.isin(frame.task_role, (Role.RELOAD, *VISITS)))
    need[:, of_none] = 0
    leaves[:, of_none] = asks[:, of_none] = CLEAN
    rests = [(task, frame.rests[kind]) for task, kind in enumerate(frame.task_rest) if kind >= 0]
    berths = {task for task, kind in enumerate(frame.task_berth) if kind >= 0}
    asks[:, [*berths, *(task for task, rest in rests if rest.unclean)]] = levels.top
    cells = sorted({(wash.place, cell) for wash in frame.washes for cell in wash.cells})
    bays = {
        (place, cell): number for place, cell in cells if (number := places[place].bays) is not None
    }
    return Columns(
        kind=frame.task_wash,
        place=tuple(wash.place for wash in frame.washes),
        seconds=tuple(wash.seconds for wash in frame.washes),
        cells=tuple(wash.cells for wash in frame.washes),
        bays=bays,
        row=levels.row,
        need=need,
        leaves=leaves,
        asks=asks,
        top=levels.top,
        straight=tuple(straight),
        runs=tuple(runs),
        aboard=frozenset(berths | {task for task, rest in rests if rest.aboard}),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Washes and needs of the tasks that are kept, and what others leave of the bays."""
    columns = problem.of(RULE, Columns)
    of_tasks = rows.of_tasks(columns.kind)
    kinds = sorted(set(of_tasks) - {-1})
    row = rows.place_row
    left = draws(problem).left(rows.outside)
    kept = list(rows.tasks)
    return Columns(
        kind=tuple(-1 if kind < 0 else kinds.index(kind) for kind in of_tasks),
        place=tuple(row[columns.place[kind]] for kind in kinds),
        seconds=tuple(columns.seconds[kind] for kind in kinds),
        cells=tuple(columns.cells[kind] for kind in kinds),
        bays={
            (row[place], cell): left[place, cell] for place, cell in columns.bays if place in row
        },
        row=rows.of_shifts(columns.row),
        need=columns.need[:, kept],
        leaves=columns.leaves[:, kept],
        asks=columns.asks[:, kept],
        top=columns.top,
        straight=rows.of_tasks(columns.straight),
        runs=rows.of_tasks(columns.runs),
        aboard=frozenset(rows.task_row[t] for t in columns.aboard if t in rows.task_row),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Levels that rise and that only a wash brings down; bays by cell."""
    columns = problem.of(RULE, Columns)
    if not columns.matters:
        return
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)
    routing.washes.straight(columns, change)
    if not columns.any_need:
        return
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.free(task)
    routing.washes.clean(columns, change)
    tasks_in: dict[tuple[int, int], list[int]] = {}
    for task, kind in enumerate(columns.kind):
        for cell in columns.cells[kind] if kind >= 0 else ():
            tasks_in.setdefault((columns.place[kind], cell), []).append(task)
    for key, tasks in tasks_in.items():
        if len(tasks) > columns.bays[key]:
            routing.at_most(tasks, [1] * len(tasks), columns.bays[key])


def route_check(problem: "Problem") -> RouteCheck | None:
    """Nobody comes to a task above its level before a wash; nobody is aboard during it."""
    columns = problem.of(RULE, Columns)
    if not columns.matters:
        return None
    kind, straight, resting = columns.kind, columns.straight, columns.aboard
    needs, left, asked = columns.need.tolist(), columns.leaves.tolist(), columns.asks.tolist()
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        row = columns.row[shift]
        need, leaves, asks = needs[row], left[row], asked[row]
        needed = level = aboard = going = 0
        shut = False
        for task in tasks:
            if kind[task] >= 0:
                if aboard:
                    return Miss(RULE, task=task, why="people_aboard")
                if columns.seconds[kind[task]] < needed:
                    short = needed - columns.seconds[kind[task]]
                    return Miss(RULE, short, "s", task, "too_short")
                needed, level, shut = 0, CLEAN, False
                continue
            if level > asks[task] or (shut and change[task] > 0):
                return Miss(RULE, task=task, why="not_clean")
            if going and not straight[task] and task not in resting:
                return Miss(RULE, task=task, why="not_straight")
            aboard += change[task]
            going += change[task] if straight[task] else 0
            needed, level = max(needed, need[task]), max(level, leaves[task])
            shut |= leaves[task] > CLEAN and change[task] == 0
        if needed:
            return Miss(RULE, task=tasks[-1], why="not_clean")
        return None

    return check


def draws(problem: "Problem") -> Draws:
    """Bays of the stations where they are counted, cell by cell."""
    columns = problem.of(RULE, Columns)

    def of_route(_shift: int, tasks: Sequence[int]) -> Iterator[Draw]:
        for task in tasks:
            kind = columns.kind[task]
            for cell in columns.cells[kind] if kind >= 0 else ():
                yield Draw(task, (columns.place[kind], cell), 1)

    return Draws(dict(columns.bays.items()), of_route)


def stations_used(problem: "Problem", routes: Sequence[Sequence[int]]) -> list[int]:
    """Stations with counted bays at which routes are washed, the one with most washes first."""
    columns = problem.of(RULE, Columns)
    counted = {place for place, _ in columns.bays}
    used = Counter(
        columns.place[kind] for tasks in routes for t in tasks if (kind := columns.kind[t]) >= 0
    )
    return [place for place, _ in used.most_common() if place in counted]


def plan_check(problem: "Problem") -> PlanCheck:
    """Count the vehicles at each station, cell by cell."""
    short_of = draws(problem).short

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        short = short_of(routes)
        if short is None:
            return None
        draw, lacking = short
        return Miss(RULE, lacking, "vehicles", draw.task, "no_bay")

    return check
