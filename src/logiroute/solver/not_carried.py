"""Orders left out that are of no vehicle of the fleet, and whose they might be."""

from collections.abc import Iterable

from logiroute.model.order import Order, OrderKind, Transfer
from logiroute.model.plan import Unserved
from logiroute.model.policy import VehicleClass
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import NotCarried


def not_carried(scenario: Scenario, unserved: Iterable[Unserved]) -> tuple[NotCarried, ...]:
    """What no vehicle may do by its class, counted by kind, party class and who may.

    Who waits for approval is not among them: nothing is missing for them yet.
    """
    fleet = {vehicle.vehicle_class for vehicle in scenario.vehicles}
    alike: dict[tuple[OrderKind, str, tuple[str, ...]], list[Order]] = {}
    for entry in unserved:
        order = scenario.order[entry.order_id]
        may = tuple(of.id for of in scenario.policy.vehicle_classes if _may(of, order))
        if fleet.isdisjoint(may) and not scenario.waits_for_approval(order):
            party_class = order.party.party_class if isinstance(order, Transfer) else ""
            alike.setdefault((order.kind, party_class, may), []).append(order)
    return tuple(
        NotCarried(
            order_kind=kind,
            party_class=party_class,
            orders=len({order.asked_id for order in orders}),
            persons=sum(order.party.persons for order in orders if isinstance(order, Transfer)),
            vehicle_classes=may,
        )
        for (kind, party_class, may), orders in alike.items()
    )


def _may(of: VehicleClass, order: Order) -> bool:
    """Whether a class may do an order, wherever it is."""
    if order.kind not in of.order_kinds or (
        isinstance(order, Transfer) and order.party.party_class not in of.party_classes
    ):
        return False
    return not order.vehicle_classes or of.id in order.vehicle_classes
