"""How many more vehicles would serve what is left out: found, and so proved, by planning with them.

The fleet gets as many more vehicles like its own as could be of use, each so dear that one less is
worth any detour, and every order is worth more than any of them. What a search then uses of them
is what the day is short of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.shortage import MissingVehicles, Shortage
from logiroute.model.travel import TravelTimes
from logiroute.solver.bounds import MOST_COST
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.insertion import Inserter, Insertion, Refused
from logiroute.solver.pools import renumbered
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.rules import beds, coverage, shifts
from logiroute.solver.rules.parties import units_of
from logiroute.solver.searches import SEARCHES, Stretch
from logiroute.units import ceil_div

#: Vehicles of a kind that are tried, at most.
_MOST = 120

#: Units that are tried in a vehicle to see whether it is of any use.
_SAMPLE = 40

#: Times what a route costs, that one more vehicle costs; and times that, the least of orders.
_DEAR, _DEARER = 20, 3

#: All orders together are worth no more, so that sums stay below 2⁶³.
_MOST_SUM = 2**62


class _Nobody:
    """Follows the search."""

    def tell(self, routes: Routes, cost: int) -> None:
        """Say nothing: these are routes of another fleet."""

    def stopped(self) -> bool:
        """Never."""
        return False


def shortage_of(
    scenario: Scenario,
    travel: TravelTimes,
    evaluator: Evaluator,
    routes: Routes,
    stretch: Stretch,
    seed: int,
) -> Shortage | None:
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
    Shortage or None
        None where nothing is left out, or where no vehicle like those of the fleet is of use.
    """
    like = _of_use(evaluator, routes)
    if not like:
        return None
    day = _Day(scenario, travel, evaluator, routes)
    found = day.with_more(like, stretch, seed)
    if found is None:
        return None
    # A vehicle of several shifts costs as much for each: those in fewer of them may do as well.
    fewer = {row: ceil_div(sum(used.values()), len(used)) for row, used in found.used.items()}
    if any(fewer[row] < most for row, most in found.more.items()):
        again = day.with_more(fewer, stretch, seed)
        if again is not None and again.served >= found.served:
            found = again
    return _told(scenario, found, len(evaluator.served(routes)))


@dataclass(frozen=True)
class _Grown:
    """A plan with more vehicles.

    Attributes
    ----------
    used : mapping of int to Counter
        Vehicle of the fleet → how many like it drive in each of its shifts.
    served : frozenset of int
        Orders.
    """

    used: Mapping[int, Mapping[int, int]]
    served: frozenset[int]

    @property
    def more(self) -> Mapping[int, int]:
        """How many: of alike vehicles one can drive what others do in their other shifts."""
        return {row: most for row, used in self.used.items() if (most := max(used.values()))}


@dataclass(frozen=True)
class _Day:
    """A day with its plan."""

    scenario: Scenario
    travel: TravelTimes
    evaluator: Evaluator
    routes: Routes

    def with_more(self, like: Mapping[int, int], stretch: Stretch, seed: int) -> _Grown | None:
        """A plan with more vehicles, if one is found that serves all who are served now."""
        grown, fleet = _grown(self.scenario, like)
        problem = build_problem(grown, self.travel)
        more = problem.shifts - self.evaluator.problem.shifts
        before = (*renumbered(self.routes, self.evaluator.problem, problem), *((),) * more)
        dear = _dear(problem, self.evaluator, self.routes)
        searcher = SEARCHES["recreate"].begin(dear, seed)
        searcher.adopt(before)
        searcher.explore(stretch, _Nobody())
        found = searcher.best[0]
        true = Evaluator(problem)
        served = true.served(found)
        # Others instead of those would say nothing of the fleet.
        if true.miss(found) is not None or not self.evaluator.served(self.routes) <= served:
            return None
        first = len(self.scenario.vehicles)
        used = {row: dict.fromkeys(range(len(grown.vehicles[row].shifts)), 0) for row in like}
        vehicles, numbers = problem.shift_vehicle.tolist(), problem.shift_number.tolist()
        for vehicle, number, tasks in zip(vehicles, numbers, found, strict=True):
            if tasks and vehicle >= first:
                used[fleet[vehicle - first]][number] += 1
        return _Grown(used, served)


def _of_use(evaluator: Evaluator, routes: Routes) -> Mapping[int, int]:
    """Vehicle → how many more like it may be of use, with all its shifts."""
    problem = evaluator.problem
    served = evaluator.served(routes)
    waiting = [unit for unit in units_of(problem) if unit[0] not in served]
    waiting.sort(key=lambda unit: -sum(evaluator.penalty[order] for order in unit))
    inserter = Inserter(evaluator)
    empty: Routes = ((),) * problem.shifts
    shifts_of: dict[int, list[int]] = {}
    for shift, vehicle in enumerate(problem.shift_vehicle.tolist()):
        shifts_of.setdefault(vehicle, []).append(shift)
    found: dict[int, int] = {}
    tried: set[tuple[int, ...]] = set()
    for vehicle, own in shifts_of.items():
        alike = tuple(problem.shift_alike[shift] for shift in own)
        if alike in tried:
            continue
        tried.add(alike)
        if any(
            _may_fit(problem, inserter.into(empty, shift, unit))
            for unit in waiting[:_SAMPLE]
            for shift in own
        ):
            found[vehicle] = min(len(waiting), _MOST)
    return found


def _may_fit(problem: Problem, found: Insertion | Refused) -> bool:
    """Whether an order went into an empty plan, or lacks beds only that others may leave."""
    return isinstance(found, Insertion) or beds.may_be_left(problem, found.miss)


def _grown(scenario: Scenario, like: Mapping[int, int]) -> tuple[Scenario, Sequence[int]]:
    """The day with more vehicles; and which vehicle each of them is like."""
    fleet = [vehicle for vehicle, number in like.items() for _ in range(number)]
    more = []
    for number, row in enumerate(fleet):
        vehicle = scenario.vehicles[row]
        # Its number comes first: ids may be as long as they can be.
        more.append(vehicle.model_copy(update={"id": f"more {number}: {vehicle.id}"[:80]}))
    return scenario.model_copy(update={"vehicles": (*scenario.vehicles, *more)}), fleet


def _dear(problem: Problem, evaluator: Evaluator, routes: Routes) -> Problem:
    """A problem whose further shifts cost more than any detour, and orders more than they do.

    What orders are worth beside each other stays.
    """
    own = problem.of(Rule.SHIFTS, shifts.Columns)
    cost, _ = evaluator.total(routes)
    route = max(cost // max(1, sum(map(bool, routes))), max(own.fixed_cost, default=0), 1)
    dear = _DEAR * route
    first = evaluator.problem.shifts
    fixed = tuple(
        each + (dear if shift >= first else 0) for shift, each in enumerate(own.fixed_cost)
    )
    times = ceil_div(_DEARER * dear, max(1, min(evaluator.penalty, default=1)))
    most = min(MOST_COST, _MOST_SUM // max(1, len(evaluator.penalty)))
    worth = tuple(min(times * penalty, most) for penalty in evaluator.penalty)
    # They cost more than those they are like, so they are of another kind.
    kinds = max(problem.shift_alike) + 1
    alike = tuple(
        kind + (kinds if shift >= first else 0) for shift, kind in enumerate(problem.shift_alike)
    )
    columns = {
        **problem.columns,
        Rule.SHIFTS: replace(own, fixed_cost=fixed),
        Rule.COVERAGE: coverage.Columns(worth),
    }
    return replace(problem, shift_alike=alike, columns=columns)


def _told(scenario: Scenario, found: _Grown, now: int) -> Shortage | None:
    """What was used of the vehicles that the fleet does not have, with ``now`` orders served."""
    if not found.more:
        return None
    size = Counter(vehicle.vehicle_class for vehicle in scenario.vehicles)
    for row, number in found.more.items():
        size[scenario.vehicles[row].vehicle_class] += number
    return Shortage(
        vehicles=tuple(
            MissingVehicles(
                vehicle_class=scenario.vehicles[row].vehicle_class,
                vehicle_id=scenario.vehicles[row].id,
                more=number,
                fleet=size[scenario.vehicles[row].vehicle_class],
            )
            for row, number in found.more.items()
        ),
        orders=len(found.served) - now,
        left_out=len(scenario.orders) - len(found.served),
    )
