"""OR-Tools' routing library with guided local search, the setting everybody uses, set up well.

Matrices and vectors are registered (no Python callbacks), vehicles that no good plan needs are
left out, and the moves that rebuild whole paths are off, which helps it at this size.
"""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

import numpy as np

from benchmarks.peers.engine import Trace
from benchmarks.peers.sheet import NONE, Ints, Routes, Sheet

#: Longer than any route, in any unit; sums of it stay below 2⁶³.
_FAR = 2**40
#: What leaving out an order costs that may not be left out: more than any plan.
_MUST = 2**45


def version() -> str:
    """Release of OR-Tools."""
    return version_of("ortools")


def cannot(_sheet: Sheet) -> str:
    """All of a sheet has words in the routing library."""
    return ""


def solve(
    sheet: Sheet, seconds: float, _seed: int, _threads: int, trace: Trace
) -> Routes | None:
    """First solution and guided local search until the time is up."""
    model = _Model(sheet)
    best: list[Routes] = []
    least = [float("inf")]

    def at_solution() -> None:
        cost = model.routing.CostVar().Value()
        if cost < least[0]:
            least[0] = cost
            best[:] = [model.routes()]
            if cost < _MUST:
                trace.better(cost)

    model.routing.AddAtSolutionCallback(at_solution)
    left = max(0.1, seconds - trace.elapsed())
    model.routing.SolveWithParameters(_parameters(sheet, left))
    return best[0] if best else None


def _parameters(sheet: Sheet, seconds: float) -> Any:
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver.routing_enums_pb2 import (
        FirstSolutionStrategy,
        LocalSearchMetaheuristic,
    )
    from ortools.util.optional_boolean_pb2 import BOOL_FALSE

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.first_solution_strategy = getattr(FirstSolutionStrategy, _first(sheet))
    moves = parameters.local_search_operators
    moves.use_global_cheapest_insertion_path_lns = BOOL_FALSE
    moves.use_local_cheapest_insertion_path_lns = BOOL_FALSE
    moves.use_relocate_path_global_cheapest_insertion_insert_unperformed = BOOL_FALSE
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    return parameters


def _first(sheet: Sheet) -> str:
    import os
    if os.environ.get("FS"): return os.environ["FS"]
    """Savings where they apply: one place of departure, one kind of shift, no pairs, one trip."""
    if (sheet.second != NONE).any():
        return "LOCAL_CHEAPEST_INSERTION"
    if len(sheet.reload) or len(set(sheet.alike.tolist())) > 1 or not sheet.required.all():
        return "PARALLEL_CHEAPEST_INSERTION"
    return "SAVINGS"


def enough(sheet: Sheet) -> list[int]:
    """Shifts without those that no best plan drives.

    Where nothing but loads limits a route, two routes of a kind that together fit one vehicle
    cost less as one. All but one of a kind are then more than half full.
    """
    limited = (
        len(sheet.reload)
        or (sheet.second != NONE).any()
        or (sheet.max_duty != NONE).any()
        or (sheet.spans[:, 0] > sheet.opens.min()).any()
        or (sheet.spans[:, 1] < sheet.closes.max()).any()
    )
    if limited:
        return list(range(sheet.shifts))
    total = -sheet.change.sum(axis=1)
    kept: list[int] = []
    for shifts in sheet.kinds():
        room = np.maximum(sheet.capacity[:, shifts[0]], 1)
        most = int((2 * total / room).max(initial=0)) + 1
        kept += shifts[:most]
    return sorted(kept)


class _Model:
    """The routing model of a sheet: a node per task, and one per place of start or end."""

    def __init__(self, sheet: Sheet) -> None:
        from ortools.constraint_solver import pywrapcp

        self._sheet = sheet
        self._shifts = enough(sheet)
        ends = sorted({*sheet.start.tolist(), *sheet.end.tolist()})
        node = {place: sheet.tasks + row for row, place in enumerate(ends)}
        self._places = np.array([*sheet.place.tolist(), *ends])
        self.manager = pywrapcp.RoutingIndexManager(
            len(self._places),
            len(self._shifts),
            [node[int(sheet.start[shift])] for shift in self._shifts],
            [node[int(sheet.end[shift])] for shift in self._shifts],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._index = [self.manager.NodeToIndex(task) for task in range(sheet.tasks)]
        self._pay()
        self._may()
        self._time()
        self._loads()
        if (sheet.release != NONE).any():
            self._releases()
        self._pairs()
        self._orders()

    def _matrix(self, of_places: Ints, add: Ints | None = None) -> int:
        matrix = of_places[np.ix_(self._places, self._places)].astype(np.int64)
        matrix[matrix < 0] = _FAR
        if add is not None:
            matrix += add[:, None]
        return int(self.routing.RegisterTransitMatrix(matrix.tolist()))

    def _pay(self) -> None:
        sheet = self._sheet
        known: dict[tuple[int, int], int] = {}
        for vehicle, shift in enumerate(self._shifts):
            table, rate = int(sheet.table[shift]), int(sheet.metre_cost[shift])
            if (table, rate) not in known:
                metres = sheet.metres[table]
                known[table, rate] = self._matrix(np.where(metres == NONE, NONE, metres * rate))
            self.routing.SetArcCostEvaluatorOfVehicle(known[table, rate], vehicle)
            self.routing.SetFixedCostOfVehicle(int(sheet.fixed_cost[shift]), vehicle)

    def _may(self) -> None:
        refused = self._sheet.refused[:, self._shifts] == 1
        for task in np.flatnonzero(refused.any(axis=1)).tolist():
            vehicles = [NONE, *np.flatnonzero(~refused[task]).tolist()]
            self.routing.VehicleVar(self._index[task]).SetValues(vehicles)

    def _time(self) -> None:
        sheet = self._sheet
        service = np.zeros(len(self._places), dtype=np.int64)
        service[: sheet.tasks] = sheet.service
        known: dict[int, int] = {}
        for table in sorted(set(sheet.table[self._shifts].tolist())):
            known[table] = self._matrix(sheet.seconds[table], service)
        of_vehicle = [known[int(sheet.table[shift])] for shift in self._shifts]
        last = int(sheet.closes[self._shifts].max())
        self.routing.AddDimensionWithVehicleTransits(of_vehicle, last, last, False, "time")
        time = self.time = self.routing.GetDimensionOrDie("time")
        for vehicle, shift in enumerate(self._shifts):
            span = int(sheet.opens[shift]), int(sheet.closes[shift])
            time.CumulVar(self.routing.Start(vehicle)).SetRange(*span)
            time.CumulVar(self.routing.End(vehicle)).SetRange(*span)
            if sheet.second_cost[shift]:
                time.SetSpanCostCoefficientForVehicle(int(sheet.second_cost[shift]), vehicle)
            if sheet.max_duty[shift] != NONE:
                time.SetSpanUpperBoundForVehicle(int(sheet.max_duty[shift]), vehicle)
            self.routing.AddVariableMinimizedByFinalizer(time.CumulVar(self.routing.End(vehicle)))
            self.routing.AddVariableMaximizedByFinalizer(time.CumulVar(self.routing.Start(vehicle)))
        for task in range(sheet.tasks):
            spans = sheet.windows(task)
            begins = time.CumulVar(self._index[task])
            begins.SetRange(spans[0][0], min(spans[-1][1], last))
            for (_, closes), (opens, _) in zip(spans, spans[1:], strict=False):
                begins.RemoveInterval(closes + 1, opens - 1)

    def _loads(self) -> None:
        """Loads, starting free and empty at the end; what is brought is negative in `change`."""
        sheet = self._sheet
        rooms = sheet.capacity[:, self._shifts]
        for row, (changes, room) in enumerate(zip(sheet.change, rooms, strict=True)):
            steps = np.zeros(len(self._places), dtype=np.int64)
            brings = (changes <= 0).all()
            steps[: sheet.tasks] = -changes if brings else changes
            most = int(room.max())
            if len(sheet.reload):
                if not brings:
                    raise ValueError("trips with pick-ups")
                steps[sheet.reload] = -most
            callback = self.routing.RegisterUnaryTransitVector(steps.tolist())
            name = f"load {row}"
            slack = most if len(sheet.reload) else 0
            # What is only brought is counted from nothing upwards, as everybody does it.
            from_nothing = bool(brings or not (sheet.second == NONE).any())
            self.routing.AddDimensionWithVehicleCapacity(
                callback, slack, room.tolist(), from_nothing, name
            )
            load = self.routing.GetDimensionOrDie(name)
            if not from_nothing:
                for vehicle in range(len(self._shifts)):
                    load.CumulVar(self.routing.End(vehicle)).SetValue(0)
            if len(sheet.reload):
                reloads = set(sheet.reload.tolist())
                for task, index in enumerate(self._index):
                    if task not in reloads:
                        load.SlackVar(index).SetValue(0)
                for vehicle in range(len(self._shifts)):
                    load.SlackVar(self.routing.Start(vehicle)).SetValue(0)

    def _releases(self) -> None:
        """A dimension that is the moment of departure all along a trip."""
        sheet = self._sheet
        last = int(sheet.closes[self._shifts].max())
        self.routing.AddConstantDimensionWithSlack(0, last, last, False, "departure")
        departure = self.routing.GetDimensionOrDie("departure")
        solver = self.routing.solver()
        reloads = set(sheet.reload.tolist())
        leaves = [self.routing.Start(vehicle) for vehicle in range(len(self._shifts))]
        for task, index in enumerate(self._index):
            if task in reloads:
                leaves.append(index)
            else:
                departure.SlackVar(index).SetValue(0)
        for index in leaves:
            moment = departure.CumulVar(index) + departure.SlackVar(index)
            solver.Add(moment <= self.time.CumulVar(index))
        for task, release in zip(sheet.first.tolist(), sheet.release.tolist(), strict=True):
            if release > 0:
                departure.CumulVar(self._index[task]).SetMin(release)

    def _pairs(self) -> None:
        sheet = self._sheet
        solver = self.routing.solver()
        for first, second in zip(sheet.first.tolist(), sheet.second.tolist(), strict=True):
            if second == NONE:
                continue
            here, there = self._index[first], self._index[second]
            self.routing.AddPickupAndDelivery(here, there)
            solver.Add(self.routing.VehicleVar(here) == self.routing.VehicleVar(there))
            solver.Add(self.time.CumulVar(here) <= self.time.CumulVar(there))

    def _orders(self) -> None:
        """What may be left out, and at what price; a plan with many trips starts from few."""
        sheet = self._sheet
        for order in range(sheet.orders):
            first, second = int(sheet.first[order]), int(sheet.second[order])
            if sheet.required[order]:
                if len(sheet.reload):
                    self.routing.AddDisjunction([self._index[first]], _MUST)
                continue
            penalty = int(sheet.penalty[order])
            if second == NONE:
                self.routing.AddDisjunction([self._index[first]], penalty)
            else:
                self.routing.AddDisjunction([self._index[first]], penalty - penalty // 2)
                self.routing.AddDisjunction([self._index[second]], penalty // 2)
        for task in sheet.reload.tolist():
            self.routing.AddDisjunction([self._index[task]], 0)

    def routes(self) -> Routes:
        """The routes of the solution the search is at."""
        routes: Routes = {}
        for vehicle, shift in enumerate(self._shifts):
            index = self.routing.NextVar(self.routing.Start(vehicle)).Value()
            tasks = []
            while not self.routing.IsEnd(index):
                tasks.append(self.manager.IndexToNode(index))
                index = self.routing.NextVar(index).Value()
            if tasks:
                routes[shift] = tasks
        return routes
