"""A plan seen route by route and stop by stop: what every report counts and shows."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Call, Delivery, Order, Transfer
from logiroute.model.place import Point, Window
from logiroute.model.plan import Leg, Plan, Route, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.model.stock import Loads
from logiroute.report.stop_view import StopView, stop_views
from logiroute.units import SEATS


@dataclass(frozen=True)
class LegView:
    """A leg with the stops it joins."""

    before: StopView
    stop: StopView
    leg: Leg

    @property
    def traced(self) -> bool:
        """Whether it is known which streets it takes."""
        return len(self.leg.geometry) > 1

    @property
    def points(self) -> tuple[Point, ...]:
        """The driven path; a straight line where it was not traced."""
        return (
            self.leg.geometry if self.traced else (self.before.place.point, self.stop.place.point)
        )


@dataclass(frozen=True)
class RouteView:
    """A route with its vehicle and numbered stops.

    Attributes
    ----------
    index : int
        Its position in the plan, from 0.
    alone : bool
        Whether it is its vehicle's only route.
    """

    scenario: Scenario = field(compare=False, repr=False)
    index: int
    route: Route
    vehicle: Vehicle
    stops: tuple[StopView, ...]
    alone: bool

    @property
    def key(self) -> str:
        """Vehicle and shift; unique in a plan."""
        return f"{self.vehicle.id}#{self.route.shift + 1}"

    @property
    def label(self) -> str:
        """The vehicle's id, with the shift if it drives in several."""
        return self.vehicle.id if self.alone else f"{self.vehicle.id} · {self.route.shift + 1}"

    @property
    def working_stops(self) -> tuple[StopView, ...]:
        """The stops between start and end, but those where it loads again."""
        return tuple(view for view in self.stops if view.role == "stop")

    def stops_of_trip(self, trip: int) -> tuple[StopView, ...]:
        """The stops of a trip, from the one where it starts to the one where it ends."""
        return tuple(
            view
            for view in self.stops
            if view.trip == trip or (view.role == "reload" and view.trip == trip + 1)
        )

    @property
    def duty(self) -> tuple[datetime, datetime]:
        """Start and end of duty."""
        return self.stops[0].stop.arrive, self.stops[-1].stop.depart

    @property
    def legs(self) -> tuple[LegView, ...]:
        """Every leg, in the order they are driven."""
        return tuple(
            LegView(before, stop, stop.leg)
            for before, stop in pairwise(self.stops)
            if stop.leg is not None
        )

    @property
    def path(self) -> list[Point]:
        """The points of all legs, one after the other."""
        return [point for leg in self.legs for point in leg.points]

    @property
    def order_ids(self) -> tuple[str, ...]:
        """The orders it serves, in the order of their first task."""
        seen = [task.order_id for view in self.stops for task in view.stop.tasks]
        return tuple(dict.fromkeys(order_id for order_id in seen if order_id is not None))

    @cached_property
    def peak(self) -> Loads:
        """The highest load of each dimension on leaving any stop."""
        peak: Loads = {}
        for view in self.stops:
            for name, amount in view.stop.manifest.loads.items():
                peak[name] = max(peak.get(name, 0), amount)
        return peak

    @property
    def fill_percent(self) -> int:
        """The fullest dimension at its peak, in percent of what may be used of it, rounded up.

        Of the seats people of some classes may use a share only.
        """
        uses = [(amount, self.vehicle.capacity.get(name, 0)) for name, amount in self.peak.items()]
        uses += [use for view in self.stops for use in self._seats(view)]
        return max((-(-amount * 100 // room) for amount, room in uses if room), default=0)

    def _seats(self, view: StopView) -> Iterator[tuple[int, int]]:
        """By party class on leaving a stop: seats that are taken, and seats they may use."""
        own = self.scenario.policy.vehicle_class(self.vehicle.vehicle_class)
        seated: dict[str, int] = defaultdict(int)
        for order_id in view.stop.manifest.parties:
            order = self.scenario.order[order_id]
            if isinstance(order, Transfer):
                seated[order.party.party_class] += order.party.seated
        for party_class, taken in seated.items():
            yield taken, own.usable_seats(self.vehicle.capacity.get(SEATS, 0), party_class)


@dataclass(frozen=True)
class Visit:
    """One task at a place, with route and stop it belongs to."""

    route: RouteView
    stop: StopView
    task: Task


class PlanView:
    """A plan with its scenario.

    Parameters
    ----------
    scenario : Scenario
        What was planned.
    plan : Plan
        A plan of that scenario.
    """

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.plan = plan
        routes_of = Counter(route.vehicle_id for route in plan.routes)
        self.routes = tuple(
            RouteView(
                scenario=scenario,
                index=index,
                route=route,
                vehicle=scenario.vehicle[route.vehicle_id],
                stops=stop_views(scenario, route),
                alone=routes_of[route.vehicle_id] == 1,
            )
            for index, route in enumerate(plan.routes)
        )

    @cached_property
    def asked(self) -> frozenset[str]:
        """Orders as they were asked for: a cohort is one."""
        return frozenset(order.asked_id for order in self.scenario.orders)

    @cached_property
    def left_out(self) -> frozenset[str]:
        """Those of them that are unserved, if only in part."""
        order = self.scenario.order
        return frozenset(order[entry.order_id].asked_id for entry in self.plan.unserved)

    @cached_property
    def served(self) -> frozenset[str]:
        """Those of them that some routes serve, all of it."""
        order = self.scenario.order
        ids = (order_id for route in self.routes for order_id in route.order_ids)
        return frozenset(order[order_id].asked_id for order_id in ids) - self.left_out

    @cached_property
    def visits(self) -> Mapping[str, tuple[Visit, ...]]:
        """Tasks by place, in order of time; loading at the start of a trip left out."""
        found: dict[str, list[Visit]] = defaultdict(list)
        for route in self.routes:
            for stop in route.stops:
                for task in stop.work:
                    found[stop.place.id].append(Visit(route, stop, task))
        return {
            place_id: tuple(sorted(visits, key=lambda visit: (visit.task.start, visit.route.key)))
            for place_id, visits in found.items()
        }

    @cached_property
    def in_part(self) -> int:
        """How many of them some routes serve, but not all of it."""
        order = self.scenario.order
        ids = {order[order_id].asked_id for route in self.routes for order_id in route.order_ids}
        return len(ids & self.left_out)

    @property
    def metres(self) -> int:
        """Distance of all routes."""
        return sum(route.route.metres for route in self.routes)

    @property
    def seconds(self) -> int:
        """Duty time of all routes."""
        return sum(route.route.seconds for route in self.routes)

    @cached_property
    def issued(self) -> Mapping[tuple[str, str], int]:
        """Units that leave depots, by (depot, item): what deliveries and calls load there."""
        out: dict[tuple[str, str], int] = defaultdict(int)
        for route in self.routes:
            for stop in route.stops:
                for line in stop.loaded:
                    out[stop.place.id, line.item_id] += line.quantity
        return dict(out)


def first_place_id(order: Order) -> str:
    """Where work on an order begins: its site, or its origin."""
    return order.site_id if isinstance(order, Delivery | Call) else order.origin_id


def task_windows(order: Order, task: Task) -> tuple[Window, ...]:
    """The order's windows, where they bind a task: at its site or origin only."""
    if isinstance(order, Delivery | Call):
        return () if task.kind is TaskKind.LOAD else order.windows
    return order.windows if task.kind in (TaskKind.LOAD, TaskKind.BOARD) else ()
