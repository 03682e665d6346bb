"""How far a search has come."""

from dataclasses import dataclass
from enum import StrEnum

from logiroute.solver.problem import Routes


class Phase(StrEnum):
    """What a search is at."""

    COMPILE = "compile"  #: the search is compiled for this machine, which happens once
    START = "start"  #: no routes yet
    SEARCH = "search"
    RECOMBINE = "recombine"
    POLISH = "polish"
    CHECK = "check"  #: the OR-Tools model looks at what was found


@dataclass(frozen=True)
class Event:
    """What a search tells while it runs.

    Attributes
    ----------
    phase : Phase
    elapsed_s : float
        Since it began.
    cost : int or None
        Cost units of the best routes so far, penalties included; None before the first.
    routes : Routes or None
        The best routes, if they are new; else only time has passed, or the phase is another.
    """

    phase: Phase
    elapsed_s: float
    cost: int | None
    routes: Routes | None


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
    phase : Phase
    """

    elapsed_s: float
    cost: int
    served: int
    total: int
    phase: Phase = Phase.SEARCH
