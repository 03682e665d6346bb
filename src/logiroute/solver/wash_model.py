"""What the OR-Tools model knows of washes: levels that rise until one, and the class between two.

OR-Tools' own visit types cannot say it: there, one visit that removes a type removes one instance,
while one disinfection clears whoever sat in the vehicle.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.nodes import Nodes
from logiroute.solver.problem import Problem
from logiroute.solver.role import Role
from logiroute.solver.rules import cleaning
from logiroute.solver.trip_model import with_slack_at


class WashModel:
    """Washes in an OR-Tools model.

    Parameters
    ----------
    model : pywrapcp.RoutingModel
    nodes : Nodes
    problem : Problem
    """

    def __init__(self, model: Any, nodes: Nodes, problem: Problem) -> None:
        self._model, self._nodes, self._problem = model, nodes, problem
        self._solver: Any = model.solver()
        self._washes = {
            nodes.index[task] for task in np.flatnonzero(problem.task_role == Role.WASH).tolist()
        }

    def clean(self, columns: cleaning.Columns, change: Sequence[int]) -> None:
        """Let the longest need and the level since the last wash be no more than tasks allow.

        A dimension each holds them: after a task it is no less than what that leaves, and it may
        rise at any time; only a wash brings it down. Nobody is aboard then.

        Parameters
        ----------
        columns : cleaning.Columns
        change : sequence of int
            Per task: parties that board, less those that alight.
        """
        self._keep_needs(columns)
        if columns.zoned:
            self._keep_levels(columns, change)
        self._none_at("people at washes", change, self._washes)

    def straight(self, columns: cleaning.Columns, change: Sequence[int]) -> None:
        """While people are aboard who go straight there, do nothing else; ``change`` as before."""
        if not any(columns.straight):
            return
        others = {
            index
            for task, index in enumerate(self._nodes.index)
            if not columns.straight[task] and task not in columns.aboard
        }
        going = [more if goes else 0 for more, goes in zip(change, columns.straight, strict=True)]
        self._none_at("people under way", going, others)

    def _keep_needs(self, columns: cleaning.Columns) -> None:
        """What is to be done to the vehicle: a wash is as long, and nothing is left at the end."""
        steps = sorted({0, *np.unique(columns.need).tolist()})
        need = np.searchsorted(steps, columns.need)
        # Where no zone leaves anything, who asks for less than the top asks for a clean vehicle.
        enough = columns.top if not columns.zoned else 1
        asks_clean = columns.asks.max(axis=0) < enough
        dimension = self._rising("need of a wash", len(steps) - 1)
        for task, index in enumerate(self._nodes.index):
            if index in self._washes:
                takes = columns.seconds[columns.kind[task]]
                dimension.CumulVar(index).SetMax(sum(step <= takes for step in steps) - 1)
                continue
            if asks_clean[task]:
                dimension.CumulVar(index).SetMax(0)
            self._at_least(dimension.CumulVar(index), index, need[list(columns.row), task], 0)
        for shift in range(self._problem.shifts):
            dimension.CumulVar(self._model.End(shift)).SetMax(0)

    def _keep_levels(self, columns: cleaning.Columns, change: Sequence[int]) -> None:
        """What level the vehicle has, and whether it has worked in a zone: then nobody boards."""
        dimension = self._rising("level", columns.top)
        rows = list(columns.row)
        works = (columns.leaves > 0) & (np.array(change) == 0)
        shut = self._rising("has worked in a zone", 1) if max(change) > 0 and works.any() else None
        for task, index in enumerate(self._nodes.index):
            if index in self._washes:
                continue
            before = dimension.CumulVar(index)
            asks = columns.asks[rows, task]
            if asks.min() < columns.top:
                self._solver.Add(before <= self._of_vehicle(index, asks, columns.top))
            leaves = columns.leaves[rows, task]
            self._at_least(before + dimension.SlackVar(index), index, leaves, 0)
            if shut is not None:
                self._at_least(shut.CumulVar(index), index, works[rows, task], 0)
                if change[task] > 0:
                    shut.CumulVar(index).SetMax(0)

    def _at_least(
        self, variable: Any, index: int, of_shifts: NDArray[np.integer[Any] | np.bool_], idle: int
    ) -> None:
        """A bound that depends on the vehicle that does a task; ``idle`` where none does."""
        if of_shifts.max() > idle:
            self._solver.Add(variable >= self._of_vehicle(index, of_shifts, idle))

    def _of_vehicle(
        self, index: int, of_shifts: NDArray[np.integer[Any] | np.bool_], idle: int
    ) -> Any:
        """A number per shift, of the one that does a task; ``idle`` where none does."""
        if of_shifts.min() == of_shifts.max():
            return int(of_shifts.max())
        values = [idle, *(int(value) for value in of_shifts)]
        return self._solver.Element(values, (self._model.VehicleVar(index) + 1).Var())

    def none_aboard_at(self, name: str, change: Sequence[int], tasks: Collection[int]) -> None:
        """Nobody is aboard at some tasks; ``change`` as for `clean`."""
        if any(change) and tasks:
            self._none_at(name, change, {self._nodes.index[task] for task in tasks})

    def one_class_between(self, classes: Sequence[int]) -> None:
        """Between two washes people of one class board only.

        Parameters
        ----------
        classes : sequence of int
            Per task: class from 0 on, -1 where nobody boards.
        """
        many = max(classes) + 1
        if many < 2:
            return
        row = self._transits(many)
        dimension = with_slack_at(
            self._model, "class", row, self._everywhere(many - 1), 2 * many, self._washes
        )
        for task, party_class in enumerate(classes):
            if party_class >= 0:
                dimension.CumulVar(self._nodes.index[task]).SetValue(party_class)

    def _rising(self, name: str, top: int) -> Any:
        """A dimension from nothing to a top that may rise at every task, and falls at washes."""
        row = self._transits(top)
        self._model.AddDimensionWithVehicleCapacity(row, 2 * top, self._everywhere(top), True, name)
        return self._model.GetDimensionOrDie(name)

    def _transits(self, fall: int) -> int:
        """Nothing, but at washes a fall that slack may make up for."""
        falls = [-fall if role == Role.WASH else 0 for role in self._problem.task_role.tolist()]
        row: int = self._model.RegisterUnaryTransitVector(self._nodes.values(falls))
        return row

    def _none_at(self, name: str, change: Sequence[int], indices: Collection[int]) -> None:
        """A load that is nothing at some nodes."""
        row = self._model.RegisterUnaryTransitVector(self._nodes.values(change))
        most = sum(more for more in change if more > 0)
        self._model.AddDimensionWithVehicleCapacity(row, 0, self._everywhere(most), True, name)
        dimension = self._model.GetDimensionOrDie(name)
        for index in indices:
            dimension.CumulVar(index).SetMax(0)

    def _everywhere(self, most: int) -> list[int]:
        return [most] * self._problem.shifts
