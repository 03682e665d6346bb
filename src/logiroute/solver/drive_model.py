"""What the OR-Tools model knows of driving: sums that grow by legs and begin anew at rests."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.bounds import MOST_S
from logiroute.solver.matrices import arc_span
from logiroute.solver.nodes import Nodes
from logiroute.solver.problem import Problem


class DriveModel:
    """Driving in an OR-Tools model.

    Parameters
    ----------
    model : pywrapcp.RoutingModel
    nodes : Nodes
    problem : Problem
    horizon : int
        Last second of all shifts: nobody drives longer, with limits or without.
    """

    def __init__(self, model: Any, nodes: Nodes, problem: Problem, horizon: int) -> None:
        self._model, self._nodes, self._problem = model, nodes, problem
        self._horizon = horizon

    def since_rests(
        self,
        seconds: NDArray[np.int32],
        most: Sequence[int],
        resets: Sequence[Collection[int]],
    ) -> None:
        """Bound the driving since the last rest.

        Where a shift has several tables the least of them counts: the rest is the timetable's.

        Parameters
        ----------
        seconds : ndarray of int32, shape (tables, places, places)
        most : sequence of int
            Per shift; `MOST_S` for no bound.
        resets : sequence of collection of int
            Per shift: tasks that are rests.
        """
        groups: dict[frozenset[int], list[int]] = {}
        for shift, bound in enumerate(most):
            if bound < MOST_S:
                groups.setdefault(frozenset(resets[shift]), []).append(shift)
        for number, (tasks, shifts) in enumerate(groups.items()):
            name = f"driving since rest {number}"
            bounds = [most[shift] if shift in shifts else MOST_S for shift in range(len(most))]
            self._dimension(name, seconds, bounds, tasks, self._horizon)

    def in_all(self, seconds: NDArray[np.int32], most: Sequence[int]) -> None:
        """Bound the driving of whole shifts, by the least of their tables."""
        if min(most, default=MOST_S) < MOST_S:
            self._dimension("driving", seconds, most, (), 0)

    def _dimension(
        self,
        name: str,
        seconds: NDArray[np.int32],
        most: Sequence[int],
        resets: Collection[int],
        fall: int,
    ) -> None:
        """A sum of driving; after a reset it is what the next leg takes.

        There it falls by ``fall``, and slack makes up for what is more than has been driven.
        """
        nodes, problem, model = self._nodes, self._problem, self._model
        rows: dict[tuple[int, ...], int] = {}
        none = np.zeros(len(nodes.place), np.int64)
        falls = np.array(
            nodes.values([-fall if task in resets else 0 for task in range(problem.tasks)]),
            np.int64,
        )
        reach = 4 * MOST_S
        for shift in range(problem.shifts):
            tables = problem.tables_of(shift)
            if tables in rows:
                continue
            span = arc_span(
                seconds[list(tables)], nodes.place, nodes.same, none, none, problem.tasks, reach
            )
            rows[tables] = model.RegisterTransitMatrix((span + falls[:, None]).tolist())
        capacity = [min(bound, reach) for bound in most]
        transits = [rows[problem.tables_of(shift)] for shift in range(problem.shifts)]
        model.AddDimensionWithVehicleTransitAndCapacity(transits, fall, capacity, True, name)
        dimension = model.GetDimensionOrDie(name)
        indices = {nodes.index[task] for task in resets}
        for index in range(model.Size()):
            if index in indices:
                driven, slack = dimension.CumulVar(index), dimension.SlackVar(index)
                model.solver().Add(driven + slack == fall)
            elif fall:
                dimension.SlackVar(index).SetMax(0)
