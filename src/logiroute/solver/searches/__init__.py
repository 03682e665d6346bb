"""Searches: from a problem to ever better routes, each going on from where it stands.

`Searcher` is what any of them looks like from outside; `SEARCHES` is the table of contents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from logiroute.solver.problem import Problem, Routes


@dataclass(frozen=True)
class Stretch:
    """How far to search before the next look around: up to whichever limit is first.

    Attributes
    ----------
    seconds : float or None
        Without, nothing depends on the clock.
    iterations : int or None
    target : int or None
        Cost units at which to stop early.
    shares : (float, float)
        Share of the whole search that is over at the beginning and at the end of the stretch.
    """

    seconds: float | None = None
    iterations: int | None = None
    target: int | None = None
    shares: tuple[float, float] = (0.0, 1.0)


class PoolRoute(NamedTuple):
    """A good route that was seen: number of its alike shifts, its tasks, its cost units."""

    alike: int
    tasks: tuple[int, ...]
    cost: int


class Watch(Protocol):
    """Whoever follows a search."""

    def tell(self, routes: Routes, cost: int) -> None:
        """Take note of better routes and their cost units, penalties included."""

    def stopped(self) -> bool:
        """Whether the search shall come to an end."""


class Searcher(Protocol):
    """A search in progress."""

    @property
    def best(self) -> tuple[Routes, int]:
        """The best routes so far and their cost units, penalties included."""

    def explore(self, stretch: Stretch, watch: Watch) -> int:
        """Search on, telling of better routes; return the iterations it took."""

    def adopt(self, routes: Routes) -> None:
        """Go on from legal routes found elsewhere."""

    def pool(self) -> tuple[PoolRoute, ...]:
        """Good routes seen so far."""


@dataclass(frozen=True)
class Kind:
    """A search as the conductor sees it.

    Attributes
    ----------
    engine : str
        What a plan says found it.
    begin : callable
        Problem and seed → a searcher that has its first routes.
    cuts : tuple of float
        Shares of a search at which its stretches end, rising to 1.
    is_cold : callable
        Whether it has yet to be compiled on this machine.
    load : callable
        Loads what it needs, while there is no problem yet; not to be called while it is cold.
    polished : bool
        Whether OR-Tools shall improve what it finds.
    """

    engine: str
    begin: Callable[[Problem, int], Searcher]
    cuts: tuple[float, ...]
    is_cold: Callable[[], bool]
    load: Callable[[], None]
    polished: bool


#: OR-Tools searches larger problems part by part.
_MOST_TASKS_AS_A_WHOLE = 300


def _ortools(problem: Problem, seed: int) -> Searcher:
    from logiroute.solver.model_size import modelled_tasks
    from logiroute.solver.searches.decomposed import DecomposedSearcher
    from logiroute.solver.searches.ortools import OrToolsSearcher

    few = modelled_tasks(problem) <= _MOST_TASKS_AS_A_WHOLE
    kind = OrToolsSearcher if few else DecomposedSearcher
    return kind(problem, seed)


def _load_ortools() -> None:
    import logiroute.solver.searches.decomposed
    import logiroute.solver.searches.ortools  # noqa: F401


def _recreate(problem: Problem, seed: int) -> Searcher:
    from logiroute.solver.recreate.recreation import Recreation
    from logiroute.solver.searches.recreate import RecreateSearcher

    return RecreateSearcher(Recreation(problem, seed))


def _recreate_is_cold() -> bool:
    from logiroute.solver.recreate.warm import is_cold

    return is_cold()


def _load_recreate() -> None:
    from logiroute.solver.recreate.warm import load

    load()


_QUARTERS = (0.25, 0.5, 0.75, 1.0)

#: Every search by its name. Nothing heavy is loaded before one of them begins.
SEARCHES: Mapping[str, Kind] = {
    "recreate": Kind(
        "logiroute", _recreate, _QUARTERS, _recreate_is_cold, _load_recreate, polished=True
    ),
    "ortools": Kind(
        "or-tools", _ortools, (0.6, 0.8, 1.0), lambda: False, _load_ortools, polished=False
    ),
}

#: What searches where nothing else is said.
DEFAULT_SEARCH = "recreate"


def kind_of(search: str) -> Kind:
    """A search by its name.

    Raises
    ------
    ValueError
        There is none of that name.
    """
    if search not in SEARCHES:
        raise ValueError(f"no search is called {search!r}; there are {', '.join(SEARCHES)}")
    return SEARCHES[search]
