"""One planted fault of every kind in a legal plan: exactly that rule is named, and no other."""

from collections.abc import Callable
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.errors import AuditError
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.rules import Rule
from logiroute.model.scenario import Scenario
from logiroute.model.zone import Closure
from tests.audit.full_day import DRIVING, full_day, full_plan
from tests.rules.by_hand import edit, plan, route, visit
from tests.rules.day import (
    Day,
    at,
    collection,
    day,
    delivery,
    depot,
    place,
    policy,
    site,
    spot,
    vehicle,
    window,
)

DAY = full_day()
PLAN = full_plan(DAY)
MINE = DAY.scenario.policy.vehicle_class("mine")
AFTER_Z = MINE.model_copy(
    update={
        "zones": {
            **MINE.zones,
            "sealed": MINE.zones["sealed"].model_copy(update={"disinfect_s": 60}),
        }
    }
)
SHORT_STINTS = MINE.model_copy(update={"suit_max_s": 300})
V, W = "routes__0__trips__0__", "routes__1__trips__0__"


def _rules(made: Day, plan: Plan) -> set[Rule]:
    return {found.rule for found in audit_plan(made.scenario, made.travel, plan).violations}


def test_the_plan_is_legal_and_every_rule_looked_at_something() -> None:
    result = audit_plan(DAY.scenario, DAY.travel, PLAN)
    assert result.violations == ()
    assert result.clean
    result.raise_if_broken()
    assert set(result.facts) == set(Rule)
    assert [rule for rule, count in result.facts.items() if count == 0] == []
    # One run; where, with whom and for how long its disinfection is done; and the bay.
    assert result.facts[Rule.CLEANING] == 1 + 3 + 1
    # 5 orders, 8 tasks with 2 loadings at the depot among them, the day, the penalty; and once
    # more for the second half of each of the 4 orders served.
    assert result.facts[Rule.COVERAGE] == 5 - 4 + 8 + 8 + 2


FAULTS: list[tuple[str, dict[str, Any], Rule]] = [
    ("an order vanishes from the unserved", {"unserved": [], "penalty": 0}, Rule.COVERAGE),
    ("a penalty is wrong", {"penalty": 0}, Rule.COVERAGE),
    ("fewer kits handed over", {V + "stops__2__tasks__0__lines__0__quantity": 2}, Rule.COVERAGE),
    ("arrives early", {V + "stops__2__arrive": at("06:08:00")}, Rule.TRAVEL),
    ("arrives after its work began", {V + "stops__2__arrive": at("06:09:42")}, Rule.TRAVEL),
    ("leaves late", {W + "stops__2__depart": at("06:12:00")}, Rule.TRAVEL),
    ("a leg is quicker", {V + "legs__0__seconds": 40}, Rule.TRAVEL),
    ("a leg is shorter", {V + "legs__0__metres": 400}, Rule.TRAVEL),
    ("a route is cheaper than it is", {"routes__0__cost": 0, "cost": 0}, Rule.TRAVEL),
    ("duty is shorter than it is", {"routes__1__seconds": 60}, Rule.TRAVEL),
    ("a leg goes elsewhere", {V + "legs__0__to_id": "A"}, Rule.TRAVEL),
    ("work is too short", {V + "stops__1__tasks__0__end": at("06:07:00")}, Rule.SERVICE),
    ("work starts before arrival", {V + "stops__1__tasks__0__start": at("06:05:00")}, Rule.SERVICE),
    ("leaves during work", {W + "stops__1__depart": at("06:08:00")}, Rule.SERVICE),
    (
        "loading takes longer than the stop",
        {V + "stops__0__arrive": at("06:01"), "routes__0__seconds": 608},
        Rule.SERVICE,
    ),
    ("lingers after duty", {V + "stops__3__depart": at("06:20")}, Rule.SHIFTS),
    ("another shift", {"routes__0__shift": 1}, Rule.SHIFTS),
    ("a manifest is too light", {V + "stops__0__manifest__loads__mass_g": 1}, Rule.CAPACITY),
    ("a manifest forgets the party", {W + "stops__1__manifest__parties": []}, Rule.CAPACITY),
    ("a manifest invents goods", {V + "stops__3__manifest__loads__pieces": 1}, Rule.CAPACITY),
    ("a party is split", {W + "stops__2__tasks__0__persons": 1}, Rule.PARTIES),
    ("a gate is not listed", {V + "legs__0__gates": []}, Rule.ACCESS),
    ("a gate is passed too late", {V + "legs__0__gates__0__at": at("06:10")}, Rule.ACCESS),
    ("a zone is not listed", {V + "legs__0__zones": []}, Rule.ACCESS),
    ("a zone is listed that it does not enter", {V + "legs__2__zones": ["Z"]}, Rule.ACCESS),
    ("nobody knows the zone", {V + "legs__0__zones": ["Z", "Y"]}, Rule.ACCESS),
    ("a check takes longer", {V + "legs__0__gates__0__delay_s": 5}, Rule.ACCESS),
    (
        "a gate is passed twice",
        {V + "legs__0__gates": [{"gate_id": "west", "at": at("06:05:40")}] * 2},
        Rule.ACCESS,
    ),
    ("a leg is not traced", {V + "legs__1__geometry": []}, Rule.ACCESS),
    (
        "a leg runs through the zone",
        {V + "legs__2__geometry": [spot(1000, 0), spot(0, 0)]},
        Rule.ACCESS,
    ),
    (
        "a leg ends somewhere else",
        {W + "legs__4__geometry": [spot(0, 1000), spot(0, 10)]},
        Rule.ACCESS,
    ),
    ("disinfected for too short", {W + "stops__3__tasks__0__end": at("06:12:22")}, Rule.CLEANING),
    ("disinfected before arrival", {W + "stops__3__tasks__0__start": at("06:11:51")}, Rule.SERVICE),
    ("leaves a wet vehicle", {W + "stops__3__depart": at("06:12:42")}, Rule.SERVICE),
]


@pytest.mark.parametrize(
    ("changes", "rule"), [fault[1:] for fault in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_fault_in_the_plan(changes: dict[str, Any], rule: Rule) -> None:
    assert _rules(DAY, edit(PLAN, **changes)) == {rule}


def _scenario(**changes: Any) -> Callable[[Scenario], Scenario]:
    return lambda scenario: scenario.model_copy(update=changes)


def _of(kind: str, which: str, /, **changes: Any) -> Callable[[Scenario], Scenario]:
    """Change one entry of the scenario: the plan stays, the world is another."""

    def change(scenario: Scenario) -> Scenario:
        entries = tuple(
            entry.model_copy(update=changes) if entry.id == which else entry
            for entry in getattr(scenario, kind)
        )
        return scenario.model_copy(update={kind: entries})

    return change


WORLDS: list[tuple[str, Callable[[Scenario], Scenario], Rule]] = [
    ("b needs more time", _of("orders", "b", service_s=121), Rule.SERVICE),
    ("a is wanted earlier", _of("orders", "a", windows=(window("06:00", "06:08"),)), Rule.WINDOWS),
    ("Q opens later", _of("places", "Q", windows=(window("08:00", "09:00"),)), Rule.WINDOWS),
    ("W goes home sooner", _of("vehicles", "W", shifts=(window("06:00", "06:14"),)), Rule.SHIFTS),
    ("V lives at another place", _of("vehicles", "V", end_id="L"), Rule.SHIFTS),
    ("V is smaller", _of("vehicles", "V", capacity={"mass_g": 39_999}), Rule.CAPACITY),
    (
        "W has one seat",
        _of("vehicles", "W", capacity={"mass_g": 10_000, "seats": 1}),
        Rule.CAPACITY,
    ),
    ("b needs a nurse", _of("orders", "b", skills=("nurse",)), Rule.ACCESS),
    ("the gate is for others", _of("gates", "west", vehicle_classes=("van",)), Rule.ACCESS),
    ("the gate closes", _of("gates", "west", windows=(window("06:00", "06:05"),)), Rule.ACCESS),
    ("the check takes longer", _of("gates", "west", delay_s=5), Rule.ACCESS),
    (
        "a street is blocked",
        _scenario(closures=(Closure(id="X", name="X", line=(spot(0, 100), spot(0, 200))),)),
        Rule.ACCESS,
    ),
    ("nobody stops in Z", _of("zones", "Z", zone_class="control"), Rule.ACCESS),
    ("t goes elsewhere", _of("orders", "t", destination_ids=("L",)), Rule.PAIRING),
    ("t is wanted sooner", _of("orders", "t", arrive_by=at("06:10")), Rule.PAIRING),
    ("c spoils sooner", _of("orders", "c", max_aboard_s=200), Rule.PAIRING),
    ("a comes from elsewhere", _of("orders", "a", depot_ids=("L",)), Rule.PAIRING),
    ("Q has one bed", _of("places", "Q", beds=1), Rule.BEDS),
    ("S disinfects nothing", _of("places", "S", kind=PlaceKind.SITE), Rule.CLEANING),
    ("S opens later", _of("places", "S", windows=(window("08:00", "09:00"),)), Rule.WINDOWS),
    ("S takes its time", _of("places", "S", stop_s=60), Rule.SERVICE),
    (
        "contacts ask for more",
        _scenario(policy=policy([MINE], disinfect={"contact": 2}, driving=DRIVING)),
        Rule.CLEANING,
    ),
    (
        "work in Z asks for it",
        _scenario(policy=policy([AFTER_Z], disinfect={"contact": 1}, driving=DRIVING)),
        Rule.CLEANING,
    ),
    (
        "contacts may not ride for long",
        _scenario(
            policy=policy([MINE], disinfect={"contact": 1}, aboard={"contact": 1}, driving=DRIVING)
        ),
        Rule.PAIRING,
    ),
    ("Q takes others", _of("places", "Q", accepts=("released",)), Rule.BEDS),
    (
        "D has three kits",
        _scenario(stock=(DAY.scenario.stock[0].model_copy(update={"quantity": 3}),)),
        Rule.STOCK,
    ),
    (
        "drivers rest sooner",
        _scenario(
            policy=policy(
                [MINE],
                disinfect={"contact": 1},
                driving=DRIVING.model_copy(update={"drive_s": 439}),
            )
        ),
        Rule.DUTY,
    ),
    (
        "half as long in suits",
        _scenario(policy=policy([SHORT_STINTS], disinfect={"contact": 1}, driving=DRIVING)),
        Rule.SUITS,
    ),
    ("another day", _scenario(id="tomorrow"), Rule.COVERAGE),
]


@pytest.mark.parametrize(("change", "rule"), [w[1:] for w in WORLDS], ids=[w[0] for w in WORLDS])
def test_a_plan_for_another_world(change: Callable[[Scenario], Scenario], rule: Rule) -> None:
    changed = Scenario.model_validate(change(DAY.scenario).model_dump())
    assert _rules(Day(changed, DAY.travel), PLAN) == {rule}


def test_goods_under_others_in_another_world() -> None:
    # Specimens fetched at A lie on the kits for B.
    made = day(
        [depot(), site("A"), site("B"), place("L", PlaceKind.LABORATORY)],
        [vehicle()],
        [delivery("a", "A"), delivery("b", "B"), collection("c", "A", "L")],
        {"D-A": 10, "A-B": 10, "B-L": 10, "D-L": 10},
    )
    on_top = (visit("A", "unload a", "load c"), visit("B", "unload b"), visit("L", "unload c"))
    of_world = plan(made, route(made, "V", *on_top))
    for lifo, rules in ((False, set()), (True, {Rule.LIFO})):
        changed = _of("vehicles", "V", lifo=lifo)(made.scenario)
        result = audit_plan(changed, made.travel, of_world, geometry=False)
        assert {found.rule for found in result.violations} == rules


@pytest.mark.parametrize(("docks", "rules"), [(2, set()), (1, {Rule.SLOTS})])
def test_two_at_a_place_in_another_world(docks: int, rules: set[Rule]) -> None:
    # A minute later W is at A from 06:08:20 to 06:09:22, and V from 06:08:42 to 06:08:48.
    late = full_plan(DAY, second_starts="06:01")
    made = Day(_of("places", "A", docks=docks)(DAY.scenario), DAY.travel)
    assert _rules(made, late) == rules


def test_groups_and_classes_in_another_world() -> None:
    # a and b ride together in V; c and a do not.
    grouped = _of("orders", "a", together="g")(_of("orders", "b", together="g")(DAY.scenario))
    assert _rules(Day(grouped, DAY.travel), PLAN) == set()
    torn = _of("orders", "c", together="g")(grouped)
    assert _rules(Day(torn, DAY.travel), PLAN) == {Rule.PARTIES}


def test_violations_say_where_and_by_how_much() -> None:
    result = audit_plan(
        DAY.scenario, DAY.travel, edit(PLAN, **{V + "stops__1__tasks__0__end": at("06:07:00")})
    )
    (found,) = result.violations
    assert (found.route, found.stop, found.order_id, found.place_id) == (("V", 0), 1, "b", "B")
    assert (found.amount, found.unit) == (72 - 20, "s")
    assert str(found) == (
        "service: vehicle V: order b at place B needs 2 min 02 s of work, 52 s more than planned."
    )
    with pytest.raises(AuditError, match="52 s more than planned") as caught:
        result.raise_if_broken()
    assert caught.value.violations == (str(found),)
