"""The scenario: everything known about a day before it is planned."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from logiroute.model.fleet import Vehicle
from logiroute.model.frozen import Frozen
from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.place import Id, Place, Window
from logiroute.model.policy import Policy
from logiroute.model.stock import Item, Stock
from logiroute.model.zone import Gate, Zone


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
        problems = [*self._duplicates(), *self._dangling()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _duplicates(self) -> Iterable[str]:
        for what, ids in (
            ("place", [p.id for p in self.places]),
            ("order", [o.id for o in self.orders]),
            ("vehicle", [v.id for v in self.vehicles]),
            ("item", [i.id for i in self.items]),
            ("zone", [z.id for z in self.zones]),
            ("gate", [g.id for g in self.gates]),
            ("stock of", [f"{s.item_id} at {s.depot_id}" for s in self.stock]),
        ):
            for name, count in Counter(ids).items():
                if count > 1:
                    yield f"{what} {name!r} is given {count} times"

    def _dangling(self) -> Iterable[str]:
        places, items, zones = set(self.place), set(self.item), set(self.zone)
        classes = {entry.id for entry in self.policy.vehicle_classes}
        zone_classes = {entry.id for entry in self.policy.zone_classes}
        party_classes = {entry.id for entry in self.policy.party_classes}
        wanted: list[tuple[str, str, str, set[str]]] = []
        for vehicle in self.vehicles:
            owner = f"vehicle {vehicle.id}"
            wanted += [(owner, "place", i, places) for i in (vehicle.start_id, vehicle.end_id)]
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
        for zone in self.zones:
            wanted.append((f"zone {zone.id}", "zone class", zone.zone_class, zone_classes))
        wanted += [(f"gate {gate.id}", "zone", gate.zone_id, zones) for gate in self.gates]
        for gate in self.gates:
            wanted += [
                (f"gate {gate.id}", "vehicle class", c, classes) for c in gate.vehicle_classes
            ]
        for entry in self.stock:
            wanted.append(("stock", "place", entry.depot_id, places))
            wanted.append(("stock", "item", entry.item_id, items))
        for owner, what, name, known in wanted:
            if name not in known:
                yield f"{owner}: unknown {what} {name!r}"
