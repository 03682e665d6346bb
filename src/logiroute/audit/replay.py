"""Drive a plan through once more, with the auditor's own clock and loads.

Of the plan's times only the decisions are taken over: when duty starts, how long a vehicle waits,
when it loads for a further trip, how long it is disinfected. Everything that follows from them is
computed again: arrivals from the travel table, ends of work from quantities, loads from orders.
Where the plan states a time that is too early, the own clock runs late from there on, and the rules
see both. Nothing here judges, and nothing here fails on nonsense.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from logiroute.audit.aboard import Aboard
from logiroute.audit.moments import moment
from logiroute.audit.parts import Part, part_of, released, work_seconds
from logiroute.audit.record import LegReplay, Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.suited import Suits
from logiroute.model.order import Order
from logiroute.model.place import Point
from logiroute.model.plan import FOR_NO_ORDER, Leg, Plan, Route, Stop, Task
from logiroute.model.scenario import Scenario
from logiroute.model.travel import UNREACHABLE, TravelTable, TravelTimes


def replay(scenario: Scenario, travel: TravelTimes, plan: Plan, *, geometry: bool = True) -> Replay:
    """Replay every route of a plan.

    Parameters
    ----------
    scenario, travel, plan
        Any plan, however it was made; it need not fit the scenario.
    geometry : bool
        Whether rules shall hold the geometry of legs against the zones.
    """
    routes = tuple(_Driver(scenario, travel, route).drive() for route in plan.routes)
    return Replay(scenario, travel, plan, geometry, routes)


@dataclass(frozen=True)
class _Way:
    """What a travel table says about two places for a departure."""

    table: TravelTable | None = None
    seconds: int | None = None
    metres: int | None = None
    snapped: tuple[Point | None, Point | None] = (None, None)


def _stated_s(task: Task) -> int:
    """How long a task is stated to take; nothing if it is said to end before it starts."""
    return max(0, moment(task.end) - moment(task.start))


def covers(table: TravelTable, depart: int, seconds: int) -> bool:
    """Whether the window of a table holds a way of so many seconds."""
    begun = table.valid_from is None or moment(table.valid_from) <= depart
    return begun and (table.valid_to is None or depart + seconds <= moment(table.valid_to))


def _width(table: TravelTable) -> float:
    """Seconds of a table's window."""
    if table.valid_from is None or table.valid_to is None:
        return inf
    return moment(table.valid_to) - moment(table.valid_from)


def _by(table: TravelTable, row: int, column: int) -> _Way:
    """The way between two places by one table."""
    snapped = (table.snapped[row], table.snapped[column])
    seconds, metres = int(table.seconds[row, column]), int(table.metres[row, column])
    if seconds >= UNREACHABLE or metres >= UNREACHABLE:
        return _Way(table, snapped=snapped)
    return _Way(table, seconds, metres, snapped)


class _Driver:
    """Drives one route: its state is the clock, what is aboard, and what was passed so far."""

    def __init__(self, scenario: Scenario, travel: TravelTimes, route: Route) -> None:
        self._scenario, self._travel, self._route = scenario, travel, route
        self._vehicle = scenario.vehicle.get(route.vehicle_id)
        self._aboard = Aboard()
        self._suits = Suits(scenario, self._vehicle)
        self._stops: list[StopReplay] = []
        self._legs: list[LegReplay] = []

    def drive(self) -> RouteReplay:
        for number, trip in enumerate(self._route.trips):
            last = len(trip.stops) - 1
            for place, stop in enumerate(trip.stops):
                if place == 0:
                    begin, here = self._takeover(stop), moment(stop.arrive)
                    charge = self._loading_s() if number else self._stop_s(stop)
                    self._halt(stop, number, begin, here, charge, opens=True)
                else:
                    leg = trip.legs[place - 1] if place <= len(trip.legs) else None
                    ends = place == last and number + 1 == len(self._route.trips)
                    charged = not ends or bool(stop.tasks)
                    self._drive_to(stop, number, leg, self._stop_s(stop) if charged else 0)
        vehicle = self._vehicle
        shift = None
        if vehicle and 0 <= self._route.shift < len(vehicle.shifts):
            shift = vehicle.shifts[self._route.shift]
        policy = self._scenario.policy
        return RouteReplay(
            route=self._route,
            vehicle=vehicle,
            vehicle_class=policy.vehicle_class(vehicle.vehicle_class) if vehicle else None,
            shift=shift,
            stops=tuple(self._stops),
            legs=tuple(self._legs),
            suit_off_s=self._suits.off_s if self._suits.on else 0,
        )

    def _takeover(self, stop: Stop) -> int:
        """When a trip begins: as stated, but not before the trip before it is over."""
        stated = moment(stop.arrive)
        return max(stated, self._stops[-1].depart) if self._stops else stated

    def _stop_s(self, stop: Stop) -> int:
        """What a stop costs before work."""
        place = self._scenario.place.get(stop.place_id)
        return place.stop_s if place else 0

    def _loading_s(self) -> int:
        """How long loading for a further trip takes."""
        return self._vehicle.reload_s if self._vehicle else 0

    def _drive_to(self, stop: Stop, trip: int, leg: Leg | None, charge: int) -> None:
        origin = self._stops[-1]
        way = self._way(origin, stop.place_id, leg)
        arrive = here = moment(stop.arrive)
        if way.seconds is not None:
            arrive = origin.depart + way.seconds
            here = min(here, max(origin.stated_depart, origin.ready) + way.seconds)
        self._halt(stop, trip, arrive, here, charge, opens=False)
        self._legs.append(
            LegReplay(
                index=len(self._legs),
                leg=leg,
                origin=origin,
                target=self._stops[-1],
                table=way.table,
                seconds=way.seconds,
                metres=way.metres,
                snapped=way.snapped,
            )
        )

    def _way(self, origin: StopReplay, to_id: str, leg: Leg | None) -> _Way:
        """The way by the table the leg was made from, if it may be: else by the narrowest.

        A table counts if its window holds the whole way, from departure to arrival by its own
        figures. If none does, the way tells whether it is the time or the road that is missing.
        """
        row = self._travel.index.get(origin.stop.place_id)
        column = self._travel.index.get(to_id)
        tables = [table for table in self._tables() if covers(table, origin.depart, 0)]
        if not tables or row is None or column is None:
            return _Way(tables[0]) if tables else _Way()
        ways = [_by(table, row, column) for table in tables]
        legal = [way for way in ways if way.seconds is not None]
        if not legal:
            return ways[0]
        covering = [
            way for way in legal if way.table and covers(way.table, origin.depart, way.seconds or 0)
        ]
        for way in covering:
            if leg is not None and (leg.seconds, leg.metres) == (way.seconds, way.metres):
                return way
        return covering[0] if covering else _Way(snapped=legal[0].snapped)

    def _tables(self) -> list[TravelTable]:
        """Tables of the vehicle's movement, the narrowest first."""
        if self._vehicle is None:
            return []
        tables = self._travel.tables.get(self._scenario.movement(self._vehicle), ())
        return sorted(tables, key=_width)

    def _halt(
        self, stop: Stop, trip: int, arrive: int, here: int, charge: int, *, opens: bool
    ) -> None:
        issues = [task for task in stop.tasks if opens and self._part(task) is Part.ISSUE]
        begins = here
        if trip and issues:
            begins = max(here, min(moment(task.start) for task in issues))
        there = max((released(order) for task in issues if (order := self._order(task))), default=0)
        before = self._aboard, self._suits.on
        ready_as_stated = self._work(stop, max(begins, there), charge, issues)[1]
        self._aboard, self._suits.on = before
        tasks, ready = self._work(stop, max(arrive, begins, there), charge, issues)
        self._stops.append(
            StopReplay(
                index=len(self._stops),
                trip=trip,
                stop=stop,
                place=self._scenario.place.get(stop.place_id),
                opens_trip=opens,
                stop_s=charge,
                arrive=arrive,
                here=here,
                depart=max(ready, moment(stop.depart)),
                free=begins + charge,
                ready=ready_as_stated,
                tasks=tasks,
                aboard=self._aboard,
            )
        )

    def _order(self, task: Task) -> Order | None:
        return self._scenario.order.get(task.order_id) if task.order_id else None

    def _part(self, task: Task) -> Part | None:
        order = self._order(task)
        return part_of(order, task.kind) if order else None

    def _work(
        self, stop: Stop, begins: int, charge: int, issues: Sequence[Task]
    ) -> tuple[tuple[TaskReplay, ...], int]:
        """Do the tasks of a stop in their order; also return when they are done.

        Goods are issued all at once, in the time that the stop is charged. Disinfecting and rests
        take as long as they are stated to.
        """
        ready = begins + charge
        done: list[TaskReplay] = []
        for task in stop.tasks:
            order, part = self._order(task), self._part(task)
            issued = task in issues
            needed = work_seconds(self._scenario, order, part) if order and part else 0
            takes = _stated_s(task) if task.kind in FOR_NO_ORDER else needed
            suit_s = 0 if issued else self._suits.before(task.kind, part)
            start = begins if issued else max(ready + suit_s, moment(task.start))
            end = begins + charge if issued else start + takes
            ready = max(ready, end)
            done.append(self._done(task, part, issued, needed, suit_s, start, end))
        return tuple(done), ready

    def _done(
        self,
        task: Task,
        part: Part | None,
        issued: bool,
        needed: int,
        suit_s: int,
        start: int,
        end: int,
    ) -> TaskReplay:
        order, before = self._order(task), self._aboard
        if order and part:
            self._aboard = before.after(self._scenario, order, part)
        return TaskReplay(
            task=task,
            order=order,
            part=part,
            at_opening=issued,
            needed_s=needed,
            suit_s=suit_s,
            start=start,
            end=end,
            before=before,
            aboard=self._aboard,
        )
