"""Draw the legs of a plan on the roads: geometry, gates with time and delay, zones, directions."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from logiroute.errors import RoadsError
from logiroute.geo.beyond import Join, extended, joins
from logiroute.geo.drawing import Drawing, draw
from logiroute.geo.engine import EngineName
from logiroute.geo.movement import open_roads, places_beside
from logiroute.geo.open_roads import OpenRoads
from logiroute.geo.paths import DrivenPath
from logiroute.geo.roads import Roads
from logiroute.geo.snap import Snap
from logiroute.geo.windows import windows_of
from logiroute.geo.zones import cuts_in_force
from logiroute.model.loaded import LoadedLegs, loaded_legs
from logiroute.model.place import Point, Window
from logiroute.model.plan import GatePassage, Leg, Plan, Route, Trip
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement


def trace(plan: Plan, scenario: Scenario, roads: Roads, *, engine: EngineName = "cch") -> Plan:
    """The plan with geometry, gates, zones and directions of each leg filled in.

    A leg is drawn by the narrowest window of the travel times that covers it and whose figures are
    the plan's; where none has them, by the narrowest in which it takes no longer than there.

    Parameters
    ----------
    plan : Plan
    scenario : Scenario
    roads : Roads
        The ones the plan's travel times were made from.
    engine : {"cch", "scipy"}

    Raises
    ------
    RoadsError
        A leg has no legal path on these roads, or takes longer on them than the plan says.
    KeyError
        The plan names a vehicle or place that the scenario does not have.
    """
    tracer = _Tracer(scenario, roads, engine)
    return plan.model_copy(update={"routes": tuple(tracer.route(route) for route in plan.routes)})


class _Way(NamedTuple):
    """A way between two places, and the part of it that lies on the roads."""

    seconds: int
    metres: int
    join: Join
    path: DrivenPath
    ends: tuple[Snap, Snap]


class _Ride(NamedTuple):
    """Who drives, when, and whether with people aboard."""

    movement: Movement
    window: Window
    loaded: bool


class _Tracer:
    def __init__(self, scenario: Scenario, roads: Roads, engine: EngineName) -> None:
        self._scenario, self._roads, self._engine = scenario, roads, engine
        self._windows = windows_of(scenario)
        self._beside: dict[Movement, list[Snap | None]] = {}
        self._open: dict[_Ride, tuple[OpenRoads, dict[str, Snap | None]]] = {}
        self._legs: dict[Movement, LoadedLegs | None] = {}

    def route(self, route: Route) -> Route:
        movement = self._scenario.movement(self._scenario.vehicle[route.vehicle_id])
        if movement not in self._legs:
            self._legs[movement] = loaded_legs(self._scenario, movement)
        trips = []
        for trip in route.trips:
            legs = tuple(
                self._leg(movement, leg, stop.depart)
                for leg, stop in zip(trip.legs, trip.stops[:-1], strict=True)
            )
            trips.append(Trip(stops=trip.stops, legs=legs))
        return route.model_copy(update={"trips": tuple(trips)})

    def _leg(self, movement: Movement, leg: Leg, depart: datetime) -> Leg:
        shortest: int | None = None
        slower: Leg | None = None
        legs = self._legs[movement]
        loaded = legs is not None and legs.loaded(leg.from_id, leg.to_id)
        place = self._scenario.place
        span = Window(start=depart, end=depart + timedelta(seconds=leg.seconds))
        for window in self._covering(span.start, span.end):
            streets, snaps = self._streets(_Ride(movement, window, loaded))
            if leg.from_id == leg.to_id:
                at = self._point(leg.from_id, snaps)
                if at is None:
                    continue
                return leg.model_copy(update={"geometry": (at, at)})
            way = self._fastest(leg, streets, snaps)
            if way is None:
                continue
            shortest = way.seconds if shortest is None else min(shortest, way.seconds)
            same = way.seconds == leg.seconds and way.metres == leg.metres
            if same or (slower is None and way.seconds <= leg.seconds):
                cuts = cuts_in_force(self._scenario, self._roads, movement, span, loaded=loaded)
                drawing = draw(streets, way.path, way.ends, cuts)
                ends = place[leg.from_id], place[leg.to_id]
                drawn = _drawn(leg, depart, extended(drawing, way.join, ends, place))
                if same:
                    return drawn
                slower = drawn
        if slower is not None:
            return slower
        between = f"from place {leg.from_id} to place {leg.to_id}"
        if shortest is None:
            raise RoadsError(f"no legal path {between}")
        raise RoadsError(
            f"the leg {between} takes {shortest} s on these roads, {leg.seconds} s in the plan"
        )

    def _point(self, place_id: str, snaps: Mapping[str, Snap | None]) -> Point | None:
        """Where a place meets the road; None where it cannot."""
        place, snap = self._scenario.place[place_id], snaps[place_id]
        if place.approaches:
            return place.point
        return None if snap is None else snap.point

    def _fastest(
        self, leg: Leg, streets: OpenRoads, snaps: Mapping[str, Snap | None]
    ) -> _Way | None:
        """The fastest way between two different places, of equally fast ones the shortest."""
        place = self._scenario.place
        ways = []
        for join in joins(place[leg.from_id], place[leg.to_id]):
            start, end = snaps[join.start_id], snaps[join.end_id]
            path = None if start is None or end is None else streets.path(start, end)
            if start is None or end is None or path is None:
                continue
            seconds, metres = -(-path.ms // 1000) + join.seconds, path.metres + join.metres
            ways.append(_Way(seconds, metres, join, path, (start, end)))
        return min(ways, key=lambda way: way[:2], default=None)

    def _covering(self, start: datetime, end: datetime) -> Iterable[Window]:
        """Windows that hold all of a leg; the day's edges are open."""
        horizon = self._scenario.horizon
        for window in self._windows:
            begun = window.start == horizon.start or window.start <= start
            if begun and (window.end == horizon.end or end <= window.end):
                yield window

    def _streets(self, ride: _Ride) -> tuple[OpenRoads, dict[str, Snap | None]]:
        if ride not in self._open:
            scenario, (movement, window, loaded) = self._scenario, ride
            streets = open_roads(
                scenario, self._roads, movement, self._engine, window, loaded=loaded
            )
            if movement not in self._beside:
                self._beside[movement] = places_beside(
                    scenario, self._roads, movement, self._engine
                )
            snaps = streets.usable(self._beside[movement])
            self._open[ride] = (
                streets,
                {place.id: snap for place, snap in zip(scenario.places, snaps, strict=True)},
            )
        return self._open[ride]


def _drawn(leg: Leg, depart: datetime, drawing: Drawing) -> Leg:
    gates = tuple(
        GatePassage(
            gate_id=gate.gate_id,
            at=depart + timedelta(seconds=gate.after_s),
            delay_s=gate.delay_s,
        )
        for gate in drawing.gates
    )
    return leg.model_copy(
        update={
            "geometry": drawing.geometry,
            "gates": gates,
            "zones": drawing.zones,
            "steps": drawing.steps,
        }
    )
