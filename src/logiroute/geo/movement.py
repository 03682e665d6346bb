"""The roads as one movement may drive them: from place to place, exact to the crossing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from logiroute.geo.engine import UNREACHED, EngineName, Metric, Path, Seeds
from logiroute.geo.engines import engine_for
from logiroute.geo.graph import EdgeGraph, build_graph
from logiroute.geo.profiles import PROFILES, segment_ms
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap, Snapper
from logiroute.geo.zones import PENALTY_MS, Passage, cost_of, restrictions, zone_rules
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement


class Piece(NamedTuple):
    """Part of a path: a segment from one fraction to another, counted along the drive."""

    segment: int
    forward: bool
    start: float
    end: float


@dataclass(frozen=True)
class DrivenPath:
    """A path from one snapped place to another.

    Attributes
    ----------
    ms : int
        Driving time and gate delays.
    ends : tuple of Piece
        Where it starts and where it ends, in parts of segments; one piece if that is all.
    states : tuple of int
        States of the graph driven whole in between.
    """

    ms: int
    ends: tuple[Piece, ...]
    states: tuple[int, ...]
    graph: EdgeGraph = field(repr=False, compare=False)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The whole path, in driving order."""
        segment, forward = self.graph.segment, self.graph.forward
        between = [
            Piece(int(segment[state]), bool(forward[state]), 0.0, 1.0) for state in self.states
        ]
        return (self.ends[0], *between, *self.ends[1:])


class _Departure(NamedTuple):
    node: int
    cost: int
    cm: int
    state: int


class MovementRoads:
    """Streets, zones and speeds of one movement, ready for any number of places.

    Parameters
    ----------
    scenario : Scenario
    roads : Roads
    movement : Movement
    engine : {"cch", "scipy"}

    Raises
    ------
    RoadsError
        No street is open to the movement's mode; later, the engine failed.
    KeyError
        The profile is none of `PROFILES`.
    """

    def __init__(
        self, scenario: Scenario, roads: Roads, movement: Movement, engine: EngineName
    ) -> None:
        profile = PROFILES[movement.profile]
        self.roads = roads
        self.graph = graph = build_graph(roads, profile.mode)
        rules = zone_rules(scenario, roads, movement)
        self.limits = restrictions(roads, graph, rules)
        self._no_through = [i for i, rule in enumerate(rules) if not rule.through]
        stays = scenario.policy.vehicle_class(movement.vehicle_class).stays_in_own_zone
        #: A class that must stay in its zone but has none can go nowhere.
        self.homeless = stays and not any(rule.own for rule in rules)
        self._ms = segment_ms(roads, profile)
        self._state_m = roads.length_m[graph.segment]
        weights = self._ms[graph.segment][graph.tail] + self.limits.extra_ms
        self.weights = np.where(self.limits.closed, UNREACHED, np.minimum(weights, UNREACHED))
        self._engine = engine

    @cached_property
    def metric(self) -> Metric:
        """The graph under these weights; made when a path is first asked for, not to snap."""
        cm = np.rint(self._state_m * 100).astype(np.int64)[self.graph.tail]
        return engine_for(self.graph, self._engine).customize(self.weights, cm)

    def snap(self, xy: NDArray[np.float64], limit_m: float) -> list[Snap | None]:
        """Put places (metres of the roads' plane, shape (n, 2)) on streets; see `Snapper`."""
        if self.homeless:
            return [None] * len(xy)
        return Snapper(self.roads, self.graph, self.limits).snap(xy, limit_m)

    def allowance(self, start: Snap, end: Snap) -> int:
        """Inward crossings of zones without through traffic that a leg needs."""
        return sum(i in end.zones and i not in start.zones for i in self._no_through)

    def departures(self, place: Snap) -> list[_Departure]:
        """States a leg from a place can begin to drive after leaving the place's own segment."""
        found = []
        for direction, state in enumerate(self.graph.state_of[place.segment].tolist()):
            if state < 0:
                continue
            fraction = place.fraction if direction == 0 else 1.0 - place.fraction
            cost = self._part(place.segment, direction == 0, fraction, 1.0)
            if cost is None:
                continue
            for arc in range(self.graph.first_arc[state], self.graph.first_arc[state + 1]):
                turn = self.limits.turns.get(arc, ())
                if all(passage.open for passage in turn):
                    node = int(self.graph.head[arc])
                    cm = self._cm(place.segment, 1.0 - fraction)
                    found.append(_Departure(node, cost + cost_of(turn), cm, state))
        return found

    def arrivals(self, place: Snap) -> list[tuple[int, int, int]]:
        """States on which a leg to a place ends, with time and length from there to the place."""
        found = []
        for direction, state in enumerate(self.graph.state_of[place.segment].tolist()):
            if state >= 0:
                fraction = place.fraction if direction == 0 else 1.0 - place.fraction
                cost = self._part(place.segment, direction == 0, 0.0, fraction)
                if cost is not None:
                    found.append((state, cost, self._cm(place.segment, fraction)))
        return found

    def direct(self, start: Snap, end: Snap) -> tuple[int, Piece] | None:
        """The way along one segment, if both places are on it and it may be driven that way."""
        if start.segment != end.segment:
            return None
        best = None
        for direction, state in enumerate(self.graph.state_of[start.segment].tolist()):
            forward = direction == 0
            a, b = (p.fraction if forward else 1.0 - p.fraction for p in (start, end))
            if state < 0 or a > b:
                continue
            cost = self._part(start.segment, forward, a, b)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, Piece(start.segment, forward, a, b)
        return best

    def path(self, start: Snap, end: Snap) -> DrivenPath | None:
        """The fastest legal path between two places, or None."""
        return self.paths(start, [end])[0]

    def paths(self, start: Snap, ends: Sequence[Snap]) -> list[DrivenPath | None]:
        """The fastest legal paths from one place to others; None where there is none."""
        departures = self.departures(start)
        arrivals = [self.arrivals(end) for end in ends]
        found = self.metric.paths(Seeds.of([_options(departures)]), Seeds.of(arrivals))
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
        if along is not None and (path is None or along[0] <= path.ms):
            cost, ends = along[0], (along[1],)
        elif path is not None:
            cost, states = path.ms, path.nodes[:-1]
            first = min((d for d in departures if d.node == path.nodes[0]), key=lambda d: d.cost)
            ends = (
                self._end(first.state, start, leaving=True),
                self._end(path.nodes[-1], end, leaving=False),
            )
        else:
            return None
        if not 0 <= cost - base < PENALTY_MS:
            return None
        return DrivenPath(cost - base, ends, states, self.graph)

    def gates(self, path: DrivenPath) -> list[tuple[str, int]]:
        """Gates a path passes, with the milliseconds from its start to the start of the check."""
        spent, found = 0, []

        def pass_by(passages: Iterable[Passage], at: int) -> int:
            for passage in passages:
                if passage.gate_id:
                    found.append((passage.gate_id, at))
                at += passage.delay_ms
            return at

        for number, piece in enumerate(path.pieces):
            if number:
                turn = self.limits.turns.get(self._arc(path.pieces[number - 1], piece), ())
                spent = pass_by(turn, spent)
            delays, whole = 0, int(self._ms[piece.segment])
            for place, passage in self.limits.met(
                piece.segment, piece.forward, piece.start, piece.end
            ):
                driven = spent + int(np.ceil(whole * (place - piece.start)))
                delays = pass_by((passage,), driven + delays) - driven
            spent += int(np.ceil(whole * (piece.end - piece.start))) + delays
        return found

    def _arc(self, piece: Piece, after: Piece) -> int:
        """The turn from one piece into the next."""
        graph = self.graph
        tail, head = (int(graph.state_of[p.segment, 0 if p.forward else 1]) for p in (piece, after))
        first, last = graph.first_arc[tail], graph.first_arc[tail + 1]
        return int(first + np.flatnonzero(graph.head[first:last] == head)[0])

    def metres(self, path: DrivenPath) -> int:
        """Length of a path on the ellipsoid, rounded."""
        length = self.roads.length_m
        parts = sum((p.end - p.start) * float(length[p.segment]) for p in path.ends)
        return round(parts + float(self._state_m[list(path.states)].sum()))

    def table(self, places: Sequence[Snap | None]) -> NDArray[np.int64]:
        """Milliseconds between all places, -1 where there is no legal path, shape (n, n)."""
        known = [i for i, place in enumerate(places) if place is not None]
        snaps = [place for place in places if place is not None]
        arrivals = [self.arrivals(snap) for snap in snaps]
        departures = [_options(self.departures(snap)) for snap in snaps]
        cost, _ = self.metric.table(Seeds.of(departures), Seeds.of(arrivals))
        on_segment: dict[int, list[int]] = {}
        for i, snap in enumerate(snaps):
            on_segment.setdefault(snap.segment, []).append(i)
        for together in on_segment.values():
            for i in together:
                for j in together:
                    along = self.direct(snaps[i], snaps[j])
                    if along is not None:
                        cost[i, j] = min(cost[i, j], along[0])
        cost -= PENALTY_MS * self._allowances(snaps)
        cost[(cost < 0) | (cost >= PENALTY_MS)] = -1
        np.fill_diagonal(cost, 0)
        result = np.full((len(places), len(places)), -1, dtype=np.int64)
        result[np.ix_(known, known)] = cost
        return result

    def _allowances(self, snaps: Sequence[Snap]) -> NDArray[np.int64]:
        """`allowance` for all pairs."""
        total = np.zeros((len(snaps), len(snaps)), dtype=np.int64)
        for zone in self._no_through:
            inside = np.array([zone in snap.zones for snap in snaps], dtype=np.bool_)
            total += ~inside[:, None] & inside[None, :]
        return total

    def _cm(self, segment: int, share: float) -> int:
        """Length of a share of a segment."""
        return round(float(self.roads.length_m[segment]) * share * 100)

    def _part(self, segment: int, forward: bool, start: float, end: float) -> int | None:
        """Cost of a part of a segment, None if a crossing on it is closed."""
        passages = self.limits.between(segment, forward, start, end)
        if not all(passage.open for passage in passages):
            return None
        return int(np.ceil(int(self._ms[segment]) * (end - start))) + cost_of(passages)

    def _end(self, state: int, place: Snap, *, leaving: bool) -> Piece:
        """The part of a state that is driven from a place, or to it."""
        forward = bool(self.graph.forward[state])
        along = place.fraction if forward else 1.0 - place.fraction
        return Piece(place.segment, forward, along if leaving else 0.0, 1.0 if leaving else along)


def _options(departures: Sequence[_Departure]) -> list[tuple[int, int, int]]:
    return [(departure.node, departure.cost, departure.cm) for departure in departures]
