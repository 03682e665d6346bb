"""The nodes of the OR-Tools model: the tasks, then one terminal per place of starts and ends."""

from collections.abc import Sequence

import numpy as np
from ortools.constraint_solver import pywrapcp

from logiroute.solver.problem import Problem
from logiroute.solver.role import Role


class Nodes:
    """Nodes of the tasks, in an order drawn from a seed, and of the ends of routes.

    Parameters
    ----------
    problem : Problem
    seed : int
        Shuffles the tasks; 0 keeps their order.
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        tasks = np.arange(problem.tasks)
        if seed:
            np.random.default_rng(seed).shuffle(tasks)
        self._task_of_node: list[int] = tasks.tolist()
        halts = sorted({*problem.shift_start.tolist(), *problem.shift_end.tolist()})
        terminal = {place: problem.tasks + row for row, place in enumerate(halts)}
        #: Place of every node.
        self.place = np.array([*problem.task_place[tasks].tolist(), *halts], dtype=np.int64)
        at_one_place = self.place[:, None] == self.place[None, :]
        terminals = np.arange(len(self.place)) >= problem.tasks
        reloads = np.append(problem.task_role[tasks] == Role.RELOAD, [False] * len(halts))
        #: Pairs of tasks at one place: one stop, no leg. A trip always starts with one.
        self.same = at_one_place & ~terminals[None, :] & ~(terminals | reloads)[:, None]
        #: Pairs of which the second never follows the first: nothing would be done on a trip.
        self.barred = (reloads[:, None] & (reloads | terminals)[None, :]) | (
            at_one_place & terminals[:, None] & reloads[None, :]
        )
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.place),
            problem.shifts,
            [terminal[place] for place in problem.shift_start.tolist()],
            [terminal[place] for place in problem.shift_end.tolist()],
        )
        #: Index of every task in the model's own vectors.
        self.index: list[int] = [
            self.manager.NodeToIndex(node) for node in np.argsort(tasks).tolist()
        ]

    def values(self, per_task: Sequence[int]) -> list[int]:
        """A vector over nodes of values per task, zero at the terminals."""
        found = [per_task[task] for task in self._task_of_node]
        return found + [0] * (len(self.place) - len(found))

    def task_at(self, index: int) -> int:
        """The task at an index that is no end of a route."""
        node: int = self.manager.IndexToNode(index)
        return self._task_of_node[node]
