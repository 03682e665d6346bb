"""The conductor: the same routes again, exchange, phases, the last word of the model."""

import time

import pytest

from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.crew import child
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, Routes, build_problem
from logiroute.solver.progress import Event, Phase
from tests.solver import double
from tests.solver.tiny import collection, day, delivery, travel, vehicle, window


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    double.register()
    monkeypatch.setattr(child, "CHILD", double.CHILD)


def _problem() -> Problem:
    """Fourteen windows up and down a line, for four vehicles: greed does not find the best."""
    orders = [
        delivery(f"d{n}", f"P{n}", 1 + n % 4, windows=(window(7 * n % 90, 7 * n % 90 + 25),))
        for n in range(1, 29, 2)
    ]
    pairs = [collection(f"c{n}", f"P{n}", [f"P{31 - n}"], 2) for n in range(2, 14, 3)]
    scenario = day([*orders, *pairs], [vehicle(name, kg=120) for name in "UVWX"])
    return build_problem(scenario, travel(scenario))


@pytest.mark.parametrize("search", ["double", "ortools"])
@pytest.mark.parametrize("processes", [1, 2])
def test_the_same_again_and_in_one_process(search: str, processes: int) -> None:
    problem, budget = _problem(), Budget(iterations=40, plateau_iterations=35)

    def found(*, here: bool) -> Routes:
        return search_problem(
            problem, budget, seed=3, processes=processes, search=search, in_process=here
        )

    first = found(here=False)
    assert found(here=False) == first
    assert found(here=True) == first


def test_without_a_clock_the_number_of_cores_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, budget = _problem(), Budget(iterations=20)
    alone = search_problem(problem, budget, search="double", processes=1)
    monkeypatch.setattr("logiroute.solver.crew.cores.cores", lambda: 2)
    assert search_problem(problem, budget, search="double") == alone


def test_two_are_not_worse_than_one() -> None:
    problem, budget = _problem(), Budget(iterations=12)
    evaluator = Evaluator(problem)
    costs = [
        sum(evaluator.total(search_problem(problem, budget, search="double", processes=n)))
        for n in (1, 2)
    ]
    assert costs[1] <= costs[0]


def test_better_routes_go_round(monkeypatch: pytest.MonkeyPatch) -> None:
    adopted: list[Routes] = []
    monkeypatch.setattr(double.Double, "adopt", lambda _self, routes: adopted.append(routes))
    told: list[Event] = []
    search_problem(
        _problem(),
        Budget(iterations=12),
        search="double",
        processes=2,
        on_event=told.append,
        in_process=True,
    )
    known = [event.routes for event in told if event.routes is not None]
    assert adopted
    assert all(routes in known for routes in adopted)


def test_phases_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logiroute.solver.pace._BRIEF_S", 0.0)
    told: list[Event] = []
    search_problem(_problem(), Budget(seconds=6), search="double", on_event=told.append)
    phases = list(dict.fromkeys(event.phase for event in told))
    assert phases[-3:] == [Phase.SEARCH, Phase.RECOMBINE, Phase.POLISH]
    costs = [event.cost for event in told if event.cost is not None]
    assert costs == sorted(costs, reverse=True)


def test_what_the_model_did_not_make_it_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logiroute.solver.model_size._MOST_TASKS", 5)
    told: list[Event] = []
    search_problem(_problem(), Budget(iterations=8), search="double", on_event=told.append)
    phases = list(dict.fromkeys(event.phase for event in told))
    assert phases[-1] is Phase.CHECK
    assert Phase.POLISH not in phases


def test_enough_is_not_polished() -> None:
    told: list[Event] = []
    search_problem(
        _problem(), Budget(iterations=8, target=10**15), search="double", on_event=told.append
    )
    assert Phase.POLISH not in {event.phase for event in told}


def test_seconds_are_kept() -> None:
    began = time.monotonic()
    search_problem(_problem(), Budget(seconds=3), search="double", processes=2)
    assert 2 < time.monotonic() - began < 5


def test_a_target_ends_the_search_early() -> None:
    problem = _problem()
    began = time.monotonic()
    routes = search_problem(problem, Budget(seconds=60, target=10**15), search="double")
    assert time.monotonic() - began < 20
    assert sum(Evaluator(problem).total(routes)) < 10**15


_REFUSES = """
from logiroute.solver import acceptance
from logiroute.solver.acceptance import accepts
first = []
def refuse(problem, routes):
    first.append(routes)
    return len(first) > {times} and accepts(problem, routes)
acceptance.accepts = refuse
"""


@pytest.mark.parametrize("times", [1, 50])
def test_routes_that_the_model_refuses_are_not_used(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = double.CHILD.replace("register()\n", f"register()\n{_REFUSES.format(times=times)}", 1)
    monkeypatch.setattr(child, "CHILD", code)
    monkeypatch.setattr("logiroute.solver.pace.can_polish", lambda *_: False)
    problem, budget = _problem(), Budget(iterations=40)
    if times > 10:
        with pytest.warns(UserWarning, match="could not be checked.*RuntimeError"):
            search_problem(problem, budget, search="double")
        return
    with pytest.warns(UserWarning, match="OR-Tools refuses the best plan"):
        routes = search_problem(problem, budget, search="double")
    assert Evaluator(problem).miss(routes) is None
