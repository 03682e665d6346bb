"""Who is near whom: lists of neighbours, and the keys that orders are sorted by."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.recreate.layout import Rows


class Near(NamedTuple):
    """Neighbours of every task, the nearest first.

    Attributes
    ----------
    by_way : ndarray of int64, shape (tasks, some)
        By metres.
    by_hour : ndarray of int64, shape (tasks, some)
        By metres and by the time that is lost between them.
    """

    by_way: NDArray[np.int64]
    by_hour: NDArray[np.int64]


#: Share of the time waited that counts as metres do.
_WAITING = 0.2

#: Distances worked out at a time.
_CHUNK = 2**19


def near_of(rows: Rows, by_way: int = 120, by_hour: int = 40) -> Near:
    """Neighbours of every task.

    Parameters
    ----------
    rows : Rows
    by_way, by_hour : int
        Most neighbours in each list; one at least, which is no neighbour where a task has none.
    """
    tasks = len(rows.task)
    size = rows.places**2
    place = rows.task["place"].astype(np.int64)
    metres = rows.metres[:size].reshape(rows.places, rows.places)
    span = rows.span[:size].reshape(rows.places, rows.places)
    opens, closes = rows.task["opens"], rows.task["closes"]
    done = opens + rows.task["service"]
    last = closes + rows.task["service"]
    pace = _pace(rows)
    reloads = rows.task["reload"] >= 0
    others = int(np.sum(~reloads)) - 1
    ways = np.zeros((tasks, max(1, min(by_way, others))), np.int64)
    hours = np.zeros((tasks, max(1, min(by_hour, others))), np.int64)
    chunk = max(1, _CHUNK // max(tasks, 1))
    for begin in range(0, tasks, chunk):
        mine = np.arange(begin, min(begin + chunk, tasks))
        here = place[mine]
        out = metres[here][:, place].astype(np.float64)
        back = metres[:, here].T[:, place].astype(np.float64)
        way = np.minimum(out, back)
        way[np.arange(len(mine)), mine] = np.inf
        way[:, reloads] = np.inf
        ways[mine] = _nearest(way, ways.shape[1])
        if not rows.timed:
            hours[mine] = ways[mine][:, : hours.shape[1]]
            continue
        leg = span[here][:, place].astype(np.float64)
        leg_back = span[:, here].T[:, place].astype(np.float64)
        after = out + pace * _lost(
            leg, opens[None, :], closes[None, :], done[mine][:, None], last[mine][:, None]
        )
        ahead = back + pace * _lost(
            leg_back, opens[mine][:, None], closes[mine][:, None], done[None, :], last[None, :]
        )
        hour = np.minimum(after, ahead)
        hour[np.arange(len(mine)), mine] = np.inf
        hour[:, reloads] = np.inf
        hours[mine] = _nearest(hour, hours.shape[1])
    return Near(ways, hours)


def _pace(rows: Rows) -> float:
    """Metres that weigh as much as a second: the pace of the legs."""
    sample = slice(0, rows.places**2, max(1, rows.places**2 // 10_000))
    seconds, metres = rows.span[sample].astype(np.float64), rows.metres[sample].astype(np.float64)
    reached = (seconds > 0) & (seconds < 2**30)
    total = seconds[reached].sum()
    return float(metres[reached].sum() / total) if total else 1.0


def _lost(
    leg: NDArray[np.float64],
    opens: NDArray[np.int64],
    closes: NDArray[np.int64],
    done: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Seconds waited, or too late, between two tasks at best."""
    waited = np.maximum(opens - leg - last, 0.0)
    late = np.maximum(done + leg - closes, 0.0)
    return _WAITING * waited + late


def _nearest(distance: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    if count <= 0:
        return np.zeros((len(distance), 0), np.int64)
    found = np.argpartition(distance, count - 1, axis=1)[:, :count]
    order = np.argsort(np.take_along_axis(distance, found, 1), axis=1, kind="stable")
    return np.take_along_axis(found, order, 1).astype(np.int64)


def keys_of(rows: Rows) -> NDArray[np.float64]:
    """What units are sorted by; the columns are those of `recreate`."""
    units = len(rows.unit)
    key = np.zeros((units, 7))
    task = rows.task
    first = rows.unit["first"]
    most = np.maximum(rows.capacity.max(axis=0, initial=1), 1)
    load = np.abs(rows.change / most).sum(axis=1) if rows.change.shape[1] else np.zeros(len(task))
    heavy = np.zeros(units)
    members = (task["set_down"] == 0) & (task["reload"] < 0)
    np.add.at(heavy, task["unit"][members], load[members])
    orders = (task["reload"] < 0) & (~members | (task["unit"] != task["order"]))
    heavy[task["order"][orders]] = np.maximum(heavy[task["order"][orders]], load[orders])
    key[:, 1] = -heavy
    away = np.minimum(rows.ends[:, :, 1], rows.ends[:, :, 3]).min(axis=0)[task["place"][first]]
    key[:, 2], key[:, 3] = -away, away
    key[:, 4] = task["closes"][first] - task["opens"][first]
    key[:, 5], key[:, 6] = task["opens"][first], -task["closes"][first]
    return key
