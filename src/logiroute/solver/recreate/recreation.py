"""A search for good routes that can be run for a while, asked, and run on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.pools import told_apart
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate.anneal import Settings, anneal
from logiroute.solver.recreate.apart import apart
from logiroute.solver.recreate.best import CURRENT, LEAST, ROUTES, Best, keep_best
from logiroute.solver.recreate.board import Holder
from logiroute.solver.recreate.layout import FAR, Rows
from logiroute.solver.recreate.loading import clear, is_legal, left_out, load
from logiroute.solver.recreate.memory import memory_of
from logiroute.solver.recreate.prizes import Prizes
from logiroute.solver.recreate.rows import clock_of, longest_of, rows_of
from logiroute.solver.recreate.state import empty_state
from logiroute.solver.searches import PoolRoute
from logiroute.solver.washing import without_idle_washes, without_visits

#: Temperatures at the start and the end, in mean costs of a leg to a near neighbour.
HOT, COLD = 3.0, 0.05

#: Where a vehicle costs as much as so many legs, a share of the search is for fewer of them.
_DEAR_LEGS, _FEWER = 25.0, 0.1

#: Share of the search in which absences count.
_ABSENCES_COUNT = 0.4

#: The routes at hand are kept once in so many runs.
_NOTED = 8

#: Times their penalty that orders of the first routes may cost.
_AT_ANY_COST = 1000.0

#: Routes kept for recombination, at most.
_MOST_POOLED = 20_000


class Recreation:
    """Ruin and recreate over one problem; it has its first routes from the beginning.

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
        self._longest = longest_of(self._rows)
        self._state = empty_state(self._rows, self._longest + 2)
        self._memory = memory_of(self._rows, self._state, seed)
        self._pool: dict[tuple[int, tuple[int, ...]], int] = {}
        total = int(self._rows.unit["penalty"][self._rows.top].sum())
        self._best = Best(
            seq=np.zeros(problem.tasks, np.int64),
            route=np.zeros(problem.shifts, np.int64),
            length=np.zeros(problem.shifts, np.int64),
            number=np.array([total, total, 0], np.int64),
        )
        self.unit = _unit_cost(self._rows, self._memory.by_way)
        self.iterations = self._runs = 0
        self._dear = bool((self._rows.kind["fixed"] > _DEAR_LEGS * self.unit).all())
        self._fewer = False
        self._prizes = Prizes(self._rows, self._memory, self._best, self.unit)
        known = (*self._rows.arrays(), *self._state, *apart())
        self._holder = Holder([*known, *self._memory, *self._best])
        self._board = self._holder.board
        # Whatever an order is worth: routes that are not worth it go more easily than they come.
        first = self._settings._replace(
            bank=len(self._rows.top), worth=_AT_ANY_COST, eager=0.0, blink=0.0
        )
        self._anneal(1, 1e-9, first)

    def run(self, iterations: int, fraction: float) -> bool:
        """Iterate at one temperature.

        Parameters
        ----------
        iterations : int
        fraction : float
            How much of the search is over, 0 to 1: the temperature falls with it.

        Returns
        -------
        bool
            Whether better routes were found.
        """
        self._prizes.weigh(fraction)
        before = int(self._best.number[LEAST])
        fewer = self._dear and fraction < _FEWER
        if self._fewer and not fewer:
            self.adopt(self.best[0])
        self._fewer = fewer
        absences = self._settings.absences and fraction < _ABSENCES_COUNT
        settings = self._settings._replace(absences=absences, fewer=fewer)
        self._anneal(iterations, HOT * (COLD / HOT) ** fraction, settings)
        self.iterations += iterations
        self._runs += 1
        better = int(self._best.number[LEAST]) < before
        self._note_routes(better=better)
        return better

    def _anneal(self, iterations: int, temperature: float, settings: Settings) -> None:
        anneal(self._board, settings, iterations, temperature * self.unit)

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far, and cost units of them and of what they leave out."""
        found: list[tuple[int, ...]] = [()] * self._problem.shifts
        at = 0
        for row in range(int(self._best.number[ROUTES])):
            length = int(self._best.length[row])
            found[int(self._best.route[row])] = tuple(self._best.seq[at : at + length].tolist())
            at += length
        routes = tuple(found)
        if self._rows.cleaning or self._rows.resting or self._rows.docking:
            routes = told_apart(self._problem, routes)
        return self._prizes.truly(routes, int(self._best.number[LEAST]))

    def adopt(self, routes: Routes) -> None:
        """Go on from legal routes found elsewhere, without washes that nobody needs."""
        taken = self._load(routes)
        cost = int(self._state.route["cost"].sum()) + left_out(self._board)
        self._best.number[CURRENT] = cost
        if cost < self._best.number[LEAST]:
            keep_best(self._board)
        self._prizes.adopted(taken, cost)

    def verdict(self, routes: Routes) -> int | None:
        """What the kernel thinks of routes: their cost units, or None if they break a rule.

        It knows no washes that nobody needs, and looks at the routes without them.
        The routes at hand are given up for it; the best ones stay.
        """
        if any(len(without_visits(self._problem, tasks)) > self._longest for tasks in routes):
            return None  # It does something twice, and there would be no room for it.
        self._prizes.weigh(1.0)
        self._load(routes)
        legal = all(is_legal(self._board, shift) for shift in range(len(routes)))
        legal = legal and bool((self._state.drawn <= self._rows.draw_limit).all())
        legal = legal and bool((self._state.docked <= self._rows.dock_limit).all())
        legal = legal and all(self._rides_together(row) for row in self._rows.unit)
        cost = int(self._state.route["cost"].sum())
        cost += left_out(self._board)
        clear(self._board)
        self._best.number[CURRENT] = left_out(self._board)
        return cost if legal else None

    def _load(self, routes: Routes) -> Routes:
        """Have routes at hand instead, without idle washes; return what they are then."""
        clear(self._board)
        taken = tuple(
            without_idle_washes(self._problem, shift, tasks) for shift, tasks in enumerate(routes)
        )
        for shift, tasks in enumerate(taken):
            if tasks:
                load(self._board, shift, np.array(tasks, np.int64))
        return taken

    def _rides_together(self, unit: Any) -> bool:
        members = self._rows.member[unit["member_begin"] : unit["member_end"]]
        first = self._rows.unit["first"][members]
        return len(set(self._state.spot["route"][first].tolist())) <= 1

    def pool(self) -> tuple[PoolRoute, ...]:
        """Good routes seen, those seen last at the end."""
        return tuple(PoolRoute(alike, tasks, cost) for (alike, tasks), cost in self._pool.items())

    def _note_routes(self, *, better: bool) -> None:
        """Add routes to the pool: those of better plans, and from time to time those at hand."""
        route = self._state.route
        used = self._state.used[: int(self._state.counts[0])]
        if not better and self._runs % _NOTED:
            return
        for r in used.tolist():
            full = int(route["full"][r])
            done = self._state.full[r, :full] if full else self._state.seq[r, : route["length"][r]]
            tasks = tuple(done.tolist())
            key = self._problem.shift_alike[r], tasks
            self._pool.pop(key, None)
            self._pool[key] = int(route["cost"][r])
        while len(self._pool) > _MOST_POOLED:
            del self._pool[next(iter(self._pool))]


def _unit_cost(rows: Rows, near: NDArray[np.int64]) -> float:
    """Mean cost of a leg to the five nearest neighbours."""
    of_orders = (rows.task["reload"] < 0) & rows.allowed.any(axis=1)
    place = rows.task["place"].astype(np.int64)
    five = near[of_orders, :5]
    if five.size == 0:
        return 1.0
    where = place[of_orders, None] * rows.places + place[five]
    where = where[rows.metres[where] < FAR]
    if where.size == 0:
        return 1.0
    metres = rows.metres[where].astype(np.float64)
    kind = rows.kind
    cost = float(metres.mean()) * float(kind["metre_cost"].mean())
    span = np.minimum(rows.span[where], 2**20).astype(np.float64)
    cost += float(span.mean()) * float(kind["second_cost"].mean())
    return max(cost, 1.0)
