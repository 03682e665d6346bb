"""The small map on a driver's page: an SVG drawing of one route that needs no map library."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely

from logiroute.model.backdrop import Backdrop
from logiroute.model.place import Point
from logiroute.report.closures import closures_of_route
from logiroute.report.lines import Box, box_around, clip
from logiroute.report.palette import zone_styles
from logiroute.report.view import PlanView, RouteView

#: Width of the drawing in its own units; about four to a pixel on a phone.
WIDTH = 1600

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
        lon, lat = point
        return (
            (lon - self.west) * self.squeeze * self.scale,
            (self.north - lat) * self.scale,
        )


def driver_map(view: PlanView, route: RouteView, backdrop: Backdrop | None) -> DriverMap:
    """Draw one route with the streets, zones and closures around it."""
    points = [stop.place.point for stop in route.stops]
    path = route.path
    frame = _Frame(box_around([*points, *path], 0.08))
    drawn = _simplified([[frame.xy(point) for point in path]])[0]
    window = shapely.box(*frame.box)
    closed = [
        [frame.xy(point) for point in entry.line]
        for entry in closures_of_route(view, route)
        if window.intersects(shapely.multipoints(entry.line).envelope)
    ]
    return DriverMap(
        width=WIDTH,
        height=frame.height,
        streets=_streets(backdrop, frame),
        zones=_zones(view, frame),
        blocked="".join(_path(line) for line in closed if len(line) > 1),
        route=_path(drawn),
        arrows=_arrows(drawn),
        pins=[*_blocked_pins(closed), *_pins(view, route, frame)],
    )


def _streets(backdrop: Backdrop | None, frame: _Frame) -> list[str]:
    paths: list[list[str]] = [[] for _rank in range(5)]
    if backdrop is None:
        return ["" for _rank in paths]
    lines = clip(backdrop, frame.box)
    by_rank: list[list[list[_XY]]] = [[] for _rank in range(5)]
    for rank, points in lines:
        by_rank[min(rank, 4)].append([frame.xy(point) for point in points])
    left = _MOST_STREET_POINTS
    for rank, group in enumerate(by_rank):
        simple = _simplified(group)
        left -= sum(len(line) for line in simple)
        # The main streets always, the others while there is room.
        if rank > 1 and left < 0:
            break
        paths[rank] = [_path(line) for line in simple]
    return ["".join(group) for group in paths]


def _simplified(lines: Sequence[Sequence[_XY]]) -> list[list[_XY]]:
    """Lines with the bends left out that nobody sees (less than half a pixel on a phone)."""
    if not lines:
        return []
    shapes = np.array([shapely.LineString(line) for line in lines])
    return [
        [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]
        for shape in shapely.simplify(shapes, 2.0)
    ]


def _path(line: Sequence[_XY], *, close: bool = False) -> str:
    """SVG path data with whole, relative numbers: half the size of absolute ones."""
    whole = [(round(x), round(y)) for x, y in line]
    steps = [
        f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(whole) if (ax, ay) != (bx, by)
    ]
    if not steps:
        return ""
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}" + ("z" if close else "")


def _zones(view: PlanView, frame: _Frame) -> list[ZoneShape]:
    styles = zone_styles(view.scenario.policy)
    window = shapely.box(*frame.box)
    shapes = []
    for zone in view.scenario.zones:
        if not zone.shape.intersects(window):
            continue
        rings = [ring for rings in zone.polygons for ring in rings]
        path = "".join(_path([frame.xy(point) for point in ring], close=True) for ring in rings)
        style = styles[zone.zone_class]
        shapes.append(ZoneShape(path, style.colour, style.pattern))
    return shapes


def _arrows(line: Sequence[_XY], spacing: float = 260.0) -> list[tuple[int, int, int]]:
    """Where arrow heads stand: x, y and direction in degrees clockwise from east."""
    arrows: list[tuple[int, int, int]] = []
    along = spacing / 2
    for (ax, ay), (bx, by) in pairwise(line):
        length = math.hypot(bx - ax, by - ay)
        while length and along <= length:
            share = along / length
            angle = round(math.degrees(math.atan2(by - ay, bx - ax)))
            arrows.append((round(ax + (bx - ax) * share), round(ay + (by - ay) * share), angle))
            along += spacing
        along -= length
    return arrows


def _blocked_pins(closed: Sequence[Sequence[_XY]]) -> list[Pin]:
    """A sign at a blocked point, and half way along a blocked street."""
    pins = []
    for line in closed:
        x, y = line[0]
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
    for stop in reversed(route.stops):
        x, y = frame.xy(stop.place.point)
        kind = "stop" if stop.role == "stop" else "depot"
        pins.append(Pin(round(x), round(y), kind, str(stop.number) if kind == "stop" else ""))
    return pins
