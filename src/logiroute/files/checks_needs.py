"""Do words under needs and refuses have the effect that is meant."""

import difflib
import re
from collections.abc import Iterator

from logiroute.files.problems import Problems, shown
from logiroute.files.rows_day import DayRows
from logiroute.files.rows_orders import OrderRow
from logiroute.files.table import Entry
from logiroute.model.needs import needs_with
from logiroute.model.order import OrderKind
from logiroute.units import CHILD_SEATS, STRETCHERS, WHEELCHAIRS

#: Column → words of needs that are counted there.
_COUNTED = {
    STRETCHERS: ("stretcher", "担架"),
    WHEELCHAIRS: ("wheelchair", "wheel chair", "轮椅"),
    CHILD_SEATS: ("child seat", "baby seat", "booster seat", "儿童座椅", "安全座椅"),
}

#: Words of needs for somebody of the crew. A companion is one of the party, or rides like them.
_STAFF = ("escort", "nurse", "paramedic", "护士", "医护", "陪护", "护送")

#: How alike two words are that are likely to mean the same.
_NEAR = 0.8


def check_needs(rows: DayRows, problems: Problems) -> None:
    """Warn of needs that nothing is planned for, and of refused ones that are misspelt."""
    for entry in rows.orders:
        if entry.row.kind is OrderKind.TRANSFER:
            _check_order(entry, problems)
    _check_refused(rows, problems)


def _check_order(entry: Entry[OrderRow], problems: Problems) -> None:
    row, column = entry.row, entry.column("needs")
    for field, words in _COUNTED.items():
        found = needs_with(row.needs, words)
        if found and not getattr(row, field):
            problems.warn(
                "S314",
                entry.at,
                column,
                f"{shown(found[0])} is only printed, and they are planned on seats like any other; "
                f"write how many under {field}",
            )
    found = needs_with(row.needs, _STAFF)
    if found and not row.skills:
        problems.warn(
            "S314",
            entry.at,
            column,
            f"{shown(found[0])} is only printed, and any crew may fetch them; write under skills "
            "what somebody of the crew must be able to do",
        )


def _check_refused(rows: DayRows, problems: Problems) -> None:
    needs = {need: order for order in rows.orders for need in order.row.needs}
    parts = {part: order for need, order in needs.items() for part in _parts(need)}
    for place in rows.places:
        for word in place.row.refuses:
            if needs_with(tuple(needs), (word,)):
                continue
            near = difflib.get_close_matches(word.casefold(), parts, n=1, cutoff=_NEAR)
            if near:
                problems.warn(
                    "S311",
                    place.at,
                    place.column("refuses"),
                    f"no order has a need with {shown(word)} in it; did you mean "
                    f"{shown(near[0])}, which order {parts[near[0]].row.id} needs?",
                )


def _parts(need: str) -> Iterator[str]:
    """A need and each of its words."""
    plain = need.casefold()
    yield plain
    yield from re.findall(r"\w+", plain)
