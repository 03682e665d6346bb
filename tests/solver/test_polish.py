"""OR-Tools' last touch on routes found elsewhere."""

import pytest

from logiroute.solver import polish as module
from logiroute.solver.acceptance import accepts
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.model_size import build_seconds, can_polish, check_seconds
from logiroute.solver.polish import polish
from logiroute.solver.problem import Problem, Routes, build_problem
from tests.solver.tiny import call, day, travel, vehicle


class _Watch:
    def __init__(self, *, stops: bool = False) -> None:
        self.told: list[tuple[Routes, int]] = []
        self._stops = stops

    def tell(self, routes: Routes, cost: int) -> None:
        self.told.append((routes, cost))

    def stopped(self) -> bool:
        return self._stops


def _problem() -> Problem:
    scenario = day([call(f"c{n}", f"P{n}") for n in range(1, 9)], [vehicle("V"), vehicle("W")])
    return build_problem(scenario, travel(scenario))


_CLUMSY = ((7, 0, 6, 1), (5, 2, 4, 3))


@pytest.mark.parametrize("seconds", [None, 2.0])
def test_clumsy_routes_get_better(seconds: float | None) -> None:
    evaluator, watch = Evaluator(_problem()), _Watch()
    found = polish(evaluator, _CLUMSY, watch, seconds=seconds, seed=1)
    assert found is not None
    routes, cost = found
    # All calls lie on the way out to the last one: one vehicle does them all.
    assert cost == sum(evaluator.total(routes)) == (1_000 + 1_600 + 160) * 18_000
    assert watch.told[-1] == found
    costs = [cost for _, cost in watch.told]
    assert costs == sorted(set(costs), reverse=True)


def test_the_same_again_without_a_clock() -> None:
    evaluator = Evaluator(_problem())
    assert len({polish(evaluator, _CLUMSY, _Watch(), seconds=None, seed=3) for _ in range(2)}) == 1


def test_what_cannot_get_better_stays() -> None:
    evaluator, watch = Evaluator(_problem()), _Watch()
    best = (tuple(range(8)), ())
    assert polish(evaluator, best, watch, seconds=None, seed=1) == (
        best,
        sum(evaluator.total(best)),
    )
    assert watch.told == []


def test_who_is_stopped_comes_back_at_once() -> None:
    evaluator, watch = Evaluator(_problem()), _Watch(stops=True)
    assert polish(evaluator, _CLUMSY, watch, seconds=600, seed=1) is not None


def test_what_the_model_refuses_is_not_polished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "guided_local_search", lambda *_args, **_more: False)
    assert polish(Evaluator(_problem()), _CLUMSY, _Watch(), seconds=None, seed=1) is None
    assert not accepts(_problem(), (_CLUMSY[0], _CLUMSY[0]))


def test_large_models_need_time() -> None:
    problem = _problem()
    assert build_seconds(problem) < check_seconds(problem) < 1
    assert can_polish(problem, 1)
    assert not can_polish(problem, build_seconds(problem))
    assert can_polish(problem, None)
