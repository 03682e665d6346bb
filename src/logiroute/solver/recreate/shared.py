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
        Less than nothing of people who leave beds to others.
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
    goods = problem.of(Rule.STOCK, stock.Columns)
    limit: list[int] = []
    number: dict[tuple[int, ...], int] = {}
    draws: list[tuple[int, int, int, int]] = []

    def draw(task: int, key: tuple[int, ...], start: int, amount: int, most: int) -> None:
        if key not in number:
            number[key] = len(limit)
            limit.append(most)
        draws.append((task, number[key], start, amount))

    places = problem.task_place.tolist()
    depots = sorted(set(depots))
    for task in range(problem.tasks):
        persons, own = sleeping.arriving[task], (places[task], sleeping.period[task])
        for key in beds.counted_in(sleeping, *own) if persons else ():
            draw(task, (-1, *key), -1, persons, sleeping.beds[key])
        left, since = sleeping.leaving.get(task, (0, 0))
        for key in beds.counted_in(sleeping, places[task], since) if left else ():
            draw(task, (-1, *key), -1, -left, sleeping.beds[key])
        if not goods.counted:
            continue
        for item, quantity in goods.goods[task]:
            for depot in depots:
                most = goods.available.get((depot, item), 0)
                draw(task, (depot, item), depot, quantity, most)
    of_bays, bays = _bays(problem, len(limit))
    rows = np.concatenate([np.array(draws, np.int64).reshape(-1, 4), of_bays])
    limits = np.concatenate([np.array(limit, np.int64), bays])
    task, source, depot, amount = rows.T
    total = np.zeros(len(limits), np.int64)
    np.add.at(total, source, np.maximum(amount, 0))
    # Those that all tasks together cannot pass are no matter; of washes one task stands for many.
    kept = rows[(total > limits)[source] | (source >= len(limit))]
    kept = kept[np.argsort(kept[:, 0], kind="stable")]
    begin = np.searchsorted(kept[:, 0], np.arange(problem.tasks + 1)).astype(np.int64)
    return Shared(
        begin=begin,
        source=np.ascontiguousarray(kept[:, 1]),
        depot=np.ascontiguousarray(kept[:, 2]),
        amount=np.ascontiguousarray(kept[:, 3]),
        limit=limits,
    )


def _bays(problem: Problem, first: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draws of washes on bays, as task, sum, any depot, one; and limits of these sums.

    Sums are numbered from ``first`` on. There are many draws: one a wash and minute.
    """
    washing = problem.of(Rule.CLEANING, cleaning.Columns)
    number = {key: first + row for row, key in enumerate(washing.bays)}
    of_kind = [
        np.array([number[place, cell] for cell in cells], np.int64)
        for place, cells in zip(washing.place, washing.cells, strict=True)
    ]
    tasks = [(task, kind) for task, kind in enumerate(washing.kind) if kind >= 0]
    source = [of_kind[kind] for _, kind in tasks]
    lengths = [len(each) for each in source]
    task = np.repeat(np.array([task for task, _ in tasks], np.int64), lengths)
    rows = np.column_stack(
        [task, np.concatenate([np.zeros(0, np.int64), *source]), -np.ones_like(task)]
    )
    return (
        np.column_stack([rows, np.ones_like(task)]),
        np.array(list(washing.bays.values()), np.int64),
    )
