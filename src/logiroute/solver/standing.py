"""How a search stands: the best routes so far, what it has used up, and who is told."""

import time
from collections.abc import Callable, Mapping

from logiroute.solver.budget import Budget, Spent
from logiroute.solver.crew.jobs import Explored
from logiroute.solver.crew.messages import Better
from logiroute.solver.problem import Routes
from logiroute.solver.progress import Event, Phase

#: Called with what a search tells; a KeyboardInterrupt it raises ends the search.
OnEvent = Callable[[Event], None]

#: A member that has not ended so long after its time is up is ended; the best routes count.
_GRACE_S = 2.0
_GRACE_SHARE = 0.05


class Standing:
    """The state of one search.

    Parameters
    ----------
    budget : Budget
    on_event : callable or None
    """

    def __init__(self, budget: Budget, on_event: OnEvent | None) -> None:
        self._budget = budget
        self._on_event = on_event
        self._phase = Phase.START
        #: The latest better routes, whoever found them.
        self._news: Better | None = None
        #: The best after each job, each better than the one before: chance has no say in them.
        self._found: list[Better] = []
        self._iterations = self._better_iterations = 0
        self.restart()

    def restart(self) -> None:
        """Begin to count the time."""
        self.began = self._better_at = time.monotonic()

    def hush(self) -> None:
        """Tell nobody any more: who has interrupted the search does not want to hear of it."""
        self._on_event = None

    def enter(self, phase: Phase) -> None:
        """Tell what the search is at now."""
        if phase is not self._phase:
            self._phase = phase
            self._say(None)

    def keep(self, better: Better | None) -> None:
        """Keep routes that are better than all before."""
        if better is not None and (self._news is None or better.cost < self._news.cost):
            self._news, self._better_at = better, time.monotonic()

    def tell(self, better: Better | None) -> None:
        """Keep better routes and tell of them, or that time has passed."""
        if better is not None and self._phase is Phase.START:
            self._phase = Phase.SEARCH
        self.keep(better)
        if better is None or better is self._news:
            self._say(better)

    def _say(self, better: Better | None) -> None:
        if self._on_event is not None:
            cost = None if self._news is None else self._news.cost
            routes = None if better is None else better.routes
            elapsed_s = time.monotonic() - self.began
            self._on_event(Event(self._phase, elapsed_s, cost, routes))

    def merge(self, results: Mapping[int, Explored]) -> set[int]:
        """Keep the best of what members found, the first of equals; return who is behind it."""
        self._iterations += max((result.iterations for result in results.values()), default=0)
        for _, result in sorted(results.items()):
            if not self._found or result.cost < self._found[-1].cost:
                self._found.append(Better(result.routes, result.cost))
                self._better_iterations = self._iterations
        if not self._found:
            return set()
        return {who for who, result in results.items() if result.cost > self._found[-1].cost}

    @property
    def best(self) -> Better | None:
        """The best routes; of equals, not those that chance brought first."""
        known = [*self._found[-1:], *([self._news] if self._news else [])]
        return min(known, key=lambda better: better.cost, default=None)

    def candidates(self, most: int) -> tuple[Routes, ...]:
        """The best routes, then those that were the best before, so many in all."""
        known = [self.best, *reversed(self._found)]
        return tuple(dict.fromkeys(better.routes for better in known if better))[:most]

    def spent(self) -> Spent:
        """What of the budget is used up."""
        now = time.monotonic()
        return Spent(
            seconds=now - self.began,
            iterations=self._iterations,
            cost=None if self._news is None else self._news.cost,
            still_seconds=now - self._better_at,
            still_iterations=self._iterations - self._better_iterations,
        )

    def overdue(self) -> bool:
        """Whether the seconds are long over; never before there is a plan."""
        seconds = self._budget.seconds
        if seconds is None or self._news is None:
            return False
        return time.monotonic() > self.began + seconds * (1 + _GRACE_SHARE) + _GRACE_S
