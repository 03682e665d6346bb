"""OR-Tools' routing library with guided local search, the setting everybody uses, set up well.

Matrices and vectors are registered (no Python callbacks), vehicles that no good plan needs are
left out, and the moves that rebuild whole paths are off, which helps it at this size.
"""

from __future__ import annotations

from importlib.metadata import version as version_of
from typing import Any

from benchmarks.peers.case import NONE, Case, Routes, read
from benchmarks.peers.engine import SIDE_BY_SIDE, Trace
from benchmarks.peers.ortools_model import MUST, Model

__all__ = ["cannot", "read", "solve", "version"]


def version() -> str:
    """Release of OR-Tools."""
    return version_of("ortools")


def cannot(_case: Case) -> str:
    """All of a case has words in the routing library."""
    return ""


def solve(case: Case, seconds: float, seed: int, _threads: int, trace: Trace) -> Routes | None:
    """First solution and guided local search until the time is up."""
    model = Model(case)
    best: list[Routes] = []
    least = [float("inf")]

    def at_solution() -> None:
        cost = model.routing.CostVar().Value()
        if cost < least[0]:
            least[0] = cost
            best[:] = [model.routes()]
            if cost < MUST:
                trace.better(cost)

    model.routing.AddAtSolutionCallback(at_solution)
    parameters = _parameters(_first(case, seed), max(0.1, seconds - trace.elapsed()))
    model.routing.CloseModelWithParameters(parameters)
    start = model.chains_of_reloads()
    if start is None:
        model.routing.SolveWithParameters(parameters)
    else:
        model.routing.SolveFromAssignmentWithParameters(start, parameters)
    return best[0] if best else None


def _parameters(first: str, seconds: float) -> Any:
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver.routing_enums_pb2 import (
        FirstSolutionStrategy,
        LocalSearchMetaheuristic,
    )
    from ortools.util.optional_boolean_pb2 import BOOL_FALSE

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.local_search_metaheuristic = LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.first_solution_strategy = getattr(FirstSolutionStrategy, first)
    moves = parameters.local_search_operators
    moves.use_global_cheapest_insertion_path_lns = BOOL_FALSE
    moves.use_local_cheapest_insertion_path_lns = BOOL_FALSE
    moves.use_relocate_path_global_cheapest_insertion_insert_unperformed = BOOL_FALSE
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    return parameters


def _first(case: Case, seed: int) -> str:
    """First solution that did best in trials, by what a case has.

    Guided local search draws nothing by chance: of two runs side by side the second starts from
    elsewhere, as two that start alike would end alike.
    """
    if seed >= SIDE_BY_SIDE:
        return "PARALLEL_CHEAPEST_INSERTION"
    if (case.second != NONE).any():
        return "LOCAL_CHEAPEST_INSERTION"
    if not case.required.all():
        return "ALL_UNPERFORMED"
    if case.only_loads() and len(set(case.alike.tolist())) > 1:
        return "LOCAL_CHEAPEST_INSERTION" if case.fixed_cost.any() else "PATH_MOST_CONSTRAINED_ARC"
    return "SAVINGS"
