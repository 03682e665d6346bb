"""Judge a leg's line by shapely alone; shares no code with `logiroute.geo`.

Coordinates are rounded to a tenth of a metre, so an edge has a width here: a run counts as inside
if more than a metre of it lies deeper than half a metre, and two runs are told apart if more than
a metre between them lies farther out than that. A gate takes crossings within 40 m.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, hypot, radians

import numpy as np
import shapely

from logiroute.model.place import Point
from logiroute.model.policy import ZoneAccess
from logiroute.model.zone import Gate, PolygonRings, Zone

SHRINK_M = 0.5
LONGEST_SLIP_M = 1.0

Metres = tuple[float, float]
Runs = list[Metres]
Line = Sequence[Metres]
Shapes = tuple[shapely.Geometry, shapely.Geometry, shapely.Geometry]
GATE_M = 40.0


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


def leg_faults(
    geometry: Sequence[Point],
    zone: Zone,
    access: ZoneAccess,
    gates: Sequence[tuple[Point, str]],
    own: bool = False,
) -> list[str]:
    """Everything a leg does that one zone forbids.

    ``gates``: points of the zone's gates that admit the class. ``own``: the class stays in it.
    """
    shapes, origin, scale = flat_shapes(zone.polygons)

    def metres(lon: float, lat: float) -> Metres:
        return (lon - origin[0]) * scale[0], (lat - origin[1]) * scale[1]

    line = [metres(*point) for point in geometry]
    if own:
        outside = shapely.LineString(line).difference(shapes[2]).length
        return [f"{outside:.1f} m outside its own zone"] if outside > LONGEST_SLIP_M else []
    runs, length = counting_runs(line, shapes)

    def near_gate(where: float) -> bool:
        x, y = shapely.LineString(line).interpolate(where).coords[0]
        places = [metres(*point) for point, _ in gates]
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
            if how == "no" or not near_gate(where):
                faults.append(f"crosses at {where:.0f} m of {length:.0f} m, rule {how}")
        if not access.through and not starts and not ends:
            faults.append(f"runs through for {high - low:.1f} m")
    return faults


def admitted(gates: Sequence[Gate], zone_id: str, vehicle_class: str) -> list[tuple[Point, str]]:
    """Gates of a zone that let a class through."""
    return [
        (gate.point, gate.id)
        for gate in gates
        if gate.zone_id == zone_id
        and (not gate.vehicle_classes or vehicle_class in gate.vehicle_classes)
    ]
