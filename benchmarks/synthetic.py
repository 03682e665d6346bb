"""Synthetic road graphs of any size: an irregular grid of towns and fast streets between them.

They stand for no real town. Real extracts of several sizes differ in more than their size; these
differ in nothing else.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

#: Distance of junctions, and how far they stray from the grid, in parts of it.
_BLOCK_M, _STRAY = 150.0, 0.3
#: Every so many-th street is faster: (spacing, km/h), the widest first; 1 stands for all others.
_SPEEDS = ((32, 80.0), (8, 50.0), (1, 25.0))
#: Slow streets are only in towns: squares between the fastest streets, this share of all.
_TOWN = 0.3
#: Shares of the slow streets that are missing in town, and that are one-way.
_MISSING, _ONE_WAY = 0.2, 0.15
_METRES_PER_DEGREE = 111_000.0


@dataclass(frozen=True, eq=False)
class SyntheticGraph:
    """An edge-based graph: a node is a directed street, an arc a turn; see `EdgeGraph`.

    Attributes
    ----------
    tail, head : ndarray of int32, shape (arcs,)
        Sorted by tail.
    lonlat : ndarray of float64, shape (states, 2)
        Where each state starts.
    ms, cm : ndarray of int64, shape (arcs,)
        Time and length of the street that the turn leaves.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    lonlat: NDArray[np.float64]
    ms: NDArray[np.int64]
    cm: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lonlat)


def synthetic_graph(side: int, seed: int = 0) -> SyntheticGraph:
    """The graph of a grid of ``side * side`` junctions; turning back only at dead ends."""
    random = np.random.default_rng(seed)
    row, column = np.divmod(np.arange(side * side), side)
    xy = _BLOCK_M * (
        np.stack([column, row], axis=1) + random.uniform(-_STRAY, _STRAY, (side**2, 2))
    )
    east, north = np.flatnonzero(column < side - 1), np.flatnonzero(row < side - 1)
    start = np.concatenate([east, north])
    end = np.concatenate([east + 1, north + side])
    line = np.concatenate([row[east], column[north]])
    kmh = np.select([line % spacing == 0 for spacing, _ in _SPEEDS], [v for _, v in _SPEEDS])
    slow = kmh == _SPEEDS[-1][1]
    tiles = -(-side // _SPEEDS[0][0])
    town = (random.random(tiles**2) < _TOWN)[row // _SPEEDS[0][0] * tiles + column // _SPEEDS[0][0]]
    kept = ~slow | (town[start] & (random.random(len(line)) >= _MISSING))
    start, end, kmh, slow = start[kept], end[kept], kmh[kept], slow[kept]
    back = np.flatnonzero(~slow | (random.random(len(slow)) >= _ONE_WAY))
    reverse = np.full(len(start) + len(back), -1)
    reverse[back] = len(start) + np.arange(len(back))
    reverse[len(start) :] = back
    start, end = np.concatenate([start, end[back]]), np.concatenate([end, start[back]])
    metres = np.hypot(*(xy[end] - xy[start]).T)
    tail, head = _turns(start, end, reverse, side * side)
    ms = np.ceil(metres * 3600.0 / np.concatenate([kmh, kmh[back]])).astype(np.int64)
    return SyntheticGraph(
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        lonlat=xy[start] / _METRES_PER_DEGREE,
        ms=ms[tail],
        cm=np.round(metres * 100).astype(np.int64)[tail],
    )


def _turns(
    start: NDArray[np.int64], end: NDArray[np.int64], reverse: NDArray[np.int64], nodes: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    states, ones = np.arange(len(start)), np.ones(len(start), dtype=np.int8)
    arriving = csr_matrix((ones, (states, end)), shape=(len(start), nodes))
    leaving = csr_matrix((ones, (start, states)), shape=(nodes, len(start)))
    pairs = (arriving @ leaving).tocoo()
    tail, head = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
    turning = reverse[tail] == head
    exits = np.bincount(tail, minlength=len(start))
    kept = np.flatnonzero(~turning | (exits[tail] == 1))
    kept = kept[np.lexsort((head[kept], tail[kept]))]
    return tail[kept], head[kept]
