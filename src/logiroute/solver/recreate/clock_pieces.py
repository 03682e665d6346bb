"""How late a vehicle is somewhere, for every second at which its duty may start.

That is a function that never falls, given by pieces in order of time. A piece ``(upto, more,
least)`` says: of starts up to ``upto``, and after those of the piece before it, the vehicle is
there at ``max(start + more, least)``. After the last piece it cannot be there in time at all.

What a piece says also holds, as an upper bound, for earlier starts than its own: who may start
later may wait. So any pieces, of whatever functions, together stand for the least of them.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from logiroute.compiled import inlined, lazily_compiled
from logiroute.solver.bounds import MOST_S

#: Columns of a piece.
UPTO, MORE, LEAST = 0, 1, 2

#: Later than anything may be done; with a minus, earlier.
NEVER = 2 * MOST_S

Pieces: TypeAlias = NDArray[np.int64]


@inlined
def put(out: Pieces, first: int, at: int, upto: int, more: int, least: int) -> int:
    """Add a piece to those of ``out[first:at]``; return where they end now.

    Where ``out`` is full it is lost, so whoever ends at the end of ``out`` needs more room.
    """
    if at > first:
        last = out[at - 1]
        if last[LEAST] == least and last[UPTO] + max(last[MORE], more) <= least:
            at -= 1  # Both only wait for the same second.
        elif last[MORE] == more and last[UPTO] + more + 1 >= max(least, last[LEAST]):
            last[UPTO] = upto  # Neither waits there.
            return at
    if at == len(out):
        return at
    out[at, UPTO] = upto
    out[at, MORE] = more
    out[at, LEAST] = least
    return at + 1


@inlined
def add(pieces: Pieces, first: int, end: int, seconds: int) -> None:
    """Let something take so many seconds."""
    for i in range(first, end):
        pieces[i, MORE] += seconds
        pieces[i, LEAST] += seconds


@inlined
def follow(
    pieces: Pieces,
    first: int,
    end: int,
    before: int,
    steps: Pieces,
    step: int,
    steps_end: int,
    out: Pieces,
    to: int,
) -> int:
    """What becomes of the vehicle in steps, which are pieces from one second to a later one.

    Parameters
    ----------
    pieces, first, end
        ``pieces[first:end]``.
    before : int
        The last start before those of the first piece.
    steps, step, steps_end
        ``steps[step:steps_end]``.
    out, to
        Where to put the pieces: at most as many as pieces and steps together.

    Returns
    -------
    int
        Where they end in ``out``.
    """
    at = to
    for i in range(first, end):
        upto, more, least = pieces[i, UPTO], pieces[i, MORE], pieces[i, LEAST]
        earliest, latest = max(before + 1 + more, least), max(upto + more, least)
        while step < steps_end and steps[step, UPTO] < earliest:
            step += 1
        while step < steps_end:
            last = steps[step, UPTO]
            reach = min(upto, last - more) if latest > last else upto
            at = put(
                out,
                to,
                at,
                reach,
                more + steps[step, MORE],
                max(least + steps[step, MORE], steps[step, LEAST]),
            )
            if latest <= last:
                break
            step += 1
        before = upto
    return at


@lazily_compiled
def lowest(pieces: Pieces, first: int, end: int, before: int, out: Pieces, to: int) -> int:
    """The least of all functions, given by any pieces in any order; else like `follow`."""
    at = to
    start = before + 1
    while True:
        best = -1
        value = more = 0
        for i in range(first, end):
            if pieces[i, UPTO] >= start:
                own = max(start + pieces[i, MORE], pieces[i, LEAST])
                if best < 0 or own < value or (own == value and pieces[i, MORE] < more):
                    best, value, more = i, own, pieces[i, MORE]
        if best < 0:
            return at
        upto = pieces[best, UPTO]
        for i in range(first, end):
            # One that grows later is less from the second on when the best is more than it waits.
            if pieces[i, MORE] < more:
                last = pieces[i, LEAST] - more
                if start <= last < min(upto, pieces[i, UPTO]):
                    upto = last
        at = put(out, to, at, upto, more, pieces[best, LEAST])
        start = upto + 1


@lazily_compiled
def shortest(pieces: Pieces, end: int, before: int) -> tuple[int, int]:
    """The least time from start to end, and the first start with it."""
    best = start = -1
    for i in range(end):
        upto, least = pieces[i, UPTO], pieces[i, LEAST]
        duty = max(pieces[i, MORE], least - upto)
        if best < 0 or duty < best:
            best, start = duty, max(before + 1, least - duty)
        before = upto
    return best, start


@lazily_compiled
def next_within(pieces: Pieces, end: int, start: int, most: int) -> int:
    """The first start, not before one, with at most so long from there to the end.

    `NEVER` if there is none.
    """
    for i in range(end):
        upto, least = pieces[i, UPTO], pieces[i, LEAST]
        if upto >= start and max(pieces[i, MORE], least - upto) <= most:
            return int(max(start, least - most))
        start = max(start, upto + 1)
    return NEVER


@lazily_compiled
def last_until(pieces: Pieces, end: int, time: int) -> int:
    """The last start that is there by a second, which some start is."""
    found = pieces[0, UPTO]
    for i in range(end):
        if pieces[i, LEAST] > time or (i and pieces[i - 1, UPTO] + 1 + pieces[i, MORE] > time):
            break
        found = min(pieces[i, UPTO], time - pieces[i, MORE])
    return int(found)
