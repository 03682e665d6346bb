"""How long the drivers of a shift may drive, and the pool of rest tasks that they may need."""

from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.driven import Limits

if TYPE_CHECKING:
    from logiroute.model.fleet import Vehicle
    from logiroute.model.place import Window
    from logiroute.model.scenario import Scenario


class Rest(NamedTuple):
    """Rest tasks that no rule can tell apart.

    Attributes
    ----------
    place : int
    seconds : int
        How long one takes.
    aboard, unclean : bool
        Whether people may be aboard meanwhile; whether a wash may be due.
    tasks : int
        How many there are.
    """

    place: int
    seconds: int
    aboard: bool
    unclean: bool
    tasks: int


def limits_of(scenario: "Scenario", vehicle: "Vehicle", number: int) -> Limits:
    """What the drivers of a vehicle may drive in one of its shifts.

    A limit that is longer than the shift is none.
    """
    rule, shift = scenario.driving_rule(vehicle), vehicle.shifts[number]
    if rule is None:
        return Limits()
    length = _seconds(shift)

    def reached(most: int | None) -> int:
        return MOST_S if most is None or most >= length else most

    left = scenario.driving_left_s(vehicle)
    if left is not None and len(vehicle.shifts) > 1:
        # What several shifts share is shared out by their lengths, so that each is by itself.
        left = left * length // max(sum(_seconds(each) for each in vehicle.shifts), 1)
    alone = vehicle.drivers == 1
    by_night = alone and bool(nights_of(scenario, vehicle, number))
    return Limits(
        drive_s=reached(rule.drive_s) if alone else MOST_S,
        night_s=reached(rule.night_drive_s) if by_night else MOST_S,
        rest_s=rule.rest_s,
        in_all_s=reached(left),
        washes=rule.disinfection_rests,
    )


def nights_of(scenario: "Scenario", vehicle: "Vehicle", number: int) -> "tuple[Window, ...]":
    """Hours of the night that a shift meets, where the driving rule has any."""
    rule, shift = scenario.driving_rule(vehicle), vehicle.shifts[number]
    if rule is None or rule.night is None:
        return ()
    return tuple(
        night
        for night in scenario.hours(rule.night)
        if night.start < shift.end and shift.start < night.end
    )


def _seconds(shift: "Window") -> int:
    return int((shift.end - shift.start).total_seconds())


def rest_pool(scenario: "Scenario") -> tuple[Rest, ...]:
    """Every kind of rest that some shift of the day may need."""
    from logiroute.model.place import PlaceKind

    relief, station = PlaceKind.RELIEF_AREA, PlaceKind.DISINFECTION_STATION
    needed: dict[int, int] = {}
    for vehicle in scenario.vehicles:
        for number, shift in enumerate(vehicle.shifts):
            limits = limits_of(scenario, vehicle, number)
            if limits.stretch_s < MOST_S:
                # Of two stretches with a rest between, both are longer than one may be: else the
                # rest could be left out.
                many = 2 * _seconds(shift) // limits.stretch_s + 1
                needed[limits.rest_s] = needed.get(limits.rest_s, 0) + many
    return tuple(
        Rest(row, seconds, place.kind is relief, place.kind in (relief, station), tasks)
        for row, place in enumerate(scenario.places)
        if place.may_rest
        for seconds, tasks in sorted(needed.items())
    )
