"""A case in the words of OR-Tools' routing library."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.peers.case import NONE, Case, Ints, Routes

#: What leaving out an order costs that may not be left out: more than any plan.
MUST = 2**45
#: Longer than any route, in any unit; sums of it stay below 2⁶³.
_FAR = 2**40
#: Trips offered per trip that the loads need at least.
_TRIPS = 1.1


def _fewer_reloads(case: Case) -> Case:
    """A case whose last reloads are dropped: each costs the search time, few are ever needed."""
    if not len(case.reload):
        return case
    trips = (-case.change.sum(axis=1) / np.maximum(case.capacity.max(axis=1), 1)).max()
    kept = case.reload[: int(_TRIPS * trips) + 1]
    tasks = int(kept[-1]) + 1
    if not (case.reload == np.arange(case.reload[0], case.tasks)).all():
        raise ValueError("reloads are not the last tasks")
    return replace(
        case,
        reload=kept,
        place=case.place[:tasks],
        service=case.service[:tasks],
        span_row=case.span_row[: tasks + 1],
        change=case.change[:, :tasks],
        refused=case.refused[:tasks],
    )


class Model:
    """The routing model of a case: a node per task, and one per place of start or end."""

    def __init__(self, case: Case) -> None:
        from ortools.constraint_solver import pywrapcp

        self._case = case = _fewer_reloads(case)
        self._shifts = case.enough()
        ends = sorted({*case.start.tolist(), *case.end.tolist()})
        node = {place: case.tasks + row for row, place in enumerate(ends)}
        self._places = np.array([*case.place.tolist(), *ends])
        self.manager = pywrapcp.RoutingIndexManager(
            len(self._places),
            len(self._shifts),
            [node[int(case.start[shift])] for shift in self._shifts],
            [node[int(case.end[shift])] for shift in self._shifts],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._index = [self.manager.NodeToIndex(task) for task in range(case.tasks)]
        self._pay()
        self._may()
        self._time()
        self._loads()
        if (case.release != NONE).any():
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
        case = self._case
        known: dict[tuple[int, int], int] = {}
        for vehicle, shift in enumerate(self._shifts):
            table, rate = int(case.table[shift]), int(case.metre_cost[shift])
            if (table, rate) not in known:
                metres = case.metres[table]
                known[table, rate] = self._matrix(np.where(metres == NONE, NONE, metres * rate))
            self.routing.SetArcCostEvaluatorOfVehicle(known[table, rate], vehicle)
            self.routing.SetFixedCostOfVehicle(int(case.fixed_cost[shift]), vehicle)

    def _may(self) -> None:
        refused = self._case.refused[:, self._shifts] == 1
        for task in np.flatnonzero(refused.any(axis=1)).tolist():
            vehicles = [NONE, *np.flatnonzero(~refused[task]).tolist()]
            self.routing.VehicleVar(self._index[task]).SetValues(vehicles)

    def _time(self) -> None:
        case = self._case
        service = np.zeros(len(self._places), dtype=np.int64)
        service[: case.tasks] = case.service
        known: dict[int, int] = {}
        for table in sorted(set(case.table[self._shifts].tolist())):
            known[table] = self._matrix(case.seconds[table], service)
        of_vehicle = [known[int(case.table[shift])] for shift in self._shifts]
        last = int(case.closes[self._shifts].max())
        self.routing.AddDimensionWithVehicleTransits(of_vehicle, last, last, False, "time")
        time = self.time = self.routing.GetDimensionOrDie("time")
        for vehicle, shift in enumerate(self._shifts):
            span = int(case.opens[shift]), int(case.closes[shift])
            time.CumulVar(self.routing.Start(vehicle)).SetRange(*span)
            time.CumulVar(self.routing.End(vehicle)).SetRange(*span)
            if case.second_cost[shift]:
                time.SetSpanCostCoefficientForVehicle(int(case.second_cost[shift]), vehicle)
            if case.max_duty[shift] != NONE:
                time.SetSpanUpperBoundForVehicle(int(case.max_duty[shift]), vehicle)
        for task in range(case.tasks):
            spans = case.windows(task)
            begins = time.CumulVar(self._index[task])
            begins.SetRange(spans[0][0], min(spans[-1][1], last))
            for (_, closes), (opens, _) in itertools.pairwise(spans):
                begins.RemoveInterval(closes + 1, opens - 1)

    def _loads(self) -> None:
        """Loads, starting free and empty at the end; what is brought is negative in `change`."""
        case = self._case
        rooms = case.capacity[:, self._shifts]
        for row, (changes, room) in enumerate(zip(case.change, rooms, strict=True)):
            steps = np.zeros(len(self._places), dtype=np.int64)
            brings = (changes <= 0).all()
            steps[: case.tasks] = -changes if brings else changes
            most = int(room.max())
            if len(case.reload):
                if not brings:
                    raise ValueError("trips with pick-ups")
                steps[case.reload] = -most
            callback = self.routing.RegisterUnaryTransitVector(steps.tolist())
            name = f"load {row}"
            slack = most if len(case.reload) else 0
            # What is only brought is counted from nothing upwards, as everybody does it.
            from_nothing = bool(brings or not (case.second == NONE).any())
            self.routing.AddDimensionWithVehicleCapacity(
                callback, slack, room.tolist(), from_nothing, name
            )
            load = self.routing.GetDimensionOrDie(name)
            if not from_nothing:
                for vehicle in range(len(self._shifts)):
                    load.CumulVar(self.routing.End(vehicle)).SetValue(0)
            if len(case.reload):
                reloads = set(case.reload.tolist())
                for task, index in enumerate(self._index):
                    if task not in reloads:
                        load.SlackVar(index).SetValue(0)
                for vehicle in range(len(self._shifts)):
                    load.SlackVar(self.routing.Start(vehicle)).SetValue(0)

    def _releases(self) -> None:
        """A dimension that is the moment of departure all along a trip."""
        case = self._case
        last = int(case.closes[self._shifts].max())
        self.routing.AddConstantDimensionWithSlack(0, last, last, False, "departure")
        departure = self.routing.GetDimensionOrDie("departure")
        solver = self.routing.solver()
        reloads = set(case.reload.tolist())
        leaves = [self.routing.Start(vehicle) for vehicle in range(len(self._shifts))]
        for task, index in enumerate(self._index):
            if task in reloads:
                leaves.append(index)
            else:
                departure.SlackVar(index).SetValue(0)
        for index in leaves:
            moment = departure.CumulVar(index) + departure.SlackVar(index)
            solver.Add(moment <= self.time.CumulVar(index))
        for task, release in zip(case.first.tolist(), case.release.tolist(), strict=True):
            if release > 0:
                departure.CumulVar(self._index[task]).SetMin(release)

    def _pairs(self) -> None:
        case = self._case
        solver = self.routing.solver()
        for first, second in zip(case.first.tolist(), case.second.tolist(), strict=True):
            if second == NONE:
                continue
            here, there = self._index[first], self._index[second]
            self.routing.AddPickupAndDelivery(here, there)
            solver.Add(self.routing.VehicleVar(here) == self.routing.VehicleVar(there))
            solver.Add(self.time.CumulVar(here) <= self.time.CumulVar(there))

    def _orders(self) -> None:
        """What may be left out, and at what price.

        Where it is hard to serve everything, no first solution would be found if all had to be.
        """
        case = self._case
        hard = bool(len(case.reload) or (case.max_duty != NONE).any() or case.refused.any())
        for order in range(case.orders):
            if case.required[order] and not hard:
                continue
            price = MUST if case.required[order] else int(case.penalty[order])
            first, second = int(case.first[order]), int(case.second[order])
            if second == NONE:
                self.routing.AddDisjunction([self._index[first]], price)
            else:
                self.routing.AddDisjunction([self._index[first]], price - price // 2)
                self.routing.AddDisjunction([self._index[second]], price // 2)
        for task in case.reload.tolist():
            self.routing.AddDisjunction([self._index[task]], 0)

    def chains_of_reloads(self) -> Any:
        """Reloads dealt out to all vehicles and nothing else, or None where there are none.

        To begin a trip takes two insertions at once, which no move does: the search finds trips
        where the reloads are there, and drops those it has no use for.
        """
        chains: list[list[int]] = [[] for _ in self._shifts]
        for row, task in enumerate(self._case.reload.tolist()):
            chains[row % len(chains)].append(self._index[task])
        if not any(chains):
            return None
        return self.routing.ReadAssignmentFromRoutes(chains, True)

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
