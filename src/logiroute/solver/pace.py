"""How the time is shared out, and how a search is cut into stretches."""

from dataclasses import dataclass
from math import ceil

from logiroute.solver.budget import Budget, Spent
from logiroute.solver.model_size import can_polish, check_seconds
from logiroute.solver.problem import Problem
from logiroute.solver.searches import Kind, Stretch

#: Shortest stretch by the clock.
_SHORTEST_S = 0.25

#: Cuts nearer than this share are here already.
_NEAR = 1e-9

#: Of the seconds, what is for polishing, for recombining each time, and for the check at most.
_POLISH_SHARE = 0.10
_RECOMBINE_SHARE = 0.02
_MOST_CHECK_SHARE = 0.2

#: Shares of the search at which routes are recombined.
_RECOMBINE_AT = (0.6, 1.0)

#: Effort of recombining where there is no clock.
_EFFORT = 1.0

#: In so few seconds nothing is recombined: loading what it takes is most of a second.
_BRIEF_S = 10.0


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
    cuts : tuple of float
        Shares of a pass at which stretches end, rising to 1.
    """

    budget: Budget
    seconds: float | None
    cuts: tuple[float, ...]

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
        """The next stretch: to a cut that is not too near."""
        pass_s, pass_iterations = self._pass()
        first = self.share(spent)
        shortest = _NEAR if pass_s is None else max(_SHORTEST_S / pass_s, _NEAR)
        last = next((cut for cut in self.cuts if cut - first >= shortest), 1.0)
        seconds = None if pass_s is None else (last - first) * pass_s
        iterations = None
        if pass_iterations is not None:
            iterations = ceil((last - first) * pass_iterations - _NEAR)
        return Stretch(seconds, iterations, self.budget.target, (first, last))


@dataclass(frozen=True)
class Shares:
    """What of the time is for what.

    Attributes
    ----------
    seconds : float or None
        Of the budget.
    search_s : float or None
        For searching and recombining.
    recombine_at : tuple of float
        Shares of the search at which routes are recombined.
    recombine : (float, float or None)
        Effort and seconds for it.
    polishes : bool
        Whether OR-Tools improves the routes in the end.
    check_s : float
        For the check at the end.
    """

    seconds: float | None
    search_s: float | None
    recombine_at: tuple[float, ...]
    recombine: tuple[float, float | None]
    polishes: bool
    check_s: float

    def polish_s(self, passed: float) -> float:
        """What is left for polishing after so many seconds."""
        return max((self.seconds or 0.0) - self.check_s - passed, 0.0)


def shares_of(problem: Problem, budget: Budget, kind: Kind) -> Shares:
    """Share out the time of a search."""
    seconds = budget.seconds
    if seconds is None:
        polishes = kind.polished and can_polish(problem, None)
        return Shares(None, None, _RECOMBINE_AT, (_EFFORT, None), polishes, check_s=0.0)
    polishes = kind.polished and can_polish(problem, seconds * _POLISH_SHARE)
    check_s = min(check_seconds(problem), seconds * _MOST_CHECK_SHARE)
    search_s = seconds * (1 - _POLISH_SHARE if polishes else 1) - check_s
    brief = seconds < _BRIEF_S
    effort = seconds * _RECOMBINE_SHARE
    return Shares(
        seconds, search_s, () if brief else _RECOMBINE_AT, (effort, effort), polishes, check_s
    )
