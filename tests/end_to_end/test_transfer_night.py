"""The transfer night through the command line, its plan counted through without the auditor."""

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from logiroute.model.order import Transfer
from logiroute.model.scenario import Scenario
from tests.counts import examples
from tests.end_to_end.conftest import NIGHT, Cli

Row = dict[str, Any]


@pytest.fixture(scope="module")
def night() -> Scenario:
    from logiroute.files.day import read_scenario

    return read_scenario(NIGHT)


@pytest.fixture(scope="module")
def plan(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> Row:
    """The plan of a few iterations: not all are served, and no rule is broken."""
    out = tmp_path_factory.mktemp("night") / "out"
    steps = examples(60, 4_000)
    result = cli("plan", NIGHT, "--out", out, "--iterations", steps, "--seed", "3")
    assert result.returncode == 0, result.stderr
    assert "Audit: clean" in result.stdout
    loaded: Row = json.loads((out / "plan.json").read_text("utf-8"))
    return loaded


def _stops(route: Row) -> list[Row]:
    return [stop for trip in route["trips"] for stop in trip["stops"]]


def _works(route: Row) -> Iterator[tuple[Row, Row]]:
    """Stops and tasks that are no loading, in order."""
    for stop in _stops(route):
        for task in stop["tasks"]:
            yield stop, task


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
def test_nearly_all_are_served_by_the_deadline(plan: Row) -> None:
    left = len(plan["unserved"])
    assert left <= examples(400, 40)
    late = [
        task["order_id"]
        for route in plan["routes"]
        for stop, task in _works(route)
        if task["kind"] == "alight" and stop["arrive"] > "2022-04-14T06:00:00+08:00"
    ]
    assert late == []


@pytest.mark.slow
def test_nobody_meets_whom_they_must_not(plan: Row, night: Scenario) -> None:
    """Straight there, one class a run, disinfection after it, exclusive parties alone."""
    runs = 0
    for route in plan["routes"]:
        aboard: set[str] = set()
        run: list[Transfer] = []
        soiled = False
        for stop, task in _works(route):
            if task["kind"] == "rest":
                assert not aboard or night.place[stop["place_id"]].kind == "relief_area"
                continue
            if task["kind"] == "disinfect":
                minutes = datetime.fromisoformat(task["end"]) - datetime.fromisoformat(
                    task["start"]
                )
                assert not aboard
                assert soiled
                assert minutes >= timedelta(minutes=45)
                runs, soiled, run = runs + 1, False, []
                continue
            order = night.order[task["order_id"]]
            assert isinstance(order, Transfer)
            if task["kind"] == "board":
                assert not soiled
                aboard.add(order.id)
                run.append(order)
                assert len({other.party.party_class for other in run}) == 1
                # One party of positive cases a vehicle, and whoever is to ride alone.
                alone = any(one.exclusive or one.party.party_class == "positive" for one in run)
                assert len(run) == 1 or not alone
            else:
                aboard.remove(order.id)
                soiled = True
        assert not aboard
        assert not soiled
    assert runs > 60


@pytest.mark.slow
def test_no_bed_is_promised_twice_and_no_bay(plan: Row, night: Scenario) -> None:
    guests: Counter[str] = Counter()
    washes: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for route in plan["routes"]:
        for stop, task in _works(route):
            place = night.place[stop["place_id"]]
            if task["kind"] == "alight":
                order = night.order[task["order_id"]]
                assert isinstance(order, Transfer)
                guests[place.id] += order.party.persons
                # Only the pregnant, infants and the very old have needs: they stay local.
                assert not (order.party.needs and place.off_county)
            elif task["kind"] == "disinfect":
                span = (datetime.fromisoformat(task["start"]), datetime.fromisoformat(task["end"]))
                washes[place.id].append(span)
    assert guests
    assert all(count <= (night.place[name].beds or 0) for name, count in guests.items())
    for name, spans in washes.items():
        for start, _ in spans:
            at_once = sum(one <= start < other for one, other in spans)
            assert at_once <= (night.place[name].bays or 0)


@pytest.mark.slow
def test_ways_beyond_the_roads_are_the_declared_ones(plan: Row, night: Scenario) -> None:
    seen = 0
    for route in plan["routes"]:
        for trip in route["trips"]:
            for leg in trip["legs"]:
                place = night.place[leg["to_id"]]
                if not place.approaches or leg["from_id"] == leg["to_id"]:
                    continue
                seen += 1
                assert tuple(leg["geometry"][-1]) == tuple(round(x, 6) for x in place.point)
                names = {night.place[a.exit_id].name: a for a in place.approaches}
                *_, last, arrival = leg["steps"]
                assert arrival["maneuver"] == "arrive"
                assert names[last["street"]].metres == last["metres"]
                assert leg["seconds"] >= names[last["street"]].seconds
    assert seen > 20
