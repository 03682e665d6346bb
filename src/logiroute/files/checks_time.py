"""Does what holds for a time hold on this day: zones, closures, passes, hours of gates."""

from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_streets import ClosureRow, PassRow
from logiroute.files.rows_zones import GateRow, ZoneRow
from logiroute.files.table import Entry
from logiroute.model.place import Window

_TimedEntry = Entry[ZoneRow] | Entry[ClosureRow] | Entry[PassRow]


def check_times(rows: DayRows, problems: Problems) -> None:
    """Note spans that end before they begin or miss the day."""
    for what, entries in (("zone", rows.zones), ("closure", rows.closures)):
        for entry in entries:
            _check_span(what, entry, rows.horizon, problems)
    for leave in rows.passes:
        _check_span("pass", leave, rows.horizon, problems)
    for gate in rows.gates:
        _check_hours(gate, rows.horizon, problems)


def _check_span(what: str, entry: _TimedEntry, day: Window | None, problems: Problems) -> None:
    """Note what speaks against its being in force at some moment of the day."""
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
        return
    if day is None:
        return
    if (start and start > day.end) or (end and end <= day.start):
        problems.warn(
            "S264",
            entry.at,
            column,
            f"the {what} is not in force while vehicles are on duty ({_span(day)}); correct its "
            "times, or leave it",
        )


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
