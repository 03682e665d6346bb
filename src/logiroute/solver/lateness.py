"""Parts of the day between moments at which being late begins to cost more.

The set-downs of an order that is due are one per site, period of beds there and such a step, each
in its own hours and at a cost of its own: so costs are numbers of tasks, and no engine prices
times.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from logiroute.solver.bounds import MOST_S
from logiroute.solver.periods import Period
from logiroute.solver.slices import seconds_down
from logiroute.units import LATE_STEPS_H

if TYPE_CHECKING:
    from logiroute.model.order import Order
    from logiroute.model.scenario import Scenario

_HOUR_S = 3600


class Step(NamedTuple):
    """A part of the day: first and last second, and the hours that count as late there."""

    first: int
    last: int
    hours: int


def steps_of(due: int, latest: int, horizon_s: int) -> tuple[Step, ...]:
    """The parts of a day for what is due at a second, in order of time; one at least.

    Parameters
    ----------
    due : int
        Last second that is not late; it may lie before the day or after it.
    latest : int
        Last second that is allowed. The part it lies in goes on to the end of the day, so that it
        is that limit, and not the hours of a part, which is missed by who comes too late.
    horizon_s : int
        Last second of the day.
    """
    ends = [due, *(due + hours * _HOUR_S for hours in LATE_STEPS_H[:-1]), horizon_s]
    found: list[Step] = []
    first = 0
    for end, hours in zip(ends, (0, *LATE_STEPS_H), strict=True):
        last = min(end, horizon_s)
        if first <= last and (first <= latest or not found):
            found.append(Step(first, last, hours))
        first = max(first, last + 1)
    found[-1] = found[-1]._replace(last=horizon_s)
    return tuple(found)


def steps_of_order(scenario: "Scenario", order: "Order", horizon_s: int) -> tuple[Step | None, ...]:
    """Steps of lateness of an order; a single None where it is not due, or none costs anything."""
    from logiroute.model.lateness import due_of, latest_of

    due, latest = due_of(scenario, order), latest_of(scenario, order)
    if due is None or not scenario.policy.late_cost_per_hour:
        return (None,)
    start = scenario.horizon.start
    last = MOST_S if latest is None else seconds_down(start, latest)
    steps = steps_of(seconds_down(start, due), last, horizon_s)
    return (None,) if steps == (Step(0, horizon_s, 0),) else steps


def met(steps: Sequence[Step | None], period: Period) -> list[Step | None]:
    """Those of the steps that have a second in a period; the last, if none has."""
    found = [
        step
        for step in steps
        if step is None or (step.first <= period.last and period.first <= step.last)
    ]
    return found or [steps[-1]]
