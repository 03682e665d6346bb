"""The problem a search sees: integer rows for tasks, orders and shifts, and columns per rule.

Times are whole seconds from the start of the scenario's horizon, distances metres, costs units of
1/18,000 of a hundredth of the currency. Indices are positions in the scenario's own tuples, so
that `decode` finds its way back; nothing of the scenario itself is carried along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import TravelTimes
from logiroute.solver.frame import Frame, frame_of
from logiroute.solver.rules import RULES
from logiroute.solver.slices import Part

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario

ColumnsT = TypeVar("ColumnsT")

#: One tuple of task indices per shift, in the order they are done; an empty one is not driven.
Routes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Problem:
    """One day as integers: rows here, columns per rule in `columns`. Picklable.

    Attributes
    ----------
    task_order, task_place, task_role : ndarray of int32, shape (tasks,)
        As in `Frame`. A route may have reload, wash and rest tasks, which are of no order (-1) and
        cost nothing to leave out; which and how many is said by rules trips, cleaning and duty.
    first_task : tuple of int
        Per order: its site or pick-up task.
    choices : tuple of tuple of int
        Per order: its set-down tasks, empty for deliveries and calls.
    shift_vehicle, shift_number, shift_start, shift_end, shift_table : ndarray of int32
        Per shift, as in `Frame`.
    shift_parts : tuple of tuple of Part
        Per shift, as in `Frame`.
    shift_alike : tuple of int
        Per shift, a number that shifts share which no rule can tell apart.
    columns : mapping of Rule to columns
        What each rule's module made of the scenario; read them with `of`.
    """

    task_order: NDArray[np.int32]
    task_place: NDArray[np.int32]
    task_role: NDArray[np.int32]
    first_task: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    shift_vehicle: NDArray[np.int32]
    shift_number: NDArray[np.int32]
    shift_start: NDArray[np.int32]
    shift_end: NDArray[np.int32]
    shift_table: NDArray[np.int32]
    shift_parts: tuple[tuple[Part, ...], ...]
    shift_alike: tuple[int, ...]
    columns: Mapping[Rule, Any]

    @property
    def tasks(self) -> int:
        """Number of task rows."""
        return len(self.task_order)

    @property
    def orders(self) -> int:
        """Number of orders."""
        return len(self.first_task)

    @property
    def shifts(self) -> int:
        """Number of shifts, over all vehicles."""
        return len(self.shift_vehicle)

    def tables_of(self, shift: int) -> tuple[int, ...]:
        """Tables by which legs of a shift may be driven, each once."""
        rows = (int(self.shift_table[shift]), *(part.table for part in self.shift_parts[shift]))
        return tuple(sorted(set(rows)))

    def of(self, rule: Rule, kind: type[ColumnsT]) -> ColumnsT:
        """The columns of a rule, checked to be of the kind its module makes.

        Raises
        ------
        TypeError
            The rule has columns of another kind.
        """
        found = self.columns[rule]
        if not isinstance(found, kind):
            raise TypeError(f"columns of {rule} are {type(found).__name__}, not {kind.__name__}")
        return found


def _alike(frame: Frame) -> tuple[int, ...]:
    """Number the shifts by everything of the vehicle but its names and papers."""
    numbers: dict[tuple[object, ...], int] = {}
    found = []
    rows = zip(
        frame.shift_vehicle, frame.shift_number, frame.shift_table, frame.shift_parts, strict=True
    )
    for row, number, table, parts in rows:
        vehicle = frame.scenario.vehicles[row]
        left = frame.scenario.driving_left_s(vehicle)
        key = (
            table,
            parts,
            frame.scenario.movement(vehicle),
            tuple(sorted(vehicle.capacity.items())),
            vehicle.shifts[number],
            (vehicle.start_id, vehicle.end_id),
            (vehicle.fixed_cost, vehicle.cost_per_km, vehicle.cost_per_hour),
            (vehicle.skills, len(vehicle.crew)),
            vehicle.drivers,
            # The driving of a day is shared out over all shifts.
            left,
            () if left is None else vehicle.shifts,
            (vehicle.max_trips, vehicle.reload_s, vehicle.reload_ids, vehicle.lifo),
        )
        found.append(numbers.setdefault(key, len(numbers)))
    return tuple(found)


def has_tables(scenario: "Scenario", travel: TravelTimes) -> bool:
    """Whether every shift of the fleet lies in the window of a travel table of its movement."""
    return all(
        any(
            table.covers(window.start, window.end)
            for table in travel.tables.get(scenario.movement(vehicle), ())
        )
        for vehicle in scenario.vehicles
        for window in vehicle.shifts
    )


def build_problem(scenario: "Scenario", travel: TravelTimes) -> Problem:
    """Turn a scenario into rows and columns.

    Parameters
    ----------
    scenario : Scenario
    travel : TravelTimes
        For every shift of the fleet a table whose window holds it, over every place.

    Raises
    ------
    KeyError
        A movement or place is missing from the travel tables, or no table of the movement holds
        a shift.
    """
    frame = frame_of(scenario, travel)
    return Problem(
        task_order=np.array(frame.task_order, dtype=np.int32),
        task_place=np.array(frame.task_place, dtype=np.int32),
        task_role=np.array(frame.task_role, dtype=np.int32),
        first_task=frame.first_task,
        choices=frame.choices,
        shift_vehicle=np.array(frame.shift_vehicle, dtype=np.int32),
        shift_number=np.array(frame.shift_number, dtype=np.int32),
        shift_start=np.array(frame.shift_start, dtype=np.int32),
        shift_end=np.array(frame.shift_end, dtype=np.int32),
        shift_table=np.array(frame.shift_table, dtype=np.int32),
        shift_parts=frame.shift_parts,
        shift_alike=_alike(frame),
        columns={module.RULE: module.columns(frame) for module in RULES},
    )
