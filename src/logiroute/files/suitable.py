"""Which vehicles may do an order, by kind, class, party class and skills of the crew."""

from logiroute.files.loads import capacity_of
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.model.order import OrderKind
from logiroute.model.policy import VehicleClass
from logiroute.units import SEATS


def is_class_right(order: OrderRow, vehicle_class: VehicleClass) -> bool:
    """Whether vehicles of a class may do an order, skills aside."""
    if order.kind not in vehicle_class.order_kinds:
        return False
    if order.vehicle_classes and vehicle_class.id not in order.vehicle_classes:
        return False
    is_transfer = order.kind is OrderKind.TRANSFER
    return not is_transfer or order.party_class in vehicle_class.party_classes


def fewest_seats(order: OrderRow, rows: DayRows) -> int:
    """Usable seats of the smallest vehicle that may carry a party at all; 0 if none may."""
    found = []
    for entry in rows.vehicles:
        vehicle_class = rows.vehicle_class(entry.row.vehicle_class)
        skilled = rows.skills_of.get(entry.row.id, set()).issuperset(order.skills)
        if vehicle_class is not None and skilled and is_class_right(order, vehicle_class):
            seats = capacity_of(entry.row).get(SEATS, 0)
            found.append(vehicle_class.usable_seats(seats, order.party_class))
    return min((seats for seats in found if seats), default=0)
