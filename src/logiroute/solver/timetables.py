"""A constraint of the OR-Tools model: routes run as the clock says.

Where legs take longer or shorter by the hour, or a place may be stood at in some hours only, the
model's matrices are a relaxation. Once a route is settled this constraint asks the clock for its
timetable and sets every time to it, or refuses the route.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ortools.constraint_solver import pywrapcp

from logiroute.solver.miss import Miss
from logiroute.solver.times import Timetable


class Timer(Protocol):
    """Says when a route runs."""

    def timetable(self, shift: int, tasks: Sequence[int]) -> Timetable | Miss:
        """The timetable of a route, or the rule it misses."""


#: Timetables kept for routes that come back; then all are forgotten.
_KEPT = 100_000


class Timetables(pywrapcp.PyConstraint):  # type: ignore[misc]
    """Holds routes to their timetables.

    Parameters
    ----------
    solver : pywrapcp.Solver
    clock : Timer
    starts : mapping of int to int
        Shift → index where its route starts, for the shifts that are held.
    nexts, times : sequence of IntVar
        By index: what comes after it, and when.
    tasks : mapping of int to int
        Index → task.
    """

    def __init__(
        self,
        solver: Any,
        clock: Timer,
        starts: Mapping[int, int],
        nexts: Sequence[Any],
        times: Sequence[Any],
        tasks: Mapping[int, int],
    ) -> None:
        super().__init__(solver)
        self._clock = clock
        self._starts = starts
        self._nexts, self._times = nexts, times
        self._tasks = tasks
        self._known: dict[tuple[int, tuple[int, ...]], Timetable | Miss] = {}

    def Post(self) -> None:  # noqa: N802 - the name that the solver calls
        """Wake up when what comes after some index is settled."""
        demon = self.DelayedInitialPropagateDemon()
        for after in self._nexts:
            after.WhenBound(demon)

    def InitialPropagate(self) -> None:  # noqa: N802 - the name that the solver calls
        """Look at every route that is settled."""
        for shift, start in self._starts.items():
            self._hold(shift, start)

    def DebugString(self) -> str:  # noqa: N802 - the name that the solver calls
        """Name in the solver's logs."""
        return "Timetables"

    def _hold(self, shift: int, start: int) -> None:
        route: list[int] = []
        index = start
        while index < len(self._nexts):
            after = self._nexts[index]
            if not after.Bound():
                return
            route.append(index)
            index = after.Value()
        if len(route) == 1:
            return
        tasks = tuple(self._tasks[at] for at in route[1:])
        found = self._known.get((shift, tasks))
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[shift, tasks] = self._clock.timetable(shift, tasks)
        if isinstance(found, Miss):
            self.solver().Fail()
            return
        moments = (found.duty_start, *found.starts, found.duty_end)
        for at, moment in zip((*route, index), moments, strict=True):
            self._times[at].SetValue(moment)
