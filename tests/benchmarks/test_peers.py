"""Every engine gives legal plans of small cases, and says the cost that the judge finds.

PyVRP and VROOM are no dependencies of logiroute: they are tested where the interpreter that runs
the tests has them, or the one that ``LOGIROUTE_PEER_PYTHON`` names.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from benchmarks.judge import judge
from benchmarks.peers import logiroute as own
from benchmarks.peers.case import NONE, Case, read
from benchmarks.peers.cases import case_of
from benchmarks.peers.run import Asked, run
from logiroute.solver.instances.read import read_instance
from tests.benchmarks.cases_by_hand import on_a_line, with_pair, with_reloads

_INSTANCES = Path(__file__).resolve().parent.parent / "data" / "instances"
_PYTHON = Path(os.environ.get("LOGIROUTE_PEER_PYTHON", sys.executable))
_ENGINES = ("ortools", "pyvrp", "vroom")


@cache
def _python_of(engine: str) -> Path | None:
    for python in (Path(sys.executable), _PYTHON):
        tried = subprocess.run([python, "-c", f"import {engine}"], capture_output=True, check=False)
        if not tried.returncode:
            return python
    return None


def _spread(count: int = 12, shifts: int = 4) -> Case:
    """Orders in a plane, some with windows, room for three a vehicle and more."""
    rng = np.random.default_rng(5)
    spots = np.vstack([[50, 50], rng.integers(0, 100, (count, 2))])
    apart = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    case = on_a_line([0] * count, shifts=shifts, weight=3, capacity=10, closes=1000)
    spans = case.spans.copy()
    spans[::3] = [[100, 300]] * len(spans[::3])
    table = np.rint(apart).astype(np.int64)[None]
    return replace(case, seconds=table, metres=table, spans=spans, service=np.full(count, 10))


def _mixed() -> Case:
    """Two kinds of vehicles, of which one may not do some tasks and costs more."""
    case = _spread(shifts=5)
    refused = case.refused.copy()
    refused[:4, 3:] = 1
    return replace(
        case,
        refused=refused,
        alike=np.array([0, 0, 0, 1, 1]),
        metre_cost=np.array([1, 1, 1, 3, 3]),
        fixed_cost=np.array([20, 20, 20, 5, 5]),
        capacity=np.array([[12, 12, 12, 30, 30]]),
    )


def _pairs() -> Case:
    case = _spread(shifts=3)
    for task in range(6):
        case = with_pair(case, task, task + 6)
    return case


def _short_duty() -> Case:
    return replace(_spread(), max_duty=np.full(4, 330))


def _prizes() -> Case:
    return replace(_spread(), required=np.zeros(12, np.int64), penalty=np.arange(10, 130, 10))


def _trips() -> Case:
    case = with_reloads(_spread(shifts=2), 12)
    return replace(case, release=np.array([NONE, 5, 10] * 4), max_trips=np.full(2, 4))


_CASES: dict[str, Callable[[], Case]] = {
    "windows": _spread,
    "mixed": _mixed,
    "pairs": _pairs,
    "short duty": _short_duty,
    "prizes": _prizes,
    "trips": _trips,
}
#: Cost that every engine which has words for it comes to in four seconds.
_LEAST = {
    "windows": 506,
    "mixed": 502,
    "pairs": 493,
    "short duty": 506,
    "prizes": 424,
    "trips": 506,
}
#: What VROOM has no words for.
_NOT_VROOM = {"short duty", "prizes", "trips"}


@pytest.mark.parametrize("name", _CASES)
@pytest.mark.parametrize("engine", _ENGINES)
def test_plans_are_legal_and_cost_what_is_said(engine: str, name: str, tmp_path: Path) -> None:
    python = _python_of(engine)
    if python is None:
        pytest.skip(f"no interpreter at hand has {engine}")
    case = _CASES[name]()
    case.save(tmp_path)
    done = run(Asked(engine, 1.0, 1, 1, python), case, tmp_path)
    assert done.failed == ""
    if engine == "vroom" and name in _NOT_VROOM:
        assert done.cannot
        return
    assert done.cannot == ""
    assert done.faults == ()
    assert done.cost is not None
    assert done.trace[-1][1] == done.cost
    assert done.version
    assert done.peak_kb > 10_000
    # None of them is far off at this size, however busy the machine.
    assert _LEAST[name] <= done.cost <= 1.15 * _LEAST[name]


@pytest.mark.parametrize("engine", ["ortools", "vroom"])
def test_two_cores(engine: str, tmp_path: Path) -> None:
    python = _python_of(engine)
    if python is None:
        pytest.skip(f"no interpreter at hand has {engine}")
    case = _spread()
    case.save(tmp_path)
    done = run(Asked(engine, 1.0, 1, 2, python), case, tmp_path)
    assert done.faults == ()
    costs = [cost for _, cost in done.trace]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == done.cost


def test_logiroute_solves_the_problem_the_case_is_of(tmp_path: Path) -> None:
    instance = read_instance(_INSTANCES / "OkSmall.txt")
    case = case_of(instance)
    case.save(tmp_path)
    own.write(instance.problem, tmp_path)
    done = run(Asked("logiroute", 2.0, 1, 1, Path(sys.executable)), case, tmp_path)
    assert (done.failed, done.faults) == ("", ())
    assert done.cost is not None
    assert done.trace[-1][1] == done.cost


def test_a_broken_engine_is_told_of(tmp_path: Path) -> None:
    case = _spread()
    # Without the file of the case an engine has nothing to read.
    done = run(Asked("ortools", 1.0, 1, 1, Path(sys.executable)), case, tmp_path)
    assert done.cost is None
    assert "case.npz" in done.failed


def test_cases_cross_processes_whole(tmp_path: Path) -> None:
    case = _mixed()
    case.save(tmp_path)
    again = read(tmp_path)
    assert again.digest() == case.digest()
    assert judge(again, {0: [0]}).faults == judge(case, {0: [0]}).faults
    moved = replace(case, closes=case.closes + 1)
    assert moved.digest() != case.digest()
