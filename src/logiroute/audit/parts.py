"""Which part of an order a task is: where it may be done and how long it takes."""

from enum import StrEnum

from logiroute.audit.moments import moment
from logiroute.model.order import Collection, Line, Order, OrderKind, Transfer
from logiroute.model.plan import TaskKind
from logiroute.model.scenario import Scenario
from logiroute.units import ceil_div


class Part(StrEnum):
    """The parts of an order."""

    ISSUE = "issue"  #: the goods of a delivery or call come aboard at the depot
    PICK_UP = "pick up"  #: a party or a collection comes aboard at its origin
    SET_DOWN = "set down"  #: goods or people leave the vehicle
    SERVE = "serve"  #: a call is done


_PARTS = {
    (OrderKind.DELIVERY, TaskKind.LOAD): Part.ISSUE,
    (OrderKind.DELIVERY, TaskKind.UNLOAD): Part.SET_DOWN,
    (OrderKind.CALL, TaskKind.LOAD): Part.ISSUE,
    (OrderKind.CALL, TaskKind.SERVE): Part.SERVE,
    (OrderKind.TRANSFER, TaskKind.BOARD): Part.PICK_UP,
    (OrderKind.TRANSFER, TaskKind.ALIGHT): Part.SET_DOWN,
    (OrderKind.COLLECTION, TaskKind.LOAD): Part.PICK_UP,
    (OrderKind.COLLECTION, TaskKind.UNLOAD): Part.SET_DOWN,
}

#: Parts that complete an order.
FINAL = frozenset({Part.SET_DOWN, Part.SERVE})


def lines_of(order: Order) -> tuple[Line, ...]:
    """The goods of an order; none for a transfer."""
    return () if isinstance(order, Transfer) else order.lines


def part_of(order: Order, kind: TaskKind) -> Part | None:
    """The part a task of that kind is, or ``None`` if the order has no such task."""
    part = _PARTS.get((order.kind, kind))
    if part is Part.ISSUE and not lines_of(order):
        return None
    return part


def brings(order: Order) -> bool:
    """Whether the order is set down (or served) out of something that came aboard before."""
    return order.kind is not OrderKind.CALL or bool(lines_of(order))


def place_ids(order: Order, part: Part) -> tuple[str, ...]:
    """Places where the part may be done; empty means any (of the right kind)."""
    if order.kind is OrderKind.DELIVERY or order.kind is OrderKind.CALL:
        return order.depot_ids if part is Part.ISSUE else (order.site_id,)
    return (order.origin_id,) if part is Part.PICK_UP else order.destination_ids


def binds_windows(order: Order, part: Part) -> bool:
    """Whether the order's own windows bind at this part: at its first place, never at the depot."""
    if order.kind is OrderKind.DELIVERY or order.kind is OrderKind.CALL:
        return part in FINAL
    return part is Part.PICK_UP


def released(order: Order) -> int:
    """When the goods of an order are at the depot, in seconds since 1970; 0 if they always are."""
    if isinstance(order, Transfer | Collection) or order.release is None:
        return 0
    return moment(order.release)


def work_seconds(scenario: Scenario, order: Order, part: Part) -> int:
    """Seconds the part takes; loading at a depot is charged by stop, not by order."""
    if part is Part.ISSUE:
        return 0
    handling = sum(
        line.quantity * scenario.item[line.item_id].handling_ms for line in lines_of(order)
    )
    return order.service_s + ceil_div(handling, 1000)
