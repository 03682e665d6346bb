"""Are beds given again where they are counted, and in time for anybody."""

from datetime import datetime, timedelta

from logiroute.files.cells import CellError
from logiroute.files.checks_destinations import destinations_of
from logiroute.files.checks_orders import windows_of
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.order import OrderKind
from logiroute.model.place import Window


def check_beds(rows: DayRows, problems: Problems) -> None:
    """Note beds that are given again but not counted, and those that become free too late."""
    for entry in rows.places:
        if entry.row.bed_turnover_min is not None and entry.row.beds is None:
            problems.error(
                "S296",
                entry.at,
                entry.column("bed_turnover_min"),
                "write how many beds are free in the beginning, if only 0, or empty the cell",
            )
    if rows.horizon is None or not rows.leaving:
        return
    wanted = _wanted(rows)
    late: dict[str, list[Entry[OrderRow]]] = {}
    for order in rows.orders:
        origin = order.row.origin
        fetched = origin in rows.leaving and order.row.kind is OrderKind.TRANSFER
        if fetched and origin in wanted and _free_from(order.row, rows, rows.horizon) is None:
            late.setdefault(origin, []).append(order)
    for origin, orders in late.items():
        first, others = orders[0], len(orders) - 1
        whose = "of this party" + (f" and {others} more of this place" if others else "")
        problems.warn(
            "S295",
            first.at,
            first.column("window_end"),
            f"the beds {whose} at {shown(origin)} can only be counted on after the last shift; "
            "write by when they are fetched",
        )


def _wanted(rows: DayRows) -> set[str]:
    """Places where some party may end."""
    found: set[str] = set()
    for entry in rows.orders:
        if entry.row.kind is OrderKind.TRANSFER:
            try:
                found.update(destinations_of(entry.row, rows))
            except CellError:
                continue  # It is noted with the order.
    return found


def _free_from(row: OrderRow, rows: DayRows, horizon: Window) -> datetime | None:
    """When others may surely have the beds of a party; ``None`` if that is after the horizon."""
    place = rows.place_of[row.origin]
    own, opening = windows_of(row, horizon), place.open
    last = min(max(span.end for span in spans) for spans in (own, opening, (horizon,)) if spans)
    work = timedelta(seconds=row.service_min)
    by = last + work if row.arrive_by is None else min(last + work, row.arrive_by)
    free = by + timedelta(seconds=place.bed_turnover_min or 0)
    return free if free <= horizon.end else None
