"""A problem in memory that processes share."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from logiroute.model.rules import Rule
from logiroute.pages import room_for
from logiroute.solver.crew.mapped import MappedProblem, map_problem
from logiroute.solver.problem import Problem, build_problem
from logiroute.solver.rules import travel as travel_rule
from tests.solver.tiny import call, day, travel, vehicle


def _problem() -> Problem:
    scenario = day([call(f"c{n}", f"P{n}") for n in range(1, 9)], [vehicle("V"), vehicle("W")])
    return build_problem(scenario, travel(scenario))


def test_what_is_mapped_is_the_problem() -> None:
    problem = _problem()
    with MappedProblem(problem) as mapped:
        found = map_problem(mapped.layout, mapped.layout.files)
    assert pickle.dumps(found) == pickle.dumps(problem)
    assert len(mapped.layout.data) < len(pickle.dumps(problem))


def test_tables_in_pages_stay_where_they_are() -> None:
    problem = _problem()
    seconds, metres = room_for((2, 1, 2048, 2048))
    columns = {**problem.columns, Rule.TRAVEL: travel_rule.Columns(seconds, metres, (0, 0))}
    before = _resident_kb()
    with MappedProblem(Problem(**{**vars(problem), "columns": columns})) as mapped:
        assert _resident_kb() - before < 8_000
        seconds[0, 1, 2], metres[0, 3, 4] = 12, 34
        found = map_problem(mapped.layout, mapped.layout.files).of(Rule.TRAVEL, travel_rule.Columns)
    assert (found.seconds[0, 1, 2], found.metres[0, 3, 4]) == (12, 34)


def _resident_kb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


def test_one_writer_does_not_disturb_another() -> None:
    with MappedProblem(_problem()) as mapped:
        one, two = (map_problem(mapped.layout, mapped.layout.files) for _ in range(2))
    before = two.task_place.tolist()
    one.task_place[:] = 99
    assert one.task_place.flags.writeable
    assert two.task_place.tolist() == before


_RESIDENT = """
import os, sys, pickle
from logiroute.model.rules import Rule
from logiroute.solver.crew.mapped import map_problem
def private():
    status = open("/proc/self/status").read()
    return int(status.split("RssAnon:")[1].split()[0])
layout = pickle.load(sys.stdin.buffer)
before = private()
problem = map_problem(layout, layout.files)
assert problem.columns[Rule.TRAVEL].seconds.sum() == int(sys.argv[1])
print(private() - before)
"""


@pytest.mark.parametrize("make", [np.empty, room_for])
def test_children_do_not_copy_big_tables(make: Callable[[Sequence[int]], Any]) -> None:
    problem = _problem()
    big = np.asarray(make((1, 4000, 4000)), np.int32)
    big[:] = 1
    columns = {**problem.columns, Rule.TRAVEL: travel_rule.Columns(big, big[:, :1, :1], (0, 0))}
    vast = Problem(**{**vars(problem), "columns": columns})
    root = Path(__file__).parents[2]
    with MappedProblem(vast) as mapped:
        done = subprocess.run(
            [sys.executable, "-c", _RESIDENT, str(big.sum())],
            input=pickle.dumps(mapped.layout),
            capture_output=True,
            pass_fds=mapped.layout.files,
            env={**os.environ, "PYTHONPATH": str(root / "src")},
            check=True,
        )
    assert len(mapped.layout.data) < 100_000
    # 64 MB lie in the table.
    assert int(done.stdout) < 8_000
