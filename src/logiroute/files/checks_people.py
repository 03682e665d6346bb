"""Beds of places that take people, and stations where vehicles are disinfected after them."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.model.place import PlaceKind
from logiroute.units import ceil_div

_STATION = PlaceKind.DISINFECTION_STATION


def check_people(rows: DayRows, problems: Problems) -> None:
    """Note beds and bays that make no sense, and runs after which no place disinfects."""
    for entry in rows.places:
        if entry.row.beds_later and entry.row.beds is None:
            problems.error(
                "S240",
                entry.at,
                entry.column("beds_later"),
                "write how many beds are free before, if only 0, or empty the cell",
            )
        if entry.row.bays is not None and entry.row.kind is not _STATION:
            problems.error(
                "S238",
                entry.at,
                entry.column("bays"),
                f"a {entry.row.kind} has no bays; empty the cell, or make it a {_STATION}",
            )
    _check_stations(rows, problems)


def _check_stations(rows: DayRows, problems: Problems) -> None:
    """Note orders whose people ask for disinfection on a day without a station, all at once."""
    unsure = rows.places.ids is None or len(rows.places.entries) < rows.places.written
    if rows.policy is None or unsure or _STATION in rows.places_of_kind:
        return
    minutes = {
        entry.id: ceil_div(entry.disinfect_s, 60)
        for entry in rows.policy.party_classes
        if entry.disinfect_s
    }
    dirty = [entry for entry in rows.orders if entry.row.party_class in minutes]
    if not dirty:
        return
    asked = dict.fromkeys(entry.row.party_class for entry in dirty)
    words = ", ".join(f"{minutes[name]} min after {name}" for name in asked)
    problems.error(
        "S239",
        dirty[0].at,
        dirty[0].column("party_class"),
        f"the policy {rows.policy.id} asks for disinfection ({words}) and no place can do it; add "
        f"a place of kind {_STATION}, or set disinfect_min to 0 in a policy of your own",
    )
