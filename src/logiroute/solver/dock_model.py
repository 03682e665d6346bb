"""What the OR-Tools model knows of docks: whoever works at a place has one, and they are counted.

How long a vehicle keeps a dock is decided by the tasks that follow its berth. So docks are summed
up once routes are settled, as the rule's own check does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from ortools.constraint_solver import pywrapcp

from logiroute.solver.draws import Draws, Source
from logiroute.solver.miss import RouteCheck
from logiroute.solver.nodes import Nodes
from logiroute.solver.problem import Problem

#: Routes whose docks are kept; then all are forgotten.
_KEPT = 100_000


class DockModel:
    """Docks in an OR-Tools model; that berths come before work is said by `Nodes.barred`.

    Parameters
    ----------
    model : pywrapcp.RoutingModel
    nodes : Nodes
    problem : Problem
    """

    def __init__(self, model: Any, nodes: Nodes, problem: Problem) -> None:
        self._model, self._nodes, self._problem = model, nodes, problem
        self._held: list[_Held] = []

    def hold(self, check: RouteCheck, draws: Draws) -> None:
        """Let routes pass a check, and take no more docks than there are."""
        solver = self._model.solver()
        constraint = _Held(
            solver,
            {shift: self._model.Start(shift) for shift in range(self._problem.shifts)},
            [self._model.NextVar(index) for index in range(self._model.Size())],
            {index: task for task, index in enumerate(self._nodes.index)},
            check,
            draws,
        )
        # The model holds no reference that Python counts.
        self._held.append(constraint)
        solver.AddConstraint(constraint)


class _Held(pywrapcp.PyConstraint):  # type: ignore[misc]
    """Sums up what settled routes take.

    Parameters
    ----------
    solver : pywrapcp.Solver
    starts : mapping of int to int
        Shift → index where its route starts.
    nexts : sequence of IntVar
        By index: what comes after it.
    tasks : mapping of int to int
        Index → task.
    check : RouteCheck
    draws : Draws
    """

    def __init__(
        self,
        solver: Any,
        starts: Mapping[int, int],
        nexts: Sequence[Any],
        tasks: Mapping[int, int],
        check: RouteCheck,
        draws: Draws,
    ) -> None:
        super().__init__(solver)
        self._starts, self._nexts, self._tasks = starts, nexts, tasks
        self._check, self._draws = check, draws
        self._known: dict[tuple[int, tuple[int, ...]], Counter[Source] | None] = {}

    def Post(self) -> None:  # noqa: N802 - the name that the solver calls
        """Wake up when what comes after some index is settled."""
        demon = self.DelayedInitialPropagateDemon()
        for after in self._nexts:
            after.WhenBound(demon)

    def InitialPropagate(self) -> None:  # noqa: N802 - the name that the solver calls
        """Look at all routes that are settled."""
        taken: Counter[Source] = Counter()
        for shift, start in self._starts.items():
            tasks = self._settled(start)
            found = self._taken(shift, tasks) if tasks else Counter()
            if found is None:
                self.solver().Fail()
                return
            taken.update(found)
        if any(taken[source] > self._draws.most.get(source, 0) for source in taken):
            self.solver().Fail()

    def DebugString(self) -> str:  # noqa: N802 - the name that the solver calls
        """Name in the solver's logs."""
        return "Docks"

    def _settled(self, start: int) -> tuple[int, ...]:
        """The tasks of a route; nothing as long as some of them are open."""
        route = []
        index = start
        while index < len(self._nexts):
            after = self._nexts[index]
            if not after.Bound():
                return ()
            route.append(index)
            index = after.Value()
        return tuple(self._tasks[at] for at in route[1:])

    def _taken(self, shift: int, tasks: tuple[int, ...]) -> "Counter[Source] | None":
        """What a route takes; None if it is not legal."""
        key = shift, tasks
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found: Counter[Source] | None = None
            if self._check(shift, tasks) is None:
                found = Counter()
                for draw in self._draws.of_route(shift, tasks):
                    found[draw.source] += draw.amount
            self._known[key] = found
        return self._known[key]
