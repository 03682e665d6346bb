"""Coverage: an order is served once, or left out at the penalty of its priority."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_COST
from logiroute.solver.miss import Miss, PlanCheck
from logiroute.units import COST_UNITS_PER_CENT

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.COVERAGE


@dataclass(frozen=True)
class Columns:
    """``penalty``: cost units of leaving each order out."""

    penalty: tuple[int, ...]


def columns(frame: "Frame") -> Columns:
    """Read the penalties."""
    penalty = frame.scenario.penalty
    return Columns(
        tuple(
            min(penalty(order) * COST_UNITS_PER_CENT, MOST_COST) for order in frame.scenario.orders
        )
    )


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """Penalties of the orders that are kept."""
    return Columns(rows.of_orders(problem.of(RULE, Columns).penalty))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Make every order optional at its penalty, and at most one of its destinations visited.

    The penalty of a pair is split over its two disjunctions: insertion heuristics weigh each
    end against its own share, and both ends are always active or inactive together.
    """
    penalties = problem.of(RULE, Columns).penalty
    for order, (first, choices) in enumerate(zip(problem.first_task, problem.choices, strict=True)):
        penalty = penalties[order]
        if choices:
            routing.optional(order, (first,), penalty - penalty // 2)
            routing.optional(order, choices, penalty // 2)
        else:
            routing.optional(order, (first,), penalty)


def route_check(problem: "Problem") -> None:
    """Nothing to see on one route alone."""


def plan_check(_problem: "Problem") -> PlanCheck:
    """No task is done twice."""

    def check(routes: Sequence[Sequence[int]]) -> Miss | None:
        done = Counter(task for tasks in routes for task in tasks)
        for task, times in done.items():
            if times > 1:
                return Miss(RULE, times - 1, "times", task, "twice")
        return None

    return check
