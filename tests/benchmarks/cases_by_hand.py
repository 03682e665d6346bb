"""Cases that fit on the back of an envelope."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.peers.case import NONE, Case, Ints


def on_a_line(
    at: Sequence[int],
    *,
    shifts: int = 1,
    weight: int = 1,
    capacity: int = 100,
    closes: int = 10_000,
) -> Case:
    """Orders at points of a line whose depot is at 0; a metre takes a second and costs one unit."""
    spots = np.array([0, *at])
    metres = np.abs(spots[:, None] - spots[None, :])[None]
    count = len(at)
    return Case(
        seconds=metres,
        metres=metres,
        place=np.arange(1, count + 1),
        service=_all(0, count),
        span_row=np.arange(count + 1),
        spans=np.array([[0, closes]] * count),
        change=_all(-weight, count)[None],
        first=np.arange(count),
        second=_all(NONE, count),
        release=_all(NONE, count),
        penalty=_all(0, count),
        required=_all(1, count),
        reload=_all(0, 0),
        start=_all(0, shifts),
        end=_all(0, shifts),
        table=_all(0, shifts),
        opens=_all(0, shifts),
        closes=_all(closes, shifts),
        max_duty=_all(NONE, shifts),
        max_trips=_all(NONE, shifts),
        metre_cost=_all(1, shifts),
        second_cost=_all(0, shifts),
        fixed_cost=_all(0, shifts),
        alike=_all(0, shifts),
        capacity=_all(capacity, shifts)[None],
        refused=np.zeros((count, shifts), dtype=np.int64),
    )


def with_pair(case: Case, first: int, second: int) -> Case:
    """Two tasks made one order: what the first takes aboard the second sets down."""
    change = case.change.copy()
    change[:, first], change[:, second] = 1, -1
    known = dict(zip(case.first.tolist(), case.second.tolist(), strict=True))
    orders = [task for task in case.first.tolist() if task != second]
    return replace(
        case,
        change=change,
        first=np.array(orders),
        second=np.array([{**known, first: second}.get(task, NONE) for task in orders]),
        release=_all(NONE, len(orders)),
        penalty=_all(0, len(orders)),
        required=_all(1, len(orders)),
    )


def with_reloads(case: Case, count: int) -> Case:
    """So many tasks of reloading at the depot."""
    closes = int(case.closes.max())
    return replace(
        case,
        place=np.append(case.place, _all(0, count)),
        service=np.append(case.service, _all(0, count)),
        span_row=np.arange(case.tasks + count + 1),
        spans=np.vstack([case.spans, [[0, closes]] * count]),
        change=np.pad(case.change, ((0, 0), (0, count))),
        reload=np.arange(case.tasks, case.tasks + count),
        refused=np.pad(case.refused, ((0, count), (0, 0))),
    )


def _all(value: int, count: int) -> Ints:
    return np.full(count, value, dtype=np.int64)
