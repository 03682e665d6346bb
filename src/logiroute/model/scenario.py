"""The scenario: everything known about a day before it is planned."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from logiroute.model.fleet import Vehicle
from logiroute.model.frozen import Frozen
from logiroute.model.order import Cohort, Collection, Order, Transfer
from logiroute.model.place import Id, Place, PlaceKind, Window
from logiroute.model.policy import Policy
from logiroute.model.profile import ProfileChange
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
        papers = any("pass" in (entry.enter, entry.leave) for entry in access)
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

    def disinfect_s(self, order: Order) -> int:
        """Seconds of disinfection that a vehicle needs after a run with an order's people."""
        if not isinstance(order, Transfer):
            return 0
        return self.policy.party_class(order.party.party_class).disinfect_s

    def penalty(self, order: Order) -> int:
        """What leaving an order out costs, in hundredths: a household weighs as much as an order.

        So it makes no difference whether households of a cohort are parts of their own.
        """
        households = order.party.household_count if isinstance(order, Transfer) else 1
        return households * self.policy.penalties[order.priority]

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
        problems = [*self._duplicates(), *self._torn(), *self._dangling()]
        problems += [] if problems else self._out_of_sight()
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _duplicates(self) -> Iterable[str]:
        for what, ids in (
            ("place", [p.id for p in self.places]),
            ("order", [*(o.id for o in self.orders), *(cohort.id for cohort in self.cohorts)]),
            ("vehicle", [v.id for v in self.vehicles]),
            ("item", [i.id for i in self.items]),
            ("zone", [z.id for z in self.zones]),
            ("gate", [g.id for g in self.gates]),
            ("closure", [c.id for c in self.closures]),
            ("profile", [p.id for p in self.profiles]),
            ("stock of", [f"{s.item_id} at {s.depot_id}" for s in self.stock]),
        ):
            for name, count in Counter(ids).items():
                if count > 1:
                    yield f"{what} {name!r} is given {count} times"

    def _torn(self) -> Iterable[str]:
        """Cohorts whose parts are not what was ordered."""
        for cohort, parts in self.cohorts.items():
            persons = sum(part.party.persons for part in parts)
            households = sum(part.party.household_count for part in parts)
            if (persons, households) != (cohort.persons, cohort.households):
                yield (
                    f"cohort {cohort.id!r}: its parts are {persons} persons in {households} "
                    f"households, not {cohort.persons} in {cohort.households}"
                )
            if any(part.together for part in parts):
                yield f"cohort {cohort.id!r}: it may be split, so it is of no group"

    def _dangling(self) -> Iterable[str]:
        places, items, zones = set(self.place), set(self.item), set(self.zone)
        classes = {entry.id for entry in self.policy.vehicle_classes}
        party_classes = {entry.id for entry in self.policy.party_classes}
        depots = {place.id for place in self.places if place.kind is PlaceKind.DEPOT}
        exits = {place.id for place in self.places if place.kind is PlaceKind.EXIT}
        exits -= {place.id for place in self.places if place.approaches}
        wanted: list[tuple[str, str, str, set[str]]] = [
            (f"place {place.id}", "exit on the roads", approach.exit_id, exits)
            for place in self.places
            for approach in place.approaches
        ]
        for vehicle in self.vehicles:
            owner = f"vehicle {vehicle.id}"
            wanted += [(owner, "place", i, places) for i in (vehicle.start_id, vehicle.end_id)]
            wanted += [(owner, "depot", i, depots) for i in vehicle.reload_ids]
            wanted.append((owner, "vehicle class", vehicle.vehicle_class, classes))
            if vehicle.own_zone_id is not None:
                wanted.append((owner, "zone", vehicle.own_zone_id, zones))
        for order in self.orders:
            owner = f"order {order.id}"
            wanted += [(owner, "vehicle class", c, classes) for c in order.vehicle_classes]
            if isinstance(order, Transfer | Collection):
                ids = (order.origin_id, *order.destination_ids)
            else:
                ids = (order.site_id, *order.depot_ids)
            wanted += [(owner, "place", i, places) for i in ids]
            if isinstance(order, Transfer):
                wanted.append((owner, "party class", order.party.party_class, party_classes))
            else:
                wanted += [(owner, "item", line.item_id, items) for line in order.lines]
            if order.priority not in self.policy.penalties:
                yield f"{owner}: the policy has no penalty for priority {order.priority}"
        for entry in self.stock:
            wanted.append(("stock", "place", entry.depot_id, places))
            wanted.append(("stock", "item", entry.item_id, items))
        for owner, what, name, known in (*wanted, *self._named_on_the_map()):
            if name not in known:
                yield f"{owner}: unknown {what} {name!r}"

    def _out_of_sight(self) -> Iterable[str]:
        """Zones would be entered or left on ways beyond the roads, where nobody looks at them."""
        beyond = [place for place in self.places if place.approaches]
        if not (beyond and self.zones):
            return
        from shapely import Point

        for place in beyond:
            for end in (place, *(self.place[approach.exit_id] for approach in place.approaches)):
                for zone in self.zones:
                    if zone.shape.intersects(Point(end.point)):
                        yield (
                            f"place {place.id}: zone {zone.id} would be crossed beyond the roads, "
                            f"{end.id} lies in it"
                        )

    def _named_on_the_map(self) -> Iterable[tuple[str, str, str, set[str]]]:
        """``(owner, what, name, known names)`` of what zones, gates and passes refer to."""
        zones, gates = set(self.zone), set(self.gate)
        classes = {entry.id for entry in self.policy.vehicle_classes}
        zone_classes = {entry.id for entry in self.policy.zone_classes}
        for zone in self.zones:
            yield f"zone {zone.id}", "zone class", zone.zone_class, zone_classes
        for gate in self.gates:
            yield f"gate {gate.id}", "zone", gate.zone_id, zones
            for name in gate.vehicle_classes:
                yield f"gate {gate.id}", "vehicle class", name, classes
        for vehicle in self.vehicles:
            for leave in vehicle.passes:
                what, known = ("zone", zones) if leave.zone_id else ("gate", gates)
                yield f"vehicle {vehicle.id}", what, leave.zone_id or leave.gate_id, known
