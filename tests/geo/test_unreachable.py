"""What stands in the way, one thing at a time; each cure is tried."""

from datetime import timedelta
from pathlib import Path

import pytest

from logiroute.geo.journeys import Mover, journey
from logiroute.geo.loading.load import load_roads
from logiroute.geo.obstructed import name_obstructions
from logiroute.geo.passages import Why
from logiroute.geo.roads import Roads
from logiroute.geo.unreachable import Unreachable, why_unreachable
from logiroute.model.order import Call
from logiroute.model.place import Window
from logiroute.model.plan import Plan, Reason, SolverRun, Unserved
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Closure
from logiroute.model.zone_access import ZoneAccess
from tests.geo.drawn import START, Metres, at, box, gate, grid, scenario, vehicle, write_osm, zone

MIDDLE = box(150, 150, 250, 250)
#: Outside, and inside on the row through the middle.
OUT: Metres = (130.0, 200.0)
IN: Metres = (200.0, 190.0)
GATED = {"truck": ZoneAccess(enter="gate", leave="gate", stop="yes", through=True)}
NOON = START + timedelta(hours=6)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    return grid(tmp_path_factory.mktemp("grid"))


def ask(day: Scenario, roads: Roads, start: Metres = OUT, end: Metres = IN) -> Unreachable:
    movement = day.movement(day.vehicles[0])
    mover = Mover(roads, movement.profile, day, movement, START + timedelta(hours=1), 60)
    assert journey(mover, at(start), at(end)) is None
    found = why_unreachable(mover, at(start), at(end))
    assert found is not None
    return found


def test_nothing_stands_in_the_way(roads: Roads) -> None:
    day = scenario({"A": OUT, "B": IN})
    movement = day.movement(day.vehicles[0])
    assert why_unreachable(Mover(roads, "truck", day, movement), at(OUT), at(IN)) is None


def test_a_closed_zone(roads: Roads) -> None:
    found = ask(scenario({"A": OUT}, zones=[zone("Z", MIDDLE, valid=(None, NOON))]), roads)
    (only,) = found.obstructions
    assert (only.why, found.verified) == (Why.ZONE, True)
    assert "zone Z (Z, sealed) until 12:00 is closed to truck" in only.text
    # The truck meets the edge on its own row, 50 m west of the middle.
    assert only.point == pytest.approx(at((150, 200)), abs=3e-6)


@pytest.mark.parametrize(
    ("change", "why", "words"),
    [
        (
            {"windows": (Window(start=NOON, end=NOON + timedelta(hours=1)),)},
            "gate_hours",
            "12:00–13:00",
        ),
        ({"vehicle_classes": ("bus",)}, "gate_class", "does not let truck through"),
    ],
)
def test_a_gate_that_is_shut(roads: Roads, change: dict[str, object], why: str, words: str) -> None:
    shut = gate("W", "Z", (150, 200)).model_copy(update=change)
    rules = {**GATED, "bus": GATED["truck"]}
    found = ask(scenario({"A": OUT}, zones=[zone("Z", MIDDLE)], gates=[shut], access=rules), roads)
    (only,) = found.obstructions
    assert (only.why, found.verified) == (why, True)
    assert words in only.text
    assert "gate W (W)" in only.text


def test_no_gate(roads: Roads) -> None:
    found = ask(scenario({"A": OUT}, zones=[zone("Z", MIDDLE)], access=GATED), roads)
    assert [entry.why for entry in found.obstructions] == [Why.NO_GATE]
    assert found.verified


def test_no_pass(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="pass", leave="gate", stop="yes")}
    day = scenario(
        {"A": OUT}, zones=[zone("Z", MIDDLE)], gates=[gate("W", "Z", (150, 200))], access=access
    )
    found = ask(day, roads)
    assert [entry.why for entry in found.obstructions] == [Why.UNPAPERED]
    assert found.verified


def test_through_a_zone_that_may_not_be_passed(roads: Roads) -> None:
    access = {"truck": ZoneAccess(enter="yes", leave="yes", stop="yes", through=False)}
    wall = box(240, -50, 260, 450)
    found = ask(
        scenario({"A": OUT}, zones=[zone("Z", wall)], access=access), roads, OUT, (270.0, 200.0)
    )
    assert [entry.why for entry in found.obstructions] == [Why.THROUGH]
    assert found.verified


def test_a_class_that_stays_at_home(roads: Roads) -> None:
    day = scenario(
        {"A": IN},
        zones=[zone("Z", MIDDLE)],
        vehicles=[vehicle(own_zone_id="Z")],
        stays=["truck"],
    )
    found = ask(day, roads, IN, OUT)
    assert {entry.why for entry in found.obstructions} == {Why.OWN_ZONE}
    assert "never leaves Z" in found.obstructions[0].text


def test_two_things_at_once(roads: Roads) -> None:
    blocked = [
        Closure(id=f"C{i}", name="rubble", line=(at(xy),))
        for i, xy in enumerate([(200.0, 120.0), (200.0, 280.0), (120.0, 200.0), (280.0, 200.0)])
    ]
    day = scenario({"A": OUT}, zones=[zone("Z", MIDDLE)]).model_copy(
        update={"closures": tuple(blocked)}
    )
    found = ask(day, roads, (110.0, 200.0), IN)
    assert [entry.why for entry in found.obstructions] == [Why.CLOSURE, Why.ZONE]
    assert "rubble (C2) is blocked" in found.obstructions[0].text
    assert found.verified


def test_a_low_bridge_and_an_island(tmp_path: Path) -> None:
    nodes = {
        "a": (0.0, 0.0),
        "b": (200.0, 0.0),
        "c": (400.0, 0.0),
        "d": (400.0, 100.0),
        "e": (200.0, 100.0),
        "x": (0.0, 100.0),
    }
    street = {"highway": "residential"}
    ways = [
        ("a b x a", street),
        ("b c", {**street, "maxheight": "3", "name": "Low Road"}),
        ("c d", street),
        ("d e c", {**street, "maxheight": "3"}),
    ]
    roads = load_roads(write_osm(tmp_path / "l.osm", nodes, ways), cache=False)
    start, end = (100.0, 0.0), (400.0, 50.0)
    day = scenario({"A": start, "B": end})
    found = ask(day, roads, start, end)
    assert [entry.why for entry in found.obstructions] == [Why.LIMIT]
    assert "Low Road (residential) has a limit: height 3 m, the vehicle has 3.7 m" in (
        found.obstructions[0].text
    )
    assert found.verified
    far = why_unreachable(Mover(roads, "truck"), at(start), at((400.0, 5000.0)))
    assert far is not None
    assert (far.obstructions[0].why, far.verified) == (None, False)
    assert "no street lies within 300 m" in far.obstructions[0].text


def test_a_street_that_is_not_for_trucks(tmp_path: Path) -> None:
    nodes = {"a": (0.0, 0.0), "b": (200.0, 0.0), "c": (400.0, 0.0), "x": (0.0, 100.0)}
    street = {"highway": "residential"}
    ways = [("a b x a", street), ("b c", {**street, "hgv": "no", "name": "Park Lane"})]
    roads = load_roads(write_osm(tmp_path / "h.osm", nodes, ways), cache=False)
    found = why_unreachable(Mover(roads, "truck", snap_limit_m=60), at((100, 0)), at((390, 0)))
    assert found is not None
    assert [entry.why for entry in found.obstructions] == [Why.ACCESS]
    assert "Park Lane (residential) is not open to profile truck" in found.obstructions[0].text


def test_a_zone_that_begins_on_the_way(roads: Roads) -> None:
    """Five seconds after departure; the 70 m take longer."""
    begins = START + timedelta(hours=1, seconds=5)
    found = ask(scenario({"A": OUT}, zones=[zone("Z", MIDDLE, valid=(begins, None))]), roads)
    (only,) = found.obstructions
    assert (only.why, found.verified) == (Why.ZONE, True)


def test_reasons_of_a_plan_name_what_is_in_the_way(roads: Roads) -> None:
    day = scenario({"A": OUT, "B": IN}, zones=[zone("Z", MIDDLE)])
    order = Call(id="o", site_id="B")
    day = day.model_copy(update={"orders": (order,)})
    shut = Reason(vehicle_class="truck", rule=Rule.TRAVEL, text="truck has no legal way to B")
    late = Reason(vehicle_class="truck", rule=Rule.TRAVEL, amount=60, unit="s", text="late")
    full = Reason(vehicle_class="truck", rule=Rule.CAPACITY, text="full")
    plan = Plan(
        scenario_id=day.id,
        created=START,
        run=SolverRun(engine="hand", seed=0),
        unserved=(Unserved(order_id="o", reasons=(shut, late, full)),),
    )
    (told,) = name_obstructions(plan, day, roads).unserved
    assert [reason.text for reason in told.reasons] == [
        "truck has no legal way to B; in the way: zone Z (Z, sealed) is closed to truck",
        "late",
        "full",
    ]
