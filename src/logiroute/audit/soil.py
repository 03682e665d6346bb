"""What work inside zones leaves on a vehicle, and the level a place has: as the auditor sees it."""

from dataclasses import dataclass
from datetime import datetime

from logiroute.audit.ground import Ground, access_of
from logiroute.audit.record import RouteReplay, StopReplay
from logiroute.model.place import Place, Window
from logiroute.model.policy import VehicleClass
from logiroute.model.zone import Zone


@dataclass(frozen=True)
class Soil:
    """What a place means to a vehicle class in a shift.

    Attributes
    ----------
    level : int
        Lowest level that the place has at any moment of the shift; 0 outside all zones.
    left : int
        Highest level of the zones after which the class is disinfected; -1 if there is none.
    seconds : int
        How long it is disinfected after work here: the longest that any of them asks for.
    zone : str
        Name of the zone that does.
    """

    level: int = 0
    left: int = -1
    seconds: int = 0
    zone: str = ""


class Soils:
    """Works out `Soil`, once per place, class and shift.

    Parameters
    ----------
    ground : Ground
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._known: dict[tuple[str, str, datetime, datetime], Soil] = {}

    def of(self, route: RouteReplay, stop: StopReplay) -> Soil:
        """What a stop means to its vehicle; nothing where the plan names no such thing."""
        place, vehicle_class, shift = stop.place, route.vehicle_class, route.shift
        if place is None or vehicle_class is None or shift is None:
            return Soil()
        key = (place.id, vehicle_class.id, shift.start, shift.end)
        if key not in self._known:
            self._known[key] = self._work_out(place, vehicle_class, shift)
        return self._known[key]

    def _work_out(self, place: Place, vehicle_class: VehicleClass, shift: Window) -> Soil:
        ground = self._ground
        around = [
            zone
            for zone in ground.scenario.zones
            if (zone.valid_from is None or zone.valid_from <= shift.end)
            and (zone.valid_to is None or zone.valid_to > shift.start)
            and ground.areas[zone.id].contains(place.point)
        ]
        if not around:
            return Soil()
        # The level changes where a zone begins or ends, and nowhere else.
        bounds = {bound for zone in around for bound in (zone.valid_from, zone.valid_to) if bound}
        moments = {shift.start, *(bound for bound in bounds if shift.start < bound <= shift.end)}
        lowest = min(self._level_at(around, moment) for moment in moments)
        asking = [zone for zone in around if access_of(vehicle_class, zone).disinfect_s > 0]
        if not asking:
            return Soil(lowest)
        longest = max(asking, key=lambda zone: access_of(vehicle_class, zone).disinfect_s)
        return Soil(
            level=lowest,
            left=max(self._level_of(zone) for zone in asking),
            seconds=access_of(vehicle_class, longest).disinfect_s,
            zone=longest.name,
        )

    def _level_at(self, zones: list[Zone], moment: datetime) -> int:
        in_force = (
            self._level_of(zone)
            for zone in zones
            if (zone.valid_from is None or zone.valid_from <= moment)
            and (zone.valid_to is None or moment < zone.valid_to)
        )
        return max(in_force, default=0)

    def _level_of(self, zone: Zone) -> int:
        return self._ground.scenario.policy.zone_class(zone.zone_class).level
