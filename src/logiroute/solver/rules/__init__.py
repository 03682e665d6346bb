"""Table of contents: every rule the solver keeps, in the order its module is asked.

A rule's module has ``RULE``, ``columns(frame)`` (what it reads from the scenario),
``excerpt(problem, rows)`` (the same of a part of a problem),
``declare(routing, problem)`` (what it adds to the OR-Tools model), ``route_check(problem)`` and
``plan_check(problem)`` (the same rule on given routes, without OR-Tools: for insertion and for
reasons; either may be None where the rule has nothing to look at there). A new rule is its file
and a line here.
"""

from typing import TYPE_CHECKING, Any, Protocol

from logiroute.model.rules import Rule
from logiroute.solver.miss import PlanCheck, RouteCheck
from logiroute.solver.rules import (
    access,
    beds,
    capacity,
    cleaning,
    coverage,
    duty,
    lifo,
    mixing,
    pairing,
    parties,
    service,
    shifts,
    slots,
    stock,
    suits,
    travel,
    trips,
    windows,
)

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing


class RuleModule(Protocol):
    """What a module of this package offers."""

    #: The rule it keeps.
    RULE: Rule

    def columns(self, frame: "Frame", /) -> Any:
        """What the rule reads from the scenario: picklable, integers and arrays only."""

    def excerpt(self, problem: "Problem", rows: "Excerpt", /) -> Any:
        """The columns of a part of a problem."""

    def declare(self, routing: "Routing", problem: "Problem", /) -> None:
        """Add the rule to the OR-Tools model."""

    def route_check(self, problem: "Problem", /) -> RouteCheck | None:
        """The rule on one route."""

    def plan_check(self, problem: "Problem", /) -> PlanCheck | None:
        """The rule on all routes together."""


#: Access comes first: "stays in its zone" says more than "no legal way". Travel and service come
#: before windows, the first to need the dimension of time; ``shifts``, whose check works out the
#: whole timetable, comes last.
RULES: tuple[RuleModule, ...] = (
    coverage,
    access,
    travel,
    service,
    windows,
    trips,
    capacity,
    mixing,
    cleaning,
    pairing,
    lifo,
    parties,
    beds,
    stock,
    slots,
    duty,
    suits,
    shifts,
)

#: Rules by which routes draw from something they share: their modules have ``draws(problem)`` too.
SHARING = (beds, stock, cleaning, slots)
