"""Can the vehicles and the stock do what is asked at all; warnings only, the solver says more."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from logiroute.files.loads import capacity_of, unit_loads_of
from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.suitable import is_class_right
from logiroute.files.table import Entry
from logiroute.model.order import OrderKind
from logiroute.model.policy import VehicleClass
from logiroute.model.stock import Loads
from logiroute.units import (
    CHILD_SEATS,
    CM3_PER_M3,
    GRAMS_PER_KG,
    MASS,
    SEATS,
    STRETCHERS,
    VOLUME,
    WHEELCHAIRS,
    counted,
    numbered,
)

_SHOWN = {MASS: (GRAMS_PER_KG, "kg"), VOLUME: (CM3_PER_M3, "m³"), SEATS: (1, "persons")}
_FROM_DEPOT = frozenset({OrderKind.DELIVERY, OrderKind.CALL})


@dataclass(frozen=True)
class _Means:
    """Vehicles that are alike in all that matters here."""

    vehicle_class: VehicleClass
    skills: frozenset[str]
    capacity: Loads


def check_means(rows: DayRows, problems: Problems) -> None:
    """Warn of orders no vehicle can do and of stock that does not suffice."""
    if rows.vehicles.entries and len(rows.vehicles.entries) == rows.vehicles.written:
        means = _means(rows)
        if means is not None:
            for entry in rows.orders:
                _check_order(entry, means, rows, problems)
            _check_groups(means, rows, problems)
        _check_dimensions(rows, problems)
    if rows.stock.entries and len(rows.stock.entries) == rows.stock.written:
        _check_stock(rows, problems)


def _means(rows: DayRows) -> list[_Means] | None:
    """The different means of the day; ``None`` if a class is unknown (which is noted already)."""
    found: dict[tuple[object, ...], _Means] = {}
    for entry in rows.vehicles:
        vehicle_class = rows.vehicle_class(entry.row.vehicle_class)
        if vehicle_class is None:
            return None
        skills = frozenset(rows.skills_of.get(entry.row.id, ()))
        capacity = capacity_of(entry.row)
        key = (vehicle_class.id, skills, *sorted(capacity.items()))
        found[key] = _Means(vehicle_class, skills, capacity)
    return list(found.values())


def _check_order(
    entry: Entry[OrderRow], means: list[_Means], rows: DayRows, problems: Problems
) -> None:
    row = entry.row
    if not _classes_known(row, rows):
        return  # noted already
    right = [some for some in means if is_class_right(row, some.vehicle_class)]
    able = [some for some in right if some.skills.issuperset(row.skills)]
    if not able:
        column = "vehicle_classes" if row.vehicle_classes else "kind"
        if right:
            column = "skills"
        problems.warn(
            "S268",
            entry.at,
            entry.column(column),
            f"no vehicle may do {shown(row.id)}: by kind, class, skills or party class none "
            "qualifies; correct the order or add a vehicle",
        )
        return
    if row.kind is OrderKind.TRANSFER:
        _check_party(entry, able, problems)
        return
    need = _need(row.id, rows)
    if need and not any(_fits(need, some.capacity) for some in able):
        problems.warn(
            "S263",
            entry.at,
            entry.column("id"),
            f"{shown(row.id)} ({_words(need)}) does not fit any vehicle; orders are not divided, "
            "so divide it here",
        )


def _check_groups(means: list[_Means], rows: DayRows, problems: Problems) -> None:
    """Warn of orders that ride together and that no one vehicle may do, though each has some."""
    groups: dict[str, list[Entry[OrderRow]]] = {}
    for entry in rows.orders:
        if entry.row.together and _classes_known(entry.row, rows):
            groups.setdefault(entry.row.together, []).append(entry)
    for name, entries in groups.items():
        able = [{i for i, some in enumerate(means) if _is_able(some, e.row)} for e in entries]
        if not all(able):
            continue  # noted with the order
        goods = any(rows.lines_of.get(e.row.id) for e in entries)
        people = any(e.row.kind is OrderKind.TRANSFER for e in entries)
        mixed = goods and people and rows.policy is not None and not rows.policy.people_and_goods
        if mixed or not set.intersection(*able):
            why = "people and goods never ride in one shift" if mixed else "each asks for another"
            problems.warn(
                "S268",
                entries[0].at,
                entries[0].column("together"),
                f"no vehicle may do all orders of the group {shown(name)}: {why}; they are all "
                "unserved, so take some out of the group",
            )


def _is_able(some: _Means, row: OrderRow) -> bool:
    return is_class_right(row, some.vehicle_class) and some.skills.issuperset(row.skills)


def _check_party(entry: Entry[OrderRow], able: list[_Means], problems: Problems) -> None:
    """Warn of a party that no vehicle has the seats for, or what else some of them need."""
    row = entry.row
    if row.persons is None or row.stretchers + row.wheelchairs + row.child_seats > row.persons:
        return  # noted already
    seated = row.largest_household - row.stretchers - row.wheelchairs
    most = max(_seats(some, row) for some in able)
    if seated > most:
        problems.warn(
            "S263",
            entry.at,
            entry.column("households" if row.households else "persons"),
            f"{_too_many(row, seated)} do not fit any vehicle (at most {most}); {_cure(row)}",
        )
        return
    need = {name: getattr(row, name) for name in (STRETCHERS, WHEELCHAIRS, CHILD_SEATS)}
    need = {name: count for name, count in need.items() if count}
    if not any(_seats(some, row) >= seated and _fits(need, some.capacity) for some in able):
        problems.warn(
            "S263",
            entry.at,
            entry.column(next(iter(need))),
            f"no vehicle that may carry them has room for {_words(need)} and {seated} on seats; "
            "divide the party, or write in vehicles what a vehicle has",
        )


def _seats(some: _Means, row: OrderRow) -> int:
    """Seats that people of the party's class may fill."""
    return some.vehicle_class.usable_seats(some.capacity.get(SEATS, 0), row.party_class)


def _classes_known(order: OrderRow, rows: DayRows) -> bool:
    parties = {entry.id for entry in rows.policy.party_classes} if rows.policy else set()
    return (order.party_class in parties or not order.party_class) and all(
        rows.vehicle_class(name) is not None for name in order.vehicle_classes
    )


def _too_many(row: OrderRow, seated: int) -> str:
    household = "of a household " if row.households else ""
    seats = "on seats " if seated < row.largest_household else ""
    return f"{numbered(seated, 'person')} {household}{seats}".rstrip()


def _cure(row: OrderRow) -> str:
    if row.households:
        return "divide the household, or add a larger vehicle"
    return "divide the party, or write its households"


def _need(order_id: str, rows: DayRows) -> Loads:
    need: Counter[str] = Counter()
    for line in rows.lines_of.get(order_id, []):
        item = rows.item_of.get(line.row.item)
        if item is not None:
            for name, load in unit_loads_of(item).items():
                need[name] += load * line.row.quantity
    return {name: load for name, load in need.items() if load}


def _fits(need: Loads, capacity: Loads) -> bool:
    return all(load <= capacity.get(name, 0) for name, load in need.items())


def _words(need: Loads) -> str:
    parts = []
    for name, load in sorted(need.items()):
        factor, unit = _SHOWN.get(name, (1, name))
        known = name in _SHOWN
        parts.append(f"{load / factor:,.10g} {unit}" if known else counted(load, name))
    return ", ".join(parts)


def _check_dimensions(rows: DayRows, problems: Problems) -> None:
    offered = {name for entry in rows.vehicles for name in capacity_of(entry.row)}
    noted: set[str] = set()
    for entry in rows.items:
        for name, load in unit_loads_of(entry.row).items():
            if load and name not in offered and name not in noted:
                noted.add(name)
                column = {MASS: "kg", VOLUME: "m3"}.get(name, "other_load")
                problems.warn(
                    "S269",
                    rows.items.at,
                    entry.column(column) if column != "other_load" else f"load_{name}",
                    f"items take up {shown(name)} and no vehicle has capacity for it"
                    f"{did_you_mean(name, sorted(offered))}",
                )


def _check_stock(rows: DayRows, problems: Problems) -> None:
    available: dict[tuple[str, str], int] = {}
    first: dict[str, InputLocation] = {}
    column = "quantity"
    for stock in rows.stock:
        key = (stock.row.depot, stock.row.item)
        available[key] = max(0, stock.row.quantity - stock.row.reserve)
        first.setdefault(stock.row.item, stock.at)
        column = stock.column("quantity")
    asked: Counter[str] = Counter()
    for line in rows.lines:
        order = rows.order_of.get(line.row.order)
        if order is None or order.kind not in _FROM_DEPOT:
            continue
        asked[line.row.item] += line.row.quantity
        most = max(_at(available, line.row.item, order.depots), default=0)
        if line.row.quantity > most:
            problems.warn(
                "S262",
                line.at,
                line.column("quantity"),
                f"no depot it may come from can issue {line.row.quantity} of {line.row.item} "
                f"(at most {most}); an order comes from one depot",
            )
    for item, quantity in sorted(asked.items()):
        there = sum(_at(available, item, ()))
        if quantity > there:
            problems.warn(
                "S262",
                first.get(item, rows.stock.at),
                column,
                f"the orders ask for {quantity} of {item}, and the depots may issue {there}",
            )


def _at(available: dict[tuple[str, str], int], item: str, depots: Iterable[str]) -> Iterable[int]:
    allowed = set(depots)
    return [
        units
        for (depot, name), units in available.items()
        if name == item and (not allowed or depot in allowed)
    ]
