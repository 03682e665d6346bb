"""What the OR-Tools model knows of washes: levels that rise until one, and the class between two.

OR-Tools' own visit types cannot say it: there, one visit that removes a type removes one instance,
while one disinfection clears whoever sat in the vehicle.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from logiroute.model.rules import Rule
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
        self._washes = {
            nodes.index[task] for task in np.flatnonzero(problem.task_role == Role.WASH).tolist()
        }

    def clean(
        self,
        need: Sequence[int],
        straight: Sequence[bool],
        change: Sequence[int],
        unclean: Collection[int],
        aboard: Collection[int],
    ) -> None:
        """After a task with a need nothing is done but its like, until a wash of that length.

        A dimension holds the longest need since the last wash. It may rise to that of a task on the
        way there, and is nothing at every task without one and at the end; only a wash brings it
        down. Nobody is aboard then, and while people are aboard who need one, nothing else is done.

        Parameters
        ----------
        need : sequence of int
            Per task: seconds of the wash it needs afterwards.
        straight : sequence of bool
            Per task: whether it is of people who need one.
        change : sequence of int
            Per task: parties that board, less those that alight.
        unclean, aboard : collection of int
            Tasks that may be done before a wash that is due, and while people are aboard.
        """
        level = self._level
        for task, index in enumerate(self._nodes.index):
            if need[task]:
                level.CumulVar(index).SetMin(self._levels.index(need[task]))
            elif index not in self._washes and task not in unclean:
                level.CumulVar(index).SetMax(0)
        for shift in range(self._problem.shifts):
            level.CumulVar(self._model.End(shift)).SetMax(0)
        self._none_at("people at washes", change, self._washes)
        others = {
            index
            for task, index in enumerate(self._nodes.index)
            if not straight[task] and task not in aboard
        }
        going = [more if goes else 0 for more, goes in zip(change, straight, strict=True)]
        self._none_at("people under way", going, others)

    def none_aboard_at(self, name: str, change: Sequence[int], tasks: Collection[int]) -> None:
        """Nobody is aboard at some tasks; ``change`` as for `clean`."""
        if any(change) and tasks:
            self._none_at(name, change, {self._nodes.index[task] for task in tasks})

    def long_enough(self, task: int, seconds: int) -> None:
        """A wash takes so long, and so is enough for needs of no more."""
        enough = sum(level <= seconds for level in self._levels) - 1
        self._level.CumulVar(self._nodes.index[task]).SetMax(enough)

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

    @cached_property
    def _levels(self) -> list[int]:
        return sorted({0, *self._problem.of(Rule.CLEANING, cleaning.Columns).need})

    @cached_property
    def _level(self) -> Any:
        """The dimension of the longest need since the last wash, by its row in the levels."""
        top = len(self._levels) - 1
        row = self._transits(top)
        name = "need of a wash"
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
