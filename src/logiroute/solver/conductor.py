"""The conductor of a search: start, search on every core, polish, final check.

Members of a crew search side by side for a stretch; then the best routes go round and the next
stretch begins. Whatever happens meanwhile, the best routes so far are kept.
"""

import os
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from logiroute.errors import NoPlanError
from logiroute.solver.budget import Budget, Spent
from logiroute.solver.crew.crew import Crew, CrewLostError, OnBetter
from logiroute.solver.crew.here import Here
from logiroute.solver.crew.jobs import Begin, Check, Explore, Explored
from logiroute.solver.crew.messages import Better
from logiroute.solver.crew.processes import Processes
from logiroute.solver.pace import Pace
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.progress import Event, Phase
from logiroute.solver.searches import DEFAULT_SEARCH, SEARCHES

#: Called with what a search tells; a KeyboardInterrupt it raises ends the search.
OnEvent = Callable[[Event], None]

#: A member that has not ended so long after its time is up is ended; the best routes count.
_GRACE_S = 2.0
_GRACE_SHARE = 0.05

#: Of the seconds, what is kept for the check.
_CHECK_SHARE = 0.03

#: So many of the latest routes are kept for the case that the model refuses the best.
_KEPT = 8


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def search_problem(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 0,
    processes: int | None = None,
    search: str = DEFAULT_SEARCH,
    on_event: OnEvent | None = None,
    in_process: bool = False,
) -> Routes:
    """Find good routes.

    Parameters
    ----------
    problem : Problem
    budget : Budget
        When to end.
    seed : int
    processes : int or None
        To search with, each a process of its own. None takes one per core, or one alone where
        the clock cannot end the search: then the routes are the same on every machine.
    search : str
        A name of `logiroute.solver.searches.SEARCHES`.
    on_event : callable, optional
        Told a few times a second how far the search has come. A KeyboardInterrupt that it raises
        ends the search like one from the keyboard.
    in_process : bool
        Do everything in this process, one after the other: simpler to debug, but nothing else
        runs meanwhile. Without a clock the routes are those that processes would find.

    Returns
    -------
    Routes
        The best routes found that the OR-Tools model accepts, also after an interrupt.

    Raises
    ------
    NoPlanError
        The search ended or was interrupted before its first routes.
    ValueError
        There is no such search.
    """
    if search not in SEARCHES:
        raise ValueError(f"no search is called {search!r}; there are {', '.join(SEARCHES)}")
    if problem.orders == 0:
        return ((),) * problem.shifts
    if processes is None:
        processes = cores() if budget.by_clock else 1
    seeds = [seed + member * _SEED_STEP for member in range(processes)]
    make = Here if in_process else Processes

    def crew(of: Sequence[int]) -> Crew:
        return make(problem, search, of)

    return _Conductor(budget, search, on_event).conduct(crew, seeds)


#: Between the seeds of two members: nobody's next seed is another's.
_SEED_STEP = 1_000_003


class _Conductor:
    """One search.

    Parameters
    ----------
    budget : Budget
    search : str
    on_event : callable or None
    """

    def __init__(self, budget: Budget, search: str, on_event: OnEvent | None) -> None:
        self._budget = budget
        self._kind = SEARCHES[search]
        self._on_event = on_event
        self._phase = Phase.START
        self._began = time.monotonic()
        #: The latest better routes, whoever found them.
        self._news: Better | None = None
        self._news_at = self._began
        #: The best of each stretch, each better than the one before.
        self._found: list[Better] = []
        self._iterations = 0
        self._better_iterations = 0

    def conduct(self, make_crew: Callable[[Sequence[int]], Crew], seeds: Sequence[int]) -> Routes:
        """Search, and return the best routes that the model accepts."""
        error = "the search was interrupted before it had a plan"
        crew = make_crew(seeds)
        try:
            self._search(crew)
            return self._checked(crew, self._tell)
        except KeyboardInterrupt:
            pass
        except CrewLostError as lost:
            error = str(lost)
        finally:
            crew.close()
        crew.drain(self._keep)
        if self._news is None:
            raise NoPlanError(error)
        crew = make_crew(seeds[:1])
        try:
            crew.ready(_ignore)
            return self._checked(crew, _ignore)
        except CrewLostError as lost:
            warnings.warn(f"the plan could not be checked by OR-Tools: {lost}", stacklevel=3)
            return self._best().routes
        finally:
            crew.close()

    # --- phases -----------------------------------------------------------------------------

    def _search(self, crew: Crew) -> None:
        """Search in stretches until the budget is spent."""

        def note(better: Better | None) -> None:
            self._tell(better)
            # Without a clock all go to the end of the stretch, so that chance has no say.
            if self._budget.by_clock and self._budget.over(self._spent()):
                crew.stop()

        if crew.ready(note):
            self._enter(Phase.COMPILE)
            crew.ask(crew.members[0], Begin())
            crew.gather(note)
            self._began = self._news_at = time.monotonic()
        self._enter(Phase.SEARCH if self._news else Phase.START)
        pace = Pace(self._budget, self._search_s(), self._kind.stretches)
        behind: set[int] = set()
        while True:
            stretch = pace.stretch(self._spent())
            for member in crew.members:
                start = self._found[-1].routes if member in behind else None
                crew.ask(member, Explore(stretch, start))
            results: dict[int, Explored] = crew.gather(note, self._overdue)
            self._iterations += max((r.iterations for r in results.values()), default=0)
            behind = self._merge(results)
            if pace.over(self._spent()):
                return

    def _search_s(self) -> float | None:
        """What of the seconds is for searching: the rest is for the check at the end."""
        return None if self._budget.seconds is None else self._budget.seconds * (1 - _CHECK_SHARE)

    def _merge(self, results: Mapping[int, Explored]) -> set[int]:
        """Keep the best of a stretch, the first of equals; return who is behind it."""
        for _, result in sorted(results.items()):
            if not self._found or result.cost < self._found[-1].cost:
                self._found.append(Better(result.routes, result.cost))
                self._better_iterations = self._iterations
        if not self._found:
            return set()
        return {who for who, result in results.items() if result.cost > self._found[-1].cost}

    def _best(self) -> Better:
        """The best routes; of equals, not those that chance brought first."""
        known = [*self._found[-1:], *([self._news] if self._news else [])]
        return min(known, key=lambda better: better.cost)

    def _checked(self, crew: Crew, on_better: OnBetter) -> Routes:
        """The best routes that the model accepts."""
        best = self._best().routes
        if self._kind.modelled:
            return best
        self._enter(Phase.CHECK)
        earlier = [better.routes for better in reversed(self._found) if better.routes != best]
        member = crew.members[0]
        crew.ask(member, Check((best, *earlier[: _KEPT - 1])))
        accepted = crew.gather(on_better).get(member)
        if accepted is None:
            raise CrewLostError("the search process ended unexpectedly")
        if accepted != best:
            warnings.warn(
                "OR-Tools refuses the best plan of the search, another one is used; please report",
                stacklevel=4,
            )
        return cast(Routes, accepted)

    # --- what everyone is told ----------------------------------------------------------------

    def _overdue(self) -> bool:
        seconds = self._budget.seconds
        if seconds is None or self._news is None:
            return False
        return time.monotonic() > self._began + seconds * (1 + _GRACE_SHARE) + _GRACE_S

    def _spent(self) -> Spent:
        now = time.monotonic()
        return Spent(
            seconds=now - self._began,
            iterations=self._iterations,
            cost=None if self._news is None else self._news.cost,
            still_seconds=now - self._news_at,
            still_iterations=self._iterations - self._better_iterations,
        )

    def _enter(self, phase: Phase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self._say(None)

    def _keep(self, better: Better | None) -> None:
        """Keep routes that are better than all before."""
        if better is not None and (self._news is None or better.cost < self._news.cost):
            self._news, self._news_at = better, time.monotonic()

    def _tell(self, better: Better | None) -> None:
        """Keep better routes and tell of them, or that time has passed."""
        if better is not None and self._phase is Phase.START:
            self._phase = Phase.SEARCH
        self._keep(better)
        if better is None or better is self._news:
            self._say(better)

    def _say(self, better: Better | None) -> None:
        if self._on_event is not None:
            cost = None if self._news is None else self._news.cost
            routes = None if better is None else better.routes
            elapsed_s = time.monotonic() - self._began
            self._on_event(Event(self._phase, elapsed_s, cost, routes))


def _ignore(_: Better | None) -> None:
    """Take note of nothing."""
