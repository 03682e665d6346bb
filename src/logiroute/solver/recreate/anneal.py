"""The search itself: ruin, recreate, and keep or take back, at a temperature."""

from typing import NamedTuple

import numpy as np

from logiroute.compiled import lazily_compiled
from logiroute.solver.recreate.bank import try_bank, untry
from logiroute.solver.recreate.best import CURRENT, LEAST, best_at, keep_best
from logiroute.solver.recreate.board import Board
from logiroute.solver.recreate.chance import below, uniform
from logiroute.solver.recreate.eviction import evict
from logiroute.solver.recreate.exchange import exchange
from logiroute.solver.recreate.fleet import give_up_route
from logiroute.solver.recreate.kinds import change_kinds
from logiroute.solver.recreate.layout import rows_at
from logiroute.solver.recreate.memory import (
    BANK,
    ITERATION,
    KEPT,
    KEPT_FULL,
    OUT,
    SAVED,
    TRIED,
    memory_at,
    take_back,
)
from logiroute.solver.recreate.recreate import (
    CLOSE_BY,
    CLOSES,
    DEMAND,
    FAR_OUT,
    LENGTH,
    OPENS,
    RANDOM,
    recreate,
    sort_out,
)
from logiroute.solver.recreate.refresh import refresh
from logiroute.solver.recreate.ruin import ruin_route, ruin_strings, ruin_walk, ruin_worst
from logiroute.solver.recreate.state import state_at

#: By so much the first order on a route may seem cheaper than it is, at most.
_MOST_EAGER = 1000.0

#: Where absences count, share of the iterations around an order that is left out.
_AROUND_ABSENT = 0.3

#: Of what is left out, so much is little.
_SMALL = 0.01


class Settings(NamedTuple):
    """How a search goes about it.

    Attributes
    ----------
    mean : float
        Tasks taken out in an iteration, on average.
    longest : float
        Tasks in a string, at most.
    blink : float
        Chance that a route is overlooked.
    walk, route, worst : float
        Share of iterations that take out a walk, a whole route, or the worst placed.
    by_hour : float
        Share of iterations whose neighbours are those by the hour.
    bank : int
        Units of the bank that an iteration tries, at most.
    worth : float
        Times its penalty that serving an order may cost.
    eager : float
        Share of iterations that begin routes which the first order is not worth by itself.
    kinds : float
        Share of iterations that try another kind of shift for the routes they touched.
    upgrade : float
        Share of iterations in which a route may change to a larger vehicle for one order more. In
        the others such an order needs a route of its own, so that neither way is the easier one.
    exchanges : int
        Exchanges between two routes that are looked at between two iterations.
    tails : float
        Share of them that are of all that comes after a point, not of a few tasks.
    regret : float
        Share of iterations that put in next what would lose most by waiting.
    absences : bool
        Whether, in the beginning, an order that was left out more often than another of the same
        penalty may take its place, if that costs little beside it. *Source: Christiaens and Vanden
        Berghe, as in `ruin`.*
    fewer : bool
        Whether a route is given up whenever all orders are served, and no further one is begun.
    """

    mean: float = 10.0
    longest: float = 10.0
    blink: float = 0.01
    walk: float = 0.05
    route: float = 0.02
    worst: float = 0.03
    by_hour: float = 0.3
    bank: int = 30
    worth: float = 1.0
    eager: float = 0.2
    kinds: float = 0.1
    upgrade: float = 0.2
    exchanges: int = 40
    tails: float = 0.5
    regret: float = 0.03
    absences: bool = True
    fewer: bool = False


@lazily_compiled
def _seed(board: Board, absences: bool) -> int:
    """A task by chance; around it some are taken out."""
    rows, state, memory = rows_at(board), state_at(board), memory_at(board)
    u = rows.top[below(memory.chance, len(rows.top))]
    if absences and memory.number[BANK] > 0 and uniform(memory.chance) < _AROUND_ABSENT:
        u = memory.bank[below(memory.chance, memory.number[BANK])]
    unit = rows.unit[u]
    seed = unit.first
    if (
        unit.choice_begin < unit.choice_end
        and uniform(memory.chance) < 0.5
        and state.spot[seed].route >= 0
    ):
        seed = state.chosen[u]
    return int(seed)


@lazily_compiled
def _ruin(board: Board, seed: int, settings: Settings) -> None:
    """Take some out around a task."""
    state, memory = state_at(board), memory_at(board)
    if state.counts[0] == 0:
        return
    kind = uniform(memory.chance)
    near = memory.by_hour if uniform(memory.chance) < settings.by_hour else memory.by_way
    if kind < settings.walk:
        count = 1 + below(memory.chance, int(2 * settings.mean) - 1)
        ruin_walk(board, near, seed, count, 15)
        return
    if kind < settings.walk + settings.worst:
        ruin_worst(board, near, seed, 1 + below(memory.chance, int(2 * settings.mean) - 1), 40)
        return
    if kind < settings.walk + settings.worst + settings.route:
        r = state.used[below(memory.chance, state.counts[0])]
        other = state.used[below(memory.chance, state.counts[0])]
        if state.route[other].length < state.route[r].length:
            r = other
        if state.route[r].length <= 3 * settings.mean:
            ruin_route(board, r)
            return
    ruin_strings(board, near, seed, settings.mean, settings.longest)


@lazily_compiled
def _look_again(board: Board) -> None:
    """Routes that found no bay or dock while ruined ones had theirs still may find one now."""
    state, memory = state_at(board), memory_at(board)
    for row in range(memory.number[SAVED]):
        r = memory.saved[row]
        if state.route[r].late:
            refresh(board, r)


@lazily_compiled
def _order(board: Board) -> int:
    """The column to sort by, with the weights of Christiaens and Vanden Berghe."""
    rows, memory = rows_at(board), memory_at(board)
    if not rows.timed:
        draw = below(memory.chance, 11)
        if draw < 4:
            return RANDOM
        if draw < 8:
            return DEMAND
        return FAR_OUT if draw < 10 else CLOSE_BY
    draw = below(memory.chance, 17)
    if draw < 4:
        return RANDOM
    if draw < 8:
        return DEMAND
    if draw < 10:
        return FAR_OUT
    if draw < 11:
        return CLOSE_BY
    if draw < 13:
        return LENGTH
    return OPENS if draw < 15 else CLOSES


@lazily_compiled
def _eager(board: Board, share: float) -> float:
    """By how much the first order on a route seems cheaper than it is, while some are left out."""
    memory = memory_at(board)
    if memory.number[TRIED] == 0 or uniform(memory.chance) >= share:
        return 1.0
    return min(1.0 / (uniform(memory.chance) + 1e-9), _MOST_EAGER)


@lazily_compiled
def anneal(board: Board, settings: Settings, iterations: int, temperature: float) -> None:
    """Iterate at one temperature, in cost units."""
    rows, memory = rows_at(board), memory_at(board)
    kinds = len(rows.kind)
    for _ in range(iterations):
        if settings.fewer and memory.number[BANK] == 0:
            _begin(board)
            give_up_route(board)
        for _ in range(settings.exchanges):
            _begin(board)
            bound = _bound(board, temperature)
            if exchange(board, bound, settings.tails):
                if kinds > 1:
                    change_kinds(board, settings.kinds)
                _settle(board, memory.number[BANK], bound, False)
            elif memory.number[SAVED] > 0:
                take_back(board)
        _begin(board)
        seed = _seed(board, settings.absences)
        _ruin(board, seed, settings)
        if rows.leaving:
            evict(board)
        if rows.cleaning or rows.docking:
            _look_again(board)
        if kinds > 1:
            # What a larger vehicle costs more is then paid by the order that needs it.
            change_kinds(board, 0.0)
        try_bank(board, seed, settings.bank)
        bank = memory.number[BANK]
        sort_out(board, _order(board))
        upgrade = kinds > 1 and uniform(memory.chance) < settings.upgrade
        eager = _eager(board, settings.eager)
        regret = uniform(memory.chance) < settings.regret
        recreate(board, settings.blink, settings.worth, eager, upgrade, regret, settings.fewer)
        if kinds > 1:
            change_kinds(board, settings.kinds)
        _settle(board, bank, _bound(board, temperature), settings.absences)


@lazily_compiled
def _begin(board: Board) -> None:
    """Nothing has been changed yet."""
    state, memory = state_at(board), memory_at(board)
    memory.number[ITERATION] += 1
    memory.number[SAVED] = memory.number[KEPT] = memory.number[OUT] = memory.number[TRIED] = 0
    memory.number[KEPT_FULL] = 0
    for source in range(len(state.drawn)):
        memory.saved_drawn[source] = state.drawn[source]


@lazily_compiled
def _bound(board: Board, temperature: float) -> float:
    """How much dearer routes may become."""
    return float(-temperature * np.log(uniform(memory_at(board).chance) + 1e-300))


@lazily_compiled
def _settle(board: Board, bank: int, bound: float, absences: bool) -> None:
    """Keep what has been changed if it costs less than ``bound`` more, or take it back.

    Routes that became impossible are taken back in any case.

    Parameters
    ----------
    bank : int
        Units of the bank, from its begin, that were left alone.
    bound : float
    absences : bool
        Whether to keep it as well if orders left out more often take the place of others.
    """
    rows, state, memory, best = rows_at(board), state_at(board), memory_at(board), best_at(board)
    more, late = 0, False
    for row in range(memory.number[SAVED]):
        route = state.route[memory.saved[row]]
        more += route.cost - memory.saved_route[row].cost
        # Without a task on the way, the next one can be out of reach.
        late |= route.late
    lost = tried = placed = absent = 0
    for row in range(bank, memory.number[BANK]):
        u = memory.bank[row]
        lost += rows.unit[u].penalty
        memory.absent[u] += 1
        absent += memory.absent[u]
    for row in range(memory.number[TRIED]):
        u = memory.tried[row]
        tried += rows.unit[u].penalty
        if memory.bank_at[u] < 0:
            placed += rows.unit[u].penalty
        absent -= memory.absent[u]
    more += lost - tried
    if absences and absent < 0 and lost == tried and more < _SMALL * placed:
        bound = np.inf
    if not late and more < bound:
        best.number[CURRENT] += more
        if best.number[CURRENT] < best.number[LEAST]:
            keep_best(board)
        return
    take_back(board)
    untry(board, bank)
