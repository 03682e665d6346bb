"""Ruin: which orders are taken out.

Strings of neighbouring routes, with or without a part in the middle left in: Christiaens and
Vanden Berghe, "Slack Induction by String Removals", Transportation Science 54 (2020). Whole routes
and walks from neighbour to neighbour break up what strings leave together. The worst placed: Ropke
and Pisinger, "An adaptive large neighborhood search heuristic for the pickup and delivery problem
with time windows", Transportation Science 40 (2006).
"""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import ITERATION, OUT, memory_at, save
from logiroute.solver.recreate.removal import close_up, take_out
from logiroute.solver.recreate.state import state_at
from logiroute.solver.recreate.steps import arc_of

#: Share of the strings that lie around the end of duty: the first tasks of the route and the last.
_AROUND = 0.25

#: Share of the strings that leave some in the middle, and the chance of one more after each.
_SPLIT, _DEEPER = 0.25, 0.7

#: Chance that one of the worst placed is overlooked.
_OVERLOOKED = 0.3


@lazily_compiled
def ruin_strings(
    board: Board, near: NDArray[np.int64], seed: int, mean: float, longest: float
) -> None:
    """Take strings out of routes around a task.

    Parameters
    ----------
    near : ndarray of int64, shape (tasks, some)
    seed : int
        The task.
    mean : float
        Tasks to take out on average.
    longest : float
        Tasks in a string, at most.
    """
    state, memory = state_at(board), memory_at(board)
    used = state.counts[0]
    total = 0
    for row in range(used):
        total += state.route[state.used[row]].length
    longest = min(longest, total / used)
    strings = int(uniform(memory.chance) * (4.0 * mean / (1.0 + longest) - 1.0) + 1.0)
    iteration = memory.number[ITERATION]
    for row in range(-1, near.shape[1]):
        if strings <= 0:
            break
        c = seed if row < 0 else near[seed, row]
        r = state.spot[c].route
        if r < 0 or state.route[r].saved == iteration:
            continue
        save(board, r)
        most = min(float(state.route[r].length), longest)
        count = min(int(uniform(memory.chance) * most + 1.0), state.route[r].length)
        _take_string(board, r, state.spot[c].at, count)
        strings -= 1


@lazily_compiled
def _take_string(board: Board, r: int, at: int, count: int) -> None:
    """Take out ``count`` tasks in a row, position ``at`` among them or among those left in."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    m = state.route[r].length
    kept = 0
    if count < m:
        draw = uniform(memory.chance)
        if draw < _AROUND:
            kept = m - count
        elif draw < _AROUND + _SPLIT:
            kept = 1
            while count + kept < m and uniform(memory.chance) < _DEEPER:
                kept += 1
    width = count + kept
    least, most = max(0, at - width + 1), min(at, m - width)
    begin = least + below(memory.chance, most - least + 1)
    left = begin + below(memory.chance, count + 1) if kept else begin + width
    for here in range(begin, begin + width):
        if left <= here < left + kept:
            continue
        t = state.seq[r, here]
        if state.spot[t].route >= 0 and rows.task[t].reload < 0:
            take_out(board, t)
    close_up(board, r)


@lazily_compiled
def _detour(board: Board, t: int) -> int:
    """Metres that a route would save without a task, those included that its set-down costs."""
    rows, state = rows_at(board), state_at(board)
    spot = state.spot[t]
    route = state.route[spot.route]
    k, at = route.kind, spot.at
    before = state.halt[spot.route, at - 1].place if at > 0 else -1
    saved = spot.arc
    if rows.priced and rows.task[t].paired:
        goal = rows.task[state.chosen[rows.task[t].order]]
        saved += goal.cost // max(rows.kind[k].metre_cost, 1)
    if at + 1 < route.length:
        halt = state.halt[spot.route, at + 1]
        return int(saved + halt.arc - arc_of(board, k, before, halt.place))
    return int(saved + route.home - (rows.ends[k, before, 3] if before >= 0 else 0))


@lazily_compiled
def ruin_worst(board: Board, near: NDArray[np.int64], seed: int, count: int, reach: int) -> None:
    """Take out, of a task and its nearest neighbours, those that are the longest detours.

    Each is overlooked with some chance, so that not always the same ones go.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    for _ in range(count):
        worst, most = -1, 0
        for row in range(-1, min(reach, near.shape[1])):
            t = seed if row < 0 else near[seed, row]
            if state.spot[t].route < 0 or rows.task[t].reload >= 0:
                continue
            if uniform(memory.chance) < _OVERLOOKED:
                continue
            detour = _detour(board, t)
            if worst < 0 or detour > most:
                worst, most = t, detour
        if worst < 0:
            return
        r = state.spot[worst].route
        save(board, r)
        take_out(board, worst)
        close_up(board, r)


@lazily_compiled
def ruin_route(board: Board, r: int) -> None:
    """Take out a whole route."""
    rows, state = rows_at(board), state_at(board)
    save(board, r)
    for at in range(state.route[r].length):
        t = state.seq[r, at]
        if state.spot[t].route >= 0 and rows.task[t].reload < 0:
            take_out(board, t)
    close_up(board, r)


@lazily_compiled
def ruin_walk(board: Board, near: NDArray[np.int64], seed: int, count: int, reach: int) -> None:
    """Take out tasks one by one, each a near neighbour of one taken out before."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    here = seed
    end = memory.number[OUT] + count
    tries = 0
    while memory.number[OUT] < end and tries < 8 * count:
        tries += 1
        r = state.spot[here].route
        if r >= 0 and rows.task[here].reload < 0:
            save(board, r)
            take_out(board, here)
            close_up(board, r)
        taken = memory.number[OUT]
        if taken and uniform(memory.chance) < 0.3:
            here = rows.unit[memory.out[below(memory.chance, taken)]].first
        here = near[here, below(memory.chance, min(reach, near.shape[1]))]
