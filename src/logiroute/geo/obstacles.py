"""Everything that zones, gates and closures put in the way of one movement, laid on the graph.

Every place where a street crosses a zone's edge is a *crossing*, in the middle of a segment or at
a junction; a closure is one that is shut in both directions and has a length. Segments that run
along an edge (`logiroute.geo.crossings.GRAZING_M`) are shut wherever a zone restricts the movement
at all: on which side they lie is a matter of centimetres.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.closures import cuts_of
from logiroute.geo.graph import EdgeGraph
from logiroute.geo.passages import Cause, Passage, Why, ZoneRule, cost_of
from logiroute.geo.roads import Roads
from logiroute.model.zone import Closure


class Event(NamedTuple):
    """A crossing in a segment, or a closed stretch: where, and what it means in each direction."""

    start: float
    end: float
    forward: Passage
    backward: Passage

    def passage(self, forward: bool) -> Passage:
        """What it means in that direction."""
        return self.forward if forward else self.backward


@dataclass(frozen=True, eq=False)
class Obstacles:
    """What changes on a graph for one movement in one window of time.

    Attributes
    ----------
    rules : tuple of ZoneRule
        Zones that restrict the movement.
    events : dict of int to tuple of Event
        Segment → its crossings from first to last vertex.
    turns : dict of int to tuple of Passage
        Arc → crossings at the junction it turns at.
    shut : dict of int to Cause
        Segments nobody of the movement may be on.
    """

    rules: tuple[ZoneRule, ...]
    events: dict[int, tuple[Event, ...]]
    turns: dict[int, tuple[Passage, ...]]
    shut: dict[int, Cause]
    graph: EdgeGraph = field(repr=False)

    @cached_property
    def turn_closed(self) -> NDArray[np.bool_]:
        """Arcs whose turn crosses something shut at the junction, shape (arcs,)."""
        mask = np.zeros(len(self.graph.tail), dtype=np.bool_)
        for arc, passages in self.turns.items():
            mask[arc] = not all(passage.open for passage in passages)
        return mask

    @cached_property
    def closed(self) -> NDArray[np.bool_]:
        """Arcs that may not be driven, shape (arcs,): from the start of one state to the next."""
        state = np.zeros(len(self.graph), dtype=np.bool_)
        numbers = self.graph.state_of[np.fromiter(self.shut, np.int64, len(self.shut))]
        state[numbers[numbers >= 0]] = True
        for number, passages in self._driven_whole():
            state[number] |= not all(passage.open for passage in passages)
        mask: NDArray[np.bool_] = state[self.graph.original][self.graph.tail] | self.turn_closed
        return mask

    @cached_property
    def extra_ms(self) -> NDArray[np.int64]:
        """Gate delays and penalties per arc, shape (arcs,); meaningless where it is closed."""
        state = np.zeros(len(self.graph), dtype=np.int64)
        for number, passages in self._driven_whole():
            state[number] = cost_of(passages)
        extra: NDArray[np.int64] = state[self.graph.original][self.graph.tail]
        for arc, passages in self.turns.items():
            extra[arc] += cost_of(passages)
        return extra

    def _driven_whole(self) -> Iterable[tuple[int, tuple[Passage, ...]]]:
        """States with crossings, and what these mean when the state is driven whole."""
        for segment, events in self.events.items():
            for direction, number in enumerate(self.graph.state_of[segment].tolist()):
                if number >= 0:
                    yield number, tuple(event.passage(direction == 0) for event in events)

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
            first, last = (
                (event.start, event.end) if forward else (1.0 - event.end, 1.0 - event.start)
            )
            if start < last and first < end:
                found.append((max(first, start), event.passage(forward)))
        return sorted(found, key=lambda entry: entry[0])


def obstacles(
    roads: Roads,
    graph: EdgeGraph,
    rules: tuple[ZoneRule, ...] = (),
    closures: tuple[Closure, ...] = (),
    homeless: bool = False,
) -> Obstacles:
    """Apply zone rules and closures to every crossing of a graph.

    Parameters
    ----------
    roads : Roads
    graph : EdgeGraph
    rules : tuple of ZoneRule
    closures : tuple of Closure
        Those in force.
    homeless : bool
        Whether every street is shut, because the movement is to stay in a zone it does not have.
    """
    events: dict[int, list[Event]] = {}
    turns: dict[int, list[Passage]] = {}
    shut: dict[int, Cause] = {}
    for rule in rules:
        zone_id = rule.cut.zone_id
        shut |= dict.fromkeys(rule.cut.grazing.tolist(), Cause(Why.EDGE, zone_id))
        if rule.own:
            outside = np.ones(len(roads), dtype=np.bool_)
            outside[rule.cut.inside.segment] = False
            away = np.flatnonzero(outside).tolist()
            shut |= dict.fromkeys(away, Cause(Why.OWN_ZONE, zone_id))
        _zone_events(roads, rule, events)
        _zone_turns(roads, graph, rule, turns)
    if homeless:
        shut |= dict.fromkeys(range(len(roads)), Cause(Why.OWN_ZONE, ""))
    for closure in closures:
        barred = Passage(Cause(Why.CLOSURE, closure.id))
        cuts = cuts_of(roads, closure.line)
        for segment, start, end in zip(
            cuts.segment.tolist(), cuts.start.tolist(), cuts.end.tolist(), strict=True
        ):
            events.setdefault(segment, []).append(Event(start, end, barred, barred))
        for arc in np.flatnonzero(np.isin(end_nodes(roads, graph)[graph.tail], cuts.node)).tolist():
            if graph.segment[graph.tail[arc]] != graph.segment[graph.head[arc]]:
                turns.setdefault(arc, []).append(barred)
    return Obstacles(
        rules=rules,
        events={
            segment: tuple(sorted(found, key=lambda event: event.start))
            for segment, found in events.items()
        },
        turns={arc: tuple(found) for arc, found in turns.items()},
        shut=shut,
        graph=graph,
    )


def end_nodes(roads: Roads, graph: EdgeGraph) -> NDArray[np.int32]:
    """The junction at the end of each state, shape (states,)."""
    nodes: NDArray[np.int32] = roads.ends[graph.segment, np.where(graph.forward, 1, 0)]
    return nodes


def _zone_events(roads: Roads, rule: ZoneRule, events: dict[int, list[Event]]) -> None:
    """Note the crossings of a zone's edge inside segments."""
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
            Event(fraction, fraction, rule.passage(xy, inward), rule.passage(xy, not inward))
        )


def _zone_turns(
    roads: Roads, graph: EdgeGraph, rule: ZoneRule, turns: dict[int, list[Passage]]
) -> None:
    """Note the crossings of a zone's edge at junctions."""
    ends = rule.cut.end_inside[graph.segment]
    first = np.where(graph.forward, ends[:, 0], ends[:, 1])
    last = np.where(graph.forward, ends[:, 1], ends[:, 0])
    vertex = np.where(
        graph.forward, roads.offset[graph.segment + 1] - 1, roads.offset[graph.segment]
    )
    for arc in np.flatnonzero(last[graph.tail] != first[graph.head]).tolist():
        xy = roads.xy[vertex[graph.tail[arc]]].tolist()
        turns.setdefault(arc, []).append(rule.passage(xy, bool(first[graph.head[arc]])))
