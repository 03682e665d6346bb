"""What the page on instances says, done."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import REPO, Cli

PAGE = (REPO / "docs" / "instances.md").read_text("utf-8")


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "".join(re.findall(r"```python\n(.*?)```", PAGE, re.S))
    monkeypatch.chdir(REPO)
    namespace: dict[str, Any] = {}
    exec(compile(code, "instances.md", "exec"), namespace)  # noqa: S102
    assert sorted(task for tasks in namespace["named"] for task in tasks) == list(range(1, 22))
    assert namespace["routes"] == ((0, 1),)


def test_commands_run(cli: Cli, tmp_path: Path) -> None:
    commands = re.findall(r"^logiroute (solve tests/.*)$", PAGE, re.M)
    assert len(commands) == 2
    for command in commands:
        told = command.replace("--seconds 10", "--seconds 2").replace(
            "--iterations 100", "--iterations 3"
        )
        result = cli(*shlex.split(told.replace("routes.sol", str(tmp_path / "routes.sol"))))
        assert result.returncode == 0, result.stderr
        assert (tmp_path / "routes.sol").read_text("utf-8").startswith("Route #1: ")


def test_every_convention_is_told() -> None:
    from logiroute.solver.instances.convention import OF_TYPE, Conventions

    rows = {row.split("`")[1]: row for row in re.findall(r"^ +\| `.*$", PAGE, re.M)}
    assert list(rows) == [convention.name.lower() for convention in Conventions]
    for kind, convention in OF_TYPE.items():
        assert f"`{kind}`" in rows[convention.name.lower()]


def test_every_section_is_told() -> None:
    from logiroute.solver.instances.vrplib_in import _IDLE, _KNOWN

    for name in _KNOWN - _IDLE - {"DISTANCE", "LINEHAUL", "EDGE_WEIGHT_FORMAT"}:
        tail = name.removeprefix("VEHICLES")
        assert f"`{name}`" in PAGE or f"`{tail}`" in PAGE or "DISTANCE" in name, name
