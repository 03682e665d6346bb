"""Rows of a day: its orders as tasks, its vehicles as shifts, and tasks of no order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from logiroute.model.travel import TravelTable, TravelTimes
from logiroute.solver.berths import Berth, berth_pool
from logiroute.solver.bounds import MOST_LOAD
from logiroute.solver.lateness import Step, met, steps_of_order
from logiroute.solver.leaving import LeftBeds, beds_left
from logiroute.solver.levels import Levels, levels_of
from logiroute.solver.periods import Period, periods_of
from logiroute.solver.reloads import Reload, reload_pool
from logiroute.solver.rests import Rest, rest_pool
from logiroute.solver.role import Role
from logiroute.solver.slices import Part, TableRows, seconds_down, seconds_up
from logiroute.solver.stand_still import StandStill
from logiroute.solver.washes import Wash, wash_pool

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.order import Order
    from logiroute.model.place import Window
    from logiroute.model.scenario import Scenario


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
        Per order: its set-down tasks, one per destination, of transfers one per destination and
        period there, of orders that are due one for each of those and every step of lateness that
        meets it; empty for deliveries and calls.
    periods : tuple of tuple of Period
        Per place, parts of the day between which beds become free.
    beds_left : mapping of int to LeftBeds
        Order → from when on others may have the beds of its people.
    reloads : tuple of Reload
        Kinds of reload tasks.
    washes : tuple of Wash
        Kinds of wash tasks.
    rests : tuple of Rest
        Kinds of rest tasks.
    berths : tuple of Berth
        Kinds of berth tasks.
    levels : Levels
        What places leave on vehicles, by shift.
    task_order, task_place, task_role : tuple of int
        Per task: order, place, `Role`.
    task_reload, task_wash, task_rest, task_berth : tuple of int
        Per task: kind of reload, of wash, of rest and of berth. The tasks of the orders come first;
        after them come the tasks of these pools, one pool after the other, which have no order
        (-1). No other task has a kind (-1).
    task_period : tuple of int
        Per task of an order, the period at its place in which it is done; -1 where any will do.
    task_step : tuple of Step or None
        Per task of an order, the step of lateness in which it is done; None where none is told.
    shift_vehicle, shift_number, shift_start, shift_end : tuple of int
        Per shift of the fleet: vehicle, which of its shifts, start place, end place.
    shift_table : tuple of int
        Per shift, the table by which any leg of it may be driven: the narrowest that holds the
        whole shift.
    shift_parts : tuple of tuple of Part
        Per shift, tables that hold for a part of it and say something else.
    """

    scenario: "Scenario"
    travel: TravelTimes
    start: datetime
    tables: tuple[TravelTable, ...]
    first_task: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]
    periods: tuple[tuple[Period, ...], ...]
    beds_left: Mapping[int, LeftBeds]
    reloads: tuple[Reload, ...]
    washes: tuple[Wash, ...]
    rests: tuple[Rest, ...]
    berths: tuple[Berth, ...]
    levels: Levels
    task_order: tuple[int, ...]
    task_place: tuple[int, ...]
    task_role: tuple[int, ...]
    task_reload: tuple[int, ...]
    task_wash: tuple[int, ...]
    task_rest: tuple[int, ...]
    task_berth: tuple[int, ...]
    task_period: tuple[int, ...]
    task_step: tuple[Step | None, ...]
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

    def span(self, window: "Window") -> tuple[int, int]:
        """A window in whole seconds, both ends allowed."""
        return self.second_after(window.start), self.second_before(window.end)

    def order_of(self, task: int) -> "Order | None":
        """The order a task belongs to; none for one of a pool."""
        row = self.task_order[task]
        return None if row < 0 else self.scenario.orders[row]


def frame_of(scenario: "Scenario", travel: TravelTimes) -> Frame:
    """Number tasks and shifts of a day."""
    from logiroute.model.order import Collection, Transfer

    place = {entry.id: row for row, entry in enumerate(scenario.places)}
    start, end = scenario.horizon.start, scenario.horizon.end
    horizon_s = seconds_down(start, end)
    left = beds_left(scenario, horizon_s)
    left_at: dict[str, list[int]] = {}
    for place_id, second in left.values():
        left_at.setdefault(place_id, []).append(second)
    periods = tuple(
        periods_of(entry, start, horizon_s, MOST_LOAD, left_at.get(entry.id, ()))
        for entry in scenario.places
    )
    in_period: list[int] = []
    in_step: list[Step | None] = []
    tasks: list[tuple[int, int, int]] = []
    first: list[int] = []
    choices: list[tuple[int, ...]] = []
    for row, order in enumerate(scenario.orders):
        first.append(len(tasks))
        if isinstance(order, Transfer | Collection):
            tasks.append((row, place[order.origin_id], Role.PICK_UP))
            destinations = [place[name] for name in dict.fromkeys(order.destination_ids)]
            steps = steps_of_order(scenario, order, horizon_s)
            goals = [
                (at, part, step)
                for at in destinations
                for part in (range(len(periods[at])) if isinstance(order, Transfer) else (-1,))
                for step in (steps if part < 0 else met(steps, periods[at][part]))
            ]
            choices.append(tuple(range(len(tasks), len(tasks) + len(goals))))
            tasks += [(row, at, Role.SET_DOWN) for at, _, _ in goals]
            in_period += [-1, *(part for _, part, _ in goals)]
            in_step += [None, *(step for _, _, step in goals)]
        else:
            tasks.append((row, place[order.site_id], Role.SITE))
            in_period.append(-1)
            in_step.append(None)
            choices.append(())
    levels = levels_of(scenario)
    reloads, washes = reload_pool(scenario), wash_pool(scenario, levels, horizon_s)
    rests, berths = rest_pool(scenario), berth_pool(scenario, horizon_s)
    pools: tuple[tuple[Role, Sequence[Reload | Wash | Rest | Berth]], ...] = (
        (Role.RELOAD, reloads),
        (Role.WASH, washes),
        (Role.REST, rests),
        (Role.BERTH, berths),
    )
    kinds: list[list[int]] = []
    for role, pool in pools:
        many = [(kind, entry.place) for kind, entry in enumerate(pool) for _ in range(entry.tasks)]
        kinds.append([-1] * len(tasks) + [kind for kind, _ in many])
        tasks += [(-1, at, role) for _, at in many]
    task_kinds = [tuple(of + [-1] * (len(tasks) - len(of))) for of in kinds]
    shifts = [
        (row, number, vehicle)
        for row, vehicle in enumerate(scenario.vehicles)
        for number in range(len(vehicle.shifts))
    ]
    rows = TableRows(scenario.horizon.start, travel)
    of_shift = [
        rows.of(scenario.movement(vehicle), vehicle.shifts[number], _still(scenario, vehicle))
        for _, number, vehicle in shifts
    ]
    return Frame(
        scenario=scenario,
        travel=travel,
        start=scenario.horizon.start,
        tables=tuple(rows.tables),
        first_task=tuple(first),
        choices=tuple(choices),
        periods=periods,
        beds_left=left,
        reloads=reloads,
        washes=washes,
        rests=rests,
        berths=berths,
        levels=levels,
        task_order=tuple(order for order, _, _ in tasks),
        task_place=tuple(at for _, at, _ in tasks),
        task_role=tuple(int(role) for _, _, role in tasks),
        task_reload=task_kinds[0],
        task_wash=task_kinds[1],
        task_rest=task_kinds[2],
        task_berth=task_kinds[3],
        task_period=tuple(in_period + [-1] * (len(tasks) - len(in_period))),
        task_step=tuple(in_step + [None] * (len(tasks) - len(in_step))),
        shift_vehicle=tuple(row for row, _, _ in shifts),
        shift_number=tuple(number for _, number, _ in shifts),
        shift_start=tuple(place[vehicle.start_id] for _, _, vehicle in shifts),
        shift_end=tuple(place[vehicle.end_id] for _, _, vehicle in shifts),
        shift_table=tuple(table for table, _ in of_shift),
        shift_parts=tuple(parts for _, parts in of_shift),
    )


def _still(scenario: "Scenario", vehicle: "Vehicle") -> StandStill | None:
    """When vehicles like one stand still, if they do."""
    rule = scenario.driving_rule(vehicle)
    if rule is None or rule.stands_still is None:
        return None
    return StandStill(scenario.hours(rule.stands_still), rule.stands_still_over_m)
