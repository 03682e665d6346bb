"""The scenario: everything known about a day before it is planned."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from logiroute.model.driving import DrivingRule, Hours
from logiroute.model.fleet import Vehicle
from logiroute.model.frozen import Frozen
from logiroute.model.lateness import households_of
from logiroute.model.order import Cohort, Collection, Order, Transfer
from logiroute.model.place import Id, Place, PlaceKind, Window
from logiroute.model.policy import Policy
from logiroute.model.profile import ProfileChange
from logiroute.model.scenario_checks import (
    dangling,
    duplicates,
    out_of_sight,
    too_dear,
    torn_cohorts,
)
from logiroute.model.stock import Item, Stock
from logiroute.model.travel import Movement
from logiroute.model.zone import Closure, Gate, Pass, Zone


class Scenario(Frozen):
    """A day (or night) to plan.

    Attributes
    ----------
    timezone : str
        IANA name; all clock times shown are in it.
    roads : str
        Path of the road network.
    snap_limit_m : int
        A place farther than this from every usable road is an error.
    note : str
        Shown on every output (for example that the sites are illustrative).
    stock : tuple of Stock
        Empty means stock is not counted; otherwise a depot issues only what is listed.
    temperature_c : int or None
        Highest temperature of the day, in degrees Celsius.
    plan_unapproved : bool
        Whether transfers that are not approved yet are planned like the others.
    """

    id: Id
    title: str
    date: date
    timezone: str
    roads: str
    policy: Policy
    places: tuple[Place, ...]
    vehicles: tuple[Vehicle, ...] = Field(min_length=1)
    orders: tuple[Order, ...] = ()
    zones: tuple[Zone, ...] = ()
    gates: tuple[Gate, ...] = ()
    closures: tuple[Closure, ...] = ()
    profiles: tuple[ProfileChange, ...] = ()
    items: tuple[Item, ...] = ()
    stock: tuple[Stock, ...] = ()
    snap_limit_m: int = Field(default=300, gt=0)
    temperature_c: int | None = None
    plan_unapproved: bool = False
    currency: str = "CNY"
    note: str = ""

    @cached_property
    def place(self) -> dict[str, Place]:
        """Places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def order(self) -> dict[str, Order]:
        """Orders by id."""
        return {order.id: order for order in self.orders}

    @cached_property
    def vehicle(self) -> dict[str, Vehicle]:
        """Vehicles by id."""
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    @cached_property
    def item(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def zone(self) -> dict[str, Zone]:
        """Zones by id."""
        return {zone.id: zone for zone in self.zones}

    @cached_property
    def gate(self) -> dict[str, Gate]:
        """Gates by id."""
        return {gate.id: gate for gate in self.gates}

    def movement(self, vehicle: Vehicle) -> Movement:
        """The key of a vehicle's travel tables: what decides how it may move, and nothing else."""
        access = self.policy.vehicle_class(vehicle.vehicle_class).zones.values()
        papers = any(entry.asks_for_pass for entry in access)
        heads = any(gate.person_delay_s for gate in self.gates)
        return Movement(
            vehicle.profile,
            vehicle.vehicle_class,
            vehicle.own_zone_id or "",
            vehicle.passes if papers else (),
            vehicle.people if heads else 0,
        )

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """Every movement of the fleet once, in the order of the vehicles."""
        return tuple(dict.fromkeys(self.movement(vehicle) for vehicle in self.vehicles))

    def max_aboard_s(self, order: Transfer | Collection) -> int | None:
        """Longest time aboard: the order's own, or its party class's where that is shorter."""
        limits = [order.max_aboard_s]
        if isinstance(order, Transfer):
            limits.append(self.policy.party_class(order.party.party_class).max_aboard_s)
        return min((limit for limit in limits if limit is not None), default=None)

    def waits_for_approval(self, order: Order) -> bool:
        """Whether an order may not be planned before it is approved."""
        return isinstance(order, Transfer) and not (order.approved or self.plan_unapproved)

    def disinfect_s(self, order: Order) -> int:
        """Seconds of disinfection that a vehicle needs after a run with an order's people."""
        if not isinstance(order, Transfer):
            return 0
        return self.policy.party_class(order.party.party_class).disinfect_s

    def goes_straight(self, order: Order) -> bool:
        """Whether an order's people are taken straight to where they alight."""
        if not isinstance(order, Transfer):
            return False
        return self.policy.party_class(order.party.party_class).goes_straight

    def driving_rule(self, vehicle: Vehicle) -> DrivingRule | None:
        """What the drivers of a vehicle are held to, if anything."""
        return self.policy.driving_rule(vehicle.vehicle_class)

    def driving_left_s(self, vehicle: Vehicle) -> int | None:
        """Seconds that the drivers of a vehicle may drive on the day, ``None`` for no limit."""
        rule = self.driving_rule(vehicle)
        if rule is None:
            return None
        return rule.driving_left_s(vehicle.drivers, vehicle.driven_day_s, vehicle.driven_week_s)

    @property
    def hot(self) -> bool:
        """Whether limits of hot days hold."""
        least, highest = self.policy.hot_from_c, self.temperature_c
        return least is not None and highest is not None and highest >= least

    def suit_max_s(self, vehicle: Vehicle) -> int | None:
        """Longest time that the crew of a vehicle is in protective suits, if there is a limit."""
        own = self.policy.vehicle_class(vehicle.vehicle_class)
        limits = (own.suit_max_s, own.suit_max_hot_s if self.hot else None)
        return min((limit for limit in limits if limit is not None), default=None)

    def off_duty_s(self, vehicle: Vehicle) -> int:
        """Shortest time between two shifts of a vehicle: the next one counts from nothing."""
        rule = self.driving_rule(vehicle)
        if rule is None:
            return 0
        return max(rule.off_duty_s or 0, rule.rest_s if vehicle.drivers == 1 else 0)

    def hours(self, hours: Hours) -> tuple[Window, ...]:
        """The hours of every day that meet the horizon."""
        return tuple(hours.windows(self.horizon, self.tz))

    def penalty(self, order: Order) -> int:
        """What leaving an order out costs, in hundredths: a household weighs as much as an order.

        So it makes no difference whether households of a cohort are parts of their own.
        """
        return households_of(order) * self.policy.penalties[order.priority]

    @cached_property
    def cohorts(self) -> dict[Cohort, tuple[Transfer, ...]]:
        """Parts of every cohort, in the order of the orders."""
        parts: dict[Cohort, list[Transfer]] = defaultdict(list)
        for order in self.orders:
            if isinstance(order, Transfer) and order.cohort is not None:
                parts[order.cohort].append(order)
        return {cohort: tuple(of_it) for cohort, of_it in parts.items()}

    def reload_ids(self, vehicle: Vehicle) -> tuple[str, ...]:
        """Depots where a vehicle may load within a shift."""
        if vehicle.reload_ids:
            return tuple(dict.fromkeys(vehicle.reload_ids))
        return (vehicle.start_id,) if self.starts_at_depot(vehicle) else ()

    def starts_at_depot(self, vehicle: Vehicle) -> bool:
        """Whether a vehicle can load before it drives off."""
        return self.place[vehicle.start_id].kind is PlaceKind.DEPOT

    def most_reloads(self, vehicle: Vehicle) -> int:
        """How often a vehicle may load within a shift, after it has driven off."""
        if not self.reload_ids(vehicle):
            return 0
        return vehicle.max_trips - (1 if self.starts_at_depot(vehicle) else 0)

    @cached_property
    def changes(self) -> tuple[datetime, ...]:
        """Moments inside the horizon at which a zone, gate, closure or pass begins or ends."""
        spans: list[tuple[datetime | None, datetime | None]] = [
            (entry.valid_from, entry.valid_to)
            for entry in (*self.zones, *self.closures, *self._passes())
        ]
        spans += [(window.start, window.end) for gate in self.gates for window in gate.windows]
        horizon = self.horizon
        moments = {moment for span in spans for moment in span if moment is not None}
        return tuple(sorted(m for m in moments if horizon.start < m < horizon.end))

    def _passes(self) -> Iterable[Pass]:
        return (leave for vehicle in self.vehicles for leave in vehicle.passes)

    @property
    def tz(self) -> ZoneInfo:
        """The timezone as an object."""
        return ZoneInfo(self.timezone)

    @cached_property
    def horizon(self) -> Window:
        """From the first start to the last end of a shift."""
        shifts = [shift for vehicle in self.vehicles for shift in vehicle.shifts]
        return Window(
            start=min(shift.start for shift in shifts), end=max(shift.end for shift in shifts)
        )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = [*duplicates(self), *torn_cohorts(self), *dangling(self)]
        problems += [] if problems else [*too_dear(self), *out_of_sight(self)]
        if problems:
            raise ValueError("; ".join(problems))
        return self
