"""A typed shell around the OR-Tools routing model: the words the rules are declared in.

Everything is given as matrices and vectors; Python is called back only for routes that are
settled, in shifts where the hour decides (`Timetables`).
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp

from logiroute.model.rules import Rule
from logiroute.solver.dock_model import DockModel
from logiroute.solver.drive_model import DriveModel
from logiroute.solver.matrices import arc_cost, arc_span
from logiroute.solver.nodes import Nodes
from logiroute.solver.parameters import search_parameters
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import RULES, shifts
from logiroute.solver.timetables import Timer, Timetables
from logiroute.solver.trip_model import TripModel
from logiroute.solver.wash_model import WashModel


class Routing:
    """The OR-Tools model of a problem, with every rule declared.

    Parameters
    ----------
    problem : Problem
    seed : int
        Shuffles the order of the nodes, which is the only chance in the model; 0 keeps it.
    """

    def __init__(self, problem: Problem, seed: int = 0) -> None:
        self.problem = problem
        self._nodes = Nodes(problem, seed)
        self._index = self._nodes.index
        self.model: Any = pywrapcp.RoutingModel(self._nodes.manager)
        self.solver: Any = self.model.solver()
        #: Words for loads, and for all that holds by trip.
        self.trips = TripModel(self.model, self._nodes, problem)
        #: Words for all that holds between two washes.
        self.washes = WashModel(self.model, self._nodes, problem)
        #: Last second of all shifts.
        self.horizon = max(problem.of(Rule.SHIFTS, shifts.Columns).end)
        #: Words for docks, and for driving.
        self.docks = DockModel(self.model, self._nodes, problem)
        self.drives = DriveModel(self.model, self._nodes, problem, self.horizon)
        self._drive: NDArray[np.int32] | None = None
        #: Per shift, the tables that its legs may be driven by.
        self._tables = [problem.tables_of(shift) for shift in range(problem.shifts)]
        self._work: tuple[Sequence[int], Sequence[int]] = ((), ())
        self._time: Any = None
        self._timetables: list[Timetables] = []
        self._forbidden: dict[int, set[int]] = {}
        self._disjunctions: dict[int, list[int]] = {}
        for module in RULES:
            module.declare(self, problem)
        self._apply_forbidden()

    # --- time ---------------------------------------------------------------------------------

    def start_of(self, task: int) -> Any:
        """The variable of a task's start, in seconds."""
        return self.time.CumulVar(self._index[task])

    @property
    def time(self) -> Any:
        """The dimension of time; once it is asked for, travel and work are settled."""
        if self._time is None:
            self._time = self._make_time()
        return self._time

    def _make_time(self) -> Any:
        """Start of one task to start of the next: work, driving, and the time a stop costs.

        The time of a stop is charged on the way in where the place changes, that of the start
        place on the way out. A vehicle that stays at home takes no time. What has no path, or
        takes longer than the horizon, takes one second more than the horizon and so never fits.
        Where a shift has several tables the least driving time counts; `keep_timetables` does the
        rest.
        """
        if self._drive is None:
            raise RuntimeError("no driving times were declared")
        problem = self.problem
        tasks = problem.tasks
        horizon = self.horizon
        service_s, stop_s = self._work
        place = self._nodes.place
        stop = np.array([stop_s[at] for at in place.tolist()], dtype=np.int64)
        work = np.array(self._nodes.values(service_s), dtype=np.int64)
        same = self._nodes.same
        callbacks: dict[tuple[int, ...], int] = {}
        for tables in self._tables:
            if tables in callbacks:
                continue
            drive = self._drive[list(tables)]
            span = arc_span(drive, place, same, work, stop, tasks, horizon)
            span[self._nodes.barred] = horizon + 1
            callbacks[tables] = self.model.RegisterTransitMatrix(span.tolist())
        self.model.AddDimensionWithVehicleTransits(
            [callbacks[tables] for tables in self._tables],
            horizon,
            horizon,
            False,
            "time",
        )
        return self.model.GetDimensionOrDie("time")

    # --- what the rules say ------------------------------------------------------------------

    def drive(self, seconds: NDArray[np.int32]) -> None:
        """Driving times, shape (tables, places, places)."""
        self._drive = seconds

    def work(self, service_s: Sequence[int], stop_s: Sequence[int]) -> None:
        """Seconds of work per task and of a stop per place."""
        self._work = (service_s, stop_s)

    def pay_metres(self, metres: NDArray[np.int32], metre_cost: Sequence[int]) -> None:
        """Cost of the arcs, one matrix per set of tables and rate: least metres, and the task's."""
        nodes = self._nodes
        made: dict[tuple[tuple[int, ...], int], int] = {}
        for shift in range(self.problem.shifts):
            key = (self._tables[shift], metre_cost[shift])
            if key not in made:
                cost = arc_cost(metres[list(key[0])], nodes.place, nodes.same, key[1]) + nodes.cost
                made[key] = self.model.RegisterTransitMatrix(cost.tolist())
            self.model.SetArcCostEvaluatorOfVehicle(made[key], shift)

    def duty(self, shift: int, opens: int, closes: int, second_cost: int, fixed_cost: int) -> None:
        """Bounds and costs of a shift; it starts as late as its end allows."""
        start = self.time.CumulVar(self.model.Start(shift))
        end = self.time.CumulVar(self.model.End(shift))
        start.SetRange(opens, closes)
        end.SetRange(opens, closes)
        if second_cost:
            self.time.SetSpanCostCoefficientForVehicle(second_cost, shift)
        self.model.SetFixedCostOfVehicle(fixed_cost, shift)
        self.model.AddVariableMinimizedByFinalizer(end)
        self.model.AddVariableMaximizedByFinalizer(start)

    def duty_at_most(self, shift: int, seconds: int) -> None:
        """Bound the time from start to end of a shift."""
        self.time.SetSpanUpperBoundForVehicle(seconds, shift)

    def keep_timetables(self, clock: Timer, shifts: Sequence[int]) -> None:
        """Let the routes of some shifts run as a clock says, or not at all.

        What a leg takes there depends on when it leaves, which no matrix says.
        """
        constraint = Timetables(
            self.solver,
            clock,
            {shift: self.model.Start(shift) for shift in shifts},
            [self.model.NextVar(index) for index in range(self.model.Size())],
            [
                self.time.CumulVar(index)
                for index in range(self._nodes.manager.GetNumberOfIndices())
            ],
            {index: task for task, index in enumerate(self._index)},
        )
        # The model holds no reference that Python counts.
        self._timetables.append(constraint)
        self.solver.AddConstraint(constraint)

    def optional(self, order: int, tasks: Sequence[int], penalty: int) -> None:
        """At most one of the tasks is done; none of them costs the penalty."""
        row = self.model.AddDisjunction([self._index[task] for task in tasks], penalty)
        self._disjunctions.setdefault(order, []).append(row)

    def free(self, task: int) -> None:
        """A task of no order, which costs nothing to leave out."""
        self.model.AddDisjunction([self._index[task]], 0)

    def forbid(self, task: int, shifts: Sequence[int]) -> None:
        """Keep a task off some shifts."""
        if shifts:
            self._forbidden.setdefault(task, set()).update(shifts)

    def never(self, task: int) -> None:
        """Keep a task off every shift."""
        self._forbidden[task] = set(range(self.problem.shifts))

    def _apply_forbidden(self) -> None:
        for task, refused in self._forbidden.items():
            allowed = [s for s in range(self.problem.shifts) if s not in refused]
            if allowed:
                # SetAllowedVehiclesForIndex takes no Python list in OR-Tools 9.15.
                self.model.VehicleVar(self._index[task]).SetValues([-1, *allowed])
            else:
                # An empty list of vehicles would allow them all.
                self.model.ActiveVar(self._index[task]).SetValue(0)

    def latest_start(self, task: int, second: int) -> None:
        """Bound the start of a task."""
        if second < self.start_of(task).Min():
            self.never(task)
        else:
            self.start_of(task).SetMax(second)

    def visit_type(self, task: int, visit_type: int) -> None:
        """Mark a task with a type."""
        self.model.SetVisitType(self._index[task], visit_type, self.model.TYPE_ADDED_TO_VEHICLE)

    def never_together(self, one: int, two: int) -> None:
        """Two types never on one route."""
        self.model.AddHardTypeIncompatibility(one, two)

    def pair(self, order: int, first: int, choices: Sequence[int]) -> None:
        """The first task, then exactly one of the others, in the same vehicle, or none at all."""
        pick_up, set_down = self._disjunctions[order]
        self.model.AddPickupAndDeliverySets(pick_up, set_down)
        vehicle = self.model.VehicleVar(self._index[first])
        others = [self._index[task] for task in choices]
        # An idle task's vehicle is -1; at most one of the others is not idle.
        self.solver.Add(
            self.solver.Sum([self.model.VehicleVar(other) + 1 for other in others]) == vehicle + 1
        )
        start = self.time.CumulVar(self._index[first])
        for other in others:
            active = self.model.ActiveVar(other)
            self.solver.Add(active * start <= self.time.CumulVar(other))

    def within(self, first: int, choices: Sequence[int], seconds: int) -> None:
        """From the start of the first task to the start of the other at most so long."""
        start = self.time.CumulVar(self._index[first])
        for task in choices:
            other = self._index[task]
            active = self.model.ActiveVar(other)
            self.solver.Add(active * self.time.CumulVar(other) <= start + seconds)

    def same_route(self, tasks: Sequence[int]) -> None:
        """All of the tasks in one vehicle's shift, or none of them."""
        indices = [self._index[task] for task in tasks]
        for one, two in itertools.pairwise(indices):
            self.solver.Add(self.model.VehicleVar(one) == self.model.VehicleVar(two))

    def at_most(self, tasks: Sequence[int], weights: Sequence[int], most: int) -> None:
        """Sum of the weights of the tasks done, over all routes."""
        active = [self.model.ActiveVar(self._index[task]) for task in tasks]
        self.solver.Add(self.solver.ScalProdLessOrEqual(active, list(weights), most))

    def at_most_on(
        self, shifts: Sequence[int], tasks: Sequence[int], weights: Sequence[int], most: int
    ) -> None:
        """Sum of the weights of the tasks done by some shifts."""
        here = [
            self.solver.IsMemberVar(self.model.VehicleVar(self._index[task]), list(shifts))
            for task in tasks
        ]
        self.solver.Add(self.solver.ScalProdLessOrEqual(here, list(weights), most))

    def close(self, parameters: Any | None = None) -> None:
        """Finish the model; nothing can be declared afterwards."""
        if parameters is None:
            parameters = search_parameters()
        self.model.CloseModelWithParameters(parameters)

    # --- given and found routes ---------------------------------------------------------------

    def assignment(self, routes: Routes) -> Any | None:
        """The model's own form of given routes, or None if it does not accept them.

        The model must be closed.
        """
        indices = [[self._index[task] for task in tasks] for tasks in routes]
        return self.model.ReadAssignmentFromRoutes(indices, False)

    def start(self, routes: Routes) -> Any | None:
        """Given routes as a search may start from: without times, and accepted or not.

        None if they cannot even be stated.
        """
        indices = [[self._index[task] for task in tasks] for tasks in routes]
        found = self.solver.Assignment()
        return found if self.model.RoutesToAssignment(indices, False, True, found) else None

    def routes_now(self) -> Routes:
        """The routes of the solution the search is at (inside a solution callback)."""
        return self._walk(lambda index: int(self.model.NextVar(index).Value()))

    def routes_of(self, assignment: Any) -> Routes:
        """The routes of a solution."""
        return self._walk(lambda index: int(assignment.Value(self.model.NextVar(index))))

    def _walk(self, after: Callable[[int], int]) -> Routes:
        routes = []
        for shift in range(self.problem.shifts):
            tasks = []
            index = after(self.model.Start(shift))
            while not self.model.IsEnd(index):
                tasks.append(self._nodes.task_at(index))
                index = after(index)
            routes.append(tuple(tasks))
        return tuple(routes)
