"""Matrices over the nodes of the OR-Tools model, from travel tables over places.

Of several tables the least entry counts: what no table allows, the matrix does not allow either.
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_COST


def arc_span(
    drive: NDArray[np.int32],
    place: NDArray[np.int64],
    same: NDArray[np.bool_],
    work: NDArray[np.int64],
    stop: NDArray[np.int64],
    tasks: int,
    horizon: int,
) -> NDArray[np.int64]:
    """Seconds from the start of work at one node to the start of work at another.

    Parameters
    ----------
    drive : ndarray of int32, shape (tables, places, places)
        Seconds.
    place : ndarray of int64, shape (nodes,)
    same : ndarray of bool, shape (nodes, nodes)
        Pairs with no leg between them.
    work, stop : ndarray of int64, shape (nodes,)
        Seconds of work at a task, and of a stop at any node: on the way in to a task, on the way
        out of a terminal. From one terminal straight to another nothing takes time.
    tasks : int
        Nodes that are tasks; the terminals come after them.
    horizon : int
        What has no path, or takes longer, takes a second more than this.
    """
    enter, leave = stop.copy(), work.copy()
    enter[tasks:] = 0
    leave[tasks:] = stop[tasks:]
    seconds = drive.min(axis=0)[np.ix_(place, place)].astype(np.int64)
    span: NDArray[np.int64] = leave[:, None] + np.where(same, 0, seconds + enter[None, :])
    span[(seconds == UNREACHABLE) & ~same] = horizon + 1
    np.fill_diagonal(span, 0)
    span[tasks:, tasks:] = 0
    return np.minimum(span, horizon + 1)


def arc_cost(
    metres: NDArray[np.int32], place: NDArray[np.int64], same: NDArray[np.bool_], rate: int
) -> NDArray[np.int64]:
    """Cost units of the way from one node to another.

    Parameters
    ----------
    metres : ndarray of int32, shape (tables, places, places)
    place, same
        As for `arc_span`.
    rate : int
        Cost units per metre.
    """
    table = metres.min(axis=0)[np.ix_(place, place)].astype(np.int64)
    # Arcs without a path are shut by time; their cost only has to be large, not so large that
    # sums overflow.
    table[table == UNREACHABLE] = table[table != UNREACHABLE].max(initial=0) * 2 + 100_000
    table[same] = 0
    cost: NDArray[np.int64] = np.minimum(table, MOST_COST // max(rate, 1)) * rate
    return cost
