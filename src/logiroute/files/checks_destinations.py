"""Where orders may end, and whether anybody takes them in there."""

from collections import Counter
from collections.abc import Iterable

from logiroute.files.cells import CellContext, CellError
from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.rows_places import PlaceRow, place_kind
from logiroute.files.table import Entry
from logiroute.model.needs import needs_with
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind
from logiroute.units import numbered

#: Where people or things go when the table leaves the choice open.
DEFAULT_KIND = {
    OrderKind.TRANSFER: PlaceKind.QUARANTINE_SITE,
    OrderKind.COLLECTION: PlaceKind.LABORATORY,
}

_KIND = "kind:"

#: Where vehicles go for themselves; nobody is taken in there.
_NOT_FOR_PEOPLE = frozenset({PlaceKind.EXIT, PlaceKind.RELIEF_AREA, PlaceKind.DISINFECTION_STATION})

#: Places that are named in one message, at most.
_NAMED = 3


def destinations_of(row: OrderRow, rows: DayRows) -> tuple[str, ...]:
    """Ids of the places an order may end at.

    ``kind:<kind>`` stands for every place of the kind that has beds (or does not count them) and
    takes in the party; places named by id are kept as they are. If that leaves none, it stands for
    all of the kind: the plan then says why they do not do.

    Raises
    ------
    CellError
        S206, there is no such kind.
    """
    suited: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in _written(row):
        if not name.startswith(_KIND):
            suited[name] = None
            continue
        kind = place_kind(name.removeprefix(_KIND), CellContext(rows.settings.clock))
        for place in rows.places_of_kind.get(kind, []):
            fits = row.kind is OrderKind.COLLECTION or not _hindrance(place, row, rows)
            (suited if fits else others)[place.id] = None
    suited.pop(row.origin, None)
    if suited or row.kind is OrderKind.COLLECTION:
        return tuple(suited)
    if row.origin in _written(row):
        others[row.origin] = None
    return tuple(name for name in others if name != row.origin) or tuple(others)


def _written(row: OrderRow) -> tuple[str, ...]:
    return row.destinations or (f"{_KIND}{DEFAULT_KIND[row.kind]}",)


def check_destinations(rows: DayRows, problems: Problems) -> None:
    """Note orders that no place takes in: errors where it is the day that is wrong."""
    nowhere = _classes_taken_in_nowhere(rows)
    for entry in rows.orders:
        if entry.row.kind in DEFAULT_KIND and rows.places.ids is not None:
            _check(entry, rows, nowhere, problems)


def refusal(place: PlaceRow, row: OrderRow, rows: DayRows) -> str:
    """Why a place does not take in a party, beds or not; empty if it does."""
    if place.id == row.origin:
        return "is where they are"
    refused = needs_with(row.needs, place.refuses)
    if refused:
        return f"does not accept people with {', '.join(refused)}"
    if _refuses_class(place, row):
        return f"does not accept {row.party_class}"
    local = _local(row, rows) if place.off_county else ""
    return f"is off-county, and the party must stay local ({local})" if local else ""


def _hindrance(place: PlaceRow, row: OrderRow, rows: DayRows) -> str:
    """Why a place cannot take in a party, however few they are; empty if it can."""
    full = place.beds is not None and not rows.most_beds(place)
    return refusal(place, row, rows) or ("has no free bed" if full else "")


def _refuses_class(place: PlaceRow, row: OrderRow) -> bool:
    return bool(place.accepts) and row.party_class not in place.accepts


def _local(row: OrderRow, rows: DayRows) -> str:
    """Who of a party keeps it in the county; empty if nobody does."""
    return ", ".join(rows.policy.stay_local.whom(row.ages, row.needs) if rows.policy else ())


def _places(names: Iterable[str], rows: DayRows) -> tuple[list[PlaceRow], bool]:
    """Rows of places, and whether a row that was not understood could be one more."""
    places = [rows.place_of[name] for name in names if name in rows.place_of]
    unsure = any(name not in rows.place_of for name in names) or (
        rows.places.ids is not None and len(rows.place_of) < len(rows.places.ids)
    )
    return places, unsure


def _classes_taken_in_nowhere(rows: DayRows) -> frozenset[str]:
    """Party classes that are accepted at no destination of any order of theirs.

    A single party among others is left to the plan, which goes on without it.
    """
    parties: Counter[str] = Counter()
    taken = set()
    for entry in rows.orders:
        row = entry.row
        if row.kind is not OrderKind.TRANSFER:
            continue
        parties[row.party_class] += 1
        try:
            places, unsure = _places(destinations_of(row, rows), rows)
        except CellError:
            continue  # It is noted with the order.
        if unsure or not all(_refuses_class(place, row) for place in places):
            taken.add(row.party_class)
    alone = {name for name, count in parties.items() if count == 1 < parties.total()}
    return frozenset(parties) - taken - alone


def _check(
    entry: Entry[OrderRow], rows: DayRows, nowhere: frozenset[str], problems: Problems
) -> None:
    row, column = entry.row, entry.column("destinations")
    try:
        names = destinations_of(row, rows)
    except CellError as error:
        problems.error(error.code, entry.at, column, str(error))
        return
    places, unsure = _places(names, rows)
    if not names and not unsure:
        problems.error("S233", entry.at, column, _no_place(row))
    if row.kind is OrderKind.COLLECTION or not places:
        return
    wrong = [place for place in places if place.kind in _NOT_FOR_PEOPLE]
    for place in wrong:
        problems.error(
            "S316",
            entry.at,
            column,
            f"{shown(place.id)} is of kind {place.kind}, where nobody is taken in; name other "
            "places, or correct its kind",
        )
    if wrong:
        return
    hindrances = {place.id: _hindrance(place, row, rows) for place in places}
    if not unsure and all(hindrances.values()):
        _taken_in_nowhere(entry, hindrances, row.party_class in nowhere, problems)
        return
    for place in places:
        reason = refusal(place, row, rows)
        if reason:
            problems.warn("S270", entry.at, column, f"{place.id} {reason}")
    persons = row.largest_household
    fits = [place for place in places if not hindrances[place.id]]
    if not unsure and all(rows.most_beds(place) < persons for place in fits):
        problems.warn(
            "S270",
            entry.at,
            entry.column("households" if row.households else "persons"),
            f"no destination has {numbered(persons, 'free bed')}; parties are not divided, so "
            "divide it here, or write its households",
        )


def _no_place(row: OrderRow) -> str:
    kinds = " or ".join(name.removeprefix(_KIND) for name in _written(row))
    if row.kind is OrderKind.COLLECTION:
        return "there is no place it could go to; name a destination"
    return (
        f"no destination accepts {row.party_class or 'the party'}: there is no place of kind "
        f"{kinds}; name a destination, or correct kind in places"
    )


def _taken_in_nowhere(
    entry: Entry[OrderRow], hindrances: dict[str, str], whole_class: bool, problems: Problems
) -> None:
    """An error where it holds for every order of the class: then hardly the orders are wrong."""
    column, party = entry.column("destinations"), entry.row.party_class or "the party"
    if whole_class:
        problems.error(
            "S233",
            entry.at,
            column,
            f"no destination accepts {party}; name other places, or correct accepts in places",
        )
        return
    named = "; ".join(f"{name} {reason}" for name, reason in list(hindrances.items())[:_NAMED])
    more = f"; and {len(hindrances) - _NAMED} more" if len(hindrances) > _NAMED else ""
    problems.warn(
        "S310",
        entry.at,
        column,
        f"it will be unserved: {named}{more}; name other places, or correct these",
    )
