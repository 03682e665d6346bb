"""Turns that are forbidden by where a vehicle came from, as states that remember it.

A turn restriction over a way in between ("from A by way of B not into C") cannot be told from a
single turn B → C. So B gets a copy that is entered from A only, and lacks the turn into C. With
several such restrictions the copies are the nodes of an Aho-Corasick automaton over all of them.

Aho and Corasick, "Efficient string matching", Communications of the ACM 18 (1975).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A forbidden sequence of states, and the mode bits it binds.
Ban = tuple[tuple[int, ...], int]


class Turns(NamedTuple):
    """Arcs of an edge-based graph.

    Attributes
    ----------
    tail, head : ndarray of int64, shape (arcs,)
    refused : ndarray of uint8, shape (arcs,)
        Mode bits that may not make the turn.
    """

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    refused: NDArray[np.uint8]


def with_bans(turns: Turns, states: int, bans: Sequence[Ban]) -> tuple[Turns, NDArray[np.int64]]:
    """Forbid sequences of states.

    Parameters
    ----------
    turns : Turns
        Between states ``0 … states - 1``, sorted by tail and head.
    states : int
    bans : sequence of Ban
        Each of two states or more.

    Returns
    -------
    turns : Turns
        With the arcs of the copies; not sorted.
    original : ndarray of int64, shape (states + copies,)
        The state that each one is, or is a copy of.
    """
    refused = turns.refused.copy()
    key = turns.tail * states + turns.head
    for sequence, modes in bans:
        if len(sequence) == 2:
            place = np.searchsorted(key, sequence[0] * states + sequence[1])
            if place < len(key) and key[place] == sequence[0] * states + sequence[1]:
                refused[place] |= modes
    long = [(sequence, modes) for sequence, modes in bans if len(sequence) > 2]
    prefixes = dict.fromkeys(
        sequence[:size] for sequence, _ in long for size in range(2, len(sequence))
    )
    copy_of = {prefix: states + number for number, prefix in enumerate(prefixes)}
    head = turns.head.copy()
    for prefix, copy in copy_of.items():
        if len(prefix) == 2:
            place = np.searchsorted(key, prefix[0] * states + prefix[1])
            if place < len(key) and key[place] == prefix[0] * states + prefix[1]:
                head[place] = copy
    rows: list[tuple[int, int, int]] = []
    for prefix, copy in copy_of.items():
        first, last = np.searchsorted(turns.tail, [prefix[-1], prefix[-1] + 1])
        for arc in range(int(first), int(last)):
            way = (*prefix, int(turns.head[arc]))
            rows.append((copy, _remembered(way, copy_of), int(refused[arc]) | _banned(way, long)))
    more = np.array(rows, dtype=np.int64).reshape(-1, 3)
    joined = Turns(
        np.concatenate([turns.tail, more[:, 0]]),
        np.concatenate([head, more[:, 1]]),
        np.concatenate([refused, more[:, 2].astype(np.uint8)]),
    )
    copied = np.array([prefix[-1] for prefix in prefixes], dtype=np.int64)
    return joined, np.concatenate([np.arange(states), copied])


def _remembered(way: tuple[int, ...], copy_of: dict[tuple[int, ...], int]) -> int:
    """The state at the end of a way that remembers as much of it as matters."""
    for size in range(len(way), 1, -1):
        found = copy_of.get(way[-size:])
        if found is not None:
            return found
    return way[-1]


def _banned(way: tuple[int, ...], bans: Sequence[Ban]) -> int:
    """Mode bits of the bans that a way ends with."""
    bits = 0
    for sequence, modes in bans:
        if way[-len(sequence) :] == sequence:
            bits |= modes
    return bits
