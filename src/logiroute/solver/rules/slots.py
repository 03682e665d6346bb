"""Slots: no more vehicles work at a place at once than it has docks.

A berth is a task of its own, the first of a stop at a place whose docks are counted: work begins
there at the second it names, and the vehicle has a dock from the stop's own time before it to the
end of the last task of the stop. So routes say who has a dock when.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from logiroute.model.rules import Rule
from logiroute.solver.berths import cells_held
from logiroute.solver.bounds import CELL_S, MOST_S
from logiroute.solver.draws import Draw, Draws
from logiroute.solver.miss import Miss, PlanCheck, RouteCheck
from logiroute.solver.rules import pairing, service, shifts, suits, trips, windows
from logiroute.solver.stops import leg_before

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.SLOTS


@dataclass(frozen=True)
class Columns:
    """Berths, and how many docks there are.

    Attributes
    ----------
    kind : tuple of int
        Per task: kind of berth, -1 for all others. Berth tasks of one kind are rows that no rule
        can tell apart.
    place, second : tuple of int
        Per kind: where it is, and when work begins.
    places : frozenset of int
        Places whose docks are counted. Nobody rests or reloads there.
    docks : mapping of (int, int) to int
        Such a place and a cell of the day, see `berths` → docks.
    """

    kind: tuple[int, ...]
    place: tuple[int, ...]
    second: tuple[int, ...]
    places: frozenset[int]
    docks: Mapping[tuple[int, int], int]


def uncounted(tasks: int) -> Columns:
    """Columns of a problem in which no docks are counted."""
    return Columns((-1,) * tasks, (), (), frozenset(), {})


def columns(frame: "Frame") -> Columns:
    """Read where docks are counted."""
    places = frozenset(berth.place for berth in frame.berths)
    docks = {place: frame.scenario.places[place].docks or 0 for place in places}
    return Columns(
        kind=frame.task_berth,
        place=tuple(berth.place for berth in frame.berths),
        second=tuple(berth.second for berth in frame.berths),
        places=places,
        docks={
            (place, cell): docks[place]
            for place in sorted(places)
            for cell in range(frame.horizon_s // CELL_S + 1)
        },
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Berths of the tasks that are kept, and what others leave of the docks."""
    columns = problem.of(RULE, Columns)
    of_tasks = rows.of_tasks(columns.kind)
    kinds = sorted(set(of_tasks) - {-1})
    number = {kind: at for at, kind in enumerate(kinds)}
    row = rows.place_row
    left = draws(problem).left(rows.outside)
    return Columns(
        kind=tuple(-1 if kind < 0 else number[kind] for kind in of_tasks),
        place=tuple(row[columns.place[kind]] for kind in kinds),
        second=tuple(columns.second[kind] for kind in kinds),
        places=frozenset(row[place] for place in columns.places if place in row),
        docks={
            (row[place], cell): left[place, cell] for place, cell in columns.docks if place in row
        },
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Berths before the work they are for; docks by cell, summed up over settled routes."""
    columns = problem.of(RULE, Columns)
    if not columns.places:
        return
    for task, kind in enumerate(columns.kind):
        if kind >= 0:
            routing.free(task)
    check = route_check(problem)
    if check is not None:
        routing.docks.hold(check, draws(problem))


class Hold(NamedTuple):
    """A dock that a stop takes.

    Attributes
    ----------
    begin, end : int
        Positions of its tasks in the route, the berth first; ``end`` is one past the last.
    until : int
        Second by which its work is done, unless it has to wait for what comes after the stop.
    cells : range
        Cells in which it has the dock.
    """

    begin: int
    end: int
    until: int
    cells: range


class Docker:
    """Follows the docks that routes of a problem take.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: "Problem") -> None:
        self.columns = problem.of(RULE, Columns)
        work = problem.of(Rule.SERVICE, service.Columns)
        self.service_s, self._stop_s = work.service_s, work.stop_s
        self._spans = problem.of(Rule.WINDOWS, windows.Columns).open
        self._reload_kind = problem.of(Rule.TRIPS, trips.Columns).kind
        self._place: list[int] = problem.task_place.tolist()

    def stops(self, tasks: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Where each stop of a route begins and ends that is at a place with counted docks."""
        begin = 0
        for at in range(1, len(tasks) + 1):
            if at == len(tasks) or leg_before(self._place, self._reload_kind, tasks, at):
                if self._place[tasks[begin]] in self.columns.places:
                    yield begin, at
                begin = at

    def holds(self, tasks: Sequence[int]) -> Iterator[Hold]:
        """The docks that a route takes; those of stops that begin with no berth are not known."""
        for begin, end in self.stops(tasks):
            kind = self.columns.kind[tasks[begin]]
            if kind < 0:
                continue
            now = second = self.columns.second[kind]
            for task in tasks[begin + 1 : end]:
                now = max(now, next((a for a, b in self._spans[task] if now <= b), now))
                now += self.service_s[task]
            first = second - self._stop_s[self._place[tasks[begin]]]
            yield Hold(begin, end, now, cells_held(first, now))


def route_check(problem: "Problem") -> RouteCheck | None:
    """One berth at each stop, before its work, which ends when the berth says."""
    columns = problem.of(RULE, Columns)
    if not columns.places:
        return None
    docker, kind = Docker(problem), columns.kind
    clock = shifts.clock_of(problem)
    aboard_s = problem.of(Rule.PAIRING, pairing.Columns).max_aboard_s
    suited = problem.of(Rule.SUITS, suits.Columns).suits
    order_of = problem.task_order.tolist()
    first_task = frozenset(problem.first_task)

    def waits_for_later(tasks: Sequence[int], hold: Hold) -> bool:
        """Whether work may be put off so that what is loaded is not aboard for too long."""
        return any(
            task in first_task and aboard_s[order_of[task]] >= 0
            for task in tasks[hold.begin + 1 : hold.end]
        )

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        for begin, end in docker.stops(tasks):
            if kind[tasks[begin]] < 0:
                return Miss(RULE, task=tasks[begin], why="no_berth")
            if end == begin + 1 or any(kind[task] >= 0 for task in tasks[begin + 1 : end]):
                return Miss(RULE, task=tasks[begin], why="idle_berth")
        # So may the first work in suits.
        limited = suited[shift].most_s < MOST_S
        bound = [h for h in docker.holds(tasks) if limited or waits_for_later(tasks, h)]
        found = clock.timetable(shift, tasks) if bound else None
        if found is None or isinstance(found, Miss):
            return None  # What else is missed is other rules' to say.
        for hold in bound:
            task = tasks[hold.end - 1]
            if found.starts[hold.end - 1] + docker.service_s[task] > hold.until:
                return Miss(RULE, task=task, why="held_too_long")
        return None

    return check


def draws(problem: "Problem") -> Draws:
    """Docks of the places where they are counted, cell by cell."""
    docker = Docker(problem)
    place = problem.task_place.tolist()

    def of_route(_shift: int, tasks: Sequence[int]) -> Iterator[Draw]:
        for hold in docker.holds(tasks) if docker.columns.places else ():
            # It is told of the work, not of the berth.
            task = tasks[min(hold.begin + 1, len(tasks) - 1)]
            for cell in hold.cells:
                yield Draw(task, (place[task], cell), 1)

    return Draws(dict(docker.columns.docks.items()), of_route)


def plan_check(problem: "Problem") -> PlanCheck | None:
    """Count the vehicles at work at each place, cell by cell."""
    if not problem.of(RULE, Columns).places:
        return None
    short_of = draws(problem).short

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        short = short_of(routes)
        if short is None:
            return None
        draw, lacking = short
        return Miss(RULE, lacking, "vehicles", draw.task, "no_dock")

    return check
