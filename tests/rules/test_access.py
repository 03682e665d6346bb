"""Access: vehicle, order and zones fit; no metre is driven and no stop made where it may not.

The ground, in metres: the depot D at (0, 0), the site A at (1000, 0), the end depot E 100 m north
of A. A zone of 200 m × 200 m lies on the straight way between, from x = 400 to x = 600; the site
B is its centre. A minute is 1,000 m, so D–A is 06:00 to 06:01.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot

import pytest

from logiroute.model.order import Order, OrderKind
from logiroute.model.place import PlaceKind
from logiroute.model.plan import Plan
from logiroute.model.policy import VehicleClass, ZoneAccess
from logiroute.model.rules import Rule
from logiroute.model.zone import Gate, PolygonRings, Zone
from tests.rules.by_hand import done, edit, findings, left_out, plan, route, solved, visit, why
from tests.rules.day import (
    CLOSED,
    FREE,
    Day,
    at,
    box,
    call,
    day,
    delivery,
    depot,
    place,
    policy,
    retime,
    site,
    spot,
    transfer,
    vehicle,
)

Spot = tuple[float, float]
SQUARE = (box(400, -100, 600, 100),)
WEST, EAST = (400.0, 0.0), (600.0, 0.0)
STRAIGHT: tuple[Spot, ...] = ((0, 0), (1000, 0))
AROUND: tuple[Spot, ...] = ((0, 0), (0, 200), (1000, 200), (1000, 0))
HOME: tuple[Spot, ...] = ((1000, 0), (1000, 100))


def _zone(
    zone_id: str = "Z",
    zone_class: str = "sealed",
    polygon: PolygonRings = SQUARE,
    valid_from: str = "",
    valid_to: str = "",
) -> Zone:
    return Zone(
        id=zone_id,
        name=f"zone {zone_id}",
        zone_class=zone_class,
        polygons=(polygon,),
        valid_from=at(valid_from) if valid_from else None,
        valid_to=at(valid_to) if valid_to else None,
    )


def _gate(gate_id: str, where: Spot, classes: Sequence[str] = ()) -> Gate:
    return Gate(
        id=gate_id, name=gate_id, zone_id="Z", point=spot(*where), vehicle_classes=tuple(classes)
    )


def _access(
    enter: str = "yes", leave: str = "yes", *, stop: str = "yes", through: bool = True
) -> ZoneAccess:
    return ZoneAccess.model_validate(
        {"enter": enter, "leave": leave, "stop": stop, "through": through}
    )


def _ground(
    access: ZoneAccess,
    zones: Sequence[Zone] | None = None,
    gates: Sequence[Gate] = (),
    *,
    stays: bool = False,
) -> Day:
    """The ground with one vehicle whose class has this access to sealed zones."""
    mine = VehicleClass(
        id="mine",
        label="mine",
        order_kinds=tuple(OrderKind),
        stays_in_own_zone=stays,
        zones={"sealed": access, "slow": FREE, "control": CLOSED},
    )
    return day(
        [
            depot(point=spot(0, 0)),
            depot("E", point=spot(1000, 100)),
            site("A", point=spot(1000, 0)),
            site("B", point=spot(500, 0)),
        ],
        [vehicle(vehicle_class="mine", end="E", own_zone="Z" if stays else None)],
        [delivery("a", "A", item="box"), delivery("b", "B", item="box")],
        {"D-A": 1, "D-B": 1, "A-E": 1, "B-E": 1, "A-B": 1},
        zones=[_zone()] if zones is None else zones,
        gates=gates,
        rules=policy([mine]),
    )


def _drive(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    visits: str = "A",
) -> list[tuple[Rule, int, str]]:
    """Drive along the lines given for each leg, the table agreeing with their lengths."""
    for pair, line in lines.items():
        steps = pairwise(line)
        metres = round(sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in steps))
        made = retime(made, pair, seconds=60, metres=metres)
    return findings(made, _traced(made, lines, gates or {}, visits), geometry=True)


def _traced(
    made: Day,
    lines: Mapping[str, Sequence[Spot]],
    gates: Mapping[str, Sequence[tuple[str, str]]],
    visits: str,
) -> Plan:
    served = [order.id for order in made.scenario.orders if order.id.upper() in visits]
    rest = [order.id for order in made.scenario.orders if order.id not in served]
    stops = [visit(place_id, f"unload {place_id.lower()}") for place_id in visits]
    drawn = plan(made, route(made, "V", *stops), unserved=rest)
    for index, leg in enumerate(drawn.routes[0].legs):
        pair = f"{leg.from_id}-{leg.to_id}"
        passages = [
            {"gate_id": gate_id, "at": at(clock).isoformat()}
            for gate_id, clock in gates.get(pair, ())
        ]
        path = f"routes__0__trips__0__legs__{index}__"
        line = [spot(*point) for point in lines[pair]]
        drawn = edit(drawn, **{path + "geometry": line, path + "gates": passages})
    return drawn


def _straight(made: Day, *gates: tuple[str, str]) -> list[tuple[Rule, int, str]]:
    return _drive(made, {"D-A": STRAIGHT, "A-E": HOME}, {"D-A": gates})


def _metres(amount: int) -> list[tuple[Rule, int, str]]:
    return [(Rule.ACCESS, amount, "m")]


YES_NO = [(Rule.ACCESS, 0, "")]


def test_around_a_closed_zone() -> None:
    assert _drive(_ground(CLOSED), {"D-A": AROUND, "A-E": HOME}) == []


def test_across_a_closed_zone_with_both_ends_outside() -> None:
    # No corner of the line is inside; 200 m of it are.
    assert _straight(_ground(CLOSED)) == _metres(200)
    assert _straight(_ground(FREE)) == []


def test_a_hole_is_outside() -> None:
    # B lies in a hole of 100 m × 100 m: the way D–B is inside from x = 400 to x = 450 only.
    holed = _zone(polygon=(*SQUARE, box(450, -50, 550, 50)))
    made = _ground(CLOSED, [holed])
    out = ((500, 0), (500, 40), (500, 60), (500, 200), (1000, 200), (1000, 100))
    lines = {"D-B": ((0, 0), (500, 0)), "B-E": out}
    # And 50 m on the way out, from y = 50 to y = 100.
    assert _drive(made, lines, visits="B") == [*_metres(50), *_metres(50)]


def test_driving_about_inside_a_hole() -> None:
    # The hole reaches from x = -50 to x = 1050: the whole way lies in it.
    holed = _zone(polygon=(box(-500, -500, 1500, 500), box(-50, -50, 1050, 150)))
    assert _straight(_ground(CLOSED, [holed])) == []


def test_both_gates_listed() -> None:
    gates = [_gate("west", WEST), _gate("east", EAST)]
    made = _ground(_access("gate", "gate"), gates=gates)
    assert _straight(made, ("west", "06:00:24"), ("east", "06:00:36")) == []


@pytest.mark.parametrize(("north", "found"), [(39, []), (41, _metres(41))])
def test_a_gate_reaches_forty_metres(north: float, found: list[tuple[Rule, int, str]]) -> None:
    made = _ground(_access("gate"), gates=[_gate("west", (400, north))])
    listed = [("west", "06:00:24")] if not found else []
    assert _straight(made, *listed) == found


def test_out_where_there_is_no_gate() -> None:
    # The only gate is in the west; the line leaves in the east, 200 m away.
    made = _ground(_access("gate", "gate"), gates=[_gate("west", WEST)])
    assert _straight(made, ("west", "06:00:24")) == _metres(200)


def test_a_gate_that_does_not_admit_the_class() -> None:
    made = _ground(_access("gate"), gates=[_gate("west", WEST, ["truck"])])
    assert _straight(made) == YES_NO
    made = _ground(_access("gate"), gates=[_gate("west", WEST, ["truck", "mine"])])
    assert _straight(made, ("west", "06:00:24")) == []


def test_gates_are_listed_as_passed() -> None:
    made = _ground(_access("gate"), gates=[_gate("west", WEST)])
    assert _straight(made) == YES_NO  # passed without saying so
    assert _straight(made, ("west", "06:01:30")) == [(Rule.ACCESS, 30, "s")]  # at A by then
    assert _straight(made, ("west", "06:00:24"), ("nowhere", "06:00:30")) == YES_NO
    # Said to pass the gate while driving around, 200 m north of it.
    around = {"D-A": AROUND, "A-E": HOME}
    assert _drive(made, around, {"D-A": [("west", "06:00:24")]}) == _metres(200)


def test_no_way_through_without_a_stop() -> None:
    made = _ground(_access(through=False))
    assert _straight(made) == _metres(200)
    # With a stop at B each leg has one end inside.
    lines = {"D-B": ((0, 0), (500, 0)), "A-B": ((500, 0), (1000, 0)), "A-E": HOME}
    there_and_on = {**lines, "B-A": lines["A-B"]}
    assert _drive(made, there_and_on, visits="BA") == []


def test_leaving() -> None:
    # The depot itself lies in the zone, 100 m from its edge: a leg may start inside a zone it may
    # leave, although it may not come back.
    here = _zone(polygon=(box(-100, -100, 100, 100),))
    assert _straight(_ground(_access("no", "yes"), [here])) == []
    assert _straight(_ground(_access("no", "no"), [here])) == _metres(100)
    assert _straight(_ground(_access("yes", "no"), [here])) == YES_NO
    gate = _gate("out", (100, 0))
    assert _straight(_ground(_access("no", "gate"), [here])) == YES_NO
    gated = _ground(_access("no", "gate"), [here], [gate])
    assert _straight(gated, ("out", "06:00:06")) == []


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("06:00:30", "", _metres(200)),  # from halfway on
        ("06:01", "", _metres(200)),  # from its arrival on
        ("06:01:01", "", []),  # it is through
        ("", "06:00", []),  # lifted as it leaves
        ("", "06:00:01", _metres(200)),
    ],
)
def test_zones_in_force_while_it_drives(
    start: str, end: str, found: list[tuple[Rule, int, str]]
) -> None:
    assert _straight(_ground(CLOSED, [_zone(valid_from=start, valid_to=end)])) == found


def test_overlapping_zones_all_hold() -> None:
    slow = _zone("slow", "slow", (box(300, -100, 700, 100),))
    assert _straight(_ground(CLOSED, [slow, _zone()])) == _metres(200)
    wider = _zone("W", "control", (box(300, -100, 700, 100),))
    assert _straight(_ground(CLOSED, [wider, _zone()])) == [*_metres(400), *_metres(200)]


@pytest.mark.parametrize(("depth", "found"), [(0.4, []), (1.0, _metres(200))])
def test_a_street_along_the_edge(depth: float, found: list[tuple[Rule, int, str]]) -> None:
    # The zone's southern edge is `depth` metres south of the street.
    edge = _zone(polygon=(box(400, -depth, 600, 100),))
    assert _straight(_ground(CLOSED, [edge])) == found


def test_untraced_legs() -> None:
    made = _ground(CLOSED)
    bare = plan(made, route(made, "V", visit("A", "unload a")), unserved=["b"])
    assert findings(made, bare, geometry=True) == [*_metres(1000), *_metres(1000)]
    assert findings(made, bare, geometry=False) == []


def test_a_line_joins_its_stops_and_is_as_long_as_the_way() -> None:
    made = _ground(FREE)
    aside = {"D-A": ((0, 6), (1000, 0)), "A-E": HOME}
    assert _drive(made, aside) == _metres(6)
    near = {"D-A": ((0, 4), (1000, 0)), "A-E": HOME}
    assert _drive(made, near) == []
    # A line of 1,000 m for a way of 1,030: 20 m (2 %) are allowed.
    made = retime(retime(made, "D-A", seconds=60, metres=1030), "A-E", seconds=60, metres=100)
    short = _traced(made, {"D-A": STRAIGHT, "A-E": HOME}, {}, "A")
    assert findings(made, short, geometry=True)[0][0] is Rule.ACCESS
    assert len(findings(made, short, geometry=True)) == 1


def test_a_vehicle_that_never_leaves_its_zone() -> None:
    # It lives in a zone from x = -100 to x = 600 and drives to A, 400 m outside, and on to E,
    # another 100 m; and it stops at A.
    own = _zone(polygon=(box(-100, -100, 600, 100),))
    made = _ground(FREE, [own], stays=True)
    found = _straight(made)
    assert found == [*YES_NO, *_metres(400), *_metres(100)]
    wide = _zone(polygon=(box(-100, -100, 1100, 200),))
    assert _straight(_ground(FREE, [wide], stays=True)) == []


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
        zones={"sealed": _access(stop=stop), "control": FREE, "slow": FREE},
    )
    made = day(
        # The depot lies inside too: it lives there.
        [depot(point=spot(450, 0)), place("B", kind, point=spot(500, 0))],
        [vehicle(vehicle_class="mine")],
        [delivery("b", "B")],
        {"D-B": 1},
        zones=[_zone()],
        rules=policy([mine]),
    )
    assert findings(made, plan(made, route(made, "V", visit("B", "unload b")))) == found


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


# The solver's half: it finds the plan worked out by hand, and the auditor agrees.


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
        zones=[_zone()],
    )
    assert done(solved(made)) == {"van": ["unload a"], "truck": ["unload b"]}


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
        zones=[_zone(zone_class="control")],
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
