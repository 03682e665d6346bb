"""Stock: no depot issues more of an item than it may."""

from collections import Counter
from collections.abc import Iterator

from logiroute.audit.parts import FINAL, Part, lines_of
from logiroute.audit.record import Replay, Work
from logiroute.audit.violation import Violation
from logiroute.model.order import OrderKind
from logiroute.model.rules import Rule

_RULE = Rule.STOCK


def check(replay: Replay) -> Iterator[Violation | None]:
    """Add up what leaves each depot, by item; nothing is counted where no stock is given."""
    if not replay.scenario.stock:
        return
    issued: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], Work] = {}
    for order_id, works in replay.works.items():
        order = replay.scenario.order[order_id]
        if order.kind not in (OrderKind.DELIVERY, OrderKind.CALL):
            continue
        for work in _issues(works):
            for line in lines_of(order):
                key = (_depot(work), line.item_id)
                issued[key] += line.quantity
                last[key] = work
    stock = {(row.depot_id, row.item_id): row for row in replay.scenario.stock}
    for key, quantity in sorted(issued.items()):
        depot_id, item_id = key
        available = stock[key].available if key in stock else 0
        work = last[key]
        if quantity <= available:
            yield None
            continue
        text = (
            f"with order {work.task.order_id} {replay.place_name(depot_id)} issues {quantity} "
            f"{replay.scenario.item[item_id].name}; it may issue {available}."
        )
        yield Violation(
            rule=_RULE,
            text=f"{work.route.name}: {text}",
            route=work.route.key,
            stop=work.stop.index,
            order_id=work.task.order_id,
            place_id=depot_id,
            amount=quantity - available,
            unit="units",
        )


def _issues(works: list[Work]) -> list[Work]:
    """Tasks by which goods leave a depot; a delivery that was never loaded still took them."""
    issues = [work for work in works if work.task.part is Part.ISSUE]
    return issues or [work for work in works if work.task.part in FINAL]


def _depot(work: Work) -> str:
    """Where the goods of a task come from: the first stop of its trip."""
    if work.task.part is Part.ISSUE:
        return work.stop.stop.place_id
    opening = [stop for stop in work.route.stops if stop.trip == work.stop.trip and stop.opens_trip]
    return opening[0].stop.place_id if opening else work.stop.stop.place_id
