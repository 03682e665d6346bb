"""Search processes that stand by until there is a problem."""

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from logiroute.errors import NoPlanError
from logiroute.solver.budget import Budget
from logiroute.solver.conductor import search_problem
from logiroute.solver.crew import child
from logiroute.solver.crew.messages import receive_files, send_files
from logiroute.solver.crew.standby import Standby
from logiroute.solver.problem import Problem, Routes, build_problem
from tests.solver import double
from tests.solver.tiny import call, day, travel, vehicle


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    double.register()
    monkeypatch.setattr(child, "CHILD", double.CHILD)


def _problem() -> Problem:
    scenario = day([call(f"c{n}", f"P{n}") for n in range(1, 9)], [vehicle("V"), vehicle("W")])
    return build_problem(scenario, travel(scenario))


def _search(processes: int, standby: Standby | None) -> Routes:
    budget = Budget(iterations=50)
    return search_problem(
        _problem(), budget, seed=1, processes=processes, search="double", standby=standby
    )


def _children() -> set[int]:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(map(int, path.read_text().split()))


def test_who_stands_by_is_taken_and_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _search(2, None)
    with Standby(2, "double") as standby:
        monkeypatch.setattr("subprocess.Popen", None)  # nobody else can be started
        assert _search(2, standby) == alone
        assert standby.take() is None


def test_who_is_missing_is_started() -> None:
    with Standby(1, "double") as standby:
        assert _search(2, standby) == _search(2, None)


def test_nobody_stands_by_for_ever() -> None:
    before = _children()
    with Standby(3, "double") as standby:
        assert len(_children() - before) == 3
        _search(1, standby)
        assert len(_children() - before) == 2
    assert _children() == before


def test_an_error_meanwhile_ends_them() -> None:
    before = _children()
    with pytest.raises(ZeroDivisionError), Standby(2, "double"):
        _ = 1 // 0
    assert _children() == before


def test_only_for_the_search_that_was_said() -> None:
    with Standby(1, "ortools") as standby, pytest.raises(ValueError, match="stand by for ortools"):
        _search(1, standby)
    with pytest.raises(ValueError, match="no search is called 'magic'"):
        Standby(1, "magic")


def test_one_that_died_while_it_stood_by_is_told() -> None:
    before = _children()
    with Standby(1, "double") as standby:
        (pid,) = _children() - before
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(NoPlanError, match="ended unexpectedly"):
            _search(1, standby)


def test_a_child_without_its_caller_ends() -> None:
    with Standby(1, "double") as standby:
        taken = standby.take()
        assert taken is not None
        taken._in.close()  # as when the caller is gone before it has a problem
        began = time.monotonic()
        assert taken.wait() == 0
        assert time.monotonic() - began < 30
        taken.end()


@pytest.mark.parametrize("count", [0, 1, 64, 150])
def test_files_reach_another_process_in_their_order(tmp_path: Path, count: int) -> None:
    ours, theirs = socket.socketpair()
    files = []
    for number in range(count):
        (tmp_path / str(number)).write_text(str(number))
        files.append(os.open(tmp_path / str(number), os.O_RDONLY))
    with ours, theirs:
        send_files(ours, files)
        found = receive_files(theirs, count)
    assert [os.read(file, 9) for file in found] == [str(n).encode() for n in range(count)]
    for file in (*files, *found):
        os.close(file)
