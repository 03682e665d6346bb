"""From a raw table to validated rows: every bad cell of every row is noted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError

from logiroute.files.cells import CellContext, CellError, is_empty, text_of
from logiroute.files.columns import Row, columns_of
from logiroute.files.headers import Match, match_all
from logiroute.files.problems import InputLocation, Problems, shown
from logiroute.files.raw import RawTable

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A valid row and where it stands.

    Attributes
    ----------
    headers : mapping of str to str
        Field of the row → header as the dispatcher wrote it.
    """

    row: R
    at: InputLocation
    headers: Mapping[str, str]

    def column(self, field: str) -> str:
        """The header of a field as written (the English one if the column is absent)."""
        return self.headers.get(field, field)


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table after its rows were read.

    Attributes
    ----------
    entries : tuple of Entry
        The valid rows.
    partial : tuple of Entry
        Rows with bad cells, which read as empty; for checks of single cells only.
    ids : frozenset of str or None
        First column (the id, or the order of a line) of all rows, also of those with problems;
        ``None`` if the table could not be read at all (then references to it are not judged, the
        missing table is problem enough).
    written : int
        Number of rows, good and bad.
    at : InputLocation
        The header.
    header_known : bool
        Whether every header is known; else an empty cell may be one that was not understood.
    """

    entries: tuple[Entry[R], ...]
    ids: frozenset[str] | None
    written: int
    at: InputLocation
    partial: tuple[Entry[R], ...] = ()
    header_known: bool = True

    @property
    def all(self) -> tuple[Entry[R], ...]:
        """Valid and partial rows, in their order."""
        return tuple(sorted((*self.entries, *self.partial), key=lambda entry: entry.at))

    def __iter__(self) -> Iterator[Entry[R]]:
        return iter(self.entries)


def read_table(
    raw: RawTable | None,
    model: type[R],
    context: CellContext,
    absent: InputLocation,
    problems: Problems,
    *,
    broken: bool = False,
) -> Table[R]:
    """Validate every row of a table.

    Parameters
    ----------
    raw : RawTable or None
        ``None`` if there is no such table.
    model : type of Row
        Its columns.
    context : CellContext
        Clock of the day; the decimal mark is taken from the table.
    absent : InputLocation
        What to call the table if it is not there.
    problems : Problems
        Where problems go.
    broken : bool
        Whether the table exists but could not be read.
    """
    if raw is None:
        return Table((), None if broken else frozenset(), 0, absent)
    at = InputLocation(raw.file, raw.header_row)
    if not raw.header_row:
        problems.error("S113", at, "", "the table is empty; its first row must name the columns")
        return Table((), None, 0, at)
    matches = match_all(raw.header, at, model, problems)
    context = CellContext(context.clock, raw.decimal_mark)
    headers = {hit.column.field: raw.header[position] for position, hit in matches.items()}
    entries: list[Entry[R]] = []
    partial: list[Entry[R]] = []
    ids: set[str] = set()
    first = next(iter(model.model_fields)) if "id" not in model.model_fields else "id"
    has_id = first in headers
    for number, cells in raw.rows:
        here = InputLocation(raw.file, number)
        _check_surplus(cells, raw, here, problems)
        values = _values(cells, matches, model)
        if has_id and not is_empty(values[first]):
            ids.add(_quiet_text(values[first]))
        row = validate(values, model, context, here, raw.header, matches, problems)
        if row is not None:
            entries.append(Entry(row, here, headers))
        else:
            partial.append(Entry(_readable_part(values, model, context), here, headers))
    known = frozenset(ids) if has_id else None
    understood = all(not text or spot in matches for spot, text in enumerate(raw.header))
    return Table(tuple(entries), known, len(raw.rows), at, tuple(partial), understood)


def validate(
    values: Mapping[str, object],
    model: type[R],
    context: CellContext,
    at: InputLocation,
    header: tuple[str, ...],
    matches: Mapping[int, Match],
    problems: Problems,
) -> R | None:
    """One row, or ``None`` after noting each bad cell.

    A required column that is missing altogether was noted once, with the header, and is not
    repeated in each row.
    """
    try:
        return model.model_validate(values, context=context)
    except ValidationError as error:
        written = {(hit.column.field, hit.key): header[p] for p, hit in matches.items()}
        for detail in error.errors(include_url=False, include_input=False):
            field = str(detail["loc"][0])
            key = str(detail["loc"][1]) if len(detail["loc"]) > 1 else ""
            if (field, key) not in written:
                continue
            cause = detail.get("ctx", {}).get("error")
            code = cause.code if isinstance(cause, CellError) else "S202"
            message = str(cause) if cause is not None else str(detail["msg"])
            problems.error(code, at, written[(field, key)], message)
        return None


def _readable_part(values: Mapping[str, object], model: type[R], context: CellContext) -> R:
    """A row whose bad cells are as if empty, made without validation."""
    found: dict[str, Any] = {}
    for column in columns_of(model):
        cell = {} if column.is_open else values[column.field]
        found[column.field] = column.col.default
        if not is_empty(cell) and not column.is_open:
            with suppress(ValueError):
                found[column.field] = column.col.parse(cell, context)
    return cast("R", model.model_construct(None, **found))


def _values(
    cells: Sequence[object],
    matches: Mapping[int, Match],
    model: type[Row],
) -> dict[str, object]:
    values: dict[str, object] = {}
    for column in columns_of(model):
        values[column.field] = {} if column.is_open else None
    for position, hit in matches.items():
        cell = cells[position] if position < len(cells) else None
        if hit.key:
            free = values[hit.column.field]
            if isinstance(free, dict):
                free[hit.key] = cell
        else:
            values[hit.column.field] = cell
    return values


def _check_surplus(
    cells: Sequence[object], raw: RawTable, at: InputLocation, problems: Problems
) -> None:
    for position, cell in enumerate(cells):
        named = position < len(raw.header) and raw.header[position]
        if not named and not is_empty(cell):
            problems.error(
                "S108",
                at,
                "",
                f"the cell {shown(_quiet_text(cell))} (column {position + 1}) has no header; "
                "delete it, or quote a text that contains the separator",
            )
            return


def _quiet_text(cell: object) -> str:
    try:
        return text_of(cell)
    except CellError:
        return ""
