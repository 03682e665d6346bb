"""An instance: a problem, and what it needs to be told about in the words of its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.vroom_source import VroomSource
from logiroute.solver.problem import Problem


@dataclass(frozen=True)
class Instance:
    """A problem read from a file.

    Attributes
    ----------
    name, kind : str
        As the file names itself, and the type of problem it says it is.
    problem : Problem
    label : tuple of int
        Per task: the number it has in solution files.
    convention : str
        How times and distances were made whole numbers, in words.
    prize : tuple of int
        Per order: cost units of leaving it out that are part of the objective; 0 where leaving it
        out is no solution, or none of the whole problem.
    cost_scale : int
        Cost units of the problem in one unit of the published objective.
    vehicle_cost : int
        Cost units that each route costs only so that routes are few; no part of the objective.
    lists_all : bool
        Whether vehicles differ, so that a solution lists all of them, also those that stay.
    vroom : VroomSource or None
        What VROOM's JSON says beside the problem, if it was read from that.
    """

    name: str
    kind: str
    problem: Problem
    label: tuple[int, ...]
    prize: tuple[int, ...]
    convention: str
    cost_scale: int
    vehicle_cost: int = 0
    lists_all: bool = False
    vroom: VroomSource | None = None

    def objective(self, routes: Sequence[Sequence[int]], evaluator: Evaluator) -> Decimal:
        """What routes cost in the units of the file, prizes of orders left out included.

        Parameters
        ----------
        routes : sequence of sequence of int
            Task rows, one sequence per shift.
        evaluator : Evaluator
            Of the problem.

        Raises
        ------
        ValueError
            A route misses a rule.
        """
        driven = sum(1 for tasks in routes if tasks)
        units = evaluator.total(routes)[0] - driven * self.vehicle_cost
        served = evaluator.served(routes)
        units += sum(prize for order, prize in enumerate(self.prize) if order not in served)
        return Decimal(units) / self.cost_scale

    def missing(self, served: frozenset[int]) -> int:
        """How many orders are left out that have to be served."""
        return sum(1 for order, prize in enumerate(self.prize) if not prize and order not in served)
