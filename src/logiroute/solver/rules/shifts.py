"""Shifts: a route lies inside a shift of its vehicle; time on duty and each shift cost money.

Its route check works out the whole timetable, and so also speaks for service, windows, suits,
the time limits of pairing and the releases of trips.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_COST, MOST_S
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import access, pairing, service, suits, travel, trips, windows
from logiroute.solver.schedule import Clock
from logiroute.solver.suited import dress_of
from logiroute.solver.times import Times
from logiroute.units import METRE_COST_FACTOR, SECOND_COST_FACTOR

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.SHIFTS


@dataclass(frozen=True)
class Columns:
    """Per shift: first and last second, cost units per second on duty, and for its use.

    Attributes
    ----------
    start, end : tuple of int
    second_cost, fixed_cost : tuple of int
    duty_s : tuple of int
        Longest time from start to end of duty, `MOST_S` where there is no such limit.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    second_cost: tuple[int, ...]
    fixed_cost: tuple[int, ...]
    duty_s: tuple[int, ...]


def columns(frame: "Frame") -> Columns:
    """Read the shifts and what they cost."""
    spans, seconds, fixed, duty = [], [], [], []
    for row, number in zip(frame.shift_vehicle, frame.shift_number, strict=True):
        vehicle = frame.scenario.vehicles[row]
        spans.append(_span(frame, vehicle, number))
        seconds.append(min(vehicle.cost_per_hour * SECOND_COST_FACTOR, MOST_COST))
        fixed.append(min(vehicle.fixed_cost * METRE_COST_FACTOR * 1000, MOST_COST))
        rule = frame.scenario.driving_rule(vehicle)
        limit = MOST_S if rule is None or rule.duty_s is None else rule.duty_s
        duty.append(MOST_S if limit >= spans[-1][1] - spans[-1][0] else limit)
    return Columns(
        start=tuple(start for start, _ in spans),
        end=tuple(end for _, end in spans),
        second_cost=tuple(seconds),
        fixed_cost=tuple(fixed),
        duty_s=tuple(duty),
    )


def _span(frame: "Frame", vehicle: "Vehicle", number: int) -> tuple[int, int]:
    """A shift, as far as it lies long enough after the one before."""
    shift = vehicle.shifts[number]
    start, end = frame.span(shift)
    earlier = [other.end for other in vehicle.shifts if other.start < shift.start]
    if earlier:
        off_duty = frame.scenario.off_duty_s(vehicle)
        start = max(start, frame.second_after(max(earlier)) + off_duty)
    return min(start, end), end


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """The shifts that are kept."""
    columns = problem.of(RULE, Columns)
    return Columns(
        start=rows.of_shifts(columns.start),
        end=rows.of_shifts(columns.end),
        second_cost=rows.of_shifts(columns.second_cost),
        fixed_cost=rows.of_shifts(columns.fixed_cost),
        duty_s=rows.of_shifts(columns.duty_s),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Bound every shift and charge for it.

    Where the hour decides, or a crew changes into suits, the clock says when a shift's routes run.
    """
    columns = problem.of(RULE, Columns)
    for shift in range(problem.shifts):
        routing.duty(
            shift,
            columns.start[shift],
            columns.end[shift],
            columns.second_cost[shift],
            columns.fixed_cost[shift],
        )
        if columns.duty_s[shift] < MOST_S:
            routing.duty_at_most(shift, columns.duty_s[shift])
    clock = clock_of(problem)
    suited = problem.of(Rule.SUITS, suits.Columns).suits
    timed = [shift for shift, own in enumerate(suited) if own.worn or clock.timed(shift)]
    if timed:
        routing.keep_timetables(clock, timed)


def clock_of(problem: "Problem", tables: travel.Lists | None = None) -> Clock:
    """The clock of a problem: everything that takes or bounds time, from the rules' columns.

    Parameters
    ----------
    problem : Problem
    tables : travel.Lists, optional
        Its travel tables as lists, if they are at hand.
    """
    if tables is None:
        tables = problem.of(Rule.TRAVEL, travel.Columns).lists()
    return Clock(times_of(problem, tables))


def times_of(problem: "Problem", tables: travel.Lists) -> Times:
    """What a clock reads; parameters as of `clock_of`."""
    own = problem.of(RULE, Columns)
    pairs = problem.of(Rule.PAIRING, pairing.Columns)
    work = problem.of(Rule.SERVICE, service.Columns)
    loading = problem.of(Rule.TRIPS, trips.Columns)
    latest, pick_up, aboard_s = ([-1] * problem.tasks for _ in range(3))
    for order, choices in enumerate(problem.choices):
        for task in choices:
            latest[task] = pairs.arrive_by[order]
            aboard_s[task] = pairs.max_aboard_s[order]
            if aboard_s[task] >= 0:
                pick_up[task] = problem.first_task[order]
    return Times(
        seconds=tables.seconds,
        metres=tables.metres,
        service_s=work.service_s,
        stop_s=work.stop_s,
        spans=problem.of(Rule.WINDOWS, windows.Columns).open,
        latest=latest,
        pick_up=pick_up,
        aboard_s=aboard_s,
        place=problem.task_place.tolist(),
        reload_kind=loading.kind,
        release=loading.release,
        shift_table=problem.shift_table.tolist(),
        shift_start=problem.shift_start.tolist(),
        shift_end=problem.shift_end.tolist(),
        opens=own.start,
        closes=own.end,
        duty_s=own.duty_s,
        shift_parts=problem.shift_parts,
        rooms=problem.of(Rule.ACCESS, access.Columns).rooms,
        suits=problem.of(Rule.SUITS, suits.Columns).suits,
        dress=[dress_of(role) for role in problem.task_role.tolist()],
    )


def route_check(problem: "Problem") -> RouteCheck:
    """Work out the timetable."""
    clock = clock_of(problem)

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        found = clock.timetable(shift, tasks)
        return found if isinstance(found, Miss) else None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
