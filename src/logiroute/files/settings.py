"""The scenario's own keys: read like one row, with a line for each."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from logiroute.datum import Datum
from logiroute.files.cells import CellContext, CellError, is_empty
from logiroute.files.clock import Clock
from logiroute.files.columns import columns_of
from logiroute.files.headers import match_all
from logiroute.files.problems import InputLocation, Problems, clean
from logiroute.files.raw import SCENARIO, RawDay
from logiroute.files.rows_settings import DEFAULT_SNAP_LIMIT_M, SettingsRow
from logiroute.files.table import validate

#: Stands in where the date or timezone cannot be read, so that the tables can be checked all the
#: same; no scenario is ever made with it.
_FALLBACK = Clock(date(2000, 1, 1), ZoneInfo("UTC"))


@dataclass(frozen=True)
class Settings:
    """What the scenario's keys say.

    Attributes
    ----------
    row : SettingsRow or None
        ``None`` if any key is missing or wrong.
    clock : Clock
        Of the day, or a stand-in.
    has_day : bool
        Whether the clock is that of the day: a stand-in says nothing about dates in tables.
    zones_datum : Datum
        Of the zones' polygons and of what is drawn of closures.
    snap_limit_m : int
        As given, or the default.
    roads, policy : str or None
        As written, if they can be read.
    keys : mapping of str to (InputLocation, str)
        Field → where it stands, and the key as written.
    at : InputLocation
        The file.
    """

    row: SettingsRow | None
    clock: Clock
    has_day: bool
    zones_datum: Datum
    snap_limit_m: int
    roads: str | None
    policy: str | None
    keys: Mapping[str, tuple[InputLocation, str]]
    at: InputLocation

    def key(self, field: str) -> tuple[InputLocation, str]:
        """Where a key stands and how it is written (the file and the English key if absent)."""
        return self.keys.get(field, (self.at, field))


def read_settings(raw: RawDay, problems: Problems) -> Settings:
    """Validate the scenario's keys; each problem is noted in its own line."""
    at = raw.at(SCENARIO)
    if raw.settings is None:
        return Settings(
            None, _FALLBACK, False, Datum.WGS84, DEFAULT_SNAP_LIMIT_M, None, None, {}, at
        )
    names = tuple(raw.settings.values)
    rows = [line for _, line in raw.settings.values.values()]
    matches = match_all(names, at, SettingsRow, problems, rows)
    values: dict[str, object] = {column.field: None for column in columns_of(SettingsRow)}
    keys: dict[str, tuple[InputLocation, str]] = {}
    for position, hit in matches.items():
        value, line = raw.settings.values[names[position]]
        values[hit.column.field] = value
        keys[hit.column.field] = (InputLocation(at.file, line), names[position])
    context = CellContext(_FALLBACK)
    own = Problems()
    row = validate(values, SettingsRow, context, at, names, matches, own)
    for problem in own.sorted():
        line = next(
            (loc.row for loc, name in keys.values() if clean(name)[:60] == problem.column), 0
        )
        problems.error(problem.code, InputLocation(at.file, line), problem.column, problem.message)
    read = {field: _one(field, values[field], context) for field in SettingsRow.model_fields}
    day, tz = read["date"], read["timezone"]
    clock = Clock(
        day if isinstance(day, date) else _FALLBACK.day,
        ZoneInfo(tz) if isinstance(tz, str) else _FALLBACK.tz,
    )
    limit, datum = read["snap_limit_m"], read["zones_datum"]
    return Settings(
        row=row,
        clock=clock,
        has_day=isinstance(day, date) and isinstance(tz, str),
        zones_datum=datum if isinstance(datum, Datum) else Datum.WGS84,
        snap_limit_m=limit if isinstance(limit, int) else DEFAULT_SNAP_LIMIT_M,
        roads=_text_or_none(read["roads"]),
        policy=_text_or_none(read["policy"]),
        keys=keys,
        at=at,
    )


def relative_to(base: Path, written: str) -> Path | None:
    """A path of the scenario as an absolute one, or ``None`` if it cannot be a path."""
    try:
        return Path(os.path.abspath(base / written.replace("\\", "/")))
    except (ValueError, OSError):
        return None


def _one(field: str, cell: object, context: CellContext) -> object:
    col = next(column.col for column in columns_of(SettingsRow) if column.field == field)
    if is_empty(cell):
        return col.default
    try:
        return col.parse(cell, context)
    except (CellError, ValueError):
        return None


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
