"""Where the compiled clock works: arrays that are written anew for every route."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.solver.recreate.board import reader
from logiroute.solver.recreate.clock_rows import CLOCK_ROWS_END, ClockRows

#: A time of a route, and what lies between it and the next one.
LINK = np.dtype(
    [
        ("time", np.int64),
        ("floor", np.int64),  # no earlier than the limits aboard allow
        ("opens", np.int64),  # no earlier than the goods of a trip are there that starts then
        ("span_begin", np.int64),  # when it may be, in `ClockRows.span` …
        ("span_end", np.int64),
        ("closes", np.int64),  # … and no later than this
        ("gap", np.int64),  # seconds to the next time, or until the leg to it is ready
        ("after", np.int64),  # seconds from the arrival of the leg to the next time
        ("way_begin", np.int64),  # how the leg may be driven, in `ClockScratch.way`
        ("way_end", np.int64),  # nothing where there is no leg, or time does not depend on it
    ],
    align=True,
)

#: Pieces there is room for at first.
_PIECES = 256


class ClockScratch(NamedTuple):
    """Where the clock works.

    Attributes
    ----------
    pieces : ndarray of int64, shape (3, n, 3)
        Pieces before a stop, after it, and on the way.
    begins : ndarray of int64, shape (2, n)
        Where the pieces of each room begin, before a stop and after it.
    steps : ndarray of int64, shape (n, 4)
        Pieces of one task or leg.
    way : ndarray of int64, shape (n, 4)
        Ways of all legs.
    link : record array of `LINK`, shape (longest route + 2,)
    limit : ndarray of int64, shape (2 * longest route, 3)
        Two positions in `link`, and the most seconds from one to the other.
    path : ndarray of int64, shape (4, longest route + 1)
        Per stop: its first task, which room is taken, when the vehicle is ready to leave it, and
        which room the best times found take.
    last : ndarray of int64, shape (longest route + 1, n)
        Per stop and room: by when to arrive there.
    """

    pieces: NDArray[np.int64]
    begins: NDArray[np.int64]
    steps: NDArray[np.int64]
    way: NDArray[np.int64]
    link: Any
    limit: NDArray[np.int64]
    path: NDArray[np.int64]
    last: NDArray[np.int64]


def clock_scratch_of(rows: ClockRows, longest: int) -> ClockScratch:
    """Room for routes of up to so many tasks."""
    longest = max(longest, 1)
    ways = 1 + _most(rows.shift["part_end"] - rows.shift["part_begin"])
    spans = _most(rows.task["span_end"] - rows.task["span_begin"])
    rooms = 1 + _most(np.diff(rows.room_at, axis=1))
    return ClockScratch(
        pieces=np.zeros((3, _PIECES, 3), np.int64),
        begins=np.zeros((2, rooms + 1), np.int64),
        steps=np.zeros(((ways + 2) ** 2 + spans, 4), np.int64),
        way=np.zeros(((longest + 1) * ways, 4), np.int64),
        link=np.zeros(longest + 2, LINK),
        limit=np.zeros((2 * longest, 3), np.int64),
        path=np.zeros((4, longest + 1), np.int64),
        last=np.zeros((longest + 1, rooms), np.int64),
    )


def _most(counts: NDArray[np.int64]) -> int:
    return int(counts.max(initial=0))


#: The scratch on a clock's board.
clock_scratch_at = reader(
    ClockScratch,
    CLOCK_ROWS_END,
    pieces=(np.int64, 3),
    begins=(np.int64, 2),
    steps=(np.int64, 2),
    way=(np.int64, 2),
    link=(LINK, 1),
    limit=(np.int64, 2),
    path=(np.int64, 2),
    last=(np.int64, 2),
)
