"""The search in processes of its own: progress, interrupts, crashes."""

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
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.crew import child
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.progress import Event, Progress
from logiroute.solver.solve import solve
from tests.solver import double
from tests.solver.tiny import call, day, travel, vehicle


def _day() -> Scenario:
    return day([call(f"c{n}", f"P{n}") for n in range(1, 9)], [vehicle("V"), vehicle("W")])


def _problem() -> Problem:
    scenario = _day()
    return build_problem(scenario, travel(scenario))


#: All eight calls, in two routes: legal, but not the best.
_ROUTES = ((0, 1, 2, 3), (4, 5, 6, 7))


@pytest.fixture(autouse=True)
def _known() -> None:
    double.register()


#: A child that knows a search called ``double`` which explores as `explore` says.
_CHILD = """
import os, sys, time
from tests.solver import double
from logiroute.solver.crew.child import child_main
from logiroute.solver.searches.recreate import RecreateSearcher
double.register()
def explore(self, stretch, watch):
    watch.tell({routes}, 5)
    {then}
    return 1
RecreateSearcher.explore = explore
sys.exit(child_main())
"""


def _behaves(monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    monkeypatch.setattr(child, "CHILD", _CHILD.format(routes=_ROUTES, then=then))


def test_progress_is_told_while_it_searches() -> None:
    told: list[Progress] = []
    scenario = _day()
    plan = solve(scenario, travel(scenario), seconds=2.5, on_progress=told.append)
    assert told[-1].served == told[-1].total == 8
    assert 0 <= told[-1].cost <= plan.cost
    times = [progress.elapsed_s for progress in told]
    assert times == sorted(times)
    assert times[-1] > 1.5
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


@pytest.mark.parametrize("search", ["ortools", "double"])
def test_ctrl_c_returns_the_best_plan_so_far(search: str) -> None:
    script = f"""
import os, signal, sys
from logiroute.solver.crew import child
from logiroute.solver.solve import solve
from tests.solver import double
from tests.solver.test_crew import _day
from tests.solver.tiny import travel
double.register()
child.CHILD = double.CHILD
def told(progress):
    if progress.served == 8:
        print("press", flush=True)
plan = solve(_day(), travel(_day()), seconds=60, processes=2, search={search!r}, on_progress=told)
print(len(plan.unserved), "unserved", flush=True)
"""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""},
        start_new_session=True,
        text=True,
    ) as caller:
        assert caller.stdout is not None
        assert caller.stdout.readline() == "press\n"
        # The terminal sends it to the whole group.
        os.killpg(caller.pid, signal.SIGINT)
        rest, _ = caller.communicate(timeout=30)
    assert rest.endswith("0 unserved\n")
    assert caller.returncode == 0


def test_an_interrupt_before_any_plan_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CHILD", "import time; time.sleep(600)")

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    scenario = _day()
    with pytest.raises(NoPlanError, match="interrupted"):
        solve(scenario, travel(scenario), seconds=60, on_progress=interrupt)


def test_other_errors_of_the_caller_are_its_own() -> None:
    def fail(_: Event) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        search_problem(_problem(), Budget(seconds=60), on_event=fail)


def test_an_error_in_the_child_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # It fails before it tells of anything: the double has no routes to begin with either.
    code = _CHILD.format(routes="()", then="").replace(
        "watch.tell((), 5)", "raise ValueError('no')"
    )
    quiet = "double.fill = lambda evaluator, routes: routes\ndouble.register()"
    monkeypatch.setattr(child, "CHILD", code.replace("double.register()", quiet))
    with pytest.raises(NoPlanError, match="ValueError: no"):
        search_problem(_problem(), Budget(iterations=5), search="double")


def test_a_child_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CHILD", "import os; os._exit(7)")
    with pytest.raises(NoPlanError, match="exit code 7"):
        search_problem(_problem(), Budget(iterations=5))


def test_a_plan_survives_the_children(monkeypatch: pytest.MonkeyPatch) -> None:
    _behaves(monkeypatch, "os._exit(7)")
    found = search_problem(_problem(), Budget(iterations=5), search="double", processes=2)
    assert found == _ROUTES


def test_one_child_searches_on_when_another_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        child,
        "CHILD",
        double.CHILD.replace("register()\n", "register()\n" + _SECOND_DIES, 1),
    )
    problem = _problem()
    found = search_problem(problem, Budget(iterations=80), search="double", processes=2)
    assert sum(map(len, found)) == 8


_SECOND_DIES = """
import os
from logiroute.solver.searches.recreate import RecreateSearcher
_init = RecreateSearcher.__init__
def init(self, kernel):
    if kernel._random.getstate() != __import__("random").Random(0).getstate():
        os._exit(7)
    _init(self, kernel)
RecreateSearcher.__init__ = init
"""


_ABANDONS = """
import os, signal, sys
from logiroute.solver.crew import child
from logiroute.solver.solve import solve
from tests.solver import double
from tests.solver.tiny import call, day, travel, vehicle
double.register()
note = f"import os, pathlib; pathlib.Path({sys.argv[1]!r} + str(os.getpid())).touch()"
child.CHILD = f"{note}\\n{double.CHILD}"
scenario = day([call("a", "P3")], [vehicle()])
def told(progress):
    if progress.elapsed_s > 2 and progress.served:
        os.kill(os.getpid(), signal.SIGKILL)
search = sys.argv[2]
solve(scenario, travel(scenario), seconds=600, processes=2, search=search, on_progress=told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills like POSIX")
@pytest.mark.parametrize("search", ["ortools", "double"])
def test_no_child_searches_on_when_its_caller_is_killed(search: str, tmp_path: Path) -> None:
    note = tmp_path / "child-"
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _ABANDONS, str(note), search],
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": f"{root}:{root / 'src'}", "PATH": ""},
    ) as caller:
        assert caller.wait(timeout=60) == -signal.SIGKILL
        # One order in one place: no move is ever accepted, OR-Tools calls nobody for minutes.
        # The children have the error stream too: that ends when all are gone.
        children = [int(path.name.removeprefix("child-")) for path in tmp_path.iterdir()]
        assert len(children) == 2
        try:
            caller.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            for process in children:
                os.kill(process, signal.SIGKILL)
            pytest.fail("children search on")


def test_what_libraries_print_does_not_disturb(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _behaves(monkeypatch, "print('a library that prints')")
    search_problem(_problem(), Budget(iterations=1), search="double")
    assert "a library that prints" in capfd.readouterr().err


def test_a_child_that_overruns_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    _behaves(monkeypatch, "time.sleep(600)")
    began = time.monotonic()
    found = search_problem(_problem(), Budget(seconds=0.5), search="double", processes=2)
    assert found == _ROUTES
    assert time.monotonic() - began < 20


def test_every_better_plan_is_legal_and_better() -> None:
    problem = _problem()
    evaluator = Evaluator(problem)
    costs: list[int] = []

    def note(event: Event) -> None:
        if event.routes is not None:
            assert evaluator.miss(event.routes) is None
            costs.append(sum(evaluator.total(event.routes)))
            assert event.cost == costs[-1]

    best = search_problem(problem, Budget(iterations=40), on_event=note, search="ortools")
    assert costs == sorted(set(costs), reverse=True)
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
