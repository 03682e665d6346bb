"""Ways to drive a leg: by the table of the whole shift, or by one that holds for a part of it.

A way is a piece (see `clock_pieces`) from the second the vehicle is ready to the one it arrives:
ready up to ``upto``, it arrives ``more`` seconds later, but not before ``least``. It waits where it
is until it may leave. A fourth column holds the metres.
"""

from logiroute.compiled import lazily_compiled
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_S
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.clock_pieces import LEAST, MORE, NEVER, UPTO, Pieces
from logiroute.solver.recreate.clock_rows import clock_rows_at

#: Columns of a way: those of a piece, and this.
METRES = 3


@lazily_compiled
def ways_between(
    clock: Board,
    shift: int,
    here: int,
    there: int,
    leave_by: int,
    room: tuple[int, int],
    ways: Pieces,
    to: int,
) -> int:
    """Collect all ways to leave one place by a second, and to arrive at another in a room of it.

    Returns
    -------
    int
        Where they end in ``ways``, from ``to`` on.
    """
    rows = clock_rows_at(clock)
    duty = rows.shift[shift]
    at = to
    for i in range(duty.part_begin - 1, duty.part_end):
        table, first, last = duty.table, -MOST_S, MOST_S  # the whole shift's, before those of parts
        if i >= duty.part_begin:
            part = rows.part[i]
            table, first, last = part.table, part.first, part.last
        seconds = int(rows.seconds[table, here, there])
        if seconds == UNREACHABLE or first + seconds > last:
            continue
        least = max(first + seconds, room[0])
        upto = min(last - seconds, leave_by, room[1] - 1 - seconds)
        if least - seconds > upto:
            continue
        metres = int(rows.metres[table, here, there])
        if at > to and _is_no_better(seconds, metres, least, upto, ways[to]):
            continue
        ways[at, UPTO] = upto
        ways[at, MORE] = seconds
        ways[at, LEAST] = least
        ways[at, METRES] = metres
        at += 1
    return at


@lazily_compiled
def _is_no_better(seconds: int, metres: int, least: int, upto: int, way: Pieces) -> bool:
    """Whether another way is always there as early, on fewer metres if at the same second."""
    if upto > way[UPTO] or least - seconds < way[LEAST] - way[MORE]:
        return False
    return bool(way[MORE] < seconds or (way[MORE] == seconds and way[METRES] <= metres))


@lazily_compiled
def way_taken(ways: Pieces, first: int, end: int, ready: int) -> tuple[int, int]:
    """The way that arrives first, of those the one of fewest metres; and when it arrives.

    Returns
    -------
    (int, int)
        -1 and `NEVER` if it is too late for all of them.
    """
    best, arrives = -1, NEVER
    for i in range(first, end):
        if ready <= ways[i, UPTO]:
            own = max(ready + ways[i, MORE], ways[i, LEAST])
            if own < arrives or (own == arrives and ways[i, METRES] < ways[best, METRES]):
                best, arrives = i, own
    return best, arrives
