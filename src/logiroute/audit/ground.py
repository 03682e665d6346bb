"""The zones, gates and closures of a day as the auditor sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from logiroute.audit.geometry import Area
from logiroute.audit.moments import moment
from logiroute.model.policy import VehicleClass
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.model.zone import Closure, Gate, Timed, Zone
from logiroute.model.zone_access import ZoneAccess

#: Who drives within so many metres of the line of a main carriageway drives on it.
CARRIAGEWAY_M = 3.0


@dataclass(frozen=True)
class Ground:
    """Zones with their areas on a metric plane, and gates by zone."""

    scenario: Scenario
    travel: TravelTimes

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Zone id → its area."""
        return {zone.id: Area(zone.shape) for zone in self.scenario.zones}

    @cached_property
    def gates(self) -> dict[str, list[Gate]]:
        """Zone id → its gates."""
        found: dict[str, list[Gate]] = {zone.id: [] for zone in self.scenario.zones}
        for gate in self.scenario.gates:
            found[gate.zone_id].append(gate)
        return found

    @cached_property
    def carriageways(self) -> dict[str, BaseGeometry]:
        """Zone id → the strip of main carriageways in it, on the plane of its area."""
        lines = [np.array(line, dtype=float) for line in self.travel.mainline if len(line) > 1]
        return {
            zone_id: shapely.union_all(
                [
                    shapely.LineString(area.plane.of(line)).buffer(CARRIAGEWAY_M)
                    for line in lines
                    if area.near(line)
                ]
            )
            for zone_id, area in self.areas.items()
        }

    def zones(self, start: int, end: int) -> Iterator[Zone]:
        """Zones in force at any moment from ``start`` to before ``end`` (seconds since 1970)."""
        return (zone for zone in self.scenario.zones if in_force(zone, start, end))

    def closures(self, start: int, end: int) -> Iterator[Closure]:
        """Closures in force at any moment from ``start`` to before ``end``."""
        return (closure for closure in self.scenario.closures if in_force(closure, start, end))

    def admitting(self, zone_id: str, vehicle_class: str) -> Iterable[Gate]:
        """Gates of a zone that let a vehicle class through."""
        return [
            gate
            for gate in self.gates[zone_id]
            if not gate.vehicle_classes or vehicle_class in gate.vehicle_classes
        ]


def in_force(what: Timed, start: int, end: int) -> bool:
    """Whether something is in force at any moment of ``[start, end)``, or at ``start`` itself."""
    begun = what.valid_from is None or moment(what.valid_from) < max(end, start + 1)
    return begun and (what.valid_to is None or start < moment(what.valid_to))


def access_of(vehicle_class: VehicleClass, zone: Zone, *, loaded: bool = False) -> ZoneAccess:
    """What a class may do in a zone, with people aboard or without.

    Nothing where its policy is silent.
    """
    entry = vehicle_class.zones.get(zone.zone_class, ZoneAccess())
    return entry.for_ride(loaded=loaded)
