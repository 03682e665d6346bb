"""Places found before, for as long as nothing in their route changes."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.insertion import best_place, on_kind
from logiroute.solver.recreate.kinds import carries
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import memory_at
from logiroute.solver.recreate.state import state_at
from logiroute.solver.recreate.trips import NEVER


@lazily_compiled
def place_in(board: Board, u: int, r: int) -> tuple[int, int]:
    """The cheapest place of an order in a route, which may need a shift of another kind for it."""
    state, memory = state_at(board), memory_at(board)
    if not memory.plain[u]:
        return _place(board, u, r)
    found = memory.found[u, r & (memory.found.shape[1] - 1)]
    version = state.route[r].version
    if found.version != version:
        cost, place = _place(board, u, r)
        found.version, found.cost, found.place = version, cost, place
    return found.cost, found.place


@lazily_compiled
def _place(board: Board, u: int, r: int) -> tuple[int, int]:
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    route = state.route[r]
    best, place = best_place(board, u, r, route.kind)
    if best < NEVER or not memory.some_alike[0] or not _too_heavy(board, u, r):
        return best, place
    for k in range(len(rows.kind)):
        if not memory.alike[route.kind, k] or state.free_count[k] == 0:
            continue
        kind = rows.kind[k]
        more = route.metres * kind.metre_cost + route.duty * kind.second_cost + kind.fixed
        if more - route.cost < best and carries(board, r, k):
            cost, here = best_place(board, u, r, k)
            if cost < best:
                best, place = cost, on_kind(here, k)
    return best, place


@lazily_compiled
def _too_heavy(board: Board, u: int, r: int) -> bool:
    """Whether it is the load of a site task that bars it from a route."""
    rows, state = rows_at(board), state_at(board)
    unit, route = rows.unit[u], state.route[r]
    c, k = unit.first, route.kind
    if route.length == 0 or unit.choice_begin < unit.choice_end or not rows.allowed[c, k]:
        return False
    for d in range(rows.change.shape[1]):
        if state.start_load[r, d] + rows.issued[c, d] > rows.capacity[k, d]:
            return True
    return False
