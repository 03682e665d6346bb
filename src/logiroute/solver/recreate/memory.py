"""What a search keeps beside its routes: orders left out, routes put aside, places found."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.apart import APART_END
from logiroute.solver.recreate.board import Board, reader
from logiroute.solver.recreate.chance import chance_of
from logiroute.solver.recreate.docks import hold_docks
from logiroute.solver.recreate.kind_rows import alike_in_time
from logiroute.solver.recreate.layout import Rows
from logiroute.solver.recreate.near import keys_of, near_of
from logiroute.solver.recreate.refresh import refresh_as_given
from logiroute.solver.recreate.state import MOST_RESTS, ROUTE, State, sit, state_at

#: The best place of a unit in a route, as found for a version of the route.
FOUND = np.dtype([("version", np.int64), ("cost", np.int64), ("place", np.int64)], align=True)

#: Entries of places found, at most: 24 bytes each.
_MOST_FOUND = 2**21


#: Places that wait for the clock, at most.
_MOST_OFFERED = 4096


class Memory(NamedTuple):
    """Lists that one iteration fills.

    Attributes
    ----------
    bank : ndarray of int64
        Units left out.
    bank_at : ndarray of int64, shape (units,)
        Their position there, -1 for others.
    absent : ndarray of int64, shape (units,)
        How often each could not be put in again.
    out : ndarray of int64
        Units taken out, to be put in again.
    key : ndarray of float64
        What ``out`` is sorted by.
    tried : ndarray of int64
        Units of the bank that are tried again.
    saved : ndarray of int64
        Routes put aside.
    saved_seq : ndarray of int64
        Their tasks, one after the other.
    saved_full : ndarray of int64
        Their tasks with visits, one after the other.
    saved_route : record array
        Their rows.
    saved_drawn : ndarray of int64
    found : record array of `FOUND`, shape (units, a power of two)
    plain : ndarray of bool
        Per unit, whether places found hold as long as the route does.
    paired : ndarray of bool
        Per unit, whether it is a pick-up and a set-down.
    number : ndarray of int64
        How many are in: bank, out, tried, saved, entries of saved_seq; then the iteration, the last
        look, places offered, routes until one is overlooked, routes that may be in use while fewer
        vehicles are sought, entries of saved_full, and the last look at where a route stops.
    stamp : ndarray of int64, shape (shifts,)
        Last look at a route.
    list_ : ndarray of int64
        Routes to look at.
    keys : ndarray of float64, shape (units, columns)
        What units are sorted by.
    by_way, by_hour : ndarray of int64, shape (tasks, some)
        Neighbours of every task, see `near.Near`.
    alike : ndarray of bool, shape (kinds, kinds)
        Kinds that are alike in time, see `kinds`; no kind is so to itself.
    some_alike, differ : ndarray of bool, shape (1,)
        Whether there are kinds that are alike in time, and such that are not.
    goals : ndarray of int64
        Set-downs to look at, as rows of `Rows.choice`.
    comes_by : ndarray of int64, shape (places,)
        Per place, the last look in which the route stopped there.
    detour, detour_on : ndarray of int64
        Per position of a route, what a set-down there costs at least; the least from there on.
    offer_cost, offer_place : ndarray of int64
        Places for the clock to judge.
    trial : ndarray of int64
        A sequence of tasks for it.
    chance : ndarray of uint64, shape (1,)
        State of the random numbers.
    """

    bank: NDArray[np.int64]
    bank_at: NDArray[np.int64]
    absent: NDArray[np.int64]
    out: NDArray[np.int64]
    key: NDArray[np.float64]
    tried: NDArray[np.int64]
    saved: NDArray[np.int64]
    saved_seq: NDArray[np.int64]
    saved_full: NDArray[np.int64]
    saved_route: Any
    saved_drawn: NDArray[np.int64]
    found: Any
    plain: NDArray[np.bool_]
    paired: NDArray[np.bool_]
    number: NDArray[np.int64]
    stamp: NDArray[np.int64]
    list_: NDArray[np.int64]
    keys: NDArray[np.float64]
    by_way: NDArray[np.int64]
    by_hour: NDArray[np.int64]
    alike: NDArray[np.bool_]
    some_alike: NDArray[np.bool_]
    differ: NDArray[np.bool_]
    goals: NDArray[np.int64]
    comes_by: NDArray[np.int64]
    detour: NDArray[np.int64]
    detour_on: NDArray[np.int64]
    offer_cost: NDArray[np.int64]
    offer_place: NDArray[np.int64]
    trial: NDArray[np.int64]
    chance: NDArray[np.uint64]


#: Rows of the board up to here.
MEMORY_END = APART_END + len(Memory._fields)


#: The memory on a board.
memory_at = reader(
    Memory,
    APART_END,
    key=(np.float64, 1),
    saved_route=(ROUTE, 1),
    found=(FOUND, 2),
    plain=(np.bool_, 1),
    paired=(np.bool_, 1),
    keys=(np.float64, 2),
    by_way=(np.int64, 2),
    by_hour=(np.int64, 2),
    alike=(np.bool_, 2),
    some_alike=(np.bool_, 1),
    differ=(np.bool_, 1),
    chance=(np.uint64, 1),
)


#: Rows of `Memory.number`.
(
    BANK,
    OUT,
    TRIED,
    SAVED,
    KEPT,
    ITERATION,
    LOOK,
    OFFERED,
    UNTIL_BLINK,
    FLEET,
    KEPT_FULL,
    LOOKED,
    _NUMBERS,
) = range(13)


def memory_of(rows: Rows, state: State, seed: int) -> Memory:
    """Everything left out."""
    units, shifts = len(rows.unit), len(state.route)
    slots = 1
    while slots < shifts and 2 * slots * units <= _MOST_FOUND:
        slots *= 2
    drawing = np.unique(rows.task["unit"][rows.draw_begin[1:] > rows.draw_begin[:-1]])
    plain = np.ones(units, np.bool_)
    plain[drawing[drawing >= 0]] = False
    if rows.cleaning or rows.docking:
        # Which bays and docks are free changes with all routes.
        plain[:] = False
    bank = np.zeros(units, np.int64)
    bank[: len(rows.top)] = rows.top
    bank_at = np.full(units, -1, np.int64)
    bank_at[rows.top] = np.arange(len(rows.top))
    number = np.zeros(_NUMBERS, np.int64)
    number[BANK] = len(rows.top)
    number[FLEET] = shifts
    near = near_of(rows)
    alike = alike_in_time(rows)
    return Memory(
        bank=bank,
        bank_at=bank_at,
        absent=np.zeros(units, np.int64),
        out=np.zeros(units, np.int64),
        key=np.zeros(units, np.float64),
        tried=np.zeros(units, np.int64),
        saved=np.zeros(shifts, np.int64),
        saved_seq=np.zeros(len(rows.task) + 1, np.int64),
        saved_full=np.zeros(_full_tasks(rows, shifts), np.int64),
        saved_route=state.route.copy(),
        saved_drawn=state.drawn.copy(),
        found=np.zeros((units, slots), FOUND),
        plain=plain,
        paired=rows.unit["choice_begin"] < rows.unit["choice_end"],
        number=number,
        stamp=np.full(shifts, -1, np.int64),
        list_=np.zeros(shifts + len(rows.kind), np.int64),
        keys=keys_of(rows),
        by_way=near.by_way,
        by_hour=near.by_hour,
        alike=alike,
        some_alike=np.array([alike.any()]),
        differ=np.array([not (alike | np.eye(len(alike), dtype=np.bool_)).all()]),
        goals=np.zeros(len(rows.choice) + 1, np.int64),
        comes_by=np.zeros(rows.places, np.int64),
        detour=np.zeros(state.seq.shape[1] + 4, np.int64),
        detour_on=np.zeros(state.seq.shape[1] + 4, np.int64),
        offer_cost=np.zeros(_MOST_OFFERED, np.int64),
        offer_place=np.zeros(_MOST_OFFERED, np.int64),
        trial=np.zeros(state.seq.shape[1] + 4, np.int64),
        chance=chance_of(seed),
    )


def _full_tasks(rows: Rows, shifts: int) -> int:
    """Most tasks with visits of all routes together; 1 if there are no visits."""
    if not (rows.cleaning or rows.resting or rows.docking):
        return 1
    return 3 * len(rows.task) + MOST_RESTS * shifts + 1


@lazily_compiled
def save(board: Board, r: int) -> None:
    """Put a route aside as it was before the iteration, once."""
    state, memory = state_at(board), memory_at(board)
    iteration = memory.number[ITERATION]
    if state.route[r].saved == iteration:
        return
    state.route[r].saved = iteration
    row = memory.number[SAVED]
    memory.saved[row] = r
    memory.saved_route[row] = state.route[r]
    kept = memory.number[KEPT]
    for at in range(state.route[r].length):
        memory.saved_seq[kept + at] = state.seq[r, at]
    full = memory.number[KEPT_FULL]
    for at in range(state.route[r].full):
        memory.saved_full[full + at] = state.full[r, at]
    memory.number[SAVED] += 1
    memory.number[KEPT] += state.route[r].length
    memory.number[KEPT_FULL] += state.route[r].full


@lazily_compiled
def take_back(board: Board) -> None:
    """Make all routes that were put aside what they were."""
    state, memory = state_at(board), memory_at(board)
    for row in range(memory.number[SAVED]):
        r = memory.saved[row]
        hold_docks(board, r, -1)
        for at in range(state.route[r].length):
            state.spot[state.seq[r, at]].route = -1
    kept = full = 0
    for row in range(memory.number[SAVED]):
        r = memory.saved[row]
        old = memory.saved_route[row]
        state.route[r].length = old.length
        for at in range(old.length):
            sit(board, r, at, memory.saved_seq[kept + at])
        kept += old.length
        for at in range(old.full):
            state.full[r, at] = memory.saved_full[full + at]
        full += old.full
        state.route[r].full = old.full
        hold_docks(board, r, 1)
        # What is drawn on becomes what it was in the end.
        refresh_as_given(board, r)
        state.route[r].version = old.version
    for source in range(len(state.drawn)):
        state.drawn[source] = memory.saved_drawn[source]
