"""Slots by hand: three vans bring kits to H, two minutes of work each and three of parking.

A kit takes 2 s, so 60 kits two minutes. D to H and back are ten minutes.
"""

from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.driving import DrivingRule
from logiroute.model.order import Order
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan, TaskKind
from logiroute.model.rules import Rule
from tests.rules.by_hand import edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    Day,
    at,
    call,
    day,
    delivery,
    depot,
    place,
    policy,
    relief,
    site,
    station,
    transfer,
    vehicle,
    window,
)

MINUTES = {"D-H": 10, "H-A": 10, "D-A": 10, "H-I": 10, "D-I": 10}
ORDERS = tuple(delivery(name, "H", 60) for name in "uvw")
VANS = "UVW"


def _made(
    docks: int | None = 1, orders: tuple[Order, ...] = ORDERS, vans: str = VANS, **more: Any
) -> Day:
    """H with some docks; a van carries the goods of one order."""
    hub = place("H", PlaceKind.HAND_OVER, stop_s=180, docks=docks, **more)
    other = place("I", PlaceKind.HAND_OVER, stop_s=180, docks=docks)
    fleet = [vehicle(name, kg=610) for name in vans]
    return day([depot(), hub, other, site("A")], fleet, list(orders), MINUTES)


def _three(made: Day, *starts: str) -> Plan:
    """All three at H from 06:10 on, where work begins at these times."""
    return plan(
        made,
        *(
            route(made, name, visit("H", f"unload {name.lower()}", not_before=start))
            for name, start in zip(VANS, starts, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("docks", "starts", "over"),
    [
        # At 06:13, parking from 06:10 on, until 06:15: two too many for one dock.
        (1, ("06:13", "06:13", "06:13"), [2]),
        (2, ("06:13", "06:13", "06:13"), [1]),
        (3, ("06:13", "06:13", "06:13"), []),
        (None, ("06:13", "06:13", "06:13"), []),
        # 06:10–06:15–06:20–06:25. A dock is free the second in which work ends.
        (1, ("06:13", "06:18", "06:23"), []),
        # The third parks a second too early.
        (1, ("06:13", "06:18", "06:22:59"), [1]),
        # 06:10–06:15, 06:14–06:19, 06:18–06:23: too many twice, each for a while.
        (1, ("06:13", "06:17", "06:21"), [1, 1]),
        # 06:10–06:15, 06:12–06:17, 06:14–06:19: three at once at the worst.
        (1, ("06:13", "06:15", "06:17"), [2]),
    ],
)
def test_no_more_than_there_are_docks(
    docks: int | None, starts: tuple[str, str, str], over: list[int]
) -> None:
    made = _made(docks)
    assert findings(made, _three(made, *starts)) == [(Rule.SLOTS, n, "vehicles") for n in over]


def test_who_came_last_is_named() -> None:
    made = _made()
    of = _three(made, "06:17", "06:13", "06:15")
    (found,) = audit_plan(made.scenario, made.travel, of, geometry=False).violations
    assert (found.route, found.stop, found.place_id) == (("U", 0), 1, "H")
    assert found.text == (
        "vehicle U: from 06:14 on it works at place H together with vehicle V, vehicle W; "
        "there is 1 dock for 3 vehicles."
    )


def test_work_that_is_stated_to_take_longer_keeps_the_dock() -> None:
    # U unloads until 06:45, as it says; V and W come meanwhile.
    made = _made()
    longer = edit(
        _three(made, "06:13", "06:18", "06:23"),
        routes__0__trips__0__stops__1__tasks__0__end=at("06:45"),
        routes__0__trips__0__stops__1__depart=at("06:45"),
        routes__0__trips__0__stops__2__arrive=at("06:55"),
        routes__0__trips__0__stops__2__depart=at("06:55"),
        routes__0__seconds=55 * 60,
    )
    # One is too many from 06:15 on, and another from 06:20 on.
    assert findings(made, longer) == [(Rule.SLOTS, 1, "vehicles")] * 2


def test_two_stops_without_a_way_between_are_one() -> None:
    # U unloads u at 06:10 and x at 07:00 and stays meanwhile; V works at 06:30.
    hub = place("H", PlaceKind.HAND_OVER, docks=1)
    late = delivery("x", "H", 60, windows=(window("07:00", "07:30"),))
    orders = [delivery("u", "H", 60), late, delivery("v", "H", 60)]
    fleet = [vehicle(name, kg=2_000) for name in "UV"]
    made = day([depot(), hub], fleet, orders, {"D-H": 10})
    stays = (visit("H", "unload u"), visit("H", "unload x", not_before="07:00"))
    other = route(made, "V", visit("H", "unload v", not_before="06:30"))
    split = plan(made, route(made, "U", *stays), other)
    assert Rule.SLOTS in {rule for rule, _, _ in findings(made, split)}
    assert findings(made, plan(made, route(made, "U", *stays))) == [(Rule.COVERAGE, 1, "")]


def test_docks_are_counted_place_by_place() -> None:
    orders = (delivery("u", "H", 60), delivery("v", "I", 60))
    made = _made(1, orders, "UV")
    apart = plan(
        made, route(made, "U", visit("H", "unload u")), route(made, "V", visit("I", "unload v"))
    )
    assert findings(made, apart) == []


def test_who_waits_between_two_tasks_keeps_the_dock() -> None:
    # U unloads u 06:13-06:15, and serves c from 07:00 to 07:01; V works at H 06:27-06:32.
    wanted = call("c", "H", service_s=60, windows=(window("07:00", "08:00"),))
    made = _made(1, (*ORDERS[:2], wanted), "UV")
    first = route(made, "U", visit("H", "unload u", "serve c"))
    other = route(made, "V", visit("H", "unload v", not_before="06:30"))
    stops = "routes__0__trips__0__stops__"
    waits = edit(
        plan(made, first, other),
        **{
            stops + "1__tasks__1__start": at("07:00"),
            stops + "1__tasks__1__end": at("07:01"),
            stops + "1__depart": at("07:01"),
            stops + "2__arrive": at("07:11"),
            stops + "2__depart": at("07:11"),
            "routes__0__seconds": 71 * 60,
        },
    )
    assert findings(made, waits) == [(Rule.SLOTS, 1, "vehicles")]
    # Once it waits for c elsewhere, all is well.
    apart = route(made, "U", visit("H", "unload u"), visit("H", "serve c", not_before="07:00"))
    assert findings(made, plan(made, apart, other)) == []


def test_starting_a_shift_takes_no_dock() -> None:
    orders = (call("a", "A", service_s=60), call("b", "A", service_s=60))
    hub = place("H", PlaceKind.HAND_OVER, stop_s=180, docks=1)
    fleet = [vehicle(name, start="H", end="H") for name in "UV"]
    made = day([depot(), hub, site("A")], fleet, list(orders), {"H-A": 10, "D-A": 10, "D-H": 10})
    of = plan(
        made, route(made, "U", visit("A", "serve a")), route(made, "V", visit("A", "serve b"))
    )
    assert findings(made, of) == []


def test_what_was_looked_at() -> None:
    made = _made()
    of = _three(made, "06:13", "06:18", "06:23")
    facts = audit_plan(made.scenario, made.travel, of, geometry=False).facts
    assert facts[Rule.SLOTS] == 3


# --- what the searches plan -------------------------------------------------------------------


def _works(of: Plan, place_id: str = "H") -> list[tuple[str, str]]:
    """Vehicle and when it begins to work at a place, in order of time."""
    found = [
        (f"{min(task.start for task in stop.tasks):%H:%M:%S}", route.vehicle_id)
        for route in of.routes
        for stop in route.stops
        if stop.place_id == place_id and stop.tasks
    ]
    return [(vehicle_id, clock) for clock, vehicle_id in sorted(found)]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize(
    ("docks", "clocks"),
    [
        (1, ["06:13:00", "06:18:00", "06:23:00"]),
        (2, ["06:13:00", "06:13:00", "06:18:00"]),
        (3, ["06:13:00", "06:13:00", "06:13:00"]),
    ],
)
def test_three_vans_and_some_docks(search: str, docks: int, clocks: list[str]) -> None:
    best = solved(_made(docks), search)
    assert left_out(best) == []
    assert [clock for _, clock in _works(best)] == clocks


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_who_finds_no_dock_in_time_is_told_so(search: str) -> None:
    # Work may begin until 06:15: one van at 06:13, none after it.
    made = _made(1, ORDERS[:2], "UV", windows=[window("06:00", "06:15")])
    best = solved(made, search)
    assert [clock for _, clock in _works(best)] == ["06:13:00"]
    (out,) = left_out(best)
    assert why(best) == {out: [(Rule.SLOTS, 1)]}
    (reason,) = best.unserved[0].reasons
    assert reason.text == "No dock is free in time at place H."
    assert reason.remedy == "one more dock at place H"
    assert left_out(solved(_made(2, ORDERS[:2], "UV", windows=[window("06:00", "06:15")]))) == []


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_who_waits_for_a_window_takes_no_dock(search: str) -> None:
    orders = (
        delivery("u", "H", 60, windows=(window("06:30", "06:30"),)),
        delivery("v", "H", 60, windows=(window("06:13", "06:20"),)),
        delivery("w", "H", 60, windows=(window("06:26", "06:32"),), priority=3),
    )
    best = solved(_made(1, orders), search)
    # u holds the dock 06:27-06:32. For w it would be needed three minutes before 06:26 to 06:32.
    assert [clock for _, clock in _works(best)] == ["06:13:00", "06:30:00"]
    assert why(best) == {"w": [(Rule.SLOTS, 1)]}


def test_seconds_of_work_leave_the_rest_of_a_minute() -> None:
    # 61 kits are 122 s: 06:10-06:15:02, and so until the cell ends at 06:16.
    best = solved(_made(1, tuple(delivery(name, "H", 61) for name in "uv"), "UV"))
    assert [clock for _, clock in _works(best)] == ["06:13:00", "06:19:00"]


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_one_van_with_two_orders_takes_one_dock(search: str) -> None:
    made = _made(1, ORDERS, "UV")
    roomy = [vehicle("U", kg=1_200), vehicle("V", kg=600)]
    made = Day(made.scenario.model_copy(update={"vehicles": tuple(roomy)}), made.travel)
    best = solved(made, search)
    assert left_out(best) == []
    # U unloads for four minutes, 06:10-06:17, and V before or after it.
    assert [clock for _, clock in _works(best)] in (
        ["06:13:00", "06:20:00"],
        ["06:13:00", "06:18:00"],
    )


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_people_get_out_at_a_dock_before_a_disinfection(search: str) -> None:
    # One dock at Q, a minute each; one bay at W, 45 minutes each.
    buses = [vehicle(name) for name in "UV"]
    parties = [transfer(name, "A", "Q", service_s=60, exclusive=True) for name in "uv"]
    made = day(
        [depot(), site("A"), place("Q", PlaceKind.QUARANTINE_SITE, docks=1), station("W", bays=1)],
        buses,
        parties,
        {"D-A": 10, "A-Q": 10, "Q-W": 5, "W-D": 5, "D-Q": 10},
        rules=policy(disinfect={"contact": 45}),
    )
    best = solved(made, search)
    assert left_out(best) == []
    first, second = (clock for _, clock in _works(best, "Q"))
    assert first != second


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_a_rest_and_a_dock(search: str) -> None:
    # Four hours to H and back; the driver rests on the way, at R, and the other van comes at noon.
    rule = DrivingRule(id="rule", label="the rule", drive_s=4 * 3600, rest_s=1200)
    hub = place("H", PlaceKind.HAND_OVER, docks=1, windows=[window("09:00", "13:00")])
    orders = [delivery(name, "H", 30 * 60, service_s=1_800) for name in "uv"]
    hours = [window("06:00", "20:00")]
    made = day(
        [depot(), hub, relief("R")],
        [vehicle(name, shifts=hours, kg=18_000) for name in "UV"],
        orders,
        {"D-H": 180, "R-H": 60, "D-R": 120},
        rules=policy(driving=rule),
    )
    best = solved(made, search)
    assert left_out(best) == []
    assert [clock for _, clock in _works(best)] == ["09:00:00", "10:30:00"]
    rests = [
        task.kind for route in best.routes for stop in route.stops for task in stop.tasks
    ].count(TaskKind.REST)
    assert rests == 2
