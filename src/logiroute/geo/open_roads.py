"""The roads as one movement may drive them: from place to place, exact to the crossing."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.driving import Driving
from logiroute.geo.engine import UNREACHED, EngineName, Metric, Path, Seeds
from logiroute.geo.engines import engine_for
from logiroute.geo.obstacles import Obstacles
from logiroute.geo.pace import Pace
from logiroute.geo.passages import PENALTY_MS, Passage, cost_of
from logiroute.geo.paths import DrivenPath, Piece, whole_metres
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap, Snapper
from logiroute.model.travel import UNREACHABLE
from logiroute.pages import room_for

#: Entries of a table worked on at once: bounds the memory on top of the result (about 130 MB).
_BLOCK = 2**21


class _Departure(NamedTuple):
    node: int
    ms: int
    cm: int
    state: int


class _Goals(NamedTuple):
    """Places that legs end at, made ready once for any number of origins."""

    places: Sequence[Snap]
    seeds: Seeds
    on_segment: dict[int, list[int]]


class OpenRoads:
    """Streets, zones and speeds of one movement, ready for any number of places.

    Parameters
    ----------
    roads : Roads
    driving : Driving
        The graph as the movement's profile may use it.
    limits : Obstacles
        What zones, gates and closures put in its way.
    pace : Pace
        How long each part of each street takes.
    engine : {"cch", "scipy"}
    """

    def __init__(
        self,
        roads: Roads,
        driving: Driving,
        limits: Obstacles,
        pace: Pace,
        engine: EngineName,
    ) -> None:
        self.roads, self.driving, self.limits, self.pace = roads, driving, limits, pace
        self.graph = graph = driving.graph
        self.engine = engine
        self._no_through = [rule.cut.zone_id for rule in limits.rules if not rule.through]
        self._shut_zones = frozenset(rule.cut.zone_id for rule in limits.rules if rule.shut)
        #: Arcs that may be driven, shape (arcs,).
        self.open = driving.open_arc & ~limits.closed
        spent = pace.segment_ms[graph.segment[graph.tail]] + driving.turn_ms + limits.extra_ms
        #: Milliseconds per arc, `UNREACHED` where it is closed, shape (arcs,).
        self.weights = np.where(self.open, np.minimum(spent, UNREACHED), UNREACHED)

    @cached_property
    def metric(self) -> Metric:
        """The graph under these weights; made when a path is first asked for, not to snap."""
        cm = self.driving.segment_cm[self.graph.segment[self.graph.tail]]
        return engine_for(self.graph, self.engine).customize(self.weights, cm)

    @cached_property
    def _snapper(self) -> Snapper:
        return Snapper(self.roads, self.driving, self.limits)

    def snap(self, xy: NDArray[np.float64], limit_m: float) -> list[Snap | None]:
        """Put places (metres of the roads' plane, shape (n, 2)) on streets; see `Snapper`.

        None where there is no street for a place, or it lies in a zone that is shut.
        """
        return self.usable(self.beside(xy, limit_m))

    def beside(self, xy: NDArray[np.float64], limit_m: float) -> list[Snap | None]:
        """The same, with places in zones that are shut."""
        return self._snapper.snap(xy, limit_m)

    def usable(self, places: Sequence[Snap | None]) -> list[Snap | None]:
        """Places put on streets under wider limits; None where these here do not let them be."""
        return [None if place is None or not self._lets(place) else place for place in places]

    def _lets(self, place: Snap) -> bool:
        inside = place.zones | place.around
        return place.segment not in self.limits.shut and not inside & self._shut_zones

    def allowance(self, start: Snap, end: Snap) -> int:
        """Inward crossings of zones without through traffic that a leg needs."""
        return sum(zone in end.zones and zone not in start.zones for zone in self._no_through)

    def departures(self, place: Snap) -> list[_Departure]:
        """States a leg from a place can begin to drive after leaving the place's own segment."""
        found = []
        for state, forward in self._states(place):
            fraction = place.fraction if forward else 1.0 - place.fraction
            part = self._part(place.segment, forward, fraction, 1.0)
            if part is None:
                continue
            for arc in range(self.graph.first_arc[state], self.graph.first_arc[state + 1]):
                if self.driving.open_arc[arc] and not self.limits.turn_closed[arc]:
                    turn = int(self.driving.turn_ms[arc]) + cost_of(self.limits.turns.get(arc, ()))
                    node = int(self.graph.head[arc])
                    found.append(_Departure(node, part[0] + turn, part[1], state))
        return found

    def arrivals(self, place: Snap) -> list[tuple[int, int, int]]:
        """States on which a leg to a place ends, with the time and length from there to it."""
        found = []
        for state, forward in self._states(place):
            fraction = place.fraction if forward else 1.0 - place.fraction
            part = self._part(place.segment, forward, 0.0, fraction)
            if part is not None:
                same = (state, *self.graph.copies.get(state, ()))
                found += [(number, *part) for number in same]
        return found

    def direct(self, start: Snap, end: Snap) -> tuple[int, int, Piece] | None:
        """The way along one segment, if both places are on it and it may be driven that way."""
        if start.segment != end.segment:
            return None
        best = None
        for state, forward in self._states(start):
            a, b = (p.fraction if forward else 1.0 - p.fraction for p in (start, end))
            part = self._part(start.segment, forward, a, b) if a <= b else None
            if part is not None and (best is None or part < best[:2]):
                best = (*part, Piece(state, start.segment, forward, a, b))
        return best

    def path(self, start: Snap, end: Snap) -> DrivenPath | None:
        """The fastest legal path between two places, or None."""
        return self.paths(start, [end])[0]

    def paths(self, start: Snap, ends: Sequence[Snap]) -> list[DrivenPath | None]:
        """The fastest legal paths from one place to others; None where there is none."""
        departures = self.departures(start)
        origin = Seeds.of([[departure[:3] for departure in departures]])
        found = self.metric.paths(origin, Seeds.of([self.arrivals(end) for end in ends]))
        return [
            self._driven(start, end, departures, path)
            for end, path in zip(ends, found, strict=True)
        ]

    def _driven(
        self, start: Snap, end: Snap, departures: list[_Departure], path: Path | None
    ) -> DrivenPath | None:
        along = self.direct(start, end)
        base = PENALTY_MS * self.allowance(start, end)
        states: tuple[int, ...] = ()
        ends: tuple[Piece, ...]
        if along is not None and (path is None or along[:2] <= (path.ms, path.cm)):
            ms, cm, ends = along[0], along[1], (along[2],)
        elif path is not None:
            ms, cm, states = path.ms, path.cm, path.nodes[:-1]
            first = min((d for d in departures if d.node == path.nodes[0]), key=lambda d: d[1:3])
            ends = (
                self._end(first.state, start, leaving=True),
                self._end(path.nodes[-1], end, leaving=False),
            )
        else:
            return None
        if not 0 <= ms - base < PENALTY_MS:
            return None
        return DrivenPath(ms - base, cm, ends, states, self.graph)

    def crossed(self, path: DrivenPath) -> list[tuple[int, Passage]]:
        """Crossings of a path in driving order, each with the milliseconds driven until there."""
        spent, found = 0, []
        for number, piece in enumerate(path.pieces):
            if number:
                arc = path.arcs[number - 1]
                spent += int(self.driving.turn_ms[arc])
                for passage in self.limits.turns.get(arc, ()):
                    found.append((spent, passage))
                    spent += passage.delay_ms
            delays, where = 0, (piece.segment, piece.forward, piece.start)
            for place, passage in self.limits.met(*where, piece.end):
                found.append((spent + delays + self.pace.ms(*where, place), passage))
                delays += passage.delay_ms
            spent += self.pace.ms(*where, piece.end) + delays
        return found

    def table(
        self, origins: Sequence[Snap], targets: Sequence[Snap]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Time and length of the fastest legal paths.

        Returns
        -------
        ms, cm : ndarray of int64, shape (len(origins), len(targets))
            -1 where there is no legal path.
        """
        return self._table(origins, self._goals(targets))

    def _goals(self, places: Sequence[Snap]) -> _Goals:
        on_segment: dict[int, list[int]] = {}
        for j, place in enumerate(places):
            on_segment.setdefault(place.segment, []).append(j)
        return _Goals(places, Seeds.of([self.arrivals(place) for place in places]), on_segment)

    def _table(
        self, origins: Sequence[Snap], goals: _Goals
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        ms, cm = self.metric.table(
            Seeds.of([[d[:3] for d in self.departures(place)] for place in origins]), goals.seeds
        )
        for i, place in enumerate(origins):
            for j in goals.on_segment.get(place.segment, ()):
                along = self.direct(place, goals.places[j])
                if along is not None and along[:2] < (ms[i, j], cm[i, j]):
                    ms[i, j], cm[i, j] = along[:2]
        none = ms >= UNREACHED
        ms -= PENALTY_MS * self._allowances(origins, goals.places)
        none |= (ms < 0) | (ms >= PENALTY_MS)
        ms[none] = cm[none] = -1
        return ms, cm

    def matrix(
        self, origins: Sequence[Snap | None], targets: Sequence[Snap | None]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """`table` in seconds, rounded up, and metres; for any number of places.

        Returns
        -------
        seconds, metres : ndarray of int32, shape (len(origins), len(targets))
            `UNREACHABLE` where there is no legal path, or a place has no street.
        """
        shape = (len(origins), len(targets))
        seconds, metres = room_for((2, *shape))
        seconds[:] = metres[:] = UNREACHABLE
        columns = np.array([j for j, place in enumerate(targets) if place is not None], np.int64)
        goals = self._goals([place for place in targets if place is not None])
        rows = [(i, place) for i, place in enumerate(origins) if place is not None]
        step = max(1, _BLOCK // max(1, len(goals.places)))
        for low in range(0, len(rows), step):
            chosen = np.array([i for i, _ in rows[low : low + step]], np.int64)
            ms, cm = self._table([place for _, place in rows[low : low + step]], goals)
            none = ms < 0
            block = np.ix_(chosen, columns)
            seconds[block] = np.where(none, UNREACHABLE, -(-ms // 1000))
            metres[block] = np.where(none, UNREACHABLE, whole_metres(cm))
        return seconds, metres

    def _allowances(self, origins: Sequence[Snap], targets: Sequence[Snap]) -> NDArray[np.int64]:
        """`allowance` for all pairs."""
        total = np.zeros((len(origins), len(targets)), dtype=np.int64)
        for zone in self._no_through:
            inside = [
                np.array([zone in place.zones for place in places], dtype=np.bool_)
                for places in (origins, targets)
            ]
            total += ~inside[0][:, None] & inside[1][None, :]
        return total

    def _states(self, place: Snap) -> Iterator[tuple[int, bool]]:
        """States the place's segment may be driven in, and whether that is forward."""
        for direction, state in enumerate(self.graph.state_of[place.segment].tolist()):
            if state >= 0 and self.driving.open_state[state]:
                yield state, direction == 0

    def _part(
        self, segment: int, forward: bool, start: float, end: float
    ) -> tuple[int, int] | None:
        """Time and length of a part of a segment, None if a crossing on it is closed."""
        if segment in self.limits.shut:
            return None
        passages = self.limits.between(segment, forward, start, end)
        if not all(passage.open for passage in passages):
            return None
        ms = self.pace.ms(segment, forward, start, end) + cost_of(passages)
        return ms, round(int(self.driving.segment_cm[segment]) * (end - start))

    def _end(self, state: int, place: Snap, *, leaving: bool) -> Piece:
        """The part of a state that is driven from a place, or to it."""
        forward = bool(self.graph.forward[state])
        along = place.fraction if forward else 1.0 - place.fraction
        start, end = (along, 1.0) if leaving else (0.0, along)
        return Piece(state, place.segment, forward, start, end)
