"""Four trucks and one dock at a hand-over point, on the streets of the example."""

import itertools
import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import TOWN_DAY, Cli

#: A place with one dock, where a stop takes five minutes; Chinese headers, as the desk writes them.
PLACES = """\
编号,名称,类型,经度_wgs84,纬度_wgs84,停靠分钟,装卸位
D1,Depot 1,仓库,114.235987,30.613119,10,
H1,Hand-over point,接驳点,114.257971,30.613818,5,1
P04,Guard post 04,点位,114.299456,30.611807,2,
"""

#: 140 kits of 8 kg are a truck, and three and a half minutes of work.
ORDERS = "id,kind,site,priority\n" + "".join(
    f"K{n},delivery,{'P04' if n > 4 else 'H1'},1\n" for n in range(1, 6)
)
LINES = "order,item,quantity\n" + "".join(f"K{n},kit,{20 if n > 4 else 140}\n" for n in range(1, 6))
ITEMS = "id,kg,m3,handling_s\nkit,8,0.03,1.5\n"
VEHICLES = (
    "id,vehicle_class,profile,capacity_kg,capacity_m3,shifts,start,fixed_cost,cost_per_km,"
    "cost_per_hour\n"
) + "".join(
    f"V{n},general_truck,box_truck_4m2,1500,13,06:00-09:00,D1,80,2.20,45\n" for n in range(1, 5)
)


def _day(folder: Path, places: str = PLACES) -> Path:
    folder.mkdir()
    for name in ("zones.geojson", "gates.csv", "closures.csv", "profiles.csv"):
        shutil.copy(TOWN_DAY / name, folder / name)
    settings = (TOWN_DAY / "scenario.toml").read_text("utf-8")
    roads = (TOWN_DAY / "../../data/roads/wuhan.parquet").resolve()
    text = settings.replace("../../data/roads/wuhan.parquet", str(roads))
    (folder / "scenario.toml").write_text(text.replace('"town-day"', '"docks-day"'), "utf-8")
    tables = {
        "places": places,
        "orders": ORDERS,
        "order_lines": LINES,
        "items": ITEMS,
        "vehicles": VEHICLES,
    }
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(table, "utf-8")
    return folder


def _planned(cli: Cli, day: Path, *options: object) -> tuple[dict[str, Any], Path]:
    out = day.parent / f"{day.name}-out"
    result = cli("plan", day, "--out", out, "--iterations", "100", "--seed", "1", *options)
    assert result.returncode == 0, result.stdout + result.stderr
    assert cli("audit", day, out / "plan.json").returncode == 0
    return json.loads((out / "plan.json").read_text("utf-8")), out


def _at_the_dock(plan: dict[str, Any]) -> list[tuple[datetime, datetime, str]]:
    """When each vehicle is at work at H1, parking included, in order of time."""
    return sorted(
        (
            datetime.fromisoformat(stop["tasks"][0]["start"]) - timedelta(minutes=5),
            datetime.fromisoformat(stop["tasks"][-1]["end"]),
            route["vehicle_id"],
        )
        for route in plan["routes"]
        for trip in route["trips"]
        for stop in trip["stops"]
        if stop["place_id"] == "H1"
    )


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_they_come_one_after_the_other(cli: Cli, tmp_path: Path, search: str) -> None:
    plan, out = _planned(cli, _day(tmp_path / "day"), "--search", search)
    assert plan["unserved"] == []
    at_work = _at_the_dock(plan)
    assert len(at_work) == 4
    for (_, left, _), (comes, _, _) in itertools.pairwise(at_work):
        assert left <= comes
    # Whole minutes are given away, so that less than two are lost in between; one truck may go to
    # the guard post meanwhile.
    idle = [comes - left for (_, left, _), (comes, _, _) in itertools.pairwise(at_work)]
    assert sum(gap < timedelta(minutes=2) for gap in idle) >= 2, at_work
    # The last one is told when it is its turn to park.
    begins, _, vehicle_id = at_work[-1]
    page = next(path for path in out.rglob("*.html") if path.stem.startswith(vehicle_id))
    assert f"{begins:%H:%M}" in page.read_text("utf-8")


def test_a_dock_too_few_for_the_plan(cli: Cli, tmp_path: Path) -> None:
    day = _day(tmp_path / "day", PLACES.replace(",5,1\n", ",5,\n"))
    plan, out = _planned(cli, day)
    together = _at_the_dock(plan)
    assert together[1][0] < together[0][1]
    (day / "places.csv").write_text(PLACES, "utf-8")
    result = cli("audit", day, out / "plan.json")
    assert result.returncode != 0
    assert "slots" in result.stdout + result.stderr
    assert "works at Hand-over point together with" in result.stdout + result.stderr


def test_docks_of_a_depot_are_refused(cli: Cli, tmp_path: Path) -> None:
    day = _day(tmp_path / "day", PLACES.replace(",10,\n", ",10,2\n"))
    result = cli("plan", day, "--out", tmp_path / "out")
    assert result.returncode != 0
    said = " ".join((result.stdout + result.stderr).split())
    assert "places.csv:2" in said
    assert "docks of a depot are not counted" in said
    assert "S247" in said
