"""The day of docs/recipes.md, read from that page and planned by the command line."""

import json
import re
import shutil
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest

from logiroute.files.day import read_scenario
from logiroute.files.plan_json import read_plan
from logiroute.model.plan import Plan, Stop, Task, TaskKind
from tests.end_to_end.conftest import REPO, Cli
from tests.properties.closed_loop import beds_kept, everybody_once, runs_of, works

PAGE = (REPO / "docs" / "recipes.md").read_text("utf-8")


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipes") / "day"
    folder.mkdir()
    tables = re.findall(
        r"^`(\w+\.csv)`[^`]*(?:`\w+`[^`]*)*```csv\n(.*?)```", PAGE, re.DOTALL | re.M
    )
    assert [name for name, _ in tables] == ["places.csv", "vehicles.csv", "crew.csv", "orders.csv"]
    for name, text in tables:
        (folder / name).write_text(text, "utf-8")
    settings = {
        "id": "recipes",
        "title": "Recipes",
        "date": "2022-04-11",
        "timezone": "Asia/Shanghai",
        "roads": str(REPO / "data" / "roads" / "wuhan.parquet"),
        "policy": "cn-2022-9",
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items())
    (folder / "scenario.toml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(cli: Cli, day: Path) -> Plan:
    out = day.parent / "out"
    result = cli("plan", day, "--out", out, "--iterations", "100", "--seed", "3")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit: clean" in result.stdout
    return read_plan(out / "plan.json")


def _task(plan: Plan, order_id: str, kind: TaskKind) -> tuple[str, Stop, Task]:
    ((vehicle, stop, task),) = (
        (route.vehicle_id, stop, task)
        for route in plan.routes
        for stop, task in works(route)
        if task.order_id == order_id and task.kind is kind
    )
    return vehicle, stop, task


def _at(hour: str) -> datetime:
    return datetime.fromisoformat(f"2022-04-11T{hour}+08:00")


def test_everybody_goes_and_nobody_meets_anybody(plan: Plan, day: Path) -> None:
    scenario = read_scenario(day)
    assert plan.unserved == ()
    everybody_once(plan, scenario)
    assert runs_of(plan, scenario) >= 4
    assert beds_kept(plan, scenario) == 21


def test_who_comes_has_the_beds_of_who_has_left(plan: Plan) -> None:
    # Two beds are free before 10:30, when the first wave has left by 10:00; eight people come.
    came = {name: _task(plan, name, TaskKind.ALIGHT) for name in ("T1", "T2", "T3")}
    sooner = [task.persons for _, _, task in came.values() if task.start < _at("10:30")]
    assert {stop.place_id for _, stop, _ in came.values()} == {"HOTEL"}
    assert sum(sooner) <= 2


@pytest.mark.parametrize(
    ("order_id", "earliest", "latest"),
    [
        ("T1", "10:20", "18:00"),
        ("T2", "10:40", "18:00"),
        ("T3f", "13:00", "18:00"),
        ("R1", "09:00", "10:00"),
        ("R2", "14:00", "15:00"),
    ],
)
def test_nobody_gets_in_before_they_are_there(
    plan: Plan, order_id: str, earliest: str, latest: str
) -> None:
    _, _, task = _task(plan, order_id, TaskKind.BOARD)
    first, last = (
        datetime.fromisoformat(f"2022-04-11T{hour}+08:00") for hour in (earliest, latest)
    )
    assert first <= task.start <= last


def test_who_turned_feverish_lies_in_the_ambulance_with_a_nurse(plan: Plan, day: Path) -> None:
    vehicle, stop, _ = _task(plan, "T3f", TaskKind.BOARD)
    assert vehicle == "A1"
    assert dict(stop.manifest.loads) == {"stretchers": 1}
    (page,) = (day.parent / "out" / "drivers").glob("*A1*.html")
    html = page.read_text("utf-8")
    assert "1 人躺担架" in html or "1 on a stretcher" in html


def test_suits_are_put_on_before_the_vehicle_leaves(plan: Plan) -> None:
    for route in plan.routes:
        first = route.stops[0]
        assert (first.depart - first.arrive).total_seconds() >= 15 * 60


def test_suits_for_each_run_and_for_two_hours_in_heat(cli: Cli, day: Path, tmp_path: Path) -> None:
    """The keys that the page names, in a policy of one's own."""
    assert "`suit_on_min` and `suit_off_min` of the vehicle class" in PAGE
    hot = shutil.copytree(day, tmp_path / "day")
    text = (resources.files("logiroute") / "policies" / "cn-2022-9.toml").read_text("utf-8")
    for name in ("transfer_bus", "ambulance"):
        own = f"[vehicle_classes.{name}]\n"
        keys = "suit_on_min = 10\nsuit_off_min = 10\nsuit_max_min = 240\nsuit_max_hot_min = 120\n"
        text = text.replace(own, own + keys)
    (hot / "own.toml").write_text(f"hot_from_c = 35\n{text}", "utf-8")
    settings = (hot / "scenario.toml").read_text("utf-8").replace('"cn-2022-9"', '"own.toml"')
    (hot / "scenario.toml").write_text(f"temperature_c = 36\n{settings}", "utf-8")
    result = cli("plan", hot, "--out", tmp_path / "out", "--iterations", "100", "--seed", "3")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit: clean" in result.stdout
    plan, scenario = read_plan(tmp_path / "out" / "plan.json"), read_scenario(hot)
    assert plan.unserved == ()
    runs = runs_of(plan, scenario)
    proof = json.loads((tmp_path / "out" / "proof.json").read_text("utf-8"))
    # Every run: suits on, suits off, and how long.
    assert proof["facts"]["suits"] == 3 * runs
    for route in plan.routes:
        begun = None
        for _, task in works(route):
            if task.kind is TaskKind.BOARD and begun is None:
                begun = task.start
            elif task.kind is TaskKind.DISINFECT:
                assert begun is not None
                assert task.start - begun <= timedelta(hours=2)
                begun = None
