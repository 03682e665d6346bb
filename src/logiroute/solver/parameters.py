"""Search parameters of OR-Tools, chosen by measurement."""

from enum import Enum
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_ils_pb2
from ortools.util import optional_boolean_pb2

#: Moves that bring orders in by taking routes apart and putting them together again. They pay
#: while orders are left out, and slow the search down once all are served.
_REBUILDING = (
    "use_global_cheapest_insertion_path_lns",
    "use_local_cheapest_insertion_path_lns",
    "use_relocate_path_global_cheapest_insertion_insert_unperformed",
)

#: Moves that make room for an order by moving another; with these the search gets out of other
#: dead ends than with rebuilding alone.
_ROOM_MAKING = ("use_relocate_and_make_active", "use_extended_swap_active")


class Moves(Enum):
    """Which moves of the local search are used on top of the usual ones."""

    USUAL = ()
    REBUILDING = _REBUILDING
    ROOM_MAKING = _REBUILDING + _ROOM_MAKING


#: A limit that is never reached; OR-Tools warns of guided local search without any.
_NEVER_S = 7 * 24 * 3600


def search_parameters(
    seconds: float | None = None, iterations: int | None = None, moves: Moves = Moves.USUAL
) -> Any:
    """Parameters of one search.

    Parameters
    ----------
    seconds : float or None
        Time limit; without one nothing depends on the clock.
    iterations : int or None
        Accepted moves after which it ends.
    moves : Moves
    """
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    # Times are set by the finalizers: the linear optimisers know nothing of limits that are
    # plain constraints, and could choose times that break them.
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    on, off = optional_boolean_pb2.BOOL_TRUE, optional_boolean_pb2.BOOL_FALSE
    for name in (*_REBUILDING, *_ROOM_MAKING):
        setattr(parameters.local_search_operators, name, on if name in moves.value else off)
    if seconds is not None:
        parameters.time_limit.FromMilliseconds(max(1, int(seconds * 1000)))
        parameters.lns_time_limit.FromMilliseconds(100)
    else:
        # The default of 0.1 s would let the clock into a search that must not see it.
        parameters.lns_time_limit.FromSeconds(_NEVER_S)
        parameters.time_limit.FromSeconds(_NEVER_S)
    if iterations is not None:
        parameters.solution_limit = iterations
    return parameters


#: Visits that are taken out in a row before they are put back.
_REMOVED = 10


def iterated_parameters(seconds: float, iterations: int | None = None) -> Any:
    """Parameters of an iterated local search: ruin by random walks, recreate by insertion.

    Parameters
    ----------
    seconds : float
        Time limit.
    iterations : int or None
        Solutions after which it ends.
    """
    parameters = search_parameters(seconds, iterations)
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
    )
    parameters.use_iterated_local_search = True
    iterated = parameters.iterated_local_search_parameters
    iterated.perturbation_strategy = routing_ils_pb2.PerturbationStrategy.RUIN_AND_RECREATE
    walk = iterated.ruin_recreate_parameters.ruin_strategies.add()
    walk.random_walk.num_removed_visits = _REMOVED
    iterated.ruin_recreate_parameters.recreate_strategy.heuristic = (
        routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_INSERTION
    )
    return parameters
