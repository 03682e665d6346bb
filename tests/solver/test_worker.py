"""The search in a process of its own: progress, interrupts, crashes."""

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from logiroute.errors import NoPlanError
from logiroute.model.scenario import Scenario
from logiroute.solver import worker
from logiroute.solver.budget import Budget
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Routes, build_problem
from logiroute.solver.progress import Progress
from logiroute.solver.solve import solve
from logiroute.solver.worker import Request, search_in_child
from tests.solver.tiny import call, day, travel, vehicle


def _day() -> Scenario:
    return day([call(f"c{n}", f"P{n}") for n in range(1, 9)], [vehicle("V"), vehicle("W")])


def _request(budget: Budget) -> Request:
    scenario = _day()
    return Request(build_problem(scenario, travel(scenario)), budget, seed=0)


def _ignore(routes: Routes | None) -> None:
    """Take note of nothing."""


def test_progress_is_told_while_it_searches() -> None:
    told: list[Progress] = []
    scenario = _day()
    plan = solve(scenario, travel(scenario), seconds=1.5, on_progress=told.append)
    assert told[-1].served == told[-1].total == 8
    assert 0 <= told[-1].cost <= plan.cost
    times = [progress.elapsed_s for progress in told]
    assert times == sorted(times)
    assert times[-1] > 1
    # The caller is never kept waiting for long: it could draw, or be cancelled.
    assert max(later - earlier for earlier, later in pairwise(times)) < 1


def test_an_interrupt_returns_the_best_plan_so_far() -> None:
    scenario = _day()

    def interrupt(progress: Progress) -> None:
        if progress.served == 8:
            raise KeyboardInterrupt

    began = time.monotonic()
    plan = solve(scenario, travel(scenario), seconds=60, on_progress=interrupt)
    assert time.monotonic() - began < 30
    assert not plan.unserved
    assert len({task.order_id for r in plan.routes for s in r.stops for task in s.tasks}) == 8


_THINKS = """
import time
from logiroute.solver import worker
def search(request, on_event):
    time.sleep(600)
worker.search_in_process = search
worker.child_main()
"""


def test_an_interrupt_before_any_plan_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_CHILD", _THINKS)

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    scenario = _day()
    with pytest.raises(NoPlanError, match="interrupted"):
        solve(scenario, travel(scenario), seconds=60, on_progress=interrupt)


def test_an_error_in_the_child_is_told() -> None:
    with pytest.raises(NoPlanError, match="ValueError: a search needs seconds or iterations"):
        search_in_child(_request(Budget()), _ignore)


def test_a_child_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_CHILD", "import os; os._exit(7)")
    with pytest.raises(NoPlanError, match="exit code 7"):
        search_in_child(_request(Budget(iterations=5)), _ignore)


_DIES = """
import os, sys
from logiroute.solver import worker
def search(request, on_event):
    on_event({routes})
    os._exit(7)
worker.search_in_process = search
worker.child_main()
"""


def test_a_plan_survives_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = ((0, 1), (2,))
    monkeypatch.setattr(worker, "_CHILD", _DIES.format(routes=routes))
    assert search_in_child(_request(Budget(iterations=5)), _ignore) == routes


_ABANDONS = """
import os, signal, sys
from logiroute.solver import worker
from logiroute.solver.solve import solve
from tests.solver.tiny import call, day, travel, vehicle
note = f"import os, pathlib; pathlib.Path({sys.argv[1]!r}).write_text(str(os.getpid()))"
worker._CHILD = f"{note}; {worker._CHILD}"
scenario = day([call("a", "P3")], [vehicle()])
def told(progress):
    if progress.elapsed_s > 2 and progress.served:
        os.kill(os.getpid(), signal.SIGKILL)
solve(scenario, travel(scenario), seconds=600, on_progress=told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills like POSIX")
def test_no_child_searches_on_when_its_caller_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "child"
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _ABANDONS, str(note)],
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""},
    ) as caller:
        assert caller.wait(timeout=60) == -signal.SIGKILL
        # One order in one place: no move is ever accepted, the search calls nobody for minutes.
        # The child has the error stream too: that ends when both are gone.
        try:
            caller.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            os.kill(int(note.read_text(encoding="utf-8")), signal.SIGKILL)
            pytest.fail("the child searches on")


_PRINTS = """
import sys
from logiroute.solver import worker
def search(request, on_event):
    print("a library that prints")
    on_event({routes})
worker.search_in_process = search
sys.exit(worker.child_main())
"""


def test_what_libraries_print_does_not_disturb(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    routes = ((0, 1), (2,))
    monkeypatch.setattr(worker, "_CHILD", _PRINTS.format(routes=routes))
    assert search_in_child(_request(Budget(iterations=5)), _ignore) == routes
    assert "a library that prints" in capfd.readouterr().err


_STUCK = """
import time
from logiroute.solver import worker
def search(request, on_event):
    on_event({routes})
    time.sleep(600)
worker.search_in_process = search
worker.child_main()
"""


def test_a_child_that_overruns_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    routes = ((0, 1), (2,))
    monkeypatch.setattr(worker, "_CHILD", _STUCK.format(routes=routes))
    began = time.monotonic()
    assert search_in_child(_request(Budget(seconds=0.5)), _ignore) == routes
    assert time.monotonic() - began < 20


def test_every_better_plan_is_legal_and_better() -> None:
    request = _request(Budget(iterations=40))
    evaluator = Evaluator(request.problem)
    costs: list[int] = []

    def note(routes: Routes | None) -> None:
        if routes is not None:
            assert evaluator.miss(routes) is None
            costs.append(sum(evaluator.total(routes)))

    best = search_in_child(request, note)
    assert costs == sorted(costs, reverse=True)
    assert sum(evaluator.total(best)) == costs[-1]


_SCRIPT = """
from tests.solver.tiny import call, day, travel, vehicle
from logiroute.solver.solve import solve
scenario = day([call("a", "P3")], [vehicle()])
plan = solve(scenario, travel(scenario), seconds=None, iterations=5)
print(len(plan.routes), "route", flush=True)
"""


@pytest.mark.parametrize("by_file", [True, False])
def test_a_script_needs_no_main_guard(tmp_path: Path, *, by_file: bool) -> None:
    script = tmp_path / "script.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    root = Path(__file__).parents[2]
    command = [sys.executable, str(script)] if by_file else [sys.executable, "-"]
    environment = {"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""}
    done = subprocess.run(
        command,
        input=None if by_file else _SCRIPT,
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "1 route\n"), done.stderr


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(done.stdout.split())


def test_solve_is_light_to_import() -> None:
    heavy = {"ortools", "pandas", "geopandas", "folium", "osmnx", "numba", "scipy"}
    assert not heavy & _loaded("import logiroute.solver.solve")
