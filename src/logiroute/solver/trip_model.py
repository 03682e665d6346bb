"""What the OR-Tools model knows of trips: loads that start anew, releases, depots of loading.

What holds for a trip is carried along its nodes by dimensions, so that bounds propagate both ways.
At reload nodes, and only there, slack lets a dimension begin anew.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from logiroute.solver.nodes import Nodes
from logiroute.solver.problem import Problem
from logiroute.solver.role import Role


def with_slack_at(
    model: Any,
    name: str,
    row: int,
    capacity: Sequence[int],
    slack: int,
    indices: Collection[int],
) -> Any:
    """A dimension with slack at some nodes, and nowhere else: there it may begin anew.

    Parameters
    ----------
    model : pywrapcp.RoutingModel
    name : str
    row : int
        Of a registered transit.
    capacity : sequence of int
        Per shift.
    slack : int
        At most.
    indices : collection of int
    """
    model.AddDimensionWithVehicleCapacity(row, slack, list(capacity), False, name)
    dimension = model.GetDimensionOrDie(name)
    if slack:
        for index in range(model.Size()):
            if index not in indices:
                dimension.SlackVar(index).SetMax(0)
    return dimension


class TripModel:
    """Trips in an OR-Tools model.

    Parameters
    ----------
    model : pywrapcp.RoutingModel
    nodes : Nodes
    problem : Problem
    """

    def __init__(self, model: Any, nodes: Nodes, problem: Problem) -> None:
        self._model, self._nodes, self._problem = model, nodes, problem
        self._solver: Any = model.solver()
        self._barred: dict[int, set[int]] = {}
        self._starts: list[int] = [model.Start(shift) for shift in range(problem.shifts)]
        self._reloads = [
            (task, nodes.index[task])
            for task in np.flatnonzero(problem.task_role == Role.RELOAD).tolist()
        ]

    # --- loads --------------------------------------------------------------------------------

    def load(self, name: str, change: Sequence[int], capacity: Sequence[int]) -> Any:
        """A dimension that every task changes; it starts free, and is nothing at the end."""
        return self._load(name, change, capacity, 0)

    def load_of_trips(
        self,
        name: str,
        change: Sequence[int],
        issued: Sequence[int],
        capacity: Sequence[int],
        *,
        stays: bool,
    ) -> None:
        """A load of which a part is issued where trips start, just what the trip's tasks take off.

        Parameters
        ----------
        name : str
        change : sequence of int
            What each task adds to the load.
        issued : sequence of int
            What is issued for each task.
        capacity : sequence of int
            Per shift.
        stays : bool
            Whether something may be aboard at the end.
        """
        if not self._reloads and not stays:
            self.load(name, change, capacity)
            return
        whole = self._load(name, change, capacity, max(capacity), stays=stays)
        taken_off = [-amount for amount in issued]
        if list(change) == taken_off:
            self._empty_at_reloads(whole)
            return
        # What was collected stays aboard: the rest of the load is gone before each reload.
        part = self._load(f"{name} issued", taken_off, capacity, max(capacity))
        self._empty_at_reloads(part)
        for start in self._starts:
            self._solver.Add(whole.CumulVar(start) == part.CumulVar(start))
        for _, index in self._reloads:
            self._solver.Add(whole.SlackVar(index) == part.SlackVar(index))

    def none_at_reloads(self, name: str, change: Sequence[int], most: int) -> None:
        """A load that is never aboard when the vehicle reloads."""
        self._empty_at_reloads(self._load(name, change, [most] * self._problem.shifts, 0))

    def stacked(
        self,
        shifts: Sequence[int],
        pairs: Sequence[tuple[int, Sequence[int]]],
        goods: Sequence[int],
    ) -> None:
        """What came aboard last leaves first on some shifts.

        Of two ways up to a height of the stack the later one is the first to be gone down again, so
        that equal heights are enough to say which pick-up and which set-down belong together.

        Parameters
        ----------
        shifts : sequence of int
        pairs : sequence of (int, sequence of int)
            Pick-ups, and set-downs of which one is done.
        goods : sequence of int
            Per task, 1 where goods leave that were loaded for the trip, else 0.
        """
        problem, index = self._problem, self._nodes.index
        change = [0] * problem.tasks
        for first, choices in pairs:
            change[first] = 1
            for task in choices:
                change[task] = -1
        height = self._load("collected", change, [len(pairs)] * problem.shifts, 0)
        most = sum(goods)
        left = self._load("undelivered", [-one for one in goods], [most] * problem.shifts, most)
        self._empty_at_reloads(left)
        for first, choices in pairs:
            up = index[first]
            for task in choices:
                down = index[task]
                here = self._solver.IsMemberVar(self._model.VehicleVar(down), list(shifts))
                above = height.CumulVar(down) - height.CumulVar(up) - 1
                self._solver.Add(here * above == 0)
                self._solver.Add(here * (left.CumulVar(down) - left.CumulVar(up)) == 0)
                if self._reloads and most:
                    count = self._model.GetDimensionOrDie("reloads")
                    between = count.CumulVar(down) - count.CumulVar(up)
                    self._solver.Add(here * between * left.CumulVar(up) == 0)

    def _load(
        self,
        name: str,
        change: Sequence[int],
        capacity: Sequence[int],
        most_issued: int,
        *,
        stays: bool = False,
    ) -> Any:
        values = self._nodes.values(change)
        row = self._model.RegisterUnaryTransitVector(values)
        dimension = self._dimension(name, row, list(capacity), most_issued)
        for shift in range(0 if stays else self._problem.shifts):
            dimension.CumulVar(self._model.End(shift)).SetMax(0)
        return dimension

    def _empty_at_reloads(self, dimension: Any) -> None:
        for _, index in self._reloads:
            dimension.CumulVar(index).SetMax(0)

    def _dimension(self, name: str, row: int, capacity: list[int], slack: int) -> Any:
        """A dimension with slack at reloads, and nowhere else."""
        reloads = {index for _, index in self._reloads}
        return with_slack_at(self._model, name, row, capacity, slack, reloads)

    # --- how often, and when ------------------------------------------------------------------

    def at_most(self, reloads: Sequence[int]) -> None:
        """So many reloads per shift."""
        if self._reloads:
            is_reload = [int(role == Role.RELOAD) for role in self._problem.task_role]
            row = self._model.RegisterUnaryTransitVector(self._nodes.values(is_reload))
            self._model.AddDimensionWithVehicleCapacity(row, 0, list(reloads), True, "reloads")

    def released(self, release: Sequence[int], last: int, time: Any) -> None:
        """No trip starts before the releases of its tasks.

        A dimension counts down from the last second: at no node of a trip is it more than what is
        left after the node's release, it never falls within a trip, and where the trip starts the
        rest of the time is no more than that.

        Parameters
        ----------
        release : sequence of int
            Per task, not after ``last``.
        last : int
            Second.
        time : dimension
            Of starts of work.
        """
        size = len(self._nodes.place)
        back = np.zeros((size, size), dtype=np.int64)
        reloads = [self._nodes.manager.IndexToNode(index) for _, index in self._reloads]
        back[:, reloads] = -last
        row = self._model.RegisterTransitMatrix(back.tolist())
        self._model.AddDimension(row, 2 * last, last, False, "left after release")
        left = self._model.GetDimensionOrDie("left after release")
        for task, second in enumerate(release):
            if second > 0:
                left.CumulVar(self._nodes.index[task]).SetMax(last - second)
        for index in (*self._starts, *(index for _, index in self._reloads)):
            self._solver.Add(left.CumulVar(index) + time.CumulVar(index) >= last)

    # --- where from ---------------------------------------------------------------------------

    @cached_property
    def _depot_of(self) -> dict[int, int]:
        """Numbers of the places where trips may start."""
        problem = self._problem
        loads = [int(problem.task_place[task]) for task, _ in self._reloads]
        return {
            place: row for row, place in enumerate(sorted({*problem.shift_start.tolist(), *loads}))
        }

    @cached_property
    def _depot(self) -> Any:
        """The dimension that carries the number of the place where a trip started."""
        problem, number = self._problem, self._depot_of
        many = len(number)
        is_reload = [-many if role == Role.RELOAD else 0 for role in problem.task_role]
        row = self._model.RegisterUnaryTransitVector(self._nodes.values(is_reload))
        most = [many - 1] * problem.shifts
        dimension = self._dimension("depot", row, most, 2 * many)
        for shift, start in enumerate(self._starts):
            dimension.CumulVar(start).SetValue(number[int(problem.shift_start[shift])])
        for task, index in self._reloads:
            at = number[int(problem.task_place[task])]
            self._solver.Add(dimension.CumulVar(index) + dimension.SlackVar(index) == at + many)
        return dimension

    def never_from(self, task: int, places: Sequence[int]) -> None:
        """Keep a task off trips that start at some places."""
        barred = self._barred.setdefault(task, set())
        barred.update(self._depot_of[place] for place in places)
        index = self._nodes.index[task]
        if len(barred) == len(self._depot_of):
            self._model.ActiveVar(index).SetValue(0)
        else:
            self._depot.CumulVar(index).RemoveValues(sorted(barred))

    def at_most_from(
        self, place: int, tasks: Sequence[int], weights: Sequence[int], most: int
    ) -> None:
        """Sum of the weights of the tasks done on trips that start at a place."""
        here = []
        for task in tasks:
            index = self._nodes.index[task]
            depot = self._depot.CumulVar(index)
            starts_here = self._solver.IsEqualCstVar(depot, self._depot_of[place])
            here.append((self._model.ActiveVar(index) * starts_here).Var())
        self._solver.Add(self._solver.ScalProdLessOrEqual(here, list(weights), most))
