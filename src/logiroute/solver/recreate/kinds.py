"""Routes change to shifts of another kind where that is cheaper, or has room for one order more.

Kinds are *alike in time* if they differ in what they carry, may do and cost only: a sequence of
tasks then runs at the same times on both.
"""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import SAVED, memory_at, save
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.state import depot_of, draw, may_draw, state_at


@lazily_compiled
def carries(board: Board, r: int, k: int) -> bool:
    """Whether shifts of a kind may do and carry what is on a route."""
    rows, state = rows_at(board), state_at(board)
    route, kind = state.route[r], rows.kind[k]
    if route.reloads > kind.reloads or (rows.lifo and kind.lifo and route.crossed):
        return False
    if route.reloads > 0:
        first = rows.task[state.seq[r, 0]]
        # Nobody loads again, with nothing done, where duty starts.
        if first.reload >= 0 and first.place == kind.start:
            return False
    return _has_room(board, r, k) and (kind.does_all or _may_do(board, r, k))


@lazily_compiled
def _has_room(board: Board, r: int, k: int) -> bool:
    """Whether shifts of a kind have room for what is aboard on a route."""
    rows, state = rows_at(board), state_at(board)
    seq, route = state.seq, state.route[r]
    # The most aboard up to the last task of a trip is the most of that trip.
    first = 0 if route.reloads > 0 else max(route.length - 1, 0)
    for d in range(rows.change.shape[1]):
        most = rows.capacity[k, d]
        if state.start_load[r, d] > most:
            return False
        for at in range(first, route.length):
            if state.peak[seq[r, at], d] > most:
                return False
    return True


@lazily_compiled
def _may_do(board: Board, r: int, k: int) -> bool:
    """Whether shifts of a kind may do every task of a route."""
    rows, state = rows_at(board), state_at(board)
    on_start = True
    for at in range(state.route[r].length):
        t = state.seq[r, at]
        reload = rows.task[t].reload
        if reload >= 0:
            on_start = False
            if not rows.usable[reload, k]:
                return False
        elif not rows.allowed[t, k] or (on_start and not rows.from_start[t, k]):
            return False
    return True


@lazily_compiled
def move(board: Board, r: int, k: int) -> int:
    """Move all of a route to a free shift of a kind that `carries` it.

    Returns
    -------
    int
        The route it is on now; it may be `late` there.
    """
    state = state_at(board)
    to = state.free[state.free_begin[k] + state.free_count[k] - 1]
    save(board, r)
    save(board, to)
    length = state.route[r].length
    for at in range(length):
        t = state.seq[r, at]
        draw(board, t, depot_of(board, t), -1)
        state.seq[to, at] = t
    state.route[to].length = length
    state.route[r].length = 0
    refresh(board, r)
    refresh(board, to)
    for at in range(length):
        t = state.seq[to, at]
        draw(board, t, depot_of(board, t), 1)
    return int(to)


@lazily_compiled
def cheaper_kind(board: Board, r: int) -> None:
    """Change to the cheapest kind alike in time that is free."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    route = state.route[r]
    best, cost = -1, route.cost
    for k in range(len(rows.kind)):
        if not memory.alike[route.kind, k] or state.free_count[k] == 0 or k == route.kind:
            continue
        kind = rows.kind[k]
        there = route.metres * kind.metre_cost + route.duty * kind.second_cost + kind.fixed
        there += route.set_downs
        if there < cost and carries(board, r, k):
            best, cost = k, there
    if best >= 0:
        move(board, r, best)


@lazily_compiled
def other_kind(board: Board, r: int, k: int) -> None:
    """Change to a kind if that is cheaper and legal, whatever it differs in."""
    rows, state = rows_at(board), state_at(board)
    route = state.route[r]
    if state.free_count[k] == 0 or k == route.kind or not carries(board, r, k):
        return
    before, kind = route.kind, rows.kind[k]
    cost = route.cost
    if route.reloads == 0 and kind.start != rows.kind[before].start:
        for at in range(route.length):
            if not may_draw(board, state.seq[r, at], kind.start):
                return
    to = move(board, r, k)
    if state.route[to].late or state.route[to].cost >= cost or overdrawn(board):
        move(board, to, before)


@lazily_compiled
def overdrawn(board: Board) -> bool:
    """Whether more is drawn on than there is of anything that all routes share."""
    rows, state = rows_at(board), state_at(board)
    return bool((state.drawn > rows.draw_limit).any())


@lazily_compiled
def change_kinds(board: Board, share: float) -> None:
    """Give every route that the iteration has touched a cheaper kind of shift, if there is one.

    Kinds that are not alike in time are tried one at a time, in a share of the calls.
    """
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    drawn = -1
    if memory.differ[0] and uniform(memory.chance) < share:
        drawn = below(memory.chance, len(rows.kind))
    for row in range(memory.number[SAVED]):
        r = memory.saved[row]
        if state.route[r].length == 0:
            continue
        if drawn >= 0:
            other_kind(board, r, drawn)
        if memory.some_alike[0] and state.route[r].length > 0:
            cheaper_kind(board, r)
