"""The nodes of the OR-Tools model: the tasks, then one terminal per place of starts and ends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.role import Role
from logiroute.solver.rules import pairing, slots


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
        self.barred |= self._without_berth(problem, tasks, at_one_place & ~terminals[:, None])
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.place),
            problem.shifts,
            [terminal[place] for place in problem.shift_start.tolist()],
            [terminal[place] for place in problem.shift_end.tolist()],
        )
        #: Cost units of doing what is at a node, beside the way.
        self.cost = np.array(
            self.values(problem.of(Rule.PAIRING, pairing.Columns).cost), dtype=np.int64
        )
        #: Index of every task in the model's own vectors.
        self.index: list[int] = [
            self.manager.NodeToIndex(node) for node in np.argsort(tasks).tolist()
        ]

    def _without_berth(
        self, problem: Problem, tasks: NDArray[np.int64], in_one_stop: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Pairs that leave work without the berth it needs, or a berth without its work.

        Parameters
        ----------
        problem : Problem
        tasks : ndarray of int64
            The task of every node that is none of an end of a route.
        in_one_stop : ndarray of bool, shape (nodes, nodes)
            Tasks at one place.
        """
        columns = problem.of(Rule.SLOTS, slots.Columns)
        ends = [False] * (len(self.place) - len(tasks))
        berth = np.append(np.array(columns.kind, np.int64)[tasks] >= 0, ends)
        work = np.isin(self.place, list(columns.places)) & ~berth
        work[len(tasks) :] = False
        begins = work[None, :] & ~in_one_stop
        goes_on = berth[:, None] & ~(in_one_stop & work[None, :])
        again = (berth | work)[:, None] & berth[None, :] & in_one_stop
        barred: NDArray[np.bool_] = begins | goes_on | again
        return barred

    def values(self, per_task: Sequence[int]) -> list[int]:
        """A vector over nodes of values per task, zero at the terminals."""
        found = [per_task[task] for task in self._task_of_node]
        return found + [0] * (len(self.place) - len(found))

    def task_at(self, index: int) -> int:
        """The task at an index that is no end of a route."""
        node: int = self.manager.IndexToNode(index)
        return self._task_of_node[node]
