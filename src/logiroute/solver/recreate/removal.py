"""Taking orders out of routes."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import OUT, memory_at
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.reloads import drop_reloads
from logiroute.solver.recreate.state import depot_of, draw, state_at


@lazily_compiled
def take_out(board: Board, t: int) -> None:
    """Take out the unit of a task; its route has to be closed up by `close_up`."""
    rows, memory = rows_at(board), memory_at(board)
    u = rows.task[t].unit
    memory.out[memory.number[OUT]] = u
    memory.number[OUT] += 1
    unit = rows.unit[u]
    if unit.member_begin == unit.member_end:
        take_out_order(board, u)
    for row in range(unit.member_begin, unit.member_end):
        take_out_order(board, rows.member[row])


@lazily_compiled
def take_out_order(board: Board, order: int) -> None:
    """Take out one order, also a member of a group; `close_up` has to follow."""
    rows, state = rows_at(board), state_at(board)
    unit = rows.unit[order]
    draw(board, unit.first, depot_of(board, unit.first), -1)
    state.spot[unit.first].route = -1
    if unit.choice_begin < unit.choice_end:
        goal = state.chosen[order]
        draw(board, goal, depot_of(board, goal), -1)
        state.spot[goal].route = -1


@lazily_compiled
def close_up(board: Board, r: int) -> None:
    """Close the gaps in a route whose tasks were taken out."""
    state = state_at(board)
    seq, length = state.seq, 0
    for at in range(state.route[r].length):
        t = seq[r, at]
        if state.spot[t].route >= 0:
            seq[r, length] = t
            length += 1
    state.route[r].length = length
    if state.route[r].reloads > 0:
        drop_reloads(board, r)
    refresh(board, r)
