"""Shifts: a route lies inside one shift of its vehicle, from start place to end place."""

from collections import Counter
from collections.abc import Iterator

from logiroute.audit.moments import duration, moment
from logiroute.audit.record import Replay, RouteReplay
from logiroute.audit.violation import RouteKey, Violation
from logiroute.model.fleet import Vehicle
from logiroute.model.place import Window
from logiroute.model.rules import Rule

_RULE = Rule.SHIFTS


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at vehicle, shift, both ends and the duty of every route."""
    seen: Counter[RouteKey] = Counter()
    for route in replay.routes:
        seen[route.key] += 1
        text = f"shift {route.key.shift} is driven twice."
        yield route.breach(_RULE, text) if seen[route.key] == 2 else None
        yield from _shape(route)
        if route.vehicle is None:
            yield route.breach(_RULE, f"nobody knows a vehicle {route.key.vehicle_id!r}.")
            continue
        if route.shift is None:
            text = f"has no shift {route.key.shift}; it has {len(route.vehicle.shifts)}."
            yield route.breach(_RULE, text)
        if route.stops:
            yield from _ends(replay, route, route.vehicle)
            if route.shift is not None:
                yield from _duty(replay, route, route.shift)


def _shape(route: RouteReplay) -> Iterator[Violation | None]:
    if not route.works:
        yield route.breach(_RULE, "uses a shift without doing anything.")
    for number, trip in enumerate(route.route.trips):
        text = f"trip {number + 1} has fewer than two stops."
        yield route.breach(_RULE, text) if len(trip.stops) < 2 else None


def _ends(replay: Replay, route: RouteReplay, vehicle: Vehicle) -> Iterator[Violation | None]:
    first, last = route.stops[0], route.stops[-1]
    for stop, place_id, verb in (
        (first, vehicle.start_id, "start"),
        (last, vehicle.end_id, "end"),
    ):
        text = f"must {verb} at {replay.place_name(place_id)}, not at {stop.name}."
        wrong = stop.stop.place_id != place_id
        yield route.breach(_RULE, text, stop=stop) if wrong else None
    lingers = last.stated_depart - last.stated_arrive
    if lingers > route.suit_off_s and not last.tasks:
        text = f"its duty ends on reaching {last.name}, yet it leaves {duration(lingers)} later."
        yield route.breach(_RULE, text, stop=last, amount=lingers, unit="s")
    else:
        yield None


def _duty(replay: Replay, route: RouteReplay, shift: Window) -> Iterator[Violation | None]:
    first, last = route.stops[0], route.stops[-1]
    early = moment(shift.start) - first.stated_arrive
    text = (
        f"duty starts at {replay.clock(first.stated_arrive)}, {duration(early)} before its shift."
    )
    yield route.breach(_RULE, text, stop=first, amount=early, unit="s") if early > 0 else None
    stated = route.stated_duty_end
    for end, said in (
        (stated, ""),
        (route.duty_end, f" (the plan says {replay.clock(stated)})"),
    ):
        late = end - moment(shift.end)
        if late > 0:
            text = f"is back at {replay.clock(end)}{said}, {duration(late)} after its shift."
            yield route.breach(_RULE, text, stop=last, amount=late, unit="s")
            return
    yield None
