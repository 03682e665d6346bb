"""Sentences for the dispatcher: why an order does not fit, in words and local clock times."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
from shapely import Point

from logiroute.model.lateness import end_of_day_of, latest_of
from logiroute.model.order import Order, OrderKind, Transfer
from logiroute.model.place import PlaceKind
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem
from logiroute.solver.rules import access, cleaning, trips, windows
from logiroute.solver.stands import Refusal
from logiroute.units import MASS, VOLUME, ceil_div, counted

_KINDS = {
    OrderKind.DELIVERY: "deliveries",
    OrderKind.TRANSFER: "transfers",
    OrderKind.COLLECTION: "collections",
    OrderKind.CALL: "calls",
}

#: Orders that are named, at most.
_NAMED = 3


def duration(seconds: int) -> str:
    """``"40 s"``, ``"7 min"``, ``"1 h 05 min"``; minutes are rounded up."""
    if seconds < 60:
        return f"{seconds} s"
    minutes = ceil_div(seconds, 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def kilometres(metres: int) -> str:
    """``"52.317 km"``."""
    return f"{metres / 1000:g} km"


def load(amount: int, dimension: str) -> str:
    """An amount of a load dimension in the unit people use, rounded up."""
    if dimension == MASS:
        return f"{ceil_div(amount, 100) / 10:g} kg"
    if dimension == VOLUME:
        return f"{ceil_div(amount, 10_000) / 100:g} m³"
    return counted(amount, dimension.partition(":")[0])


def known_as(order: Order) -> str:
    """The id under which an order was asked for, as the tables of the day have it."""
    return order.asked_id if isinstance(order, Transfer) else order.id


def count(number: int, noun: str) -> str:
    """``"1 bed"``, ``"2 beds"``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Sentences:
    """Words for misses of one problem.

    Parameters
    ----------
    scenario : Scenario
    problem : Problem
        Built from the scenario.
    """

    def __init__(self, scenario: Scenario, problem: Problem) -> None:
        self._scenario = scenario
        self._problem = problem

    def clock(self, moment: datetime) -> str:
        """Local time, with the date where it is not the scenario's; seconds where there are."""
        local = moment.astimezone(self._scenario.tz)
        form = "%H:%M:%S" if local.second else "%H:%M"
        if local.date() != self._scenario.date:
            form = f"%Y-%m-%d {form}"
        return local.strftime(form)

    def second(self, second: int) -> datetime:
        """A second of the problem as a moment."""
        return self._scenario.horizon.start + timedelta(seconds=second)

    def order(self, task: int) -> Order:
        """The order of a task that is no reload."""
        return self._scenario.orders[int(self._problem.task_order[task])]

    def place(self, task: int) -> str:
        """The name of a task's place."""
        return self._scenario.places[int(self._problem.task_place[task])].name

    def vehicle(self, shift: int) -> str:
        """The name of a shift's vehicle."""
        return self._scenario.vehicles[int(self._problem.shift_vehicle[shift])].name

    def why(self, vehicle_class: str, shift: int, miss: Miss) -> str:
        """What is missed, beginning in lower case and without a full stop."""
        if miss.unit == "s":
            return self._late(shift, miss)
        if miss.rule is Rule.ACCESS:
            return self._access(vehicle_class, shift, miss)
        if (miss.rule, miss.why) == (Rule.BEDS, "not_accepted"):
            return self._not_taken_in(miss.task)
        label = self._scenario.policy.vehicle_class(vehicle_class).label
        place = self.place(miss.task)
        words = {
            (Rule.TRAVEL, "unreachable"): f"{label} has no legal way to {place} and on",
            (Rule.WINDOWS, "closed"): self._never_open(miss.task, place),
            (Rule.CAPACITY, "over"): f"it is {load(miss.amount, miss.unit)} too much",
            (Rule.MIXING, "mixed"): "people of another class ride in it",
            (Rule.MIXING, "goods"): "people and goods would ride in one shift",
            (Rule.PAIRING, "wrong_depot"): self._wrong_depot(shift),
            (Rule.LIFO, "under"): f"other goods would lie on top of what leaves at {place}",
            (Rule.PARTIES, "not_alone"): "the party would not be alone in it",
            (Rule.BEDS, "full"): self._beds_short(miss),
            (Rule.STOCK, "out_of_stock"): (
                f"{self._scenario.places[miss.place].name} is {count(miss.amount, 'unit')} short"
            ),
            (Rule.DUTY, "people_aboard"): f"people would be aboard during a rest at {place}",
            (Rule.CLEANING, "no_bay"): self._no_bay(label, shift, place),
            (Rule.CLEANING, "not_clean"): f"it would come to {place} before it is disinfected",
            (Rule.CLEANING, "people_aboard"): "people would be aboard while it is disinfected",
            (Rule.SLOTS, "no_dock"): f"no dock is free in time at {place}",
            (Rule.CLEANING, "not_straight"): f"people would be aboard on the way to {place}",
            (Rule.TRIPS, "people_aboard"): f"people would be aboard while it loads at {place}",
            (Rule.TRIPS, "too_many"): f"it would make {count(miss.amount, 'trip')} too many",
        }
        return words.get((miss.rule, miss.why), f"rule {miss.rule} is missed at {place}")

    def _beds_short(self, miss: Miss) -> str:
        """``Q is 2 beds short; 1 more from 14:00``: what others leave after it would be needed."""
        short = f"{self.place(miss.task)} is {count(miss.amount, 'bed')} short"
        spans = self._problem.of(Rule.WINDOWS, windows.Columns).open[miss.task]
        if miss.rule is not Rule.BEDS or not spans:
            return short
        last = self.second(spans[-1][1])
        place = self._scenario.places[int(self._problem.task_place[miss.task])]
        later = sorted((entry.at, entry.beds) for entry in place.freed if entry.at > last)
        more = ", ".join(f"{beds} more from {self.clock(moment)}" for moment, beds in later)
        return f"{short}; {more}" if more else short

    def apart(self) -> str:
        """Why people of different classes who belong together do not go in one vehicle."""
        return (
            "people of different classes belong together, and no disinfection fits in between them"
        )

    def not_fetched(self, orders: Sequence[str]) -> str:
        """What to add where beds are short and people who would leave some stay; may be empty."""
        if not orders:
            return ""
        if len(orders) == 1:
            return f"; order {orders[0]}, whose people would leave beds there, is not served"
        named, others = ", ".join(orders[:_NAMED]), len(orders) - _NAMED
        more = f" and {others} more" if others > 0 else ""
        return f"; orders {named}{more}, whose people would leave beds there, are not served"

    def _never_open(self, task: int, place: str) -> str:
        order = self.order(task)
        told = order.notice if isinstance(order, Transfer) else None
        why = f" after the notice at {self.clock(told)}" if told is not None else ""
        return f"work at {place} may never start within the day{why}"

    def _no_bay(self, label: str, shift: int, place: str) -> str:
        """Nothing disinfects in time after a place, or at all."""
        due = f"it must be disinfected after {place}"
        stations = (PlaceKind.DISINFECTION_STATION is of.kind for of in self._scenario.places)
        if not any(stations):
            return f"{due}; the day has no disinfection station"
        refusal = self._problem.of(Rule.ACCESS, access.Columns).refusal[:, shift]
        washes = np.array(self._problem.of(Rule.CLEANING, cleaning.Columns).kind) >= 0
        if washes.any() and (refusal[washes] == Refusal.ZONE_STOP).all():
            return f"{due}; every station lies in a zone where {label} may not stop for it"
        return f"no disinfection station has a bay in time after {place}"

    def _not_taken_in(self, task: int) -> str:
        site = self._scenario.places[int(self._problem.task_place[task])]
        order = self.order(task)
        if not isinstance(order, Transfer):
            raise TypeError(f"order {order.id} brings nobody")
        party = order.party
        if site.id == order.origin_id:
            return f"{site.name} is where they are"
        refused = site.refused(party.needs)
        welcome = not site.accepts or party.party_class in site.accepts
        if welcome and not refused:
            local = self._scenario.policy.stay_local.whom(party.ages, party.needs)
            return f"{site.name} is off-county, and the party must stay local ({', '.join(local)})"
        whom = f"with {', '.join(refused)}" if refused else "of this class"
        return f"{site.name} does not take in people {whom}"

    def _wrong_depot(self, shift: int) -> str:
        loading = self._problem.of(Rule.TRIPS, trips.Columns)
        again = {
            self._scenario.places[place].name
            for place, usable in zip(loading.place, loading.usable[:, shift], strict=True)
            if usable
        }
        start = self._scenario.places[int(self._problem.shift_start[shift])].name
        loads = f" and loads at {' or '.join(sorted(again))}" if again - {start} else ""
        return f"it starts at {start}{loads}, where the goods may not be had"

    def _in_a_zone(self, shift: int, task: int) -> str:
        """``"lies in a zone"``, with the hours of the zones around that come or go."""
        place = self._scenario.places[int(self._problem.task_place[task])]
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        duty = vehicle.shifts[int(self._problem.shift_number[shift])]
        hours = [
            f", {zone.name} in force"
            + (f" from {self.clock(zone.valid_from)}" if zone.valid_from else "")
            + (f" until {self.clock(zone.valid_to)}" if zone.valid_to else "")
            for zone in self._scenario.zones
            if zone.in_force(duty.start, duty.end)
            and (zone.valid_from or zone.valid_to)
            and zone.shape.intersects(Point(place.point))
        ]
        return f"lies in a zone{''.join(hours)}"

    def _access(self, vehicle_class: str, shift: int, miss: Miss) -> str:
        policy = self._scenario.policy
        label = policy.vehicle_class(vehicle_class).label
        order, place = self.order(miss.task), self.place(miss.task)
        party = (
            policy.party_class(order.party.party_class).label if isinstance(order, Transfer) else ""
        )
        if miss.why == "too_far":
            most = self._problem.of(Rule.ACCESS, access.Columns).max_way_m
            limit = most[int(self._problem.task_order[miss.task])]
            far = f"{kilometres(limit + miss.amount)} of road from where order {known_as(order)}"
            return f"{place} is {far} boards, {kilometres(limit)} are allowed"
        if miss.why == "zone_stop":
            return f"{label} may not stop at {place}, which {self._in_a_zone(shift, miss.task)}"
        return {
            "kind": f"{label} does no {_KINDS[order.kind]}",
            "party_class": f"{label} does not carry people of class {party}",
            "order_classes": f"the order asks for {' or '.join(order.vehicle_classes)}",
            "not_approved": (
                f"order {known_as(order)} is not approved yet; once it is, write yes under approved"
            ),
            "skills": f"no {label} has a crew with {', '.join(order.skills)}",
            "out_of_own_zone": f"{label} stays in its own zone, {place} lies outside",
        }[miss.why]

    def _in_suits(self, shift: int, place: str, late: str) -> str:
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        limit = self._scenario.suit_max_s(vehicle)
        heat = f" at {self._scenario.temperature_c} °C" if self._scenario.hot else ""
        allowed = "" if limit is None else f"; {duration(limit)} are allowed{heat}"
        return f"the crew would be in suits {late} too long around {place}{allowed}"

    def _drives_too_long(self, shift: int, late: str) -> str:
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        if len(vehicle.shifts) > 1:
            return f"{late} more driving than is this shift's share of the day"
        return f"{late} more driving than is left of the day"

    def _by_its_class(self, task: int) -> str:
        """What is added where it is an order's class that says until when."""
        order = self._scenario.orders[int(self._problem.task_order[task])]
        by_class = end_of_day_of(self._scenario, order)
        if by_class is None or by_class != latest_of(self._scenario, order):
            return ""
        return ", where its class has to be by 24:00 of the day of its notice"

    def _late(self, shift: int, miss: Miss) -> str:
        place, late = self.place(miss.task), duration(miss.amount)
        words = {
            "late": f"{late} late at {place}",
            "late_home": f"back {late} after the end of the shift",
            "arrive_by": f"{late} late at {place}",
            "too_long_on_duty": f"{late} too long on duty",
            "too_long_aboard": f"{late} too long aboard on the way to {place}",
            "too_long_in_suits": self._in_suits(shift, place, late),
            "not_there": f"the goods are at the depot {late} too late to be loaded",
            "way_closes": f"{late} late for the last legal way to {place} and on",
            "no_rest": f"its driver would drive {late} too long without a rest around {place}",
            "no_rest_at_night": (
                f"its driver would drive {late} too long at night without a rest around {place}"
            ),
            "drives_too_long": self._drives_too_long(shift, late),
        }
        if miss.why == "arrive_by":
            return words[miss.why] + self._by_its_class(miss.task)
        if miss.why == "zone_begins":
            return f"{late} late at {place}, which {self._in_a_zone(shift, miss.task)}"
        return words.get(miss.why, f"rule {miss.rule} is missed by {late} at {place}")
