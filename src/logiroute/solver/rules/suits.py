"""Suits: nobody is in a protective suit longer than the policy allows, and less long in heat.

Where suits are put on and taken off follows from a route's tasks (see `suited`); the time that it
takes, and the longest time between, are the clock's to keep.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logiroute.model.rules import Rule
from logiroute.solver.bounds import MOST_S
from logiroute.solver.suited import NO_SUITS, Suits

if TYPE_CHECKING:
    from logiroute.solver.excerpt import Excerpt
    from logiroute.solver.frame import Frame
    from logiroute.solver.problem import Problem
    from logiroute.solver.routing import Routing

RULE = Rule.SUITS


@dataclass(frozen=True)
class Columns:
    """What crews are held to.

    Attributes
    ----------
    suits : tuple of Suits
        Per shift.
    """

    suits: tuple[Suits, ...]

    @property
    def worn(self) -> bool:
        """Whether any crew wears suits."""
        return any(suits.worn for suits in self.suits)


def unworn(shifts: int) -> Columns:
    """Columns of a problem in which nobody wears suits."""
    return Columns((NO_SUITS,) * shifts)


def columns(frame: "Frame") -> Columns:
    """Read who wears suits, and how long they may."""
    found = []
    for row in frame.shift_vehicle:
        vehicle = frame.scenario.vehicles[row]
        own = frame.scenario.policy.vehicle_class(vehicle.vehicle_class)
        most = frame.scenario.suit_max_s(vehicle)
        found.append(
            Suits(
                min(own.suit_on_s, MOST_S),
                min(own.suit_off_s, MOST_S),
                MOST_S if most is None else min(most, MOST_S),
            )
        )
    return Columns(tuple(found))


def excerpt(problem: "Problem", rows: "Excerpt") -> Columns:
    """The shifts that are kept."""
    return Columns(rows.of_shifts(problem.of(RULE, Columns).suits))


def declare(routing: "Routing", problem: "Problem") -> None:
    """Part of the timetables that ``shifts`` declares: where crews change, no matrix knows."""


def route_check(problem: "Problem") -> None:
    """Part of the timetable, which ``shifts`` checks."""


def plan_check(problem: "Problem") -> None:
    """Nothing to see across routes."""
