"""What is aboard, added up by the auditor itself."""

from collections import Counter
from dataclasses import dataclass, field

from logiroute.audit.parts import Part, lines_of
from logiroute.model.order import Order, Transfer
from logiroute.model.plan import Manifest
from logiroute.model.scenario import Scenario


@dataclass(frozen=True)
class Aboard:
    """Orders whose goods or people are on the vehicle, with their sums.

    Attributes
    ----------
    order_ids : frozenset of str
        Orders aboard.
    items : Counter of str
        Units by item.
    loads : Counter of str
        Base units by load dimension.
    persons, seated : Counter of str
        People by party class; those of them who take a seat.
    parties : frozenset of str
        Those of the orders that are transfers.
    """

    order_ids: frozenset[str] = frozenset()
    items: Counter[str] = field(default_factory=Counter)
    loads: Counter[str] = field(default_factory=Counter)
    persons: Counter[str] = field(default_factory=Counter)
    seated: Counter[str] = field(default_factory=Counter)
    parties: frozenset[str] = frozenset()

    def after(self, scenario: Scenario, order: Order, part: Part) -> "Aboard":
        """What is aboard after a part of an order; twice on or never on changes nothing."""
        coming = part in (Part.ISSUE, Part.PICK_UP)
        if coming == (order.id in self.order_ids):
            return self
        items, loads = Counter[str](), Counter[str]()
        persons, seated = Counter[str](), Counter[str]()
        for line in lines_of(order):
            items[line.item_id] += line.quantity
            for dimension, amount in scenario.item[line.item_id].unit_loads.items():
                loads[dimension] += line.quantity * amount
        parties = frozenset[str]()
        if isinstance(order, Transfer):
            persons[order.party.party_class] += order.party.persons
            loads.update(order.party.loads)
            seated[order.party.party_class] += order.party.seated
            parties = frozenset({order.id})
        if coming:
            return Aboard(
                self.order_ids | {order.id},
                self.items + items,
                self.loads + loads,
                self.persons + persons,
                self.seated + seated,
                self.parties | parties,
            )
        return Aboard(
            self.order_ids - {order.id},
            self.items - items,
            self.loads - loads,
            self.persons - persons,
            self.seated - seated,
            self.parties - parties,
        )

    def agrees(self, manifest: Manifest) -> bool:
        """Whether a stated manifest says the same; dimensions of zero may be left out."""
        items = Counter[str]()
        for line in manifest.lines:
            items[line.item_id] += line.quantity
        stated = {dimension: amount for dimension, amount in manifest.loads.items() if amount}
        return (
            items == self.items
            and sorted(manifest.parties) == sorted(self.parties)
            and stated == dict(self.loads)
        )
