"""Are docks counted where orders are worked on, and nowhere else."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.model.place import DOCK_KINDS, PlaceKind

_INSTEAD = {
    PlaceKind.DEPOT: "empty the cell: loading at a depot takes no dock",
    PlaceKind.DISINFECTION_STATION: "empty the cell, and write bays",
}


def check_docks(rows: DayRows, problems: Problems) -> None:
    """Note docks of places without work of orders, and places with docks where drivers rest."""
    for entry in rows.places:
        row = entry.row
        if row.docks is None:
            continue
        if row.kind not in DOCK_KINDS:
            cure = _INSTEAD.get(row.kind, "empty the cell")
            message = f"docks of a {row.kind} are not counted; {cure}"
            problems.error("S247", entry.at, entry.column("docks"), message)
        elif row.rest:
            problems.error(
                "S247",
                entry.at,
                entry.column("rest"),
                "nobody rests where docks are counted; write no, or empty the cell docks",
            )
