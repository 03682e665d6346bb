"""OR-Tools on its own: iterated local search, then guided local search round after round.

The first finds more in the same time but cannot go on from given routes; so it comes once, in the
first stretch, and the second goes on from the best there is.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from logiroute.solver.acceptance import accepts
from logiroute.solver.local_search import guided_local_search, iterated_local_search
from logiroute.solver.parameters import Moves
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import PoolRoute, Stretch, Watch
from logiroute.solver.searches.record import Record

#: Share of the first stretch that is kept to insert what is left out: runs, groups.
_MENDING = 0.15


class OrToolsSearcher:
    """Searches a problem that OR-Tools takes as a whole.

    Parameters
    ----------
    problem : Problem
    seed : int
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._seed = seed
        self._record = Record(problem)
        self._rounds = 0

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""
        return self._record.routes, self._record.cost

    def adopt(self, routes: Routes) -> None:
        """Go on from routes found elsewhere."""
        self._record.judge(routes)

    def pool(self) -> tuple[PoolRoute, ...]:
        """None: its routes go from round to round as they are."""
        return ()

    def explore(self, stretch: Stretch, watch: Watch) -> int:
        """First an iterated local search, then a round of guided local search each time.

        Only the clock is sure to end the first: it counts solutions, and where orders must be
        left out it may never come upon another. Without a clock all rounds are guided.
        """
        ends = None if stretch.seconds is None else time.monotonic() + stretch.seconds
        if self._rounds == 0:
            if stretch.seconds is None:
                guide(self._record, stretch, watch, self._seed, self._rounds)
            else:
                self._begin(stretch, (1 - _MENDING) * stretch.seconds, watch)
            self._record.mend(ends, watch)
        else:
            # First, while there is time: the local search adds no run by itself.
            self._record.mend(ends, watch)
            left = None if ends is None else max(0.0, ends - time.monotonic())
            guide(self._record, replace(stretch, seconds=left), watch, self._seed, self._rounds)
        self._rounds += 1
        return stretch.iterations or 0

    def _begin(self, stretch: Stretch, seconds: float, watch: Watch) -> None:
        record = self._record
        # It often meets the same routes again, and each new kind is priced once.
        known: set[Routes] = set()

        def at_routes(routes: Routes) -> bool:
            if routes not in known:
                known.add(routes)
                record.offer(routes, watch)
            return is_over(record, stretch, watch)

        iterated_local_search(
            record.problem,
            at_routes,
            seconds=seconds,
            iterations=stretch.iterations,
            seed=self._seed,
        )


def is_over(record: Record, stretch: Stretch, watch: Watch) -> bool:
    """Whether a stretch is to end before its time."""
    enough = stretch.target is not None and record.cost <= stretch.target
    return enough or watch.stopped()


def guide(record: Record, stretch: Stretch, watch: Watch, seed: int, number: int) -> None:
    """One guided local search from the best routes so far.

    Parameters
    ----------
    record : Record
    stretch : Stretch
    watch : Watch
    seed : int
    number : int
        Of the round: every other one tries to make room for orders that are left out.
    """
    moves = Moves.USUAL
    if not record.complete:
        moves = Moves.ROOM_MAKING if number % 2 else Moves.REBUILDING
    least: int | None = None

    def at_solution(cost: int, routes: Callable[[], Routes]) -> bool:
        nonlocal least
        if least is None or cost < least:
            least = cost
            record.offer(routes(), watch)
        return is_over(record, stretch, watch)

    accepted = guided_local_search(
        record.problem,
        record.routes,
        at_solution,
        seconds=stretch.seconds,
        iterations=stretch.iterations,
        moves=moves,
        seed=seed + number,
    )
    # In a stretch that is too short for the model to be read, nothing was looked at.
    if not accepted and not accepts(record.problem, record.routes):
        raise RuntimeError("the model does not accept its own best routes")
