"""logiroute's own solver, on the very `Problem` that the case was written down from."""

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import logiroute
from benchmarks.peers import case as cases
from benchmarks.peers.case import Case, Routes
from benchmarks.peers.engine import Trace
from logiroute.errors import NoPlanError
from logiroute.solver.problem import Problem
from logiroute.solver.progress import Event
from logiroute.solver.solve_problem import solve_problem

#: Name of the problem's file in the folder of an instance.
FILE = "problem.pickle"


@dataclass(frozen=True)
class Given:
    """A problem, and its case, which says what has to be served."""

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
    required = set(np.flatnonzero(given.case.required).tolist())
    order_of = given.problem.task_order

    def on_event(event: Event) -> None:
        if event.routes is None or event.cost is None:
            return
        served = {int(order_of[task]) for tasks in event.routes for task in tasks}
        if required <= served:
            trace.better(event.cost)

    try:
        routes = solve_problem(
            given.problem,
            seconds=seconds - trace.elapsed(),
            seed=seed,
            processes=threads,
            on_event=on_event,
        )
    except NoPlanError:
        return None
    return {shift: list(tasks) for shift, tasks in enumerate(routes) if tasks}
