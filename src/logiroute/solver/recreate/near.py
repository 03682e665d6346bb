"""Who is near whom: lists of neighbours, and the keys that orders are sorted by."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.recreate.layout import Rows


class Near(NamedTuple):
    """Neighbours of every task of an order, the nearest first; others have and are none.

    Those that no vehicle may do as well come last.

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

#: Of an order with more set-downs than these, none is a neighbour of other tasks.
_FEW_CHOICES = 4

#: Tasks whose legs are fetched at a time, by the place where they begin and where they end.
_BLOCK = 64

#: Rows of a table that are turned at a time: lines of memory are read once.
_BAND = 512

#: Metres further than anybody is: added to those that no vehicle may do as well.
_APART = 1e15

#: Distances worked out at a time: with all that lies between they stay in the processor's cache.
_CHUNK = 2**17


def near_of(rows: Rows, by_way: int = 120, by_hour: int = 40) -> Near:
    """Neighbours of every task.

    Parameters
    ----------
    rows : Rows
    by_way, by_hour : int
        Most neighbours in each list; one at least, which is no neighbour where a task has none.
    """
    of_orders = np.flatnonzero(rows.task["reload"] < 0)
    others = np.flatnonzero(_may_be_near(rows))
    task, other = rows.task[of_orders], rows.task[others]
    # Tasks at one place at the same hours have the same neighbours.
    pattern, meets = _patterns(rows, of_orders)
    all_meet = bool(meets.all())
    keys = np.column_stack(
        [
            *(task[name] for name in ("place", "opens", "closes", "service")),
            pattern[of_orders],
        ]
    )
    _, firsts, like = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    own, patterns = task[firsts], pattern[of_orders[firsts]]
    ways = np.zeros((len(own), min(by_way + 1, len(others))), np.int64)
    hours = np.zeros((len(own), min(by_hour + 1, len(others))), np.int64)
    pace, hours_there = _pace(rows), _Hours.of(other, (1, -1))
    chunk = max(1, _CHUNK // max(len(others), 1))
    for begin in range(0, len(own), _BLOCK):
        block = own[begin : begin + _BLOCK]
        legs, hours_here = _legs(rows, block, other), _Hours.of(block, (-1, 1))
        for row in range(0, len(block), chunk):
            part = slice(row, row + chunk)
            way, hour = _distances(
                [leg[part] for leg in legs],
                _Hours(*(hour[part] for hour in hours_here)),
                hours_there,
                pace,
            )
            mine = slice(begin + row, begin + row + len(way))
            if not all_meet:
                apart = ~meets[patterns[mine]][:, pattern[others]]
                way, hour = (np.where(apart, each + _APART, each) for each in (way, hour))
            ways[mine] = others[_nearest(way, ways.shape[1])]
            hours[mine] = others[_nearest(hour, hours.shape[1])]
    return Near(
        _without_self(rows, ways[like.reshape(-1)], of_orders),
        _without_self(rows, hours[like.reshape(-1)], of_orders),
    )


def _patterns(
    rows: Rows, of_orders: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Tasks by the kinds of shifts that may do them; which of those have a kind in common.

    What no kind may do is apart from others, but has the neighbours that it would have.

    Returns
    -------
    ndarray of int64, shape (tasks,)
        A number per set of kinds.
    ndarray of bool, shape (sets, sets)
    """
    numbers: dict[bytes, int] = {}
    pattern = np.zeros(len(rows.task), np.int64)
    for task, kinds in zip(of_orders, np.packbits(rows.allowed[of_orders], axis=1), strict=True):
        pattern[task] = numbers.setdefault(kinds.tobytes(), len(numbers))
    member = np.zeros((len(numbers), rows.allowed.shape[1]), np.float32)  # Multiplies fast.
    member[pattern[of_orders]] = rows.allowed[of_orders]
    meets = member @ member.T > 0
    meets[~member.any(axis=1)] = True
    return pattern, meets


def _may_be_near(rows: Rows) -> NDArray[np.bool_]:
    """Per task, whether it is a neighbour; hardly any set-down is done that is one of many."""
    unit = rows.unit[np.maximum(rows.task["order"], 0)]
    many = unit["choice_end"] - unit["choice_begin"] > _FEW_CHOICES
    near: NDArray[np.bool_] = (rows.task["reload"] < 0) & ~(rows.task["set_down"] & many)
    return near


def _legs(rows: Rows, task: Any, other: Any) -> list[NDArray[np.int32]]:
    """Metres from some tasks to others and back; where time matters, seconds there and back too."""
    size = rows.places**2
    here, there = task["place"].astype(np.int64), other["place"].astype(np.int64)
    found = []
    for table in (rows.metres, rows.span) if rows.timed else (rows.metres,):
        matrix = table[:size].reshape(rows.places, rows.places)
        back = np.empty((len(here), rows.places), np.int32)
        for begin in range(0, rows.places, _BAND):
            band = slice(begin, begin + _BAND)
            back[:, band] = matrix[band, here].T
        found += [matrix[here][:, there], back[:, there]]
    return found


def _distances(
    legs: list[NDArray[np.int32]], here: "_Hours", there: "_Hours", pace: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Between some tasks and others, the shorter way: metres, and with the time that is lost."""
    out, back, *times = legs
    way = np.minimum(out, back).astype(np.float64)
    if not times:
        return way, way
    after = _lost(times[0], here, there)
    after *= pace
    after += out
    ahead = _lost(times[1], there, here)
    ahead *= pace
    ahead += back
    return way, np.minimum(after, ahead, out=after)


def _without_self(
    rows: Rows, near: NDArray[np.int64], of_orders: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The lists of all tasks, from those of some, in which they are themselves."""
    count = max(1, near.shape[1] - 1)
    found = np.zeros((len(rows.task), count), np.int64)
    if near.shape[1] > 1:
        to_the_end = np.argsort(near == of_orders[:, None], axis=1, kind="stable")[:, :count]
        found[of_orders] = np.take_along_axis(near, to_the_end, 1)
    return found


def _pace(rows: Rows) -> float:
    """Metres that weigh as much as a second: the pace of the legs."""
    sample = slice(0, rows.places**2, max(1, rows.places**2 // 10_000))
    seconds, metres = rows.span[sample].astype(np.float64), rows.metres[sample].astype(np.float64)
    reached = (seconds > 0) & (seconds < 2**30)
    total = seconds[reached].sum()
    return float(metres[reached].sum() / total) if total else 1.0


class _Hours(NamedTuple):
    """When tasks may start, and when they are done at the earliest and at the latest."""

    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    done: NDArray[np.float64]
    last: NDArray[np.float64]

    @classmethod
    def of(cls, task: Any, shape: tuple[int, int]) -> "_Hours":
        """Of tasks, in a row or in a column."""
        opens, closes = task["opens"], task["closes"]
        several = (opens, closes, opens + task["service"], closes + task["service"])
        return cls(*(each.astype(np.float64).reshape(shape) for each in several))


def _lost(leg: NDArray[np.int32], before: _Hours, after: _Hours) -> NDArray[np.float64]:
    """Seconds waited, or too late, between two tasks at best."""
    waited = after.opens - leg
    waited -= before.last
    np.maximum(waited, 0.0, out=waited)
    waited *= _WAITING
    late = before.done + leg
    late -= after.closes
    np.maximum(late, 0.0, out=late)
    waited += late
    return waited


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
