"""What routes cost by the clock, with the visits that they need: washes, rests and berths."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.apart import GIVEN, TRIAL
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.cleaning import WAYS, runs_well, washed
from logiroute.solver.recreate.clock import timetable
from logiroute.solver.recreate.docking import docked
from logiroute.solver.recreate.docks import berths_well, held_well, hold_visits, needs_dock
from logiroute.solver.recreate.layout import UNLIMITED, rows_at
from logiroute.solver.recreate.memory import memory_at
from logiroute.solver.recreate.resting import timed_with_rests
from logiroute.solver.recreate.set_downs import cost_of_set_downs
from logiroute.solver.recreate.state import state_at
from logiroute.solver.recreate.tired import FINE, rests_well, tired


@lazily_compiled
def clock_cost(board: Board, r: int, which: int, count: int) -> int:
    """What a shift's route costs by the clock; -1 if it cannot be in time.

    Called by its address only, see `apart`.

    Parameters
    ----------
    r : int
    which : int
        `TRIAL`, `ANEW` or `GIVEN` of `apart`.
    count : int
        Tasks of it.
    """
    if which == GIVEN:
        return int(_given_cost(board, r))
    if which == TRIAL:
        return int(_exact_cost(board, r, memory_at(board).trial, count))
    return int(_exact_cost(board, r, state_at(board).seq[r], count))


@lazily_compiled
def _exact_cost(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """What a sequence of tasks costs on a shift by the clock; -1 if it cannot be in time.

    Visits that it needs are put in; with them it is in `State.washed` then.
    """
    rows, state = rows_at(board), state_at(board)
    state.counts[2] = 0
    docks = rows.docking and needs_dock(board, tasks, count)
    if not (rows.cleaning or docks) and rows.kind[state.route[r].kind].drives == UNLIMITED:
        return int(_cost(board, r, tasks, count))
    if rows.cleaning and not runs_well(board, state.route[r].kind, tasks, count, False):
        return -1
    cost = -1
    hold_visits(board, r, -1)
    for way in range(WAYS):
        many = visiting(board, r, tasks, count, way)
        if many >= 0 and docks:
            cost = _cost_with_docks(board, r, many, way)
        elif many >= 0:
            cost = _cost_of_visits(board, r, many)
        if cost >= 0 or not (docks or (rows.cleaning and many != count)):
            break
    hold_visits(board, r, 1)
    return cost


@lazily_compiled
def visiting(board: Board, r: int, tasks: NDArray[np.int64], count: int, way: int) -> int:
    """Write a route down in `State.washed` with its washes; how long it is, -1 if it has none."""
    rows, state = rows_at(board), state_at(board)
    if rows.cleaning:
        return int(washed(board, r, tasks, count, way))
    for at in range(count):
        state.washed[at] = tasks[at]
    return count


@lazily_compiled
def _cost_of_visits(board: Board, r: int, many: int) -> int:
    """What the route in ``State.washed[:many]`` costs with rests; -1 if it is not in time."""
    rows, state = rows_at(board), state_at(board)
    if rows.kind[state.route[r].kind].drives == UNLIMITED:
        cost = int(_cost(board, r, state.washed, many))
        state.counts[2] = many if cost >= 0 else 0
        return cost
    many, start, end, metres = timed_with_rests(board, r, many)
    if many < 0:
        return -1
    state.counts[2] = many
    return int(_in_all(board, r, state.washed, many, metres, end - start))


@lazily_compiled
def _cost_with_docks(board: Board, r: int, many: int, way: int) -> int:
    """What the route in ``State.washed[:many]`` costs with rests and berths; -1 if it is late."""
    rows, state = rows_at(board), state_at(board)
    limited = rows.kind[state.route[r].kind].drives != UNLIMITED
    if limited:
        many = timed_with_rests(board, r, many)[0]
    if many >= 0:
        many = docked(board, r, many, way)
    if many < 0:
        return -1
    tasks = state.washed
    fits, start, end, metres = timetable(rows.clock, r, tasks, many)
    if not fits or not held_well(board, r, tasks, many, start):
        return -1
    # What is driven by night may be more for the waits.
    if limited and tired(board, r, tasks, many, start)[0] != FINE:
        return -1
    state.counts[2] = many
    return int(_in_all(board, r, tasks, many, metres, end - start))


@lazily_compiled
def _cost(board: Board, r: int, tasks: NDArray[np.int64], count: int) -> int:
    """What a whole sequence of tasks costs on a shift by the clock; -1 if it is not in time."""
    fits, start, end, metres = timetable(rows_at(board).clock, r, tasks, count)
    if not fits:
        return -1
    return int(_in_all(board, r, tasks, count, metres, end - start))


@lazily_compiled
def _in_all(
    board: Board, r: int, tasks: NDArray[np.int64], count: int, metres: int, seconds: int
) -> int:
    """What a sequence of tasks costs on a shift with these metres and seconds on duty."""
    rows, state = rows_at(board), state_at(board)
    kind = rows.kind[state.route[r].kind]
    cost = metres * kind.metre_cost + seconds * kind.second_cost + kind.fixed
    if rows.priced:
        cost += cost_of_set_downs(board, tasks, count)
    return int(cost)


@lazily_compiled
def _given_cost(board: Board, r: int) -> int:
    """What a route costs with the visits it was given; -1 if they are not enough, or late."""
    rows, state = rows_at(board), state_at(board)
    tasks, count = state.full[r], state.route[r].full
    if count == 0:
        tasks, count = state.seq[r], state.route[r].length
    k = state.route[r].kind
    if rows.cleaning and not runs_well(board, k, tasks, count, True):
        return -1
    for at in range(count):
        task = rows.task[tasks[at]]
        if (task.wash or task.rest or task.berth) and not rows.allowed[tasks[at], k]:
            return -1
    if rows.resting and not rests_well(board, tasks, count):
        return -1
    if rows.docking and not berths_well(board, tasks, count):
        return -1
    limited = rows.kind[k].drives != UNLIMITED
    if not (limited or rows.docking):
        return int(_cost(board, r, tasks, count))
    fits, start, end, metres = timetable(rows.clock, r, tasks, count)
    if not fits or (limited and tired(board, r, tasks, count, start)[0] != FINE):
        return -1
    if rows.docking and not held_well(board, r, tasks, count, start):
        return -1
    return int(_in_all(board, r, tasks, count, metres, end - start))
