"""The stops of a route as whoever drives sees them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Literal

from logiroute.model.order import Call, Delivery, Line, Order
from logiroute.model.place import Place
from logiroute.model.plan import Leg, Route, Stop, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.report.suits import Change, changes_of


@dataclass(frozen=True)
class StopView:
    """A stop with what surrounds it.

    Where one trip ends and the next starts is one stop to whoever drives: ``reload``.

    Attributes
    ----------
    number : int
        1, 2, … along the route; 0 at its start, its end and where it loads again.
    trip : int
        Index of its trip in the route; of the one that starts here.
    leg : Leg or None
        The leg that leads here.
    loading : tuple of Task
        Those of its tasks by which goods come aboard for the trip that starts here.
    changes : tuple of Change
        Where the crew puts protective suits on here, or takes them off.
    """

    number: int
    role: Literal["start", "stop", "reload", "end"]
    trip: int
    place: Place
    stop: Stop
    leg: Leg | None
    loading: tuple[Task, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def between(self) -> bool:
        """Whether it lies between the start and the end of the route."""
        return self.role in ("stop", "reload")

    @property
    def work(self) -> tuple[Task, ...]:
        """Its tasks but those of loading for a trip."""
        return tuple(task for task in self.stop.tasks if task not in self.loading)

    @property
    def loaded(self) -> tuple[Line, ...]:
        """What comes aboard for the trip that starts here, in sum by item."""
        sums: dict[str, int] = defaultdict(int)
        for task in self.loading:
            for line in task.lines:
                sums[line.item_id] += line.quantity
        return tuple(Line(item_id=item, quantity=sums[item]) for item in sorted(sums))

    @property
    def wait_s(self) -> int:
        """Seconds between being ready to work and beginning to, waiting for a window or goods."""
        if not self.between:
            return 0
        ready = self.stop.arrive.timestamp() + self.place.stop_s
        waited = 0.0
        for task in self.stop.tasks[:1] if self.role == "stop" else self.stop.tasks:
            ready += sum(change.seconds for change in self.changes if change.before is task)
            waited += max(0.0, task.start.timestamp() - ready)
            ready = max(ready, task.end.timestamp())
        return round(waited)


def stop_views(scenario: Scenario, route: Route) -> tuple[StopView, ...]:
    """The stops of a route, numbered; where one trip ends and the next starts is one."""
    views: list[StopView] = []
    number = 0
    last_trip = len(route.trips) - 1
    for trip_index, trip in enumerate(route.trips):
        for position, stop in enumerate(trip.stops):
            if trip_index and not position and views[-1].stop.place_id == stop.place_id:
                views[-1] = _reload(scenario, views[-1], stop)
                number -= 1
                continue
            ends = trip_index == last_trip and position == len(trip.stops) - 1
            role: Literal["start", "stop", "end"] = (
                "start" if not views else "end" if ends else "stop"
            )
            number += role == "stop"
            views.append(
                StopView(
                    number=number if role == "stop" else 0,
                    role=role,
                    trip=trip_index,
                    place=scenario.place[stop.place_id],
                    stop=stop,
                    leg=trip.legs[position - 1] if position else None,
                    loading=() if position else _loading(scenario, stop),
                )
            )
    changes = changes_of(scenario, scenario.vehicle[route.vehicle_id], [v.stop for v in views])
    return tuple(replace(view, changes=of) for view, of in zip(views, changes, strict=True))


def _reload(scenario: Scenario, before: StopView, stop: Stop) -> StopView:
    """Where a trip ended and the next one starts, as one stop."""
    update = {
        "depart": stop.depart,
        "tasks": before.stop.tasks + stop.tasks,
        "manifest": stop.manifest,
    }
    return replace(
        before,
        number=0,
        role="reload",
        trip=before.trip + 1,
        stop=before.stop.model_copy(update=update),
        loading=_loading(scenario, stop),
    )


def _loading(scenario: Scenario, stop: Stop) -> tuple[Task, ...]:
    """What a depot hands out where a trip starts."""
    return tuple(
        task
        for task in stop.tasks
        if task.kind is TaskKind.LOAD and isinstance(order_of(scenario, task), Delivery | Call)
    )


def order_of(scenario: Scenario, task: Task) -> Order | None:
    """What a task is done for; ``None`` for disinfecting and rests."""
    return None if task.order_id is None else scenario.order[task.order_id]
