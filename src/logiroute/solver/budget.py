"""When a search ends: small criteria, and any combination of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """What a search has used up, and what it has for it.

    Attributes
    ----------
    seconds : float
        Since it began.
    iterations : int
        That each process has done.
    cost : int or None
        Cost units of its best routes, penalties included; None before the first.
    still_seconds, still_iterations : float and int
        Since there were better routes.
    """

    seconds: float = 0.0
    iterations: int = 0
    cost: int | None = None
    still_seconds: float = 0.0
    still_iterations: int = 0


#: Whether a search is over.
Criterion = Callable[[Spent], bool]


def after_seconds(most: float) -> Criterion:
    """End after so many seconds."""
    return lambda spent: spent.seconds >= most


def after_iterations(most: int) -> Criterion:
    """End after so many iterations."""
    return lambda spent: spent.iterations >= most


def at_cost(target: int) -> Criterion:
    """End with routes that cost no more."""
    return lambda spent: spent.cost is not None and spent.cost <= target


def after_still_seconds(most: float) -> Criterion:
    """End when nothing better was found for so many seconds."""
    return lambda spent: spent.still_seconds >= most


def after_still_iterations(most: int) -> Criterion:
    """End when nothing better was found for so many iterations."""
    return lambda spent: spent.still_iterations >= most


@dataclass(frozen=True)
class Budget:
    """The first of these to be reached ends the search.

    An iteration is one ruin and recreation, or one accepted move of OR-Tools' local search;
    iterations count in each process. Without seconds nothing depends on the clock: the same
    problem, seed, processes and budget give the same routes.

    Attributes
    ----------
    seconds : float or None
    iterations : int or None
    target : int or None
        Cost units, penalties included.
    plateau_seconds, plateau_iterations : float and int, or None
        How long to go on without anything better.

    Raises
    ------
    ValueError
        Nothing is sure to end the search, or a limit is not positive.
    """

    seconds: float | None = None
    iterations: int | None = None
    target: int | None = None
    plateau_seconds: float | None = None
    plateau_iterations: int | None = None

    def __post_init__(self) -> None:
        limits = (self.seconds, self.iterations, self.plateau_seconds, self.plateau_iterations)
        if all(limit is None for limit in limits):
            raise ValueError("give seconds, iterations or a plateau: else a search has no end")
        if any(limit is not None and limit <= 0 for limit in limits):
            raise ValueError("seconds, iterations and plateaus are more than 0")

    @property
    def by_clock(self) -> bool:
        """Whether the clock can end the search."""
        return self.seconds is not None or self.plateau_seconds is not None

    def _limits(self) -> Iterator[Criterion]:
        """What there is to spend."""
        if self.seconds is not None:
            yield after_seconds(self.seconds)
        if self.iterations is not None:
            yield after_iterations(self.iterations)

    def _contents(self) -> Iterator[Criterion]:
        """What makes spending more useless."""
        if self.target is not None:
            yield at_cost(self.target)
        if self.plateau_seconds is not None:
            yield after_still_seconds(self.plateau_seconds)
        if self.plateau_iterations is not None:
            yield after_still_iterations(self.plateau_iterations)

    def enough(self, spent: Spent) -> bool:
        """Whether the target or a plateau is reached."""
        return any(criterion(spent) for criterion in self._contents())

    def over(self, spent: Spent) -> bool:
        """Whether something has ended the search."""
        return self.enough(spent) or any(criterion(spent) for criterion in self._limits())
