"""Where a crew puts protective suits on and takes them off, and what its page says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from logiroute.model.fleet import Vehicle
from logiroute.model.order import Call, Delivery
from logiroute.model.plan import Stop, Task, TaskKind
from logiroute.model.scenario import Scenario
from logiroute.report.wording import Wording


@dataclass(frozen=True)
class Change:
    """Suits put on or taken off at a stop.

    Attributes
    ----------
    on : bool
        Whether they are put on.
    seconds : int
        How long it takes.
    before : Task or None
        The task that comes next there; ``None`` at the end of duty.
    off_by : datetime or None
        When they have to be off again, if they are put on and there is a limit.
    """

    on: bool
    seconds: int
    before: Task | None
    off_by: datetime | None = None


def changes_of(
    scenario: Scenario, vehicle: Vehicle, stops: Sequence[Stop]
) -> tuple[tuple[Change, ...], ...]:
    """The changes at every stop of a route."""
    own = scenario.policy.vehicle_class(vehicle.vehicle_class)
    if not own.wears_suits:
        return ((),) * len(stops)
    limit = scenario.suit_max_s(vehicle)
    found: list[tuple[Change, ...]] = []
    worn = False
    for stop in stops:
        here: list[Change] = []
        for task in stop.tasks:
            if task.kind is TaskKind.DISINFECT and worn:
                here.append(Change(False, own.suit_off_s, task))
                worn = False
            elif not worn and _in_suits(scenario, task):
                off_by = None if limit is None else task.start + timedelta(seconds=limit)
                here.append(Change(True, own.suit_on_s, task, off_by))
                worn = True
        found.append(tuple(here))
    if worn:
        found[-1] = (*found[-1], Change(False, own.suit_off_s, None))
    return tuple(found)


def _in_suits(scenario: Scenario, task: Task) -> bool:
    """Whether a task is work on an order, but for loading at a depot."""
    if task.order_id is None:
        return False
    issued = isinstance(scenario.order[task.order_id], Delivery | Call)
    return not (issued and task.kind is TaskKind.LOAD)


def change_text(wording: Wording, change: Change) -> str:
    """``Put protective suits on, 6 min; take them off by 08:46``."""
    takes = wording.duration(change.seconds)
    if not change.on:
        return wording.gettext("Take protective suits off, {duration}").format(duration=takes)
    if change.off_by is None:
        return wording.gettext("Put protective suits on, {duration}").format(duration=takes)
    text = wording.gettext("Put protective suits on, {duration}; off again by {time} at the latest")
    return text.format(duration=takes, time=wording.clock(change.off_by))
