"""Solutions in VRPLIB's form: ``Route #1: 5 3 0 7`` a line, then the cost.

Numbers are those of the instance's file, its first node counted as 0. A number of a depot between
others is a reload there. The number of the route is that of the vehicle; where vehicles differ
those that stay are listed too, with nothing behind the colon.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from logiroute.atomic import write_text
from logiroute.solver.instances.complaints import Complaints
from logiroute.solver.instances.instance import Instance
from logiroute.solver.instances.vrplib_text import text_of
from logiroute.solver.problem import Routes

_ROUTE = re.compile(r"route\s*#?\s*(\d+)\s*:(.*)", re.IGNORECASE)
_COST = re.compile(r"cost\s*:?\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Solution:
    """Routes as a file tells them.

    Attributes
    ----------
    routes : Routes
        Task rows, one tuple per shift of the instance's problem.
    cost : Decimal or None
        What the file says they cost.
    """

    routes: Routes
    cost: Decimal | None


def solution_text(instance: Instance, routes: Sequence[Sequence[int]], cost: Decimal) -> str:
    """Write routes in VRPLIB's form.

    Parameters
    ----------
    instance : Instance
    routes : sequence of sequence of int
        Task rows, one sequence per shift.
    cost : Decimal
        In the units of the file, see `Instance.objective`.
    """
    listed = [tasks for tasks in routes if tasks or instance.lists_all]
    lines = [
        " ".join([f"Route #{number}:", *(str(instance.label[task]) for task in tasks)])
        for number, tasks in enumerate(listed, start=1)
    ]
    return "\n".join([*lines, f"Cost {cost.normalize():f}"]) + "\n"


def write_solution(
    path: Path | str, instance: Instance, routes: Sequence[Sequence[int]], cost: Decimal
) -> None:
    """Write routes as a file in VRPLIB's form, whole or not at all; see `solution_text`.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    write_text(path, solution_text(instance, routes, cost))


def read_solution(path: Path | str, instance: Instance) -> Solution:
    """Read routes of an instance.

    Parameters
    ----------
    path : Path or str
    instance : Instance
        That the routes are of.

    Raises
    ------
    InputError
        All that is wrong with the file, with line and cure. Whether routes keep the rules is not
        looked at.
    OSError
        It cannot be read.
    """
    path = Path(path)
    complaints = Complaints(path)
    routes: list[tuple[int, ...]] = [()] * instance.problem.shifts
    reader = _Reader(instance, complaints)
    cost: Decimal | None = None
    seen: set[int] = set()
    for line, raw in enumerate(text_of(path).splitlines(), start=1):
        if route := _ROUTE.fullmatch(raw.strip()):
            number = int(route[1])
            tasks = reader.tasks(line, route[2])
            if number in seen or not 0 < number <= len(routes):
                message = f"route {number} is one too many, or told twice; correct its number"
                complaints.say(line, "Route", message, "S507")
                continue
            seen.add(number)
            routes[number - 1] = tasks
        elif found := _COST.match(raw.strip()):
            try:
                cost = Decimal(found[1])
            except InvalidOperation:
                complaints.say(line, "Cost", f'expected a number, got "{found[1]}"', "S507")
    if not seen and not complaints:
        complaints.say(0, "Route", 'there is no line "Route #1: …"; write one a vehicle', "S507")
    complaints.close()
    return Solution(tuple(routes), cost)


class _Reader:
    """Turns numbers of a file into tasks, each once."""

    def __init__(self, instance: Instance, complaints: Complaints) -> None:
        self._complaints = complaints
        self._left: dict[int, list[int]] = {}
        for task in reversed(range(instance.problem.tasks)):
            self._left.setdefault(instance.label[task], []).append(task)
        self._known = frozenset(self._left)

    def tasks(self, line: int, content: str) -> tuple[int, ...]:
        """The tasks of a route."""
        found = []
        for token in content.split():
            number = int(token) if token.isdecimal() else -1
            if number not in self._known:
                message = f'expected numbers of the instance, got "{token[:20]}"'
                self._complaints.say(line, "Route", message, "S507")
            elif not self._left[number]:
                message = f"{number} is visited before already; delete it once"
                self._complaints.say(line, "Route", message, "S507")
            else:
                found.append(self._left[number].pop())
        return tuple(found)
