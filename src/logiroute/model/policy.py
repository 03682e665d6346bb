"""The policy: what each vehicle class may do in each zone class, and what lateness costs."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from logiroute.model.driving import DrivingRule
from logiroute.model.frozen import Frozen
from logiroute.model.needs import needs_with
from logiroute.model.order import MOST_YEARS, OrderKind
from logiroute.model.place import Id
from logiroute.model.zone_access import LoadedAccess, ZoneAccess


class ZoneClass(Frozen):
    """A class of zones; a higher ``level`` is stricter. Outside all zones the level is 0."""

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
    straight_there : bool or None
        Whether nothing else is done while people of this class are aboard but that others like them
        board or alight. ``None``: where a disinfection follows.
    max_aboard_s : int or None
        Longest time between the end of boarding and the start of alighting.
    due_after_notice_s : int or None
        How long after the notice they should be set down: what is later is allowed, and costs.
    same_day : bool
        Whether they have to be set down by 24:00 of the day of the notice.
    """

    id: Id
    label: str
    exclusive: bool = False
    disinfect_s: int = Field(default=0, ge=0)
    straight_there: bool | None = None
    max_aboard_s: int | None = Field(default=None, gt=0)
    due_after_notice_s: int | None = Field(default=None, gt=0)
    same_day: bool = False

    @property
    def goes_straight(self) -> bool:
        """Whether people of this class are taken straight to where they alight."""
        return self.disinfect_s > 0 if self.straight_there is None else self.straight_there


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
    driving_rule : str or None
        The driving rule of the policy that its drivers are held to.
    suit_on_s, suit_off_s : int
        Seconds in which its crew puts protective suits on, and takes them off.
    suit_max_s, suit_max_hot_s : int or None
        Longest time in suits, from the first work to when they are off; and on a hot day.
    zones : dict of str to ZoneAccess
        By zone class; every zone class of the policy must be there.
    """

    id: Id
    label: str
    order_kinds: tuple[OrderKind, ...]
    party_classes: tuple[str, ...] = ()
    seat_percent: dict[str, int] = Field(default_factory=dict)
    stays_in_own_zone: bool = False
    driving_rule: str | None = None
    suit_on_s: int = Field(default=0, ge=0)
    suit_off_s: int = Field(default=0, ge=0)
    suit_max_s: int | None = Field(default=None, gt=0)
    suit_max_hot_s: int | None = Field(default=None, gt=0)
    zones: dict[str, ZoneAccess]

    @model_validator(mode="after")
    def _has_people_aboard(self) -> Self:
        if OrderKind.TRANSFER not in self.order_kinds:
            for name, entry in self.zones.items():
                if entry.loaded != LoadedAccess():
                    raise ValueError(
                        f"zones.{name}.loaded is for people aboard, and the class does no "
                        "transfers; leave it out"
                    )
        return self

    @property
    def wears_suits(self) -> bool:
        """Whether its crew works in protective suits."""
        limited = self.suit_max_s is not None or self.suit_max_hot_s is not None
        return limited or self.suit_on_s > 0 or self.suit_off_s > 0

    def usable_seats(self, seats: int, party_class: str) -> int:
        """Seats that people of a class may fill."""
        return seats * self.seat_percent.get(party_class, 100) // 100


class StayLocal(Frozen):
    """Who is not taken out of the county: with them, a whole party stays.

    Attributes
    ----------
    under_years, from_years : int or None
        Who is younger than the one, or as old as the other or older; ``None``: nobody for that.
    needs : tuple of str
        Words: who has a need with one of them in it.
    """

    under_years: int | None = Field(default=None, ge=0, le=MOST_YEARS)
    from_years: int | None = Field(default=None, ge=0, le=MOST_YEARS)
    needs: tuple[str, ...] = ()

    def whom(self, ages: Sequence[int], needs: Sequence[str]) -> tuple[str, ...]:
        """What keeps a party in the county: ``("age 1", "pregnant")``; empty if nothing does."""
        young = 0 if self.under_years is None else self.under_years
        old = MOST_YEARS + 1 if self.from_years is None else self.from_years
        kept = (f"age {age}" for age in ages if age < young or age >= old)
        return (*dict.fromkeys(kept), *needs_with(needs, self.needs))


class Policy(Frozen):
    """A named table of rules.

    Attributes
    ----------
    stay_local : StayLocal
        Nobody, unless the policy says so.
    accompanied_under_years : int or None
        Parties of people younger than this only are refused at input; see ``files.checks_people``.
    penalties : dict of int to int
        Priority → what leaving an order of it unserved costs, in hundredths of the currency.
    people_and_goods : bool
        Whether a vehicle may carry both in one shift.
    late_cost_per_hour : int
        What an order costs for every hour that it is set down after it is due, in hundredths of the
        currency, once for every household of a party; which hours count says `LATE_STEPS_H`.
    hot_from_c : int or None
        Highest temperature of a day, in degrees Celsius, from which on it is a hot one.
    """

    id: Id
    title: str
    source: str = ""
    zone_classes: tuple[ZoneClass, ...]
    party_classes: tuple[PartyClass, ...] = ()
    vehicle_classes: tuple[VehicleClass, ...]
    driving_rules: tuple[DrivingRule, ...] = ()
    penalties: dict[int, int]
    stay_local: StayLocal = StayLocal()
    accompanied_under_years: int | None = Field(default=None, ge=1, le=MOST_YEARS)
    people_and_goods: bool = False
    late_cost_per_hour: int = Field(default=10_000, ge=0)
    hot_from_c: int | None = None

    def zone_class(self, zone_class: str) -> ZoneClass:
        """The zone class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.zone_classes}[zone_class]

    def vehicle_class(self, vehicle_class: str) -> VehicleClass:
        """The vehicle class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.vehicle_classes}[vehicle_class]

    def party_class(self, party_class: str) -> PartyClass:
        """The party class of that id (KeyError if there is none)."""
        return {entry.id: entry for entry in self.party_classes}[party_class]

    def driving_rule(self, vehicle_class: str) -> DrivingRule | None:
        """The driving rule of a vehicle class, if it has one (KeyError if it is unknown)."""
        rule = self.vehicle_class(vehicle_class).driving_rule
        return None if rule is None else {entry.id: entry for entry in self.driving_rules}[rule]

    def access(self, vehicle_class: str, zone_class: str) -> ZoneAccess:
        """What a vehicle class may do in a zone class (KeyError if either is unknown)."""
        return self.vehicle_class(vehicle_class).zones[zone_class]
