"""Pairing: what comes aboard is set down later by the same vehicle, at the right place, in time.

What that costs where it is late, or set down where it is less welcome, is what the plan says.
"""

from collections.abc import Iterator

from logiroute.audit.moments import duration, moment
from logiroute.audit.parts import FINAL, Part, brings, place_ids
from logiroute.audit.record import Replay, RouteReplay, StopReplay, Work
from logiroute.audit.violation import Violation
from logiroute.model.lateness import due_of, latest_of
from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule
from logiroute.units import LATE_STEPS_H

_RULE = Rule.PAIRING


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at the place of every task, each pair and the time between its ends, and the costs."""
    for order_id, works in replay.works.items():
        order = replay.scenario.order[order_id]
        for work in works:
            yield _place(replay, order, work)
        for work in works:
            if work.task.part in FINAL and brings(order):
                yield from _pair(replay, order, work, works)
    for route in replay.routes:
        yield from _costs(replay, route)


def _place(replay: Replay, order: Order, work: Work) -> Violation | None:
    part, stop = work.task.part, work.stop
    if part is None:
        return None
    allowed = place_ids(order, part)
    if allowed and stop.stop.place_id not in allowed:
        names = " or ".join(replay.place_name(place_id) for place_id in allowed)
        text = f"order {order.id}: {part} at {stop.name}, but it must be at {names}."
    elif part is Part.ISSUE and not work.task.at_opening:
        text = f"goods of order {order.id} come aboard at {stop.name}, where no trip starts."
    elif part is Part.ISSUE and not stop.reloads and not _depot(stop):
        text = f"goods of order {order.id} come from {stop.name}, which is no depot."
    else:
        return None
    return work.route.breach(_RULE, text, stop=stop, order_id=order.id)


def _depot(stop: StopReplay) -> bool:
    """Whether goods may come from there; where it may load again is said by rule trips."""
    return stop.place is None or stop.place.kind is PlaceKind.DEPOT


def _pair(
    replay: Replay, order: Order, final: Work, works: list[Work]
) -> Iterator[Violation | None]:
    firsts = [work for work in works if work.task.part not in FINAL]
    before = [
        work
        for work in firsts
        if work.route is final.route
        and work.position < final.position
        and (work.task.part is not Part.ISSUE or work.stop.trip == final.stop.trip)
    ]
    if not before:
        yield final.route.breach(
            _RULE, _unpaired(order, final, firsts), stop=final.stop, order_id=order.id
        )
        return
    yield None
    if isinstance(order, Transfer | Collection):
        yield from _in_time(replay, order, before[-1], final)


def _unpaired(order: Order, final: Work, firsts: list[Work]) -> str:
    end = f"order {order.id} is set down at {final.stop.name}"
    if not firsts:
        return f"{end} without having come aboard."
    first = firsts[0]
    if first.route is not final.route:
        return f"{end}, but {first.route.name} (shift {first.route.key.shift}) took it aboard."
    if first.position < final.position:
        return f"{end}, but it came aboard for an earlier trip at {first.stop.name}."
    return f"{end} before it comes aboard at {first.stop.name}."


def _in_time(
    replay: Replay, order: Transfer | Collection, first: Work, final: Work
) -> Iterator[Violation | None]:
    """Look at the stated and the replayed times; the plan's own words come first."""
    task = final.task
    latest = latest_of(replay.scenario, order)
    if latest is not None:
        limit = moment(latest)
        start = task.stated_start if task.stated_start > limit else task.start
        text = (
            f"order {order.id} is set down at {final.stop.name} at {replay.clock(start)}, "
            f"{duration(start - limit)} after {replay.clock(limit)}"
        )
        by_class = order.arrive_by is None or latest < order.arrive_by
        text += ", the end of the day by which its class has to be there." if by_class else "."
        yield _too_long(final, order, text, start - limit)
    longest = replay.scenario.max_aboard_s(order)
    if longest is not None:
        stated = task.stated_start - first.task.stated_end
        aboard = stated if stated > longest else task.start - first.task.end
        text = (
            f"order {order.id} is aboard for {duration(aboard)} until {final.stop.name}; "
            f"{duration(longest)} are allowed."
        )
        yield _too_long(final, order, text, aboard - longest)


def _too_long(final: Work, order: Order, text: str, over: int) -> Violation | None:
    if over <= 0:
        return None
    return final.route.breach(
        _RULE, text, stop=final.stop, order_id=order.id, amount=over, unit="s"
    )


def _costs(replay: Replay, route: RouteReplay) -> Iterator[Violation | None]:
    """Look at what a route states for lateness and for places, by its own times or the replayed."""
    as_stated = as_replayed = extra = 0
    for stop, task in route.works:
        order = task.order
        if task.part is not Part.SET_DOWN or not isinstance(order, Transfer | Collection):
            continue
        weight = order.party.household_count if isinstance(order, Transfer) else 1
        extra += weight * stop.place.extra_cost if stop.place else 0
        due = due_of(replay.scenario, order)
        if due is not None:
            an_hour = weight * replay.scenario.policy.late_cost_per_hour
            as_stated += an_hour * _hours_late(task.stated_start - moment(due))
            as_replayed += an_hour * _hours_late(task.start - moment(due))
    stated = route.route
    for what, said, right in (
        ("being late", stated.late_cost, (as_stated, as_replayed)),
        ("where people and goods are set down", stated.extra_cost, (extra,)),
    ):
        if said in right:
            # Where nothing is to be paid there is no fact to count.
            yield from (None,) if said else ()
            continue
        off = min(right, key=lambda value: abs(value - said))
        text = f"{what} costs {off} cents, the plan says {said}."
        yield route.breach(_RULE, text, amount=abs(off - said), unit="cents")


def _hours_late(late_s: int) -> int:
    """Hours that count for so many seconds."""
    if late_s <= 0:
        return 0
    return next((hours for hours in LATE_STEPS_H if late_s <= hours * 3600), LATE_STEPS_H[-1])
