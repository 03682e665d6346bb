"""PyVRP, which minimises exactly what a case asks for, with the parameters it ships.

``read`` of the library builds its instances from files; here the same objects are built from the
case, site dependence as in ``pyvrp.read`` by ways that cannot be driven.
"""

from __future__ import annotations

import warnings
from importlib.metadata import version as version_of
from typing import Any

import numpy as np

from benchmarks.peers.case import NONE, Case, Ints, Routes, read
from benchmarks.peers.engine import Trace

#: Length of a way that is never driven: what `pyvrp.read` takes.
_NEVER = 1 << 44
#: Largest price of a unit of load too much, unless told otherwise.
_USUAL_PENALTY = 100_000.0


__all__ = ["cannot", "read", "solve", "version"]


def version() -> str:
    """Release of PyVRP."""
    return version_of("pyvrp")


def cannot(case: Case) -> str:
    """What PyVRP has no words for."""
    if any(len(case.windows(task)) > 1 for task in range(case.tasks)):
        return "several windows"
    pairs = case.second != NONE
    if pairs.any() and (case.release > 0).any():
        return "release times of pairs"
    return ""


def solve(case: Case, seconds: float, seed: int, _threads: int, trace: Trace) -> Routes | None:
    """Iterated local search with the parameters PyVRP ships."""
    import pyvrp
    from pyvrp import stop

    layout = _Layout(case)
    data = layout.data(pyvrp)
    watch = _watch(pyvrp, trace)
    params = pyvrp.SolveParams(
        ils=pyvrp.IteratedLocalSearchParams(callbacks=watch),
        penalty=pyvrp.PenaltyParams(max_penalty=_most_penalty(case)),
    )
    left = max(0.0, seconds - trace.elapsed())
    result = pyvrp.solve(data, stop.MaxRuntime(left), seed, False, False, params)
    return layout.routes(result.best) if result.is_feasible() else None


def _most_penalty(case: Case) -> float:
    """PyVRP's own, unless overloading would pay: then what a leg costs per unit of a usual load.

    With its own it finds no legal plan of instances that count in very fine units, and warns that
    this number is to be raised.
    """
    if not case.change.any():
        return _USUAL_PENALTY
    ways = case.metres[case.metres > 0]
    leg = float(ways.mean()) * float(case.metre_cost.mean()) + float(case.fixed_cost.mean())
    load = float(np.abs(case.change).mean(axis=1).min())
    per_load = leg / max(load, 1.0)
    return max(per_load, _USUAL_PENALTY)


def _watch(pyvrp: Any, trace: Trace) -> Any:
    class Watch(pyvrp.IteratedLocalSearchCallbacks):  # type: ignore[misc]
        """Notes every feasible plan that is better than all before."""

        def on_start(self, ils: Any) -> None:
            self.on_best(ils.initial_solution)

        def on_best(self, best: Any) -> None:
            if best.is_feasible():
                trace.better(
                    best.distance_cost()
                    + best.duration_cost()
                    + best.fixed_vehicle_cost()
                    + best.uncollected_prizes()
                )

    return Watch()


class _Layout:
    """Which rows of the case PyVRP's rows are."""

    def __init__(self, case: Case) -> None:
        self._case = case
        places = [*case.start.tolist(), *case.end.tolist(), *case.place[case.reload].tolist()]
        self._depots: list[int] = sorted(set(places))
        self._kinds = case.kinds()
        single = case.second == NONE
        self._alone: list[int] = np.flatnonzero(single).tolist()
        self._pairs: list[int] = np.flatnonzero(~single).tolist()

    def data(self, pyvrp: Any) -> Any:
        """PyVRP's own form of the case."""
        case = self._case
        # Every task has a location of its own, so that a kind of shift can be kept from it.
        self._location = {place: row for row, place in enumerate(self._depots)}
        self._of_task = np.full(case.tasks, NONE)
        reloads = set(case.reload.tolist())
        tasks = [task for task in range(case.tasks) if task not in reloads]
        for row, task in enumerate(tasks, start=len(self._depots)):
            self._of_task[task] = row
        self._places = np.array([*self._depots, *case.place[tasks].tolist()])
        self._tasks = tasks
        profiles: dict[bytes, int] = {}
        distances: list[Ints] = []
        durations: list[Ints] = []
        types = []
        for shifts in self._kinds:
            shift = shifts[0]
            table = int(case.table[shift])
            key = bytes([table]) + np.packbits(case.refused[tasks, shift] == 1).tobytes()
            if key not in profiles:
                profiles[key] = len(profiles)
                distances.append(self._matrix(case.metres[table], shift, _NEVER))
                # Longer than any shift is enough: priced as lateness, more would overflow.
                late = min(_NEVER, 2 * int(case.closes.max()) + 1)
                durations.append(self._matrix(case.seconds[table], shift, late))
            types.append(self._type(pyvrp, shifts, profiles[key]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pyvrp.ProblemData(
                locations=[pyvrp.Location(0, 0) for _ in self._places],
                clients=[self._client(pyvrp, order) for order in self._alone],
                depots=self._depot_rows(pyvrp),
                vehicle_types=types,
                distance_matrices=distances,
                duration_matrices=durations,
                shipments=[self._shipment(pyvrp, order) for order in self._pairs],
            )

    def _matrix(self, of_places: Ints, shift: int, never: int) -> Ints:
        matrix: Ints = of_places[np.ix_(self._places, self._places)].astype(np.int64)
        matrix[matrix == NONE] = never
        shut = np.zeros(len(self._places), dtype=bool)
        shut[len(self._depots) :] = self._case.refused[self._tasks, shift] == 1
        matrix[shut, :] = never
        matrix[:, shut] = never
        np.fill_diagonal(matrix, 0)
        return matrix

    def _type(self, pyvrp: Any, shifts: list[int], profile: int) -> Any:
        case, shift = self._case, shifts[0]
        may = [task for task in case.reload.tolist() if not case.refused[task, shift]]
        places = sorted({int(case.place[task]) for task in may})
        limits: dict[str, Any] = {}
        if case.max_duty[shift] != NONE:
            limits["shift_duration"] = int(case.max_duty[shift])
        if places:
            limits["reload_depots"] = [self._depots.index(place) for place in places]
            most = int(case.max_trips[shift])
            limits["max_reloads"] = len(may) if most == NONE else min(len(may), most - 1)
        return pyvrp.VehicleType(
            num_available=len(shifts),
            capacity=case.capacity[:, shift].tolist(),
            start_depot=self._depots.index(int(case.start[shift])),
            end_depot=self._depots.index(int(case.end[shift])),
            fixed_cost=int(case.fixed_cost[shift]),
            tw_early=int(case.opens[shift]),
            tw_late=int(case.closes[shift]),
            unit_distance_cost=int(case.metre_cost[shift]),
            unit_duration_cost=int(case.second_cost[shift]),
            profile=profile,
            **limits,
        )

    def _depot_rows(self, pyvrp: Any) -> list[Any]:
        service = {int(self._case.place[t]): int(self._case.service[t]) for t in self._case.reload}
        if any(service.values()):
            raise ValueError("PyVRP would also take the time of a reload before the first trip")
        return [pyvrp.Depot(location=row) for row in range(len(self._depots))]

    def _task(self, task: int) -> tuple[int, int, int, int]:
        """Location, first and last second, service."""
        ((opens, closes),) = self._case.windows(task)
        return int(self._of_task[task]), opens, closes, int(self._case.service[task])

    def _optional(self, order: int) -> dict[str, Any]:
        required = bool(self._case.required[order])
        return {
            "required": required,
            "prize": 0 if required else int(self._case.penalty[order]),
        }

    def _client(self, pyvrp: Any, order: int) -> Any:
        task = int(self._case.first[order])
        location, opens, closes, service = self._task(task)
        change = self._case.change[:, task]
        return pyvrp.Client(
            location=location,
            delivery=np.maximum(-change, 0).tolist(),
            pickup=np.maximum(change, 0).tolist(),
            service_duration=service,
            tw_early=opens,
            tw_late=closes,
            release_time=max(0, int(self._case.release[order])),
            **self._optional(order),
        )

    def _shipment(self, pyvrp: Any, order: int) -> Any:
        pick_up, set_down = int(self._case.first[order]), int(self._case.second[order])
        here, opens, closes, service = self._task(pick_up)
        there, later, latest, work = self._task(set_down)
        return pyvrp.Shipment(
            pickup_location=here,
            delivery_location=there,
            pickup_tw_early=opens,
            pickup_tw_late=closes,
            pickup_service_duration=service,
            delivery_tw_early=later,
            delivery_tw_late=latest,
            delivery_service_duration=work,
            amount=self._case.change[:, pick_up].tolist(),
            **self._optional(order),
        )

    def routes(self, solution: Any) -> Routes:
        """The routes by the case's own rows."""
        free = [list(shifts) for shifts in self._kinds]
        reloads = self._case.reload.tolist()
        routes: Routes = {}
        for route in solution.routes():
            tasks: list[int] = []
            shift = free[route.vehicle_type()].pop(0)
            for step in list(route)[1:-1]:
                row = step.idx
                if step.is_client():
                    tasks.append(int(self._case.first[self._alone[row]]))
                elif step.is_pickup():
                    tasks.append(int(self._case.first[self._pairs[row]]))
                elif step.is_delivery():
                    tasks.append(int(self._case.second[self._pairs[row]]))
                else:
                    tasks.append(self._reload(reloads, self._depots[row], shift))
            routes[shift] = tasks
        return routes

    def _reload(self, left: list[int], place: int, shift: int) -> int:
        """A reload at a place that no other trip has taken yet."""
        for task in left:
            if self._case.place[task] == place and not self._case.refused[task, shift]:
                left.remove(task)
                return task
        raise ValueError("PyVRP reloads more often than the case allows")
