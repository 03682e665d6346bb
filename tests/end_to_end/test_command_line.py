"""The command as a user types it: help, versions, wrong names, Ctrl-C."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import logiroute
from tests.end_to_end.conftest import REPO, TOWN_DAY, Cli

COMMANDS = (
    "new",
    "check",
    "plan",
    "audit",
    "roads",
    "matrix",
    "route",
    "solve",
    "schema",
    "version",
)


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(cli: Cli, option: str) -> None:
    result = cli(option)
    assert result.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.stdout


def test_version_is_a_command_and_an_option(cli: Cli) -> None:
    assert cli("version").stdout == cli("--version").stdout == f"{logiroute.__version__}\n"


def test_python_runs_the_command_as_a_module(cli: Cli) -> None:
    module = subprocess.run(
        [sys.executable, "-m", "logiroute", "version"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (module.returncode, module.stdout) == (0, cli("version").stdout)


def test_a_file_that_is_no_day_is_told_from_a_missing_one(cli: Cli, tmp_path: Path) -> None:
    assert "there is no day folder" in cli("check", tmp_path / "nowhere").stdout
    for name in ("day.xls", "orders.csv"):
        (tmp_path / name).write_text("id\n", "utf-8")
        result = cli("check", tmp_path / name)
        assert result.returncode == 2
        assert "is neither a folder nor a workbook (.xlsx)" in result.stdout


def test_the_nearest_miss_stands_alone_among_the_reasons(cli: Cli, tmp_path: Path) -> None:
    day = shutil.copytree(TOWN_DAY, tmp_path / "day")
    settings = (day / "scenario.toml").read_text("utf-8")
    roads = (REPO / "data").as_posix()
    (day / "scenario.toml").write_text(settings.replace("../../data", roads), "utf-8")
    for name in ("vehicles.csv", "crew.csv"):
        lines = (day / name).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not re.search(r"(^|,)V1[1-6],", line)]
        assert len(kept) < len(lines)
        (day / name).write_text("".join(kept), "utf-8")
    result = cli("plan", day, "--out", tmp_path / "out", "--iterations", "1")
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    heads = [n for n, line in enumerate(lines) if line.startswith("not served: B")]
    assert heads
    for head in heads:
        assert lines[head + 1].startswith("  general_truck: ")
        assert lines[head + 2].startswith("  not by ambulance [access], ")


def interrupted(out: Path, stage: str, then_s: float) -> tuple[int, str, str]:
    """Exit code, standard output and error of a plan interrupted after a stage began."""
    command = Path(sys.executable).with_name("logiroute")
    with subprocess.Popen(
        [command, "plan", TOWN_DAY, "--out", out, "--seconds", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        told = ""
        while stage not in told:
            line = process.stderr.readline()
            assert line, told
            told += line
        time.sleep(then_s)
        os.killpg(process.pid, signal.SIGINT)
        rest, more = process.communicate(timeout=120)
    return process.returncode, rest, told + more


def test_ctrl_c_before_the_search_writes_nothing_and_says_so(tmp_path: Path) -> None:
    code, told, complaints = interrupted(tmp_path / "out", "Loading roads", 0.1)
    assert code == 130
    assert told == ""
    assert complaints.endswith("interrupted; nothing was written\n")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_in_the_search_keeps_the_best_plan_and_says_so(cli: Cli, tmp_path: Path) -> None:
    # On a busy machine there may be no plan yet.
    for seconds in (6, 25):
        code, told, complaints = interrupted(tmp_path / "out", "Planning", seconds)
        if "nothing was written" not in complaints:
            break
    assert code == 0
    assert "interrupted; this is the best plan found until then" in complaints
    assert "Audit: clean" in told
    assert cli("audit", TOWN_DAY, tmp_path / "out" / "plan.json").returncode == 0
