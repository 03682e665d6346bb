"""What there is to say of a path: its line, the gates and zones on it, turn by turn."""

from collections.abc import Iterable
from typing import NamedTuple

from logiroute.geo.crossings import ZoneCut
from logiroute.geo.directions import steps
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.paths import DrivenPath
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.geo.stays import entered
from logiroute.model.place import Point
from logiroute.model.plan import Step


class GateOnPath(NamedTuple):
    """A gate, the whole seconds from departure to it, and the seconds the check takes."""

    gate_id: str
    after_s: int
    delay_s: int


class Drawing(NamedTuple):
    """A path for people.

    Attributes
    ----------
    geometry : tuple of Point
        From snap point to snap point, WGS-84.
    gates : tuple of GateOnPath
        In driving order.
    zones : tuple of str
        Zones entered, in order.
    steps : tuple of Step
    """

    geometry: tuple[Point, ...]
    gates: tuple[GateOnPath, ...]
    zones: tuple[str, ...]
    steps: tuple[Step, ...]


def draw(
    streets: OpenRoads, path: DrivenPath, ends: tuple[Snap, Snap], cuts: Iterable[ZoneCut]
) -> Drawing:
    """Draw a path.

    Parameters
    ----------
    streets : OpenRoads
        The ones it was found on.
    path : DrivenPath
    ends : (Snap, Snap)
        Where it starts and ends.
    cuts : iterable of ZoneCut
        Zones in force while it is driven.
    """
    gates = tuple(
        GateOnPath(passage.gate_id, ms // 1000, passage.delay_ms // 1000)
        for ms, passage in streets.crossed(path)
        if passage.gate_id
    )
    return Drawing(
        geometry=path_points(streets.roads, path, *ends),
        gates=gates,
        zones=entered(streets.roads, path, cuts),
        steps=steps(streets, path),
    )


def path_points(roads: Roads, path: DrivenPath, start: Snap, end: Snap) -> tuple[Point, ...]:
    """The line of a path in WGS-84, from snap point to snap point, without repeated points."""
    points: list[Point] = [start.point]
    for piece in path.pieces:
        points += _inner(roads, piece.segment, piece.forward, piece.start, piece.end)
    points.append(end.point)
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    return tuple(kept) if len(kept) > 1 else (kept[0], kept[0])


def _inner(roads: Roads, segment: int, forward: bool, start: float, end: float) -> Iterable[Point]:
    """Vertices of a segment in the driven part, in driving order."""
    micro = roads.micro[roads.offset[segment] : roads.offset[segment + 1]]
    along = roads.along[roads.offset[segment] : roads.offset[segment + 1]]
    share = along / roads.span_m[segment]
    if not forward:
        micro, share = micro[::-1], 1.0 - share[::-1]
    first, last = (start == 0.0), (end == 1.0)
    kept = ((share > start) & (share < end)) | (first & (share <= 0)) | (last & (share >= 1))
    degrees = (micro[kept] / 1e6).round(6).tolist()
    return [(lon, lat) for lon, lat in degrees]
