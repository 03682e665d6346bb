"""How a route or a set of routes misses a rule, and the shape of the checks that find out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from logiroute.model.rules import Rule


@dataclass(frozen=True)
class Miss:
    """One rule missed, and by how much.

    Attributes
    ----------
    rule : Rule
    amount : int
        By how much, in ``unit``; 0 where it is yes or no.
    unit : str
        ``s``, ``m``, ``persons``, ``trips``, a load dimension, or empty.
    task : int
        Task where it shows, -1 where it is the route as a whole.
    why : str
        Short key of the case, for the sentence made of it.
    place : int
        Place it is about, where the task does not tell; else -1.
    """

    rule: Rule
    amount: int = 0
    unit: str = ""
    task: int = -1
    why: str = ""
    place: int = -1


#: ``(shift, tasks)`` → what is missed first, or None.
RouteCheck = Callable[[int, Sequence[int]], Miss | None]

#: All routes, one sequence of tasks per shift → what is missed first, or None.
PlanCheck = Callable[[Sequence[Sequence[int]]], Miss | None]
