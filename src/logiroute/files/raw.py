"""A day as it lies in its files, before any cell has a meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from logiroute.files.problems import InputLocation

#: Names of the tables and their Chinese names, for sheets and files alike.
TABLES: dict[str, str] = {
    "places": "地点",
    "gates": "卡口",
    "closures": "封堵点",
    "vehicles": "车辆",
    "crew": "人员",
    "passes": "通行证",
    "profiles": "行驶模式",
    "items": "物资",
    "stock": "库存",
    "orders": "订单",
    "order_lines": "订单明细",
}

#: The two parts of a day that are no table in a folder.
SCENARIO = "scenario"
ZONES = "zones"

#: The table that may also be drawn: a folder may hold both ``closures.csv`` and
#: ``closures.geojson``.
CLOSURES = "closures"
DRAWN_CLOSURES = "closures.geojson"
CHINESE = {**TABLES, SCENARIO: "场景", ZONES: "区域"}
REQUIRED_TABLES = frozenset({"places", "vehicles", "orders"})

#: Table that may be left out → tables whose rows cannot do without it.
NEEDED_BY = {"items": ("order_lines", "stock"), ZONES: ("gates", "passes")}


@dataclass(frozen=True)
class RawTable:
    """Header and rows of a table.

    Attributes
    ----------
    file : str
        As problems name it: ``orders.csv`` or ``day.xlsx[orders]``.
    header : tuple of str
        As written.
    header_row : int
        1-based row of the header, 0 if the table has none.
    rows : tuple of (int, sequence of cells)
        With their 1-based rows; empty rows and rows that start with ``#`` are left out.
    decimal_mark : str
        As in `CellContext`.
    """

    file: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, Sequence[object]], ...]
    decimal_mark: str = "."


@dataclass(frozen=True)
class RawSettings:
    """Keys of the scenario, with the row each stands in."""

    file: str
    values: Mapping[str, tuple[object, int]]


@dataclass(frozen=True)
class RawText:
    """A decoded text file."""

    file: str
    text: str


@dataclass(frozen=True)
class RawDay:
    """Everything that could be read.

    Attributes
    ----------
    base : Path
        Absolute folder that relative paths start from.
    settings : RawSettings or None
        ``None`` if missing or unreadable (then a problem says so).
    tables : dict of str to RawTable
        By name; a table that is missing or unreadable is not there.
    broken : set of str
        Tables that exist and could not be read.
    zones : RawText or RawTable or None
        GeoJSON of a folder, or the sheet of a workbook.
    drawn_closures : RawText or None
        GeoJSON of a folder, beside the table.
    labels : dict of str to str
        What problems call each part, present or not.
    """

    base: Path
    settings: RawSettings | None = None
    tables: dict[str, RawTable] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    zones: RawText | RawTable | None = None
    labels: dict[str, str] = field(default_factory=dict)
    drawn_closures: RawText | None = None

    def at(self, part: str, row: int = 0) -> InputLocation:
        """Location of a row of a part."""
        return InputLocation(self.labels.get(part, part), row)
