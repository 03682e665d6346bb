"""The policy: what each vehicle class may do in each zone class, and what lateness costs."""

from typing import Literal

from pydantic import Field

from logiroute.model.frozen import Frozen
from logiroute.model.order import OrderKind
from logiroute.model.place import Id

Crossing = Literal["no", "pass", "gate", "yes"]


class ZoneAccess(Frozen):
    """What one vehicle class may do in one zone class.

    Attributes
    ----------
    enter, leave : {"no", "pass", "gate", "yes"}
        How the zone's edge may be crossed inward and outward: not at all, at gates by holders of a
        `Pass`, at gates, anywhere.
    stop : {"no", "set_points", "yes"}
        Where it may stop inside: nowhere, at hand-over points and transit stations only, anywhere.
    through : bool
        Whether a leg may run through the zone that neither starts nor ends in it.
    mainline_transit : bool
        Whether the main carriageway of an expressway counts as outside the zone: it may be driven,
        its slip roads inside are shut.
    """

    enter: Crossing = "no"
    stop: Literal["no", "set_points", "yes"] = "no"
    through: bool = False
    leave: Crossing = "no"
    mainline_transit: bool = False


class ZoneClass(Frozen):
    """A class of zones; a higher ``level`` is stricter."""

    id: Id
    label: str
    level: int = Field(ge=0)


class PartyClass(Frozen):
    """A class of people in transfers.

    Attributes
    ----------
    exclusive : bool
        One party a vehicle at a time.
    disinfect_s : int
        Seconds of disinfection at a station that a vehicle needs after a run with people of this
        class: before anybody else boards, anything is loaded, and before its shift ends. 0: none.
    max_aboard_s : int or None
        Longest time between the end of boarding and the start of alighting.
    """

    id: Id
    label: str
    exclusive: bool = False
    disinfect_s: int = Field(default=0, ge=0)
    max_aboard_s: int | None = Field(default=None, gt=0)


class VehicleClass(Frozen):
    """A class of vehicles.

    Attributes
    ----------
    order_kinds : tuple of OrderKind
        What it may be asked to do.
    party_classes : tuple of str
        Whom it may carry.
    seat_percent : dict of str to int
        Usable share of the seats by party class, in percent, rounded down (absent: 100).
    stays_in_own_zone : bool
        It works inside its ``own_zone_id`` only: to it every other place is closed.
    zones : dict of str to ZoneAccess
        By zone class; every zone class of the policy must be there.
    """

    id: Id
    label: str
    order_kinds: tuple[OrderKind, ...]
    party_classes: tuple[str, ...] = ()
    seat_percent: dict[str, int] = Field(default_factory=dict)
    stays_in_own_zone: bool = False
    zones: dict[str, ZoneAccess]

    def usable_seats(self, seats: int, party_class: str) -> int:
        """Seats that people of a class may fill."""
        return seats * self.seat_percent.get(party_class, 100) // 100


class Policy(Frozen):
    """A named table of rules.

    Attributes
    ----------
    penalties : dict of int to int
        Priority → what leaving an order of it unserved costs, in hundredths of the currency.
    people_and_goods : bool
        Whether a vehicle may carry both in one shift.
    """

    id: Id
    title: str
    source: str = ""
    zone_classes: tuple[ZoneClass, ...]
    party_classes: tuple[PartyClass, ...] = ()
    vehicle_classes: tuple[VehicleClass, ...]
    penalties: dict[int, int]
    people_and_goods: bool = False

    def zone_class(self, zone_class: str) -> ZoneClass:
        """The zone class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.zone_classes}[zone_class]

    def vehicle_class(self, vehicle_class: str) -> VehicleClass:
        """The vehicle class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.vehicle_classes}[vehicle_class]

    def party_class(self, party_class: str) -> PartyClass:
        """The party class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.party_classes}[party_class]

    def access(self, vehicle_class: str, zone_class: str) -> ZoneAccess:
        """What a vehicle class may do in a zone class (KeyError if either is unknown)."""
        return self.vehicle_class(vehicle_class).zones[zone_class]
