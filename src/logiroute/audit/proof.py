"""The proof: what was audited, down to the last byte, and what was looked at."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import numpy as np

from logiroute.atomic import write_text
from logiroute.audit.audit_plan import AuditResult
from logiroute.errors import AuditError
from logiroute.model.frozen import Frozen
from logiroute.model.plan import Plan
from logiroute.model.scenario import Scenario
from logiroute.model.travel import Movement, TravelTimes


def proof(
    scenario: Scenario,
    travel: TravelTimes,
    plan: Plan,
    result: AuditResult,
    *,
    inputs: Mapping[str, str] | None = None,
    version: str | None = None,
    created: datetime | None = None,
) -> dict[str, object]:
    """Write down that a plan was audited and found clean.

    Parameters
    ----------
    scenario, travel, plan
        What was audited.
    result : AuditResult
        What was found.
    inputs : mapping of str to str, optional
        SHA-256 of each input file, by name.
    version : str, optional
        Of logiroute; the installed one, if not given.
    created : datetime, optional
        Now, if not given; the only entry that differs between two runs.

    Returns
    -------
    dict
        Ready for JSON. Hashes are SHA-256 in hexadecimal: of the scenario as JSON (keys sorted,
        without the path of the roads), of the roads as `TravelTimes.roads_hash`, of the travel
        tables, of the plan as JSON (keys sorted, without ``created``).

    Raises
    ------
    AuditError
        The result is not clean: there is nothing to prove.
    """
    result.raise_if_broken()
    return {
        "logiroute": version or metadata.version("logiroute"),
        "created": (created or datetime.now(UTC).replace(microsecond=0)).isoformat(),
        "scenario_id": scenario.id,
        "clean": result.clean,
        "geometry_checked": result.geometry,
        "facts": {str(rule): count for rule, count in result.facts.items()},
        "sha256": {
            "scenario": _of_model(scenario, "roads"),
            "roads": travel.roads_hash,
            "travel_times": travel_hash(travel),
            "plan": plan_hash(plan),
        },
        "inputs": dict(sorted((inputs or {}).items())),
    }


def plan_hash(plan: Plan) -> str:
    """SHA-256 of a plan as canonical JSON without ``created``."""
    return _of_model(plan, "created")


def travel_hash(travel: TravelTimes) -> str:
    """SHA-256 of every travel table with its places, movement and validity."""
    digest = hashlib.sha256(_canonical(travel.place_ids))
    named = [(_canonical(_plain(movement)), tables) for movement, tables in travel.tables.items()]
    for movement, tables in sorted(named, key=lambda entry: entry[0]):
        digest.update(movement)
        for table in tables:
            valid = [
                moment.astimezone(UTC).isoformat() if moment else None
                for moment in (table.valid_from, table.valid_to)
            ]
            digest.update(_canonical([valid, table.snapped]))
            for figures in (table.seconds, table.metres):
                digest.update(np.ascontiguousarray(figures, dtype="<i4").tobytes())
    digest.update(_canonical(travel.mainline))
    return digest.hexdigest()


def _plain(movement: Movement) -> dict[str, object]:
    """A movement as JSON knows it."""
    leaves = [leave.model_dump(mode="json") for leave in movement.passes]
    return movement._asdict() | {"passes": leaves}


def write_proof(evidence: Mapping[str, object], path: Path | str) -> None:
    """Write a proof as JSON: the whole file or none of it.

    Raises
    ------
    AuditError
        The proof does not say that the plan is clean.
    """
    if evidence.get("clean") is not True:
        raise AuditError(["a proof of a plan that is not clean is no proof"])
    text = json.dumps(evidence, ensure_ascii=False, indent=2) + "\n"
    write_text(path, text)


def _of_model(model: Frozen, without: str) -> str:
    return hashlib.sha256(_canonical(model.model_dump(mode="json", exclude={without}))).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()
