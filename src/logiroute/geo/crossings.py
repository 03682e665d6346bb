"""Where street segments lie in a zone and where they cross its edge: geometry only, no rules."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.roads import Roads
from logiroute.model.zone import PolygonRings, Zone

#: Shorter stays on either side of an edge are not told apart from none: coordinates come in steps
#: of 0.1 m, and two streets that meet on the edge cross it where they meet.
TOLERANCE_M = 0.25

#: A place is never put on a street closer to an edge than this, outside and inside. Inside it is
#: wider, because nothing is wrong with stopping well inside.
OUTER_MARGIN_M, INNER_MARGIN_M = 0.5, 1.0

#: A segment that runs longer than this per crossing within the margins of an edge (at less than
#: about 14° to it) is *grazing*: on which side it lies is a matter of centimetres.
GRAZING_M = 6.0


@dataclass(frozen=True, eq=False)
class Intervals:
    """Stretches of segments inside a polygon, sorted by segment and place.

    Attributes
    ----------
    segment : ndarray of int64, shape (k,)
    start, end : ndarray of float64, shape (k,)
        Fractions of the segment, 0 at its first vertex and 1 at its last.
    """

    segment: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]

    def off(self, mask: NDArray[np.bool_]) -> "Intervals":
        """Those that are not on some segments, given as a mask of shape (segments,)."""
        kept = ~mask[self.segment]
        return Intervals(self.segment[kept], self.start[kept], self.end[kept])

    def by_segment(self) -> dict[int, list[tuple[float, float]]]:
        """The stretches as a lookup."""
        result: dict[int, list[tuple[float, float]]] = {}
        for segment, start, end in zip(
            self.segment.tolist(), self.start.tolist(), self.end.tolist(), strict=True
        ):
            result.setdefault(segment, []).append((start, end))
        return result


@dataclass(frozen=True, eq=False)
class ZoneCut:
    """A zone laid over the roads.

    Attributes
    ----------
    shape : shapely geometry
        The zone in metres of the roads' plane.
    inside : Intervals
        Where segments are in the zone.
    well_inside, nearby : Intervals
        The same for the zone made smaller by `INNER_MARGIN_M` and larger by `OUTER_MARGIN_M`.
    grazing : ndarray of int64
        Segments that run along the edge.
    end_inside : ndarray of bool, shape (segments, 2)
        Whether the first and the last bit of each segment is inside.
    """

    zone_id: str
    shape: shapely.Geometry
    inside: Intervals
    well_inside: Intervals
    nearby: Intervals
    grazing: NDArray[np.int64]
    end_inside: NDArray[np.bool_]

    @cached_property
    def inside_of(self) -> dict[int, list[tuple[float, float]]]:
        """``inside`` by segment."""
        return self.inside.by_segment()

    @cached_property
    def well_inside_of(self) -> dict[int, list[tuple[float, float]]]:
        """``well_inside`` by segment."""
        return self.well_inside.by_segment()

    @cached_property
    def nearby_of(self) -> dict[int, list[tuple[float, float]]]:
        """``nearby`` by segment."""
        return self.nearby.by_segment()

    def holds(self, segment: int, fraction: float) -> bool:
        """Whether a place on a segment is inside."""
        return any(a <= fraction <= b for a, b in self.inside_of.get(segment, ()))

    def crossings(self) -> list[tuple[int, float, bool]]:
        """``(segment, fraction, inward when driven forward)`` of every crossing in a segment."""
        result = []
        rows = zip(
            self.inside.segment.tolist(),
            self.inside.start.tolist(),
            self.inside.end.tolist(),
            strict=True,
        )
        for segment, start, end in rows:
            if start > 0:
                result.append((segment, start, True))
            if end < 1:
                result.append((segment, end, False))
        return result

    def crossing_points(self, roads: Roads) -> NDArray[np.float64]:
        """Where streets cross the edge, in segments and at junctions on it, metres, (k, 2)."""
        events = self.crossings()
        within = shapely.line_interpolate_point(
            roads.lines[[event[0] for event in events]],
            [event[1] for event in events],
            normalized=True,
        )
        ends = roads.ends.ravel()
        held = np.bincount(ends, weights=self.end_inside.ravel(), minlength=roads.nodes)
        degree = np.bincount(ends, minlength=roads.nodes)
        edge = (held > 0) & (held < degree)
        place = np.empty((roads.nodes, 2))
        place[roads.ends[:, 0]] = roads.xy[roads.offset[:-1]]
        place[roads.ends[:, 1]] = roads.xy[roads.offset[1:] - 1]
        return np.concatenate([shapely.get_coordinates(within), place[edge]])


@lru_cache(maxsize=1024)
def cut_by_polygons(roads: Roads, zone_id: str, polygons: tuple[PolygonRings, ...]) -> ZoneCut:
    """`ZoneCut` of a zone given by the coordinates of its polygons (see `Zone.polygons`)."""
    parts = [
        shapely.Polygon(
            roads.plane.metres(rings[0]), [roads.plane.metres(ring) for ring in rings[1:]]
        )
        for rings in polygons
    ]
    # Polygons of one zone may share an edge: a street across it does not leave the zone. One that
    # crosses itself is mended, as the auditor mends it.
    shape = shapely.union_all(shapely.make_valid(parts))
    larger, smaller = shape.buffer(OUTER_MARGIN_M), shape.buffer(-INNER_MARGIN_M)
    near = np.sort(roads.tree.query(larger, predicate="intersects"))
    pieces = straight_pieces(roads, near)
    inside = _intervals(roads, pieces, shape, TOLERANCE_M)
    well_inside = _intervals(roads, pieces, smaller, 0.0)
    nearby = _intervals(roads, pieces, larger, 0.0)
    end_inside = np.zeros((len(roads), 2), dtype=np.bool_)
    end_inside[inside.segment[inside.start <= 0], 0] = True
    end_inside[inside.segment[inside.end >= 1], 1] = True
    crossings = np.bincount(
        np.concatenate([inside.segment[inside.start > 0], inside.segment[inside.end < 1]]),
        minlength=len(roads),
    )
    band = (_covered(roads, nearby) - _covered(roads, well_inside)) * roads.span_m
    grazing = (band > GRAZING_M * (1 + crossings)) | (
        (band > 0.9 * roads.span_m) & (band > OUTER_MARGIN_M + INNER_MARGIN_M + 0.5)
    )
    return ZoneCut(
        zone_id=zone_id,
        shape=shape,
        inside=inside,
        well_inside=well_inside,
        nearby=nearby,
        grazing=np.flatnonzero(grazing),
        end_inside=end_inside,
    )


def cut(roads: Roads, zone: Zone) -> ZoneCut:
    """Lay a zone over the roads; the same polygons are laid once."""
    return cut_by_polygons(roads, zone.id, zone.polygons)


@lru_cache(maxsize=1024)
def _without_mainline(roads: Roads, zone_id: str, polygons: tuple[PolygonRings, ...]) -> ZoneCut:
    whole = cut_by_polygons(roads, zone_id, polygons)
    return replace(
        whole,
        inside=whole.inside.off(roads.mainline),
        well_inside=whole.well_inside.off(roads.mainline),
        nearby=whole.nearby.off(roads.mainline),
        grazing=whole.grazing[~roads.mainline[whole.grazing]],
        end_inside=whole.end_inside & ~roads.mainline[:, None],
    )


def without(roads: Roads, zone: Zone) -> ZoneCut:
    """A zone laid over all roads but the main carriageways of expressways, which are outside."""
    return _without_mainline(roads, zone.id, zone.polygons)


@dataclass(frozen=True, eq=False)
class StraightPieces:
    """The straight pieces of some segments: on one, a place is a number without any doubt.

    Attributes
    ----------
    segment : ndarray of int64, shape (pieces,)
    first, vector : ndarray of float64, shape (pieces, 2)
        Where each begins, and from there to its end, in metres of the roads' plane.
    along : ndarray of float64, shape (pieces,)
        Metres from the segment's first vertex.
    lines : ndarray of shapely lines, shape (pieces,)
    """

    segment: NDArray[np.int64]
    first: NDArray[np.float64]
    vector: NDArray[np.float64]
    along: NDArray[np.float64]
    lines: NDArray[np.object_]


def straight_pieces(roads: Roads, segments: NDArray[np.int64]) -> StraightPieces:
    """Take segments apart at their vertices."""
    counts = np.diff(roads.offset)[segments] - 1
    owner = np.repeat(segments, counts)
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    vertex = roads.offset[owner] + rank
    first, last = roads.xy[vertex], roads.xy[vertex + 1]
    lines = np.asarray(shapely.linestrings(np.stack([first, last], axis=1).reshape(-1, 2, 2)))
    return StraightPieces(owner, first, last - first, roads.along[vertex], lines)


def _covered(roads: Roads, intervals: Intervals) -> NDArray[np.float64]:
    """Share of each segment that lies in its intervals."""
    lengths = intervals.end - intervals.start
    return np.bincount(intervals.segment, weights=lengths, minlength=len(roads)).astype(np.float64)


def _intervals(
    roads: Roads, pieces: StraightPieces, shape: shapely.Geometry, tolerance_m: float
) -> Intervals:
    """Stretches of segments inside a shape.

    Gaps, stretches and distances to a segment's end of up to ``tolerance_m`` count as none.
    """
    shapely.prepare(shape)
    whole = shapely.covers(shape, pieces.lines)
    partly = np.flatnonzero(~whole & shapely.intersects(shape, pieces.lines))
    overlap, source = shapely.get_parts(
        shapely.intersection(pieces.lines[partly], shape), return_index=True
    )
    linear = shapely.get_type_id(overlap) == shapely.GeometryType.LINESTRING
    overlap, source = overlap[linear], partly[source[linear]]
    ends = np.stack(
        [
            shapely.get_coordinates(shapely.get_point(overlap, 0)),
            shapely.get_coordinates(shapely.get_point(overlap, -1)),
        ],
        axis=1,
    ).reshape(-1, 2, 2)
    length = np.hypot(pieces.vector[:, 0], pieces.vector[:, 1])
    unit = pieces.vector / np.maximum(length, 1e-9)[:, None]
    offsets = np.einsum("kij,kj->ki", ends - pieces.first[source][:, None], unit[source])
    low, high = np.sort(offsets, axis=1).T
    full = np.flatnonzero(whole)
    segment = np.concatenate([pieces.segment[full], pieces.segment[source]])
    start = np.concatenate([pieces.along[full], pieces.along[source] + low])
    end = np.concatenate([pieces.along[full] + length[full], pieces.along[source] + high])
    order = np.lexsort((start, segment))
    return _merged(roads, segment[order], start[order], end[order], tolerance_m)


def _merged(
    roads: Roads,
    segment: NDArray[np.int64],
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    tolerance_m: float,
) -> Intervals:
    if not len(segment):
        return Intervals(segment, start, end)
    slack = max(tolerance_m, 1e-6)
    # Stretches of one segment are sorted and do not overlap, so only neighbours can join.
    opens = np.ones(len(segment), dtype=np.bool_)
    opens[1:] = (np.diff(segment) != 0) | (start[1:] - end[:-1] > slack)
    closes = np.append(opens[1:], True)
    segment, start, end = segment[opens], start[opens], end[closes]
    span = roads.span_m[segment]
    start = np.where(start <= slack, 0.0, start)
    end = np.where(end >= span - slack, span, end)
    kept = (end - start > slack) | ((start <= 0) & (end >= span))
    return Intervals(segment[kept], start[kept] / span[kept], end[kept] / span[kept])
