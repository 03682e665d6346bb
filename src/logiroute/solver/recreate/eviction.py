"""Who is taken out because others, whose beds they were to have, are not fetched any more."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import uniform
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import memory_at, save
from logiroute.solver.recreate.removal import close_up, take_out
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def evict(board: Board) -> None:
    """Take people out until nobody is brought where there is no bed for them."""
    rows, state = rows_at(board), state_at(board)
    source = 0
    while source < len(state.drawn):
        t = -1
        if state.drawn[source] > rows.draw_limit[source]:
            t = _cheapest(board, source)
        if t < 0:
            source += 1
            continue
        r = state.spot[t].route
        save(board, r)
        take_out(board, t)
        close_up(board, r)
        # They may have left a bed elsewhere, for somebody else.
        source = 0


@lazily_compiled
def _cheapest(board: Board, source: int) -> int:
    """Of the set-downs that draw on a sum, one that is cheap to lose; -1 if there is none."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    cheapest, least = -1, 0.0
    for row in range(state.counts[0]):
        r = state.used[row]
        for at in range(state.route[r].length):
            t = state.seq[r, at]
            if not rows.task[t].set_down or not _draws_on(board, t, source):
                continue
            loss = rows.unit[rows.task[t].unit].penalty * (0.5 + uniform(memory.chance))
            if cheapest < 0 or loss < least:
                cheapest, least = t, loss
    return cheapest


@lazily_compiled
def _draws_on(board: Board, t: int, source: int) -> bool:
    rows = rows_at(board)
    for row in range(rows.draw_begin[t], rows.draw_begin[t + 1]):
        if rows.draw_source[row] == source and rows.draw_amount[row] > 0:
            return True
    return False
