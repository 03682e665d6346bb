"""OR-Tools searching on its own, in this process."""

import time
from dataclasses import replace

import numpy as np
import pytest

from logiroute.model.scenario import Scenario
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.fill import fill
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.progress import Event
from logiroute.solver.searches import Stretch, Watch, ortools
from logiroute.solver.searches.record import Record
from tests.solver.tiny import call, collection, day, delivery, minute, travel, vehicle, window


def _search(problem: Problem, budget: Budget, seed: int = 0) -> tuple[Routes, list[Routes]]:
    """The best routes, and all that were told of on the way."""
    told: list[Routes] = []

    def note(event: Event) -> None:
        if event.routes is not None:
            told.append(event.routes)

    best = search_problem(
        problem, budget, seed=seed, search="ortools", on_event=note, in_process=True
    )
    return best, told


def _best(scenario: Scenario, budget: Budget, seed: int = 0) -> tuple[Routes, Evaluator]:
    problem = build_problem(scenario, travel(scenario))
    best, _ = _search(problem, budget, seed)
    return best, Evaluator(problem)


def _scattered() -> Scenario:
    orders = [delivery(f"d{n}", f"P{n}", 1 + n % 4) for n in range(1, 29, 2)]
    pairs = [collection(f"c{n}", f"P{n}", [f"P{31 - n}"], 2) for n in range(2, 14, 3)]
    return day([*orders, *pairs], [vehicle(name, kg=120) for name in "UVWX"])


@pytest.mark.parametrize("seed", [0, 5])
def test_same_seed_and_iterations_same_plan(seed: int) -> None:
    first, _ = _best(_scattered(), Budget(iterations=60), seed)
    again, _ = _best(_scattered(), Budget(iterations=60), seed)
    assert first == again


@pytest.mark.parametrize("longer", [1.2, 2])
def test_plans_get_better_by_what_they_cost_where_ways_have_two_lengths(longer: float) -> None:
    # In the second half hour ways are half a minute shorter in time, and longer in metres.
    scenario = _scattered()
    times = travel(scenario)
    (movement, (whole,)) = next(iter(times.tables.items()))
    part = replace(
        whole,
        seconds=np.maximum(whole.seconds - 30, 0),
        metres=(whole.metres * longer).astype(np.int32),
        valid_from=minute(30),
        valid_to=minute(60),
    )
    problem = build_problem(scenario, replace(times, tables={movement: (part, whole)}))
    evaluator = Evaluator(problem)
    _, told = _search(problem, Budget(iterations=60))
    costs = [sum(evaluator.total(routes)) for routes in told]
    assert costs == sorted(costs, reverse=True)
    assert len(costs) > 1 or longer == 2  # what the model counts is far from what it costs


def test_more_iterations_are_never_worse() -> None:
    few, evaluator = _best(_scattered(), Budget(iterations=3))
    many, _ = _best(_scattered(), Budget(iterations=200))
    assert sum(evaluator.total(many)) <= sum(evaluator.total(few))


def test_the_best_round_is_found() -> None:
    # Out to P9 and back, all on the way, in one vehicle: 18 km, 18 minutes.
    scenario = day([call(f"c{n}", f"P{n}") for n in (4, 9, 1, 6)], [vehicle("V"), vehicle("W")])
    routes, evaluator = _best(scenario, Budget(iterations=60))
    assert evaluator.total(routes) == ((1_000 + 1_800 + 180) * 18_000, 0)


def test_vehicles_are_not_opened_without_need() -> None:
    orders = [delivery(f"d{n}", f"P{n}", 1) for n in range(1, 29, 3)]
    scenario = day(orders, [vehicle(name) for name in "UVWX"])
    routes, _ = _best(scenario, Budget(iterations=60))
    assert sum(bool(tasks) for tasks in routes) == 1


def test_the_more_urgent_order_is_served() -> None:
    same = (window(5, 5),)
    orders = [call(f"c{n}", f"P{n}", windows=same, priority=4 - n) for n in (1, 2, 3)]
    routes, evaluator = _best(day(orders, [vehicle()]), Budget(iterations=30))
    assert evaluator.served(routes) == {2}


def test_what_costs_more_than_its_penalty_is_left() -> None:
    # 30 km out and 30 back: 60.00 + 6.00 + 10.00 is more than the 20.00 of priority 3.
    routes, _ = _best(day([call("far", "P30", priority=3)], [vehicle()]), Budget(iterations=30))
    assert routes == ((),)


def test_nothing_that_can_move_still_ends() -> None:
    scenario = day([call("a", "P3", skills=("nobody",))], [vehicle()])
    began = time.monotonic()
    routes, _ = _best(scenario, Budget(iterations=200))
    assert routes == ((),)
    assert time.monotonic() - began < 20


def test_seconds_are_kept() -> None:
    began = time.monotonic()
    _best(_scattered(), Budget(seconds=2))
    assert 1 < time.monotonic() - began < 4


def test_a_group_is_brought_in_as_a_whole() -> None:
    # Alone, neither is worth the trip; the model moves one order at a time.
    orders = [call(f"c{n}", f"P{n}", together="g", priority=3) for n in (10, 11)]
    urgent = call("u", "P12", priority=2)
    routes, evaluator = _best(day([*orders, urgent], [vehicle()]), Budget(iterations=30))
    assert evaluator.served(routes) == {0, 1, 2}


class _Alone(Watch):
    """Nobody looks."""

    def tell(self, routes: Routes, cost: int) -> None:
        pass

    def stopped(self) -> bool:
        return False


@pytest.mark.parametrize("accepted", [True, False])
def test_a_stretch_too_short_for_the_model_is_no_refusal(
    monkeypatch: pytest.MonkeyPatch, accepted: bool
) -> None:
    scenario = _scattered()
    problem = build_problem(scenario, travel(scenario))
    record = Record(problem)
    routes = fill(Evaluator(problem), ((),) * problem.shifts)
    record.offer(routes)
    monkeypatch.setattr(ortools, "guided_local_search", lambda *_args, **_limits: False)
    if not accepted:
        monkeypatch.setattr(ortools, "accepts", lambda *_args: False)
        with pytest.raises(RuntimeError, match="does not accept its own best routes"):
            ortools.guide(record, Stretch(seconds=0.1), _Alone(), 0, 0)
    else:
        ortools.guide(record, Stretch(seconds=0.1), _Alone(), 0, 0)
    assert record.routes == routes
