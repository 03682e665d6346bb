"""One bus and one run: who is left out where not all can be served."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Cli, on_the_nights_streets

PLACES = """\
id,name,kind,lon_wgs84,lat_wgs84,stop_min,beds
BASE,Base,site,114.191111,30.516087,,
P04,Works,site,114.161602,30.499076,4,
HOTEL,Hotel,quarantine_site,114.250078,30.634712,2,60
W1,Station,disinfection_station,114.224365,30.606140,3,
"""

#: Until 11:30 there is time for one run with its disinfection, until 16:00 for two.
VEHICLES = """\
id,name,vehicle_class,profile,seats,shifts,start,fixed_cost,cost_per_km,cost_per_hour
B1,Bus 1,transfer_bus,bus,49,08:00-{end},BASE,60,1.60,60
"""


def _plan(cli: Cli, folder: Path, end: str, others: int, priority: int) -> dict[str, Any]:
    """A family that rides alone and is urgent, and others who would fill the same run."""
    on_the_nights_streets(folder)
    settings = (folder / "scenario.toml").read_text("utf-8")
    settings = settings.replace('"cn-2021-8"', '"cn-2022-9"')
    (folder / "scenario.toml").write_text(settings, "utf-8")
    family = "F,transfer,P04,HOTEL,3,close_contact,yes,1"
    more = [f"S{row},transfer,P04,HOTEL,1,close_contact,,{priority}" for row in range(others)]
    head = "id,kind,origin,destinations,persons,party_class,exclusive,priority"
    (folder / "orders.csv").write_text("\n".join((head, family, *more, "")), "utf-8")
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "vehicles.csv").write_text(VEHICLES.format(end=end), "utf-8")
    out = folder.parent / "out"
    result = cli("plan", folder, "--out", out, "--iterations", "100", "--seed", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    plan: dict[str, Any] = json.loads((out / "plan.json").read_text("utf-8"))
    return plan


@pytest.mark.parametrize(("others", "priority"), [(6, 3), (24, 2)])
def test_whoever_is_urgent_rides_rather_than_a_coach_full(
    cli: Cli, tmp_path: Path, others: int, priority: int
) -> None:
    plan = _plan(cli, tmp_path / "day", "11:30", others, priority)
    assert sorted(entry["order_id"] for entry in plan["unserved"]) == sorted(
        f"S{row}" for row in range(others)
    )
    each = {3: 250_000, 2: 500_000}[priority]
    assert plan["penalty"] == others * each * 100


def test_with_time_for_two_runs_all_are_served(cli: Cli, tmp_path: Path) -> None:
    assert _plan(cli, tmp_path / "day", "16:00", 24, 2)["unserved"] == []
