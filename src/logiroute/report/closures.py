"""Which closures matter on a map: those in force, and those close to a route."""

import math
from collections.abc import Sequence
from operator import itemgetter

import shapely

from logiroute.model.place import Point
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Closure
from logiroute.report.view import PlanView, RouteView

#: A driver who misses a turn is soon this far from the planned way.
NEAR_M = 500

#: Length of a degree of latitude.
_DEGREE_M = 111_195.0


def closures_of_day(scenario: Scenario) -> list[Closure]:
    """Closures in force at any moment of any shift."""
    horizon = scenario.horizon
    return [entry for entry in scenario.closures if entry.in_force(horizon.start, horizon.end)]


def closures_of_route(view: PlanView, route: RouteView) -> list[Closure]:
    """Closures in force at any moment of a route's shift: it is planned around all of them."""
    shift = route.vehicle.shifts[route.route.shift]
    return [entry for entry in view.scenario.closures if entry.in_force(shift.start, shift.end)]


def closures_near(view: PlanView, route: RouteView) -> list[Closure]:
    """Closures of a route's shift within `NEAR_M` of its path, in the order they are met."""
    entries = closures_of_route(view, route)
    if not entries:
        return []
    squeeze = math.cos(math.radians(route.stops[0].place.point[1]))
    path = _in_metres(route.path, squeeze)
    near = []
    for entry in entries:
        shape = _in_metres(entry.line, squeeze)
        if path.distance(shape) <= NEAR_M:
            met = shapely.get_point(shapely.shortest_line(path, shape), 0)
            near.append((path.project(met), entry.id, entry))
    return [entry for _along, _id, entry in sorted(near, key=itemgetter(0, 1))]


def _in_metres(points: Sequence[Point], squeeze: float) -> shapely.Point | shapely.LineString:
    """On a flat map that is exact enough to tell near from far in a city."""
    flat = [(lon * squeeze * _DEGREE_M, lat * _DEGREE_M) for lon, lat in points]
    return shapely.LineString(flat) if len(flat) > 1 else shapely.Point(flat[0])
