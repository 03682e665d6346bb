"""Search for the way with the fewest things in the way.

On a copy of the roads everything that is shut is open, at a price higher than any journey. The
fastest path then meets as few shut things as any, and these are what keeps two points apart.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from logiroute.geo.driving import Driving
from logiroute.geo.loading.ways import MODE_BITS
from logiroute.geo.obstacles import Obstacles
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.passages import Cause, Passage, Why
from logiroute.geo.paths import DrivenPath
from logiroute.geo.profiles import fits
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap, Snapper

#: What one shut thing costs in the search: longer than most journeys (2.8 h), little enough for
#: two hundred of them below 2³¹ ms.
PRICE_MS = 10**7


class Hindrance(NamedTuple):
    """One thing in the way.

    Attributes
    ----------
    cause : Cause
        For streets and turns the id is that of the segment.
    lon, lat : float
        Where it is met.
    """

    cause: Cause
    lon: float
    lat: float


class Lifted:
    """The roads of one movement with everything open at a price.

    Parameters
    ----------
    streets : OpenRoads
        As they are open now.
    """

    def __init__(self, streets: OpenRoads) -> None:
        self._streets = streets
        roads, driving = streets.roads, streets.driving
        graph = driving.graph
        everywhere = replace(
            driving,
            open_state=np.ones(len(graph), dtype=np.bool_),
            open_arc=np.ones(len(graph.tail), dtype=np.bool_),
        )
        limits = _lifted(roads, driving, streets.limits)
        self._open = OpenRoads(roads, everywhere, limits, streets.pace, streets.engine)
        nothing = Obstacles((), {}, {}, {}, graph)
        self._snappers = [Snapper(roads, able, nothing) for able in (driving, everywhere)]

    def snap(self, xy: tuple[float, float], limit_m: float) -> Snap | None:
        """The nearest street of the profile, or of anybody; None beyond the limit."""
        for snapper in self._snappers:
            (found,) = snapper.snap(np.array([xy]), limit_m)
            if found is not None:
                return found
        return None

    def between(self, start: Snap, end: Snap) -> list[Hindrance] | None:
        """What is in the way from one place to another; None if no street joins them at all."""
        path = self._open.path(start, end)
        if path is None:
            return None
        return list(dict.fromkeys(self._met(path, end)))

    def _met(self, path: DrivenPath, end: Snap) -> Iterable[Hindrance]:
        roads, limits = self._open.roads, self._open.limits
        home = {
            rule.cut.zone_id
            for rule in self._streets.limits.rules
            if rule.cut.holds(end.segment, end.fraction)
        }
        for number, piece in enumerate(path.pieces):
            turn = limits.turns.get(path.arcs[number - 1], ()) if number else ()
            met = [(piece.start, passage) for passage in turn]
            met += limits.met(piece.segment, piece.forward, piece.start, piece.end)
            for at, passage in met:
                cause = passage.lifted
                if cause is None:
                    continue
                if cause.why is Why.THROUGH and cause.id in home:
                    home.discard(cause.id)  # it has to get in once
                    continue
                lon, lat = roads.point_at(piece.segment, at if piece.forward else 1.0 - at)
                yield Hindrance(cause, lon, lat)


def _lifted(roads: Roads, driving: Driving, limits: Obstacles) -> Obstacles:
    """The same obstacles, each open at a price."""
    graph = driving.graph
    turns = {arc: tuple(map(_priced, found)) for arc, found in limits.turns.items()}
    bit = np.uint8(MODE_BITS[driving.profile.mode])
    for arc in np.flatnonzero(graph.refused & bit).tolist():
        cause = Cause(Why.TURN, str(int(graph.segment[graph.head[arc]])))
        turns[arc] = (*turns.get(arc, ()), _priced(Passage(cause)))
    # What is only cut off from the rest by something else is not shut itself.
    direction = np.where(graph.forward, 0, 1)
    refused = (roads.access[graph.segment, direction] & bit) == 0
    unfit = ~fits(roads, driving.profile)[graph.segment]
    shut = np.isin(graph.segment, list(limits.shut))
    for arc in np.flatnonzero((refused | unfit | shut)[graph.head]).tolist():
        state = int(graph.head[arc])
        segment = int(graph.segment[state])
        own = Cause(Why.ACCESS if refused[state] else Why.LIMIT, str(segment))
        cause = limits.shut.get(segment, own)
        turns[arc] = (*turns.get(arc, ()), _priced(Passage(cause)))
    events = {
        segment: tuple(
            event._replace(forward=_priced(event.forward), backward=_priced(event.backward))
            for event in found
        )
        for segment, found in limits.events.items()
    }
    return Obstacles((), events, turns, {}, graph)


def _priced(passage: Passage) -> Passage:
    """A passage that is open, but at a price where it was shut or leads through a zone."""
    cause = passage.shut
    if cause is None and passage.penalties:
        cause = Cause(Why.THROUGH, passage.zone_id)
    if cause is None:
        return passage
    return passage._replace(
        shut=None, penalties=0, delay_ms=passage.delay_ms + PRICE_MS, lifted=cause
    )
