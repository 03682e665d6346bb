"""Is each order complete, and does it say only what its kind can mean."""

from datetime import timedelta

from logiroute.files.cells import CellContext, CellError
from logiroute.files.checks_trips import check_are_depots
from logiroute.files.columns import columns_of
from logiroute.files.order_kinds import APPLIES_TO, NEEDED_BY
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.rows_places import PlaceRow, place_kind
from logiroute.files.table import Entry
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind, Window
from logiroute.units import numbered

#: Where people or things go when the table leaves the choice open.
DEFAULT_KIND = {
    OrderKind.TRANSFER: PlaceKind.QUARANTINE_SITE,
    OrderKind.COLLECTION: PlaceKind.LABORATORY,
}


def check_orders(rows: DayRows, problems: Problems) -> None:
    """Note orders that are incomplete or contradict themselves."""
    empty = {column.field: column.col.default for column in columns_of(OrderRow)}
    for entry in rows.orders:
        _check_columns(entry, empty, problems)
        _check_windows(entry, rows, problems)
        _check_lines(entry, rows, problems)
        _check_depots(entry, rows, problems)
        if entry.row.kind in DEFAULT_KIND:
            _check_destinations(entry, rows, problems)
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


def destinations_of(row: OrderRow, rows: DayRows) -> tuple[str, ...]:
    """Ids of the places an order may end at.

    ``kind:<kind>`` stands for every place of the kind that has beds (or does not count them) and
    accepts the party class; places named by id are kept as they are.

    Raises
    ------
    CellError
        S206, there is no such kind.
    """
    written = row.destinations or (f"kind:{DEFAULT_KIND[row.kind]}",)
    found: dict[str, None] = {}
    for name in written:
        if not name.startswith("kind:"):
            found[name] = None
            continue
        kind = place_kind(name.removeprefix("kind:"), CellContext(rows.settings.clock))
        for place in rows.places_of_kind.get(kind, []):
            takes = not _refusal(place, row, rows)
            is_transfer = row.kind is OrderKind.TRANSFER
            room = place.beds is None or rows.most_beds(place) > 0
            if not is_transfer or (room and takes):
                found[place.id] = None
    return tuple(name for name in found if name != row.origin)


def _check_destinations(entry: Entry[OrderRow], rows: DayRows, problems: Problems) -> None:
    row, column = entry.row, entry.column("destinations")
    if rows.places.ids is None:
        return
    try:
        names = destinations_of(row, rows)
    except CellError as error:
        problems.error(error.code, entry.at, column, str(error))
        return
    places = [rows.place_of[name] for name in names if name in rows.place_of]
    unsure = any(name not in rows.place_of for name in names) or (
        len(rows.place_of) < len(rows.places.ids)
    )
    if row.kind is OrderKind.COLLECTION:
        if not names and not unsure:
            problems.error(
                "S233", entry.at, column, "there is no place it could go to; name a destination"
            )
        return
    refusals = {place.id: _refusal(place, row, rows) for place in places}
    fits = [place for place in places if not refusals[place.id]]
    if not fits and not unsure:
        away = any(place.off_county for place in rows.place_of.values())
        local = _local(row, rows) if away else ""
        problems.error(
            "S233",
            entry.at,
            column,
            f"no destination accepts {row.party_class or 'the party'}"
            f"{f', who must stay local ({local})' if local else ''}; name other places, or correct "
            f"accepts{', off_county' if local else ''} and beds in places",
        )
        return
    for name, refusal in refusals.items():
        if refusal:
            problems.warn("S270", entry.at, column, f"{name} {refusal}")
    persons = row.largest_household
    if fits and not unsure and all(rows.most_beds(place) < persons for place in fits):
        problems.warn(
            "S270",
            entry.at,
            entry.column("households" if row.households else "persons"),
            f"no destination has {numbered(persons, 'free bed')}; parties are not divided, so "
            "divide it here, or write its households",
        )


def _local(row: OrderRow, rows: DayRows) -> str:
    """Who of a party keeps it in the county; empty if nobody does."""
    return ", ".join(rows.policy.stay_local.whom(row.ages, row.needs) if rows.policy else ())


def _refusal(place: PlaceRow, row: OrderRow, rows: DayRows) -> str:
    """Why a place does not take in a party, beds or not; empty if it does."""
    refused = [need for need in row.needs if need in place.refuses]
    if refused:
        return f"does not accept people with {', '.join(refused)}"
    if place.accepts and row.party_class not in place.accepts:
        return f"does not accept {row.party_class}"
    local = _local(row, rows) if place.off_county else ""
    return f"is off-county, and the party must stay local ({local})" if local else ""
