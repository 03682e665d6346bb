"""`logiroute solve` as a user types it: routes, targets, mistakes, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from logiroute.cli_solve import ConventionName
from logiroute.solver.evaluate import Evaluator
from logiroute.solver.instances.convention import Conventions
from logiroute.solver.instances.read import read_instance
from logiroute.solver.instances.solution import read_solution
from tests.end_to_end.conftest import REPO, Cli

INSTANCES = REPO / "tests" / "data" / "instances"


def test_the_command_line_offers_every_convention() -> None:
    assert [name.value for name in ConventionName] == [c.name.lower() for c in Conventions]


def test_routes_that_cost_what_they_say(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "routes.sol"
    asked = INSTANCES / "E-n22-k4.txt"
    result = cli("solve", asked, "--out", out, "--iterations", "20000", "--target", "375")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "E-n22-k4: CVRP, 21 orders; times and distances rounded to the nearest whole number",
        "cost 375, 4 routes",
        f"Written to {out}",
    ]
    instance = read_instance(asked)
    solution = read_solution(out, instance)
    evaluator = Evaluator(instance.problem)
    assert evaluator.miss(solution.routes) is None
    assert solution.cost == instance.objective(solution.routes, evaluator) == 375


def test_the_same_seed_and_steps_give_the_same_routes(cli: Cli, tmp_path: Path) -> None:
    found = []
    for name in ("a.sol", "b.sol"):
        options = ("--iterations", "20", "--seed", "3")
        cli("solve", INSTANCES / "RC208.vrp", "--out", tmp_path / name, *options)
        found.append((tmp_path / name).read_text("utf-8"))
    assert found[0] == found[1]


def test_a_problem_of_vroom_is_answered_in_its_words(cli: Cli, tmp_path: Path) -> None:
    asked, out = tmp_path / "asked.json", tmp_path / "answer.json"
    jobs = [{"id": 1, "location_index": 1}, {"id": 2, "location_index": 2, "delivery": [5]}]
    vehicle = {"id": 9, "start_index": 0, "end_index": 0, "capacity": [4]}
    durations = [[0, 60, 70], [60, 0, 20], [70, 20, 0]]
    told = {"vehicles": [vehicle], "jobs": jobs, "matrices": {"car": {"durations": durations}}}
    asked.write_text(json.dumps(told), "utf-8")
    result = cli("solve", asked, "--out", out, "--iterations", "5")
    assert result.returncode == 0, result.stderr
    assert "cost 120, 1 route, 1 order not served" in result.stdout
    assert "warning: 1 of 2 orders could not be served; the cost leaves them out" in result.stderr
    answer = json.loads(out.read_text("utf-8"))
    assert answer["summary"]["cost"] == 120
    assert [entry["id"] for entry in answer["unassigned"]] == [2]


@pytest.mark.parametrize(
    ("name", "out", "words"),
    [
        ("nowhere.vrp", "out.sol", "nowhere.vrp: No such file or directory"),
        ("README.md", "out.sol", "[S501]"),
        ("E-n22-k4.txt", "out.txt", "routes are written as .sol or .json"),
        ("E-n22-k4.txt", "out.json", "only VROOM's JSON is answered as .json"),
        ("E-n22-k4.txt", "missing/../E-n22-k4.txt", "routes are written as .sol"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    cli: Cli, tmp_path: Path, name: str, out: str, words: str
) -> None:
    result = cli("solve", INSTANCES / name, "--out", tmp_path / out)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_target_says_nothing_where_vehicles_count_first(cli: Cli, tmp_path: Path) -> None:
    options = ("--target", "5", "--fewest-vehicles", "--out", tmp_path / "out.sol")
    result = cli("solve", INSTANCES / "E-n22-k4.txt", *options)
    assert result.returncode == 2
    assert "--target: a cost says nothing" in result.stderr


def test_all_mistakes_of_a_file_are_told_at_once(cli: Cli, tmp_path: Path) -> None:
    text = (INSTANCES / "E-n22-k4.txt").read_text("utf-8")
    text = text.replace("CAPACITY", "CAPACTIY").replace("5 1400", "5 14oo")
    (tmp_path / "bad.vrp").write_text(text, "utf-8")
    result = cli("solve", tmp_path / "bad.vrp", "--out", tmp_path / "out.sol")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "error: bad.vrp:6 CAPACTIY: not known here; did you mean CAPACITY? [S506]",
        'error: bad.vrp:35: expected numbers, got "5 14oo" [S502]',
        "2 errors; nothing was written",
    ]


def test_an_instance_is_not_written_over(cli: Cli, tmp_path: Path) -> None:
    text = (INSTANCES / "E-n22-k4.txt").read_text("utf-8")
    (tmp_path / "in.sol").write_text(text, "utf-8")
    result = cli("solve", tmp_path / "in.sol", "--out", tmp_path / "in.sol", "--iterations", "1")
    assert result.returncode == 2
    assert (tmp_path / "in.sol").read_text("utf-8") == text


def test_ctrl_c_gives_the_best_routes_so_far(tmp_path: Path) -> None:
    out = tmp_path / "out.sol"
    command = Path(sys.executable).with_name("logiroute")
    with subprocess.Popen(
        [command, "solve", INSTANCES / "RC208.vrp", "--out", out, "--seconds", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert re.match(r" +[\d.]+ s: cost [\d,.]+, \d+ routes", line), line
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        printed, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "interrupted; these are the best routes found until then" in told
    instance = read_instance(INSTANCES / "RC208.vrp")
    solution = read_solution(out, instance)
    assert Evaluator(instance.problem).miss(solution.routes) is None
    assert f"cost {solution.cost:,f}, " in printed
