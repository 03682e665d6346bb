"""Places beyond the roads: their exits are on the roads, and no zone lies where nobody looks."""

from collections.abc import Mapping

from logiroute.files.geometry import lies_in
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows, check_known
from logiroute.files.rows_places import PlaceRow
from logiroute.files.table import Entry
from logiroute.model.place import PlaceKind, Point


def check_beyond(rows: DayRows, problems: Problems) -> None:
    """Note approaches from what is no exit, and zones that would be crossed beyond the roads."""
    points = {
        entry.row.id: rows.place_points[position]
        for position, entry in enumerate(rows.places)
        if position in rows.place_points
    }
    for entry in rows.places:
        if entry.row.approaches:
            _check_exits(entry, rows, problems)
            names = [entry.row.id, *(approach.exit_id for approach in entry.row.approaches)]
            _check_zones(entry, {n: points[n] for n in names if n in points}, rows, problems)


def _check_exits(entry: Entry[PlaceRow], rows: DayRows, problems: Problems) -> None:
    names = [approach.exit_id for approach in entry.row.approaches]
    column = entry.column("approaches")
    check_known(names, rows.places.ids, "place", entry.at, column, problems)
    for name in names:
        place = rows.place_of.get(name)
        if place is None:
            continue
        if place.kind is not PlaceKind.EXIT:
            message = f"{shown(name)} is a {place.kind}, not an {PlaceKind.EXIT}; name an exit"
            problems.error("S234", entry.at, column, message)
        elif place.approaches:
            message = f"exit {shown(name)} lies beyond the roads itself; name one that is on them"
            problems.error("S220", entry.at, column, message)


def _check_zones(
    entry: Entry[PlaceRow], points: Mapping[str, Point], rows: DayRows, problems: Problems
) -> None:
    for position, zone in enumerate(rows.zones):
        shape = rows.zone_shapes.get(position)
        inside = [name for name, point in points.items() if shape and lies_in(shape, point)]
        if inside:
            problems.error(
                "S220",
                entry.at,
                entry.column("approaches"),
                f"{', '.join(map(shown, inside))} lies in zone {shown(zone.row.id)}, and nobody "
                "could look at how its edge is crossed beyond the roads; take an exit outside, or "
                "empty the cell and use roads that lead there",
            )
