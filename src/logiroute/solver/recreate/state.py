"""Routes while they change: what is known of every task and route, and how it is kept true.

A sequence of tasks acts on the second at which it may begin, ``t``, as ``max(t + work, ready)``,
and may begin no later than ``latest``. Two sequences with a leg between them act like one again,
so insertions are judged in a fixed number of steps (Vidal et al., Operations Research 60 (2012),
"A hybrid genetic algorithm for multidepot and periodic vehicle routing problems").
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board, reader
from logiroute.solver.recreate.layout import ROWS_END, Rows, rows_at

#: A task in its route.
SPOT = np.dtype(
    [
        # The sequence from the start of duty to the end of this task …
        ("work", np.int64),
        ("ready", np.int64),
        ("latest", np.int64),
        # … and from this task to the end of duty.
        ("work_on", np.int64),
        ("ready_on", np.int64),
        ("latest_on", np.int64),
        ("arc", np.int64),  # metres of the leg to it
        ("metres", np.int64),  # from the start of duty to it
        ("arrive", np.int64),  # a reload: first second it could begin
        ("release", np.int64),  # latest release from this task to the end of its trip
        ("route", np.int64),  # -1: not served
        ("at", np.int64),
        ("depot", np.int64),  # where its trip was loaded, if there are trips
        ("aboard", np.int64),  # parties aboard after it
    ],
    align=True,
)

#: A route.
ROUTE = np.dtype(
    [
        ("cost", np.int64),
        ("metres", np.int64),
        ("duty", np.int64),
        ("version", np.int64),  # a number of this sequence of tasks, never used for another
        ("home", np.int64),  # metres of the last leg
        ("opens", np.int64),  # first second duty may start
        ("least", np.int64),  # what it costs at least, were every leg the best of all hours
        ("saved", np.int64),  # last iteration in which it was put aside
        ("kind", np.int64),
        ("length", np.int64),
        ("class_", np.int64),  # of the people aboard, -1 if nobody was
        ("pairs", np.int64),  # tasks of pairs in it
        ("reloads", np.int64),
        ("full", np.int64),  # tasks with its visits, in `State.full`; 0 if it has none
        ("driven", np.int64),  # seconds of its legs, stops on the way in included
        ("set_downs", np.int64),  # what they cost, which is in its costs
        ("exact", np.bool_),  # whether only the clock can say when it runs
        ("late", np.bool_),  # whether some task cannot start in time, or its goods cannot leave
        ("crossed", np.bool_),  # whether goods leave from under others
        ("rank", np.int64),  # in `State.used`, -1 if it is empty
    ],
    align=True,
)


#: Rests on a route, at most.
MOST_RESTS = 32

#: What every look at a position reads, side by side.
HALT = np.dtype([("place", np.int32), ("arc", np.int32)], align=True)


class State(NamedTuple):
    """Routes, and what is known of them.

    Attributes
    ----------
    spot : record array of `SPOT`, shape (tasks,)
    route : record array of `ROUTE`, shape (shifts,)
    seq : ndarray of int64, shape (shifts, most tasks on a route)
    halt : record array of `HALT`, shape (shifts, most tasks on a route)
        Per position: the place of its task, metres of the leg to it.
    full : ndarray of int64, shape (shifts, most tasks with visits)
        Routes with their visits, washes, rests and berths, where they have some.
    washed : ndarray of int64
        A route with its visits, as last worked out; how long it is, is ``counts[2]``.
    rested : ndarray of int64
        The same while its rests or berths are worked out.
    load, peak : ndarray of int64, shape (tasks, dimensions)
        Load after each task; the most up to there since its trip started.
    start_load : ndarray of int64, shape (shifts, dimensions)
    drawn : ndarray of int64
        Of every shared sum.
    docked : ndarray of int64
        Docks taken, as `Rows.dock_limit`.
    used : ndarray of int64
        Routes in use; how many is ``counts[0]``.
    free, free_begin : ndarray of int64
        Empty routes of every kind, a stack each, with ``free_count`` of them.
    stacked : ndarray of int64, shape (tasks,)
        Collections aboard after each task, where the load of some shifts is a stack.
    undelivered : ndarray of int64, shape (tasks,)
        Tasks of its trip after it at which goods leave that were loaded for the trip, there too.
    spare : ndarray of int64, shape (kinds of reload,)
        A free reload task of every kind, as last looked up.
    chosen : ndarray of int64, shape (units,)
        The set-down task that is done, of orders that are served and have one.
    counts : ndarray of int64
        Routes in use; last version given; tasks in ``washed``.
    """

    spot: Any
    route: Any
    seq: NDArray[np.int64]
    halt: Any
    full: NDArray[np.int64]
    washed: NDArray[np.int64]
    rested: NDArray[np.int64]
    load: NDArray[np.int64]
    peak: NDArray[np.int64]
    start_load: NDArray[np.int64]
    drawn: NDArray[np.int64]
    docked: NDArray[np.int64]
    used: NDArray[np.int64]
    free: NDArray[np.int64]
    free_begin: NDArray[np.int64]
    free_count: NDArray[np.int64]
    stacked: NDArray[np.int64]
    undelivered: NDArray[np.int64]
    spare: NDArray[np.int64]
    chosen: NDArray[np.int64]
    counts: NDArray[np.int64]


#: Rows of the board up to here.
STATE_END = ROWS_END + len(State._fields)


#: The state on a board.
state_at = reader(
    State,
    ROWS_END,
    spot=(SPOT, 1),
    route=(ROUTE, 1),
    seq=(np.int64, 2),
    halt=(HALT, 2),
    full=(np.int64, 2),
    load=(np.int64, 2),
    peak=(np.int64, 2),
    start_load=(np.int64, 2),
)


def full_width(rows: Rows, width: int) -> int:
    """Most tasks of a route of so many tasks with all its visits; 1 if there are none."""
    if not (rows.cleaning or rows.resting or rows.docking):
        return 1
    most = 1 + rows.cleaning + rows.docking
    return most * width + (MOST_RESTS if rows.resting else 0)


def empty_state(rows: Rows, width: int) -> State:
    """No task on any route; routes have room for ``width`` tasks."""
    shifts, tasks = len(rows.kind_of_shift), len(rows.task)
    dimensions = rows.change.shape[1]
    spot = np.zeros(tasks, SPOT)
    spot["route"] = -1
    route = np.zeros(shifts, ROUTE)
    route["kind"] = rows.kind_of_shift
    route["opens"] = rows.kind["opens"][rows.kind_of_shift]
    route["class_"] = route["rank"] = route["saved"] = -1
    route["version"] = -1 - rows.kind_of_shift.astype(np.int64)
    order = np.argsort(-rows.kind_of_shift, kind="stable")[::-1].astype(np.int64)
    count = np.bincount(rows.kind_of_shift, minlength=len(rows.kind)).astype(np.int64)
    begin = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return State(
        spot=spot,
        route=route,
        seq=np.zeros((shifts, width), np.int64),
        halt=np.zeros((shifts, width), HALT),
        full=np.zeros((shifts, full_width(rows, width)), np.int64),
        washed=np.zeros(3 * width + MOST_RESTS, np.int64),
        rested=np.zeros(3 * width + MOST_RESTS, np.int64),
        load=np.zeros((tasks, dimensions), np.int64),
        peak=np.zeros((tasks, dimensions), np.int64),
        start_load=np.zeros((shifts, dimensions), np.int64),
        drawn=np.zeros(len(rows.draw_limit), np.int64),
        docked=np.zeros(len(rows.dock_limit), np.int64),
        used=np.zeros(shifts, np.int64),
        free=order,
        free_begin=begin,
        free_count=count,
        stacked=np.zeros(tasks, np.int64),
        undelivered=np.zeros(tasks, np.int64),
        spare=np.zeros(len(rows.reload_place), np.int64),
        chosen=np.zeros(len(rows.unit), np.int64),
        counts=np.zeros(3, np.int64),
    )


@lazily_compiled
def sit(board: Board, r: int, at: int, t: int) -> None:
    """Write a task down at a position of a route, as when a route is given as a whole."""
    rows, state = rows_at(board), state_at(board)
    state.seq[r, at] = t
    state.spot[t].route = r
    if rows.task[t].set_down:
        state.chosen[rows.task[t].order] = t


@lazily_compiled
def put(board: Board, r: int, at: int, t: int) -> None:
    """Put a task into a route; `refresh` has to follow."""
    state = state_at(board)
    seq = state.seq
    for after in range(state.route[r].length, at, -1):
        seq[r, after] = seq[r, after - 1]
    seq[r, at] = t
    state.route[r].length += 1
    state.spot[t].route = r


@lazily_compiled
def draw(board: Board, t: int, depot: int, sign: int) -> None:
    """Draw on what all routes share for a task on a trip loaded there, or give it back."""
    rows, state = rows_at(board), state_at(board)
    for row in range(rows.draw_begin[t], rows.draw_begin[t + 1]):
        if rows.draw_depot[row] < 0 or rows.draw_depot[row] == depot:
            state.drawn[rows.draw_source[row]] += sign * rows.draw_amount[row]


@lazily_compiled
def may_draw(board: Board, t: int, depot: int) -> bool:
    """Whether enough is left for a task of what all routes share."""
    rows, state = rows_at(board), state_at(board)
    for row in range(rows.draw_begin[t], rows.draw_begin[t + 1]):
        if rows.draw_depot[row] < 0 or rows.draw_depot[row] == depot:
            source = rows.draw_source[row]
            if state.drawn[source] + rows.draw_amount[row] > rows.draw_limit[source]:
                return False
    return True


@lazily_compiled
def depot_of(board: Board, t: int) -> int:
    """Where the trip of a task was loaded."""
    rows, state = rows_at(board), state_at(board)
    if rows.trips:
        return int(state.spot[t].depot)
    return int(rows.kind[state.route[state.spot[t].route].kind].start)
