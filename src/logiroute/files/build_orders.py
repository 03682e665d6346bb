"""From a sound row of orders to the model: an order, or the parts of a cohort."""

from collections.abc import Iterator
from typing import Any

from logiroute.files.checks_destinations import destinations_of
from logiroute.files.checks_orders import windows_of
from logiroute.files.cohorts import is_cohort, parts_of
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.model.order import (
    Call,
    Cohort,
    Collection,
    Delivery,
    Line,
    Order,
    OrderKind,
    Party,
    Transfer,
)
from logiroute.model.place import Window


def _order(row: OrderRow, rows: DayRows, horizon: Window) -> Order:
    fields: dict[str, Any] = {
        "id": row.id,
        "name": row.name,
        "priority": row.priority,
        "windows": windows_of(row, horizon),
        "service_s": row.service_min,
        "skills": row.skills,
        "vehicle_classes": row.vehicle_classes,
        "together": row.together,
        "contact": row.contact,
        "note": row.note,
    }
    if row.kind is not OrderKind.TRANSFER:
        fields["lines"] = tuple(
            Line(item_id=entry.row.item, quantity=entry.row.quantity)
            for entry in rows.lines_of.get(row.id, [])
        )
    if row.kind in {OrderKind.DELIVERY, OrderKind.CALL}:
        fields |= {"site_id": row.site, "depot_ids": row.depots, "release": row.release}
        return (Delivery if row.kind is OrderKind.DELIVERY else Call)(**fields)
    fields |= {
        "origin_id": row.origin,
        "destination_ids": destinations_of(row, rows),
        "arrive_by": row.arrive_by,
        "due": row.due,
        "max_aboard_s": row.max_aboard_min,
    }
    if row.kind is OrderKind.COLLECTION:
        return Collection(**fields)
    party = {
        "persons": row.persons,
        "party_class": row.party_class,
        "needs": row.needs,
        "ages": row.ages,
        "stretchers": row.stretchers,
        "wheelchairs": row.wheelchairs,
        "child_seats": row.child_seats,
    }
    return Transfer(
        **fields,
        party=Party.model_validate(party),
        exclusive=bool(row.exclusive),
        approved=row.approved is not False,
        max_way_m=row.max_km,
        notice=row.notice,
    )


def orders_of(row: OrderRow, rows: DayRows, horizon: Window) -> Iterator[Order]:
    """An order; of a cohort, its parts."""
    order = _order(row, rows, horizon)
    if not isinstance(order, Transfer) or not is_cohort(row):
        yield order
        return
    cohort = Cohort(id=row.id, persons=order.party.persons, households=len(row.households))
    for part in parts_of(row, rows):
        size = {"persons": sum(part.households), "households": part.households}
        update = {
            "id": part.id,
            "service_s": part.service_s,
            "party": order.party.model_copy(update=size),
            "cohort": cohort,
        }
        yield order.model_copy(update=update)
