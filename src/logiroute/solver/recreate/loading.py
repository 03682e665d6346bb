"""Taking over routes made elsewhere, and saying whether the kernel finds them legal."""

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.bank import empty_bank, leave_out
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.docks import hold_visits
from logiroute.solver.recreate.kinds import carries
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.refresh import refresh, refresh_as_given
from logiroute.solver.recreate.state import depot_of, draw, sit, state_at


@lazily_compiled
def clear(board: Board) -> None:
    """Take everything off every route."""
    rows, state = rows_at(board), state_at(board)
    for r in range(len(state.route)):
        if state.route[r].length > 0:
            state.route[r].length = 0
            refresh(board, r)
        state.route[r].full = 0
    for t in range(len(state.spot)):
        state.spot[t].route = -1
    for source in range(len(state.drawn)):
        state.drawn[source] = 0
    for cell in range(len(state.docked)):
        state.docked[cell] = 0
    empty_bank(board, 0)
    for row in range(len(rows.top)):
        leave_out(board, rows.top[row])


@lazily_compiled
def load(board: Board, r: int, tasks: NDArray[np.int64]) -> None:
    """Put tasks on an empty route."""
    rows, state = rows_at(board), state_at(board)
    length = 0
    for at in range(len(tasks)):
        task = rows.task[tasks[at]]
        if not (task.wash or task.rest or task.berth):
            sit(board, r, length, tasks[at])
            length += 1
    state.route[r].length = length
    if length < len(tasks):
        for at in range(len(tasks)):
            state.full[r, at] = tasks[at]
        state.route[r].full = len(tasks)
    refresh_as_given(board, r)
    for at in range(length):
        if rows.task[state.seq[r, at]].reload < 0:
            draw(board, state.seq[r, at], depot_of(board, state.seq[r, at]), 1)
    hold_visits(board, r, 1)


@lazily_compiled
def left_out(board: Board) -> int:
    """Note what is on no route in the bank; the sum of its penalties."""
    rows, state = rows_at(board), state_at(board)
    empty_bank(board, 0)
    total = 0
    for row in range(len(rows.top)):
        u = rows.top[row]
        if state.spot[rows.unit[u].first].route < 0:
            leave_out(board, u)
            total += rows.unit[u].penalty
    return int(total)


@lazily_compiled
def is_legal(board: Board, r: int) -> bool:
    """Whether a route keeps every rule by itself."""
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    if route.length == 0:
        return True
    if route.late or not carries(board, r, route.kind):
        return False
    class_ = -1
    for at in range(route.length):
        task = rows.task[seq[r, at]]
        if task.class_ >= 0:
            if class_ >= 0 and class_ != task.class_:
                return False
            class_ = task.class_
        if task.paired and not _paired_well(board, r, at):
            return False
        if task.reload >= 0 and not _reloads_well(board, r, at):
            return False
    return True


@lazily_compiled
def _paired_well(board: Board, r: int, at: int) -> bool:
    """Whether a pick-up is followed by one of its set-downs and comes before it."""
    rows, state = rows_at(board), state_at(board)
    order = rows.task[state.seq[r, at]].order
    before = after = 0
    for here in range(state.route[r].length):
        other = rows.task[state.seq[r, here]]
        if other.reload < 0 and other.order == order and here != at:
            before += here < at
            after += here > at
    if rows.task[state.seq[r, at]].set_down:
        return before == 1 and after == 0
    return before == 0 and after == 1


@lazily_compiled
def _reloads_well(board: Board, r: int, at: int) -> bool:
    """Whether a reload starts a trip, with nobody aboard and with goods that are there."""
    rows, state = rows_at(board), state_at(board)
    route, seq = state.route[r], state.seq
    t = seq[r, at]
    if at + 1 == route.length or rows.task[seq[r, at + 1]].reload >= 0:
        return False
    if at == 0 and rows.task[t].place == rows.kind[route.kind].start:
        return False
    for here in range(at + 1, route.length):
        other = seq[r, here]
        if rows.task[other].reload >= 0:
            break
        if not rows.from_reload[other, rows.task[t].reload]:
            return False
    return bool(state.spot[t].aboard == 0)
