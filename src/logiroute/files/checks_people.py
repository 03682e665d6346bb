"""Beds of places, ages of parties, and stations where vehicles are disinfected after them."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.place import PlaceKind
from logiroute.model.policy import Policy, needs_with
from logiroute.units import ceil_div

_STATION = PlaceKind.DISINFECTION_STATION

#: Words of a need by which a grown-up who is not of the party rides along.
ESCORTS = ("companion", "escort", "陪同", "陪护")


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
    for order in rows.orders:
        _check_ages(order, rows.policy, problems)
    _check_stations(rows, problems)


def _check_ages(entry: Entry[OrderRow], policy: Policy | None, problems: Problems) -> None:
    """Note ages that are not of all persons, and children among themselves."""
    row, column = entry.row, entry.column("ages")
    if not row.ages or row.persons is None:
        return
    if len(row.ages) != row.persons:
        problems.error(
            "S281",
            entry.at,
            column,
            f"{len(row.ages)} ages for {row.persons} persons; write one for each, or none",
        )
        return
    limit = policy.accompanied_under_years if policy else None
    if limit is not None and max(row.ages) < limit and not needs_with(row.needs, ESCORTS):
        problems.error(
            "S282",
            entry.at,
            column,
            f"nobody in the party is {limit} or older; add the parent who rides along to persons "
            f"and ages, or write {ESCORTS[0]} under needs if somebody else does",
        )


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
