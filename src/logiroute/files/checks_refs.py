"""Do the rows fit together: ids unique, references known, classes in the policy."""

from collections.abc import Callable, Iterable

from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.rows_day import DayRows, check_known
from logiroute.files.table import Entry, R, Table
from logiroute.model.profile import SHIPPED_PROFILES


def check_references(rows: DayRows, problems: Problems) -> None:
    """Note duplicate ids, unknown references and unknown classes in every table."""
    _unique(rows.places, _id, problems)
    _unique(rows.gates, _id, problems)
    _unique(rows.zones, _id, problems)
    _unique(rows.closures, _id, problems)
    _unique(rows.vehicles, _id, problems)
    _unique(rows.profiles, _id, problems)
    _unique(rows.crew, _id, problems)
    _unique(rows.items, _id, problems)
    _unique(rows.orders, _id, problems)
    _unique(rows.stock, lambda e: (e.row.depot or "", e.row.item or ""), problems)
    _unique(rows.lines, lambda e: (e.row.order or "", e.row.item or ""), problems)
    _places_and_zones(rows, problems)
    _fleet(rows, problems)
    _passes(rows, problems)
    _profiles(rows, problems)
    _goods(rows, problems)


def _id(entry: Entry[R]) -> tuple[str, ...]:
    return (str(getattr(entry.row, "id", None) or ""),)


def _unique(
    table: Table[R], key_of: Callable[[Entry[R]], tuple[str, ...]], problems: Problems
) -> None:
    first: dict[tuple[str, ...], InputLocation] = {}
    for entry in table.all:
        key = key_of(entry)
        if not all(key):
            continue
        if key in first:
            columns = ["id"] if len(key) == 1 else list(type(entry.row).model_fields)[:2]
            there = "" if first[key].file == entry.at.file else f" of {first[key].file}"
            problems.error(
                "S221",
                entry.at,
                entry.column(columns[0]),
                f"{shown(' + '.join(key))} is already in row {first[key].row}{there}; "
                + ("give each its own id" if len(key) == 1 else "add the two up in one row"),
            )
        else:
            first[key] = entry.at


def _classes(kind: str, rows: DayRows) -> list[str] | None:
    if rows.policy is None:
        return None
    return [entry.id for entry in getattr(rows.policy, f"{kind}_classes")]


def _check_classes(
    kind: str, names: Iterable[str], entry: Entry[R], field: str, rows: DayRows, problems: Problems
) -> None:
    check_known(
        names,
        _classes(kind, rows),
        f"{kind} class",
        entry.at,
        entry.column(field),
        problems,
        code="S223",
    )


def _places_and_zones(rows: DayRows, problems: Problems) -> None:
    for place in rows.places.all:
        _check_classes("party", place.row.accepts, place, "accepts", rows, problems)
    for zone in rows.zones.all:
        _check_classes("zone", [zone.row.zone_class], zone, "zone_class", rows, problems)
    for gate in rows.gates.all:
        check_known([gate.row.zone], rows.zones.ids, "zone", gate.at, gate.column("zone"), problems)
        _check_classes("vehicle", gate.row.vehicle_classes, gate, "vehicle_classes", rows, problems)


def _fleet(rows: DayRows, problems: Problems) -> None:
    for entry in rows.vehicles.all:
        row = entry.row
        _check_classes("vehicle", [row.vehicle_class], entry, "vehicle_class", rows, problems)
        for field, name in (("start", row.start), ("end", row.end)):
            check_known([name], rows.places.ids, "place", entry.at, entry.column(field), problems)
        check_known(
            row.reload_depots,
            rows.places.ids,
            "place",
            entry.at,
            entry.column("reload_depots"),
            problems,
        )
        check_known(
            [row.own_zone], rows.zones.ids, "zone", entry.at, entry.column("own_zone"), problems
        )
        _check_profile(row.profile, rows.profiles.ids, entry, "profile", problems)
    for member in rows.crew.all:
        check_known(
            [member.row.vehicle],
            rows.vehicles.ids or None,  # no vehicles at all is one problem, not one per member
            "vehicle",
            member.at,
            member.column("vehicle"),
            problems,
        )


def _passes(rows: DayRows, problems: Problems) -> None:
    for entry in rows.passes.all:
        for field, name, known in (
            ("vehicle", entry.row.vehicle, rows.vehicles.ids or None),
            ("zone", entry.row.zone, rows.zones.ids),
            ("gate", entry.row.gate, rows.gates.ids),
        ):
            check_known([name], known, field, entry.at, entry.column(field), problems)


def _profiles(rows: DayRows, problems: Problems) -> None:
    for entry in rows.profiles.all:
        _check_profile(entry.row.base, frozenset(), entry, "base", problems)


def _check_profile(
    name: str, own: frozenset[str] | None, entry: Entry[R], field: str, problems: Problems
) -> None:
    """Note a profile that is neither a shipped one nor one of the day's ``own``."""
    known = None if own is None else (*SHIPPED_PROFILES, *own)
    check_known([name], known, "profile", entry.at, entry.column(field), problems, code="S306")


def _goods(rows: DayRows, problems: Problems) -> None:
    for stock in rows.stock.all:
        for field, name, what, known in (
            ("depot", stock.row.depot, "place", rows.places.ids),
            ("item", stock.row.item, "item", rows.items.ids),
        ):
            check_known([name], known, what, stock.at, stock.column(field), problems)
    for line in rows.lines.all:
        for field, name, what, known in (
            ("order", line.row.order, "order", rows.orders.ids),
            ("item", line.row.item, "item", rows.items.ids),
        ):
            check_known([name], known, what, line.at, line.column(field), problems)
    for order in rows.orders.all:
        _check_classes(
            "vehicle", order.row.vehicle_classes, order, "vehicle_classes", rows, problems
        )
        _check_classes("party", [order.row.party_class], order, "party_class", rows, problems)
        for field, names in (
            ("site", [order.row.site]),
            ("origin", [order.row.origin]),
            ("depots", order.row.depots),
            ("destinations", [n for n in order.row.destinations if not n.startswith("kind:")]),
        ):
            check_known(names, rows.places.ids, "place", order.at, order.column(field), problems)
