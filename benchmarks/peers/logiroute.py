"""logiroute's own solver, on the very `Problem` that the case was written down from."""

import pickle
from dataclasses import dataclass
from pathlib import Path

import logiroute
from benchmarks.judge import judge
from benchmarks.peers import case as cases
from benchmarks.peers.case import Case, Routes
from benchmarks.peers.engine import Trace
from logiroute.errors import NoPlanError
from logiroute.solver import problem as rows
from logiroute.solver.problem import Problem
from logiroute.solver.progress import Event
from logiroute.solver.solve_problem import solve_problem

#: Name of the problem's file in the folder of an instance.
FILE = "problem.pickle"


@dataclass(frozen=True)
class Given:
    """A problem, and the case that plans are priced by once the search is over."""

    problem: Problem
    case: Case


def write(problem: Problem, folder: Path) -> None:
    """Write a problem into the folder of an instance."""
    (folder / FILE).write_bytes(pickle.dumps(problem))


def read(folder: Path) -> Given:
    """Read what `write` wrote, and the case beside it."""
    problem = pickle.loads((folder / FILE).read_bytes())  # noqa: S301 - written by this module
    return Given(problem, cases.read(folder))


def version() -> str:
    """Release of logiroute."""
    return logiroute.__version__


def cannot(_given: Given) -> str:
    """Every case was a problem of logiroute's before."""
    return ""


def solve(given: Given, seconds: float, seed: int, threads: int, trace: Trace) -> Routes | None:
    """Search as ``logiroute solve --seconds --seed --processes`` does."""
    found: list[tuple[float, rows.Routes]] = []

    def on_event(event: Event) -> None:
        if event.routes is not None:
            found.append((trace.elapsed(), event.routes))

    try:
        best = solve_problem(
            given.problem,
            seconds=seconds - trace.elapsed(),
            seed=seed,
            processes=threads,
            on_event=on_event,
        )
    except NoPlanError:
        return None
    # Pricing plans meanwhile would take time from the search.
    least = float("inf")
    for elapsed, routes in found:
        cost = judge(given.case, _driven(routes)).cost
        if cost < least:
            least = cost
            trace.points.append((round(elapsed, 3), int(cost)))
    return _driven(best)


def _driven(routes: rows.Routes) -> Routes:
    return {shift: list(tasks) for shift, tasks in enumerate(routes) if tasks}
