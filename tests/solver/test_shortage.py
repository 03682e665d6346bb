"""How many more vehicles a day is short of: worked by hand, and proved by planning with them."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from logiroute.model.plan import Plan
from logiroute.printed import print_plan
from logiroute.report.desk_map import write_desk_map
from logiroute.report.workbook import write_workbook
from tests.rules.by_hand import left_out, solved
from tests.rules.day import (
    Day,
    call,
    day,
    depot,
    policy,
    quarantine,
    site,
    station,
    transfer,
    vehicle,
    window,
)


def _night(buses: int, *, parties: int = 3, last: str = "07:20") -> Day:
    """Parties that ride alone from A to Q, with disinfection at W: 77 minutes a run."""
    return day(
        [depot(), site("A"), quarantine("Q"), station("W", stop_s=120)],
        [vehicle(f"B{n}", "bus", shifts=[window("06:00", last)]) for n in range(buses)],
        [transfer(f"t{n}", "A", "Q", exclusive=True) for n in range(parties)],
        {"D-A": 10, "A-Q": 10, "D-Q": 10, "Q-W": 5, "A-W": 5, "D-W": 5},
        rules=policy(disinfect={"contact": 45}),
    )


def _short(of: Plan) -> list[tuple[str, str, int, int, int, int]]:
    if of.shortage is None:
        return []
    orders, left_out = of.shortage.orders, of.shortage.left_out
    return [
        (entry.vehicle_class, entry.vehicle_id, entry.more, entry.fleet, orders, left_out)
        for entry in of.shortage.vehicles
    ]


def test_a_day_that_serves_all_is_short_of_nothing() -> None:
    assert solved(_night(3)).shortage is None


@pytest.mark.parametrize("buses", [1, 2])
def test_one_run_a_bus(buses: int) -> None:
    # 06:00–07:17 is one run, the shift ends at 07:20: as many buses as parties are needed.
    best = solved(_night(buses))
    assert len(left_out(best)) == 3 - buses
    assert _short(best) == [("bus", "B0", 3 - buses, 3, 3 - buses, 0)]
    assert left_out(solved(_night(3))) == []


def test_two_runs_a_bus() -> None:
    # The second run takes from W to A 5, to Q 10, to W 5, there 47 and 5 home: over by 08:29.
    best = solved(_night(1, parties=5, last="08:30"))
    assert len(left_out(best)) == 3
    # Two more make 3 buses with 6 runs; one more would be 4.
    assert _short(best) == [("bus", "B0", 2, 3, 3, 0)]
    assert left_out(solved(_night(3, parties=5, last="08:30"))) == []
    assert len(left_out(solved(_night(2, parties=5, last="08:30")))) == 1


def test_what_no_vehicle_could_do_is_left_out_even_then() -> None:
    # Nobody of the fleet does calls.
    made = _night(1, parties=2)
    scenario = made.scenario.model_copy(update={"orders": (*made.scenario.orders, call("c", "A"))})
    best = solved(Day(scenario, made.travel))
    assert _short(best) == [("bus", "B0", 1, 2, 1, 1)]
    # And if that is all that is left out, no vehicle is missing.
    alone = made.scenario.model_copy(update={"orders": (call("c", "A"),)})
    assert solved(Day(alone, made.travel)).shortage is None


def test_nobody_is_served_instead() -> None:
    # t0 is urgent and takes the only bus; the other two need a bus each, and nobody loses his.
    made = _night(1)
    urgent = made.scenario.orders[0].model_copy(update={"priority": 1})
    orders = (urgent, *made.scenario.orders[1:])
    best = solved(Day(made.scenario.model_copy(update={"orders": orders}), made.travel))
    assert _short(best) == [("bus", "B0", 2, 3, 2, 0)]


def test_a_vehicle_comes_with_all_its_shifts() -> None:
    # Two shifts of one run each: one more bus serves two more.
    shifts = [window("06:00", "07:20"), window("08:00", "09:20")]
    made = _night(1, parties=4)
    bus = made.scenario.vehicles[0].model_copy(update={"shifts": tuple(shifts)})
    best = solved(Day(made.scenario.model_copy(update={"vehicles": (bus,)}), made.travel))
    assert _short(best) == [("bus", "B0", 1, 2, 2, 0)]


def test_what_the_dispatcher_reads(capsys: pytest.CaptureFixture[str]) -> None:
    made = _night(1)
    print_plan(made.scenario, solved(made))
    said = "short of vehicles: with 2 more bus like B0 (3 in all), 2 orders more would be served"
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_a_plan_is_read_with_what_it_is_short_of() -> None:
    best = solved(_night(1))
    again = Plan.model_validate_json(best.model_dump_json())
    assert again.shortage is not None
    assert again == best


def _patients(*, approved: bool = True, classes: tuple[str, ...] = ()) -> Day:
    """Two parties whom no bus may carry, one of whom it may, and buses only."""
    made = _night(1, parties=1)
    sick = [
        transfer(
            f"p{n}", "A", "Q", persons=n, party_class="positive",
            approved=approved, vehicle_classes=classes,
        )
        for n in (1, 2)
    ]  # fmt: skip
    orders = (*made.scenario.orders, *sick)
    return Day(made.scenario.model_copy(update={"orders": orders}), made.travel)


def test_whom_no_vehicle_may_carry() -> None:
    best = solved(_patients())
    assert left_out(best) == ["p1", "p2"]
    assert best.shortage is None
    (found,) = best.not_carried
    assert (found.order_kind, found.party_class) == ("transfer", "positive")
    assert (found.orders, found.persons, found.vehicle_classes) == (2, 3, ("van", "shuttle"))
    assert solved(_night(1, parties=1)).not_carried == ()


def test_who_waits_for_approval_lacks_no_vehicle_yet() -> None:
    assert solved(_patients(approved=False)).not_carried == ()


def test_an_order_for_a_class_that_the_policy_keeps_from_it() -> None:
    (found,) = solved(_patients(classes=("bus",))).not_carried
    assert found.vehicle_classes == ()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "No vehicle of the fleet may do 2 orders (Transfer · positive · 3 persons). "
            "The policy lets van or shuttle do it; no plan has tried how many it takes.",
        ),
        ("zh_CN", "车队中没有车辆可承担 2 个订单"),
    ],
)
def test_it_is_read_on_the_desk_map_and_in_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    made = _patients()
    best = solved(made)
    write_desk_map(made.scenario, best, tmp_path / "desk.html", lang=lang)
    assert said in (tmp_path / "desk.html").read_text("utf-8")
    write_workbook(made.scenario, best, tmp_path / "plan.xlsx", lang=lang)
    summary = CalamineWorkbook.from_path(tmp_path / "plan.xlsx").get_sheet_by_index(0).to_python()
    assert any(str(value).startswith(said) for _, value in summary)
    if lang == "en":
        print_plan(made.scenario, best)
        assert said in capsys.readouterr().out.splitlines()


def test_the_desk_map_says_what_is_short(tmp_path: Path) -> None:
    made = _night(1)
    write_desk_map(made.scenario, solved(made), tmp_path / "desk.html")
    said = "Short of vehicles: with 2 more bus like B0 (3 in all), 2 orders more would be served."
    assert said in (tmp_path / "desk.html").read_text("utf-8")


def test_what_one_more_vehicle_would_not_cure_is_said() -> None:
    # Two parties of 4, a bus in which 5 of 10 seats may be used, and 7 beds.
    made = _night(1, parties=0)
    places = tuple(
        place.model_copy(update={"beds": 7}) if place.id == "Q" else place
        for place in made.scenario.places
    )
    orders = tuple(transfer(f"t{n}", "A", "Q", persons=4) for n in range(2))
    update = {"places": places, "orders": orders}
    best = solved(Day(made.scenario.model_copy(update=update), made.travel))
    (entry,) = best.unserved
    (reason,) = entry.reasons
    assert reason.rule == "capacity"
    assert reason.amount == 3
    assert reason.text.endswith(
        "it is 3 seats too much; and with one more bus, place Q is 1 bed short."
    )
    assert reason.remedy == ""
