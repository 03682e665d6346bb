"""The conductor of a search: start, search on every core, polish, final check.

Members of a crew search side by side for a stretch; then the best routes go round and the next
stretch begins. Whatever happens meanwhile, the best routes so far are kept.
"""

import warnings
from collections.abc import Callable, Sequence
from typing import Any, cast

from logiroute.errors import NoPlanError
from logiroute.solver.budget import Budget
from logiroute.solver.crew.cores import team_size
from logiroute.solver.crew.crew import Crew, CrewLostError
from logiroute.solver.crew.here import Here
from logiroute.solver.crew.jobs import Begin, Check, Explore, FillIn, HandOver, Polish, Recombine
from logiroute.solver.crew.messages import Better
from logiroute.solver.crew.processes import Processes
from logiroute.solver.crew.standby import Standby
from logiroute.solver.pace import Pace, shares_of
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.progress import Phase
from logiroute.solver.searches import DEFAULT_SEARCH, PoolRoute, Stretch, kind_of
from logiroute.solver.standing import OnEvent, Standing

#: So many of the latest routes are kept for the case that the model refuses the best.
_KEPT = 8


def search_problem(
    problem: Problem,
    budget: Budget,
    *,
    seed: int = 0,
    processes: int | None = None,
    search: str = DEFAULT_SEARCH,
    on_event: OnEvent | None = None,
    in_process: bool = False,
    standby: Standby | None = None,
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
    standby : Standby, optional
        Processes started before, which are taken first.

    Returns
    -------
    Routes
        The best routes found that the OR-Tools model accepts, also after an interrupt.

    Raises
    ------
    NoPlanError
        The search ended or was interrupted before its first routes.
    ValueError
        There is no such search, or who stands by is for another one.
    """
    kind_of(search)
    if standby is not None and standby.search != search:
        raise ValueError(f"processes stand by for {standby.search}, not for {search}")
    if problem.orders == 0:
        return ((),) * problem.shifts
    seeds = [seed + member * _SEED_STEP for member in range(team_size(budget, processes))]

    def crew(of: Sequence[int]) -> Crew:
        return Here(problem, search, of) if in_process else Processes(problem, search, of, standby)

    return _Conductor(problem, budget, search, on_event).conduct(crew, seeds)


#: Between the seeds of two members: nobody's next seed is another's.
_SEED_STEP = 1_000_003


#: Share of the time that inserting what is left out may take.
_FILL = 0.03


class _Conductor:
    """One search.

    Parameters
    ----------
    problem : Problem
    budget : Budget
    search : str
    on_event : callable or None
    """

    def __init__(
        self, problem: Problem, budget: Budget, search: str, on_event: OnEvent | None
    ) -> None:
        self._budget = budget
        self._kind = kind_of(search)
        self._shares = shares_of(problem, budget, self._kind)
        self._standing = Standing(budget, on_event)
        self._accepted: Routes | None = None
        #: Where orders have several places to go to, a search may pass one over.
        self._fills = any(problem.choices)

    def conduct(self, make_crew: Callable[[Sequence[int]], Crew], seeds: Sequence[int]) -> Routes:
        """Search, and return the best routes that the model accepts."""
        error = "the search was interrupted before it had a plan"
        crew = make_crew(seeds)
        try:
            self._search(crew)
            self._fill(crew)
            self._polish(crew, seeds[0])
            return self._checked(crew)
        except KeyboardInterrupt:
            self._standing.hush()
        except CrewLostError as lost:
            error = str(lost)
        finally:
            crew.close()
        crew.drain(self._standing.keep)
        if self._standing.best is None:
            raise NoPlanError(error)
        crew = make_crew(seeds[:1])
        try:
            crew.ready(self._standing.tell)
            return self._checked(crew)
        except CrewLostError as lost:
            warnings.warn(f"the plan could not be checked by OR-Tools: {lost}", stacklevel=3)
            return self._standing.best.routes
        finally:
            crew.close()

    def _gather(self, crew: Crew) -> dict[int, Any]:
        """What members found, telling of it on the way."""

        def note(better: Better | None) -> None:
            self._standing.tell(better)
            # Without a clock all go to the end of the stretch, so that chance has no say.
            if self._budget.by_clock and self._budget.over(self._standing.spent()):
                crew.stop()

        return crew.gather(note, self._standing.overdue)

    def _search(self, crew: Crew) -> None:
        """Search in stretches until the budget is spent."""
        standing = self._standing
        if crew.ready(standing.tell):
            standing.enter(Phase.COMPILE)
            crew.ask(crew.members[0], Begin())
            crew.gather(standing.tell)
            standing.restart()
        standing.enter(Phase.SEARCH if standing.best else Phase.START)
        pace = Pace(self._budget, self._shares.search_s, self._kind.cuts)
        behind: set[int] = set()
        while True:
            stretch = pace.stretch(standing.spent())
            for member in crew.members:
                start = standing.best.routes if standing.best and member in behind else None
                crew.ask(member, Explore(stretch, start))
            behind = standing.merge(self._gather(crew))
            over = pace.over(standing.spent())
            first, last = stretch.shares
            if any(first < mark <= last for mark in self._shares.recombine_at):
                behind |= self._recombine(crew)
            if over:
                return

    def _recombine(self, crew: Crew) -> set[int]:
        """Make a better plan of the routes that all have seen; return who is behind it."""
        for member in crew.members:
            crew.ask(member, HandOver())
        pools: dict[int, tuple[PoolRoute, ...]] = self._gather(crew)
        best = self._standing.best
        pool = tuple(dict.fromkeys(route for who in sorted(pools) for route in pools[who]))
        if best is None or not pool:
            return set()
        self._standing.enter(Phase.RECOMBINE)
        crew.ask(crew.members[0], Recombine(pool, best.routes, *self._shares.recombine))
        self._standing.merge(self._gather(crew))
        self._standing.enter(Phase.SEARCH)
        found = self._standing.best
        return set() if found is None or found.cost == best.cost else set(crew.members)

    def _fill(self, crew: Crew) -> None:
        """Insert what the search has left out and what fits all the same."""
        best = self._standing.best
        if best is None or not self._fills or self._budget.enough(self._standing.spent()):
            return
        seconds = self._budget.seconds and _FILL * self._budget.seconds
        crew.ask(crew.members[0], FillIn(best.routes, seconds))
        self._standing.merge(self._gather(crew))

    def _polish(self, crew: Crew, seed: int) -> None:
        """Let OR-Tools improve the best routes, while the other members search on."""
        best = self._standing.best
        enough = self._budget.enough(self._standing.spent())
        if best is None or enough or not self._shares.polishes or not any(best.routes):
            return
        self._standing.enter(Phase.POLISH)
        seconds = None
        polisher, *others = crew.members
        if self._budget.seconds is not None:
            seconds = self._shares.polish_s(self._standing.spent().seconds)
            for member in others:
                stretch = Stretch(seconds, None, self._budget.target, (1.0, 1.0))
                crew.ask(member, Explore(stretch, best.routes))
        crew.ask(polisher, Polish(best.routes, seconds, seed))
        results = self._gather(crew)
        polished = results.pop(polisher, None)
        if polished is not None:
            self._accepted = polished.routes
            results[polisher] = polished
        self._standing.merge(results)

    def _checked(self, crew: Crew) -> Routes:
        """The best routes that the model accepts."""
        candidates = self._standing.candidates(_KEPT)
        if candidates[0] == self._accepted:
            return candidates[0]
        self._standing.enter(Phase.CHECK)
        member = crew.members[0]
        crew.ask(member, Check(candidates))
        accepted = crew.gather(self._standing.tell).get(member)
        if accepted is None:
            raise CrewLostError("the search process ended unexpectedly")
        if accepted != candidates[0]:
            warnings.warn(
                "OR-Tools refuses the best plan of the search, another one is used; please report",
                stacklevel=4,
            )
        return cast(Routes, accepted)
