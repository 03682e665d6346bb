"""Putting visits into given routes, for those who insert without the kernel's search."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from logiroute.solver.pools import pool_of
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.board import Holder
from logiroute.solver.recreate.cleaning import WAYS, runs_well
from logiroute.solver.recreate.docking import docked
from logiroute.solver.recreate.docks import needs_dock
from logiroute.solver.recreate.exact import visiting
from logiroute.solver.recreate.layout import UNLIMITED
from logiroute.solver.recreate.resting import timed_with_rests
from logiroute.solver.recreate.rows import clock_of, longest_of, rows_of
from logiroute.solver.recreate.state import empty_state
from logiroute.solver.rules import slots


class Washer:
    """Finds washes, rests and berths for routes of a problem.

    Parameters
    ----------
    problem : Problem
        With tasks that need a wash or a dock, or drivers that need rests.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._clock = clock_of(problem)
        self._rows = rows_of(problem, self._clock)
        self._state = empty_state(self._rows, longest_of(self._rows) + 2)
        self._holder = Holder([*self._rows.arrays(), *self._state])
        self._kind = pool_of(problem)
        self._pool: dict[int, list[int]] = defaultdict(list)
        for task, kind in enumerate(self._kind):
            self._pool[kind].append(task)
        self._taken: set[int] = set()
        self._docks = slots.draws(problem)

    def beside(self, routes: Sequence[Sequence[int]], shift: int) -> None:
        """Count the bays and docks that all routes but that of a shift take."""
        rows, drawn = self._rows, self._state.drawn
        drawn[:] = 0
        if rows.docking:
            self._count_docks(routes, shift)
        self._taken = {
            task for other, tasks in enumerate(routes) if other != shift for task in tasks
        }
        for task in self._taken:
            if rows.task[task]["wash"]:
                own = slice(rows.draw_begin[task], rows.draw_begin[task + 1])
                np.add.at(drawn, rows.draw_source[own], rows.draw_amount[own])

    def _count_docks(self, routes: Sequence[Sequence[int]], shift: int) -> None:
        rows, taken = self._rows, self._state.docked.reshape(-1, self._rows.dock_cells)
        taken[:] = 0
        for other, tasks in enumerate(routes):
            for draw in self._docks.of_route(other, tasks) if other != shift else ():
                taken[rows.task["dock"][draw.task], draw.source[1]] += draw.amount

    def ways(self, shift: int, tasks: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """A route with the visits it needs, in every way that there are bays and docks for.

        Where no rests do, it comes with its washes only.
        """
        sequence, board = np.array(tasks, np.int64), self._holder.board
        if not self.runs_well(shift, tasks):
            return
        known = set[tuple[int, ...]]()
        limited = int(self._rows.kind["drives"][self._rows.kind_of_shift[shift]]) < UNLIMITED
        docks = bool(self._rows.docking and needs_dock(board, sequence, len(sequence)))
        for way in range(WAYS if self._rows.cleaning or docks else 1):
            many = visiting(board, shift, sequence, len(sequence), way)
            if many < 0:
                continue
            if limited:
                rested = timed_with_rests(board, shift, many)[0]
                many = many if rested < 0 else rested
            if docks:
                many = docked(board, shift, many, way)
            if many < 0:
                continue
            found = tuple(self._state.washed[:many].tolist())
            if found not in known:
                known.add(found)
                visits = self._with_free_ones(found)
                if visits is not None:
                    yield visits

    def runs_well(self, shift: int, tasks: Sequence[int]) -> bool:
        """Whether a route without visits could be cleaned wherever it has to be."""
        sequence, kind = np.array(tasks, np.int64), int(self._rows.kind_of_shift[shift])
        cleaned = self._rows.cleaning
        return not cleaned or bool(
            runs_well(self._holder.board, kind, sequence, len(sequence), False)
        )

    def _with_free_ones(self, tasks: Sequence[int]) -> tuple[int, ...] | None:
        """A route whose visits no other one has: of a kind any will do. None if all are taken."""
        found: list[int] = []
        for task in tasks:
            own = self._rows.task[task]
            visits = own["wash"] or own["rest"] or own["berth"]
            alike = self._pool[self._kind[task]] if visits else [task]
            free = (one for one in alike if one not in self._taken and one not in found)
            one = next(free, None)
            if one is None:
                return None
            found.append(one)
        return tuple(found)
