"""How many more vehicles would serve what is left out: found, and so proved, by planning with them.

The fleet gets as many more vehicles like its own as could be of use, each so dear that one less is
worth any detour, and every order is worth more than any of them. What a search then uses of them
is what the day is short of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from logiroute.model.plan import Shortage
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.travel import TravelTimes
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.insertion import Inserter, Insertion
from logiroute.solver.pools import renumbered
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.rules import coverage, shifts
from logiroute.solver.rules.parties import units_of
from logiroute.solver.searches import SEARCHES, Stretch

#: Vehicles of a kind that are tried, at most.
_MOST = 120

#: Units that are tried in a vehicle to see whether it is of any use.
_SAMPLE = 40

#: Times what a route costs at most, that one more vehicle costs; and times that, an order.
_DEAR, _DEARER = 20, 3


class _Nobody:
    """Follows the search."""

    def tell(self, routes: Routes, cost: int) -> None:
        """Say nothing: these are routes of another fleet."""

    def stopped(self) -> bool:
        """Never."""
        return False


def shortages_of(
    scenario: Scenario,
    travel: TravelTimes,
    evaluator: Evaluator,
    routes: Routes,
    stretch: Stretch,
    seed: int,
) -> tuple[Shortage, ...]:
    """Vehicles that the day is short of.

    Parameters
    ----------
    scenario, travel
        Of the day.
    evaluator : Evaluator
        Of its problem.
    routes : Routes
        Its plan.
    stretch : Stretch
        How long to search.
    seed : int

    Returns
    -------
    tuple of Shortage
        None where nothing is left out, or where no vehicle like those of the fleet is of use.
    """
    like = _of_use(evaluator, routes)
    if not like:
        return ()
    grown, fleet = _grown(scenario, evaluator.problem, like)
    problem = build_problem(grown, travel)
    before = (*renumbered(routes, evaluator.problem, problem), *((),) * len(fleet))
    searcher = SEARCHES["recreate"].begin(_dear(problem, evaluator, routes, len(fleet)), seed)
    searcher.adopt(before)
    searcher.explore(stretch, _Nobody())
    found = searcher.best[0]
    true = Evaluator(problem)
    if true.miss(found) is not None:
        return ()
    return _counted(scenario, true, found, fleet, evaluator.served(routes))


def _of_use(evaluator: Evaluator, routes: Routes) -> Mapping[int, int]:
    """Shift of the fleet → how many more like it may be of use."""
    problem = evaluator.problem
    served = evaluator.served(routes)
    waiting = [unit for unit in units_of(problem) if unit[0] not in served]
    waiting.sort(key=lambda unit: -sum(evaluator.penalty[order] for order in unit))
    inserter = Inserter(evaluator)
    empty: Routes = ((),) * problem.shifts
    found: dict[int, int] = {}
    tried: set[int] = set()
    for shift, alike in enumerate(problem.shift_alike):
        if alike in tried:
            continue
        tried.add(alike)
        if any(
            isinstance(inserter.into(empty, shift, unit), Insertion) for unit in waiting[:_SAMPLE]
        ):
            found[shift] = min(len(waiting), _MOST)
    return found


def _grown(
    scenario: Scenario, problem: Problem, like: Mapping[int, int]
) -> tuple[Scenario, Sequence[int]]:
    """The day with more vehicles; and the shift that each of them is like."""
    fleet = [shift for shift, number in like.items() for _ in range(number)]
    more = []
    for number, shift in enumerate(fleet):
        vehicle = scenario.vehicles[int(problem.shift_vehicle[shift])]
        only = (vehicle.shifts[int(problem.shift_number[shift])],)
        # Its number comes first: ids may be as long as they can be.
        name = f"more {number}: {vehicle.id}"[:80]
        more.append(vehicle.model_copy(update={"id": name, "shifts": only}))
    return scenario.model_copy(update={"vehicles": (*scenario.vehicles, *more)}), fleet


def _dear(problem: Problem, evaluator: Evaluator, routes: Routes, more: int) -> Problem:
    """A problem whose last shifts cost more than any detour, and orders more than they do."""
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    cost, penalty = evaluator.total(routes)
    route = max(cost // max(1, sum(map(bool, routes))), max(own.fixed_cost, default=0), 1)
    dear = _DEAR * route
    first = problem.shifts - more
    fixed = tuple(
        each + (dear if shift >= first else 0) for shift, each in enumerate(own.fixed_cost)
    )
    worth = max(_DEARER * dear, max(evaluator.penalty, default=0), penalty)
    # They cost more than those they are like, so they are of another kind.
    kinds = max(problem.shift_alike) + 1
    alike = tuple(
        kind + (kinds if shift >= first else 0) for shift, kind in enumerate(problem.shift_alike)
    )
    columns = {
        **problem.columns,
        Rule.SHIFTS: replace(own, fixed_cost=fixed),
        Rule.COVERAGE: coverage.Columns((worth,) * problem.orders),
    }
    return replace(problem, shift_alike=alike, columns=columns)


def _counted(
    scenario: Scenario,
    evaluator: Evaluator,
    routes: Routes,
    fleet: Sequence[int],
    served: frozenset[int],
) -> tuple[Shortage, ...]:
    """What was used of the vehicles that the fleet does not have."""
    problem = evaluator.problem
    first = problem.shifts - len(fleet)
    used = Counter(shift for at, shift in enumerate(fleet) if routes[first + at])
    orders = len(evaluator.served(routes) - served)
    found = []
    for shift, number in used.items():
        vehicle = scenario.vehicles[int(problem.shift_vehicle[shift])]
        same = sum(other.vehicle_class == vehicle.vehicle_class for other in scenario.vehicles)
        found.append(
            Shortage(
                vehicle_class=vehicle.vehicle_class,
                vehicle_id=vehicle.id,
                more=number,
                fleet=same + number,
                orders=orders,
                left_out=problem.orders - len(evaluator.served(routes)),
            )
        )
    return tuple(found)
