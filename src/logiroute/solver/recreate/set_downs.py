"""What set-downs cost, and in which order those of an order are looked at."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.rules import pairing, travel

#: So many set-downs of all orders a packed place can tell apart; see `places`.
MOST_SET_DOWNS = 2**20


def cheapest_first(problem: Problem, metres: NDArray[np.int32]) -> list[list[int]]:
    """Per order, its set-downs by what they cost from its pick-up, those at one place in a row.

    Parameters
    ----------
    problem : Problem
    metres : ndarray of int32, shape (places, places)

    Raises
    ------
    OverflowError
        There are more than `MOST_SET_DOWNS`.
    """
    count = sum(map(len, problem.choices))
    if count > MOST_SET_DOWNS:
        raise OverflowError(
            f"{count:,} set-downs to choose from are more than {MOST_SET_DOWNS:,}: name fewer "
            "destinations, or due for fewer orders"
        )
    cost_of = problem.of(Rule.PAIRING, pairing.Columns).cost
    rates = problem.of(Rule.TRAVEL, travel.Columns).metre_cost
    rate = max(float(np.median(np.array(rates, np.float64))), 1.0) if rates else 1.0
    found = []
    for first, choices in zip(problem.first_task, problem.choices, strict=True):
        tasks = list(choices)
        there = problem.task_place[tasks]
        way = metres[problem.task_place[first], there]
        cost = np.array([cost_of[task] for task in tasks], np.int64)
        if not cost.any():
            ranked = np.argsort(way, kind="stable")
        else:
            in_all = way * rate + cost
            _, place = np.unique(there, return_inverse=True)
            least = np.full(len(tasks), np.inf)
            np.minimum.at(least, place, in_all)
            ranked = np.lexsort((in_all, place, least[place]))
        found.append([tasks[at] for at in ranked.tolist()])
    return found


@lazily_compiled
def cost_of_set_downs(board: Board, tasks: NDArray[np.int64], count: int) -> int:
    """What the set-downs of a sequence of tasks cost, beside the way."""
    rows = rows_at(board)
    cost = 0
    for at in range(count):
        cost += rows.task[tasks[at]].cost
    return int(cost)
