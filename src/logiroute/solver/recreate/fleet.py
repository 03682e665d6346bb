"""Fewer vehicles: a route is given up, and its orders have to find places in the others.

Which of them are still out is judged by how often each was, not by what routes cost: Christiaens
and Vanden Berghe, Transportation Science 54 (2020).
"""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.bank import leave_out
from logiroute.solver.recreate.best import CURRENT, best_at
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import uniform
from logiroute.solver.recreate.eviction import evict
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import FLEET, OUT, SAVED, memory_at, take_back
from logiroute.solver.recreate.ruin import ruin_route
from logiroute.solver.recreate.state import state_at


@lazily_compiled
def _easiest(board: Board) -> int:
    """The route in use whose orders were out least often."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    easiest, least = -1, 0.0
    for row in range(state.counts[0]):
        r = state.used[row]
        total = uniform(memory.chance)
        for at in range(state.route[r].length):
            task = rows.task[state.seq[r, at]]
            if task.reload < 0:
                total += memory.absent[task.unit]
        if easiest < 0 or total < least:
            easiest, least = r, total
    return easiest


@lazily_compiled
def give_up_route(board: Board) -> None:
    """Leave out all that is on a route, whatever that costs."""
    rows, state, memory, best = rows_at(board), state_at(board), memory_at(board), best_at(board)
    r = _easiest(board)
    if r < 0:
        return
    ruin_route(board, r)
    if rows.leaving:
        evict(board)
    more, late = 0, False
    for row in range(memory.number[SAVED]):
        route = state.route[memory.saved[row]]
        more += route.cost - memory.saved_route[row].cost
        late |= route.late
    if late:
        # Who lost a bed was on the only way somewhere.
        take_back(board)
        memory.number[OUT] = 0
        return
    for row in range(memory.number[OUT]):
        u = memory.out[row]
        leave_out(board, u)
        more += rows.unit[u].penalty
    memory.number[OUT] = 0
    memory.number[FLEET] = state.counts[0]
    best.number[CURRENT] += more
