"""What a driver must know of rest and suits: when to rest or change over, stand still, change."""

from logiroute.model.fleet import Vehicle
from logiroute.report.wording import Wording


def driving_hours(wording: Wording, vehicle: Vehicle) -> list[str]:
    """Sentences for the top of a driver's page; none where no driving rule holds."""
    rule = wording.scenario.driving_rule(vehicle)
    if rule is None:
        return []
    text = wording.gettext("{drivers} drivers: change over after {duration} of driving at most.")
    if vehicle.drivers == 1:
        text = wording.gettext("Rest {rest} after {duration} of driving at most.")
    lines = [
        text.format(
            drivers=wording.number(vehicle.drivers),
            rest=wording.duration(rule.rest_s),
            duration=wording.duration(rule.drive_s),
        )
    ]
    if rule.night is not None and rule.night_drive_s is not None:
        text = wording.gettext("Between {start} and {end} after {duration} at most.")
        start, end = f"{rule.night.start:%H:%M}", f"{rule.night.end:%H:%M}"
        duration = wording.duration(rule.night_drive_s)
        lines.append(text.format(start=start, end=end, duration=duration))
    if rule.stands_still is not None:
        start, end = f"{rule.stands_still.start:%H:%M}", f"{rule.stands_still.end:%H:%M}"
        text = wording.gettext("No driving between {start} and {end}.")
        if rule.stands_still_over_m:
            text = wording.gettext("No way of more than {distance} between {start} and {end}.")
        distance = wording.distance(rule.stands_still_over_m)
        lines.append(text.format(start=start, end=end, distance=distance))
    return lines


def suit_hours(wording: Wording, vehicle: Vehicle) -> list[str]:
    """When to put suits on and take them off, and how long to be in them; none without suits."""
    scenario = wording.scenario
    own = scenario.policy.vehicle_class(vehicle.vehicle_class)
    if not own.wears_suits:
        return []
    text = wording.gettext(
        "Put protective suits on just before the first work, not sooner ({on}); take them off "
        "before each disinfection and at the end of the shift ({off})."
    )
    on, off = wording.duration(own.suit_on_s), wording.duration(own.suit_off_s)
    lines = [text.format(on=on, off=off)]
    limit = scenario.suit_max_s(vehicle)
    if limit is not None:
        text = wording.gettext("In suits for {duration} at a time at most.")
        if scenario.hot:
            text = wording.gettext(
                "In suits for {duration} at a time at most: it is hot ({degrees} °C)."
            )
        degrees = "" if scenario.temperature_c is None else wording.number(scenario.temperature_c)
        lines.append(text.format(duration=wording.duration(limit), degrees=degrees))
    return lines
