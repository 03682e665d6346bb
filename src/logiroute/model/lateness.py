"""What being late, and the less welcome of several places, is said to cost."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from logiroute.model.order import Collection, Order, Transfer

if TYPE_CHECKING:
    from logiroute.model.scenario import Scenario

#: What lateness costs at most, and what a place costs at most, is no more than one in so many of
#: what it costs to leave the order out: so nothing is left out for the sake of either.
MOST_SHARE = 4


def due_of(scenario: "Scenario", order: Order) -> datetime | None:
    """When an order should be set down: its own moment, or its class's where that is sooner."""
    if not isinstance(order, Transfer | Collection):
        return None
    found = [] if order.due is None else [order.due]
    if isinstance(order, Transfer) and order.notice is not None:
        after_s = scenario.policy.party_class(order.party.party_class).due_after_notice_s
        found += [] if after_s is None else [order.notice + timedelta(seconds=after_s)]
    return min(found, default=None)


def end_of_day_of(scenario: "Scenario", order: Order) -> datetime | None:
    """24:00 of the day by which a class of people has to be set down, if its class says so.

    It is the day of the notice, or the day that is planned where the notice is older than that.
    """
    if not isinstance(order, Transfer) or order.notice is None:
        return None
    if not scenario.policy.party_class(order.party.party_class).same_day:
        return None
    day = max(order.notice.astimezone(scenario.tz).date(), scenario.date)
    return datetime.combine(day + timedelta(days=1), time(), scenario.tz)


def latest_of(scenario: "Scenario", order: Order) -> datetime | None:
    """When an order has to be set down at the latest, by its own moment and by its class."""
    if not isinstance(order, Transfer | Collection):
        return None
    limits = (order.arrive_by, end_of_day_of(scenario, order))
    return min((limit for limit in limits if limit is not None), default=None)


def households_of(order: Order) -> int:
    """How often an order's costs count: once for every household, as its penalty does."""
    return order.party.household_count if isinstance(order, Transfer) else 1
