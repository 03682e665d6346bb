"""Put places on streets, for one movement."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.geo.driving import Driving
from logiroute.geo.obstacles import Obstacles
from logiroute.geo.reach import Reach
from logiroute.geo.roads import Roads
from logiroute.model.place import Point

#: Shorter leftovers of a segment between two edges are no place to stop, metres.
_SHORTEST_PIECE_M = 0.05

#: A place keeps so far from a closed stretch, metres: at its very end the last digit decides.
_HAIR_M = 0.01

#: Ids of the zones a place or a piece of street lies in.
Zones = frozenset[str]


@dataclass(frozen=True)
class Snap:
    """Where a place meets the road.

    Attributes
    ----------
    segment : int
    fraction : float
        0 at the segment's first vertex, 1 at its last.
    point : Point
        The same in WGS-84, rounded to six decimals as in every geometry of a leg.
    metres : float
        Distance from the place.
    zones, around : frozenset of str
        Restricting zones that the point and the place itself lie in.
    """

    segment: int
    fraction: float
    point: Point
    metres: float
    zones: Zones
    around: Zones


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Stretches of street with one set of zones and one degree of connection."""

    segment: NDArray[np.int64]
    start_m: NDArray[np.float64]
    tree: shapely.STRtree


class Snapper:
    """Finds the street for each place; knows one movement's streets and zones.

    A place is put on the nearest stretch of street that the movement may use and that lies in
    exactly the zones the place lies in, with no other zone in between. Nobody stops on the main
    carriageway of an expressway. Stretches from which the vehicle can come and go are preferred to
    ones it can only reach, and those to islands; on islands, what is one only because of zones and
    closures is preferred. A place inside a zone without a usable street inside is put on the
    nearest street outside. Whether a zone may be entered at all does not matter here.

    Parameters
    ----------
    roads : Roads
    driving : Driving
    limits : Obstacles
    """

    def __init__(self, roads: Roads, driving: Driving, limits: Obstacles) -> None:
        self._roads, self._driving, self._limits = roads, driving, limits
        self._own = frozenset(rule.cut.zone_id for rule in limits.rules if rule.own)
        self._groups = self._grouped()

    def snap(self, xy: NDArray[np.float64], limit_m: float) -> list[Snap | None]:
        """The street point of each place.

        Parameters
        ----------
        xy : ndarray of float64, shape (n, 2)
            Places in metres of the roads' plane.
        limit_m : float

        Returns
        -------
        list of Snap or None
            None where this movement has no usable street within the limit.
        """
        points = np.asarray(shapely.points(xy))
        inside = [
            (rule.cut.zone_id, shapely.contains_xy(rule.cut.shape, xy))
            for rule in self._limits.rules
        ]
        places: dict[Zones, list[int]] = {}
        for row in range(len(xy)):
            zones = frozenset(zone_id for zone_id, mask in inside if mask[row])
            places.setdefault(zones, []).append(row)
        result: list[Snap | None] = [None] * len(xy)
        for zones, rows in places.items():
            left = np.array(rows)
            for group in self._order(zones):
                if not len(left):
                    break
                left = self._put(group, zones, points, left, limit_m, result)
        return result

    def _order(self, zones: Zones) -> Iterable[tuple[Zones, int]]:
        """Groups of stretches for a place in these zones, the best first."""
        if not zones >= self._own:
            return []
        fit = [group for group in self._groups if self._own <= group[0] <= zones]
        return sorted(fit, key=lambda group: (-len(group[0]), -group[1], sorted(group[0])))

    def _put(
        self,
        group: tuple[Zones, int],
        zones: Zones,
        points: NDArray[np.object_],
        rows: NDArray[np.int64],
        limit_m: float,
        result: list[Snap | None],
    ) -> NDArray[np.int64]:
        """Snap what the group can take; the rows that are left."""
        pieces = self._groups[group]
        source, hit = pieces.tree.query_nearest(
            points[rows], max_distance=limit_m, all_matches=False
        )
        ways = np.asarray(shapely.shortest_line(points[rows[source]], pieces.tree.geometries[hit]))
        blocked = self._blocked(zones, ways)
        left = set(rows.tolist())
        clear = self._snapped(pieces, hit[~blocked], ways[~blocked], (group[0], zones))
        for row, snap in zip(rows[source[~blocked]].tolist(), clear, strict=True):
            result[row] = snap
            left.discard(row)
        for row in rows[source[blocked]].tolist():
            # Beyond a zone's edge: look for the nearest one on this side.
            near = pieces.tree.query(points[row], predicate="dwithin", distance=limit_m)
            ways = np.asarray(shapely.shortest_line(points[row], pieces.tree.geometries[near]))
            order = np.lexsort((near, shapely.length(ways)))
            first = order[~self._blocked(zones, ways[order])][:1]
            for snap in self._snapped(pieces, near[first], ways[first], (group[0], zones)):
                result[row] = snap
                left.discard(row)
        return np.array(sorted(left), dtype=np.int64)

    def _blocked(self, zones: Zones, ways: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Which straight lines from places in some zones touch any other zone."""
        blocked = np.zeros(len(ways), dtype=np.bool_)
        for rule in self._limits.rules:
            if rule.cut.zone_id not in zones:
                blocked |= np.asarray(shapely.intersects(rule.cut.shape, ways))
        return blocked

    def _snapped(
        self,
        pieces: _Pieces,
        hit: NDArray[np.int64],
        ways: NDArray[np.object_],
        zones: tuple[Zones, Zones],
    ) -> list[Snap]:
        """Where straight lines from places meet their stretches, all at once."""
        ends = shapely.get_point(ways, -1)
        segment = pieces.segment[hit]
        along = shapely.line_locate_point(pieces.tree.geometries[hit], ends)
        fraction = (pieces.start_m[hit] + along) / self._roads.span_m[segment]
        degrees = self._roads.plane.degrees(shapely.get_coordinates(ends)).round(6)
        return [
            Snap(number, share, (lon, lat), metres, *zones)
            for number, share, (lon, lat), metres in zip(
                segment.tolist(),
                np.clip(fraction, 0.0, 1.0).tolist(),
                degrees.tolist(),
                shapely.length(ways).tolist(),
                strict=True,
            )
        ]

    def _grouped(self) -> dict[tuple[Zones, int], _Pieces]:
        """All usable stretches by zones and by connection: 3 · now (0–2) + ever (0–2)."""
        roads, limits = self._roads, self._limits
        now, ever = self._reaches()
        usable = self._driving.usable & ~roads.mainline
        usable[list(limits.shut)] = False
        touched = np.zeros(len(roads), dtype=np.bool_)
        for rule in limits.rules:
            touched[rule.cut.nearby.segment] = True
        touched[list(limits.events)] = True
        found: dict[tuple[Zones, int], list[tuple[int, float, shapely.Geometry]]] = {}
        for segment in np.flatnonzero(usable & touched).tolist():
            for start, end, zones in self._stretches(segment):
                if not zones >= self._own:
                    continue
                line = _part(roads, segment, start, end)
                middle = (start + end) / 2
                key = zones, 3 * now.of_place(segment, middle) + ever.of_place(segment, middle)
                found.setdefault(key, []).append((segment, start * roads.span_m[segment], line))
        groups = {}
        for key, entries in found.items():
            segments, starts, lines = zip(*entries, strict=True)
            groups[key] = (np.array(segments), np.array(starts), np.array(lines))
        if not self._own:
            free = np.flatnonzero(usable & ~touched)
            degree = (3 * now.of_segments() + ever.of_segments())[free]
            for connection in np.unique(degree).tolist():
                segments = free[degree == connection]
                empty = (np.zeros(0, np.int64), np.zeros(0), np.zeros(0, object))
                more = groups.get((frozenset(), connection), empty)
                groups[frozenset(), connection] = (
                    np.concatenate([segments, more[0]]),
                    np.concatenate([np.zeros(len(segments)), more[1]]),
                    np.concatenate([roads.lines[segments], more[2]]),
                )
        return {
            key: _Pieces(segments, starts, shapely.STRtree(lines))
            for key, (segments, starts, lines) in groups.items()
            if len(segments)
        }

    def _reaches(self) -> tuple[Reach, Reach]:
        """How streets hang together with zones and closures in the way, and without."""
        limits = self._limits
        now = Reach(self._driving, limits)
        if not (limits.events or limits.turns or limits.shut):
            return now, now
        return now, Reach(self._driving, Obstacles((), {}, {}, {}, self._driving.graph))

    def _stretches(self, segment: int) -> Iterable[tuple[float, float, Zones]]:
        """Parts of a segment that are well inside or outside each zone, between closures."""
        bounds = {0.0, 1.0}
        hair = _HAIR_M / float(self._roads.span_m[segment])
        for event in self._limits.events.get(segment, ()):
            bounds |= {max(0.0, event.start - hair), min(1.0, event.end + hair)}
        layers = []
        for rule in self._limits.rules:
            zone_id = rule.cut.zone_id
            well = rule.cut.well_inside_of.get(segment, [])
            near = rule.cut.nearby_of.get(segment, [])
            if near:
                layers.append((zone_id, well, near))
                bounds.update(x for stretch in (*well, *near) for x in stretch)
        marks = sorted(bounds)
        shortest = _SHORTEST_PIECE_M / float(self._roads.span_m[segment])
        for start, end in pairwise(marks):
            middle = (start + end) / 2
            zones = {i for i, well, _ in layers if any(a <= middle <= b for a, b in well)}
            unsure = any(
                i not in zones and any(a <= middle <= b for a, b in near) for i, _, near in layers
            )
            if not unsure and (end - start >= shortest or (start, end) == (0.0, 1.0)):
                yield start, end, frozenset(zones)


def _part(roads: Roads, segment: int, start: float, end: float) -> shapely.Geometry:
    """The line of a segment between two fractions."""
    line: shapely.LineString = roads.lines[segment]
    if (start, end) == (0.0, 1.0):
        return line
    xy = roads.xy[roads.offset[segment] : roads.offset[segment + 1]]
    along = roads.along[roads.offset[segment] : roads.offset[segment + 1]]
    low, high = start * along[-1], end * along[-1]
    between = xy[(along > low) & (along < high)]
    tips = shapely.get_coordinates(shapely.line_interpolate_point(line, [low, high]))
    return shapely.LineString(np.vstack([tips[:1], between, tips[1:]]))
