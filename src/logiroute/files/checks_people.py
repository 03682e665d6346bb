"""Beds of places, ages of parties, and stations where vehicles are disinfected after them."""

from logiroute.files.cells import MAX_ID
from logiroute.files.cohorts import is_cohort, part_id
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.needs import needs_with
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.policy import Policy
from logiroute.units import CHILD_SEATS, STRETCHERS, WHEELCHAIRS, ceil_div, counted, numbered

_STATION = PlaceKind.DISINFECTION_STATION

#: Words of a need by which a grown-up who is not of the party rides along.
ESCORTS = ("companion", "escort", "陪同", "陪护")


#: Columns of what people may need instead of a bare seat.
_NOT_ON_A_SEAT = (STRETCHERS, WHEELCHAIRS, CHILD_SEATS)


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
        _check_places_aboard(order, problems)
    _check_stations(rows, problems)
    for order in rows.orders:
        if order.row.kind is OrderKind.TRANSFER and order.row.households:
            _check_cohort(order, rows, problems)


def _check_cohort(entry: Entry[OrderRow], rows: DayRows, problems: Problems) -> None:
    """Note households that do not add up, and parts that cannot be named or must not be split."""
    row, column = entry.row, entry.column("households")
    together = sum(row.households)
    if row.persons is not None and together != row.persons:
        problems.error(
            "S245",
            entry.at,
            column,
            f"the households are {numbered(together, 'person')} and the party is {row.persons}; "
            "correct one",
        )
        return
    if not is_cohort(row):
        return
    for column in ("ages", *_NOT_ON_A_SEAT):
        if getattr(row, column):
            problems.error(
                "S245",
                entry.at,
                entry.column(column),
                "nobody knows who of them is in which household; empty the cell, and give those "
                "of whom it is said a row of their own",
            )
    if row.together:
        problems.error(
            "S245",
            entry.at,
            entry.column("together"),
            f"who rides together with {shown(row.together)} is not split; empty this cell or "
            "households",
        )
    # There may be fewer parts than households, never more.
    names = [part_id(row, number + 1) for number in range(len(row.households))]
    if len(names[-1]) > MAX_ID:
        problems.error(
            "S245",
            entry.at,
            entry.column("id"),
            f"parts of it are called like {shown(names[-1])}, and an id has at most {MAX_ID} "
            "characters; shorten this one",
        )
    for name in sorted(set(names) & (rows.orders.ids or frozenset()))[:1]:
        problems.error(
            "S245",
            entry.at,
            entry.column("id"),
            f"a part of it would be called {shown(name)}, and so is another order; give that one "
            "another id",
        )


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
            f"{numbered(len(row.ages), 'age')} for {numbered(row.persons, 'person')}; write one "
            "for each, or none",
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


def _check_places_aboard(entry: Entry[OrderRow], problems: Problems) -> None:
    """Note more stretchers, wheelchairs and child seats than persons."""
    row = entry.row
    needed = {name: getattr(row, name) for name in _NOT_ON_A_SEAT}
    asked = [name for name, count in needed.items() if count]
    if row.persons is not None and sum(needed.values()) > row.persons:
        words = " and ".join(counted(needed[name], name) for name in asked)
        problems.error(
            "S283",
            entry.at,
            entry.column(asked[0]),
            f"{words} for a party of {row.persons}; nobody needs two of them",
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
