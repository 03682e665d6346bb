"""Problems without one of their rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from logiroute.model.rules import Rule
from logiroute.model.travel import UNREACHABLE
from logiroute.solver.bounds import MOST_LOAD, MOST_S
from logiroute.solver.driven import Limits
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes
from logiroute.solver.recreate.recreation import Recreation
from logiroute.solver.rules import suits


def _coverage(of: Any, _problem: Problem) -> Any:
    return replace(of, penalty=(0,) * len(of.penalty))


def _travel(of: Any, _problem: Problem) -> Any:
    ways = np.where(of.seconds == UNREACHABLE, 0, of.metres)
    return replace(of, seconds=np.zeros_like(of.seconds), metres=ways)


def _service(of: Any, _problem: Problem) -> Any:
    return replace(of, service_s=(0,) * len(of.service_s), stop_s=(0,) * len(of.stop_s))


def _windows(of: Any, _problem: Problem) -> Any:
    last = max((span[1] for spans in of.open for span in spans), default=0)
    return replace(of, open=(((0, last),),) * len(of.open))


def _shifts(of: Any, _problem: Problem) -> Any:
    count = len(of.start)
    return replace(of, start=(0,) * count, end=(max(of.end),) * count)


def _capacity(of: Any, _problem: Problem) -> Any:
    return replace(of, capacity=np.full_like(of.capacity, MOST_LOAD))


def _access(of: Any, problem: Problem) -> Any:
    return replace(of, refusal=np.zeros_like(of.refusal), rooms=({},) * problem.shifts)


def _pairing(of: Any, problem: Problem) -> Any:
    free = (-1,) * problem.orders
    return replace(of, wrong_depot=np.zeros_like(of.wrong_depot), arrive_by=free, max_aboard_s=free)


def _beds(of: Any, _problem: Problem) -> Any:
    return replace(of, beds={}, not_accepted=frozenset(), leaving={})


def _parties(of: Any, _problem: Problem) -> Any:
    return replace(of, groups=(), exclusive=(False,) * len(of.exclusive))


def _mixing(of: Any, _problem: Problem) -> Any:
    nobody, nothing = (-1,) * len(of.party_class), (False,) * len(of.goods)
    return replace(of, party_class=nobody, goods=nothing)


def _cleaning(of: Any, problem: Problem) -> Any:
    nothing, nobody = np.zeros_like(of.need), (False,) * problem.tasks
    return replace(of, need=nothing, leaves=nothing, straight=nobody, runs=nobody)


def _stock(of: Any, _problem: Problem) -> Any:
    return replace(of, counted=False)


def _trips(of: Any, problem: Problem) -> Any:
    return replace(
        of,
        usable=np.ones_like(of.usable),
        most_reloads=(problem.tasks,) * problem.shifts,
        wrong_depot=np.zeros_like(of.wrong_depot),
        release=(-MOST_S,) * problem.tasks,
    )


def _lifo(of: Any, problem: Problem) -> Any:
    return replace(of, lifo=(False,) * problem.shifts)


def _duty(of: Any, problem: Problem) -> Any:
    return replace(of, limits=(Limits(),) * problem.shifts, nights=((),) * problem.shifts)


def _suits(_of: Any, problem: Problem) -> Any:
    return suits.unworn(problem.shifts)


def _slots(of: Any, _problem: Problem) -> Any:
    return replace(of, places=frozenset(), docks={})


#: Columns of every rule and the problem → columns that forbid nothing, and take nothing.
_RELAXED: Mapping[Rule, Callable[[Any, Problem], Any]] = {
    Rule.COVERAGE: _coverage,
    Rule.TRAVEL: _travel,
    Rule.SERVICE: _service,
    Rule.WINDOWS: _windows,
    Rule.SHIFTS: _shifts,
    Rule.CAPACITY: _capacity,
    Rule.ACCESS: _access,
    Rule.PAIRING: _pairing,
    Rule.BEDS: _beds,
    Rule.PARTIES: _parties,
    Rule.MIXING: _mixing,
    Rule.CLEANING: _cleaning,
    Rule.STOCK: _stock,
    Rule.TRIPS: _trips,
    Rule.LIFO: _lifo,
    Rule.DUTY: _duty,
    Rule.SUITS: _suits,
    Rule.SLOTS: _slots,
}


def without(problem: Problem, rule: Rule) -> Problem:
    """A problem of which one rule forbids nothing: all others are as they were."""
    relaxed = _RELAXED[rule](problem.columns[rule], problem)
    return replace(problem, columns={**problem.columns, rule: relaxed})


def _searched(problem: Problem) -> Routes:
    search = Recreation(problem, 0)
    for step in range(10):
        search.run(20, step / 10)
    return search.best[0]


def binds(problem: Problem, rule: Rule) -> bool:
    """Whether a rule stands in the way of a better plan.

    What a search finds without the rule is illegal with it, or there is better with it.
    """
    found = _searched(without(problem, rule))
    evaluator = Evaluator(problem)
    if evaluator.miss(found) is not None:
        return True
    return sum(evaluator.total(found)) > sum(evaluator.total(_searched(problem)))
