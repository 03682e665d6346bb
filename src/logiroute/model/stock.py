"""Goods and where they lie."""

from pydantic import Field, NonNegativeInt

from logiroute.model.frozen import Frozen
from logiroute.model.place import Id

#: Amount per load dimension, in base units: ``mass_g`` grams, ``volume_cm3`` cubic centimetres,
#: ``seats`` persons, any other name in whole pieces of that name.
Loads = dict[str, NonNegativeInt]


class Item(Frozen):
    """One kind of goods.

    Attributes
    ----------
    unit_loads : dict of str to int
        What one unit takes up in each load dimension.
    handling_ms : int
        Milliseconds to unload (or load, for a collection) one unit.
    """

    id: Id
    name: str
    unit_loads: Loads = Field(default_factory=dict)
    handling_ms: int = Field(default=0, ge=0)


class Stock(Frozen):
    """Opening stock of one item at one depot; ``reserve`` units are never planned out of it."""

    depot_id: Id
    item_id: Id
    quantity: int = Field(ge=0)
    reserve: int = Field(default=0, ge=0)

    @property
    def available(self) -> int:
        """Units that may leave the depot today."""
        return max(0, self.quantity - self.reserve)
