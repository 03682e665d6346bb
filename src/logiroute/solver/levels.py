"""Levels of zones: what work at a place leaves on a vehicle, and at which it may come there.

Zones come and go within a shift. One-sided: a place leaves what the strictest zone would that lies
over it at any moment of the shift, and may be come to at the lowest level that it has at any. On
the edge of a zone it leaves what it would inside, and asks what it would outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from logiroute.model.place import Window
    from logiroute.model.policy import VehicleClass
    from logiroute.model.scenario import Scenario
    from logiroute.model.zone import Zone

#: The level of a vehicle that nothing has to be done to. That of places outside all zones is next.
CLEAN = 0


#: About a centimetre, in degrees: whoever is nearer to the edge of a zone may be in it or not.
_EDGE = 1e-7


class _Over(NamedTuple):
    """A zone that a place may lie in, and whether it does so for sure."""

    zone: "Zone"
    deep: bool


class Mark(NamedTuple):
    """What a place means to a shift.

    Attributes
    ----------
    seconds : int
        Of the disinfection that work there asks for; 0 for none.
    leaves : int
        Level at which that work leaves a vehicle; `CLEAN` if it asks for none.
    asks : int
        Highest level of a vehicle that comes to work there.
    """

    seconds: int
    leaves: int
    asks: int


@dataclass(frozen=True)
class Levels:
    """Marks of all places.

    Attributes
    ----------
    marks : tuple of tuple of Mark
        Rows of marks, one per place.
    row : tuple of int
        Per shift of the fleet, its row.
    top : int
        A level above those of all zones.
    """

    marks: tuple[tuple[Mark, ...], ...]
    row: tuple[int, ...]
    top: int


def levels_of(scenario: "Scenario") -> Levels:
    """Work out what every place means to every shift."""
    from shapely import Point

    used = [scenario.policy.vehicle_class(name) for name in _classes(scenario)]
    asked = any(entry.disinfect_s for own in used for entry in own.zones.values())
    zones = scenario.zones if asked else ()
    shapes = [(zone, zone.shape, zone.shape.buffer(-_EDGE)) for zone in zones]
    around = [
        [
            _Over(zone, inner.contains(point))
            for zone, shape, inner in shapes
            if shape.distance(point) <= _EDGE
        ]
        for point in (Point(place.point) for place in scenario.places)
    ]
    heights = sorted({0, *(entry.level for entry in scenario.policy.zone_classes)})
    level = {entry.id: 1 + heights.index(entry.level) for entry in scenario.policy.zone_classes} | {
        "": 1 + heights.index(0)
    }
    known: dict[tuple[str, datetime, datetime], tuple[Mark, ...]] = {}
    rows: dict[tuple[Mark, ...], int] = {}
    row = []
    for vehicle in scenario.vehicles:
        own = scenario.policy.vehicle_class(vehicle.vehicle_class)
        for shift in vehicle.shifts:
            key = (own.id, shift.start, shift.end)
            if key not in known:
                marks = tuple(_mark(over, own, shift, level) for over in around)
                # Where nothing is ever left, it is no matter who would mind.
                left = any(mark.seconds for mark in marks)
                known[key] = marks if left else (Mark(0, CLEAN, level[""]),) * len(marks)
            row.append(rows.setdefault(known[key], len(rows)))
    return Levels(tuple(rows), tuple(row), len(heights) + 1)


def _classes(scenario: "Scenario") -> list[str]:
    """Vehicle classes of the day."""
    return sorted({vehicle.vehicle_class for vehicle in scenario.vehicles})


def _mark(
    over: Sequence[_Over], own: "VehicleClass", shift: "Window", level: dict[str, int]
) -> Mark:
    """What a place in some zones means to a class of vehicles in a shift."""
    met = [
        entry
        for entry in over
        if (entry.zone.valid_from is None or entry.zone.valid_from <= shift.end)
        and (entry.zone.valid_to is None or shift.start < entry.zone.valid_to)
    ]
    asking = [zone for zone, _ in met if own.zones[zone.zone_class].disinfect_s]
    return Mark(
        seconds=max((own.zones[zone.zone_class].disinfect_s for zone in asking), default=0),
        leaves=max((level[zone.zone_class] for zone in asking), default=CLEAN),
        asks=_lowest([zone for zone, deep in met if deep], shift, level),
    )


def _lowest(zones: Sequence["Zone"], shift: "Window", level: dict[str, int]) -> int:
    """The lowest level of a place at any moment of a shift: it changes where zones begin or end."""
    moments = [shift.start]
    for zone in zones:
        bounds = (zone.valid_from, zone.valid_to)
        moments += [m for m in bounds if m is not None and shift.start < m <= shift.end]
    outside = level[""]
    return min(
        max(
            (
                level[zone.zone_class]
                for zone in zones
                if (zone.valid_from is None or zone.valid_from <= moment)
                and (zone.valid_to is None or moment < zone.valid_to)
            ),
            default=outside,
        )
        for moment in moments
    )
