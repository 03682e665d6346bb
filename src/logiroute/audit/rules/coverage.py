"""Coverage: every order is served once and whole, or listed as unserved."""

from collections import Counter
from collections.abc import Iterator

from logiroute.audit.parts import FINAL, Part, lines_of
from logiroute.audit.record import Replay, RouteReplay, StopReplay, TaskReplay
from logiroute.audit.violation import Violation
from logiroute.model.order import Cohort, Line, Order, Transfer
from logiroute.model.rules import Rule
from logiroute.units import numbered

_RULE = Rule.COVERAGE


def check(replay: Replay) -> Iterator[Violation | None]:
    """Look at every order, every task and the list of unserved orders."""
    yield _same_day(replay)
    unserved = Counter(entry.order_id for entry in replay.plan.unserved)
    for order in replay.scenario.orders:
        yield from _order(replay, order, unserved[order.id])
    for cohort, parts in replay.scenario.cohorts.items():
        yield _cohort(replay, cohort, parts, unserved)
    for route in replay.routes:
        for stop, task in route.works:
            if not task.for_no_order:
                yield _task(route, stop, task)
    for order_id in unserved:
        if order_id not in replay.scenario.order:
            text = f"Order {order_id} is listed as unserved, but there is no such order."
            yield Violation(_RULE, text, order_id=order_id)
    yield _penalty(replay)


def _same_day(replay: Replay) -> Violation | None:
    stated, scenario = replay.plan.scenario_id, replay.scenario.id
    if stated == scenario:
        return None
    return Violation(_RULE, f"The plan is for the day {stated!r}, not for {scenario!r}.")


def _order(replay: Replay, order: Order, unserved: int) -> Iterator[Violation | None]:
    works = replay.works.get(order.id, [])
    if unserved > 1:
        text = f"Order {order.id} is listed as unserved {unserved} times."
        yield Violation(_RULE, text, order_id=order.id, amount=unserved - 1)
    if not works:
        text = f"Order {order.id} is neither served nor listed as unserved."
        yield None if unserved else Violation(_RULE, text, order_id=order.id, amount=1)
        return
    first = works[0]
    if unserved:
        text = f"order {order.id} is in the route and listed as unserved."
        yield first.route.breach(_RULE, text, stop=first.stop, order_id=order.id)
    done = Counter(work.task.part for work in works if work.task.part)
    if not any(part in FINAL for part in done):
        text = f"order {order.id} comes aboard at {first.stop.name} but is never set down or done."
        yield first.route.breach(_RULE, text, stop=first.stop, order_id=order.id, amount=1)
    for part, count in done.items():
        again = [work for work in works if work.task.part is part][-1]
        text = f"order {order.id} is done {count} times ({part}), last at {again.stop.name}."
        wrong = count > 1
        yield (
            again.route.breach(_RULE, text, stop=again.stop, order_id=order.id, amount=count - 1)
            if wrong
            else None
        )


def _cohort(
    replay: Replay, cohort: Cohort, parts: tuple[Transfer, ...], unserved: Counter[str]
) -> Violation | None:
    """Look whether those who arrive and those who are left out are as many as were ordered."""
    people = 0
    for part in parts:
        works = replay.works.get(part.id, ())
        arrivals = sum(work.task.part is Part.SET_DOWN for work in works)
        people += (arrivals + unserved[part.id]) * part.party.persons
    off = people - cohort.persons
    if not off:
        return None
    asked = numbered(cohort.persons, "person")
    text = f"{asked} of {cohort.id} were ordered, the plan accounts for {people}."
    return Violation(_RULE, text, order_id=cohort.id, amount=abs(off), unit="persons")


def _task(route: RouteReplay, stop: StopReplay, task: TaskReplay) -> Violation | None:
    """Look whether the task belongs to an order and handles all its goods."""
    order, stated = task.order, task.task
    if order is None:
        text = f"a task at {stop.name} is for order {task.order_id!r}, which does not exist."
        return route.breach(_RULE, text, stop=stop, order_id=task.order_id)
    if task.part is None:
        text = f"order {order.id}, a {order.kind}, has nothing to {stated.kind} at {stop.name}."
        return route.breach(_RULE, text, stop=stop, order_id=order.id)
    wanted, handled = _sum(lines_of(order)), _sum(stated.lines)
    if wanted == handled:
        return None
    missing, extra = wanted - handled, handled - wanted
    words = [f"{count} {item} too few" for item, count in sorted(missing.items())]
    words += [f"{count} {item} too many" for item, count in sorted(extra.items())]
    verb = "is issued" if task.part is Part.ISSUE else "is handled"
    text = f"order {order.id} {verb} at {stop.name} with {' and '.join(words)}."
    return route.breach(
        _RULE,
        text,
        stop=stop,
        order_id=order.id,
        amount=missing.total() + extra.total(),
        unit="units",
    )


def _sum(lines: tuple[Line, ...]) -> Counter[str]:
    total = Counter[str]()
    for line in lines:
        total[line.item_id] += line.quantity
    return total


def _penalty(replay: Replay) -> Violation | None:
    """Look whether the plan's penalty is what its unserved orders cost."""
    scenario = replay.scenario
    listed = {entry.order_id for entry in replay.plan.unserved}
    right = sum(scenario.penalty(order) for order in scenario.orders if order.id in listed)
    stated = replay.plan.penalty
    if stated == right:
        return None
    text = f"The plan says its unserved orders cost {stated} cents; they cost {right}."
    return Violation(_RULE, text, amount=abs(stated - right), unit="cents")
