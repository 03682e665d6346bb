"""Does what holds for a time hold on this day: zones, closures, passes, hours of gates."""

from collections.abc import Iterable
from datetime import datetime

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_places import GateRow, ZoneRow
from logiroute.files.rows_streets import ClosureRow, PassRow
from logiroute.files.table import Entry
from logiroute.model.place import Window

_TimedEntry = Entry[ZoneRow] | Entry[ClosureRow] | Entry[PassRow]

#: Vehicles that a message names before it only counts them.
_NAMED = 5


def check_times(rows: DayRows, problems: Problems) -> None:
    """Note spans that end before they begin or miss the day, and those that divide a shift."""
    for what, entries in (("zone", rows.zones), ("closure", rows.closures)):
        for entry in entries:
            if _check_span(what, entry, rows.horizon, problems):
                _check_shifts(what, entry, rows, problems)
    for leave in rows.passes:
        _check_span("pass", leave, rows.horizon, problems)
    for gate in rows.gates:
        _check_hours(gate, rows.horizon, problems)


def _check_span(what: str, entry: _TimedEntry, day: Window | None, problems: Problems) -> bool:
    """Whether it is in force at some moment of the day; what speaks against it is noted."""
    start, end = entry.row.valid_from, entry.row.valid_to
    column = entry.column("valid_to" if end else "valid_from")
    if start and end and end <= start:
        problems.error(
            "S208",
            entry.at,
            column,
            f"the {what} ends at {end:%m-%d %H:%M}, not after it begins at {start:%m-%d %H:%M}; "
            "correct one of them",
        )
        return False
    if day is None:
        return False
    if (start and start > day.end) or (end and end <= day.start):
        problems.warn(
            "S264",
            entry.at,
            column,
            f"the {what} is not in force while vehicles are on duty ({_span(day)}); correct its "
            "times, or leave it",
        )
        return False
    return True


def _check_shifts(what: str, entry: _TimedEntry, rows: DayRows, problems: Problems) -> None:
    for field, moment in (("valid_from", entry.row.valid_from), ("valid_to", entry.row.valid_to)):
        names = [] if moment is None else list(_on_duty_at(moment, rows))
        if names:
            problems.warn(
                "S265",
                entry.at,
                entry.column(field),
                f"the {what} {'begins' if field == 'valid_from' else 'ends'} during a shift of "
                f"{_listed(names)}; each keeps to it for the whole of that shift; to use the "
                "streets before or after, divide the shift at that time",
            )


def _on_duty_at(moment: datetime, rows: DayRows) -> Iterable[str]:
    """Vehicles with a shift that the moment divides."""
    for vehicle in rows.vehicles:
        if any(shift.start < moment < shift.end for shift in vehicle.row.shifts):
            yield vehicle.row.id


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _check_hours(gate: Entry[GateRow], day: Window | None, problems: Problems) -> None:
    hours, column = gate.row.open, gate.column("open")
    for window in hours:
        if window.start == window.end:
            problems.error(
                "S208",
                gate.at,
                column,
                f"the gate closes at {window.end:%H:%M}, the moment it opens; write a later end",
            )
    if day is None or not hours:
        return
    if not any(window.start < day.end and day.start < window.end for window in hours):
        problems.warn(
            "S264",
            gate.at,
            column,
            f"the gate is never open while vehicles are on duty ({_span(day)}); correct its "
            "hours, or leave it",
        )


def _span(day: Window) -> str:
    return f"{day.start:%m-%d %H:%M} to {day.end:%m-%d %H:%M}"
