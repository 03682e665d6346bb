"""Do vehicles have depots to load at, for their first trip and for further ones."""

from collections.abc import Iterable

from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_fleet import VehicleRow
from logiroute.files.table import Entry, R
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind


def check_are_depots(
    names: Iterable[str], entry: Entry[R], field: str, rows: DayRows, problems: Problems
) -> None:
    """Note places of another kind where depots are named."""
    for name in names:
        place = rows.place_of.get(name)
        if place is not None and place.kind is not PlaceKind.DEPOT:
            problems.error(
                "S234",
                entry.at,
                entry.column(field),
                f"{shown(name)} is a {place.kind}, not a depot; name a depot",
            )


def check_trips(rows: DayRows, problems: Problems) -> None:
    """Note vehicles that cannot load what they are to bring, or are told how for no trip."""
    for entry in rows.vehicles:
        check_are_depots(entry.row.reload_depots, entry, "reload_depots", rows, problems)
        start = rows.place_of.get(entry.row.start)
        if start is None:
            continue
        if start.kind is not PlaceKind.DEPOT and not entry.row.reload_depots:
            _check_loads_nowhere(entry, start.kind, rows, problems)
        if start.kind is PlaceKind.DEPOT and entry.row.max_trips == 1:
            _check_one_trip(entry, problems)


def _check_loads_nowhere(
    entry: Entry[VehicleRow], kind: PlaceKind, rows: DayRows, problems: Problems
) -> None:
    row, start = entry.row, shown(entry.row.start)
    if row.max_trips > 1:
        problems.error(
            "S237",
            entry.at,
            entry.column("max_trips"),
            f"{start} is a {kind}, so there is no depot to load at for a further trip; name some "
            "in reload_depots, or empty the cell",
        )
    entry_class = rows.vehicle_class(row.vehicle_class)
    if entry_class is None or OrderKind.DELIVERY not in entry_class.order_kinds:
        return
    message = (
        f"a {row.vehicle_class} loads its goods where it starts, and {start} is a {kind}; start it "
        "at a depot, or name depots in reload_depots"
    )
    if OrderKind.TRANSFER not in entry_class.order_kinds:
        problems.error("S231", entry.at, entry.column("start"), message)
    else:
        problems.warn("S231", entry.at, entry.column("start"), message)


def _check_one_trip(entry: Entry[VehicleRow], problems: Problems) -> None:
    for field in ("reload_min", "reload_depots"):
        if getattr(entry.row, field):
            problems.warn(
                "S237",
                entry.at,
                entry.column(field),
                "it starts at a depot and makes one trip, so it never loads again; write how many "
                "trips it may make in max_trips, or empty the cell",
            )
