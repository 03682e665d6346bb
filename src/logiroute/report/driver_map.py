"""The small map on a driver's page: an SVG drawing of one route that needs no map library."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from logiroute.model.place import Point
from logiroute.report.closures import closures_of_route
from logiroute.report.lines import Box, Streets, box_around, points_of
from logiroute.report.palette import zone_styles
from logiroute.report.view import PlanView, RouteView

#: Width of the drawing in its own units; about four to a pixel on a phone.
WIDTH = 1600

#: A pin's radius and a little air, so that it is not cut by the edge.
_PIN = 60

#: More points than this make a page slow on an old phone; minor streets are then left out.
_MOST_STREET_POINTS = 24_000

_XY = tuple[float, float]


class Pin(NamedTuple):
    """Something at a point of the drawing."""

    x: int
    y: int
    kind: str
    text: str


class ZoneShape(NamedTuple):
    """A zone as an SVG path, with its hatch."""

    path: str
    colour: str
    pattern: str


class DriverMap(NamedTuple):
    """The drawing; ``streets`` by rank, paths as SVG path data; ``blocked`` streets in one path."""

    width: int
    height: int
    streets: list[str]
    zones: list[ZoneShape]
    blocked: str
    route: str
    arrows: list[tuple[int, int, int]]
    pins: list[Pin]


class _Frame:
    """Degrees to drawing units: Mercator is not needed at the size of a city."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self.squeeze = math.cos(math.radians((south + north) / 2))
        width, height = (east - west) * self.squeeze, north - south
        # Neither a ribbon nor a tower: the shorter side is widened.
        height, width = max(height, width * 0.62), max(width, height / 1.15)
        self.scale = WIDTH / width
        self.west = (west + east) / 2 - width / self.squeeze / 2
        self.north = (south + north) / 2 + height / 2
        self.height = round(height * self.scale)

    @property
    def box(self) -> Box:
        """What the drawing covers, in degrees."""
        return (
            self.west,
            self.north - self.height / self.scale,
            self.west + WIDTH / self.scale / self.squeeze,
            self.north,
        )

    def xy(self, point: Point) -> _XY:
        """A point in drawing units."""
        ((x, y),) = self.flat(np.array([point])).tolist()
        return x, y

    def flat(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of shape (n, 2), lon and lat, in drawing units."""
        corner = np.array([self.west, self.north])
        flat: NDArray[np.float64] = (points - corner) * [self.squeeze * self.scale, -self.scale]
        return flat

    def cut(self, lines: NDArray[np.object_]) -> list[NDArray[np.float64]]:
        """The parts of lines in drawing units that are in the drawing, or just outside."""
        box = (-_PIN, -_PIN, WIDTH + _PIN, self.height + _PIN)
        return points_of(shapely.get_parts(shapely.clip_by_rect(lines, *box)))

    def inside(self, point: Point, way: Point) -> _XY:
        """A point in drawing units; if it is not in the drawing, where the way there leaves it."""
        x, y = self.xy(point)
        edge = shapely.box(_PIN, _PIN, WIDTH - _PIN, self.height - _PIN)
        if edge.covers(shapely.Point(x, y)):
            return x, y
        part = shapely.LineString([self.xy(way), (x, y)]).intersection(edge)
        last = shapely.get_coordinates(part)[-1:].tolist()
        return tuple(last[0]) if last else (x, y)


def driver_map(view: PlanView, route: RouteView, streets: Streets) -> DriverMap:
    """Draw one route with the streets, zones and closures around it.

    Places beyond the roads are where the way there leaves the drawing: otherwise nobody could tell
    one street of the city from another.
    """
    points = [stop.place.point for stop in route.stops]
    path = route.path
    beyond = _beyond(route)
    near = [point for point in (*points, *path) if _rounded(point) not in beyond]
    frame = _Frame(box_around(near or points, 0.08))
    drawn = frame.cut(_simplified(np.array([shapely.LineString(path)]), frame))
    window = shapely.box(*frame.box)
    closed = [
        frame.flat(np.array(entry.line))
        for entry in closures_of_route(view, route)
        if window.intersects(shapely.multipoints(entry.line).envelope)
    ]
    return DriverMap(
        width=WIDTH,
        height=frame.height,
        streets=_streets(streets, frame),
        zones=_zones(view, frame),
        blocked="".join(_path(line) for line in closed if len(line) > 1),
        route="".join(_path(line) for line in drawn),
        arrows=[arrow for line in drawn for arrow in _arrows(line)],
        pins=[*_blocked_pins(closed), *_pins(view, route, frame)],
    )


def _streets(streets: Streets, frame: _Frame) -> list[str]:
    """Street paths by rank: the main ones always, the others while there is room."""
    paths = ["" for _rank in streets.RANKS]
    left = _MOST_STREET_POINTS
    for rank in streets.RANKS:
        lines = points_of(_simplified(streets.inside(frame.box, rank), frame))
        left -= sum(map(len, lines))
        if rank > 1 and left < 0:
            break
        paths[rank] = "".join(_path(line) for line in lines)
    return paths


def _simplified(lines: NDArray[np.object_], frame: _Frame) -> NDArray[np.object_]:
    """Lines in drawing units, without the bends that nobody sees.

    That is less than half a pixel on a phone.
    """
    simple: NDArray[np.object_] = shapely.simplify(shapely.transform(lines, frame.flat), 2.0)
    return simple


def _path(line: NDArray[np.float64], *, close: bool = False) -> str:
    """SVG path data with whole, relative numbers: half the size of absolute ones."""
    whole = np.rint(line).astype(np.int64)
    steps = np.diff(whole, axis=0)
    moved = steps[steps.any(axis=1)].tolist()
    if not moved:
        return ""
    x, y = whole[0].tolist()
    return f"M{x} {y}l{' '.join([f'{dx} {dy}' for dx, dy in moved])}" + ("z" if close else "")


def _zones(view: PlanView, frame: _Frame) -> list[ZoneShape]:
    styles = zone_styles(view.scenario.policy)
    window = shapely.box(*frame.box)
    shapes = []
    for zone in view.scenario.zones:
        if not zone.shape.intersects(window):
            continue
        rings = [ring for rings in zone.polygons for ring in rings]
        path = "".join(_path(frame.flat(np.array(ring)), close=True) for ring in rings)
        style = styles[zone.zone_class]
        shapes.append(ZoneShape(path, style.colour, style.pattern))
    return shapes


def _arrows(line: NDArray[np.float64], spacing: float = 260.0) -> list[tuple[int, int, int]]:
    """Where arrow heads stand: x, y and direction in degrees clockwise from east."""
    arrows: list[tuple[int, int, int]] = []
    along = spacing / 2
    for (ax, ay), (bx, by) in pairwise(line.tolist()):
        length = math.hypot(bx - ax, by - ay)
        while length and along <= length:
            share = along / length
            angle = round(math.degrees(math.atan2(by - ay, bx - ax)))
            arrows.append((round(ax + (bx - ax) * share), round(ay + (by - ay) * share), angle))
            along += spacing
        along -= length
    return arrows


def _blocked_pins(closed: Sequence[NDArray[np.float64]]) -> list[Pin]:
    """A sign at a blocked point, and half way along a blocked street."""
    pins = []
    for line in closed:
        x, y = line[0].tolist()
        if len(line) > 1:
            middle = shapely.LineString(line).interpolate(0.5, normalized=True)
            x, y = middle.x, middle.y
        pins.append(Pin(round(x), round(y), "closed", ""))
    return pins


def _pins(view: PlanView, route: RouteView, frame: _Frame) -> list[Pin]:
    pins: list[Pin] = []
    passed = {passage.gate_id for leg in route.route.legs for passage in leg.gates}
    for gate_id in sorted(passed):
        gate = view.scenario.gate[gate_id]
        x, y = frame.xy(gate.point)
        pins.append(Pin(round(x), round(y), "gate", gate.name))
    # The first stops are drawn last, on top of those a second visit hides.
    ways = _ways(route)
    for stop in reversed(route.stops):
        point = stop.place.point
        x, y = frame.inside(point, ways.get(_rounded(point), point))
        kind = "stop" if stop.role == "stop" else "depot"
        pins.append(Pin(round(x), round(y), kind, str(stop.number) if kind == "stop" else ""))
    return pins


def _rounded(point: Point) -> Point:
    """A point as lines of plans have it."""
    return round(point[0], 6), round(point[1], 6)


def _beyond(route: RouteView) -> set[Point]:
    """Where the places of a route lie that are beyond the roads."""
    return {_rounded(stop.place.point) for stop in route.stops if stop.place.approaches}


def _ways(route: RouteView) -> dict[Point, Point]:
    """Per place beyond the roads, the point of the route from where it goes straight there.

    Of a start there, the one to which it goes straight.
    """
    beyond = _beyond(route)
    steps = [step for step in pairwise(map(_rounded, route.path)) if step[0] != step[1]]
    back = {here: there for here, there in steps if here in beyond}
    return back | {there: here for here, there in steps if there in beyond}
