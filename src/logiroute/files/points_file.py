"""Reading a file of points: a table of ids and coordinates that belongs to no day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from logiroute.errors import InputError, InputProblem, Severity
from logiroute.files.cells import CellContext, identifier, text
from logiroute.files.clock import Clock
from logiroute.files.columns import Col
from logiroute.files.csv_table import read_csv, table_of
from logiroute.files.decode import read_text
from logiroute.files.headers import datum_of, match, recogniser
from logiroute.files.points import read_points, warn_far
from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.raw import RawTable
from logiroute.files.rows_places import PlaceRow
from logiroute.files.rows_point import PointRow
from logiroute.files.rows_zones import GateRow
from logiroute.files.table import Table, read_table
from logiroute.files.workbook_in import is_workbook, read_sheets
from logiroute.model.place import Point

#: Nothing in a file of points is a time; cells are read in a context that has a clock.
_CONTEXT = CellContext(Clock(date(1970, 1, 1), ZoneInfo("UTC")))


class NamedPointRow(PointRow):
    """Row of a file of points."""

    leading: ClassVar[tuple[str, ...]] = ("id", "name")

    id: Annotated[str, Col(identifier, "编号", "Identifier, unique in the file.", "", "A1", True)]
    name: Annotated[
        str, Col(text, "名称", "What people call it; the id if empty.", "", "Depot", default="")
    ]


@dataclass(frozen=True)
class NamedPoint:
    """One point of a file.

    Attributes
    ----------
    point : Point
        WGS-84, whatever the datum of the file.
    at : InputLocation
        File and row.
    column : str
        Header of its longitude.
    """

    id: str
    name: str
    point: Point
    at: InputLocation
    column: str


@dataclass(frozen=True)
class PointsFile:
    """What was found in a file of points.

    Attributes
    ----------
    points : tuple of NamedPoint
        In the order of the file; those that could be read.
    problems : tuple of InputProblem
        Errors and warnings, by row and column.
    """

    points: tuple[NamedPoint, ...]
    problems: tuple[InputProblem, ...]


def inspect_points(path: Path | str) -> PointsFile:
    """Read a file of points and say everything that is wrong with it.

    Parameters
    ----------
    path : Path or str
        ``.csv``, or ``.xlsx`` with the points in its first sheet. Columns ``id`` and one pair such
        as ``lon_wgs84``, ``lat_wgs84``, and if need be ``name``; other columns of a day's places
        and gates are left unread, so that their tables will do.
    """
    problems = Problems()
    raw = _raw(Path(path), problems)
    if raw is None:
        return PointsFile((), problems.sorted())
    at = InputLocation(raw.file)
    table = read_table(_without_strangers(raw), NamedPointRow, _CONTEXT, at, problems)
    _check_ids(table, problems)
    if raw.header_row and not raw.rows:
        problems.error("S113", table.at, "", "there is no point; write one in each row")
    found = read_points(table, problems)
    warn_far(table.entries, found, tuple(found.values()), problems)
    points = []
    for position, point in found.items():
        entry = table.entries[position]
        lon = entry.column(f"lon_{datum_of(entry.headers)}")
        name = entry.row.name or entry.row.id
        points.append(NamedPoint(entry.row.id, name, point, entry.at, lon))
    return PointsFile(tuple(points), problems.sorted())


def read_points_file(path: Path | str) -> tuple[NamedPoint, ...]:
    """Read a file of points; see `inspect_points`.

    Raises
    ------
    InputError
        With every problem of the file, warnings included, if any is an error.
    """
    found = inspect_points(path)
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        raise InputError(found.problems)
    return found.points


def _raw(path: Path, problems: Problems) -> RawTable | None:
    at = InputLocation(path.name or str(path))
    if not is_workbook(path):
        content = read_text(path, at, problems)
        if content is None:
            return None
        return read_csv(content, at, recogniser(NamedPointRow), problems)
    sheets = read_sheets(path, at, problems)
    if sheets is None:
        return None
    name, rows = next(iter(sheets.items()))
    return table_of(enumerate(rows, start=1), f"{path.name}[{name}]")


def _without_strangers(raw: RawTable) -> RawTable:
    """The table without the columns that only places and gates of a day have."""
    kept = [
        position
        for position, header in enumerate(raw.header)
        if match(header, NamedPointRow) is not None
        or (match(header, PlaceRow) is None and match(header, GateRow) is None)
    ]
    if len(kept) == len(raw.header):
        return raw
    width = len(raw.header)

    def pick(cells: Sequence[object]) -> tuple[object, ...]:
        row = (*cells, *(None for _ in range(width - len(cells))))
        return (*(row[position] for position in kept), *row[width:])

    return replace(
        raw,
        header=tuple(raw.header[position] for position in kept),
        rows=tuple((number, pick(cells)) for number, cells in raw.rows),
    )


def _check_ids(table: Table[NamedPointRow], problems: Problems) -> None:
    first: dict[str, int] = {}
    for entry in table.all:
        if entry.row.id in first:
            problems.error(
                "S221",
                entry.at,
                entry.column("id"),
                f"{shown(entry.row.id)} is already in row {first[entry.row.id]}; give each its own "
                "id",
            )
        elif entry.row.id:
            first[entry.row.id] = entry.at.row
