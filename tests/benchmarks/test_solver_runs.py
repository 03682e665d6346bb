"""The comparison goes on where it was interrupted, and says what it reuses."""

import json
from pathlib import Path

import pytest

from benchmarks import solver

_INSTANCE = Path(__file__).resolve().parent.parent / "data" / "instances" / "OkSmall.txt"


def _run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    common = [str(_INSTANCE), "--seconds", "1", "--seeds", "1", "--engines", "ortools"]
    solver.main([*common, *map(str, words)])
    return capsys.readouterr().out


def test_what_is_there_is_not_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.json"
    first = _run(capsys, "--json", path)
    assert " ortools 1 s seed 1: " in first
    (record,) = json.loads(path.read_text())["runs"]
    assert record["cost"] is not None
    assert record["wall_s"] < 5
    assert record["load_before"] >= 0
    again = _run(capsys, "--json", path)
    assert " ortools 1 s seed 1: " not in again
    assert first[first.index("1 s, 1 core") :] == again[again.index("1 s, 1 core") :]
    # Another seed is another run.
    more = _run(capsys, "--json", path, "--seeds", "1,2")
    assert " seed 2: " in more
    assert len(json.loads(path.read_text())["runs"]) == 2


def test_reuse_is_told_and_never_for_our_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    _run(capsys, "--json", old)
    content = json.loads(old.read_text())
    content["runs"].append({**content["runs"][0], "engine": "logiroute", "cost": 1})
    old.write_text(json.dumps(content))
    out = _run(capsys, "--json", new, "--reuse", old, "--engines", "logiroute,ortools")
    assert "NOT ONE RUN ON ONE MACHINE" in out
    assert "1 of 2 runs were made before" in out
    (record,) = json.loads(new.read_text())["runs"]
    assert record["engine"] == "logiroute"
    assert record["cost"] > 1


def test_missing_engines_are_told_of_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="has no vroom"):
        _run(capsys, "--engines", "vroom", "--peer-python", _without_site(tmp_path))
    with pytest.raises(SystemExit):
        _run(capsys, "--engines", "gurobi")
    assert "unknown engines: gurobi" in capsys.readouterr().err


def _without_site(folder: Path) -> Path:
    """An interpreter that finds nothing but the standard library."""
    script = folder / "python"
    script.write_text('#!/bin/sh\nexec python3 -I -S "$@"\n')
    script.chmod(0o755)
    return script
