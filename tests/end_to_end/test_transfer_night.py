"""The transfer night through the command line, its plan counted through without the auditor."""

import csv
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from logiroute.files.plan_json import read_plan
from logiroute.model.plan import Plan, TaskKind
from logiroute.model.scenario import Scenario
from tests.counts import examples
from tests.end_to_end.conftest import NIGHT, Cli
from tests.properties.closed_loop import bays_kept, beds_kept, everybody_once, runs_of, works


@pytest.fixture(scope="module")
def night() -> Scenario:
    from logiroute.files.day import read_scenario

    return read_scenario(NIGHT)


@pytest.fixture(scope="module")
def plan(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan of a few iterations: not all are served, and no rule is broken."""
    out = tmp_path_factory.mktemp("night") / "out"
    steps = examples(60, 4_000)
    result = cli("plan", NIGHT, "--out", out, "--iterations", steps, "--seed", "3")
    assert result.returncode == 0, result.stderr
    assert "Audit: clean" in result.stdout
    return read_plan(out / "plan.json")


def test_the_tables_are_those_that_are_drawn(tmp_path: Path) -> None:
    subprocess.run([sys.executable, NIGHT / "make.py", tmp_path], check=True, timeout=120)
    drawn = sorted(tmp_path.iterdir())
    assert [file.name for file in drawn] == [
        *("crew.csv", "gates.csv", "orders.csv", "places.csv", "vehicles.csv", "zones.geojson")
    ]
    for file in drawn:
        assert file.read_bytes() == (NIGHT / file.name).read_bytes()


def test_it_is_the_night_that_was_asked_for() -> None:
    rows = {
        name: list(csv.DictReader((NIGHT / f"{name}.csv").read_text("utf-8").splitlines()))
        for name in ("orders", "places", "vehicles")
    }
    assert len(rows["orders"]) == 800
    assert sum(int(row["persons"]) for row in rows["orders"]) == 2_400
    kinds = Counter(row["kind"] for row in rows["places"])
    assert kinds["quarantine_site"] + kinds["hospital"] == 61
    assert kinds["disinfection_station"] == 3
    beyond = [row for row in rows["places"] if row["approaches"]]
    assert len(beyond) == 45
    classes = Counter(row["vehicle_class"] for row in rows["vehicles"])
    assert classes == {"transfer_bus": 40, "ambulance": 6}


@pytest.mark.slow
@pytest.mark.counted
def test_nearly_all_are_served_by_the_deadline(plan: Plan) -> None:
    assert len(plan.unserved) <= examples(400, 40)
    deadline = datetime.fromisoformat("2022-04-14T06:00:00+08:00")
    late = [
        task.order_id
        for route in plan.routes
        for stop, task in works(route)
        if task.kind is TaskKind.ALIGHT and stop.arrive > deadline
    ]
    assert late == []


@pytest.mark.slow
def test_nobody_meets_whom_they_must_not(plan: Plan, night: Scenario) -> None:
    """Straight there, one class a run, disinfection after it, exclusive parties alone."""
    assert runs_of(plan, night) > 60


@pytest.mark.slow
def test_no_bed_is_promised_twice_and_no_bay(plan: Plan, night: Scenario) -> None:
    assert beds_kept(plan, night) > 600
    bays_kept(plan, night)
    everybody_once(plan, night)


@pytest.mark.slow
def test_ways_beyond_the_roads_are_the_declared_ones(plan: Plan, night: Scenario) -> None:
    seen = 0
    for leg in (leg for route in plan.routes for leg in route.legs):
        place = night.place[leg.to_id]
        if not place.approaches or leg.from_id == leg.to_id:
            continue
        seen += 1
        assert leg.geometry[-1] == tuple(round(x, 6) for x in place.point)
        names = {night.place[a.exit_id].name: a for a in place.approaches}
        *_, last, arrival = leg.steps
        assert arrival.maneuver == "arrive"
        assert names[last.street].metres == last.metres
        assert leg.seconds >= names[last.street].seconds
    assert seen > 20
