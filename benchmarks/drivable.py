"""What one profile may drive: all that other programs are told about a network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.roads import Roads


@dataclass(frozen=True, eq=False)
class Drivable:
    """A network as logiroute opens it to one profile.

    Attributes
    ----------
    roads : Roads
    open : ndarray of bool, shape (segments, 2)
        Whether a segment is open to the kind of vehicle from its first to its last vertex, and
        back. Turn restrictions and dead ends are a matter of these on both sides.
    used : ndarray of bool, shape (segments,)
        Whether the profile drives it: it fits, and the segment hangs together with the rest.
    connected : ndarray of bool, shape (segments,)
        Whether one can come to it from the rest of the network and go back there.
    kmh : ndarray of float64, shape (segments,)
        Speed, after rounding of the segment's time to milliseconds.
    turns_back : ndarray of bool, shape (segments, 2)
        Whether a vehicle may turn back at the first and at the last vertex.
    barrier : ndarray of bool, shape (nodes,)
        Nodes that the profile does not pass.
    """

    roads: Roads
    open: NDArray[np.bool_]
    used: NDArray[np.bool_]
    connected: NDArray[np.bool_]
    kmh: NDArray[np.float64]
    turns_back: NDArray[np.bool_]
    barrier: NDArray[np.bool_]

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Segments open in at least one direction, used or not, shape (segments,)."""
        return np.asarray(self.open.any(axis=1))

    def false_dead_ends(self) -> NDArray[np.int64]:
        """Where OSRM turns back and logiroute does not.

        OSRM lets a vehicle turn back wherever only one street leads to a junction, even if others
        (one-way streets) lead on; logiroute only where nothing leads on, or restrictions forbid
        all that does.

        Returns
        -------
        ndarray of int64, shape (k, 2)
            Segment and which of its ends, 0 or 1.
        """
        arriving = np.bincount(self.roads.ends[:, ::-1][self.open], minlength=self.roads.nodes)
        false = (arriving == 1) & ~self.barrier
        both_ways = np.asarray(self.open.all(axis=1)).reshape(-1, 1)
        return np.argwhere(both_ways & ~self.turns_back & false[self.roads.ends])

    def between(self) -> NDArray[np.int64]:
        """Segments in the middle of turns that are forbidden over a way.

        OSRM keeps such a street twice, but puts a place on one of the two only: who comes by the
        other way never arrives there, and who leaves starts in the wrong spot.
        """
        roads = self.roads
        inner = np.ones(len(roads.ban_segment), dtype=np.bool_)
        inner[roads.ban_offset[:-1]] = inner[roads.ban_offset[1:] - 1] = False
        return np.asarray(np.unique(roads.ban_segment[inner]), dtype=np.int64)
