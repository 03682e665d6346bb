"""Cleaning: after people of a class that asks for it have alighted, the vehicle is disinfected.

A wash is a task of its own: the vehicle stops at a disinfection station, with nobody aboard. A run
is what happens from the first boarding to the wash: all board, go straight there and alight; nobody
boards, and nothing else is done, before the vehicle is clean again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.miss import Miss, PlanCheck, RouteCheck
from logiroute.solver.rules import parties, trips

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.CLEANING


@dataclass(frozen=True)
class Columns:
    """Washes, and after which tasks one is needed.

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
    need : tuple of int
        Per task: seconds that a wash after it takes at least; 0 where none is needed.
    straight : tuple of bool
        Per task: whether people board or alight who need one afterwards.
    unclean, aboard : frozenset of int
        Rests that may be taken before a wash that is due; those of them that may be taken while
        people are aboard who need one. Berths are in both: what follows them is looked at itself.
    """

    kind: tuple[int, ...]
    place: tuple[int, ...]
    seconds: tuple[int, ...]
    cells: tuple[range, ...]
    bays: Mapping[tuple[int, int], int]
    need: tuple[int, ...]
    straight: tuple[bool, ...]
    unclean: frozenset[int]
    aboard: frozenset[int]


def columns(frame: "Frame") -> Columns:
    """Read what needs a wash, and where there are bays."""
    from logiroute.model.order import Transfer

    places = frame.scenario.places
    need, straight = [0] * len(frame.task_order), [False] * len(frame.task_order)
    for row, order in enumerate(frame.scenario.orders):
        seconds = frame.scenario.disinfect_s(order) if isinstance(order, Transfer) else 0
        for task in frame.choices[row] if seconds else ():
            need[task] = seconds
            straight[task] = straight[frame.first_task[row]] = True
    cells = sorted({(wash.place, cell) for wash in frame.washes for cell in wash.cells})
    bays = {
        (place, cell): number for place, cell in cells if (number := places[place].bays) is not None
    }
    rests = [(task, frame.rests[kind]) for task, kind in enumerate(frame.task_rest) if kind >= 0]
    berths = {task for task, kind in enumerate(frame.task_berth) if kind >= 0}
    return Columns(
        kind=frame.task_wash,
        place=tuple(wash.place for wash in frame.washes),
        seconds=tuple(wash.seconds for wash in frame.washes),
        cells=tuple(wash.cells for wash in frame.washes),
        bays=bays,
        need=tuple(need),
        straight=tuple(straight),
        unclean=frozenset(berths | {task for task, rest in rests if rest.unclean}),
        aboard=frozenset(berths | {task for task, rest in rests if rest.aboard}),
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Washes and needs of the tasks that are kept, and what others leave of the bays."""
    columns = problem.of(RULE, Columns)
    of_tasks = rows.of_tasks(columns.kind)
    kinds = sorted(set(of_tasks) - {-1})
    row = rows.place_row
    left = draws(problem).left(rows.outside)
    return Columns(
        kind=tuple(-1 if kind < 0 else kinds.index(kind) for kind in of_tasks),
        place=tuple(row[columns.place[kind]] for kind in kinds),
        seconds=tuple(columns.seconds[kind] for kind in kinds),
        cells=tuple(columns.cells[kind] for kind in kinds),
        bays={
            (row[place], cell): left[place, cell] for place, cell in columns.bays if place in row
        },
        need=rows.of_tasks(columns.need),
        straight=rows.of_tasks(columns.straight),
        unclean=frozenset(rows.task_row[t] for t in columns.unclean if t in rows.task_row),
        aboard=frozenset(rows.task_row[t] for t in columns.aboard if t in rows.task_row),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """A level that rises when people alight and that only a wash brings down; bays by cell."""
    columns = problem.of(RULE, Columns)
    if not any(columns.need):
        return
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.free(task)
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)
    routing.washes.clean(columns.need, columns.straight, change, columns.unclean, columns.aboard)
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.washes.long_enough(task, columns.seconds[kind])
    tasks_in: dict[tuple[int, int], list[int]] = {}
    for task, kind in enumerate(columns.kind):
        for cell in columns.cells[kind] if kind >= 0 else ():
            tasks_in.setdefault((columns.place[kind], cell), []).append(task)
    for key, tasks in tasks_in.items():
        if len(tasks) > columns.bays[key]:
            routing.at_most(tasks, [1] * len(tasks), columns.bays[key])


def route_check(problem: "Problem") -> RouteCheck | None:
    """Nobody boards and nothing else is done before a wash; nobody is aboard during it."""
    columns = problem.of(RULE, Columns)
    if not any(columns.need):
        return None
    kind, need, straight = columns.kind, columns.need, columns.straight
    unclean, resting = columns.unclean, columns.aboard
    change = trips.boarding(problem, problem.of(Rule.PARTIES, parties.Columns).transfer)

    def check(_shift: int, tasks: Sequence[int]) -> Miss | None:
        needed = aboard = going = 0
        for task in tasks:
            if kind[task] >= 0:
                if aboard:
                    return Miss(RULE, task=task, why="people_aboard")
                if columns.seconds[kind[task]] < needed:
                    short = needed - columns.seconds[kind[task]]
                    return Miss(RULE, short, "s", task, "too_short")
                needed = 0
                continue
            if needed and not need[task] and task not in unclean:
                return Miss(RULE, task=task, why="not_clean")
            if going and not straight[task] and task not in resting:
                return Miss(RULE, task=task, why="not_straight")
            aboard += change[task]
            going += change[task] if straight[task] else 0
            needed = max(needed, need[task])
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
