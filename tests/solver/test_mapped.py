"""A problem in memory that processes share."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np

from logiroute.model.rules import Rule
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
        found = map_problem(mapped.file, mapped.layout)
    assert pickle.dumps(found) == pickle.dumps(problem)
    assert len(mapped.layout.data) < len(pickle.dumps(problem))


def test_one_writer_does_not_disturb_another() -> None:
    with MappedProblem(_problem()) as mapped:
        one, two = (map_problem(mapped.file, mapped.layout) for _ in range(2))
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
problem = map_problem(int(sys.argv[1]), layout)
assert problem.columns[Rule.TRAVEL].seconds.sum() == int(sys.argv[2])
print(private() - before)
"""


def test_children_do_not_copy_big_tables() -> None:
    problem = _problem()
    big = np.ones((1, 4000, 4000), dtype=np.int32)
    columns = {**problem.columns, Rule.TRAVEL: travel_rule.Columns(big, big[:, :1, :1], (0, 0))}
    vast = Problem(**{**vars(problem), "columns": columns})
    root = Path(__file__).parents[2]
    with MappedProblem(vast) as mapped:
        done = subprocess.run(
            [sys.executable, "-c", _RESIDENT, str(mapped.file), str(big.sum())],
            input=pickle.dumps(mapped.layout),
            capture_output=True,
            pass_fds=(mapped.file,),
            env={**os.environ, "PYTHONPATH": str(root / "src")},
            check=True,
        )
    assert len(mapped.layout.data) < 100_000
    # 64 MB lie in the table.
    assert int(done.stdout) < 8_000
