"""Draw the legs of a plan on the roads: geometry, and the gates passed with the time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from logiroute.errors import RoadsError
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import DrivenPath, MovementRoads
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.model.place import Point
from logiroute.model.plan import GatePassage, Leg, Plan, Route, Trip
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement


def trace(plan: Plan, scenario: Scenario, roads: Roads, *, engine: EngineName = "cch") -> Plan:
    """The plan with the geometry and the gates of each leg filled in.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario
    roads : Roads
        The ones the plan's travel times were made from.
    engine : {"cch", "scipy"}
        The one they were made with, for paths that tie.

    Raises
    ------
    RoadsError
        A leg has no legal path on these roads, or takes longer on them than the plan says.
    KeyError
        The plan names a vehicle or place that the scenario does not have.
    """
    tracers: dict[Movement, _Tracer] = {}
    routes = []
    for route in plan.routes:
        movement = scenario.movement(scenario.vehicle[route.vehicle_id])
        if movement not in tracers:
            tracers[movement] = _Tracer(scenario, roads, movement, engine)
        routes.append(_traced(route, tracers[movement]))
    return plan.model_copy(update={"routes": tuple(routes)})


class _Tracer:
    def __init__(
        self, scenario: Scenario, roads: Roads, movement: Movement, engine: EngineName
    ) -> None:
        self._open = MovementRoads(scenario, roads, movement, engine)
        xy = roads.plane.metres([place.point for place in scenario.places])
        snaps = self._open.snap(xy, scenario.snap_limit_m)
        self._snap: dict[str, Snap | None] = {
            place.id: snap for place, snap in zip(scenario.places, snaps, strict=True)
        }

    def leg(self, leg: Leg, depart: datetime) -> Leg:
        start, end = self._snap[leg.from_id], self._snap[leg.to_id]
        if start is not None and leg.from_id == leg.to_id:
            return leg.model_copy(update={"geometry": (start.point, start.point), "gates": ()})
        path = None if start is None or end is None else self._open.path(start, end)
        if start is None or end is None or path is None:
            raise RoadsError(f"no legal path from place {leg.from_id} to place {leg.to_id}")
        if -(-path.ms // 1000) > leg.seconds:
            raise RoadsError(
                f"the leg from place {leg.from_id} to place {leg.to_id} takes "
                f"{-(-path.ms // 1000)} s on these roads, {leg.seconds} s in the plan"
            )
        gates = tuple(
            GatePassage(gate_id=gate_id, at=depart + timedelta(seconds=ms // 1000))
            for gate_id, ms in self._open.gates(path)
        )
        geometry = path_points(self._open.roads, path, start, end)
        return leg.model_copy(update={"geometry": geometry, "gates": gates})


def _traced(route: Route, tracer: _Tracer) -> Route:
    trips = []
    for trip in route.trips:
        legs = tuple(
            tracer.leg(leg, stop.depart)
            for leg, stop in zip(trip.legs, trip.stops[:-1], strict=True)
        )
        trips.append(Trip(stops=trip.stops, legs=legs))
    return route.model_copy(update={"trips": tuple(trips)})


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
