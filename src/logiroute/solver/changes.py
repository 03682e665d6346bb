"""Small changes of a scenario that might let an order be served after all.

Each is a whole scenario with the same rows of tasks (and, at most, shifts added at the end), so
that the routes of the plan still hold in it and the order can really be inserted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import hypot
from typing import TypeVar

from logiroute.model.fleet import CrewMember, Vehicle
from logiroute.model.frozen import Frozen
from logiroute.model.order import Call, Collection, Delivery, Order, Transfer
from logiroute.model.place import SET_POINT_KINDS, Window
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.solver.aboard_changes import longer_aboard
from logiroute.solver.bed_changes import beds_for
from logiroute.solver.miss import Miss
from logiroute.solver.problem import Problem
from logiroute.solver.rules import cleaning, windows
from logiroute.solver.sentences import Sentences, kilometres, known_as, load
from logiroute.solver.stock_changes import more_stock
from logiroute.solver.suit_changes import longer_in_suits
from logiroute.units import ceil_div

ModelT = TypeVar("ModelT", bound=Frozen)

#: Nobody moves a limit of a day by more than this.
_HOPELESS_S = 366 * 24 * 3600

#: Hand-over points tried for an order that a class may not stop for, nearest first.
_HAND_OVERS = 3


@dataclass(frozen=True)
class Change:
    """A changed scenario and the words for the change."""

    text: str
    scenario: Scenario


def _swap(entries: Sequence[ModelT], row: int, **update: object) -> tuple[ModelT, ...]:
    changed = entries[row].model_copy(update=update)
    return (*entries[:row], changed, *entries[row + 1 :])


def _reaching(spans: Sequence[Window], moment: datetime) -> tuple[Window, ...]:
    """Windows of which the last to open before a moment stays open until then."""
    row = max(
        (row for row, span in enumerate(spans) if span.start <= moment),
        key=lambda row: spans[row].end,
        default=None,
    )
    if row is None or spans[row].end >= moment:
        return tuple(spans)
    return _swap(spans, row, end=moment)


class Changes:
    """Finds changes for misses of one problem.

    Parameters
    ----------
    scenario : Scenario
    problem : Problem
        Built from it.
    """

    def __init__(self, scenario: Scenario, problem: Problem) -> None:
        self._scenario = scenario
        self._problem = problem
        self._words = Sentences(scenario, problem)
        self._more: dict[int, Change] = {}
        self._bays: dict[int, Change] = {}

    def _with(self, text: str, **update: object) -> Change:
        return Change(text, self._scenario.model_copy(update=update))

    def _with_order(self, row: int, text: str, **update: object) -> Change:
        return self._with(text, orders=_swap(self._scenario.orders, row, **update))

    def _with_vehicle(self, row: int, text: str, **update: object) -> Change:
        return self._with(text, vehicles=_swap(self._scenario.vehicles, row, **update))

    def one_more(self, shift: int) -> Change:
        """A second vehicle like that of a shift, for that shift only; the same one every time."""
        if shift not in self._more:
            self._more[shift] = self._one_more(shift)
        return self._more[shift]

    def _one_more(self, shift: int) -> Change:
        vehicle = self._scenario.vehicles[int(self._problem.shift_vehicle[shift])]
        only = (vehicle.shifts[int(self._problem.shift_number[shift])],)
        another = vehicle.model_copy(update={"id": f"{vehicle.id} (one more)", "shifts": only})
        return self._with(
            f"one more {vehicle.vehicle_class}", vehicles=(*self._scenario.vehicles, another)
        )

    def more_bays(self, routes: Sequence[Sequence[int]]) -> Iterator[Change]:
        """One more bay at a station of the routes, the busiest first; the same ones every time."""
        for row in cleaning.stations_used(self._problem, routes):
            if row not in self._bays:
                place = self._scenario.places[row]
                places = _swap(self._scenario.places, row, bays=(place.bays or 0) + 1)
                self._bays[row] = self._with(f"one more bay at {place.name}", places=places)
            yield self._bays[row]

    def more_urgent(self, order: int, extra_cents: int) -> Change | None:
        """The least urgent priority whose penalty exceeds what serving the order costs."""
        penalty, asked = self._scenario.penalty, self._scenario.orders[order]
        levels = sorted(self._scenario.policy.penalties, reverse=True)
        for level in levels:
            if penalty(asked.model_copy(update={"priority": level})) > extra_cents:
                return self._with_order(order, f"priority {level}", priority=level)
        return None

    def for_miss(self, shift: int, miss: Miss, unit: Sequence[int]) -> Iterator[Change]:
        """Changes of just the amount that a miss names; none for a limit missed by years."""
        if miss.unit == "s" and miss.amount > _HOPELESS_S:
            return
        order_row = int(self._problem.task_order[miss.task])
        order = self._scenario.orders[order_row] if order_row >= 0 else None
        vehicle_row = int(self._problem.shift_vehicle[shift])
        vehicle = self._scenario.vehicles[vehicle_row]
        if miss.rule is Rule.WINDOWS and miss.why == "late":
            yield self._longer_window(order_row, order, miss, unit)
        elif miss.rule is Rule.SHIFTS:
            yield from self._longer_shift(vehicle_row, vehicle, shift, miss)
        elif miss.rule is Rule.PAIRING and isinstance(order, Transfer | Collection):
            yield from self._longer_pair(order_row, order, miss)
        elif miss.rule is Rule.CAPACITY:
            yield from self._one_trip_more(vehicle_row, vehicle)
            yield self._more_room(vehicle_row, vehicle, miss)
        elif miss.rule is Rule.ACCESS:
            yield from self._let_in(vehicle_row, order_row, order, miss, unit)
        elif miss.rule is Rule.BEDS and miss.why == "full":
            place_row, clock = int(self._problem.task_place[miss.task]), self._words.clock
            found = beds_for(self._scenario, place_row, order_row, miss.amount, clock)
            yield from (self._with(text, **update) for text, update in found)
        elif miss.rule is Rule.SLOTS and miss.why == "no_dock":
            yield self._one_more_dock(miss)
        elif miss.rule is Rule.DUTY:
            yield self._one_more_driver(vehicle_row, vehicle)
        elif miss.rule is Rule.SUITS:
            text, policy = longer_in_suits(self._scenario, vehicle, miss.amount)
            yield self._with(text, policy=policy)
        if miss.unit == "s":
            yield from self._sooner_released(unit, miss)

    def _let_in(
        self, vehicle_row: int, row: int, order: Order | None, miss: Miss, unit: Sequence[int]
    ) -> Iterator[Change]:
        """What opens a place, or an order, to a vehicle that may not do it."""
        if miss.why == "skills" and order:
            yield self._more_skills(vehicle_row, self._scenario.vehicles[vehicle_row], order)
        elif miss.why == "not_approved":
            yield self._approved(unit)
        elif miss.why == "too_far" and isinstance(order, Transfer):
            yield self._farther(row, order, miss)
        elif miss.why in ("zone_stop", "out_of_own_zone"):
            yield from self._hand_over(row, order, miss)

    def _longer_window(
        self, row: int, order: Order | None, miss: Miss, unit: Sequence[int]
    ) -> Change:
        spans = self._problem.of(Rule.WINDOWS, windows.Columns).open[miss.task]
        needed = self._words.second(spans[-1][1] + miss.amount)
        place_row = int(self._problem.task_place[miss.task])
        place = self._scenario.places[place_row]
        binds = order is not None and miss.task == self._problem.first_task[row]
        own = order.windows if order is not None and binds else ()
        longer, opening = _reaching(own, needed), _reaching(place.windows, needed)
        clock = self._words.clock(needed)
        update: dict[str, object] = {}
        texts = []
        if order is not None and longer != own:
            update["orders"] = _swap(self._scenario.orders, row, windows=longer)
            whose = "" if row in unit else f" of order {order.id}"
            texts.append(f"window{whose} until {clock}")
        if opening != place.windows:
            update["places"] = _swap(self._scenario.places, place_row, windows=opening)
            texts.append(f"{place.name} open until {clock}")
        return self._with(" and ".join(texts), **update)

    def _longer_shift(self, row: int, vehicle: Vehicle, shift: int, miss: Miss) -> Iterator[Change]:
        """A later end, unless the next shift begins before it, or the rules change until then.

        What happens after the day ends the travel tables do not know.
        """
        number = int(self._problem.shift_number[shift])
        end = vehicle.shifts[number].end + timedelta(seconds=miss.amount)
        begins = vehicle.shifts[number].start
        if any(begins < other.start < end for other in vehicle.shifts):
            return
        shifts = _swap(vehicle.shifts, number, end=end)
        text = f"{vehicle.name} on duty until {self._words.clock(end)}"
        longer = self._with_vehicle(row, text, shifts=shifts)
        if longer.scenario.changes == self._scenario.changes:
            yield longer

    def _longer_pair(self, row: int, order: Transfer | Collection, miss: Miss) -> Iterator[Change]:
        if miss.why == "arrive_by" and order.arrive_by is not None:
            by = order.arrive_by + timedelta(seconds=miss.amount)
            text = f"order {order.id} to arrive by {self._words.clock(by)}"
            yield self._with_order(row, text, arrive_by=by)
        elif miss.why == "too_long_aboard":
            text, update = longer_aboard(self._scenario, row, order, miss.amount)
            yield self._with(text, **update)

    def _more_room(self, row: int, vehicle: Vehicle, miss: Miss) -> Change:
        dimension, _, party_class = miss.unit.partition(":")
        more = miss.amount
        if party_class:
            kind = self._scenario.policy.vehicle_class(vehicle.vehicle_class)
            more = ceil_div(more * 100, max(1, kind.seat_percent.get(party_class, 100)))
        capacity = {**vehicle.capacity, dimension: vehicle.capacity.get(dimension, 0) + more}
        text = f"room for {load(more, dimension)} more in {vehicle.name}"
        return self._with_vehicle(row, text, capacity=capacity)

    def _one_trip_more(self, row: int, vehicle: Vehicle) -> Iterator[Change]:
        """One more trip in each shift, if there is a depot to load at."""
        if self._scenario.reload_ids(vehicle):
            text = f"one trip more for {vehicle.name}"
            yield self._with_vehicle(row, text, max_trips=vehicle.max_trips + 1)

    def _sooner_released(self, unit: Sequence[int], miss: Miss) -> Iterator[Change]:
        """The goods of a unit at the depot by so much sooner as something is late."""
        for row in unit:
            order = self._scenario.orders[row]
            if isinstance(order, Delivery | Call) and order.release is not None:
                by = order.release - timedelta(seconds=miss.amount)
                text = f"goods of order {order.id} at the depot by {self._words.clock(by)}"
                yield self._with_order(row, text, release=by)

    def _more_skills(self, row: int, vehicle: Vehicle, order: Order) -> Change:
        missing = tuple(skill for skill in order.skills if skill not in vehicle.skills)
        # Another driver would spare the vehicle its rests.
        helper = CrewMember(
            id=f"{vehicle.id} (one more)", name="one more", role="escort", skills=missing
        )
        text = f"somebody with {', '.join(missing)} on {vehicle.name}"
        return self._with_vehicle(row, text, crew=(*vehicle.crew, helper))

    def _one_more_driver(self, row: int, vehicle: Vehicle) -> Change:
        known = vehicle.crew or (CrewMember(id=f"{vehicle.id} (driver)", name="driver"),)
        another = CrewMember(id=f"{vehicle.id} (one more driver)", name="one more driver")
        text = f"one more driver on {vehicle.name}"
        return self._with_vehicle(row, text, crew=(*known, another))

    def _approved(self, unit: Sequence[int]) -> Change:
        """All transfers of a group that wait for it, as it goes as a whole or not at all.

        The scenario is one for all units: what is not inserted is as if it still waited.
        """
        orders = [self._scenario.orders[row] for row in unit]
        waiting = [known_as(order) for order in orders if self._scenario.waits_for_approval(order)]
        return Change(f"approval of {' and '.join(dict.fromkeys(waiting))}", self._all_approved)

    @cached_property
    def _all_approved(self) -> Scenario:
        return self._scenario.model_copy(update={"plan_unapproved": True})

    def _farther(self, row: int, order: Transfer, miss: Miss) -> Change:
        most = ceil_div((order.max_way_m or 0) + miss.amount, 100) * 100
        text = f"up to {kilometres(most)} for order {order.id}"
        return self._with_order(row, text, max_way_m=most)

    def _hand_over(self, row: int, order: Order | None, miss: Miss) -> Iterator[Change]:
        """Bring the goods to a set point instead of the site."""
        if not isinstance(order, Delivery | Call):
            return
        site = self._scenario.places[int(self._problem.task_place[miss.task])].point
        points = sorted(
            (hypot(place.point[0] - site[0], place.point[1] - site[1]), place.id, place.name)
            for place in self._scenario.places
            if place.kind in SET_POINT_KINDS and place.id != order.site_id
        )
        for _, place_id, name in points[:_HAND_OVERS]:
            yield self._with_order(row, f"hand over at {name}", site_id=place_id)

    def _one_more_dock(self, miss: Miss) -> Change:
        row = int(self._problem.task_place[miss.task])
        place = self._scenario.places[row]
        places = _swap(self._scenario.places, row, docks=(place.docks or 0) + 1)
        return self._with(f"one more dock at {place.name}", places=places)

    def more_stock(
        self, place: int, unit: Sequence[int], routes: Sequence[Sequence[int]]
    ) -> Change:
        """What a unit's goods lack at a depot."""
        text, stock = more_stock(self._scenario, self._problem, place, unit, routes)
        return self._with(text, stock=stock)
