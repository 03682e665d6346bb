"""What the zones in force mean for one movement: which crossings are closed, and what they cost.

Every place where a street crosses a zone's edge is a *crossing*, in the middle of a segment or at
a junction. The policy says of each, by direction, whether it is closed, open, or open at a gate
only (and then costs the gate's delay). Nothing else is needed:

* ``enter = "no"`` closes the inward crossings, ``leave = "no"`` the outward ones, ``"gate"`` all
  but those within `GATE_REACH_M` of a gate of the zone that lets the class through;
* ``through = False``: each inward crossing costs `PENALTY_MS` on top. A leg to a destination in
  ``k`` such zones in which it did not start needs ``k`` of them; a path with more of them runs
  through some zone and is refused (`logiroute.geo.travel`);
* a class that stays in its own zone finds all crossings of it closed, in both directions.

Segments that run along an edge (`logiroute.geo.crossings.GRAZING_M`) are closed wherever a zone
restricts the movement at all: on which side they lie is a matter of centimetres.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.crossings import ZoneCut, cut
from logiroute.geo.graph import EdgeGraph
from logiroute.geo.roads import Roads
from logiroute.model.policy import Crossing
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement

#: A crossing this near to a gate, in metres, is the gate's.
GATE_REACH_M = 30.0

#: What an inward crossing of a zone without through traffic costs in the search: more than any
#: journey (27.7 h), little enough for twenty of them below 2³¹ ms.
PENALTY_MS = 10**8


class Passage(NamedTuple):
    """What driving over one crossing in one direction means.

    Attributes
    ----------
    open : bool
    delay_ms : int
        Time lost at the gate.
    penalties : int
        Inward crossings of zones without through traffic.
    gate_id : str
        Gate passed, empty if none.
    """

    open: bool
    delay_ms: int = 0
    penalties: int = 0
    gate_id: str = ""


@dataclass(frozen=True)
class ReachableGate:
    """A gate that lets the class through."""

    gate_id: str
    xy: tuple[float, float]
    delay_ms: int


@dataclass(frozen=True)
class ZoneRule:
    """One zone, for one movement.

    Attributes
    ----------
    cut : ZoneCut
    enter, leave : {"no", "gate", "yes"}
    through : bool
    gates : tuple of ReachableGate
    own : bool
        The zone a class must stay in.
    """

    cut: ZoneCut
    enter: Crossing
    leave: Crossing
    through: bool
    gates: tuple[ReachableGate, ...] = ()
    own: bool = False

    @property
    def shut(self) -> bool:
        """No leg may have any part inside."""
        return not self.own and self.enter == "no" and self.leave == "no"

    def passage(self, xy: Sequence[float], inward: bool) -> Passage:
        """What crossing the edge at a point means."""
        how = self.enter if inward else self.leave
        if how == "no":
            return Passage(open=False)
        penalties = int(inward and not self.through)
        if how == "yes":
            return Passage(open=True, penalties=penalties)
        reach = [
            (float(np.hypot(g.xy[0] - xy[0], g.xy[1] - xy[1])), g.gate_id, g) for g in self.gates
        ]
        near = min(((d, i, g) for d, i, g in reach if d <= GATE_REACH_M), default=None)
        if near is None:
            return Passage(open=False)
        return Passage(True, near[2].delay_ms, penalties, near[2].gate_id)


class Event(NamedTuple):
    """A crossing in a segment: where, and what it means forward and backward."""

    fraction: float
    forward: Passage
    backward: Passage

    def passage(self, forward: bool) -> Passage:
        """What it means in that direction."""
        return self.forward if forward else self.backward


@dataclass(frozen=True, eq=False)
class Restrictions:
    """Everything zones change for one movement on one graph.

    Attributes
    ----------
    rules : tuple of ZoneRule
        Zones that restrict the movement.
    events : dict of int to tuple of Event
        Segment → its crossings from first to last vertex.
    turns : dict of int to tuple of Passage
        Arc → crossings at the junction it turns at.
    grazing : ndarray of bool, shape (segments,)
        Closed because they run along an edge.
    """

    rules: tuple[ZoneRule, ...]
    events: dict[int, tuple[Event, ...]]
    turns: dict[int, tuple[Passage, ...]]
    grazing: NDArray[np.bool_]
    graph: EdgeGraph = field(repr=False)

    @cached_property
    def turn_closed(self) -> NDArray[np.bool_]:
        """Arcs whose turn crosses a closed edge at the junction, shape (arcs,)."""
        mask = np.zeros(len(self.graph.tail), dtype=np.bool_)
        for arc, passages in self.turns.items():
            mask[arc] = not all(passage.open for passage in passages)
        return mask

    @cached_property
    def closed(self) -> NDArray[np.bool_]:
        """Arcs that may not be driven, shape (arcs,)."""
        state = self.grazing[self.graph.segment]
        for rule in self.rules:
            if rule.own:
                inside = np.zeros(len(self.grazing), dtype=np.bool_)
                inside[rule.cut.inside.segment] = True
                state |= ~inside[self.graph.segment]
        for segment, events in self.events.items():
            for direction, number in enumerate(self.graph.state_of[segment].tolist()):
                if number >= 0 and not all(event.passage(direction == 0).open for event in events):
                    state[number] = True
        mask: NDArray[np.bool_] = state[self.graph.tail] | self.turn_closed
        return mask

    @cached_property
    def extra_ms(self) -> NDArray[np.int64]:
        """Gate delays and penalties per arc, shape (arcs,); meaningless where it is closed."""
        state = np.zeros(len(self.graph), dtype=np.int64)
        for segment, events in self.events.items():
            for direction, number in enumerate(self.graph.state_of[segment].tolist()):
                if number >= 0:
                    state[number] = cost_of(event.passage(direction == 0) for event in events)
        extra: NDArray[np.int64] = state[self.graph.tail]
        for arc, passages in self.turns.items():
            extra[arc] += cost_of(passages)
        return extra

    def between(self, segment: int, forward: bool, start: float, end: float) -> list[Passage]:
        """Crossings met when a segment is driven from one fraction to another.

        Fractions count along the drive: from 0 where the driving direction starts.
        """
        return [passage for _, passage in self.met(segment, forward, start, end)]

    def met(
        self, segment: int, forward: bool, start: float, end: float
    ) -> list[tuple[float, Passage]]:
        """`between`, each with its fraction along the drive, in driving order."""
        found = []
        for event in self.events.get(segment, ()):
            place = event.fraction if forward else 1.0 - event.fraction
            if start < place < end:
                found.append((place, event.passage(forward)))
        return sorted(found, key=lambda entry: entry[0])


def cost_of(passages: Iterable[Passage]) -> int:
    """Milliseconds of delays and penalties of some passages."""
    return sum(passage.delay_ms + PENALTY_MS * passage.penalties for passage in passages)


def zone_rules(scenario: Scenario, roads: Roads, movement: Movement) -> tuple[ZoneRule, ...]:
    """The zones that restrict a movement, in the order of the scenario.

    A zone counts for the whole plan if it is in force at any moment of the scenario's horizon.
    """
    vehicle_class = scenario.policy.vehicle_class(movement.vehicle_class)
    horizon = scenario.horizon
    rules = []
    for zone in scenario.zones:
        own = vehicle_class.stays_in_own_zone and zone.id == movement.own_zone_id
        if own:
            rules.append(ZoneRule(cut(roads, zone), "no", "no", through=True, own=True))
            continue
        if not zone.in_force(horizon.start, horizon.end):
            continue
        access = vehicle_class.zones[zone.zone_class]
        if access.enter == access.leave == "yes" and access.through:
            continue
        gates = tuple(
            ReachableGate(gate.id, metres_of(roads, gate.point), gate.delay_s * 1000)
            for gate in scenario.gates
            if gate.zone_id == zone.id
            and (not gate.vehicle_classes or movement.vehicle_class in gate.vehicle_classes)
        )
        rules.append(ZoneRule(cut(roads, zone), access.enter, access.leave, access.through, gates))
    return tuple(rules)


def restrictions(roads: Roads, graph: EdgeGraph, rules: tuple[ZoneRule, ...]) -> Restrictions:
    """Apply zone rules to every crossing of a graph."""
    events: dict[int, list[Event]] = {}
    turns: dict[int, list[Passage]] = {}
    grazing = np.zeros(len(roads), dtype=np.bool_)
    end_vertex = np.where(
        graph.forward, roads.offset[graph.segment + 1] - 1, roads.offset[graph.segment]
    )
    for rule in rules:
        grazing[rule.cut.grazing] = True
        crossings = rule.cut.crossings()
        at = shapely.get_coordinates(
            shapely.line_interpolate_point(
                roads.lines[[segment for segment, _, _ in crossings]],
                [fraction for _, fraction, _ in crossings],
                normalized=True,
            )
        )
        for (segment, fraction, inward), xy in zip(crossings, at.tolist(), strict=True):
            events.setdefault(segment, []).append(
                Event(fraction, rule.passage(xy, inward), rule.passage(xy, not inward))
            )
        ends = rule.cut.end_inside[graph.segment]
        first = np.where(graph.forward, ends[:, 0], ends[:, 1])
        last = np.where(graph.forward, ends[:, 1], ends[:, 0])
        for arc in np.flatnonzero(last[graph.tail] != first[graph.head]).tolist():
            xy = roads.xy[end_vertex[graph.tail[arc]]].tolist()
            turns.setdefault(arc, []).append(rule.passage(xy, bool(first[graph.head[arc]])))
    return Restrictions(
        rules=rules,
        events={
            segment: tuple(sorted(found, key=lambda event: event.fraction))
            for segment, found in events.items()
        },
        turns={arc: tuple(found) for arc, found in turns.items()},
        grazing=grazing,
        graph=graph,
    )


def metres_of(roads: Roads, point: tuple[float, float]) -> tuple[float, float]:
    """A point in the plane of the roads, in metres."""
    x, y = roads.plane.metres(point).tolist()
    return x, y
