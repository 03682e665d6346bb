"""Trips: a shift has no more trips than it may, and loads where it may, what is there by then."""

from collections.abc import Iterator

from logiroute.audit.moments import duration
from logiroute.audit.parts import released
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.fleet import Vehicle
from logiroute.model.rules import Rule

_RULE = Rule.TRIPS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at the number of trips, at each trip and where it starts, and at all goods issued."""
    for route in replay.routes:
        yield from _trips(route)
        if route.vehicle is not None:
            yield _number(replay, route, route.vehicle)
            for stop in route.stops:
                if stop.reloads:
                    yield _place(replay, route, route.vehicle, stop)
                    yield _nobody(route, stop)
        for stop, task in route.works:
            if task.at_opening:
                yield _release(replay, route, stop, task)


def _trips(route: RouteReplay) -> Iterator[Violation | None]:
    """Look for trips on which nothing is done; the way to a first depot elsewhere is none."""
    trips = route.route.trips
    for number, trip in enumerate(trips):
        idle = len(trips) > 1 and not any(stop.tasks for stop in trip.stops)
        places = [stop.place_id for stop in trip.stops]
        if idle and (number or places[:1] == places[-1:]):
            yield route.breach(_RULE, f"does nothing on trip {number + 1}.")
        else:
            yield None


def _number(replay: Replay, route: RouteReplay, vehicle: Vehicle) -> Violation | None:
    """Count the trips; a way to a first depot is none."""
    trips = len(route.route.trips)
    if trips > 1 and not replay.scenario.starts_at_depot(vehicle):
        trips -= 1
    over = trips - vehicle.max_trips
    if over <= 0:
        return None
    text = f"makes {trips} trips in its shift; it may make {vehicle.max_trips}."
    return route.breach(_RULE, text, amount=over, unit="trips")


def _place(
    replay: Replay, route: RouteReplay, vehicle: Vehicle, stop: StopReplay
) -> Violation | None:
    allowed = replay.scenario.reload_ids(vehicle)
    if stop.stop.place_id in allowed:
        return None
    names = " or ".join(replay.place_name(place_id) for place_id in allowed)
    where = f"it may at {names}" if names else "it may nowhere"
    text = f"loads for trip {stop.trip + 1} at {stop.name}; {where}."
    return route.breach(_RULE, text, stop=stop)


def _nobody(route: RouteReplay, stop: StopReplay) -> Violation | None:
    """Look who is aboard when a further trip begins."""
    before = stop.tasks[0].before if stop.tasks else stop.aboard
    if not before.parties:
        return None
    order_id, *_ = aboard = sorted(before.parties)
    text = f"loads at {stop.name} while the people of {', '.join(aboard)} are aboard."
    return route.breach(_RULE, text, stop=stop, order_id=order_id, amount=len(aboard))


def _release(
    replay: Replay, route: RouteReplay, stop: StopReplay, task: TaskReplay
) -> Violation | None:
    """Look whether goods are loaded when they are there, and loading ends before it leaves."""
    at = released(task.order) if task.order else 0
    early = at - task.stated_start
    if early > 0:
        text = (
            f"goods of order {task.order_id} are loaded at {stop.name} at "
            f"{replay.clock(task.stated_start)}, {duration(early)} before they are there."
        )
    else:
        early = at + stop.stop_s - stop.stated_depart
        text = (
            f"leaves {stop.name} at {replay.clock(stop.stated_depart)} with goods of order "
            f"{task.order_id}, which are there from {replay.clock(at)}; loading takes "
            f"{duration(stop.stop_s)}."
        )
    if early <= 0:
        return None
    return route.breach(_RULE, text, stop=stop, order_id=task.order_id, amount=early, unit="s")
