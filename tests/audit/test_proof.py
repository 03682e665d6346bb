"""The proof names every input and exists for clean plans only."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.audit.proof import plan_hash, proof, travel_hash, write_proof
from logiroute.errors import AuditError
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from tests.audit.full_day import full_day, full_plan
from tests.rules.by_hand import edit
from tests.rules.day import retime

DAY = full_day()
PLAN = full_plan(DAY)
RESULT = audit_plan(DAY.scenario, DAY.travel, PLAN)
NOW = datetime(2022, 4, 1, 5, tzinfo=UTC)


def _hashes(evidence: dict[str, object]) -> dict[str, str]:
    hashes = evidence["sha256"]
    assert isinstance(hashes, dict)
    return hashes


def test_says_what_was_looked_at() -> None:
    inputs = {"orders.csv": "b" * 64, "fleet.csv": "a" * 64}
    evidence = proof(
        DAY.scenario, DAY.travel, PLAN, RESULT, inputs=inputs, version="1.2.3", created=NOW
    )
    assert evidence["logiroute"] == "1.2.3"
    assert evidence["created"] == "2022-04-01T05:00:00+00:00"
    assert (evidence["clean"], evidence["geometry_checked"]) == (True, True)
    assert evidence["inputs"] == inputs
    assert evidence["facts"] == {str(rule): RESULT.facts[rule] for rule in Rule}
    assert _hashes(evidence)["roads"] == DAY.travel.roads_hash
    assert all(len(value) == 64 for value in _hashes(evidence).values())
    json.dumps(evidence)


def test_the_same_inputs_give_the_same_hashes_and_others_give_others() -> None:
    first = _hashes(proof(DAY.scenario, DAY.travel, PLAN, RESULT))
    again = full_day()
    assert _hashes(proof(again.scenario, again.travel, full_plan(again), RESULT)) == first
    # Neither where the roads lie nor when the plan was made is part of what was proved.
    moved = Scenario.model_validate({**DAY.scenario.model_dump(), "roads": "elsewhere.pbf"})
    late = edit(PLAN, created=NOW)
    assert _hashes(proof(moved, DAY.travel, late, RESULT)) == first
    noted = Scenario.model_validate({**DAY.scenario.model_dump(), "note": "x"})
    assert _hashes(proof(noted, DAY.travel, PLAN, RESULT))["scenario"] != first["scenario"]
    assert plan_hash(edit(PLAN, cost=1)) != first["plan"]
    slower = retime(DAY, "D-B", seconds=51, metres=500)
    assert travel_hash(slower.travel) != first["travel_times"]


def test_no_proof_for_a_broken_plan(tmp_path: Path) -> None:
    broken = edit(PLAN, cost=1)
    result = audit_plan(DAY.scenario, DAY.travel, broken)
    with pytest.raises(AuditError, match="travel"):
        proof(DAY.scenario, DAY.travel, broken, result)
    with pytest.raises(AuditError, match="not clean"):
        write_proof({"clean": False}, tmp_path / "proof.json")
    assert list(tmp_path.iterdir()) == []


def test_says_when_geometry_was_not_looked_at() -> None:
    result = audit_plan(DAY.scenario, DAY.travel, PLAN, geometry=False)
    assert result.facts[Rule.ACCESS] < RESULT.facts[Rule.ACCESS]
    assert proof(DAY.scenario, DAY.travel, PLAN, result)["geometry_checked"] is False


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_text("old", encoding="utf-8")
    evidence = proof(DAY.scenario, DAY.travel, PLAN, RESULT, created=NOW)
    write_proof(evidence, path)
    assert json.loads(path.read_text(encoding="utf-8")) == evidence
    # What cannot be written leaves the old file and no crumbs.
    with pytest.raises(TypeError):
        write_proof({**evidence, "x": object()}, path)
    assert json.loads(path.read_text(encoding="utf-8")) == evidence
    assert [entry.name for entry in tmp_path.iterdir()] == ["proof.json"]
    assert replace(RESULT).clean
