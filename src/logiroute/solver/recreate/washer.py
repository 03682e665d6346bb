"""Putting washes into given routes, for those who insert orders without the kernel's search."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from logiroute.solver.pools import pool_of
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.board import Holder
from logiroute.solver.recreate.cleaning import WAYS, washed
from logiroute.solver.recreate.rows import clock_of, longest_of, rows_of
from logiroute.solver.recreate.state import empty_state


class Washer:
    """Finds washes for routes of a problem.

    Parameters
    ----------
    problem : Problem
        With tasks that need a wash.
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

    def beside(self, routes: Sequence[Sequence[int]], shift: int) -> None:
        """Count the bays that all routes but that of a shift take."""
        rows, drawn = self._rows, self._state.drawn
        drawn[:] = 0
        self._taken = {
            task for other, tasks in enumerate(routes) if other != shift for task in tasks
        }
        for task in self._taken:
            if rows.task[task]["wash"]:
                own = slice(rows.draw_begin[task], rows.draw_begin[task + 1])
                np.add.at(drawn, rows.draw_source[own], rows.draw_amount[own])

    def ways(self, shift: int, tasks: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """A route with the washes it needs, in every way that there is a bay for."""
        sequence = np.array(tasks, np.int64)
        known = set[tuple[int, ...]]()
        kind = int(self._rows.kind_of_shift[shift])
        for way in range(WAYS):
            many = washed(self._holder.board, kind, sequence, len(sequence), way)
            found = tuple(self._state.washed[: max(many, 0)].tolist())
            if many >= 0 and found not in known:
                known.add(found)
                yield self._with_free_ones(found)

    def _with_free_ones(self, tasks: Sequence[int]) -> tuple[int, ...]:
        """A route whose washes no other one has: of a kind any will do."""
        found: list[int] = []
        for task in tasks:
            alike = self._pool[self._kind[task]] if self._rows.task[task]["wash"] else [task]
            found.append(next(one for one in alike if one not in self._taken and one not in found))
        return tuple(found)
