"""Access: vehicle, order and zones fit; no metre is driven and no stop made where it may not."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from logiroute.audit.audit_plan import audit_plan
from logiroute.model.order import Order, OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.policy import VehicleClass
from logiroute.model.rules import Rule
from logiroute.model.zone_access import LoadedAccess, ZoneAccess
from logiroute.solver import remedies
from logiroute.solver.problem import build_problem
from logiroute.solver.rules.access import Columns
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    CLOSED,
    FREE,
    Day,
    at,
    box,
    by_hours,
    call,
    day,
    delivery,
    depot,
    place,
    policy,
    quarantine,
    site,
    spot,
    station,
    transfer,
    vehicle,
    window,
)
from tests.rules.ground import (
    AROUND,
    EAST,
    HOME,
    WEST,
    YES_NO,
    access,
    drive,
    gate,
    ground,
    metres,
    straight,
    zone,
)


def test_around_a_closed_zone() -> None:
    assert drive(ground(CLOSED), {"D-A": AROUND, "A-E": HOME}) == []


def test_across_a_closed_zone_with_both_ends_outside() -> None:
    # No corner of the line is inside; 200 m of it are.
    assert straight(ground(CLOSED)) == metres(200)
    assert straight(ground(FREE)) == []


def test_both_gates_listed() -> None:
    gates = [gate("west", WEST), gate("east", EAST)]
    made = ground(access("gate", "gate"), gates=gates)
    assert straight(made, ("west", "06:00:24"), ("east", "06:00:36")) == []


def test_no_way_through_without_a_stop() -> None:
    made = ground(access(through=False))
    assert straight(made) == metres(200)
    # With a stop at B each leg has one end inside.
    lines = {"D-B": ((0, 0), (500, 0)), "A-B": ((500, 0), (1000, 0)), "A-E": HOME}
    there_and_on = {**lines, "B-A": lines["A-B"]}
    assert drive(made, there_and_on, visits="BA") == []


# Stops and orders need no geometry.


@pytest.mark.parametrize(
    ("stop", "kind", "found"),
    [
        ("yes", PlaceKind.SITE, []),
        ("no", PlaceKind.SITE, YES_NO),
        ("no", PlaceKind.HAND_OVER, YES_NO),
        ("set_points", PlaceKind.SITE, YES_NO),
        ("set_points", PlaceKind.HAND_OVER, []),
        ("set_points", PlaceKind.TRANSIT_STATION, []),
    ],
)
def test_where_it_may_stop(stop: str, kind: PlaceKind, found: list[tuple[Rule, int, str]]) -> None:
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=(OrderKind.DELIVERY,),
        zones={"sealed": access(stop=stop), "control": FREE, "slow": FREE},
    )
    made = day(
        # The depot lies inside too: it lives there.
        [depot(point=spot(450, 0)), place("B", kind, point=spot(500, 0))],
        [vehicle(vehicle_class="mine")],
        [delivery("b", "B")],
        {"D-B": 1},
        zones=[zone()],
        rules=policy([mine]),
    )
    assert findings(made, plan(made, route(made, "V", visit("B", "unload b")))) == found


def _bus_day(inside: ZoneAccess, **more: Any) -> Day:
    """A bus, A and station W in a zone, Q and station X outside; 10 minutes from each to each."""
    bus = VehicleClass(
        id="bus",
        label="bus",
        order_kinds=(OrderKind.TRANSFER, OrderKind.CALL),
        party_classes=("contact",),
        zones={"sealed": inside, "control": FREE, "slow": FREE},
    )
    return day(
        [
            depot(point=spot(0, 0)),
            site("A", point=spot(500, 0)),
            place("Q", PlaceKind.QUARANTINE_SITE, point=spot(0, 500)),
            station("W", point=spot(450, 0)),
            station("X", point=spot(0, 400)),
        ],
        [vehicle("V", "bus")],
        [transfer("t", "A", "Q"), *more.pop("orders", ())],
        {f"{a}-{b}": 10 for a, b in combinations("DAQWX", 2)} | {"Q-W": 5, "D-W": 5},
        zones=[more.pop("zone", zone())],
        rules=policy([bus], disinfect={"contact": 45}, **more),
    )


#: Stops with people aboard, and that of the station that lies in the zone, or outside.
RIDE = (visit("A", "board t"), visit("Q", "alight t"))


@pytest.mark.parametrize(
    ("inside", "at_w"),
    [
        (access(stop="yes"), 0),
        (access(stop="party"), 1),
        (access(stop="yes").model_copy(update={"loaded": LoadedAccess(stop="party")}), 0),
        # Not even the party may get in; the station may be stopped at without anybody.
        (access(stop="yes").model_copy(update={"loaded": LoadedAccess(stop="no")}), 1),
    ],
)
def test_where_it_may_stop_by_who_is_aboard(inside: ZoneAccess, at_w: int) -> None:
    made = _bus_day(inside)
    in_zone = plan(made, route(made, "V", *RIDE, visit("W", "disinfect 45")))
    assert findings(made, in_zone) == YES_NO * at_w
    outside = plan(made, route(made, "V", *RIDE, visit("X", "disinfect 45")))
    party_refused = inside.loaded.stop == "no"
    assert findings(made, outside) == YES_NO * party_refused


def test_a_stop_for_its_party_is_for_nothing_else() -> None:
    made = _bus_day(access(stop="party"), orders=[call("c", "A")], straight={"contact": False})
    stops = (visit("A", "serve c", "board t"), visit("Q", "alight t"), visit("X", "disinfect 45"))
    (found,) = audit_plan(
        made.scenario, made.travel, plan(made, route(made, "V", *stops)), geometry=False
    ).violations
    assert (
        found.text
        == "vehicle V: stops at place A inside zone Z; its class may stop only where its "
        "own people board or get out there."
    )


@pytest.mark.parametrize("search", ["recreate", "ortools"])
def test_solver_disinfects_outside_where_only_its_party_is_stopped_for(search: str) -> None:
    # W is nearer, but inside.
    assert done(solved(_bus_day(access(stop="yes")), search)) == {
        "V": ["board t", "alight t", "disinfect"]
    }
    for inside, station_id in ((access(stop="yes"), "W"), (access(stop="party"), "X")):
        best = solved(_bus_day(inside), search)
        assert [stop.place_id for stop in best.routes[0].stops] == ["D", "A", "Q", station_id, "D"]


def test_solver_says_that_no_station_may_be_stopped_at() -> None:
    made = _bus_day(access(stop="party"), zone=zone(polygon=(box(-100, -100, 600, 600),)))
    (left,) = solved(made).unserved
    assert [reason.text for reason in left.reasons] == [
        "It must be disinfected after place Q; every station lies in a zone where bus may not stop "
        "for it."
    ]


def test_solver_lets_nobody_in_where_it_may_not_stop_with_people() -> None:
    inside = access(stop="yes").model_copy(update={"loaded": LoadedAccess(stop="no")})
    best = solved(_bus_day(inside))
    assert why(best) == {"t": [(Rule.ACCESS, 0)]}
    # From 10:00 on there is no zone.
    until_ten = zone(valid_to="10:00")
    later = solved(_bus_day(inside, zone=until_ten))
    assert left_out(later) == []
    assert later.routes[0].stops[1].arrive >= at("10:00")


@pytest.mark.parametrize(
    ("order", "does", "vehicle_class", "skills"),
    [
        (call("o", "A"), "serve o", "truck", []),  # trucks do no calls
        (transfer("o", "A", "Q", party_class="positive"), "", "bus", []),  # not by bus
        (delivery("o", "A", vehicle_classes=("shuttle",)), "unload o", "van", []),
        (delivery("o", "A", skills=("nurse", "lift")), "unload o", "van", ["lift"]),
    ],
)
def test_vehicle_and_order_fit(
    order: Order, does: str, vehicle_class: str, skills: Sequence[str]
) -> None:
    def found(vehicle_class: str, skills: Sequence[str], order: Order) -> list[Rule]:
        made = day(
            [depot(), site("A"), place("Q", PlaceKind.QUARANTINE_SITE)],
            [vehicle(vehicle_class=vehicle_class, skills=skills)],
            [order],
            {"D-A": 1, "A-Q": 1, "D-Q": 1},
        )
        there = [visit("A", does)] if does else [visit("A", "board o"), visit("Q", "alight o")]
        return [rule for rule, _, _ in findings(made, plan(made, route(made, "V", *there)))]

    assert found(vehicle_class, skills, order) == [Rule.ACCESS]
    fitting = order.model_copy(update={"vehicle_classes": ("van",)})
    assert found("van", ["lift", "nurse"], fitting) == []


def _unapproved(*more: Order, seats: int = 10, plan_unapproved: bool = False) -> Day:
    """A transfer t that is not approved yet from A to Q: D -10- A -5- Q -10- D."""
    return day(
        [depot(), site("A"), quarantine("Q")],
        [vehicle("B", "bus", seats=seats), vehicle("T", "truck")],
        [transfer("t", "A", "Q", approved=False), *more],
        {"D-A": 10, "A-Q": 5, "D-Q": 10},
        plan_unapproved=plan_unapproved,
    )


@pytest.mark.parametrize(("plan_unapproved", "found"), [(False, YES_NO), (True, [])])
def test_a_transfer_that_is_not_approved(
    plan_unapproved: bool, found: list[tuple[Rule, int, str]]
) -> None:
    made = _unapproved(plan_unapproved=plan_unapproved)
    there = plan(made, route(made, "B", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, there) == found
    assert findings(made, plan(made, unserved=["t"])) == []


#: D -10- A -15- Q -20- D, and A -10- R -30- D: R is nearer to A, and dearer to come back from.
FAR = {"D-A": 10, "A-Q": 15, "D-Q": 20, "A-R": 10, "D-R": 30, "A-B": 10, "B-Q": 10, "D-B": 10}


def _distant(km: float | None, *to: str, more: Sequence[Order] = ()) -> Day:
    """A transfer t from A to Q or R, so many km away at most."""
    metres = None if km is None else round(km * 1000)
    return day(
        [depot(), site("A"), site("B"), quarantine("Q"), quarantine("R")],
        [vehicle("V", "bus")],
        [transfer("t", "A", *(to or ("Q", "R")), max_way_m=metres), *more],
        {**FAR, "B-R": 25, "Q-R": 20},
    )


@pytest.mark.parametrize(("km", "over"), [(None, 0), (15, 0), (14.999, 1), (12, 3_000)])
def test_set_down_no_farther_than_allowed(km: float | None, over: int) -> None:
    made = _distant(km)
    there = plan(made, route(made, "V", visit("A", "board t"), visit("Q", "alight t")))
    assert findings(made, there) == ([(Rule.ACCESS, over, "m")] if over else [])
    near = plan(made, route(made, "V", visit("A", "board t"), visit("R", "alight t")))
    assert findings(made, near) == []


@pytest.mark.parametrize(("km", "over"), [(15, 0), (14, 1_000)])
def test_who_boards_on_the_way_takes_nobody_farther_away(km: float, over: int) -> None:
    # By B it is 20 km to Q, straight there 15 km.
    made = _distant(km, more=[transfer("s", "B", "Q")])
    stops = visit("A", "board t"), visit("B", "board s"), visit("Q", "alight t", "alight s")
    found = findings(made, plan(made, route(made, "V", *stops)))
    assert found == ([(Rule.ACCESS, over, "m")] if over else [])


def test_the_way_driven_is_that_of_the_hour() -> None:
    # Before 07:00 it is 5 km to Q, later 15 km: what is driven counts, whatever other hours say.
    made = by_hours(_distant(12), ("06:00", "07:00", {"A-Q": 5}))
    stops = visit("A", "board t"), visit("Q", "alight t")
    quick = plan(made, route(made, "V", *stops))
    legs = {"routes__0__trips__0__legs__1__metres": 5_000}
    early = edit(quick, **legs, routes__0__metres=35_000, routes__0__cost=4_500, cost=4_500)
    # The plan by hand drives as slowly as the table of the whole day says; rule travel lets it.
    assert (Rule.ACCESS, 3_000, "m") not in findings(made, early)
    late = plan(made, route(made, "V", *stops, start="07:00"))
    assert (Rule.ACCESS, 3_000, "m") in findings(made, late)


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


@pytest.mark.parametrize("search", ["recreate", "ortools"])
@pytest.mark.parametrize(("km", "cost"), [(15, 5_500), (12, 6_000), (10, 6_000)])
def test_solver_goes_to_a_nearer_place(search: str, km: float, cost: int) -> None:
    # D A Q D is 45 km, D A R D is 50 km; 10.00 for the shift.
    assert solved(_distant(km), search=search).cost == cost


def test_solver_says_how_far_the_nearest_is() -> None:
    best = solved(_distant(8.05))
    (reason,) = best.unserved[0].reasons
    assert (reason.rule, reason.amount, reason.unit) == (Rule.ACCESS, 1_950, "m")
    said = "Place R is 10 km of road from where order t boards, 8.05 km are allowed."
    assert (reason.text, reason.remedy) == (said, "up to 10 km for order t")
    assert best.shortage is None


def test_solver_refuses_what_is_too_far_at_some_hour() -> None:
    # A morning table says 5 km, that of the whole shift 15 km: not offered, whatever the hour.
    made = by_hours(_distant(12, "Q"), ("06:00", "07:00", {"A-Q": 5}))
    assert left_out(solved(made)) == ["t"]
    # On duty in the morning only, it goes.
    early = made.scenario.vehicles[0].model_copy(update={"shifts": (window("06:00", "07:00"),)})
    scenario = made.scenario.model_copy(update={"vehicles": (early,)})
    assert left_out(solved(replace(made, scenario=scenario))) == []


def test_solver_leaves_out_what_is_not_approved_and_says_so() -> None:
    best = solved(_unapproved(transfer("s", "A", "Q")))
    assert done(best) == {"B": ["board s", "alight s"]}
    (entry,) = best.unserved
    assert [(reason.vehicle_class, reason.text, reason.remedy) for reason in entry.reasons] == [
        (
            "bus",
            "Order t is not approved yet; once it is, write yes under approved.",
            "approval of t",
        ),
        ("truck", "Truck does no transfers.", ""),
    ]
    # Nothing is missing but a word.
    assert best.shortage is None


def test_solver_plans_what_is_not_approved_if_told_to() -> None:
    best = solved(_unapproved(plan_unapproved=True))
    assert done(best) == {"B": ["board t", "alight t"]}


def test_a_group_waits_for_the_approval_of_all_in_it() -> None:
    made = _unapproved(transfer("s", "A", "Q"), transfer("u", "A", "Q", approved=False))
    group = [order.model_copy(update={"together": "x"}) for order in made.scenario.orders]
    made = replace(made, scenario=made.scenario.model_copy(update={"orders": tuple(group)}))
    best = solved(made)
    assert left_out(best) == ["t", "s", "u"]
    assert {entry.reasons[0].remedy for entry in best.unserved} == {"approval of t and u"}


def test_approval_is_no_remedy_where_it_would_not_help() -> None:
    # Half of the two seats are for contacts: none for a party of three.
    made = _unapproved(seats=2)
    many = transfer("t", "A", "Q", persons=3, approved=False)
    best = solved(Day(made.scenario.model_copy(update={"orders": (many,)}), made.travel))
    reason = best.unserved[0].reasons[0]
    assert (reason.rule, reason.remedy) == (Rule.ACCESS, "")


def test_all_that_wait_are_tried_in_one_changed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    # However many wait on a night, they leave what may be tried to the others.
    monkeypatch.setattr(remedies, "_BUILT", 0)
    monkeypatch.setattr(remedies, "_BUILT_AT_LEAST", 1)
    best = solved(_unapproved(*(transfer(name, "A", "Q", approved=False) for name in "uvw")))
    found = [entry.reasons[0].remedy for entry in best.unserved]
    assert found == ["approval of t", "approval of u", "approval of v", "approval of w"]


def test_ortools_alone_plans_nothing_that_is_not_approved() -> None:
    best = solved(_unapproved(transfer("s", "A", "Q")), search="ortools")
    assert done(best) == {"B": ["board s", "alight s"]}


def test_solver_sends_into_a_zone_only_who_may_stop_there() -> None:
    # The truck is cheaper by far but may not stop in sealed zones: A is for the van. B is not.
    made = day(
        [
            depot(point=spot(0, 0)),
            site("A", point=spot(500, 0)),
            site("B", point=spot(500, 300)),
        ],
        [vehicle("van"), vehicle("truck", "truck", fixed=0, per_km=10)],
        [delivery("a", "A"), delivery("b", "B")],
        {"D-A": 10, "D-B": 10, "A-B": 20},
        zones=[zone()],
    )
    assert done(solved(made)) == {"van": ["unload a"], "truck": ["unload b"]}


TRUCK = vehicle("T", "truck", shifts=[window("06:00", "18:00")], per_hour=600)
IN_Z = [
    depot(point=spot(0, 0)),
    site("A", point=spot(500, 0)),
    site("B", point=spot(500, 50)),
    site("C", point=spot(500, 300)),
]
NOON = zone(valid_from="12:00")
MINUTES = {"D-A": 10, "D-B": 10, "A-B": 5, "D-C": 10, "A-C": 10, "B-C": 10}


def _hours(of: Plan) -> list[tuple[str, str, str]]:
    """Place, arrival and departure of every stop of the only route, the ends left out."""
    (only,) = of.routes
    return [(s.place_id, f"{s.arrive:%H:%M}", f"{s.depart:%H:%M}") for s in only.stops[1:-1]]


def _box(order_id: str, minutes: int, start: str, end: str) -> Order:
    windows = (window(start, end),)
    return delivery(
        order_id, order_id.upper(), item="box", service_s=minutes * 60, windows=windows, priority=1
    )


def test_solver_stops_in_a_zone_before_it_is_one() -> None:
    # Sealed from noon on: 40 minutes of work from 11:00 are done, 40 more from 11:45 are not,
    # by 25 minutes.
    orders = [_box("a", 40, "11:00", "18:00"), _box("b", 40, "11:00", "18:00")]
    made = day(IN_Z, [TRUCK], orders[:1], MINUTES, zones=[NOON])
    assert _hours(solved(made)) == [("A", "11:00", "11:40")]
    made = day(IN_Z, [TRUCK], orders, MINUTES, zones=[NOON])
    best = solved(made)
    assert len(left_out(best)) == 1
    (reason,) = best.unserved[0].reasons
    assert (reason.rule, reason.amount, reason.unit) == (Rule.ACCESS, 1500, "s")
    assert reason.text.startswith(
        "The only truck is busy; the nearest miss is vehicle T: 25 min late at place "
    )
    assert reason.text.endswith(", which lies in a zone, zone Z in force from 12:00.")
    assert reason.remedy == "one more truck"


@pytest.mark.parametrize(("minutes", "served"), [(60, True), (61, False)])
def test_solver_leaves_before_a_zone_begins(minutes: int, served: bool) -> None:
    # Work from 11:00 on: done at the very moment in which the zone begins, or a minute later.
    orders = [_box("a", minutes, "11:00", "11:00")]
    made = day(IN_Z, [TRUCK], orders, MINUTES, zones=[NOON])
    best = solved(made)
    assert (left_out(best) == []) == served
    if not served:
        assert why(best) == {"a": [(Rule.ACCESS, 60)]}
        assert best.unserved[0].reasons[0].text == (
            "Even straight from vehicle T's start: 1 min late at place A, which lies in a zone, "
            "zone Z in force from 12:00."
        )


def test_solver_is_there_before_a_zone_begins_even_to_leave_at_once() -> None:
    # Wanted at noon sharp, when the zone begins: who has arrived a second before may still hand
    # over and go, who arrives at noon has stopped in a zone.
    made = day(IN_Z, [TRUCK], [_box("a", 0, "12:00", "12:00")], MINUTES, zones=[NOON])
    best = solved(made)
    assert _hours(best) == [("A", "11:59", "12:00")]
    assert f"{best.routes[0].stops[1].arrive:%S}" == "59"


def test_solver_does_not_wait_in_a_zone_that_begins() -> None:
    # Wanted at 12:30, in a place that is sealed from noon on: coming before noon is no cure.
    orders = [_box("a", 0, "12:30", "13:00")]
    made = day(IN_Z, [TRUCK], orders, MINUTES, zones=[NOON])
    assert why(solved(made)) == {"a": [(Rule.ACCESS, 1800)]}


def test_solver_waits_outside_until_a_zone_ends() -> None:
    # C by 06:30, then A, sealed until 08:00: it stands at C until 07:50, not at A.
    orders = [_box("c", 0, "06:00", "06:30"), _box("a", 5, "06:00", "18:00")]
    made = day(IN_Z, [TRUCK], orders, MINUTES, zones=[zone(valid_to="08:00")])
    assert _hours(solved(made)) == [("C", "06:30", "07:50"), ("A", "08:00", "08:05")]


def test_solver_stands_before_or_after_a_zone() -> None:
    # A and B are sealed from 08:00 to 09:00. The work at A, from 07:00, is done before; that at B,
    # from 07:45, would last into it, and waits until after. In between it has to be outside: at C.
    twice = zone(valid_from="08:00", valid_to="09:00")
    orders = [_box("a", 30, "07:00", "07:00"), _box("b", 30, "07:45", "18:00")]
    made = day(IN_Z, [TRUCK], [*orders, _box("c", 0, "06:00", "18:00")], MINUTES, zones=[twice])
    assert _hours(solved(made)) == [
        ("A", "07:00", "07:30"),
        ("C", "07:40", "08:50"),
        ("B", "09:00", "09:30"),
    ]
    assert len(left_out(solved(day(IN_Z, [TRUCK], orders, MINUTES, zones=[twice])))) == 1


def test_a_zone_of_another_shift_forbids_nothing() -> None:
    # Sealed in the morning, or from the evening on; the truck works in between.
    noon = TRUCK.model_copy(update={"shifts": (window("12:00", "18:00"),)})
    orders = [delivery("a", "A")]
    for other in (zone(valid_to="12:00"), zone(valid_from="18:00", valid_to="20:00")):
        made = day(IN_Z, [noon], orders, MINUTES, zones=[other])
        assert done(solved(made)) == {"T": ["unload a"]}
        columns = build_problem(made.scenario, made.travel).of(Rule.ACCESS, Columns)
        assert not columns.refusal.any()


def test_a_zone_of_the_whole_shift_forbids_to_stop() -> None:
    late = TRUCK.model_copy(update={"shifts": (window("12:00", "18:00"),)})
    for zones, hours in (
        ([NOON], "from 12:00"),
        ([zone(valid_from="12:00", valid_to="20:00")], "from 12:00 until 20:00"),
    ):
        made = day(IN_Z, [late], [delivery("a", "A")], MINUTES, zones=zones)
        (left,) = solved(made).unserved
        assert [reason.text for reason in left.reasons] == [
            f"Truck may not stop at place A, which lies in a zone, zone Z in force {hours}."
        ]


def test_solver_does_not_stop_where_only_set_points_are_allowed() -> None:
    made = day(
        [
            depot(point=spot(0, 0)),
            site("A", point=spot(500, 0)),
            place("H", PlaceKind.HAND_OVER, point=spot(550, 0)),
        ],
        [vehicle("truck", "truck")],
        [delivery("a", "A"), delivery("h", "H")],
        {"D-A": 10, "D-H": 10, "A-H": 1},
        zones=[zone(zone_class="control")],
    )
    best = solved(made)
    assert (done(best), left_out(best)) == ({"truck": ["unload h"]}, ["a"])


@pytest.mark.parametrize(
    "order",
    [
        delivery("o", "A", skills=("nurse",)),
        delivery("o", "A", vehicle_classes=("van",)),
        call("o", "A"),
    ],
)
def test_solver_sends_the_vehicle_that_fits(order: Order) -> None:
    # The truck is free of charge and the van is dear, but only the van may do it.
    made = day(
        [depot(), site("A")],
        [vehicle("truck", "truck", fixed=0, per_km=0), vehicle("van", skills=["nurse"])],
        [order],
        {"D-A": 10},
    )
    assert list(done(solved(made))) == ["van"]


def test_solver_says_why() -> None:
    # Trucks do no calls.
    made = day([depot(), site("A")], [vehicle("truck", "truck")], [call("a", "A")], {"D-A": 10})
    assert why(solved(made)) == {"a": [(Rule.ACCESS, 0)]}
