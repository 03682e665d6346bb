"""VROOM by pyvroom, at its highest exploration level.

VROOM serves as many orders as it can and then minimises cost, so it has no words for an order
that may be left out at a price; nor for limits of time on duty, several trips and release times.
"""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import version as version_of
from typing import Any

import numpy as np

from benchmarks.peers.engine import Trace
from benchmarks.peers.sheet import NONE, Routes, Sheet

#: Five is the most thorough; the library's default as well.
_EXPLORATION = 5
#: Costs and times of VROOM's matrices are 32 bits wide.
_MOST = 2**31 - 1
#: VROOM refuses a model whose costs may come to more than about this, as it counts in fractions.
_MOST_TOTAL = 10**11


def version() -> str:
    """Release of pyvroom, whose first two numbers are those of VROOM."""
    return version_of("pyvroom")


def cannot(sheet: Sheet) -> str:
    """What VROOM has no words for."""
    if not sheet.required.all():
        return "orders left out at a price"
    if len(sheet.reload):
        return "several trips"
    if (sheet.release > 0).any():
        return "release times"
    if (sheet.second_cost > 0).any():
        return "cost of time on duty"
    limited = sheet.max_duty != NONE
    if (limited & (sheet.max_duty < sheet.closes - sheet.opens)).any():
        return "limits of time on duty"
    return ""


def solve(
    sheet: Sheet, seconds: float, _seed: int, threads: int, trace: Trace
) -> Routes | None:
    """One run, ended by VROOM itself or by its own time limit."""
    import vroom

    model = vroom.Input()
    coarse = _coarseness(sheet)
    _matrices(sheet, model, coarse)
    for shift in range(sheet.shifts):
        model.add_vehicle(_vehicle(sheet, shift, coarse, vroom))
    for order in range(sheet.orders):
        _add_order(sheet, order, model, vroom)
    left = max(0.1, seconds - trace.elapsed())
    found = model.solve(_EXPLORATION, threads, timedelta(seconds=left)).to_dict()
    if found["unassigned"]:
        return None
    trace.better(found["summary"]["cost"] * coarse)
    return {
        route["vehicle"]: [step["id"] for step in route["steps"] if "id" in step]
        for route in found["routes"]
    }


def _profile(sheet: Sheet, shift: int) -> str:
    return f"{sheet.table[shift]}-{sheet.metre_cost[shift]}"


def _coarseness(sheet: Sheet) -> int:
    """Cost units that VROOM has to count as one, 1 for all but very fine units."""
    dearest = int(sheet.metres.max()) * int(sheet.metre_cost.max())
    most = (sheet.tasks + sheet.shifts) * dearest + int(sheet.fixed_cost.sum())
    return max(1, -(-most // _MOST_TOTAL), -(-dearest // _MOST))


def _matrices(sheet: Sheet, model: Any, coarse: int) -> None:
    shifts = {_profile(sheet, shift): shift for shift in range(sheet.shifts)}
    for profile, shift in shifts.items():
        table = sheet.table[shift]
        never = sheet.seconds[table] == NONE
        seconds = np.where(never, _MOST, sheet.seconds[table])
        exact = sheet.metres[table] * sheet.metre_cost[shift]
        costs = np.where(never, _MOST, np.rint(exact / coarse).astype(np.int64))
        model.set_durations_matrix(profile, seconds.astype(np.uint32))
        model.set_costs_matrix(profile, costs.astype(np.uint32))


def _skills(sheet: Sheet) -> dict[bytes, int]:
    """A skill for every set of shifts that some task is closed to."""
    rows = {row.tobytes() for row in sheet.refused if row.any()}
    return {row: number for number, row in enumerate(sorted(rows), start=1)}


def _vehicle(sheet: Sheet, shift: int, coarse: int, vroom: Any) -> Any:
    width = sheet.refused.shape[1]
    skills = {
        number
        for row, number in _skills(sheet).items()
        if not np.frombuffer(row, dtype=np.int64).reshape(width)[shift]
    }
    return vroom.Vehicle(
        shift,
        start=int(sheet.start[shift]),
        end=int(sheet.end[shift]),
        profile=_profile(sheet, shift),
        capacity=sheet.capacity[:, shift].tolist(),
        skills=skills,
        time_window=(int(sheet.opens[shift]), min(int(sheet.closes[shift]), _MOST)),
        costs=vroom.VehicleCosts(fixed=round(int(sheet.fixed_cost[shift]) / coarse)),
    )


def _add_order(sheet: Sheet, order: int, model: Any, vroom: Any) -> None:
    first, second = int(sheet.first[order]), int(sheet.second[order])
    numbers = _skills(sheet)
    skills = {numbers[row] for row in (sheet.refused[first].tobytes(),) if row in numbers}
    change = sheet.change[:, first]

    def at(task: int) -> dict[str, Any]:
        return {
            "id": task,
            "location": int(sheet.place[task]),
            "default_service": int(sheet.service[task]),
            "time_windows": [(opens, min(closes, _MOST)) for opens, closes in sheet.windows(task)],
        }

    if second == NONE:
        loads = {"delivery": np.maximum(-change, 0), "pickup": np.maximum(change, 0)}
        amounts = {name: load.tolist() for name, load in loads.items()}
        model.add_job(vroom.Job(**at(first), **amounts, skills=skills))
        return
    steps = (vroom.ShipmentStep(**at(first)), vroom.ShipmentStep(**at(second)))
    model.add_shipment(*steps, amount=vroom.Amount(change.tolist()), skills=skills)
