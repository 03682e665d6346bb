"""PyVRP, which minimises exactly what a sheet asks for: its defaults, nothing tuned.

``read`` of the library builds its instances from files; here the same objects are built from the
sheet, site dependence as in ``pyvrp.read`` by ways that cannot be driven.
"""

from __future__ import annotations

import warnings
from importlib.metadata import version as version_of
from typing import Any

import numpy as np

from benchmarks.peers.engine import Trace
from benchmarks.peers.sheet import NONE, Ints, Routes, Sheet

#: Never driven: what `pyvrp.read` takes.
_NEVER = 1 << 44


def version() -> str:
    """Release of PyVRP."""
    return version_of("pyvrp")


def cannot(sheet: Sheet) -> str:
    """What PyVRP has no words for."""
    if any(len(sheet.windows(task)) > 1 for task in range(sheet.tasks)):
        return "several windows"
    pairs = sheet.second != NONE
    if pairs.any() and (sheet.release > 0).any():
        return "release times of pairs"
    return ""


def solve(
    sheet: Sheet, seconds: float, seed: int, _threads: int, trace: Trace
) -> Routes | None:
    """Iterated local search with the parameters PyVRP ships."""
    import pyvrp
    from pyvrp import stop

    layout = _Layout(sheet)
    data = layout.data(pyvrp)
    watch = _watch(pyvrp, trace)
    params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=watch))
    left = max(0.0, seconds - trace.elapsed())
    result = pyvrp.solve(data, stop.MaxRuntime(left), seed, False, False, params)
    return layout.routes(result.best) if result.is_feasible() else None


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
    """Which rows of the sheet PyVRP's rows are."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        places = [*sheet.start.tolist(), *sheet.end.tolist(), *sheet.place[sheet.reload].tolist()]
        self._depots: list[int] = sorted(set(places))
        self._kinds = sheet.kinds()
        single = sheet.second == NONE
        self._alone: list[int] = np.flatnonzero(single).tolist()
        self._pairs: list[int] = np.flatnonzero(~single).tolist()

    def data(self, pyvrp: Any) -> Any:
        """PyVRP's own form of the sheet."""
        sheet = self._sheet
        # Every task has a location of its own, so that a kind of shift can be kept from it.
        self._location = {place: row for row, place in enumerate(self._depots)}
        self._of_task = np.full(sheet.tasks, NONE)
        reloads = set(sheet.reload.tolist())
        tasks = [task for task in range(sheet.tasks) if task not in reloads]
        for row, task in enumerate(tasks, start=len(self._depots)):
            self._of_task[task] = row
        self._places = np.array([*self._depots, *sheet.place[tasks].tolist()])
        self._tasks = tasks
        profiles: dict[bytes, int] = {}
        distances: list[Ints] = []
        durations: list[Ints] = []
        types = []
        for shifts in self._kinds:
            shift = shifts[0]
            table = int(sheet.table[shift])
            key = bytes([table]) + np.packbits(sheet.refused[tasks, shift] == 1).tobytes()
            if key not in profiles:
                profiles[key] = len(profiles)
                distances.append(self._matrix(sheet.metres[table], shift))
                durations.append(self._matrix(sheet.seconds[table], shift))
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

    def _matrix(self, of_places: Ints, shift: int) -> Ints:
        matrix = of_places[np.ix_(self._places, self._places)].astype(np.int64)
        matrix[matrix == NONE] = _NEVER
        shut = np.zeros(len(self._places), dtype=bool)
        shut[len(self._depots) :] = self._sheet.refused[self._tasks, shift] == 1
        matrix[shut, :] = _NEVER
        matrix[:, shut] = _NEVER
        np.fill_diagonal(matrix, 0)
        return matrix

    def _type(self, pyvrp: Any, shifts: list[int], profile: int) -> Any:
        sheet, shift = self._sheet, shifts[0]
        may = [task for task in sheet.reload.tolist() if not sheet.refused[task, shift]]
        places = sorted({int(sheet.place[task]) for task in may})
        limits: dict[str, Any] = {}
        if sheet.max_duty[shift] != NONE:
            limits["shift_duration"] = int(sheet.max_duty[shift])
        if places:
            limits["reload_depots"] = [self._depots.index(place) for place in places]
            limits["max_reloads"] = len(may)
        return pyvrp.VehicleType(
            num_available=len(shifts),
            capacity=sheet.capacity[:, shift].tolist(),
            start_depot=self._depots.index(int(sheet.start[shift])),
            end_depot=self._depots.index(int(sheet.end[shift])),
            fixed_cost=int(sheet.fixed_cost[shift]),
            tw_early=int(sheet.opens[shift]),
            tw_late=int(sheet.closes[shift]),
            unit_distance_cost=int(sheet.metre_cost[shift]),
            unit_duration_cost=int(sheet.second_cost[shift]),
            profile=profile,
            **limits,
        )

    def _depot_rows(self, pyvrp: Any) -> list[Any]:
        service = {int(self._sheet.place[t]): int(self._sheet.service[t]) for t in self._sheet.reload}
        if any(service.values()):
            raise ValueError("PyVRP would also take the time of a reload before the first trip")
        return [pyvrp.Depot(location=row) for row in range(len(self._depots))]

    def _task(self, task: int) -> tuple[int, int, int, int]:
        """Location, first and last second, service."""
        ((opens, closes),) = self._sheet.windows(task)
        return int(self._of_task[task]), opens, closes, int(self._sheet.service[task])

    def _optional(self, order: int) -> dict[str, Any]:
        required = bool(self._sheet.required[order])
        return {
            "required": required,
            "prize": 0 if required else int(self._sheet.penalty[order]),
        }

    def _client(self, pyvrp: Any, order: int) -> Any:
        task = int(self._sheet.first[order])
        location, opens, closes, service = self._task(task)
        change = self._sheet.change[:, task]
        return pyvrp.Client(
            location=location,
            delivery=np.maximum(-change, 0).tolist(),
            pickup=np.maximum(change, 0).tolist(),
            service_duration=service,
            tw_early=opens,
            tw_late=closes,
            release_time=max(0, int(self._sheet.release[order])),
            **self._optional(order),
        )

    def _shipment(self, pyvrp: Any, order: int) -> Any:
        pick_up, set_down = int(self._sheet.first[order]), int(self._sheet.second[order])
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
            amount=self._sheet.change[:, pick_up].tolist(),
            **self._optional(order),
        )

    def routes(self, solution: Any) -> Routes:
        """The routes by the sheet's own rows."""
        free = [list(shifts) for shifts in self._kinds]
        reloads = self._sheet.reload.tolist()
        routes: Routes = {}
        for route in solution.routes():
            tasks: list[int] = []
            shift = free[route.vehicle_type()].pop(0)
            for step in list(route)[1:-1]:
                row = step.idx
                if step.is_client():
                    tasks.append(int(self._sheet.first[self._alone[row]]))
                elif step.is_pickup():
                    tasks.append(int(self._sheet.first[self._pairs[row]]))
                elif step.is_delivery():
                    tasks.append(int(self._sheet.second[self._pairs[row]]))
                else:
                    tasks.append(self._reload(reloads, self._depots[row], shift))
            routes[shift] = tasks
        return routes

    def _reload(self, left: list[int], place: int, shift: int) -> int:
        """A reload at a place that no other trip has taken yet."""
        for task in left:
            if self._sheet.place[task] == place and not self._sheet.refused[task, shift]:
                left.remove(task)
                return task
        raise ValueError("PyVRP reloads more often than the sheet allows")
