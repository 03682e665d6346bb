"""What vehicles a day is short of, and what orders are of no vehicle of its fleet."""

from pydantic import Field

from logiroute.model.frozen import Frozen
from logiroute.model.order import OrderKind
from logiroute.model.place import Id


class MissingVehicles(Frozen):
    """So many more vehicles like one of the fleet.

    Attributes
    ----------
    vehicle_class : str
    vehicle_id : str
        The one they are like, with its shifts.
    more : int
        How many more.
    fleet : int
        How many of the class that makes, with all that are missing and those of the fleet.
    """

    vehicle_class: str
    vehicle_id: Id
    more: int = Field(gt=0)
    fleet: int = Field(gt=0)


class Shortage(Frozen):
    """Vehicles that a day is short of, found by planning it with them.

    Attributes
    ----------
    orders : int
        Orders left out that would be served with all of the vehicles.
    left_out : int
        Orders that would be left out even then.
    """

    vehicles: tuple[MissingVehicles, ...] = Field(min_length=1)
    orders: int = Field(ge=0)
    left_out: int = Field(default=0, ge=0)


class NotCarried(Frozen):
    """Orders left out that no vehicle of the fleet may do, by its class.

    There is no vehicle to plan them with, so how many it would take is not known.

    Attributes
    ----------
    party_class : str
        Of their people; empty where they are about none.
    orders, persons : int
        How many they are, as they were asked for: a cohort is one.
    vehicle_classes : tuple of str
        Classes of the policy that may; none where the policy lets nobody.
    """

    order_kind: OrderKind
    party_class: str = ""
    orders: int = Field(gt=0)
    persons: int = Field(default=0, ge=0)
    vehicle_classes: tuple[str, ...] = ()
