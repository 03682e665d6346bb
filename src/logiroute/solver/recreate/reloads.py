"""Reloads that are not needed any more."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def drop_reloads(board: Board, r: int) -> None:
    """Take out reloads that start no trip, and those whose trip fits in with the one before."""
    rows, state = rows_at(board), state_at(board)
    seq, route = state.seq, state.route[r]
    length = 0
    start = rows.kind[route.kind].start
    for at in range(route.length):
        t = seq[r, at]
        if rows.task[t].reload >= 0:
            empty = at + 1 == route.length or rows.task[seq[r, at + 1]].reload >= 0
            if empty or (length == 0 and rows.task[t].place == start):
                state.spot[t].route = -1
                continue
        seq[r, length] = t
        length += 1
    route.length = length
    at = 1
    while at < route.length:
        t = seq[r, at]
        if rows.task[t].reload >= 0:
            refresh(board, r)
            if _can_go(board, r, at) and _go(board, r, at):
                continue
        at += 1


@lazily_compiled
def _can_go(board: Board, r: int, at: int) -> bool:
    """Whether all of two trips fits into one, and comes from one depot."""
    rows, state = rows_at(board), state_at(board)
    seq, route = state.seq, state.route[r]
    if state.spot[seq[r, at - 1]].depot != rows.task[seq[r, at]].place:
        return False
    begin = at - 1
    while begin >= 0 and rows.task[seq[r, begin]].reload < 0:
        begin -= 1
    for d in range(rows.change.shape[1]):
        load = state.start_load[r, d] if begin < 0 else state.load[seq[r, begin], d]
        # What the second trip loads is aboard beside the most that the first one has.
        more = state.load[seq[r, at], d] - state.load[seq[r, at - 1], d]
        most = max(load, state.peak[seq[r, at - 1], d]) + more
        if most > rows.capacity[route.kind, d]:
            return False
    return True


@lazily_compiled
def _go(board: Board, r: int, at: int) -> bool:
    """Take a reload out, if the route then is in time and costs no more."""
    state = state_at(board)
    seq, route = state.seq, state.route[r]
    t = seq[r, at]
    cost = route.cost
    for here in range(at, route.length - 1):
        seq[r, here] = seq[r, here + 1]
    route.length -= 1
    state.spot[t].route = -1
    refresh(board, r)
    if not route.late and route.cost <= cost:
        return True
    for here in range(route.length, at, -1):
        seq[r, here] = seq[r, here - 1]
    seq[r, at] = t
    route.length += 1
    refresh(board, r)
    return False
