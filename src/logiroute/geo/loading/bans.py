"""Turn restrictions as forbidden sequences of directed segments."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.loading.ways import Restriction

#: A segment and whether it is driven from its first to its last vertex.
Directed = tuple[int, bool]

#: Why a restriction ends in no ban, as `Roads.dropped` calls it.
OUTSIDE = "turn restrictions whose ways lie outside the network"
APART = "turn restrictions whose ways do not meet in driving direction"
IDLE = "turn restrictions that leave no other way anyhow"


def turn_bans(
    restrictions: Sequence[Restriction], arrays: Mapping[str, NDArray[np.generic]]
) -> tuple[dict[str, NDArray[np.generic]], Counter[str]]:
    """Forbidden turns of a network.

    A ``no_*`` restriction forbids the way from → via → to. An ``only_*`` restriction forbids every
    other way on at the end of its via; one that leaves a via way earlier is not bound by it (this
    is what OSRM does), nor one that may not use its ``to`` way.

    Parameters
    ----------
    restrictions : sequence of Restriction
    arrays : mapping of str to ndarray
        ``ends``, ``node_id``, ``way_id`` and ``access`` as in `Roads`.

    Returns
    -------
    bans : dict of str to ndarray
        ``ban_offset``, ``ban_segment``, ``ban_forward``, ``ban_modes`` as in `Roads`.
    ignored : Counter of str
        Restrictions that forbid nothing here, by reason.
    """
    bound: dict[tuple[Directed, ...], int] = defaultdict(int)
    ignored: Counter[str] = Counter()
    if restrictions:
        turns = _Turns(restrictions, arrays)
        for restriction in restrictions:
            found = list(turns.forbidden(restriction))
            for sequence, modes in found:
                bound[sequence] |= modes
            if not found:
                ignored[turns.why_none(restriction)] += 1
    sequences = sorted(bound)
    flat = [step for sequence in sequences for step in sequence]
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int64)
    bans: dict[str, NDArray[np.generic]] = {
        "ban_offset": np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        "ban_segment": np.array([segment for segment, _ in flat], dtype=np.int32),
        "ban_forward": np.array([forward for _, forward in flat], dtype=np.bool_),
        "ban_modes": np.array([bound[sequence] for sequence in sequences], dtype=np.uint8),
    }
    return bans, ignored


class _Turns:
    """The segments that restrictions speak of, and the turns between them."""

    def __init__(
        self, restrictions: Sequence[Restriction], arrays: Mapping[str, NDArray[np.generic]]
    ) -> None:
        self.ends: NDArray[np.int32] = np.asarray(arrays["ends"], dtype=np.int32)
        self.access: NDArray[np.uint8] = np.asarray(arrays["access"], dtype=np.uint8)
        named = {
            way for one in restrictions for way in (*one.from_ways, *one.via_ways, *one.to_ways)
        }
        way_id: NDArray[np.int64] = np.asarray(arrays["way_id"], dtype=np.int64)
        self.of_way: dict[int, list[int]] = defaultdict(list)
        for segment in np.flatnonzero(np.isin(way_id, list(named))).tolist():
            self.of_way[int(way_id[segment])].append(segment)
        node_id: NDArray[np.int64] = np.asarray(arrays["node_id"], dtype=np.int64)
        wanted = [one.via_node for one in restrictions if one.via_node is not None]
        places = np.flatnonzero(np.isin(node_id, wanted))
        self.node_of: dict[int, int] = {int(node_id[place]): int(place) for place in places}
        order = np.argsort(self.ends.ravel(), kind="stable")
        self._order = order
        self._first = np.searchsorted(self.ends.ravel()[order], np.arange(len(node_id) + 1))

    def why_none(self, restriction: Restriction) -> str:
        """The reason why a restriction forbids nothing."""
        groups = (restriction.from_ways, restriction.to_ways)
        missing = any(not any(way in self.of_way for way in group) for group in groups)
        missing |= any(way not in self.of_way for way in restriction.via_ways)
        if restriction.via_node is not None:
            missing |= restriction.via_node not in self.node_of
        if missing:
            return OUTSIDE
        meets = any(
            True
            for path in self._paths(restriction)
            for _ in self._onward(self._end(path[-1]), restriction.to_ways, restriction.modes)
        )
        return IDLE if meets else APART

    def forbidden(self, restriction: Restriction) -> Iterator[tuple[tuple[Directed, ...], int]]:
        """The sequences that a restriction forbids, each with the modes that it binds."""
        for path in self._paths(restriction):
            node = self._end(path[-1])
            modes = restriction.modes
            onward = list(self._onward(node, restriction.to_ways, modes))
            if restriction.kind.startswith("only_"):
                # Whoever may not go where everybody must is not bound to it: he would be caught.
                modes &= reduce(or_, map(self._modes, onward), 0)
                if not modes:
                    continue
                onward = [step for step in self._leaving(node, modes) if step not in onward]
            elif restriction.kind == "no_u_turn" and restriction.from_ways == restriction.to_ways:
                onward = [step for step in onward if step[0] == path[0][0]] or onward
            else:
                # Going back on the same segment is a U-turn, which only its own kind forbids.
                onward = [step for step in onward if step[0] != path[-1][0]]
            for step in onward:
                yield (*path, step), modes

    def _paths(self, restriction: Restriction) -> Iterator[tuple[Directed, ...]]:
        """Every way along from and via, up to the node where the turn is."""
        modes = restriction.modes
        for way in restriction.from_ways:
            for segment in self.of_way.get(way, ()):
                for forward in (True, False):
                    step = (segment, forward)
                    if not self._open(step, modes):
                        continue
                    if restriction.via_node is None:
                        yield from self._along(step, restriction)
                    elif self._end(step) == self.node_of.get(restriction.via_node):
                        yield (step,)

    def _along(self, start: Directed, restriction: Restriction) -> Iterator[tuple[Directed, ...]]:
        """The shortest way from a segment over all via ways, in order, to the ``to`` way."""
        last = len(restriction.via_ways) - 1
        reached: list[tuple[tuple[Directed, ...], int]] = [((start,), -1)]
        seen = {(self._end(start), -1)}
        while reached:
            onward: list[tuple[tuple[Directed, ...], int]] = []
            for path, via in reached:
                node = self._end(path[-1])
                if via == last and any(
                    True for _ in self._onward(node, restriction.to_ways, restriction.modes)
                ):
                    yield path
                    return
                for following in {max(via, 0), min(via + 1, last)}:
                    ways = (restriction.via_ways[following],)
                    for step in self._onward(node, ways, restriction.modes):
                        here = (self._end(step), following)
                        if step[0] != path[-1][0] and here not in seen:
                            seen.add(here)
                            onward.append(((*path, step), following))
            reached = onward

    def _onward(self, node: int, ways: Sequence[int], modes: int) -> Iterator[Directed]:
        """Directed segments of some ways that leave a node."""
        for way in ways:
            for segment in self.of_way.get(way, ()):
                for side, forward in ((0, True), (1, False)):
                    step = (segment, forward)
                    if self.ends[segment, side] == node and self._open(step, modes):
                        yield step

    def _leaving(self, node: int, modes: int) -> Iterator[Directed]:
        """All directed segments that leave a node."""
        for place in self._order[self._first[node] : self._first[node + 1]].tolist():
            step = (place // 2, place % 2 == 0)
            if self._open(step, modes):
                yield step

    def _open(self, step: Directed, modes: int) -> bool:
        return bool(self._modes(step) & modes)

    def _modes(self, step: Directed) -> int:
        return int(self.access[step[0], 0 if step[1] else 1])

    def _end(self, step: Directed) -> int:
        return int(self.ends[step[0], 1 if step[1] else 0])
