"""The pool of rest tasks: where drivers may rest within a shift, and how long."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from logiroute.model.driving import DrivingRule
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


def stretch_s(scenario: "Scenario", vehicle: "Vehicle", shift: "Window") -> int | None:
    """Most driving at a stretch that a shift is sure to allow; ``None`` where it needs no rest."""
    rule = scenario.driving_rule(vehicle)
    if rule is None or vehicle.drivers > 1:
        return None
    most = rule.drive_s
    if (
        rule.night is not None
        and rule.night_drive_s is not None
        and by_night(scenario, rule, shift)
    ):
        most = min(most, rule.night_drive_s)
    return most if (shift.end - shift.start).total_seconds() > most else None


def by_night(scenario: "Scenario", rule: "DrivingRule", shift: "Window") -> "tuple[Window, ...]":
    """Hours of the night that a shift meets."""
    if rule.night is None:
        return ()
    return tuple(
        night
        for night in scenario.hours(rule.night)
        if night.start < shift.end and shift.start < night.end
    )


def rest_pool(scenario: "Scenario") -> tuple[Rest, ...]:
    """Every kind of rest that some shift of the day may need."""
    from logiroute.model.place import PlaceKind

    relief, station = PlaceKind.RELIEF_AREA, PlaceKind.DISINFECTION_STATION
    needed: dict[int, int] = {}
    for vehicle in scenario.vehicles:
        rule = scenario.driving_rule(vehicle)
        for shift in vehicle.shifts:
            stretch = stretch_s(scenario, vehicle, shift)
            if rule is not None and stretch is not None:
                # Of two stretches with a rest between, both are longer than one may be: else the
                # rest could be left out.
                many = 2 * int((shift.end - shift.start).total_seconds()) // stretch + 1
                needed[rule.rest_s] = needed.get(rule.rest_s, 0) + many
    return tuple(
        Rest(row, seconds, place.kind is relief, place.kind in (relief, station), tasks)
        for row, place in enumerate(scenario.places)
        if place.may_rest
        for seconds, tasks in sorted(needed.items())
    )
