"""What rows say together: every task in one order, loads that come out even, sums that fit."""

import numpy as np

from logiroute.model.travel import UNREACHABLE
from logiroute.solver.assembly.checks import Checks
from logiroute.solver.assembly.numbers import Numbers
from logiroute.solver.assembly.rows import MANDATORY, NO_LIMIT
from logiroute.solver.bounds import MOST_COST

#: Sums of costs and of loads stay below this, so that no search overflows when it adds two.
_MOST_SUM = 2**62


def check_orders(checks: Checks, numbers: Numbers) -> None:
    """Tasks, orders and groups belong together."""
    used = np.zeros(len(numbers.place), dtype=np.int64)
    np.add.at(used, numbers.first, 1)
    choices = np.array([task for tasks in numbers.choices for task in tasks], dtype=np.int64)
    np.add.at(used, choices, 1)
    for task in np.flatnonzero(used != 1)[:10].tolist():
        orders = f"{used[task]} orders" if used[task] else "no order"
        checks.say(f"task {task} belongs to {orders}: it has to belong to exactly one")
    if (used != 1).any():
        return
    _check_loads(checks, numbers)
    _check_limits(checks, numbers)
    seen: set[int] = set()
    for row, group in enumerate(numbers.together):
        if len(group) < 2:
            checks.say(f"orders.together[{row}] has {len(group)} orders: a group has at least two")
        if seen.intersection(group):
            checks.say(f"orders.together[{row}] has an order of another group: join the groups")
        seen.update(group)
    early = np.flatnonzero(numbers.opens > numbers.closes)
    for shift in early[:10].tolist():
        checks.say(
            f"shift {shift} closes at {numbers.closes[shift]}, before it opens at"
            f" {numbers.opens[shift]}"
        )


def _check_limits(checks: Checks, numbers: Numbers) -> None:
    """Limits of pairs are given for pairs, releases for what a trip brings from its start."""
    for order, tasks in enumerate(numbers.choices):
        if numbers.cost[numbers.first[order]]:
            message = "but it is none of several set-downs to choose from"
            checks.say(f"tasks.cost[{numbers.first[order]}] is given, {message}")
        if tasks:
            for task in (int(numbers.first[order]), *tasks):
                if numbers.release[task] != NO_LIMIT:
                    message = "but what it moves is picked up on the way"
                    checks.say(f"tasks.release[{task}] is given, {message}")
            continue
        for name, said in (
            ("arrive_by", numbers.arrive_by[order] != NO_LIMIT),
            ("max_aboard_s", numbers.max_aboard_s[order] != NO_LIMIT),
            ("exclusive", numbers.exclusive[order]),
        ):
            if said:
                checks.say(f"orders.{name}[{order}] is given, but nothing is picked up")


def _check_loads(checks: Checks, numbers: Numbers) -> None:
    """Of a pair nothing is left aboard, whichever set-down is chosen."""
    single = np.zeros(len(numbers.place), dtype=np.bool_)
    single[[numbers.first[order] for order, tasks in enumerate(numbers.choices) if not tasks]] = (
        True
    )
    least = np.where(single, np.maximum(-numbers.change, 0), 0)
    most = np.where(single, np.iinfo(np.int64).max, 0)
    for row, task in np.argwhere((numbers.issued < least) | (numbers.issued > most))[:10].tolist():
        checks.say(
            f"tasks.issued[{row}, {task}] is {numbers.issued[row, task]}: it has to be "
            + ("what the task takes off, or more" if single[task] else "0 for a task of a pair")
        )
    for order, tasks in enumerate(numbers.choices):
        first = numbers.change[:, numbers.first[order]]
        for task in tasks:
            if (numbers.change[:, task] != -first).any() or (first < 0).any():
                checks.say(
                    f"order {order} takes {first.tolist()} aboard and task {task} changes the load"
                    f" by {numbers.change[:, task].tolist()}: it has to be the same, set down"
                )


def check_sums(checks: Checks, numbers: Numbers) -> int:
    """Sums fit; returns the penalty of an order that has to be served."""
    for row, change in enumerate(numbers.change.astype(object)):
        if np.abs(change).sum() >= _MOST_SUM:
            checks.say(f"tasks.change[{row}] adds up to 2⁶² or more: use a larger unit")
    mandatory = int((numbers.penalty == MANDATORY).sum())
    optional = sum(numbers.penalty[numbers.penalty != MANDATORY].tolist())
    dearest = _dearest(numbers)
    # One more than the dearest plan, so that no plan without the order can be cheaper.
    penalty = min(dearest + 1, MOST_COST - 1)
    if mandatory:
        penalty = min(penalty, (_MOST_SUM - 1) // mandatory)
    if dearest + optional + penalty * mandatory >= 2 * _MOST_SUM:
        checks.say(
            "costs and penalties add up to 2⁶³ or more in the dearest plan: divide all of them by"
            " the same number"
        )
    return penalty


def _dearest(numbers: Numbers) -> int:
    """No plan costs more: a bound, not a plan.

    A set-down is chosen once an order, so legs are at most two an order, one a shift, and one a
    reload.
    """
    if not len(numbers.start):
        return 0
    farthest: int = int(numbers.metres.max(where=numbers.metres != UNREACHABLE, initial=0))
    paired = sum(bool(tasks) for tasks in numbers.choices)
    reloads = int((numbers.kind >= 0).sum())
    legs = len(numbers.first) + paired + len(numbers.start) + reloads
    duty: list[int] = np.minimum(numbers.duty_s, numbers.closes - numbers.opens).tolist()
    metres = farthest * int(numbers.metre_cost.max())
    on_duty = sum(
        seconds * rate for seconds, rate in zip(duty, numbers.second_cost.tolist(), strict=True)
    )
    fixed: list[int] = numbers.fixed_cost.tolist()
    set_downs = sum(
        max(int(numbers.cost[task]) for task in tasks) for tasks in numbers.choices if tasks
    )
    return int(legs * metres + on_duty + sum(fixed) + set_downs)
