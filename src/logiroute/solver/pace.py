"""How a search is cut into stretches, and which share of it is over."""

from dataclasses import dataclass

from logiroute.solver.budget import Budget, Spent
from logiroute.solver.searches import Stretch
from logiroute.units import ceil_div

#: Shortest stretch by the clock.
_SHORTEST_S = 0.25


@dataclass(frozen=True)
class Pace:
    """Cuts a budget into stretches.

    With seconds or iterations the whole search is one pass through the schedule. With a plateau
    alone nobody knows how long it will take: pass follows pass, each as long as the plateau, and
    the search is over after one that brought nothing.

    Attributes
    ----------
    budget : Budget
    seconds : float or None
        Of the budget, what is for searching; None if the budget has none.
    stretches : int
        In one pass.
    """

    budget: Budget
    seconds: float | None
    stretches: int

    @property
    def _endless(self) -> bool:
        """Whether nobody knows how many passes there will be."""
        return self.seconds is None and self.budget.iterations is None

    def _pass(self) -> tuple[float | None, int | None]:
        """Seconds and iterations of one pass."""
        if self._endless:
            return self.budget.plateau_seconds, self.budget.plateau_iterations
        return self.seconds, self.budget.iterations

    def share(self, spent: Spent) -> float:
        """The share of its pass that is over."""
        seconds, iterations = self._pass()
        by_clock = spent.seconds / seconds if seconds else 0.0
        by_count = spent.iterations / iterations if iterations else 0.0
        over = max(by_clock, by_count)
        return over % 1.0 if self._endless else min(over, 1.0)

    def over(self, spent: Spent) -> bool:
        """Whether the search has used up its part of the budget."""
        late = self.seconds is not None and spent.seconds >= self.seconds
        return late or self.budget.over(spent)

    def stretch(self, spent: Spent) -> Stretch:
        """The next stretch."""
        pass_s, pass_iterations = self._pass()
        seconds, iterations, step = None, None, 1 / self.stretches
        if pass_s is not None:
            seconds = max(pass_s / self.stretches, _SHORTEST_S)
            if not self._endless:
                seconds = min(seconds, max(pass_s - spent.seconds, 0.0))
            step = max(step, seconds / pass_s)
        if pass_iterations is not None:
            iterations = ceil_div(pass_iterations, self.stretches)
            if not self._endless:
                iterations = min(iterations, pass_iterations - spent.iterations)
        first = self.share(spent)
        return Stretch(seconds, iterations, self.budget.target, (first, min(first + step, 1.0)))
