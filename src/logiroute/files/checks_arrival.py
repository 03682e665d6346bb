"""Do the moments until when orders should be set down, and the costs of places, make sense."""

from datetime import datetime, time, timedelta

from logiroute.files.cells import CellError
from logiroute.files.checks_destinations import DEFAULT_KIND, destinations_of
from logiroute.files.problems import Problems
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.lateness import MOST_SHARE
from logiroute.model.policy import PartyClass, Policy
from logiroute.units import LATE_STEPS_H


def check_arrivals(rows: DayRows, problems: Problems) -> None:
    """Note lateness and places that could cost too much, and times that say nothing."""
    if rows.policy is None:
        return
    for entry in rows.orders:
        if entry.row.kind in DEFAULT_KIND:
            _check_times(entry, rows, rows.policy, problems)
            _check_places(entry, rows, rows.policy, problems)


def _check_times(entry: Entry[OrderRow], rows: DayRows, policy: Policy, problems: Problems) -> None:
    row = entry.row
    kind = _party_class(row, policy)
    by_class = kind.due_after_notice_s if kind else None
    midnight = end_of_day(row, rows)
    if row.notice is not None and kind and by_class is None and midnight is None:
        text = f"the policy has neither due_after_notice_min nor same_day for {kind.id}"
        problems.warn("S292", entry.at, entry.column("notice"), text)
    if row.notice is not None and kind and rows.horizon and row.notice > rows.horizon.end:
        text = f"it is after the last shift, which ends at {rows.horizon.end:%m-%d %H:%M}"
        problems.warn("S292", entry.at, entry.column("notice"), text)
    latest = min((at for at in (row.arrive_by, midnight) if at is not None), default=None)
    if row.due is not None and latest is not None and row.due > latest:
        text = f"it has to be there by {latest:%m-%d %H:%M} anyway, before it is due"
        problems.warn("S293", entry.at, entry.column("due"), text)
    dues = {} if row.due is None else {"due": row.due}
    if row.notice is not None and by_class is not None:
        dues["notice"] = row.notice + timedelta(seconds=by_class)
    if dues:
        column, due = min(dues.items(), key=lambda item: item[1])
        _check_cost(entry, column, policy, problems)
        _check_begin(entry, column, f"it is due at {due:%m-%d %H:%M}", due, rows, problems)
    if midnight is not None:
        text = f"it has to be there by {midnight:%m-%d %H:%M} (same_day of {row.party_class})"
        _check_begin(entry, "notice", text, midnight, rows, problems)


def _check_begin(
    entry: Entry[OrderRow],
    column: str,
    what: str,
    moment: datetime,
    rows: DayRows,
    problems: Problems,
) -> None:
    if rows.horizon is not None and moment < rows.horizon.start:
        begins = f"before the first shift begins at {rows.horizon.start:%m-%d %H:%M}"
        problems.warn("S294", entry.at, entry.column(column), f"{what}, {begins}")


def _party_class(row: OrderRow, policy: Policy) -> PartyClass | None:
    return next((kind for kind in policy.party_classes if kind.id == row.party_class), None)


def end_of_day(row: OrderRow, rows: DayRows) -> datetime | None:
    """24:00 of the day by which it has to be there for its class; see `model.lateness`."""
    kind = None if rows.policy is None else _party_class(row, rows.policy)
    if row.notice is None or kind is None or not kind.same_day:
        return None
    clock = rows.settings.clock
    day = max(row.notice.astimezone(clock.tz).date(), clock.day)
    return datetime.combine(day + timedelta(days=1), time(), clock.tz)


def _check_cost(entry: Entry[OrderRow], column: str, policy: Policy, problems: Problems) -> None:
    penalty = policy.penalties.get(entry.row.priority)
    most = LATE_STEPS_H[-1] * policy.late_cost_per_hour
    if penalty is not None and most * MOST_SHARE > penalty:
        problems.error(
            "S290",
            entry.at,
            entry.column(column),
            f"being late costs up to {LATE_STEPS_H[-1]} x {_money(policy.late_cost_per_hour)} "
            f"(late_cost_per_hour), more than a quarter of the {_money(penalty)} that leaving out "
            f"an order of priority {entry.row.priority} costs; lower it, or raise the priority",
        )


def _check_places(
    entry: Entry[OrderRow], rows: DayRows, policy: Policy, problems: Problems
) -> None:
    penalty = policy.penalties.get(entry.row.priority)
    try:
        names = destinations_of(entry.row, rows)
    except CellError:
        return  # said by the check of destinations
    places = [rows.place_of[name] for name in names if name in rows.place_of]
    dearest = max(places, key=lambda place: place.extra_cost, default=None)
    if penalty is None or dearest is None or dearest.extra_cost * MOST_SHARE <= penalty:
        return
    problems.error(
        "S291",
        entry.at,
        entry.column("destinations"),
        f"extra_cost of {dearest.id} is {_money(dearest.extra_cost)}, more than a quarter of the "
        f"{_money(penalty)} that leaving out an order of priority {entry.row.priority} costs; "
        "lower it, or raise the priority",
    )


def _money(cents: int) -> str:
    """``"1,200"``, ``"12.50"``."""
    return f"{cents / 100:,.2f}".removesuffix(".00")
