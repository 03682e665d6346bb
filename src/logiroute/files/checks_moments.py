"""Do the moments of an order leave it any time at all."""

from datetime import datetime

from logiroute.files.checks_arrival import end_of_day
from logiroute.files.checks_destinations import DEFAULT_KIND
from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry


def check_moments(rows: DayRows, problems: Problems) -> None:
    """Note orders that have to be there, or should, before they may be fetched."""
    for entry in rows.orders:
        if entry.row.kind not in DEFAULT_KIND:
            continue
        begin = _begin(entry, problems)
        if begin is not None:
            _check_end(entry, begin, rows, problems)


def _begin(entry: Entry[OrderRow], problems: Problems) -> datetime | None:
    """When it may be fetched at the earliest, if anything is said of that and it ever may."""
    row = entry.row
    spans: list[tuple[datetime | None, datetime | None]] = [
        (window.start, window.end) for window in row.windows
    ] or [(row.window_start, row.window_end)]
    starts = []
    for start, end in spans:
        moments = [at for at in (start, row.notice) if at is not None]
        if not moments:
            return None
        if end is None or end >= max(moments):
            starts.append(max(moments))
    last = max((end for _, end in spans if end is not None), default=None)
    if starts or last is None or row.notice is None or row.notice <= last:
        return min(starts, default=None)
    problems.error(
        "S312",
        entry.at,
        entry.column("notice"),
        f"nobody is fetched before they are told, at {row.notice:%m-%d %H:%M}, and the window ends "
        f"at {last:%m-%d %H:%M}; correct one of them",
    )
    return None


def _check_end(entry: Entry[OrderRow], begin: datetime, rows: DayRows, problems: Problems) -> None:
    row = entry.row
    by = "notice" if row.notice == begin else "windows" if row.windows else "window_start"
    fetched = f"it is fetched from {begin:%m-%d %H:%M} on at the earliest ({by})"
    if row.arrive_by is not None and row.arrive_by < begin:
        problems.error(
            "S312",
            entry.at,
            entry.column("arrive_by"),
            f"it has to be there by {row.arrive_by:%m-%d %H:%M}, and {fetched}; correct one of "
            "them",
        )
    if row.due is not None and row.due < begin:
        problems.warn(
            "S313",
            entry.at,
            entry.column("due"),
            f"it is due at {row.due:%m-%d %H:%M}, and {fetched}, so it is always late; correct one "
            "of them",
        )
    midnight = end_of_day(row, rows)
    if midnight is not None and midnight < begin:
        problems.warn(
            "S313",
            entry.at,
            entry.column(by),
            f"it has to be there by {midnight:%m-%d %H:%M} (same_day of {row.party_class}), and "
            f"{fetched}, so it will be unserved; correct one of them",
        )
