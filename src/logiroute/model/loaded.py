"""On which legs people may be aboard: what a class may do in a zone can depend on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from logiroute.model.order import Collection, Order, Transfer
from logiroute.model.place import PlaceKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from logiroute.model.policy import VehicleClass
    from logiroute.model.scenario import Scenario
    from logiroute.model.travel import Movement


@dataclass(frozen=True)
class LoadedLegs:
    """Between which places a vehicle has people aboard, or may have.

    With anybody aboard it stops only where people board or alight, where other orders are worked on
    beside them, and where the driver rests with them. So whoever comes from anywhere else, or goes
    there, is alone. Ways that no legal plan has count as those with people.

    Attributes
    ----------
    boards, alights : frozenset of str
        Places where people board, and where they alight.
    halts : frozenset of str
        Places where a vehicle may stop for something else, with people aboard or without.
    """

    boards: frozenset[str]
    alights: frozenset[str]
    halts: frozenset[str]

    def loaded(self, from_id: str, to_id: str) -> bool:
        """Whether people may be aboard from one place to another."""
        return bool(self.between((from_id,), (to_id,))[0, 0])

    def between(self, from_ids: Sequence[str], to_ids: Sequence[str]) -> "NDArray[np.bool_]":
        """`loaded` from each of some places to each of others, shape (from, to)."""
        alone_from = _are(from_ids, self._aside)[:, None] & _are(to_ids, self._come_to_alone)
        alone_to = _are(from_ids, self._left_alone)[:, None] & _are(to_ids, self._aside)
        return ~(alone_from | alone_to)

    def _aside(self, place_id: str) -> bool:
        """Whether nobody can be aboard where a vehicle stops at a place."""
        return not any(place_id in known for known in (self.boards, self.alights, self.halts))

    def _come_to_alone(self, place_id: str) -> bool:
        """Whether a vehicle without people has something to do at a place."""
        return place_id not in self.alights or place_id in self.boards | self.halts

    def _left_alone(self, place_id: str) -> bool:
        """Whether a vehicle may be without people after what it does at a place."""
        return place_id not in self.boards or place_id in self.alights | self.halts


def _are(place_ids: Sequence[str], what: Callable[[str], bool]) -> "NDArray[np.bool_]":
    return np.array([what(name) for name in place_ids], dtype=np.bool_)


def loaded_legs(scenario: "Scenario", movement: "Movement") -> LoadedLegs | None:
    """The legs of a movement on which people may be aboard.

    Parameters
    ----------
    scenario : Scenario
    movement : Movement

    Returns
    -------
    LoadedLegs or None
        None where it makes no difference on this day: nobody is carried, or no zone of the day
        tells vehicles with people from those without.
    """
    own = scenario.policy.vehicle_class(movement.vehicle_class)
    if not any(own.zones[zone.zone_class].ways_differ for zone in scenario.zones):
        return None
    carried = [
        order
        for order in scenario.orders
        if isinstance(order, Transfer) and order.party.party_class in own.party_classes
    ]
    if not carried or carried[0].kind not in own.order_kinds:
        return None
    relief = {place.id for place in scenario.places if place.kind is PlaceKind.RELIEF_AREA}
    return LoadedLegs(
        boards=frozenset(order.origin_id for order in carried),
        alights=frozenset(name for order in carried for name in order.destination_ids),
        halts=frozenset(relief | _beside_people(scenario, own)),
    )


def _beside_people(scenario: "Scenario", own: "VehicleClass") -> set[str]:
    """Places of other orders that a class may work on while people are aboard."""
    classes = [scenario.policy.party_class(name) for name in own.party_classes]
    if all(entry.goes_straight for entry in classes):
        return set()
    return {
        name
        for order in scenario.orders
        if not isinstance(order, Transfer) and order.kind in own.order_kinds
        for name in _places(order)
    }


def _places(order: Order) -> tuple[str, ...]:
    """Where an order is worked on away from the depot that its goods come from."""
    if isinstance(order, Transfer | Collection):
        return (order.origin_id, *order.destination_ids)
    return (order.site_id,)
