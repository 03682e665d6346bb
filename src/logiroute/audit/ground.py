"""The zones and gates of a day as the auditor sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from logiroute.audit.geometry import Area
from logiroute.audit.moments import moment
from logiroute.model.policy import VehicleClass, ZoneAccess
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Gate, Zone


@dataclass(frozen=True)
class Ground:
    """Zones with their areas on a metric plane, and gates by zone."""

    scenario: Scenario

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

    def in_force(self, start: int, end: int) -> Iterator[Zone]:
        """Zones in force at any moment from ``start`` to ``end`` (seconds since 1970)."""
        for zone in self.scenario.zones:
            begun = zone.valid_from is None or moment(zone.valid_from) <= end
            if begun and (zone.valid_to is None or start < moment(zone.valid_to)):
                yield zone

    def admitting(self, zone_id: str, vehicle_class: str) -> Iterable[Gate]:
        """Gates of a zone that let a vehicle class through."""
        return [
            gate
            for gate in self.gates[zone_id]
            if not gate.vehicle_classes or vehicle_class in gate.vehicle_classes
        ]


def access_of(vehicle_class: VehicleClass, zone: Zone) -> ZoneAccess:
    """What a class may do in a zone: nothing where its policy is silent."""
    return vehicle_class.zones.get(zone.zone_class, ZoneAccess())
