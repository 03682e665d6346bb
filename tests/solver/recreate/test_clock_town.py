"""The compiled clock on the shipped day, also with a zone that is in force for a part of it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

from logiroute.files.day import read_scenario
from logiroute.geo.loading.load import load_roads
from logiroute.geo.travel import travel_times
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Zone
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.recreate.clock import CompiledClock
from logiroute.solver.recreate.clock_rows import clock_rows_of
from logiroute.solver.rules import access
from logiroute.solver.times import Timetable

DAY = Path(__file__).parents[3] / "examples" / "town-day"


def _sealed_by_day(scenario: Scenario) -> Scenario:
    """A quarter with eight posts is sealed from 06:20 until 13:00."""
    west, south, east, north = 114.2440, 30.6073, 114.2794, 30.6236
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    begins = scenario.horizon.start.replace(hour=6, minute=20, second=0)
    zone = Zone(
        id="ZX",
        name="quarter",
        zone_class="sealed",
        polygons=((ring,),),
        valid_from=begins,
        valid_to=begins + timedelta(minutes=400),
    )
    return scenario.model_copy(update={"zones": (*scenario.zones, zone)})


def _some_routes(
    problem: Problem, evaluator: Evaluator, rng: Random
) -> list[tuple[int, tuple[int, ...]]]:
    """Routes that grow by orders at random places, as long as they fit; and those that do not."""
    allowed = problem.of(Rule.ACCESS, access.Columns).refusal == 0
    found = []
    for shift in range(problem.shifts):
        orders = [o for o in range(problem.orders) if allowed[problem.first_task[o], shift]]
        route: list[int] = []
        for order in rng.sample(orders, min(30, len(orders))):
            longer = [*route]
            at = 0
            for tasks in ((problem.first_task[order],), problem.choices[order]):
                if tasks:
                    at = rng.randint(at, len(longer))
                    longer.insert(at, rng.choice(tasks))
                    at += 1
            found.append((shift, tuple(longer)))
            if isinstance(evaluator.clock.timetable(shift, longer), Timetable):
                route = longer
    return found


@pytest.mark.slow
@pytest.mark.parametrize("sealed", [False, True])
def test_the_same_timetables_on_the_town_day(sealed: bool) -> None:
    scenario = read_scenario(DAY)
    if sealed:
        scenario = _sealed_by_day(scenario)
    problem = build_problem(scenario, travel_times(scenario, load_roads(scenario.roads)))
    evaluator, compiled = Evaluator(problem), CompiledClock(clock_rows_of(problem))
    rooms = problem.of(Rule.ACCESS, access.Columns).rooms
    counts: Counter[tuple[str, bool]] = Counter()
    for seed in range(8):
        for shift, tasks in _some_routes(problem, evaluator, Random(seed)):  # noqa: S311
            found = evaluator.clock.timetable(shift, tasks)
            said = None
            if isinstance(found, Timetable):
                metres = evaluator.metres(shift, tasks, found)
                said = found.duty_start, found.duty_end, metres
            assert compiled.timetable(shift, tasks) == said, (shift, tasks)
            counts["timed" if evaluator.clock.timed(shift) else "plain", bool(said)] += 1
            places = {int(problem.task_place[task]) for task in tasks}
            counts["rooms", bool(said)] += not places.isdisjoint(rooms[shift])
    assert compiled.rows.timed.tolist() == [*map(evaluator.clock.timed, range(problem.shifts))]
    # Where most of the town is sealed, nearly every shift is timed, and what is not fits anyhow.
    assert counts["plain", True] > 50, counts
    for kind in ("timed", "rooms" if sealed else "plain"):
        assert min(counts[kind, True], counts[kind, False]) > 50, counts
    assert np.shares_memory(compiled.rows.seconds, evaluator.problem.columns[Rule.TRAVEL].seconds)
