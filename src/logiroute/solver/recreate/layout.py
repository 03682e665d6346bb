"""What compiled code reads of a problem, and how it is laid out."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.recreate.board import NUMBER, YES, reader

#: Seconds of a leg without a path, and the end of time: longer than any shift.
FAR = 2**31 - 2

#: Seconds of driving where nothing limits it: more than any number of legs without a path.
UNLIMITED = 2**61

#: What compiled code reads of a task.
TASK = np.dtype(
    [
        ("opens", np.int64),  # first second its work may start
        ("closes", np.int64),  # last second
        ("service", np.int64),
        ("place", np.int64),
        ("cost", np.int64),  # of setting down there, and in its hours
        ("order", np.int64),
        ("paired", np.bool_),  # a pick-up or set-down …
        ("set_down", np.bool_),  # … and which
        ("unit", np.int64),  # it is put in and taken out with
        ("class_", np.int64),  # of the people who board, -1 for goods
        ("reload", np.int64),  # kind of reload, -1 for tasks of orders
        ("party", np.int64),  # class of the people who board or alight, -1 for others
        ("straight", np.bool_),  # whether nothing else is done while its people are aboard
        ("runs", np.bool_),  # whether its people need a wash afterwards
        ("wash", np.bool_),
        ("rest", np.bool_),  # whether the driver rests, and may …
        ("rest_aboard", np.bool_),  # … while people are aboard
        ("rest_unclean", np.bool_),  # … before a wash that is due
        ("berth", np.bool_),  # whether a dock is taken for what follows
        ("dock", np.int64),  # row of its place where docks are counted, -1 elsewhere
        ("boards", np.int64),  # parties that board, less those that alight
        ("exact", np.bool_),  # whether only the clock can say when its route runs
        ("goods", np.bool_),  # whether goods leave that were loaded for its trip
        ("collected", np.bool_),  # whether goods are picked up, or set down again
        ("release", np.int64),  # first second at which the loading of its trip may start
    ],
    align=True,
)

#: What compiled code reads of shifts that no rule can tell apart.
KIND = np.dtype(
    [
        ("opens", np.int64),
        ("closes", np.int64),
        ("duty", np.int64),  # longest time on duty
        ("fixed", np.int64),
        ("metre_cost", np.int64),
        ("second_cost", np.int64),
        ("table", np.int64),  # first entry of its matrices in the flat ones
        ("start", np.int64),
        ("end", np.int64),
        ("reloads", np.int64),  # at most
        ("exact", np.bool_),  # whether only the clock can say when a route runs
        ("lifo", np.bool_),  # whether goods that came aboard last leave first
        ("does_all", np.bool_),  # whether it may do every task, and have its goods at the start
        ("hours", np.int64),  # a number that kinds share for which the hour decides the same
        ("drives", np.int64),  # so much driving is legal whatever else a route does
        ("drive", np.int64),  # most since the last rest …
        ("night", np.int64),  # … and of it by night
        ("in_all", np.int64),  # most in the shift
        ("rest", np.int64),  # seconds of a rest
        ("washes", np.bool_),  # whether a wash of that length is one
        ("suit_on", np.int64),  # seconds in which its crew puts suits on …
        ("suit_off", np.int64),  # … and takes them off
        ("levels", np.int64),  # column of `Rows.need`, `Rows.leaves` and `Rows.asks`
        ("night_begin", np.int64),  # the hours of the night, in `Rows.night`
        ("night_end", np.int64),
    ],
    align=True,
)

#: Orders that are served as a whole.
UNIT = np.dtype(
    [
        ("penalty", np.int64),
        ("first", np.int64),  # its site or pick-up task
        ("choice_begin", np.int64),  # its set-downs in `Rows.choice`
        ("choice_end", np.int64),
        ("member_begin", np.int64),  # its members in `Rows.member`, if it is a group
        ("member_end", np.int64),
    ],
    align=True,
)


class Rows(NamedTuple):
    """A problem as arrays.

    Attributes
    ----------
    task, kind, unit : record arrays
        Of `TASK`, `KIND` and `UNIT`. Units are orders, in their order, then groups.
    top : ndarray of int64
        Units that are inserted: groups, and orders that are in none.
    choice : ndarray of int64
        Set-down tasks of all units, those of each by the way from its pick-up.
    member : ndarray of int64
        Orders of all groups.
    kind_of_shift : ndarray of int64, shape (shifts,)
    span, metres : ndarray of int32, flat
        Per set of tables, place by place: seconds from the end of one task to the start of the
        next, metres. Zero where the place stays. A place where work leaves something on vehicles
        is one of its own: legs from there to whoever minds, or home, are by way of a station.
    span_in, metres_in : ndarray of int32, flat
        The same, laid out so that legs to one place lie together: the same array if it is
        symmetric, or too large to be there twice.
    span_most : ndarray of int32, flat
        As ``span``, at the worst hour; the same array where it does not matter.
    ends : ndarray of int64, shape (kinds, places, 4)
        Seconds and metres from the start of duty to a first task at a place, and from the last
        one there to the end of duty.
    change : ndarray of int64, shape (tasks, dimensions)
    issued : ndarray of int64, shape (tasks, dimensions)
        What is loaded for a task where its trip starts.
    capacity : ndarray of int64, shape (kinds, dimensions)
    allowed : ndarray of bool, shape (tasks, kinds)
    need, leaves, asks : ndarray of int64, shape (tasks, levels)
        As in `cleaning.Columns`: seconds of the wash that a task needs afterwards, the level at
        which it leaves the vehicle, and the highest at which one may come to it.
    from_start : ndarray of bool, shape (tasks, kinds)
        Whether its goods may come aboard where the shift starts.
    reload_place : ndarray of int64, shape (kinds of reload,)
    usable : ndarray of bool, shape (kinds of reload, kinds)
    from_reload : ndarray of bool, shape (tasks, kinds of reload)
        Whether its goods may come from there.
    pool, pool_begin : ndarray of int64
        Reload tasks, one kind after the other.
    wash_place, wash_seconds : ndarray of int64, shape (groups,)
        Stations and how long a wash takes: every pair that there is.
    wash_begin : ndarray of int64, shape (groups + 1,)
        Where the spans of each begin in the next three.
    wash_first, wash_last, wash_task : ndarray of int64
        When a wash may start, in order of time, and the first task of its kind.
    rest_place, rest_task : ndarray of int64, shape (kinds of rest,)
        Where it is, and its first task.
    night : ndarray of int64, shape (n, 2)
        Hours of the night, from (inclusive) to (exclusive).
    draw_begin, draw_source, draw_depot : ndarray of int64
    draw_amount, draw_limit : ndarray of int64
        What all routes share, see `shared.Shared`.
    leaver : ndarray of bool, shape (units,)
        Whether people leave beds to others.
    berth_begin : ndarray of int64, shape (places with counted docks + 1,)
    berth_second, berth_task, dock_limit : ndarray of int64
    dock_cells : int
        When work may begin where docks are counted, and how many there are: see `Berths`.
    clock : int
        The board of the clock, see `clock`; 0 where no route needs it.
    places : int
    in_here, in_before : int
        How far apart entries of ``span_in`` and ``metres_in`` are whose leg ends, or begins, at
        places one apart.
    timed : bool
        Whether time matters at all.
    trips : bool
        Whether there are reloads or releases.
    homeward : bool
        Whether some site task takes home more than it brings.
    cleaning : bool
        Whether some task needs a wash, or some people are taken straight to where they get out.
    resting : bool
        Whether some drivers may not drive as long as their shift lasts.
    lifo : bool
        Whether the load of some shifts is a stack, and something could lie on top there.
    docking : bool
        Whether docks are counted anywhere.
    priced : bool
        Whether some set-down costs something.
    leaving : bool
        Whether some draw less than nothing: people who leave beds to others.
    """

    task: Any
    kind: Any
    unit: Any
    top: NDArray[np.int64]
    choice: NDArray[np.int64]
    member: NDArray[np.int64]
    kind_of_shift: NDArray[np.int64]
    span: NDArray[np.int32]
    metres: NDArray[np.int32]
    span_in: NDArray[np.int32]
    metres_in: NDArray[np.int32]
    span_most: NDArray[np.int32]
    ends: NDArray[np.int64]
    change: NDArray[np.int64]
    issued: NDArray[np.int64]
    capacity: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    need: NDArray[np.int64]
    leaves: NDArray[np.int64]
    asks: NDArray[np.int64]
    from_start: NDArray[np.bool_]
    reload_place: NDArray[np.int64]
    usable: NDArray[np.bool_]
    from_reload: NDArray[np.bool_]
    pool: NDArray[np.int64]
    pool_begin: NDArray[np.int64]
    wash_place: NDArray[np.int64]
    wash_seconds: NDArray[np.int64]
    wash_begin: NDArray[np.int64]
    wash_first: NDArray[np.int64]
    wash_last: NDArray[np.int64]
    wash_task: NDArray[np.int64]
    rest_place: NDArray[np.int64]
    rest_task: NDArray[np.int64]
    night: NDArray[np.int64]
    draw_begin: NDArray[np.int64]
    draw_source: NDArray[np.int64]
    draw_depot: NDArray[np.int64]
    draw_amount: NDArray[np.int64]
    draw_limit: NDArray[np.int64]
    leaver: NDArray[np.bool_]
    berth_begin: NDArray[np.int64]
    berth_second: NDArray[np.int64]
    berth_task: NDArray[np.int64]
    dock_limit: NDArray[np.int64]
    dock_cells: int
    clock: int
    places: int
    in_here: int
    in_before: int
    timed: bool
    trips: bool
    homeward: bool
    cleaning: bool
    resting: bool
    lifo: bool
    docking: bool
    priced: bool
    leaving: bool

    def arrays(self) -> list[NDArray[Any]]:
        """What `rows_at` reads."""
        return [
            field if isinstance(field, np.ndarray) else np.array([field], np.int64)
            for field in self
        ]


#: Rows of the board up to here.
ROWS_END = len(Rows._fields)


#: The rows on a board.
rows_at = reader(
    Rows,
    0,
    task=(TASK, 1),
    kind=(KIND, 1),
    unit=(UNIT, 1),
    span=(np.int32, 1),
    metres=(np.int32, 1),
    span_in=(np.int32, 1),
    metres_in=(np.int32, 1),
    span_most=(np.int32, 1),
    ends=(np.int64, 3),
    change=(np.int64, 2),
    issued=(np.int64, 2),
    capacity=(np.int64, 2),
    allowed=(np.bool_, 2),
    need=(np.int64, 2),
    leaves=(np.int64, 2),
    asks=(np.int64, 2),
    from_start=(np.bool_, 2),
    usable=(np.bool_, 2),
    night=(np.int64, 2),
    from_reload=(np.bool_, 2),
    leaver=(np.bool_, 1),
    dock_cells=NUMBER,
    clock=NUMBER,
    places=NUMBER,
    in_here=NUMBER,
    in_before=NUMBER,
    timed=YES,
    trips=YES,
    homeward=YES,
    cleaning=YES,
    resting=YES,
    lifo=YES,
    docking=YES,
    priced=YES,
    leaving=YES,
)
