"""The day that docs/tutorial.md has its reader type does what the tutorial says."""

import re
from functools import cache
from pathlib import Path

from logiroute.files.day import inspect_day
from logiroute.files.template import new_day
from logiroute.geo.loading.load import load_roads
from logiroute.geo.trace import trace
from logiroute.geo.travel import travel_times
from logiroute.model.plan import Plan, Route
from logiroute.solver.solve import solve

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_FILE = re.compile(r"`((?:monday|noon)/[\w.]+)`")


@cache
def files() -> dict[str, str]:
    """File → content: each fence belongs to the file named last before it."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    found = {}
    for fence in _FENCE.finditer(text):
        if fence[1]:
            found[_FILE.findall(text, 0, fence.start())[-1]] = fence[2]
    return found


def write(folder: Path, name: str) -> Path:
    """Type a day as the tutorial shows it, over what `logiroute new` made."""
    day = folder / name
    new_day(day)
    for file, content in files().items():
        if file.startswith(("monday/", f"{name}/")):
            (day / Path(file).name).write_text(content, encoding="utf-8")
    roads = (ROOT / "data" / "roads" / "wuhan.parquet").as_posix()
    change(day / "scenario.toml", "../data/roads/wuhan.parquet", roads)
    return day


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without(path: Path, *ids: str) -> None:
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if row.split(",")[0] not in ids]
    assert len(kept) == len(rows) - len(ids)
    path.write_text("".join(kept), encoding="utf-8")


def planned(day: Path) -> Plan:
    report = inspect_day(day)
    assert report.problems == ()
    assert report.scenario is not None
    roads = load_roads(report.scenario.roads)
    plan = solve(report.scenario, travel_times(report.scenario, roads), iterations=20, seed=1)
    return trace(plan, report.scenario, roads)


def route_of(plan: Plan, vehicle: str) -> Route:
    return next(route for route in plan.routes if route.vehicle_id == vehicle)


def places_of(plan: Plan, vehicle: str) -> list[str]:
    return [stop.place_id for stop in route_of(plan, vehicle).stops]


def test_monday_has_one_mistake_and_then_plans_whole(tmp_path: Path) -> None:
    day = write(tmp_path, "monday")
    [problem] = inspect_day(day).problems
    assert str(problem) == ('order_lines.csv:3 quantity: expected a whole number, got "2o" [S203]')
    assert f"error: {problem}" in (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    change(day / "order_lines.csv", "2o", "20")
    plan = planned(day)
    assert plan.unserved == ()
    assert places_of(plan, "V1") == ["D1", "P1", "P2", "P3", "D1"]
    assert places_of(plan, "C1") == ["D1", "P3", "Q1", "W1", "D1"]


def test_noon_seals_the_quarter_and_the_hand_over_point_saves_the_kits(tmp_path: Path) -> None:
    day = write(tmp_path, "noon")
    change(day / "vehicles.csv", "08:00-18:00", "12:00-18:00")
    without(day / "orders.csv", "K1", "K2")
    without(day / "order_lines.csv", "K1", "K2")
    plan = planned(day)
    assert [entry.order_id for entry in plan.unserved] == ["K3"]
    passages = [p.gate_id for leg in route_of(plan, "C1").legs for p in leg.gates]
    assert passages == ["G1", "G1"]
    change(day / "orders.csv", "5,P3,,,", "5,H1,,,")
    plan = planned(day)
    assert plan.unserved == ()
    assert places_of(plan, "V1") == ["D1", "H1", "D1"]
