"""Plain arrays that a problem can be made of.

Seconds are counted from any moment before everything else, metres and seconds are whatever a travel
table says, amounts of a load dimension and costs are whole units of any size. Whatever is left out
says nothing: no window, no work, no cost, no limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Whole numbers, one a row.
Ints: TypeAlias = Sequence[int] | NDArray[np.integer]

#: Penalty of an order that has to be served: higher than anything that leaving it out may save.
MANDATORY = -1

#: Where there is no time limit.
NO_LIMIT = -1


@dataclass(frozen=True)
class TravelRows:
    """Travel tables. Arrays of int32 are taken as they are, not copied.

    Attributes
    ----------
    seconds, metres : ndarray of int, shape (places, places) or (tables, places, places)
        `UNREACHABLE` where there is no way. Both may be the same array.
    stop_s : sequence of int, shape (places,)
        Seconds that every stop costs before work begins.
    """

    seconds: NDArray[np.integer]
    metres: NDArray[np.integer]
    stop_s: Ints | None = None


@dataclass(frozen=True)
class TaskRows:
    """What is done at places.

    Attributes
    ----------
    place : sequence of int, shape (tasks,)
    service_s : sequence of int, shape (tasks,)
        Seconds of work.
    open : sequence of sequence of (int, int), shape (tasks, …)
        Closed spans of seconds in which work may start; none at all means never.
    change : array of int, shape (dimensions, tasks)
        What is taken aboard (positive) or off (negative). What a single task takes off was aboard
        from the start of its trip; what it takes aboard stays to the end of the route.
    issued : array of int, shape (dimensions, tasks)
        What is aboard for a task from the start of its trip; just what it takes off, if nothing is
        given. More than that is taken off in exchange for something brought home.
    release : sequence of int, shape (tasks,)
        First second at which a trip may start that brings what the task takes off, or `NO_LIMIT`.
    cost : sequence of int, shape (tasks,)
        Cost units of setting down there rather than elsewhere, of tasks among the choices of an
        order only.
    """

    place: Ints
    service_s: Ints | None = None
    open: Sequence[Sequence[tuple[int, int]]] | None = None
    change: Sequence[Ints] | NDArray[np.integer] = ()
    issued: Sequence[Ints] | NDArray[np.integer] | None = None
    release: Ints | None = None
    cost: Ints | None = None


@dataclass(frozen=True)
class OrderRows:
    """What is asked for: a task, or a pick-up with one of several set-downs.

    Attributes
    ----------
    first : sequence of int, shape (orders,)
        The only task of an order, or its pick-up.
    choices : sequence of sequence of int, shape (orders, …)
        Tasks of which one sets down what was picked up; empty where there is nothing to set down.
    penalty : sequence of int, shape (orders,)
        Cost units of leaving it out, or `MANDATORY`; all are mandatory if nothing is given.
    arrive_by : sequence of int, shape (orders,)
        Latest second at which setting down may start, or `NO_LIMIT`.
    max_aboard_s : sequence of int, shape (orders,)
        Longest time from the end of picking up to the start of setting down, or `NO_LIMIT`.
    together : sequence of sequence of int
        Groups of orders that ride in one shift or not at all; an order is in one group at most.
    exclusive : sequence of bool, shape (orders,)
        Whether no other picked-up order is aboard meanwhile.
    party_class : sequence of int, shape (orders,)
        Orders of different classes never share a shift; -1 goes with everything.
    """

    first: Ints
    choices: Sequence[Sequence[int]] | None = None
    penalty: Ints | None = None
    arrive_by: Ints | None = None
    max_aboard_s: Ints | None = None
    together: Sequence[Sequence[int]] = ()
    exclusive: Sequence[bool] | NDArray[np.bool_] | None = None
    party_class: Ints | None = None


@dataclass(frozen=True)
class ShiftRows:
    """Who does it: one row per vehicle and shift.

    Attributes
    ----------
    start, end : sequence of int, shape (shifts,)
        Places.
    opens, closes : sequence of int, shape (shifts,)
        First and last second of duty.
    vehicle : sequence of int, shape (shifts,)
        Which vehicle; each is one of its own if nothing is given.
    table : sequence of int, shape (shifts,)
        Travel table; the first if nothing is given.
    capacity : array of int, shape (dimensions, shifts)
    metre_cost, second_cost, fixed_cost : sequence of int, shape (shifts,)
        Cost units per metre, per second on duty, and for driving at all.
    duty_s : sequence of int, shape (shifts,)
        Longest time on duty.
    refused : ndarray of bool, or of int8 as `stands.Refusal`, shape (tasks, shifts)
        Which tasks a shift may not do.
    """

    start: Ints
    end: Ints
    opens: Ints
    closes: Ints
    vehicle: Ints | None = None
    table: Ints | None = None
    capacity: Sequence[Ints] | NDArray[np.integer] = ()
    metre_cost: Ints | None = None
    second_cost: Ints | None = None
    fixed_cost: Ints | None = None
    duty_s: Ints | None = None
    refused: NDArray[np.bool_] | NDArray[np.int8] | None = None


@dataclass(frozen=True)
class ReloadRows:
    """Loading again within a shift, for a further trip: one row per kind of doing so.

    Attributes
    ----------
    place : sequence of int, shape (kinds,)
    service_s : sequence of int, shape (kinds,)
        Seconds of loading.
    usable : ndarray of bool, shape (kinds, shifts)
        Whether a shift may load so; all may if nothing is given.
    most : sequence of int, shape (shifts,)
        How often a shift may load after its start; any number of times if nothing is given.
    """

    place: Ints = ()
    service_s: Ints | None = None
    usable: NDArray[np.bool_] | None = None
    most: Ints | None = None


@dataclass(frozen=True)
class SharedRows:
    """Sums over all routes.

    Attributes
    ----------
    room : mapping of int to int
        Place → units that may stay there over the day; places that are absent are not counted.
    staying : sequence of int, shape (tasks,)
        Units that a task brings to its place.
    stock : mapping of (int, int) to int
        (Place, item) → units that routes starting there may take along; None counts nothing, and
        then `goods` says nothing.
    goods : mapping of int to sequence of (int, int)
        Task → items and units that its route takes along from its start.
    """

    room: Mapping[int, int] = field(default_factory=dict)
    staying: Ints | None = None
    stock: Mapping[tuple[int, int], int] | None = None
    goods: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
