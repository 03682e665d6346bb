"""A search for good routes that can be run for a while, asked, and run on."""

import numpy as np

from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate.anneal import (
    CURRENT,
    LEAST,
    ROUTES,
    Best,
    Settings,
    anneal,
)
from logiroute.solver.recreate.board import board_of
from logiroute.solver.recreate.layout import Rows
from logiroute.solver.recreate.memory import memory_of
from logiroute.solver.recreate.rows import clock_of, rows_of
from logiroute.solver.recreate.state import empty_state

#: Temperatures at the start and the end, in mean costs of a leg to a near neighbour.
HOT, COLD = 0.3, 0.003


class Recreation:
    """Ruin and recreate over one problem.

    Parameters
    ----------
    problem : Problem
    seed : int
    settings : Settings, optional
    """

    def __init__(self, problem: Problem, seed: int, settings: Settings | None = None) -> None:
        self._problem = problem
        self._clock = clock_of(problem)
        self._rows = rows_of(problem, self._clock)
        self._settings = settings or Settings()
        self._state = empty_state(self._rows, problem.tasks + 2)
        self._memory = memory_of(self._rows, self._state, seed)
        total = int(self._rows.unit["penalty"][self._rows.top].sum())
        self._best = Best(
            seq=np.zeros(problem.tasks, np.int32),
            route=np.zeros(problem.shifts, np.int32),
            length=np.zeros(problem.shifts, np.int32),
            number=np.array([total, total, 0, 0], np.int64),
        )
        self.unit = _unit_cost(self._rows, self._memory.by_way)
        self.iterations = 0
        #: Everything the board points at.
        self._kept = [*self._rows.arrays(), *self._state, *self._memory, *self._best]
        self._board = board_of(self._kept)
        self._anneal(1, 1e-9, 1e-9, self._settings._replace(bank=len(self._rows.top)))

    def run(self, iterations: int, hot: float, cold: float) -> bool:
        """Iterate; temperatures in mean costs of a leg to a near neighbour.

        Returns
        -------
        bool
            Whether better routes were found.
        """
        before = int(self._best.number[LEAST])
        self._anneal(iterations, hot, cold, self._settings)
        self.iterations += iterations
        return int(self._best.number[LEAST]) < before

    def _anneal(self, iterations: int, hot: float, cold: float, settings: Settings) -> None:
        anneal(
            self._board,
            settings,
            iterations,
            hot * self.unit,
            cold * self.unit,
        )

    @property
    def cost(self) -> int:
        """Cost units of the best routes and of what they leave out."""
        return int(self._best.number[LEAST])

    @property
    def current(self) -> int:
        """Cost units of the routes at hand."""
        return int(self._best.number[CURRENT])

    @property
    def routes(self) -> Routes:
        """The best routes."""
        found: list[tuple[int, ...]] = [()] * self._problem.shifts
        at = 0
        for row in range(int(self._best.number[ROUTES])):
            length = int(self._best.length[row])
            found[int(self._best.route[row])] = tuple(self._best.seq[at : at + length].tolist())
            at += length
        return tuple(found)


def _unit_cost(rows: Rows, near: "np.ndarray") -> float:
    """Mean cost of a leg to the five nearest neighbours."""
    place = rows.task["place"].astype(np.int64)
    five = near[:, :5]
    where = place[:, None] * rows.places + place[five]
    metres = rows.metres[where].astype(np.float64)
    kind = rows.kind
    cost = metres.mean() * kind["metre_cost"].mean()
    span = rows.span[where]
    cost += float(np.minimum(span, 2**20).mean()) * kind["second_cost"].mean()
    return max(float(cost), 1e-6)
