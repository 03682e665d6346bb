"""Travel: driving takes what a travel table says that holds all through a leg; metres cost money.

The table of a shift holds for all of it; tables of parts of the shift may be faster or know a way
where that one knows none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.pages import room_for
from logiroute.solver.bounds import MOST_COST
from logiroute.solver.miss import Miss, RouteCheck
from logiroute.solver.rules import trips
from logiroute.solver.stops import leg_before
from logiroute.units import METRE_COST_FACTOR

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.TRAVEL


#: ``[table][from place][to place]``
Entries = Sequence[Sequence[Sequence[int]]]


class Lists(NamedTuple):
    """Tables whose entries are plain integers."""

    seconds: Entries
    metres: Entries


@dataclass(frozen=True)
class Columns:
    """Tables and rates.

    Attributes
    ----------
    seconds, metres : ndarray of int32, shape (tables, places, places)
        `UNREACHABLE` where there is no legal path.
    metre_cost : tuple of int
        Cost units per metre, per shift.
    """

    seconds: NDArray[np.int32]
    metres: NDArray[np.int32]
    metre_cost: tuple[int, ...]

    def lists(self) -> Lists:
        """The tables row by row, which are read faster entry by entry; nothing is copied."""
        seconds = _entries(self.seconds)
        return Lists(seconds, seconds if self.metres is self.seconds else _entries(self.metres))


def _entries(tables: NDArray[np.int32]) -> Entries:
    # Lists would take nine times the memory of the tables, which may be large.
    return [[memoryview(row) for row in table] for table in tables]


def columns(frame: "Frame") -> Columns:
    """Bring the tables into the order of the scenario's places."""
    index = frame.travel.index
    rows = np.array([index[place.id] for place in frame.scenario.places])
    vehicles = frame.scenario.vehicles
    return Columns(
        seconds=_stacked([table.seconds for table in frame.tables], rows),
        metres=_stacked([table.metres for table in frame.tables], rows),
        metre_cost=tuple(
            min(vehicles[row].cost_per_km * METRE_COST_FACTOR, MOST_COST)
            for row in frame.shift_vehicle
        ),
    )


def _stacked(tables: Sequence[NDArray[np.int32]], rows: NDArray[np.int64]) -> NDArray[np.int32]:
    """Rows and columns of tables; a single one in that order already, which may be large, as is."""
    in_order = np.array_equal(rows, np.arange(len(tables[0])))
    if in_order and len(tables) == 1:
        return tables[0][np.newaxis]
    found = room_for((len(tables), len(rows), len(rows)))
    for number, table in enumerate(tables):
        found[number] = table if in_order else table[np.ix_(rows, rows)]
    return found


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Ways between the places that are kept."""
    columns = problem.of(RULE, Columns)
    pick = np.ix_(range(len(columns.seconds)), rows.places, rows.places)
    seconds = columns.seconds[pick]
    alike = columns.metres is columns.seconds
    return Columns(
        seconds=seconds,
        metres=seconds if alike else columns.metres[pick],
        metre_cost=rows.of_shifts(columns.metre_cost),
    )


def declare(routing: "Routing", problem: "Problem") -> None:
    """Give the model its driving times and the cost of its metres."""
    columns = problem.of(RULE, Columns)
    routing.drive(columns.seconds)
    routing.pay_metres(columns.metres, columns.metre_cost)


def route_check(problem: "Problem") -> RouteCheck:
    """Every leg has a legal path at some time of the shift; the rest is the timetable's."""
    seconds = problem.of(RULE, Columns).seconds
    place = problem.task_place.tolist()
    kind = problem.of(Rule.TRIPS, trips.Columns).kind
    known = [
        tuple(seconds[row] for row in problem.tables_of(shift)) for shift in range(problem.shifts)
    ]

    def check(shift: int, tasks: Sequence[int]) -> Miss | None:
        if not tasks:
            return None
        tables = known[shift]
        halts = [problem.shift_start[shift], *(place[t] for t in tasks), problem.shift_end[shift]]
        for position in range(len(halts) - 1):
            here, there = halts[position], halts[position + 1]
            if position < len(tasks) and not leg_before(place, kind, tasks, position):
                continue
            if all(table[here, there] == UNREACHABLE for table in tables):
                return Miss(RULE, task=tasks[min(position, len(tasks) - 1)], why="unreachable")
        return None

    return check


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
