"""The bank: units that are left out for now, and which of them are tried again."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import BANK, OUT, TRIED, memory_at

#: Share of those tried again that are neighbours of what is taken out, where not all are.
_NEAR_BY = 0.7


@lazily_compiled
def leave_out(board: Board, u: int) -> None:
    """Put a unit in the bank."""
    memory = memory_at(board)
    memory.bank[memory.number[BANK]] = u
    memory.bank_at[u] = memory.number[BANK]
    memory.number[BANK] += 1


@lazily_compiled
def empty_bank(board: Board, left: int) -> None:
    """Let only the first units stay in the bank, so many."""
    memory = memory_at(board)
    for row in range(left, memory.number[BANK]):
        memory.bank_at[memory.bank[row]] = -1
    memory.number[BANK] = left


@lazily_compiled
def _try(board: Board, u: int) -> None:
    """Take a unit from the bank to be tried again."""
    memory = memory_at(board)
    last = memory.number[BANK] - 1
    row = memory.bank_at[u]
    memory.bank[row] = memory.bank[last]
    memory.bank_at[memory.bank[row]] = row
    memory.bank_at[u] = -1
    memory.number[BANK] = last
    memory.tried[memory.number[TRIED]] = u
    memory.number[TRIED] += 1
    memory.out[memory.number[OUT]] = u
    memory.number[OUT] += 1


@lazily_compiled
def try_bank(board: Board, seed: int, most: int) -> None:
    """Take units from the bank to be tried again: all, or some near a task and some by chance."""
    rows, memory = rows_at(board), memory_at(board)
    if memory.number[BANK] > most:
        near = memory.by_hour if uniform(memory.chance) < 0.5 else memory.by_way
        for row in range(-1, near.shape[1]):
            if memory.number[TRIED] >= _NEAR_BY * most:
                break
            u = rows.task[seed if row < 0 else near[seed, row]].unit
            if memory.bank_at[u] >= 0:
                _try(board, u)
    while memory.number[BANK] > 0 and memory.number[TRIED] < most:
        _try(board, memory.bank[below(memory.chance, memory.number[BANK])])


@lazily_compiled
def untry(board: Board, left: int) -> None:
    """Make the bank what it was before units were tried again, when ``left`` stayed in it."""
    memory = memory_at(board)
    empty_bank(board, left)
    for row in range(memory.number[TRIED]):
        leave_out(board, memory.tried[row])
