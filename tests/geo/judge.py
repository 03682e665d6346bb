"""Judge a leg's line by shapely alone; shares no code with `logiroute.geo`.

Coordinates are rounded to a tenth of a metre, so an edge has a width here: a run counts as inside
if more than a metre of it lies deeper than half a metre, and two runs are told apart if more than
a metre between them lies farther out than that. A gate takes crossings within 40 m.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import cos, hypot, radians

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.model.fleet import Vehicle
from logiroute.model.place import Point, Window
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Closure, Gate, PolygonRings, Timed, Zone
from logiroute.model.zone_access import ZoneAccess

SHRINK_M = 0.5
LONGEST_SLIP_M = 1.0

Metres = tuple[float, float]
Runs = list[Metres]
Line = Sequence[Metres]
Shapes = tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]
GATE_M = 40.0
#: A leg within so many metres of a blocked point or street is at it.
CLOSURE_M = 5.0
#: Farther than this it does not just cross a blocked street, but drive along it.
ALONG_M = 15.0
#: Within so many metres of a main carriageway a leg is on it.
EXEMPT_M = 1.0


@lru_cache(maxsize=64)
def flat_shapes(polygons: tuple[PolygonRings, ...]) -> tuple[Shapes, Metres, Metres]:
    """A zone in metres (exact, core, hull), the origin in degrees and metres per degree."""
    degrees = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
    lon, lat = degrees.centroid.coords[0]
    scale = (111_320.0 * cos(radians(lat)), 110_850.0)
    exact = shapely.transform(degrees, lambda xy: (xy - (lon, lat)) * scale)
    shapes = (exact, exact.buffer(-SHRINK_M), exact.buffer(SHRINK_M))
    for shape in shapes:
        shapely.prepare(shape)
    return shapes, (lon, lat), scale


def runs_inside(line: Line, shape: shapely.Geometry) -> tuple[Runs, float]:
    """Maximal stretches of a line in a shape, as distances along it, and the line's length."""
    ends = np.array(line)
    steps = np.hypot(*np.diff(ends, axis=0).T)
    before = np.concatenate([[0.0], np.cumsum(steps)])
    pieces = np.asarray(shapely.linestrings(np.stack([ends[:-1], ends[1:]], axis=1)))
    spans: Runs = []
    for i in np.flatnonzero(shapely.intersects(shape, pieces)).tolist():
        common = shapely.intersection(pieces[i], shape)
        for part in getattr(common, "geoms", [common]):
            if part.geom_type == "LineString" and not part.is_empty:
                x, y = ends[i]
                offsets = [hypot(px - x, py - y) for px, py in (part.coords[0], part.coords[-1])]
                spans.append((before[i] + min(offsets), before[i] + max(offsets)))
    runs: Runs = []
    for low, high in sorted(spans):
        if runs and low - runs[-1][1] < 1e-6:
            runs[-1] = (runs[-1][0], max(high, runs[-1][1]))
        else:
            runs.append((low, high))
    return runs, float(before[-1])


def _shared(runs: Runs, low: float, high: float) -> float:
    """Metres of some runs that lie between two distances."""
    return sum(max(0.0, min(b, high) - max(a, low)) for a, b in runs)


def counting_runs(line: Line, shapes: Shapes) -> tuple[Runs, float]:
    """Runs inside that count, and the line's length."""
    (runs, length), (core, _), (hull, _) = (runs_inside(line, shape) for shape in shapes)
    joined: Runs = []
    for low, high in runs:
        gap = (joined[-1][1], low) if joined else (0.0, 0.0)
        if joined and gap[1] - gap[0] - _shared(hull, *gap) <= LONGEST_SLIP_M:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return [run for run in joined if _shared(core, *run) > LONGEST_SLIP_M], length


def off_exempt(line: Line, runs: Runs, exempt: shapely.MultiLineString) -> Runs:
    """What is left of runs without the metres on exempt lines."""
    free, _ = runs_inside(line, exempt.buffer(EXEMPT_M))
    left: Runs = []
    for low, high in runs:
        at = low
        for a, b in [span for span in free if span[1] > low and span[0] < high]:
            if a - at > EXEMPT_M + LONGEST_SLIP_M:
                left.append((at, a))
            at = max(at, b)
        if high - at > EXEMPT_M + LONGEST_SLIP_M:
            left.append((at, high))
    return left


def leg_faults(
    geometry: Sequence[Point],
    zone: Zone,
    access: ZoneAccess,
    gates: Mapping[str, Sequence[Point]],
    own: bool = False,
    exempt: shapely.MultiLineString | None = None,
) -> list[str]:
    """Everything a leg does that one zone forbids.

    ``gates``: points of the zone's gates that admit the vehicle, for the rules "gate" and "pass".
    ``own``: the class stays in it. ``exempt``: lines that count as outside.
    """
    shapes, origin, scale = flat_shapes(zone.polygons)

    def metres(lon: float, lat: float) -> Metres:
        return (lon - origin[0]) * scale[0], (lat - origin[1]) * scale[1]

    line = [metres(*point) for point in geometry]
    if own:
        outside = shapely.LineString(line).difference(shapes[2]).length
        return [f"{outside:.1f} m outside its own zone"] if outside > LONGEST_SLIP_M else []
    runs, length = counting_runs(line, shapes)

    if exempt is not None and runs:
        runs = off_exempt(line, runs, shapely.transform(exempt, lambda xy: (xy - origin) * scale))

    def near_gate(how: str, where: float) -> bool:
        x, y = shapely.LineString(line).interpolate(where).coords[0]
        places = [metres(*point) for point in gates.get(how, ())]
        return any(hypot(x - gx, y - gy) <= GATE_M for gx, gy in places)

    faults = []
    for low, high in runs:
        starts, ends = low < 1e-6, high > length - 1e-6
        if access.enter == "no" and access.leave == "no":
            faults.append(f"{high - low:.1f} m inside a closed zone")
            continue
        for how, inner, where in (
            (access.enter, starts, low),
            (access.leave, ends, high),
        ):
            if inner or how == "yes":
                continue
            if how == "no" or not near_gate(how, where):
                faults.append(f"crosses at {where:.0f} m of {length:.0f} m, rule {how}")
        if not access.through and not starts and not ends:
            faults.append(f"runs through for {high - low:.1f} m")
    return faults


class Judge:
    """Holds lines of one vehicle, driven at an unknown moment of a window, against its day."""

    def __init__(
        self,
        day: Scenario,
        vehicle: Vehicle,
        window: Window,
        carriageways: Sequence[NDArray[np.float64]] = (),
    ) -> None:
        self._day, self._vehicle, self._window = day, vehicle, window
        self._class = day.policy.vehicle_class(vehicle.vehicle_class)
        self._carriageways = shapely.MultiLineString([*carriageways])
        self.zones = [zone for zone in day.zones if self._meets(zone)]
        self.closures = [closure for closure in day.closures if self._meets(closure)]

    def _meets(self, entry: Timed) -> bool:
        """Whether some moment is in the window and in the time of an entry."""
        begins, ends = entry.valid_from, entry.valid_to
        return not (
            (begins is not None and begins >= self._window.end)
            or (ends is not None and ends <= self._window.start)
        )

    def _holds(self, entry: Timed) -> bool:
        """Whether all of the window is in the time of an entry."""
        begins, ends = entry.valid_from, entry.valid_to
        late = begins is not None and begins > self._window.start
        return not late and not (ends is not None and ends < self._window.end)

    def _admits(self, gate: Gate, how: str) -> bool:
        if gate.vehicle_classes and self._vehicle.vehicle_class not in gate.vehicle_classes:
            return False
        if gate.windows and not any(
            hours.start <= self._window.start and self._window.end <= hours.end
            for hours in gate.windows
        ):
            return False
        return how != "pass" or any(
            self._holds(leave) and (leave.gate_id == gate.id or leave.zone_id == gate.zone_id)
            for leave in self._vehicle.passes
        )

    def faults(self, line: Sequence[Point]) -> list[str]:
        """Everything a leg does that some zone or closure forbids."""
        found = [fault for closure in self.closures for fault in closure_faults(line, closure)]
        own = self._vehicle.own_zone_id if self._class.stays_in_own_zone else None
        for zone in self._day.zones:
            if zone.id == own:
                found += leg_faults(line, zone, ZoneAccess(), {}, own=True)
            elif zone in self.zones:
                access = self._class.zones[zone.zone_class]
                gates = {
                    how: [
                        gate.point
                        for gate in self._day.gates
                        if gate.zone_id == zone.id and self._admits(gate, how)
                    ]
                    for how in ("gate", "pass")
                }
                exempt = self._carriageways if access.mainline_transit else None
                found += leg_faults(line, zone, access, gates, exempt=exempt)
        return found


def closure_faults(geometry: Sequence[Point], closure: Closure) -> list[str]:
    """Whether a leg gets past a blocked point, or drives along a blocked street."""
    lon, lat = closure.line[0]
    scale = (111_320.0 * cos(radians(lat)), 110_850.0)
    line, shut = (
        np.array([((x - lon) * scale[0], (y - lat) * scale[1]) for x, y in points])
        for points in (geometry, closure.line)
    )
    way = shapely.LineString(line)
    if len(shut) == 1:
        point = shapely.Point(shut[0])
        along = way.project(point)
        past = CLOSURE_M < along < way.length - CLOSURE_M
        return ["past a blocked point"] if past and way.distance(point) <= CLOSURE_M else []
    beside = shapely.intersection(way, shapely.LineString(shut).buffer(CLOSURE_M))
    parts = shapely.get_parts(shapely.line_merge(beside))
    longest = float(shapely.length(parts).max(initial=0.0))
    return [f"{longest:.0f} m along a blocked street"] if longest > ALONG_M else []
