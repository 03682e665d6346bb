"""OR-Tools on its own where a problem is too large for it: part by part.

Parts are orders near each other, or routes near each other; each is a problem of its own in which
beds, stock and shifts that the others use are gone. The first parts are built from nothing; after
that parts begin elsewhere each time, so that the seams of one round lie inside the next.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, zip_longest

from logiroute.solver.excerpt import Excerpt, excerpt_of, take
from logiroute.solver.neighbourhoods import Neighbourhoods
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.searches import PoolRoute, Stretch, Watch
from logiroute.solver.searches.ortools import OrToolsSearcher, guide, is_over
from logiroute.solver.searches.record import Record
from logiroute.units import ceil_div

#: Tasks of a part.
_PART_TASKS = 150

#: Empty shifts that a part may use, when it is built and later: with more the model is slow, and
#: few parts need them.
_NEW_SHIFTS = 40
_MORE_SHIFTS = 4


class DecomposedSearcher:
    """Searches a problem that is too large for OR-Tools as a whole.

    Parameters
    ----------
    problem : Problem
    seed : int
    """

    def __init__(self, problem: Problem, seed: int) -> None:
        self._problem = problem
        self._seed = seed
        self._record = Record(problem)
        self._near = Neighbourhoods(problem, seed)
        self._rounds = 0

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""
        return self._record.routes, self._record.cost

    def adopt(self, routes: Routes) -> None:
        """Go on from routes found elsewhere."""
        self._record.offer(routes)

    def pool(self) -> tuple[PoolRoute, ...]:
        """None: its routes go from round to round as they are."""
        return ()

    def explore(self, stretch: Stretch, watch: Watch) -> int:
        """Build all parts, or go once over all of them."""
        ends = None if stretch.seconds is None else time.monotonic() + stretch.seconds
        parts = self._new_parts() if self._rounds == 0 else self._driven_parts()
        iterations = None
        if stretch.iterations is not None:
            iterations = ceil_div(stretch.iterations, max(1, len(parts)))
        for number, (shifts, orders) in enumerate(parts):
            seconds = None
            if ends is not None:
                seconds = (ends - time.monotonic()) / (len(parts) - number)
            if is_over(self._record, stretch, watch) or (seconds is not None and seconds <= 0):
                break
            free = _MORE_SHIFTS if shifts else _NEW_SHIFTS
            rows = excerpt_of(
                self._problem, self._record.routes, [*shifts, *self._free(orders, free)], orders
            )
            share = replace(stretch, seconds=seconds, iterations=iterations, target=None)
            self._record.offer(rows.whole(self._improved(rows, share, watch)), watch)
        self._rounds += 1
        return stretch.iterations or 0

    def _new_parts(self) -> list[tuple[list[int], list[int]]]:
        """Parts of orders, which no shift serves yet."""
        return [([], orders) for orders in self._near.of_orders(_PART_TASKS)]

    def _driven_parts(self) -> list[tuple[list[int], list[int]]]:
        """Parts of shifts and their orders."""
        return self._near.of_routes(self._record.routes, _PART_TASKS)

    def _free(self, orders: Sequence[int], most: int) -> list[int]:
        """Shifts without a route, some of every kind, those that start near the orders first."""
        by_kind = defaultdict(list)
        for shift, tasks in enumerate(self._record.routes):
            if not tasks:
                by_kind[self._problem.shift_alike[shift]].append(shift)
        start = self._problem.shift_start
        way = self._near.ways_to(orders)
        kinds = sorted(by_kind.values(), key=lambda shifts: (way[start[shifts[0]]], shifts[0]))
        return list(islice(_by_turns(kinds), most))

    def _improved(self, rows: Excerpt, stretch: Stretch, watch: Watch) -> Routes:
        """Better routes of a part, or those it has."""
        part = take(self._problem, rows)
        before = rows.cut(self._record.routes)
        inner = _Inner(watch)
        if not any(before):
            searcher = OrToolsSearcher(part, self._seed)
            searcher.explore(stretch, inner)
            return searcher.best[0]
        record = Record(part)
        record.offer(before)
        guide(record, stretch, inner, self._seed, self._rounds)
        return record.routes


class _Inner:
    """Follows the search of a part: it tells nobody, but stops when the whole does."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def tell(self, routes: Routes, cost: int) -> None:
        """Say nothing: these are routes of a part."""

    def stopped(self) -> bool:
        """Whether the whole search shall come to an end."""
        return self._watch.stopped()


def _by_turns(several: Sequence[Sequence[int]]) -> Iterator[int]:
    """The first of each, then the second of each, and so on."""
    for turn in zip_longest(*several):
        yield from (one for one in turn if one is not None)
