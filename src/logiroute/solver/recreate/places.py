"""Places of an order in a route, as one number each, and those that the clock has to judge."""

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.memory import OFFERED, memory_at

#: Costs more than anything.
NEVER = 2**62

#: What comes with an order: nothing, a reload before it, a reload after it.
ALONE, RELOAD_BEFORE, RELOAD_AFTER = range(3)

#: Bits of a position in a packed place, and of what else is in it.
_BITS = 16
_MASK = (1 << _BITS) - 1
_CHOICE_BITS = 20


@lazily_compiled
def packed(first: int, second: int, choice: int) -> int:
    """A place in a route as one number: positions of both tasks, and which set-down."""
    return (choice << (2 * _BITS)) | (second << _BITS) | first


@lazily_compiled
def first_of(place: int) -> int:
    """Position of the site or pick-up task."""
    return place & _MASK


@lazily_compiled
def second_of(place: int) -> int:
    """Position of the set-down, once the pick-up is in."""
    return (place >> _BITS) & _MASK


@lazily_compiled
def choice_of(place: int) -> int:
    """Row of the set-down in `Rows.choice`."""
    return (place >> (2 * _BITS)) & ((1 << _CHOICE_BITS) - 1)


@lazily_compiled
def on_kind(place: int, k: int) -> int:
    """A place, on a shift of another kind."""
    return place | ((k + 1) << (2 * _BITS + _CHOICE_BITS))


@lazily_compiled
def kind_of(place: int) -> int:
    """The other kind of shift that a place is on, or -1."""
    return (place >> (2 * _BITS + _CHOICE_BITS)) - 1


@lazily_compiled
def packed_reload(at: int, way: int, reload: int) -> int:
    """A place in a route of trips as one number."""
    return ((3 * reload + way) << (2 * _BITS)) | at


@lazily_compiled
def offer(board: Board, cost: int, place: int) -> None:
    """Note a place for the clock, and what it costs at least."""
    memory = memory_at(board)
    row = memory.number[OFFERED]
    if row < len(memory.offer_cost):
        memory.offer_cost[row], memory.offer_place[row] = cost, place
        memory.number[OFFERED] += 1
