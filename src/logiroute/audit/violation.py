"""What the auditor finds wrong."""

from dataclasses import dataclass
from typing import NamedTuple

from logiroute.model.rules import Rule


class RouteKey(NamedTuple):
    """Which route: a vehicle and the index of its shift, as the plan states them."""

    vehicle_id: str
    shift: int


@dataclass(frozen=True)
class Violation:
    """One breach of one rule.

    Attributes
    ----------
    rule : Rule
        The rule that is broken.
    text : str
        A sentence for the dispatcher, with local clock times.
    route : RouteKey or None
        The route it happens in; ``None`` for a breach of the plan as a whole.
    stop, leg : int or None
        Index among all stops (legs) of the route, through all its trips.
    order_id, place_id : str
        What it is about; empty where it is about neither.
    amount : int
        By how much, in ``unit``; 0 where it is yes or no.
    unit : str
        ``s``, ``m``, ``persons``, ``vehicles``, ``orders``, ``trips``, ``units`` (of an item),
        ``cents`` or a load dimension.
    """

    rule: Rule
    text: str
    route: RouteKey | None = None
    stop: int | None = None
    leg: int | None = None
    order_id: str = ""
    place_id: str = ""
    amount: int = 0
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.rule}: {self.text}"
