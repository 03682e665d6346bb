"""VROOM by pyvroom, at its highest exploration level.

VROOM serves as many orders as it can and then minimises cost, so it has no words for an order
that may be left out at a price; nor for limits of time on duty, several trips and release times.
"""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import version as version_of
from typing import Any

import numpy as np

from benchmarks.peers.case import NONE, Case, Routes, read
from benchmarks.peers.engine import Trace

#: Five is the most thorough; the library's default as well.
_EXPLORATION = 5
#: Costs and times of VROOM's matrices are 32 bits wide.
_MOST = 2**31 - 1
#: VROOM refuses a model whose costs may come to more than about this, as it counts in fractions.
_MOST_TOTAL = 10**9


__all__ = ["cannot", "read", "solve", "version"]


def version() -> str:
    """Release of pyvroom, whose first two numbers are those of VROOM."""
    return version_of("pyvroom")


def cannot(case: Case) -> str:
    """What VROOM has no words for."""
    if not case.required.all():
        return "orders left out at a price"
    if len(case.reload):
        return "several trips"
    if (case.release > 0).any():
        return "release times"
    if (case.second_cost > 0).any():
        return "cost of time on duty"
    limited = case.max_duty != NONE
    if (limited & (case.max_duty < case.closes - case.opens)).any():
        return "limits of time on duty"
    return ""


def solve(case: Case, seconds: float, _seed: int, threads: int, trace: Trace) -> Routes | None:
    """One run, ended by VROOM itself or by its own time limit."""
    import vroom

    model = vroom.Input()
    coarse = _coarseness(case)
    _matrices(case, model, coarse)
    for shift in case.enough():
        model.add_vehicle(_vehicle(case, shift, coarse, vroom))
    for order in range(case.orders):
        _add_order(case, order, model, vroom)
    left = max(0.1, seconds - trace.elapsed())
    found = model.solve(_EXPLORATION, threads, timedelta(seconds=left)).to_dict()
    if found["unassigned"]:
        return None
    trace.better(found["summary"]["cost"] * coarse)
    return {
        route["vehicle"]: [step["id"] for step in route["steps"] if "id" in step]
        for route in found["routes"]
    }


def _profile(case: Case, shift: int) -> str:
    return f"{case.table[shift]}-{case.metre_cost[shift]}"


def _coarseness(case: Case) -> int:
    """Cost units that VROOM has to count as one, 1 for all but very fine units."""
    dearest = int(case.metres.max()) * int(case.metre_cost.max())
    most = (case.tasks + case.shifts) * dearest + int(case.fixed_cost.sum())
    return max(1, -(-most // _MOST_TOTAL), -(-dearest // _MOST))


def _matrices(case: Case, model: Any, coarse: int) -> None:
    shifts = {_profile(case, shift): shift for shift in range(case.shifts)}
    for profile, shift in shifts.items():
        table = case.table[shift]
        never = case.seconds[table] == NONE
        seconds = np.where(never, _MOST, case.seconds[table])
        exact = case.metres[table] * case.metre_cost[shift]
        costs = np.where(never, _MOST, np.rint(exact / coarse).astype(np.int64))
        model.set_durations_matrix(profile, seconds.astype(np.uint32))
        model.set_costs_matrix(profile, costs.astype(np.uint32))


def _skills(case: Case) -> dict[bytes, int]:
    """A skill for every set of shifts that some task is closed to."""
    rows = {row.tobytes() for row in case.refused if row.any()}
    return {row: number for number, row in enumerate(sorted(rows), start=1)}


def _vehicle(case: Case, shift: int, coarse: int, vroom: Any) -> Any:
    width = case.refused.shape[1]
    skills = {
        number
        for row, number in _skills(case).items()
        if not np.frombuffer(row, dtype=np.int64).reshape(width)[shift]
    }
    return vroom.Vehicle(
        shift,
        start=int(case.start[shift]),
        end=int(case.end[shift]),
        profile=_profile(case, shift),
        capacity=case.capacity[:, shift].tolist(),
        skills=skills,
        time_window=(int(case.opens[shift]), min(int(case.closes[shift]), _MOST)),
        costs=vroom.VehicleCosts(fixed=round(int(case.fixed_cost[shift]) / coarse)),
    )


def _add_order(case: Case, order: int, model: Any, vroom: Any) -> None:
    first, second = int(case.first[order]), int(case.second[order])
    numbers = _skills(case)
    skills = {numbers[row] for row in (case.refused[first].tobytes(),) if row in numbers}
    change = case.change[:, first]

    def at(task: int) -> dict[str, Any]:
        return {
            "id": task,
            "location": int(case.place[task]),
            "default_service": int(case.service[task]),
            "time_windows": [(opens, min(closes, _MOST)) for opens, closes in case.windows(task)],
        }

    if second == NONE:
        loads = {"delivery": np.maximum(-change, 0), "pickup": np.maximum(change, 0)}
        amounts = {name: load.tolist() for name, load in loads.items()}
        model.add_job(vroom.Job(**at(first), **amounts, skills=skills))
        return
    steps = (vroom.ShipmentStep(**at(first)), vroom.ShipmentStep(**at(second)))
    model.add_shipment(*steps, amount=vroom.Amount(change.tolist()), skills=skills)
