"""Is each order complete, and does it say only what its kind can mean."""

from datetime import timedelta

from logiroute.files.checks_trips import check_are_depots
from logiroute.files.columns import columns_of
from logiroute.files.order_kinds import APPLIES_TO, NEEDED_BY
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.order import OrderKind
from logiroute.model.place import Window


def check_orders(rows: DayRows, problems: Problems) -> None:
    """Note orders that are incomplete or contradict themselves."""
    empty = {column.field: column.col.default for column in columns_of(OrderRow)}
    for entry in rows.orders:
        _check_columns(entry, empty, problems)
        _check_windows(entry, rows, problems)
        _check_lines(entry, rows, problems)
        _check_depots(entry, rows, problems)
    if rows.orders.ids is not None and not rows.orders.written:
        problems.warn("S261", rows.orders.at, "", "there are no orders; fill the table orders")


def _check_columns(entry: Entry[OrderRow], empty: dict[str, object], problems: Problems) -> None:
    kind = entry.row.kind
    for field, kinds in APPLIES_TO.items():
        filled = getattr(entry.row, field) != empty[field]
        if filled and kind not in kinds:
            problems.error(
                "S210",
                entry.at,
                entry.column(field),
                f"a {kind} has no {field}; empty the cell, or correct the kind",
            )
        if not filled and kind in NEEDED_BY.get(field, ()):
            problems.error(
                "S210", entry.at, entry.column(field), f"a {kind} needs {field}; fill the cell"
            )


def windows_of(row: OrderRow, horizon: Window) -> tuple[Window, ...]:
    """Windows of an order; an open side reaches to that side of the horizon."""
    if row.windows:
        return row.windows
    if row.window_start is None and row.window_end is None:
        return ()
    start = row.window_start or min(horizon.start, row.window_end or horizon.start)
    end = row.window_end or max(horizon.end, start)
    return (Window(start=start, end=end),)


def _check_windows(entry: Entry[OrderRow], rows: DayRows, problems: Problems) -> None:
    row, column = entry.row, entry.column("window_end")
    if row.windows and (row.window_start or row.window_end):
        problems.error(
            "S210",
            entry.at,
            entry.column("windows"),
            "give either windows or window_start and window_end, not both",
        )
        return
    if row.window_start and row.window_end and row.window_end < row.window_start:
        end, reach = row.window_end, rows.horizon
        later = reach is not None and end + timedelta(days=1) <= reach.end
        cure = f"write {end.hour + 24}:{end:%M} for the next day" if later else "swap the two"
        problems.error(
            "S208",
            entry.at,
            column,
            f"the window ends at {end:%m-%d %H:%M}, before it starts at "
            f"{row.window_start:%m-%d %H:%M}; {cure}",
        )
        return
    if rows.horizon is None:
        return
    spans = windows_of(row, rows.horizon)
    if spans and all(
        span.end < rows.horizon.start or span.start > rows.horizon.end for span in spans
    ):
        problems.warn(
            "S266",
            entry.at,
            entry.column("windows") if row.windows else column,
            f"no vehicle is on duty in the window {spans[0].start:%m-%d %H:%M} to "
            f"{spans[-1].end:%m-%d %H:%M}; shifts run from {rows.horizon.start:%m-%d %H:%M} to "
            f"{rows.horizon.end:%m-%d %H:%M}",
        )
    if row.arrive_by is not None and row.arrive_by < rows.horizon.start:
        problems.warn(
            "S266",
            entry.at,
            entry.column("arrive_by"),
            f"the first shift begins at {rows.horizon.start:%m-%d %H:%M}, after arrive_by",
        )


def _check_lines(entry: Entry[OrderRow], rows: DayRows, problems: Problems) -> None:
    row = entry.row
    if rows.lines.ids is None:
        return
    lines = rows.lines_of.get(row.id, [])
    named = row.id in rows.lines.ids
    if row.kind in {OrderKind.DELIVERY, OrderKind.COLLECTION} and not lines and not named:
        problems.error(
            "S226",
            entry.at,
            entry.column("id"),
            f"the {row.kind} {shown(row.id)} has no lines; add a row for it in order_lines",
        )
    if row.kind is OrderKind.TRANSFER:
        for line in lines:
            problems.error(
                "S227",
                line.at,
                line.column("order"),
                f"{shown(row.id)} is a transfer and takes no lines; delete the row",
            )


def _check_depots(entry: Entry[OrderRow], rows: DayRows, problems: Problems) -> None:
    row = entry.row
    check_are_depots(row.depots, entry, "depots", rows, problems)
    if row.release is None or row.kind not in {OrderKind.DELIVERY, OrderKind.CALL}:
        return
    if row.kind is OrderKind.CALL and rows.lines.ids is not None and row.id not in rows.lines.ids:
        problems.error(
            "S210",
            entry.at,
            entry.column("release"),
            f"the call {shown(row.id)} has no lines, so there is nothing to be at the depot; empty "
            "the cell, or add rows for it in order_lines",
        )
    if rows.horizon is not None and row.release > rows.horizon.end:
        problems.warn(
            "S266",
            entry.at,
            entry.column("release"),
            f"the last shift ends at {rows.horizon.end:%m-%d %H:%M}, before the goods are there",
        )
