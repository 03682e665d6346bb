"""The problem a search sees: integer rows for tasks, orders and shifts, and columns per rule.

Times are whole seconds from the start of the scenario's horizon, distances metres, costs units of
1/18,000 of a hundredth of the currency. Indices are positions in the scenario's own tuples, so
that `decode` finds its way back; nothing of the scenario itself is carried along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.place import Window
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTable, TravelTimes
from logiroute.solver.reloads import Reload, reload_pool
from logiroute.solver.role import Role
from logiroute.solver.rules import RULES
from logiroute.solver.slices import Part, TableRows, seconds_down, seconds_up
from logiroute.solver.washes import Wash, wash_pool

ColumnsT = TypeVar("ColumnsT")

#: One tuple of task indices per shift, in the order they are done; an empty one is not driven.
Routes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Frame:
    """Scenario and row layout, while the columns are being made (never reaches a search).

    Attributes
    ----------
    start : datetime
        Second zero.
    tables : tuple of TravelTable
        Distinct tables of the fleet's shifts; shifts and travel columns refer to their positions.
    first_task : tuple of int
        Per order: its site or pick-up task.
    choices : tuple of tuple of int
        Per order: its set-down tasks, one per destination; empty for deliveries and calls.
    reloads : tuple of Reload
        Kinds of reload tasks.
    washes : tuple of Wash
        Kinds of wash tasks.
    task_order, task_place, task_role, task_reload, task_wash : tuple of int
        Per task: order, place, `Role`, kind of reload and kind of wash. The tasks of the orders
        come first; after them come the reload tasks, then the wash tasks, which have no order (-1).
        No other task has a kind (-1).
    shift_vehicle, shift_number, shift_start, shift_end : tuple of int
        Per shift of the fleet: vehicle, which of its shifts, start place, end place.
    shift_table : tuple of int
        Per shift, the table by which any leg of it may be driven: the narrowest that holds the
        whole shift.
    shift_parts : tuple of tuple of Part
        Per shift, tables that hold for a part of it and say something else.
    """

    scenario: Scenario
    travel: TravelTimes
    start: datetime
    tables: tuple[TravelTable, ...]
    first_task: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    reloads: tuple[Reload, ...]
    washes: tuple[Wash, ...]
    task_order: tuple[int, ...]
    task_place: tuple[int, ...]
    task_role: tuple[int, ...]
    task_reload: tuple[int, ...]
    task_wash: tuple[int, ...]
    shift_vehicle: tuple[int, ...]
    shift_number: tuple[int, ...]
    shift_start: tuple[int, ...]
    shift_end: tuple[int, ...]
    shift_table: tuple[int, ...]
    shift_parts: tuple[tuple[Part, ...], ...]

    @property
    def horizon_s(self) -> int:
        """Seconds from the first start to the last end of a shift."""
        return self.second_before(self.scenario.horizon.end)

    def second_after(self, moment: datetime) -> int:
        """The first whole second not before a moment."""
        return seconds_up(self.start, moment)

    def second_before(self, moment: datetime) -> int:
        """The last whole second not after a moment."""
        return seconds_down(self.start, moment)

    def span(self, window: Window) -> tuple[int, int]:
        """A window in whole seconds, both ends allowed."""
        return self.second_after(window.start), self.second_before(window.end)

    def order_of(self, task: int) -> Order | None:
        """The order a task belongs to; none for a reload or a wash."""
        row = self.task_order[task]
        return None if row < 0 else self.scenario.orders[row]


@dataclass(frozen=True)
class Problem:
    """One day as integers: rows here, columns per rule in `columns`. Picklable.

    Attributes
    ----------
    task_order, task_place, task_role : ndarray of int32, shape (tasks,)
        As in `Frame`. A route may have reload and wash tasks, which are of no order (-1) and cost
        nothing to leave out; which and how many is said by rules trips and cleaning.
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


def _frame(scenario: Scenario, travel: TravelTimes) -> Frame:
    place = {entry.id: row for row, entry in enumerate(scenario.places)}
    tasks: list[tuple[int, int, int]] = []
    first: list[int] = []
    choices: list[tuple[int, ...]] = []
    for row, order in enumerate(scenario.orders):
        first.append(len(tasks))
        if isinstance(order, Transfer | Collection):
            tasks.append((row, place[order.origin_id], Role.PICK_UP))
            destinations = tuple(dict.fromkeys(order.destination_ids))
            choices.append(tuple(range(len(tasks), len(tasks) + len(destinations))))
            tasks += [(row, place[name], Role.SET_DOWN) for name in destinations]
        else:
            tasks.append((row, place[order.site_id], Role.SITE))
            choices.append(())
    reloads = reload_pool(scenario)
    pool = [(kind, entry.place) for kind, entry in enumerate(reloads) for _ in range(entry.tasks)]
    kinds = [-1] * len(tasks) + [kind for kind, _ in pool]
    tasks += [(-1, at, Role.RELOAD) for _, at in pool]
    washes = wash_pool(scenario, seconds_down(scenario.horizon.start, scenario.horizon.end))
    bays = [(kind, wash.place) for kind, wash in enumerate(washes) for _ in range(wash.tasks)]
    wash_kinds = [-1] * len(tasks) + [kind for kind, _ in bays]
    kinds += [-1] * len(bays)
    tasks += [(-1, at, Role.WASH) for _, at in bays]
    shifts = [
        (row, number, vehicle)
        for row, vehicle in enumerate(scenario.vehicles)
        for number in range(len(vehicle.shifts))
    ]
    rows = TableRows(scenario.horizon.start, travel)
    of_shift = [
        rows.of(scenario.movement(vehicle), vehicle.shifts[number]) for _, number, vehicle in shifts
    ]
    return Frame(
        scenario=scenario,
        travel=travel,
        start=scenario.horizon.start,
        tables=tuple(rows.tables),
        first_task=tuple(first),
        choices=tuple(choices),
        reloads=reloads,
        washes=washes,
        task_order=tuple(order for order, _, _ in tasks),
        task_place=tuple(at for _, at, _ in tasks),
        task_role=tuple(int(role) for _, _, role in tasks),
        task_reload=tuple(kinds),
        task_wash=tuple(wash_kinds),
        shift_vehicle=tuple(row for row, _, _ in shifts),
        shift_number=tuple(number for _, number, _ in shifts),
        shift_start=tuple(place[vehicle.start_id] for _, _, vehicle in shifts),
        shift_end=tuple(place[vehicle.end_id] for _, _, vehicle in shifts),
        shift_table=tuple(table for table, _ in of_shift),
        shift_parts=tuple(parts for _, parts in of_shift),
    )


def _alike(frame: Frame) -> tuple[int, ...]:
    """Number the shifts by everything of the vehicle but its names and papers."""
    numbers: dict[tuple[object, ...], int] = {}
    found = []
    rows = zip(
        frame.shift_vehicle, frame.shift_number, frame.shift_table, frame.shift_parts, strict=True
    )
    for row, number, table, parts in rows:
        vehicle = frame.scenario.vehicles[row]
        key = (
            table,
            parts,
            frame.scenario.movement(vehicle),
            tuple(sorted(vehicle.capacity.items())),
            vehicle.shifts[number],
            (vehicle.start_id, vehicle.end_id),
            (vehicle.fixed_cost, vehicle.cost_per_km, vehicle.cost_per_hour),
            (vehicle.skills, len(vehicle.crew)),
            (vehicle.max_trips, vehicle.reload_s, vehicle.reload_ids),
        )
        found.append(numbers.setdefault(key, len(numbers)))
    return tuple(found)


def has_tables(scenario: Scenario, travel: TravelTimes) -> bool:
    """Whether every shift of the fleet lies in the window of a travel table of its movement."""
    return all(
        any(
            table.covers(window.start, window.end)
            for table in travel.tables.get(scenario.movement(vehicle), ())
        )
        for vehicle in scenario.vehicles
        for window in vehicle.shifts
    )


def build_problem(scenario: Scenario, travel: TravelTimes) -> Problem:
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
    frame = _frame(scenario, travel)
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
