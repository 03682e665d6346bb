"""Forbidden sequences of turns: by hand, and against a search that remembers everything."""

from collections import deque

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from logiroute.geo.histories import Ban, Turns, with_bans


def turns_of(pairs: list[tuple[int, int]]) -> Turns:
    tail, head = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2).T
    return Turns(tail.copy(), head.copy(), np.zeros(len(tail), dtype=np.uint8))


def reached(turns: Turns, original: NDArray[np.int64], start: int, bit: int) -> dict[int, int]:
    """Fewest turns from a state to every other, over the arcs that a mode may use."""
    after: dict[int, list[int]] = {}
    for tail, head, refused in zip(*(part.tolist() for part in turns), strict=True):
        if not refused & bit:
            after.setdefault(tail, []).append(head)
    found, queue = {start: 0}, deque([start])
    while queue:
        state = queue.popleft()
        for head in after.get(state, ()):
            if head not in found:
                found[head] = found[state] + 1
                queue.append(head)
    best: dict[int, int] = {}
    for state, steps in found.items():
        street = int(original[state])
        best[street] = min(steps, best.get(street, steps))
    return best


def remembered(
    pairs: list[tuple[int, int]], bans: list[Ban], start: int, bit: int
) -> dict[int, int]:
    """The same by walking with the last states in mind, as far back as any ban looks."""
    longest = max((len(sequence) for sequence, _ in bans), default=2)
    after: dict[int, list[int]] = {}
    for tail, head in sorted(set(pairs)):
        after.setdefault(tail, []).append(head)
    first: tuple[int, ...] = (start,)
    found, queue = {first: 0}, deque([first])
    best = {start: 0}
    while queue:
        way = queue.popleft()
        for head in after.get(way[-1], ()):
            longer = (*way, head)
            if any(m & bit and longer[-len(s) :] == s for s, m in bans):
                continue
            kept = longer[-longest:]
            if kept not in found:
                found[kept] = found[way] + 1
                best.setdefault(head, found[kept])
                queue.append(kept)
    return best


def test_no_left_turn_by_way_of_a_link() -> None:
    # 0 → 1 → 2 is forbidden, 3 → 1 → 2 is not; from 1 one may also go to 4.
    pairs = [(0, 1), (3, 1), (1, 2), (1, 4)]
    turns, original = with_bans(turns_of(pairs), 5, [((0, 1, 2), 1)])
    assert original.tolist() == [0, 1, 2, 3, 4, 1]
    open_ = {
        (t, h)
        for t, h, refused in zip(*(part.tolist() for part in turns), strict=True)
        if not refused
    }
    assert open_ == {(0, 5), (3, 1), (1, 2), (1, 4), (5, 4)}
    # A mode that is not bound goes through the copy just as well.
    assert reached(turns, original, 0, 2) == {0: 0, 1: 1, 2: 2, 4: 2}
    assert reached(turns, original, 0, 1) == {0: 0, 1: 1, 4: 2}


def test_a_ban_that_ends_as_another_begins() -> None:
    # 0-1-2-3 and 1-2-4 are forbidden: coming from 0, both of them are.
    pairs = [(0, 1), (5, 1), (1, 2), (2, 3), (2, 4), (6, 2)]
    bans: list[Ban] = [((0, 1, 2, 3), 1), ((1, 2, 4), 1)]
    turns, original = with_bans(turns_of(pairs), 7, bans)
    assert set(reached(turns, original, 0, 1)) == {0, 1, 2}
    assert set(reached(turns, original, 5, 1)) == {5, 1, 2, 3}
    assert set(reached(turns, original, 6, 1)) == {6, 2, 3, 4}


states = st.integers(0, 5)
bans_drawn = st.lists(
    st.tuples(st.lists(states, min_size=2, max_size=4).map(tuple), st.integers(1, 3)), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(pairs=st.lists(st.tuples(states, states), min_size=1, max_size=20), bans=bans_drawn)
def test_the_copies_forget_nothing(pairs: list[tuple[int, int]], bans: list[Ban]) -> None:
    turns, original = with_bans(turns_of(pairs), 6, bans)
    for start in range(6):
        for bit in (1, 2):
            assert reached(turns, original, start, bit) == remembered(pairs, bans, start, bit)
