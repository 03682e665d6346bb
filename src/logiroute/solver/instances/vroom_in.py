"""VROOM's JSON as an instance.

All its jobs should be done, the more important ones first; a vehicle pays for driving, not for
waiting or work.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.build import assemble
from logiroute.solver.assembly.rows import OrderRows, ShiftRows, TaskRows, TravelRows
from logiroute.solver.bounds import MOST_COST, MOST_LOAD, MOST_S
from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.convention import Rows
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.vroom_cannot import say_what_cannot_be
from logiroute.solver.instances.vroom_document import (
    Document,
    Job,
    Shipment,
    Spans,
    read_document,
)
from logiroute.solver.instances.vroom_source import TaskName, VroomSource
from logiroute.solver.instances.vroom_tables import Tables, tables_of
from logiroute.solver.stands import Refusal

#: Sums of penalties stay below this.
_MOST_SUM = 2**61


def read_vroom(text: str, path: Path, complaints: Complaints) -> Instance:
    """Read a problem.

    Parameters
    ----------
    text : str
    path : Path
        Where it is from, for its name.
    complaints : Complaints

    Raises
    ------
    InputError
        There are mistakes, or something that cannot be expressed; with the keys.
    """
    document = read_document(text, complaints)
    say_what_cannot_be(document, complaints)
    complaints.close()
    return _Reader(document, complaints).instance(path.stem)


class _Reader:
    """Makes rows of a document."""

    def __init__(self, document: Document, complaints: Complaints) -> None:
        self._document = document
        self._complaints = complaints
        self._tasks = tuple(_tasks(document))
        self._at = [task.step.location_index or 0 for task in self._tasks]
        self._visitors = Counter(self._at)
        #: Matrix rows of places: those of tasks, then those of vehicles, then everywhere.
        own = sorted(set(self._at))
        ends = sorted(
            {i for v in document.vehicles for i in (v.start_index, v.end_index) if i is not None}
        )
        self._place = {index: row for row, index in enumerate(own)}
        self._end: dict[int | None, int] = {index: len(own) + row for row, index in enumerate(ends)}
        self._end[None] = len(own) + len(ends)
        self._indices = np.array([*own, *ends, -1], dtype=np.int64)
        self._origin = self._for_ever = 0

    def instance(self, name: str) -> Instance:
        """The instance."""
        tables = tables_of(self._document, self._indices, self._complaints)
        vehicles = self._document.vehicles
        change, issued, capacity = self._loads()
        first, choices = self._orders()
        self._set_bounds(tables)
        fixed = np.array([v.costs.fixed * tables.scale for v in vehicles], dtype=np.int64)
        problem = assemble(
            TravelRows(tables.seconds, tables.metres, stop_s=self._stops()),
            TaskRows(
                place=[self._place[index] for index in self._at],
                service_s=[
                    task.step.service + (0 if self._shared(task) else task.step.setup)
                    for task in self._tasks
                ],
                open=[self._open(task.step.time_windows) for task in self._tasks],
                change=change,
                issued=issued,
            ),
            OrderRows(first=first, choices=choices, penalty=self._penalties(tables, fixed)),
            ShiftRows(
                start=[self._end[v.start_index] for v in vehicles],
                end=[self._end[v.end_index] for v in vehicles],
                opens=[self._span(v.time_window)[0] for v in vehicles],
                closes=[self._span(v.time_window)[1] for v in vehicles],
                table=tables.table,
                capacity=capacity,
                metre_cost=tables.rate,
                fixed_cost=fixed,
                refused=self._refused(),
            ),
        )
        return Instance(
            name=name,
            kind="VROOM",
            problem=problem,
            label=tuple(range(1, len(self._tasks) + 1)),
            prize=(0,) * len(first),
            convention="whole seconds as given",
            cost_scale=tables.scale,
            lists_all=True,
            vroom=VroomSource(self._document, self._tasks, self._origin),
        )

    def _set_bounds(self, tables: Tables) -> None:
        """Second zero, and the end of time: all work fits between, whatever has no window."""
        vehicles = self._document.vehicles
        spans = [span for task in self._tasks for span in task.step.time_windows]
        spans += [v.time_window for v in vehicles if v.time_window is not None]
        work = sum(task.step.setup + task.step.service for task in self._tasks)
        driving = tables.seconds.max(where=tables.seconds != UNREACHABLE, initial=0)
        longest = work + int(driving) * (len(self._tasks) + 1)
        first = min((opens for opens, _ in spans), default=0)
        if any(vehicle.time_window is None for vehicle in vehicles):
            # Who has no window of duty may begin before the first window opens.
            first = min(first, max(0, first - longest))
        self._origin = first
        last = max((closes for _, closes in spans), default=first)
        self._for_ever = min(MOST_S, last - first + longest)

    def _span(self, window: tuple[int, int] | None) -> tuple[int, int]:
        if window is None:
            return 0, self._for_ever
        return window[0] - self._origin, window[1] - self._origin

    def _open(self, windows: Spans) -> Sequence[tuple[int, int]]:
        return [self._span(window) for window in windows or (None,)]

    def _shared(self, task: TaskName) -> bool:
        """Whether a task's setup is that of the stop, not its own."""
        return task.step.setup > 0 and self._visitors[task.step.location_index or 0] > 1

    def _stops(self) -> list[int]:
        stops = [0] * len(self._indices)
        for task, index in zip(self._tasks, self._at, strict=True):
            if self._shared(task):
                stops[self._place[index]] = task.step.setup
        return stops

    def _orders(self) -> tuple[list[int], list[tuple[int, ...]]]:
        first = [row for row, task in enumerate(self._tasks) if task.kind != "delivery"]
        paired = {row for row in first if self._tasks[row].kind == "pickup"}
        return first, [(row + 1,) if row in paired else () for row in first]

    def _loads(self) -> tuple[Rows, Rows, Rows]:
        """Changes of load and what is issued by task, capacities by vehicle.

        The last dimension counts tasks, if some vehicle may only do so many.
        """
        vehicles = self._document.vehicles
        shape = (len(vehicles[0].capacity), len(self._tasks))
        change, issued = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, (kind, _, of) in enumerate(self._tasks):
            if isinstance(of, Job):
                issued[:, row] = of.delivery or 0
                change[:, row] = np.array(of.pickup or 0) - issued[:, row]
            elif of.amount:
                change[:, row] = np.array(of.amount) * (1 if kind == "pickup" else -1)
        capacity = np.minimum(np.array([v.capacity for v in vehicles], dtype=np.int64).T, MOST_LOAD)
        if any(v.max_tasks is not None for v in vehicles):
            count = len(self._tasks)
            most = [count if v.max_tasks is None else min(v.max_tasks, count) for v in vehicles]
            change = np.vstack([change, np.full(count, -1)])
            issued = np.vstack([issued, np.ones(count, dtype=np.int64)])
            capacity = np.vstack([capacity, most])
        return change, issued, capacity

    def _refused(self) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
        """By the kinds of tasks and vehicles that skills make."""
        asked = [frozenset(task.of.skills) for task in self._tasks]
        offered = [frozenset(vehicle.skills) for vehicle in self._document.vehicles]
        needs, gives = sorted(set(asked), key=sorted), sorted(set(offered), key=sorted)
        lacking = [
            [Refusal.NONE if need <= give else Refusal.SKILLS for give in gives] for need in needs
        ]
        rows = [needs.index(need) for need in asked]
        columns = [gives.index(give) for give in offered]
        return np.array(lacking, dtype=np.int8)[np.ix_(rows, columns)]

    def _penalties(self, tables: Tables, fixed: Rows) -> list[int]:
        """So that first priorities add up to most, then most is served, then costs are least.

        Where sums would not fit, the priorities weigh less.
        """
        orders: list[Job | Shipment] = [*self._document.jobs, *self._document.shipments]
        farthest = int(tables.metres.max(where=tables.metres != UNREACHABLE, initial=0))
        legs = len(self._tasks) + len(fixed)
        base = 1 + legs * farthest * int(tables.rate.max(initial=0)) + int(fixed.sum())
        most = min(MOST_COST, _MOST_SUM // max(1, len(orders)))
        base = min(base, most)
        step = min(len(orders) + 1, max(0, most // base - 1) // 100)
        return [base * (1 + step * order.priority) for order in orders]


def _tasks(document: Document) -> Iterator[TaskName]:
    """Jobs, then the pick-up and the delivery of each shipment."""
    for job in document.jobs:
        yield TaskName("job", job, job)
    for shipment in document.shipments:
        yield TaskName("pickup", shipment.pickup, shipment)
        yield TaskName("delivery", shipment.delivery, shipment)
