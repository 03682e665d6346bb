"""Tasks, places and limits that disinfection brings into the model."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from logiroute.model.order import Collection, Line, Transfer
from logiroute.model.place import Place, PlaceKind
from logiroute.model.plan import FOR_NO_ORDER, Plan, Task, TaskKind
from tests.rules.day import call, collection, day, depot, policy, site, transfer, vehicle

SIX = datetime(2022, 4, 1, 6, tzinfo=UTC)
LATER = SIX + timedelta(minutes=45)


def test_disinfecting_is_for_no_order() -> None:
    task = Task(kind=TaskKind.DISINFECT, start=SIX, end=LATER)
    assert task.order_id is None
    assert Task.model_validate_json(task.model_dump_json()) == task
    with pytest.raises(ValidationError, match="for no order, not for 'T1'"):
        Task(kind=TaskKind.DISINFECT, order_id="T1", start=SIX, end=LATER)
    with pytest.raises(ValidationError, match="no goods and no persons"):
        Task(kind=TaskKind.DISINFECT, start=SIX, end=LATER, persons=3)
    lines = (Line(item_id="kit", quantity=1),)
    with pytest.raises(ValidationError, match="no goods and no persons"):
        Task(kind=TaskKind.DISINFECT, start=SIX, end=LATER, lines=lines)


@pytest.mark.parametrize("kind", sorted(set(TaskKind) - FOR_NO_ORDER))
def test_everything_else_is_for_an_order(kind: TaskKind) -> None:
    assert Task(kind=kind, order_id="T1", start=SIX, end=SIX).order_id == "T1"
    with pytest.raises(ValidationError, match=f"a task of kind '{kind}' needs an order_id"):
        Task(kind=kind, start=SIX, end=SIX)


def test_the_schema_of_a_plan_knows_it() -> None:
    schema = Plan.model_json_schema()["$defs"]
    assert "disinfect" in schema["TaskKind"]["enum"]
    assert "order_id" not in schema["Task"]["required"]


def test_a_station_has_one_bay_at_least() -> None:
    wash = Place(id="W", name="W", kind=PlaceKind.DISINFECTION_STATION, point=(114.3, 30.5), bays=1)
    assert wash.bays == 1
    with pytest.raises(ValidationError, match="bays"):
        Place.model_validate(wash.model_dump() | {"bays": 0})


def test_the_shorter_time_aboard_and_the_disinfection_after_it() -> None:
    made = day(
        [depot(), site("A"), site("B")],
        [vehicle()],
        [
            transfer("free", "A", "B", party_class="released"),
            transfer("own", "A", "B", party_class="released", max_aboard_s=60),
            transfer("class", "A", "B"),
            transfer("shorter", "A", "B", max_aboard_s=60),
            transfer("longer", "A", "B", max_aboard_s=6_000),
            collection("goods", "A", "B", max_aboard_s=60),
            collection("stones", "A", "B"),
            call("visit", "A"),
        ],
        {"D-A": 1, "A-B": 1},
        rules=policy(disinfect={"contact": 45}, aboard={"contact": 5}),
    )
    order = made.scenario.order
    limits = {
        name: made.scenario.max_aboard_s(entry)
        for name, entry in order.items()
        if isinstance(entry, Transfer | Collection)
    }
    assert limits == {
        "free": None,
        "own": 60,
        "class": 300,
        "shorter": 60,
        "longer": 300,
        "goods": 60,
        "stones": None,
    }
    cleaned = {name for name, entry in order.items() if made.scenario.disinfect_s(entry) == 2_700}
    assert cleaned == {"class", "shorter", "longer"}
    assert made.scenario.disinfect_s(order["free"]) == 0
