"""Sentences for what stands in a vehicle's way."""

from datetime import datetime

from logiroute.geo.journeys import Mover
from logiroute.geo.passages import Why
from logiroute.geo.profiles import limits_in_the_way, profiles_of
from logiroute.model.place import Point
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement
from logiroute.model.zone import Timed


def street_words(mover: Mover, why: Why, segment: int) -> tuple[str, str]:
    """What a street or turn is that is in the way, and the cure."""
    roads = mover.roads
    street = roads.names[int(roads.name[segment])] or "an unnamed street"
    kind = roads.classes[int(roads.highway[segment])]
    if why is Why.TURN:
        return f"the turn into {street} is forbidden, or barred", "approach it from elsewhere"
    if why is Why.ACCESS:
        cure = "send another kind of vehicle, or stop before it"
        return f"{street} ({kind}) is not open to profile {mover.profile}", cure
    changes = () if mover.scenario is None else mover.scenario.profiles
    broken = limits_in_the_way(roads, profiles_of(changes)[mover.profile], segment)
    unit = {"height": ("m", 100), "width": ("m", 100), "weight": ("t", 1000)}
    words = ", ".join(
        f"{what} {limit / unit[what][1]:g} {unit[what][0]}, the vehicle has "
        f"{own / unit[what][1]:g} {unit[what][0]}"
        for what, (limit, own) in broken.items()
    )
    return f"{street} ({kind}) has a limit: {words}", "send a smaller or lighter vehicle"


def day_words(
    scenario: Scenario, movement: Movement, why: Why, name: str, *, loaded: bool = False
) -> tuple[str, str]:
    """What a zone, gate or closure is that is in the way, and the cure.

    ``loaded`` says whether people are aboard.
    """
    label = scenario.policy.vehicle_class(movement.vehicle_class).label
    if why is Why.CLOSURE:
        closure = next(closure for closure in scenario.closures if closure.id == name)
        return f"{closure.name} ({name}) is blocked{_times(scenario, closure)}", "clear it"
    if why in (Why.GATE_HOURS, Why.GATE_CLASS, Why.UNPAPERED):
        gate = scenario.gate[name]
        called = f"gate {gate.name} ({name})"
        if why is Why.GATE_HOURS:
            hours = " and ".join(
                f"{_clock(scenario, w.start)}–{_clock(scenario, w.end)}" for w in gate.windows
            )
            return f"{called} is open {hours} only", "drive while it is open, or keep it open"
        if why is Why.GATE_CLASS:
            return f"{called} does not let {label} through", f"let {label} through there"
        return f"there is no valid pass for {called}", "get a pass for it or for its zone"
    if why is Why.OWN_ZONE:
        where = scenario.zone[name].name if name else "a zone it does not have"
        return f"{label} never leaves {where}", "send another class of vehicle"
    zone = scenario.zone[name]
    called = f"zone {zone.name} ({name}, {zone.zone_class}){_times(scenario, zone)}"
    access = scenario.policy.access(movement.vehicle_class, zone.zone_class)
    aboard = " with people aboard" if loaded and access.ways_differ else ""
    words = {
        Why.ZONE: (f"{called} is closed to {label}{aboard}", "send a class that may enter"),
        Why.NO_GATE: (
            f"{called} may be entered at gates only{aboard}",
            "open a gate on that street",
        ),
        Why.THROUGH: (
            f"{called} may not be driven through{aboard}",
            "let the class pass through",
        ),
        Why.EDGE: (f"the edge of {called} runs along the street", "draw it beside the street"),
    }
    return words[why]


def shown(point: Point) -> str:
    """A point as people read it."""
    return f"{point[0]:.6f},{point[1]:.6f}"


def _times(scenario: Scenario, entry: Timed) -> str:
    words = [
        f" {word} {_clock(scenario, moment)}"
        for word, moment in (("from", entry.valid_from), ("until", entry.valid_to))
        if moment is not None
    ]
    return "".join(words)


def _clock(scenario: Scenario, moment: datetime) -> str:
    """A moment on the day's own clock; with its date where that is another day."""
    local = moment.astimezone(scenario.tz)
    return local.strftime("%H:%M" if local.date() == scenario.date else "%Y-%m-%d %H:%M")
