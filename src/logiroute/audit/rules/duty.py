"""Duty: nobody drives longer than the driving rule lets them, nor without a rest.

A whole leg counts as driving, checks at gates and waiting there included. Only rests that the plan
names count as such, and disinfections where the rule says so; waiting and work do not.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from logiroute.audit.moments import duration, moment
from logiroute.audit.record import LegReplay, Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.driving import DrivingRule
from logiroute.model.fleet import Vehicle
from logiroute.model.place import PlaceKind, Window
from logiroute.model.rules import Rule

_RULE = Rule.DUTY


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every rest, every stretch of driving, every leg at night and every vehicle's day."""
    for route in replay.routes:
        for stop, task in route.works:
            if task.rests:
                yield from _rest(route, stop, task)
        rule = replay.scenario.driving_rule(route.vehicle) if route.vehicle else None
        if rule is None or route.vehicle is None:
            continue
        if route.vehicle.drivers == 1:
            yield from _Stretches(replay, route, rule).look()
        yield from _still(replay, route, rule)
        yield _on_duty(route, rule)
    for vehicle in replay.scenario.vehicles:
        routes = [route for route in replay.routes if route.vehicle is vehicle and route.stops]
        yield from _day(replay, vehicle, routes)


def _rest(route: RouteReplay, stop: StopReplay, task: TaskReplay) -> Iterator[Violation | None]:
    """Look where somebody rests, and who is aboard meanwhile."""
    if stop.place is None:
        return
    text = f"the driver rests at {stop.name}, which is no place to rest."
    yield None if stop.place.may_rest else route.breach(_RULE, text, stop=stop)
    takes = task.stated_end - task.stated_start
    if takes < 0:
        text = f"a rest at {stop.name} is said to end before it starts."
        yield route.breach(_RULE, text, stop=stop, amount=-takes, unit="s")
    aboard = sorted(task.aboard.parties)
    if aboard and stop.place.kind is not PlaceKind.RELIEF_AREA:
        persons = task.aboard.persons.total()
        text = (
            f"the driver rests at {stop.name}, which is no relief area, while the people of "
            f"{', '.join(aboard)} are aboard."
        )
        yield route.breach(
            _RULE, text, stop=stop, order_id=aboard[0], amount=persons, unit="persons"
        )


class _Stretches:
    """What a driver has driven since the last rest; each stretch that is too long is told once."""

    def __init__(self, replay: Replay, route: RouteReplay, rule: DrivingRule) -> None:
        self._route, self._rule = route, rule
        self._night = replay.scenario.hours(rule.night) if rule.night else ()
        self._rested()

    def _rested(self) -> None:
        self._driven = self._by_night = 0
        self._first_part = self._told = self._told_of_night = False

    def look(self) -> Iterator[Violation | None]:
        legs = {leg.target.index: leg for leg in self._route.legs}
        for stop in self._route.stops:
            if stop.index in legs:
                yield from self._drive(legs[stop.index])
            for task in stop.tasks:
                self._do(task)

    def _do(self, task: TaskReplay) -> None:
        """A rest ends the stretch if it is long enough, or the second part of one is."""
        if not (task.rests or (task.disinfects and self._rule.disinfection_rests)):
            return
        takes = task.stated_end - task.stated_start
        first, second = self._rule.rest_parts_s or (None, None)
        if takes >= self._rule.rest_s or (
            self._first_part and second is not None and takes >= second
        ):
            self._rested()
        elif first is not None and takes >= first:
            self._first_part = True

    def _drive(self, leg: LegReplay) -> Iterator[Violation | None]:
        rule, stop = self._rule, leg.target
        begins, ends = leg.origin.depart, leg.target.arrive
        self._driven += max(0, ends - begins)
        self._by_night += _shared(self._night, begins, ends)
        over = self._driven - rule.drive_s
        yield self._too_long(stop, over, rule.drive_s, "") if not self._told else None
        self._told |= over > 0
        if rule.night_drive_s is not None:
            over = self._by_night - rule.night_drive_s
            told = self._told or self._told_of_night
            yield self._too_long(stop, over, rule.night_drive_s, " at night") if not told else None
            self._told_of_night |= over > 0

    def _too_long(self, stop: StopReplay, over: int, most: int, when: str) -> Violation | None:
        if over <= 0:
            return None
        text = (
            f"its driver has driven {duration(most + over)}{when} without a rest on reaching "
            f"{stop.name}; {self._rule.label} allows {duration(most)}."
        )
        return self._route.breach(_RULE, text, stop=stop, amount=over, unit="s")


def _shared(windows: Sequence[Window], begins: int, ends: int) -> int:
    """Seconds of a span that lie in windows that do not overlap."""
    return sum(
        max(0, min(ends, moment(window.end)) - max(begins, moment(window.start)))
        for window in windows
    )


def _still(replay: Replay, route: RouteReplay, rule: DrivingRule) -> Iterator[Violation | None]:
    """No long leg is under way while vehicles of the class stand still."""
    if rule.stands_still is None:
        return
    windows = replay.scenario.hours(rule.stands_still)
    for leg in route.legs:
        moving = _shared(windows, leg.origin.depart, leg.target.arrive)
        metres = leg.metres if leg.leg is None else max(leg.leg.metres, leg.metres or 0)
        if moving == 0 or metres is None or metres <= rule.stands_still_over_m:
            yield None
            continue
        hours = f"{rule.stands_still.start:%H:%M} and {rule.stands_still.end:%H:%M}"
        over = (
            f" on ways of more than {rule.stands_still_over_m / 1000:g} km"
            if rule.stands_still_over_m
            else ""
        )
        text = (
            f"drives {metres / 1000:.1f} km to {leg.target.name}, {duration(moving)} of it between "
            f"{hours}, when it must stand still{over}."
        )
        yield route.breach(_RULE, text, stop=leg.target, amount=moving, unit="s")


def _span(route: RouteReplay) -> tuple[int, int]:
    """Start and end of duty, as late as own clock or plan say it ends."""
    return route.stops[0].stated_arrive, max(route.duty_end, route.stated_duty_end)


def _on_duty(route: RouteReplay, rule: DrivingRule) -> Violation | None:
    if rule.duty_s is None or not route.stops:
        return None
    begins, ends = _span(route)
    over = ends - begins - rule.duty_s
    if over <= 0:
        return None
    text = f"is on duty for {duration(ends - begins)}; {rule.label} allows {duration(rule.duty_s)}."
    return route.breach(_RULE, text, stop=route.stops[-1], amount=over, unit="s")


def _day(
    replay: Replay, vehicle: Vehicle, routes: Sequence[RouteReplay]
) -> Iterator[Violation | None]:
    """Sum up the driving of a vehicle's routes, and look at the time off between them."""
    rule = replay.scenario.driving_rule(vehicle)
    if rule is None or not routes:
        return
    left = replay.scenario.driving_left_s(vehicle)
    driven = sum(
        max(0, leg.target.arrive - leg.origin.depart) for route in routes for leg in route.legs
    )
    if left is not None:
        one = "its driver" if vehicle.drivers == 1 else f"its {vehicle.drivers} drivers"
        text = f"drives {duration(driven)} in all; {one} may drive {duration(left)} on this day."
        over = driven - left
        yield (
            routes[-1].breach(_RULE, text, stop=routes[-1].stops[-1], amount=over, unit="s")
            if over > 0
            else None
        )
    least = replay.scenario.off_duty_s(vehicle)
    for before, after in pairwise(sorted(routes, key=_span)):
        off = _span(after)[0] - _span(before)[1]
        text = (
            f"is on duty again {duration(off)} after its last shift; {rule.label} asks for "
            f"{duration(least)} off duty."
        )
        short = least - off
        yield (
            after.breach(_RULE, text, stop=after.stops[0], amount=short, unit="s")
            if short > 0
            else None
        )
