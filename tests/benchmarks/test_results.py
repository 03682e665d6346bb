"""Runs are kept as they end, and found again."""

import json
from pathlib import Path

import pytest

from benchmarks.peers.results import SCHEMA, Key, Results


def _record(seed: int) -> dict[str, object]:
    return {"digest": "d", "engine": "vroom", "seconds": 5.0, "seed": seed, "cores": 1, "cost": 7}


def test_what_was_run_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results = Results(path)
    assert results.find(Key("d", "vroom", 5.0, 1, 1)) is None
    results.add(_record(1))
    results.add(_record(2))
    assert [file.name for file in tmp_path.iterdir()] == ["results.json"]
    again = Results(path)
    assert again.find(Key("d", "vroom", 5.0, 2, 1)) == _record(2)
    assert again.find(Key("d", "vroom", 5.0, 2, 2)) is None
    assert again.find(Key("e", "vroom", 5.0, 2, 1)) is None
    content = json.loads(path.read_text())
    assert content["schema"] == SCHEMA
    assert content["machine"]["cores"] >= 1
    assert len(content["runs"]) == 2


def test_nothing_is_kept_without_a_file() -> None:
    results = Results(None)
    results.add(_record(1))
    assert results.find(Key("d", "vroom", 5.0, 1, 1)) == _record(1)


def test_another_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"schema": "something else"}')
    with pytest.raises(ValueError, match="no file of results"):
        Results(path)
