"""What all routes share: sums over the plan that may not pass a limit."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.model.rules import Rule
from logiroute.solver.problem import Problem
from logiroute.solver.rules import beds, cleaning, stock


class Shared(NamedTuple):
    """Sums, in rows that tasks draw on.

    Attributes
    ----------
    begin : ndarray of int64, shape (tasks + 1,)
        The draws of task ``t`` are rows ``begin[t]`` to ``begin[t + 1]`` of the next three.
    source : ndarray of int64
        The sum drawn on.
    depot : ndarray of int64
        Place where its trip has to be loaded to draw on it; -1 for any.
    amount : ndarray of int64
    limit : ndarray of int64, shape (sums,)
    """

    begin: NDArray[np.int64]
    source: NDArray[np.int64]
    depot: NDArray[np.int64]
    amount: NDArray[np.int64]
    limit: NDArray[np.int64]


def shared_of(problem: Problem, depots: Iterable[int]) -> Shared:
    """Sums of beds, stock and bays that could run out.

    Parameters
    ----------
    problem : Problem
    depots : iterable of int
        Places where shifts start or reload.
    """
    sleeping = problem.of(Rule.BEDS, beds.Columns)
    washing = problem.of(Rule.CLEANING, cleaning.Columns)
    goods = problem.of(Rule.STOCK, stock.Columns)
    limit: list[int] = []
    total: list[int] = []
    number: dict[tuple[int, ...], int] = {}
    draws: list[tuple[int, int, int, int]] = []

    def draw(task: int, key: tuple[int, ...], start: int, amount: int, most: int) -> None:
        if key not in number:
            number[key] = len(limit)
            limit.append(most)
            total.append(0)
        total[number[key]] += amount
        draws.append((task, number[key], start, amount))

    places = problem.task_place.tolist()
    depots = sorted(set(depots))
    for task in range(problem.tasks):
        persons, own = sleeping.arriving[task], (places[task], sleeping.period[task])
        for key in beds.counted_in(sleeping, *own) if persons else ():
            draw(task, (-1, *key), -1, persons, sleeping.beds[key])
        kind = washing.kind[task]
        for cell in washing.cells[kind] if kind >= 0 else ():
            place = washing.place[kind]
            draw(task, (-2, place, cell), -1, 1, washing.bays[place, cell])
        if not goods.counted:
            continue
        for item, quantity in goods.goods[task]:
            for depot in depots:
                most = goods.available.get((depot, item), 0)
                draw(task, (depot, item), depot, quantity, most)
    kept = [row for row in draws if total[row[1]] > limit[row[1]]]
    begin = np.zeros(problem.tasks + 1, np.int64)
    for task, *_ in kept:
        begin[task + 1] += 1
    return Shared(
        begin=np.cumsum(begin, dtype=np.int64),
        source=np.array([row[1] for row in kept], np.int64),
        depot=np.array([row[2] for row in kept], np.int64),
        amount=np.array([row[3] for row in kept], np.int64),
        limit=np.array(limit, np.int64),
    )
