"""Plans survive the file, byte for byte, and malformed ones are refused with a path."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logiroute.errors import InputError
from logiroute.files.plan_json import read_plan, write_plan
from logiroute.model.order import Line
from logiroute.model.plan import (
    GatePassage,
    Leg,
    Manifest,
    Plan,
    Reason,
    Route,
    SolverRun,
    Stop,
    Task,
    TaskKind,
    Trip,
    Unserved,
)
from logiroute.model.rules import Rule

CHINA = timezone(timedelta(hours=8))
START = datetime(2022, 4, 10, 6, tzinfo=CHINA)


def a_plan(*, geometry: tuple[tuple[float, float], ...] = (), name: str = "P1") -> Plan:
    def later(minutes: int) -> datetime:
        return START + timedelta(minutes=minutes)

    lines = (Line(item_id="kit", quantity=6),)
    load = Task(kind=TaskKind.LOAD, order_id="O1", start=START, end=later(10), lines=lines)
    drop = Task(kind=TaskKind.UNLOAD, order_id="O1", start=later(15), end=later(18), lines=lines)
    manifest = Manifest(lines=lines, parties=("O2",), loads={"volume_cm3": 5, "mass_g": 48000})
    trip = Trip(
        stops=(
            Stop(place_id="D1", arrive=START, depart=later(10), tasks=(load,), manifest=manifest),
            Stop(place_id=name, arrive=later(15), depart=later(18), tasks=(drop,)),
            Stop(place_id="D1", arrive=later(25), depart=later(25)),
        ),
        legs=(
            Leg(
                from_id="D1",
                to_id=name,
                seconds=300,
                metres=2500,
                geometry=geometry,
                gates=(GatePassage(gate_id="G1", at=later(12)),),
            ),
            Leg(from_id=name, to_id="D1", seconds=420, metres=2600),
        ),
    )
    route = Route(vehicle_id="T1", shift=0, trips=(trip,), metres=5100, seconds=1500, cost=9000)
    reason = Reason(vehicle_class="bus", rule=Rule.BEDS, amount=3, unit="persons", text="床位不足")
    return Plan(
        scenario_id="small-day",
        created=datetime(2022, 4, 9, tzinfo=UTC),
        run=SolverRun(engine="cch", seed=7, seconds=1.5),
        routes=(route,),
        unserved=(Unserved(order_id="O9", reasons=(reason,)),),
        cost=9000,
        penalty=100,
    )


def spoilt(path: Path, *keys: str | int, value: Any) -> Path:
    write_plan(a_plan(), path)
    data = json.loads(path.read_text("utf-8"))
    part = data
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_round_trip(tmp_path: Path) -> None:
    plan = a_plan(geometry=((114.3, 30.6), (114.312345, 30.61)))
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    write_plan(a_plan(), tmp_path / "one.json")
    write_plan(read_plan(tmp_path / "one.json"), tmp_path / "two.json")
    one = (tmp_path / "one.json").read_bytes()
    assert one == (tmp_path / "two.json").read_bytes()
    assert "床位不足".encode() in one
    assert list(json.loads(one)) == list(Plan.model_fields)
    loads = json.loads(one)["routes"][0]["trips"][0]["stops"][0]["manifest"]["loads"]
    assert list(loads) == ["mass_g", "volume_cm3"]


def test_points_have_six_decimals(tmp_path: Path) -> None:
    write_plan(a_plan(geometry=((114.30000049, 30.6), (114.12345678, -0.0000001))), tmp_path / "p")
    plan = read_plan(tmp_path / "p")
    assert plan.routes[0].legs[0].geometry == ((114.3, 30.6), (114.123457, 0.0))


@given(
    name=st.text(min_size=1, max_size=20),
    points=st.lists(
        st.tuples(
            st.integers(-180_000_000, 180_000_000).map(lambda n: n / 1e6),
            st.integers(-90_000_000, 90_000_000).map(lambda n: n / 1e6),
        )
    ),
)
def test_any_text_and_points_survive(
    tmp_path_factory: pytest.TempPathFactory, name: str, points: list[tuple[float, float]]
) -> None:
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    plan = a_plan(geometry=tuple(points), name=name)
    write_plan(plan, path)
    assert read_plan(path) == plan


@pytest.mark.parametrize(
    ("keys", "value", "column", "words"),
    [
        (
            ("routes", 0, "trips", 0, "stops", 2, "arrive"),
            "06:25",
            "routes[0].trips[0].stops[2].arrive",
            "datetime",
        ),
        (("routes", 0, "cost"), -1, "routes[0].cost", "greater"),
        (("routes", 0, "vehicle"), "T1", "routes[0].vehicle", '"vehicle_id"'),
        (("unserved", 0, "reasons", 0, "rule"), "bedz", "unserved[0].reasons[0].rule", "beds"),
        (("routes", 0, "trips", 0, "legs"), [], "routes[0].trips[0].legs", "at least 1"),
        (("routes", 0, "trips", 0, "stops"), [], "routes[0].trips[0].stops", "at least 2"),
        (("created",), "2022-04-10T06:00:00", "created", "timezone"),
        (
            ("routes", 0, "trips", 0, "stops", 1, "tasks", 0, "order_id"),
            None,
            "routes[0].trips[0].stops[1].tasks[0]",
            "a task of kind 'unload' needs an order_id",
        ),
        (
            ("routes", 0, "trips", 0, "stops", 1, "tasks", 0, "kind"),
            "disinfect",
            "routes[0].trips[0].stops[1].tasks[0]",
            "disinfecting is done for no order, not for 'O1'",
        ),
    ],
)
def test_malformed_plans(
    tmp_path: Path, keys: tuple[str | int, ...], value: Any, column: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(spoilt(tmp_path / "plan.json", *keys, value=value))
    hits = [problem for problem in caught.value.problems if problem.column == column]
    assert [(hit.file, hit.code) for hit in hits] == [("plan.json", "S251")]
    assert words in hits[0].message


def test_stops_without_legs_between(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_plan(a_plan(), path)
    data = json.loads(path.read_text("utf-8"))
    del data["routes"][0]["trips"][0]["legs"][1]
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match="3 stops need 2 legs, there are 1"):
        read_plan(path)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"{\n,}", "S251", 2),
        (b"[" * 50_000, "S251", 0),
        (b"\xff\xff", "S102", 0),
        (b"7", "S251", 0),
    ],
)
def test_no_json(tmp_path: Path, content: bytes, code: str, row: int) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path / "plan.json")
    assert [(p.code, p.row) for p in caught.value.problems] == [(code, row)]


def test_missing_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path / "plan.json")
    assert caught.value.problems[0].code == "S101"


def test_old_plan_stays_if_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_plan(a_plan(), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_plan(a_plan(name="P2"), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


def test_no_folder_to_write_to(tmp_path: Path) -> None:
    write_plan(a_plan(), tmp_path / "new" / "plan.json")
    with pytest.raises(InputError) as caught:
        write_plan(a_plan(), tmp_path / "new" / "plan.json" / "below.json")
    assert caught.value.problems[0].code == "S115"
