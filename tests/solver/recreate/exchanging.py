"""Exchanges by themselves, without the ruin and the recreation around them."""

from logiroute.solver.pools import told_apart
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate.anneal import _begin
from logiroute.solver.recreate.best import CURRENT
from logiroute.solver.recreate.exchange import exchange
from logiroute.solver.recreate.kinds import change_kinds
from logiroute.solver.recreate.memory import take_back
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.recreate.state import ROUTE

#: Dearer than any exchange.
ANY = 1e18


#: What is not about a route itself: when it was last put aside, where it is listed.
_OF_THE_SEARCH = ("saved", "rank")


def at_hand(search: Recreation) -> Routes:
    """The routes at hand, with their washes, which are not always the best."""
    state = search._state
    rows = zip(state.seq, state.full, state.route["length"], state.route["full"], strict=True)
    routes = [
        tuple(with_washes[:full].tolist() if full else tasks[:length].tolist())
        for tasks, with_washes, length, full in rows
    ]
    return told_apart(search._problem, routes)


class Exchanging:
    """The routes of a kernel, which only exchange parts.

    Parameters
    ----------
    problem : Problem
    routes : Routes
        Legal ones to begin with.
    seed : int
    """

    def __init__(self, problem: Problem, routes: Routes, seed: int = 0) -> None:
        self._search = Recreation(problem, seed)
        self._search.adopt(routes)
        self._several_kinds = len(self._search._rows.kind) > 1

    @property
    def routes(self) -> Routes:
        """The routes at hand."""
        return at_hand(self._search)

    @property
    def cost(self) -> int:
        """Cost units of the routes at hand, as the kernel keeps them."""
        return int(self._search._state.route["cost"].sum())

    @property
    def account(self) -> int:
        """What the kernel thinks that its routes cost after `run`, with what they leave out."""
        self._search._prizes.weigh(1.0)  # By the true penalties.
        return int(self._search._best.number[CURRENT])

    @property
    def drawn(self) -> list[int]:
        """What is drawn on of all that routes share."""
        drawn: list[int] = self._search._state.drawn.tolist()
        return drawn

    @property
    def known(self) -> list[object]:
        """All that is known of the routes at hand, but the order in which they are listed."""
        state = self._search._state
        served, driven = state.spot["route"] >= 0, state.route["length"] > 0
        of_routes = state.route[driven]
        return [
            state.route["length"].tolist(),
            [of_routes[name].tolist() for name in ROUTE.fields or () if name not in _OF_THE_SEARCH],
            state.spot["route"].tolist(),
            state.spot[served].tolist(),
            state.load[served].tolist(),
            state.peak[served].tolist(),
            state.start_load[driven].tolist(),
            state.drawn.tolist(),
            state.free_count.tolist(),
            sorted(state.used[: state.counts[0]].tolist()),
        ]

    def look(self, bound: float = ANY, tails: float = 0.5, *, kinds: bool = False) -> bool:
        """Look at one exchange; whether it was made. The routes may then change to other kinds."""
        _begin(self._search._board)
        made = exchange(self._search._board, bound, tails)
        if made and kinds and self._several_kinds:
            change_kinds(self._search._board, 1.0)
        return made

    def take_back(self) -> None:
        """Undo the exchange."""
        take_back(self._search._board)

    def run(self, iterations: int) -> None:
        """Whole iterations from the routes at hand on, ruin and recreation and all."""
        self._search.adopt(self.routes)
        self._search.run(iterations, 0.5)


def reached(
    problem: Problem, routes: Routes, *, tails: float = 0.5, bound: float = ANY, looks: int = 400
) -> dict[Routes, int]:
    """Plans that are one exchange away from given ones, and what they cost more."""
    exchanging = Exchanging(problem, routes)
    before = exchanging.cost
    found: dict[Routes, int] = {}
    for _ in range(looks):
        if exchanging.look(bound, tails):
            found[exchanging.routes] = exchanging.cost - before
        exchanging.take_back()
        assert exchanging.routes == routes
    return found
