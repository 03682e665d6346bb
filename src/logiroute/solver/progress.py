"""How far a search has come."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """State of a search.

    Attributes
    ----------
    elapsed_s : float
        Seconds since it began.
    cost : int
        Of the best plan so far, in hundredths of the currency, without penalties; 0 before the
        first plan.
    served, total : int
        Orders in the best plan so far, and all orders.
    """

    elapsed_s: float
    cost: int
    served: int
    total: int
