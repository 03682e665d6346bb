"""Parts of a problem whose stops lie near each other, to be searched one after the other.

A problem has no map: near is what takes little time to drive, there and back, by the first table.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.rules import travel
from logiroute.solver.rules.parties import units_of

#: Longest way that counts, in seconds: what has no path is not infinitely far.
_FAR_S = 10 * 3600


class Neighbourhoods:
    """Cuts a problem into parts.

    Parameters
    ----------
    problem : Problem
    seed : int
        Of where parts begin.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._random = np.random.default_rng(seed)
        table = problem.of(Rule.TRAVEL, travel.Columns).seconds[0]
        self._seconds: NDArray[np.int32] = table
        self._units = units_of(problem)

    def _near(self, place: int) -> NDArray[np.float64]:
        """Seconds between a place and every other, there and back."""
        there = np.minimum(self._seconds[place], _FAR_S).astype(np.float64)
        back = np.minimum(self._seconds[:, place], _FAR_S)
        found: NDArray[np.float64] = there + back
        return found

    def ways_to(self, orders: Sequence[int]) -> NDArray[np.float64]:
        """Per place, seconds to the first tasks of some orders and back, on average."""
        first = [int(self._problem.task_place[self._problem.first_task[o]]) for o in orders]
        found: NDArray[np.float64] = np.mean([self._near(place) for place in first], axis=0)
        return found

    def of_orders(self, size: int) -> list[list[int]]:
        """All orders in parts of about so many tasks, groups as a whole."""
        places, first = self._problem.task_place, self._problem.first_task
        halts = [places[[first[order] for order in unit]] for unit in self._units]
        parts = self._parts(halts, [self._tasks(unit) for unit in self._units], size)
        return [sorted(order for row in part for order in self._units[row]) for part in parts]

    def of_routes(self, routes: Routes, size: int) -> list[tuple[list[int], list[int]]]:
        """Driven shifts in parts of about so many tasks, with the orders near them.

        Returns
        -------
        list of (shifts, orders)
            The orders are those that the shifts serve, and units that nobody serves which lie
            nearest to them.
        """
        problem = self._problem
        driven = [shift for shift, tasks in enumerate(routes) if tasks]
        halts = [problem.task_place[list(routes[shift])] for shift in driven]
        parts = self._parts(halts, [len(routes[shift]) for shift in driven], size)
        order_of = problem.task_order.tolist()
        found = []
        for part in parts:
            shifts = [driven[row] for row in part]
            orders = {order_of[task] for shift in shifts for task in routes[shift]} - {-1}
            found.append((shifts, orders))
        served = set().union(*(orders for _, orders in found)) if found else set()
        for unit in self._units:
            if found and unit[0] not in served:
                near = self._near(int(problem.task_place[problem.first_task[unit[0]]]))
                at = min(
                    range(len(parts)),
                    key=lambda number: min(near[halts[row]].min() for row in parts[number]),
                )
                found[at][1].update(unit)
        return [(shifts, sorted(orders)) for shifts, orders in found]

    def _tasks(self, unit: Sequence[int]) -> int:
        return sum(1 + len(self._problem.choices[order]) for order in unit)

    def _parts(
        self, halts: Sequence[NDArray[np.int32]], weights: Sequence[int], size: int
    ) -> list[list[int]]:
        """Rows in parts of about the same weight, near each other.

        Each part begins with the row that is farthest from where the last one began.

        Parameters
        ----------
        halts : sequence of ndarray of int32
            Per row, places it goes to.
        weights : sequence of int
            Per row.
        size : int
            Weight of a part.
        """
        left = list(range(len(halts)))
        if not left:
            return []
        count = max(1, round(sum(weights) / size))
        fair = sum(weights) / count
        start = int(self._random.choice(len(left)))
        parts: list[list[int]] = []
        while left:
            near = self._near(int(halts[start][0]))
            way = {row: float(near[halts[row]].mean()) for row in left}
            ranked = sorted(left, key=lambda row: (way[row], row))
            part: list[int] = []
            weight = 0
            for row in ranked:
                if part and weight + weights[row] / 2 > fair and len(parts) + 1 < count:
                    break
                part.append(row)
                weight += weights[row]
            parts.append(part)
            taken = set(part)
            left = [row for row in left if row not in taken]
            start = max(left, key=lambda row: (way[row], -row), default=0)
        return parts
