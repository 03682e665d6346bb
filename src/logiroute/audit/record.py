"""The record of a replayed plan: what every rule of the auditor looks at.

The plan's own statements stand beside what the auditor computed; what cannot be known (an order
that does not exist, a leg that is missing) is ``None``. See `logiroute.audit.replay`.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from logiroute.audit.aboard import Aboard
from logiroute.audit.moments import clock, moment
from logiroute.audit.parts import Part
from logiroute.audit.violation import RouteKey, Violation
from logiroute.model.fleet import Vehicle
from logiroute.model.order import Order
from logiroute.model.place import Place, Point, Window
from logiroute.model.plan import FOR_NO_ORDER, Leg, Plan, Route, Stop, Task, TaskKind
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTable, TravelTimes


@dataclass(frozen=True)
class TaskReplay:
    """A task with the own clock. All times are seconds since 1970.

    Attributes
    ----------
    order, part : Order or None, Part or None
        ``None`` for disinfecting and rests, and where the plan names no such order, or one that
        has no such task.
    at_opening : bool
        Goods issued at the first stop of a trip: loaded there within ``StopReplay.stop_s``.
    needed_s : int
        Seconds of work; 0 for disinfecting and rests, whose length is another rule's.
    suit_s : int
        Seconds before it in which the crew puts suits on, or takes them off.
    start, end : int
        Own clock; ``stated_start`` and ``stated_end`` are the plan's.
    before, aboard : Aboard
        What is aboard before and after the task.
    """

    task: Task
    order: Order | None
    part: Part | None
    at_opening: bool
    needed_s: int
    suit_s: int
    start: int
    end: int
    before: Aboard
    aboard: Aboard

    @property
    def disinfects(self) -> bool:
        """Whether the vehicle is disinfected, for no order."""
        return self.task.kind is TaskKind.DISINFECT

    @property
    def rests(self) -> bool:
        """Whether the driver rests, for no order."""
        return self.task.kind is TaskKind.REST

    @property
    def for_no_order(self) -> bool:
        """Whether it is done for the vehicle or its crew."""
        return self.task.kind in FOR_NO_ORDER

    @property
    def order_id(self) -> str:
        """The order as the plan states it; empty for disinfecting and rests."""
        return self.task.order_id or ""

    @property
    def what(self) -> str:
        """What the dispatcher calls the work."""
        if self.for_no_order:
            return "disinfecting" if self.disinfects else "a rest"
        return f"work on order {self.order_id}"

    @property
    def stated_start(self) -> int:
        """Start of work as the plan states it."""
        return moment(self.task.start)

    @property
    def stated_end(self) -> int:
        """End of work as the plan states it."""
        return moment(self.task.end)


@dataclass(frozen=True)
class StopReplay:
    """A stop with the own clock.

    Attributes
    ----------
    index, trip : int
        Among all stops of the route; among its trips.
    opens_trip : bool
        First stop of its trip.
    stop_s : int
        Seconds charged here before other work: the place's; none at the end of a route, unless
        something is done there; where a further trip starts those of the vehicle for loading, as
        the place's are charged where the trip before it ends.
    arrive, depart : int
        Own clock.
    here : int
        Arrival as stated, or the right one after the stop before where that is earlier: a breach of
        travel is none of the work.
    free, ready : int
        From ``here`` on: when the first task but loading could begin; when work would be done.
    """

    index: int
    trip: int
    stop: Stop
    place: Place | None
    opens_trip: bool
    stop_s: int
    arrive: int
    here: int
    depart: int
    free: int
    ready: int
    tasks: tuple[TaskReplay, ...]
    aboard: Aboard

    @property
    def reloads(self) -> bool:
        """Whether a further trip of the shift starts here."""
        return self.opens_trip and self.trip > 0

    @property
    def stated_arrive(self) -> int:
        """Arrival as the plan states it."""
        return moment(self.stop.arrive)

    @property
    def stated_depart(self) -> int:
        """Departure as the plan states it."""
        return moment(self.stop.depart)

    @property
    def done(self) -> int:
        """When the last task is done by the own clock; the arrival if there is none."""
        return max((task.end for task in self.tasks), default=self.arrive)

    @property
    def name(self) -> str:
        """What the dispatcher calls the place."""
        return self.place.name if self.place else self.stop.place_id


@dataclass(frozen=True)
class LegReplay:
    """The way between two stops of a trip.

    Attributes
    ----------
    leg : Leg or None
        As stated; ``None`` if the plan has none here.
    table : TravelTable or None
        One whose window holds the whole way: that of the stated figures if there is one, else
        the narrowest. ``None`` if there is none.
    seconds, metres : int or None
        The table's; ``None`` where there is no table, no such place or no legal path.
    """

    index: int
    leg: Leg | None
    origin: StopReplay
    target: StopReplay
    table: TravelTable | None
    seconds: int | None
    metres: int | None
    snapped: tuple[Point | None, Point | None]

    @property
    def loaded(self) -> bool:
        """Whether people are aboard."""
        return bool(self.origin.aboard.parties)


@dataclass(frozen=True)
class RouteReplay:
    """A route with everything the scenario knows about its vehicle.

    Attributes
    ----------
    suit_off_s : int
        Seconds after all else in which the crew takes suits off.
    """

    route: Route
    vehicle: Vehicle | None
    vehicle_class: VehicleClass | None
    shift: Window | None
    stops: tuple[StopReplay, ...]
    legs: tuple[LegReplay, ...]
    suit_off_s: int = 0

    @property
    def duty_end(self) -> int:
        """End of duty by the own clock, suits taken off; there has to be a stop."""
        return self.stops[-1].done + self.suit_off_s

    @property
    def stated_duty_end(self) -> int:
        """End of duty as the plan states it: on arrival, if nothing is done there."""
        last = self.stops[-1]
        return last.stated_depart if last.tasks or self.suit_off_s else last.stated_arrive

    @property
    def key(self) -> RouteKey:
        """Vehicle and shift as stated."""
        return RouteKey(self.route.vehicle_id, self.route.shift)

    @property
    def name(self) -> str:
        """What the dispatcher calls the vehicle."""
        return self.vehicle.name if self.vehicle else self.route.vehicle_id

    @cached_property
    def works(self) -> tuple[tuple[StopReplay, TaskReplay], ...]:
        """Every task with its stop, in order."""
        return tuple((stop, task) for stop in self.stops for task in stop.tasks)

    def breach(
        self,
        rule: Rule,
        text: str,
        *,
        stop: StopReplay | None = None,
        leg: LegReplay | None = None,
        order_id: str = "",
        amount: int = 0,
        unit: str = "",
    ) -> Violation:
        """Name a violation in this route."""
        return Violation(
            rule=rule,
            text=f"{self.name}: {text}",
            route=self.key,
            stop=stop.index if stop else None,
            leg=leg.index if leg else None,
            order_id=order_id,
            place_id=stop.stop.place_id if stop else leg.target.stop.place_id if leg else "",
            amount=amount,
            unit=unit,
        )


@dataclass(frozen=True)
class Work:
    """A task of a known order, with where and in which route it is done."""

    route: RouteReplay
    stop: StopReplay
    task: TaskReplay
    position: int


@dataclass(frozen=True)
class Replay:
    """The whole plan, replayed; what every rule looks at.

    Attributes
    ----------
    geometry : bool
        Whether legs are to be held against the zones metre by metre.
    """

    scenario: Scenario
    travel: TravelTimes
    plan: Plan
    geometry: bool
    routes: tuple[RouteReplay, ...]

    @cached_property
    def works(self) -> dict[str, list[Work]]:
        """Order id → its tasks of kinds the order has, in order of route and time."""
        found: dict[str, list[Work]] = defaultdict(list)
        for route in self.routes:
            for position, (stop, task) in enumerate(route.works):
                if task.part is not None:
                    found[task.order_id].append(Work(route, stop, task, position))
        return dict(found)

    def clock(self, seconds: int) -> str:
        """Local clock time of the scenario."""
        return clock(seconds, self.scenario.tz, self.scenario.date)

    def place_name(self, place_id: str) -> str:
        """What the dispatcher calls a place."""
        place = self.scenario.place.get(place_id)
        return place.name if place else place_id
