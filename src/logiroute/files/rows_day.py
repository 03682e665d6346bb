"""All rows of a day together, and the questions the checks ask of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from logiroute.files.problems import InputLocation, Problems, did_you_mean, shown
from logiroute.files.rows_fleet import CrewRow, VehicleRow
from logiroute.files.rows_goods import ItemRow, StockRow
from logiroute.files.rows_lines import LineRow
from logiroute.files.rows_orders import OrderRow
from logiroute.files.rows_places import PlaceRow
from logiroute.files.rows_streets import ClosureRow, PassRow, ProfileRow
from logiroute.files.rows_zones import GateRow, ZoneRow
from logiroute.files.settings import Settings
from logiroute.files.table import Entry, R, Table
from logiroute.model.order import OrderKind
from logiroute.model.place import PlaceKind, Point, Window
from logiroute.model.policy import Policy, VehicleClass
from logiroute.model.zone import PolygonRings


@dataclass(frozen=True)
class DayRows:
    """Valid rows of every table, with the points and polygons that belong to them.

    Attributes
    ----------
    place_points, gate_points : dict of int to Point
        Position in the table's entries → WGS-84 point, where it is sound.
    zone_shapes : dict of int to polygons
        Position in the zones' entries → rings, where they are sound.
    closure_lines : dict of int to points
        Position in the closures' entries → one point or a line, where it is sound.
    policy : Policy or None
        ``None`` if it cannot be read; classes are then not judged.
    """

    settings: Settings
    policy: Policy | None
    places: Table[PlaceRow]
    gates: Table[GateRow]
    zones: Table[ZoneRow]
    closures: Table[ClosureRow]
    vehicles: Table[VehicleRow]
    crew: Table[CrewRow]
    passes: Table[PassRow]
    profiles: Table[ProfileRow]
    items: Table[ItemRow]
    stock: Table[StockRow]
    orders: Table[OrderRow]
    lines: Table[LineRow]
    place_points: Mapping[int, Point]
    gate_points: Mapping[int, Point]
    zone_shapes: Mapping[int, tuple[PolygonRings, ...]]
    closure_lines: Mapping[int, tuple[Point, ...]]

    @cached_property
    def horizon(self) -> Window | None:
        """From the first start to the last end of a shift; ``None`` without vehicles or date."""
        shifts = [shift for entry in self.vehicles for shift in entry.row.shifts]
        if not shifts or not self.settings.has_day:
            return None
        return Window(
            start=min(shift.start for shift in shifts), end=max(shift.end for shift in shifts)
        )

    @cached_property
    def place_of(self) -> dict[str, PlaceRow]:
        """Place rows by id (the first of each)."""
        return by_id(self.places)

    @cached_property
    def places_of_kind(self) -> dict[PlaceKind, list[PlaceRow]]:
        """Place rows by kind, each id once."""
        found: dict[PlaceKind, list[PlaceRow]] = {}
        for row in self.place_of.values():
            found.setdefault(row.kind, []).append(row)
        return found

    @cached_property
    def order_of(self) -> dict[str, OrderRow]:
        """Order rows by id (the first of each)."""
        return by_id(self.orders)

    @cached_property
    def item_of(self) -> dict[str, ItemRow]:
        """Item rows by id (the first of each)."""
        return by_id(self.items)

    @cached_property
    def leaving(self) -> dict[str, int]:
        """Persons who are fetched from places where others may have their beds, by place id."""
        found: dict[str, int] = {}
        for row in self.order_of.values():
            place = self.place_of.get(row.origin)
            gives = place is not None and place.bed_turnover_min is not None
            if gives and row.kind is OrderKind.TRANSFER:
                persons = row.persons or sum(row.households)
                found[row.origin] = found.get(row.origin, 0) + persons
        return found

    def most_beds(self, place: PlaceRow) -> int:
        """Beds that may be free at a place if nobody came, and all who can be were fetched."""
        return place.most_beds + self.leaving.get(place.id, 0)

    def vehicle_class(self, name: str) -> VehicleClass | None:
        """The vehicle class of that name, if policy and name are sound."""
        classes = self.policy.vehicle_classes if self.policy else ()
        return next((entry for entry in classes if entry.id == name), None)

    @cached_property
    def passes_of(self) -> dict[str, list[PassRow]]:
        """Passes by vehicle id."""
        found: dict[str, list[PassRow]] = {}
        for entry in self.passes:
            found.setdefault(entry.row.vehicle, []).append(entry.row)
        return found

    @cached_property
    def lines_of(self) -> dict[str, list[Entry[LineRow]]]:
        """Lines by order id."""
        found: dict[str, list[Entry[LineRow]]] = {}
        for entry in self.lines:
            found.setdefault(entry.row.order, []).append(entry)
        return found

    @cached_property
    def crew_of(self) -> dict[str, list[Entry[CrewRow]]]:
        """Crew by vehicle id."""
        found: dict[str, list[Entry[CrewRow]]] = {}
        for entry in self.crew:
            found.setdefault(entry.row.vehicle, []).append(entry)
        return found

    @cached_property
    def skills_of(self) -> dict[str, set[str]]:
        """Skills of the crew by vehicle id."""
        found: dict[str, set[str]] = {}
        for entry in self.crew:
            found.setdefault(entry.row.vehicle, set()).update(entry.row.skills)
        return found

    def located(self) -> Iterator[tuple[str, str, InputLocation]]:
        """Kind, id and place of everything that later checks may want to point at."""
        for kind, table in (
            ("place", self.places),
            ("gate", self.gates),
            ("zone", self.zones),
            ("closure", self.closures),
            ("vehicle", self.vehicles),
            ("crew", self.crew),
            ("profile", self.profiles),
            ("item", self.items),
            ("order", self.orders),
        ):
            for entry in table:
                yield kind, str(getattr(entry.row, "id", "")), entry.at
        for field, (at, _) in self.settings.keys.items():
            yield "scenario", field, at


def by_id(table: Table[R]) -> dict[str, R]:
    """Rows by id, the first of each."""
    found: dict[str, R] = {}
    for entry in table:
        found.setdefault(str(getattr(entry.row, "id", "")), entry.row)
    return found


def check_known(
    names: Iterable[str],
    known: Iterable[str] | None,
    what: str,
    at: InputLocation,
    column: str,
    problems: Problems,
    code: str = "S222",
) -> bool:
    """Note every name that is not known; ``known`` is ``None`` where that cannot be judged.

    Returns
    -------
    bool
        Whether all names are known (or cannot be judged).
    """
    if known is None:
        return True
    there = set(known)
    missing = [name for name in names if name and name not in there]
    for name in missing:
        problems.error(
            code, at, column, f"unknown {what} {shown(name)}{did_you_mean(name, sorted(there))}"
        )
    return not missing
